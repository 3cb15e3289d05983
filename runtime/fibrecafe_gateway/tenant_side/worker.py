"""Handles kept KCIs behind the receiver's back: in order for each entity, entities side by side."""

from __future__ import annotations

import asyncio
import logging
from typing import Self

from .admission import is_new
from .dispatcher import KciDispatcher
from .inbox import KciQueue, KeptKci
from .incoming import IncomingKci, conversation, read_kci

_logger = logging.getLogger(__name__)


class KciWorker:
    """Keeps KCIs, and calls their handlers.

    A handler that raises is called again, after 1 s, 2 s, 4 s, up to `longest_pause`; after
    `attempts` its KCI is parked, and holds those of its entity back until a person retries or
    skips it in the inbox. A KCI may be handled twice when the process dies in between.
    """

    def __init__(
        self,
        dispatcher: KciDispatcher,
        queue: KciQueue,
        *,
        side_by_side: int = 8,
        attempts: int = 10,
        first_pause: float = 1.0,
        longest_pause: float = 60.0,
        poll: float = 30.0,
        grace: float = 10.0,
    ) -> None:
        """`side_by_side`: entities handled at once. Pauses, `poll` and `grace` are in seconds:
        `poll` finds what another process freed, `grace` is what a running handler gets when the
        worker stops."""
        self._dispatcher = dispatcher
        self._queue = queue
        self._side_by_side = side_by_side
        self._attempts = attempts
        self._first_pause = first_pause
        self._longest_pause = longest_pause
        self._poll = poll
        self._grace = grace
        self._tasks: list[asyncio.Task[None]] = []
        self._due: asyncio.Queue[str | None] = asyncio.Queue()
        self._known: set[str] = set()  # entities that are due, in work or in a pause
        self._again: set[str] = set()  # those of them of which more came meanwhile
        self._failures: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def take(self, kci: IncomingKci) -> None:
        """Keep it, unless it came before. Raises Problem."""
        if is_new(kci, await self._queue.accept(kci)):
            self.start()  # when the app is mounted where no lifespan events come
            self.wake(kci.entity)

    def start(self) -> None:
        """Begin, with what was kept before; nothing when it runs."""
        if not self._tasks:
            self._due = asyncio.Queue()
            self._known.clear()
            self._tasks = [asyncio.create_task(self._look_around())]
            self._tasks += [asyncio.create_task(self._work()) for _ in range(self._side_by_side)]

    async def stop(self) -> None:
        """Begin nothing more, and wait for what runs."""
        if not self._tasks:
            return
        poller, *workers = self._tasks
        poller.cancel()
        while not self._due.empty():
            self._due.get_nowait()
        for _ in workers:
            self._due.put_nowait(None)
        await asyncio.wait(workers, timeout=self._grace)
        for worker in workers:
            worker.cancel()
        await asyncio.wait(self._tasks)
        self._tasks = []

    def wake(self, entity: str) -> None:
        """There may be something to do for an entity."""
        if entity in self._known:
            self._again.add(entity)
        else:
            self._known.add(entity)
            self._due.put_nowait(entity)

    async def _look_around(self) -> None:
        while True:
            try:
                for entity in await self._queue.waiting():
                    self.wake(entity)
            except Exception:
                _logger.exception("the inbox cannot be read; trying again in %g s", self._poll)
            await asyncio.sleep(self._poll)

    async def _work(self) -> None:
        while (entity := await self._due.get()) is not None:
            self._again.discard(entity)
            try:
                pause = await self._handle_next(entity)
            except Exception:
                _logger.exception("the inbox fails; trying %s again", entity)
                pause = self._longest_pause
            if pause is None and entity not in self._again:
                self._known.discard(entity)
            elif pause:
                # Of no consequence after `stop`: the queue is another one then.
                asyncio.get_running_loop().call_later(pause, self._due.put_nowait, entity)
            else:
                self._due.put_nowait(entity)

    async def _handle_next(self, entity: str) -> float | None:
        """Seconds until the next one may be handled; None: there is none."""
        kci = await self._queue.first(entity)
        if kci is None:
            return None
        try:
            with conversation(kci.conversation_id):
                await self._dispatcher.dispatch(read_kci(kci.body))
        except Exception as error:
            return await self._failed(kci, error)
        await self._queue.finish(kci.id)
        self._failures.pop(kci.id, None)
        return 0.0

    async def _failed(self, kci: KeptKci, error: Exception) -> float | None:
        count = self._failures[kci.id] = self._failures.get(kci.id, 0) + 1
        if count < self._attempts:
            pause: float = min(self._first_pause * 2 ** (count - 1), self._longest_pause)
            _logger.warning(
                "handler of KCI %s (%s) failed, attempt %d of %d; again in %g s",
                *(kci.id, kci.entity, count, self._attempts, pause),
                exc_info=error,
            )
            return pause
        # In this order: when parking fails, the count stands and parking is tried again.
        await self._queue.park(kci.id, f"{type(error).__name__}: {error}"[:1000])
        del self._failures[kci.id]
        _logger.error(
            "KCI %s is parked after %d attempts, and %s waits: mend its handler, then `retry` it "
            "in the inbox, or `skip` it",
            *(kci.id, count, kci.entity),
            exc_info=error,
        )
        return None
