"""Delivery and timers alone, as a process beside others on one store."""

from __future__ import annotations

import asyncio
import logging
import signal
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

    Raises what `Gateway.start` raises, and RuntimeError when a task of the gateway ends by itself.
    """
    end = stopped or asyncio.Event()
    loop = asyncio.get_running_loop()
    if stopped is None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, end.set)
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
