"""One piece of work in a second process, where the platform can fork."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, Protocol, TypeVar

if sys.platform == "linux":
    import fcntl

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Background(Protocol[T_co]):
    """Work that was started."""

    def result(self) -> T_co:
        """Waits, and gives the result or raises what the work raised."""

    def abandon(self) -> None:
        """Stops the work; its result is not wanted."""


def in_background(work: Callable[[], T]) -> Background[T]:
    """Starts `work` beside this process, or leaves it until its result is asked for.

    A fork shares what was loaded so far; `work` must not rely on anything changed later.
    """
    return _Forked(work) if _can_fork() else _Later(work)


class Helper:
    """A second process that is started before its work is known: it gets ready, with what takes
    long to import, while this one reads the documents."""

    def __init__(self, get_ready: Callable[[], None]) -> None:
        self._forked: _Forked[Any] | None = None
        self._wanted = False
        if _can_fork():
            reader, self._writer = os.pipe()
            _widen(self._writer)
            self._forked = _Forked(lambda: self._wait_for_work(reader, get_ready))
            os.close(reader)

    def do(self, work: Callable[..., T], *arguments: object) -> Background[T]:
        """Hands over its one piece of work; all of it is pickled."""
        if self._forked is None:
            return _Later(lambda: work(*arguments))
        self._wanted = True
        with suppress(BrokenPipeError), os.fdopen(self._writer, "wb") as stream:
            stream.write(pickle.dumps((work, arguments)))
        return self._forked

    def dismiss(self) -> None:
        """Stops it, if it was given nothing to do."""
        if self._forked is not None and not self._wanted:
            self._wanted = True
            os.close(self._writer)
            self._forked.abandon()

    def _wait_for_work(self, reader: int, get_ready: Callable[[], None]) -> object:
        os.close(self._writer)
        get_ready()
        with os.fdopen(reader, "rb") as stream:
            content = stream.read()
        if not content:
            os._exit(0)
        work, arguments = pickle.loads(content)
        return work(*arguments)


def _can_fork() -> bool:
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and not _has_threads()


def _widen(pipe: int) -> None:
    """Lets a whole document into a pipe before the other end reads; else writing waits for it."""
    if sys.platform == "linux":
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1024 * 1024)


def _has_threads() -> bool:
    """Forking a process with threads can block for ever."""
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


class _Later(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work

    def result(self) -> T:
        return self._work()

    def abandon(self) -> None:
        return


class _Forked(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        reader, writer = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            os.close(reader)
            _work_and_leave(work, writer)
        os.close(writer)
        self._reader = reader

    def result(self) -> T:
        with os.fdopen(self._reader, "rb") as stream:
            content = stream.read()
        os.waitpid(self._child, 0)
        if not content:
            raise RuntimeError("a process of the generator ended without a result")
        succeeded, value = pickle.loads(content)
        if not succeeded:
            raise value
        result: T = value
        return result

    def abandon(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        os.close(self._reader)


def _work_and_leave(work: Callable[[], T], writer: int) -> None:
    """In the child: never returns, and runs none of the parent's clean-up."""
    try:
        answer: tuple[bool, object] = (True, work())
    except BaseException as error:
        answer = (False, error)
    try:
        content = pickle.dumps(answer)
    except Exception:
        content = pickle.dumps((False, RuntimeError(repr(answer[1]))))
    with os.fdopen(writer, "wb") as stream:
        stream.write(content)
    os._exit(0)
