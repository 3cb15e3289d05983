"""Processes on one PostgreSQL tell each other that there is something to deliver (rule: ours).

A process that only takes requests calls, one that delivers listens; what it stores itself it takes up
itself. A call is a NOTIFY of its own after the commit: within business transactions it would have all
commits of the database wait for each other. Calls are few however many commits there are. A call that
is lost costs `[delivery] poll`, by which workers look for themselves.

Measured, 200 KCIs a second stored by another process, from commit to receipt, p99 of four rounds, and an
idle worker's share of a core: called 10 to 31 ms and 3 %; looking every 50 ms without calls 50 to 57 ms and
3 to 4 %; every 20 ms 17 to 24 ms and 6 to 7 %. With two workers 9 to 10 ms and 24 to 45 ms; there a call
wakes both, and costs each 10 % of a core more at that rate. So a poll that adapts itself is not needed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from .database import why

_CHANNEL = "fibrecafe_delivery"

_PAUSE = 0.005  # seconds between calls, at least

_RETRY = (0.1, 5.0)  # seconds before another connection: the first time, at most

_LAST_CALL = 1.0  # seconds

_logger = logging.getLogger(__name__)


class Waking:
    """One process's end of it. It has a connection of its own, from its first use on."""

    def __init__(self, engine: AsyncEngine, heard: Callable[[], None]) -> None:
        """`engine` for that one connection; `heard` is called when another process has called."""
        self._engine = engine
        self._heard = heard
        self._listens = False
        self._calls = False
        self._closing = asyncio.Event()
        self._failed = 0
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def call(self) -> None:
        """Have those that listen look; not in a process that listens itself."""
        if not self._listens:
            self._calls = True
            self._go_on()

    def listen(self) -> None:
        """From now on."""
        if not self._listens:
            self._listens = True
            self._go_on()

    def _go_on(self) -> None:
        self._changed.set()
        if self._task is None and not self._closing.is_set():
            self._task = asyncio.create_task(self._live(), name="waking")

    async def aclose(self) -> None:
        """Make the call that is still to be made, if that goes at once, and end it."""
        self._closing.set()
        self._changed.set()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=_LAST_CALL)
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self._engine.dispose()

    async def _live(self) -> None:
        while not self._closing.is_set():
            try:
                await self._on_a_connection()
            except Exception as error:
                if not self._failed:
                    _logger.warning(
                        "workers are not called, and look by themselves, until the store is there"
                        " again: %s", why(error),
                    )  # fmt: skip
                shortest, longest = _RETRY
                with suppress(TimeoutError):
                    async with asyncio.timeout(min(shortest * 2 ** min(self._failed, 10), longest)):
                        await self._closing.wait()
                self._failed += 1

    async def _on_a_connection(self) -> None:
        """Until it is lost."""
        async with self._engine.connect() as pooled:
            connection: Any = (await pooled.get_raw_connection()).driver_connection
            connection.add_termination_listener(self._lost)
            try:
                await self._use(connection)
            finally:
                connection.remove_termination_listener(self._lost)
                await pooled.invalidate()  # it is no connection for anything else

    async def _use(self, connection: Any) -> None:
        listening = False
        while True:
            if connection.is_closed():
                raise ConnectionError("the connection was lost")
            if self._listens and not listening:
                await connection.add_listener(_CHANNEL, self._was_called)
                listening = True
                self._heard()  # perhaps it was called while it could not hear
            if self._calls:
                self._calls = False
                await connection.execute(f"NOTIFY {_CHANNEL}")
            self._failed = 0
            if self._closing.is_set():
                return
            await asyncio.sleep(_PAUSE)
            await self._changed.wait()
            self._changed.clear()

    def _lost(self, _: Any) -> None:
        self._changed.set()

    def _was_called(self, *_: Any) -> None:
        self._heard()
