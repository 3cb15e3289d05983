"""Delivery and timers alone, as a process beside others on one store."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..gateway import Gateway

STOP_WITHIN = 28.0
"""Seconds in which a worker has to finish what is in flight; ours, below the 30 that are given."""

_CHECK = 5.0  # seconds between looks whether the tasks live

_logger = logging.getLogger(__name__)


async def work(
    gateway: Gateway,
    *,
    stopped: asyncio.Event | None = None,
    ready: Callable[[], None] = lambda: None,
    within: float = STOP_WITHIN,
) -> bool:
    """Deliver until SIGTERM or SIGINT, or until `stopped`; whether all in flight was finished.

    A second signal ends the process at once. Raises what `Gateway.start` raises, and RuntimeError
    when a task of the gateway ends by itself.
    """
    end = stopped or asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = _Signals(end)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, signals.came)
    try:
        await gateway.start()
        ready()
        while not end.is_set():
            try:
                async with asyncio.timeout(_CHECK):
                    await end.wait()
            except TimeoutError:
                await _look(gateway)
    finally:
        finished = await _close(gateway, within)
    return finished


class _Signals:
    """The first asks for an end, another does not wait for it."""

    def __init__(self, end: asyncio.Event) -> None:
        self._end = end
        self._first = True

    def came(self) -> None:
        """One of them."""
        if not self._first:
            _logger.error("a second signal: what is in flight is given up")
            end_now()
        self._first = False
        self._end.set()


def end_now() -> None:
    """This process, before asyncio waits for what hangs; exit code 1."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1)


async def _look(gateway: Gateway) -> None:
    try:
        await gateway.check()
    except RuntimeError:
        raise  # a task has ended
    except Exception as error:
        _logger.error("the store does not answer; what is in flight is kept: %s", error)


async def _close(gateway: Gateway, within: float) -> bool:
    closing = asyncio.create_task(gateway.aclose(), name="closing")
    _, late = await asyncio.wait({closing}, timeout=within)
    if late:
        _logger.error(
            "what is in flight did not end in %g s and is given up; another worker takes it up when"
            " its lease ends", within,
        )  # fmt: skip
        return False
    await closing
    return True
