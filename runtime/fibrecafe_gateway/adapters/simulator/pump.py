"""Sends the KCIs that are due: one in flight for each entity, entities independent of each other."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from fibrecafe_api.supplier_updates.models import SupplierUpdate

from ...clock import Clock
from . import updates
from .entity import Message
from .journal import Journal, Row, Rows
from .playing import advance, put_off, settle

_logger = logging.getLogger(__name__)

_LONGEST_WAIT = 60.0


class KciRefused(Exception):
    """The gateway will never take this KCI: it is dropped. Any other error is tried again."""


class Send(Protocol):
    """Hands a KCI to the gateway. Raises KciRefused; whatever else it raises is tried again."""

    async def __call__(
        self, update: SupplierUpdate, *, request_id: str, conversation_id: str | None
    ) -> None: ...


class Claim:
    """A KCI to be sent, and whose it is."""

    __slots__ = ("conversation", "key", "message", "name")

    def __init__(self, row: Row, message: Message) -> None:
        self.key = row.key
        self.message = message
        self.conversation = row.entity.conversation
        self.name = f"{row.entity.tenant}, {row.entity.kind} {row.entity.reference}"


class Pump:
    """Takes what is due out of the journal and sends it."""

    def __init__(
        self,
        journal: Journal,
        send: Send,
        clock: Clock,
        request_id: Callable[[], str],
        *,
        parallel: int = 16,
    ) -> None:
        """`parallel`: KCIs in flight at once."""
        self._journal = journal
        self._send = send
        self._clock = clock
        self._request_id = request_id
        self._parallel = parallel
        self._in_flight: set[int] = set()
        self._wake: asyncio.Event | None = None

    def wake(self) -> None:
        """There may be something new to do. From the loop that `run` is in."""
        if self._wake is not None:
            self._wake.set()

    async def pump_due(self, now: datetime | None = None) -> int:
        """Send all that is due at a time, by default now; gives how many KCIs arrived.

        What became due by sending is sent too; what failed is not tried again.
        """
        sent = 0
        while True:
            claims = await self._claim(now or self._clock.now(), self._parallel)
            if not claims:
                return sent
            sent += sum(await asyncio.gather(*(self._deliver(claim, now) for claim in claims)))

    async def run(self) -> None:
        """Send what becomes due, until it is cancelled."""
        self._wake = wake = asyncio.Event()
        tasks: set[asyncio.Task[int]] = set()

        def done(task: asyncio.Task[int]) -> None:
            tasks.discard(task)
            wake.set()
            if not task.cancelled() and task.exception() is not None:
                _logger.error("a KCI could not be recorded as sent", exc_info=task.exception())

        try:
            while True:
                wake.clear()
                free = self._parallel - len(tasks)
                try:
                    claims = await self._claim(self._clock.now(), free) if free else []
                    wait = await self._wait() if len(claims) < free else _LONGEST_WAIT
                except sqlite3.Error:
                    _logger.exception("the journal failed; the simulator tries again in a second")
                    await asyncio.sleep(1)
                    continue
                for claim in claims:
                    task = asyncio.create_task(self._deliver(claim, None))
                    tasks.add(task)
                    task.add_done_callback(done)
                with suppress(TimeoutError):
                    # Not `wait_for`: on 3.11 it swallows a cancellation that meets a wake-up.
                    async with asyncio.timeout(wait):
                        await wake.wait()
        finally:
            self._wake = None
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def next_due(self) -> datetime | None:
        """When there is something to do; None: never, as things are."""
        return await self._journal.run(lambda rows: rows.next_due(self._in_flight))

    async def _wait(self) -> float:
        due = await self.next_due()
        if due is None:
            return _LONGEST_WAIT
        return min(max((due - self._clock.now()).total_seconds(), 0.0), _LONGEST_WAIT)

    async def _claim(self, now: datetime, limit: int) -> list[Claim]:
        """Entities with a KCI to be sent; they are in flight from now on."""
        busy = frozenset(self._in_flight)

        def unit(rows: Rows) -> list[tuple[Row, Message | None]]:
            found = [(row, advance(row.entity, now)) for row in rows.due(now, limit, busy)]
            for row, _ in found:
                rows.update(row)
            return found

        while True:
            found = await self._journal.run(unit)
            claims = [Claim(row, message) for row, message in found if message is not None]
            if claims or not found:  # else all of them played in silence, or come late
                self._in_flight.update(claim.key for claim in claims)
                return claims

    async def _deliver(self, claim: Claim, now: datetime | None) -> int:
        """Send an entity's KCI and those that are due after it; gives how many arrived."""
        sent = 0
        message: Message | None = claim.message
        try:
            while message is not None:
                arrived = await self._attempt(claim, message.body)
                sent += arrived is True
                message = await self._record(claim, message, arrived, now or self._clock.now())
        finally:
            self._in_flight.discard(claim.key)
        return sent

    async def _attempt(self, claim: Claim, body: str) -> bool | None:
        """True: it arrived; None: it never will; False: not now."""
        try:
            await self._send(
                updates.read(body),
                request_id=self._request_id(),
                conversation_id=claim.conversation,
            )
        except KciRefused as refused:
            _logger.error(
                "%s: the gateway refuses a KCI, which is dropped: %s", claim.name, refused
            )
            return None
        except Exception as error:
            _logger.warning(
                "%s: a KCI could not be sent, and is tried again: %s: %s",
                claim.name,
                type(error).__name__,
                error,
            )
            return False
        return True

    async def _record(
        self, claim: Claim, message: Message, arrived: bool | None, now: datetime
    ) -> Message | None:
        """Keep what came of it, and give the entity's next KCI that is due."""

        def unit(rows: Rows) -> Message | None:
            row = rows.by_key(claim.key)
            if row is None:
                return None
            if arrived is False:
                put_off(row.entity, now)
                following = None
            else:
                settle(row.entity, message.body)
                following = advance(row.entity, now)
            rows.update(row)
            return following

        return await self._journal.run(unit)
