"""The files of an embedded store: whether they are still those that were opened, and whose they are.

A file that was deleted or replaced can be written to as before, and all of that is gone at the next
start. So nothing is taken then (rule: ours), until the file is put back or the gateway started again.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .database import StoreError

_LOCK = ".lock"
"""Of a file beside the store: what SQLite itself locks is let go whenever somebody looks at it."""

_PATIENCE = 1.0  # seconds for one that is ending just now


class FileGone(StoreError, OSError):
    """The store's file is not there any more, or it is another one. It may come back."""


class Files:
    """The database and its log, as they were when they were opened."""

    def __init__(self, path: Path) -> None:
        self._paths = [str(path), f"{path}-wal"]
        self._known: list[tuple[int, int] | None] = [None, None]

    def look(self) -> None:
        """Raises FileGone. Takes a few microseconds."""
        for place, path in enumerate(self._paths):
            known = self._known[place]
            try:
                found = os.stat(path)
            except OSError as error:
                if known is None:
                    continue  # the log is made with the first transaction
                raise FileGone(f"{path}: {error.strerror}; put it back where it was") from None
            now = found.st_dev, found.st_ino
            if known is None:
                self._known[place] = now
            elif known != now:
                raise FileGone(
                    f"{path} is another file than the one that was opened; put that back, or start"
                    " the gateway again to use this one"
                )


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Be the only gateway on a store. Raises StoreError that says which is, and OSError.

    The system lets go of it when the process ends, however it does. Operators' commands do not ask
    for it: they deliver nothing, and take no lease of a running gateway for one of a dead one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(f"{path.resolve()}{_LOCK}", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(file, path)
        os.truncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(file)


def _lock(file: int, path: Path) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise StoreError(_taken(file, path)) from None
        time.sleep(0.05)


def _taken(file: int, path: Path) -> str:
    process = os.pread(file, 20, 0).decode(errors="replace").strip()
    who = f"process {process}" if process.isdigit() else "another process"
    return (
        f"{who} serves the store {path}: one process delivers from a file, and two would send"
        " everything twice; stop that one, or name another file; many processes share a"
        " postgresql:// store"
    )
