"""The worker: claims what is due, sends it, records what came of it.

One transaction a tick records what is finished and claims what is due. A tick that fails keeps its
completions and tries again. Posting stops while too much is done and not recorded, which bounds what
is sent twice after a crash.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from random import Random

from .. import faults
from ..settings import Delivery
from ..store.database import Database, is_passing, why
from ..store.unit import Unit, to_milliseconds
from . import lanes
from .ahead import Ahead
from .capacity import Limit, Slots, Unrecorded
from .claiming import MESSAGES, Taken, Terms, claim_due, idle_look
from .flushed import Flushed
from .ledger import flush
from .looking import Seen, look
from .outcome import Claim, Completion, Handler, Kind, Message
from .starting import warn_of_strangers
from .trying import CUT_OFF, attempt

_logger = logging.getLogger(__name__)

_RETRY = (0.1, 5.0)  # seconds after a tick that failed: the first time, at most

_LINGER = 0.01  # seconds that what is done may wait for more, before it is recorded

_LAST_TRIES = 5  # to record what is done when the worker stops


class Engine:
    """Delivers the lanes of known endpoints."""

    def __init__(
        self,
        database: Database,
        settings: Delivery,
        handlers: Mapping[str, Handler],
        endpoints: Callable[[], Iterable[str]],
        *,
        random: Random | None = None,
        lease: float | None = None,
        messages: int = MESSAGES,
        limits: Mapping[str, Limit] | None = None,
    ) -> None:
        """`handlers` by the first letter of a lane's key; `endpoints` that can be reached.

        `lease` in seconds, of requests to suppliers, where one may take longer than the settings'
        lets it. `messages` of a tenant's lane in one claim. `limits` of single endpoints.
        """
        self._database = database
        self._settings = settings
        self._handlers = handlers
        self._endpoints = endpoints
        self._random = random or Random()
        self._terms = Terms.of(settings, suppliers=lease, messages=messages)
        self._slots = Slots(settings, limits)
        self._unrecorded = Unrecorded(settings.unflushed)
        self._completions: list[Completion] = []
        self._ahead = Ahead(self._slots)
        self._more = False
        self._lost_token: int | None = None
        self._lingering: asyncio.TimerHandle | None = None
        self._woken = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        database.when_woken(self._woken.set)

    async def run(self) -> None:
        """Work until `stop`."""
        await warn_of_strangers(self._database, self._endpoints())
        failed = 0
        while not self._stopping:
            try:
                busy = await self.tick()
            except Exception as error:
                failed += 1
                await self._after_failure(error, failed)
                continue
            if failed:
                _logger.warning("deliveries are claimed and recorded again")
                failed = 0
            if not busy or not self._is_short:
                await self._rest(self._settings.poll)
        await self._finish()

    async def stop(self) -> None:
        """Finish what is in flight, and let `run` return."""
        self._stopping = True
        self._unrecorded.stop_waiting()
        self._woken.set()

    async def drain(self) -> None:
        """Deliver until nothing is due and nothing in flight; for tests and short errands."""
        while True:
            self._woken.clear()
            busy = await self.tick()
            if self._completions:
                continue  # who waits for room waits for these to be recorded
            if self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            elif not busy and not self._woken.is_set():
                return

    async def tick(self) -> bool:
        """Record and claim once; whether there was anything to do."""
        self._completions += map(Completion, self._ahead.take_suspects())
        room = self._slots.room(self._endpoints(), self._ahead.counts)
        if self._database.dialect == "sqlite" and not self._has_to_write:
            # Idle polling must not take the write lock.
            seen, due = await self._database.read(idle_look, delivery=True)
            self._slots.learn(seen.circuits)
            if not room.keys() & due:
                return False
        begun = asyncio.get_running_loop().time()
        recorded = bool(self._completions)
        claims = await self._record_and_claim(room)
        self._slots.pace(len(self._completions))
        self._ahead.add(claims, begun)
        self._begin()
        return recorded or bool(claims)

    @property
    def _has_to_write(self) -> bool:
        return bool(self._completions or self._more) or self._lost_token is not None

    @property
    def _is_short(self) -> bool:
        """Whether there is more to claim, and room for much of it."""
        return self._more and len(self._ahead) <= self._slots.all

    async def _record_and_claim(self, room: Mapping[str, int]) -> list[Claim]:
        completions, self._completions = self._completions, []
        lost = self._lost_token
        # The same until one goes through: this may fail again, before any are let go.
        token = self._random.getrandbits(62) if lost is None else lost
        waiting = self._ahead.counts
        free, doubted = self._slots.claimable(waiting), self._slots.doubted(room, waiting)

        def work(unit: Unit) -> tuple[Flushed, Taken, Seen]:
            if lost is not None:
                lanes.let_go(unit, lost)
            done, seen = self._flush(unit, completions)
            taken = claim_due(
                unit, room, free, seen, terms=self._terms, token=token, doubted=doubted
            )
            return done, taken, seen

        self._lost_token = token  # if this fails, its claims may be kept all the same
        try:
            done, taken, seen = await self._database.run(work, delivery=True)
        except BaseException:
            for completion in completions:
                completion.repeated = True
            self._completions = completions + self._completions
            raise
        self._recorded(completions, done)
        self._slots.learn(seen.circuits, done.succeeded)
        faults.point("lane.claimed")
        self._lost_token = None
        self._more = taken.more
        return taken.claims

    def _flush(self, unit: Unit, completions: Sequence[Completion]) -> tuple[Flushed, Seen]:
        seen = look(unit, {completion.claim.endpoint for completion in completions})
        done = flush(
            unit, completions, self._handlers, seen, probe=self._settings.probe,
            random=self._random,
        )  # fmt: skip
        return done, seen

    def _recorded(self, completions: Iterable[Completion], done: Flushed) -> None:
        for completion in completions:
            self._unrecorded.recorded(completion.delivered)
        self._slots.learn(done.opened)
        done.log()

    def _begin(self) -> None:
        """Send what waits, as far as there are slots."""
        while not self._stopping and (waiting := self._ahead.next()) is not None:
            self._slots.take(waiting.claim.endpoint)
            task = asyncio.create_task(self._work(*waiting))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, claim: Claim, begun: float) -> None:
        completion = Completion(claim)
        handler = self._handlers[claim.key[0]]
        time = asyncio.get_running_loop().time
        last_start = begun + self._terms.last_start(claim.endpoint)
        under_way: Message | None = None
        try:
            for message in claim.messages:
                if self._unrecorded.is_full:
                    await self._unrecorded.wait_for_room(bool(completion.outcomes), last_start)
                if self._stopping or self._unrecorded.is_full or time() > last_start:
                    break
                if not self._slots.may_send(claim.endpoint):
                    break
                under_way = message
                outcome = await attempt(handler, message, claim)
                if outcome.kind is Kind.DONE:
                    faults.point("message.done")
                under_way = None
                completion.outcomes.append((message, outcome, self._at()))
                if outcome.kind is not Kind.DONE:
                    break
                self._unrecorded.add()
        finally:
            if under_way is not None:
                completion.outcomes.append((under_way, CUT_OFF, self._at()))
            self._slots.give(claim.endpoint)
            self._unrecorded.end(completion.delivered)
            self._completions.append(completion)
            self._begin()
            self._call_for_a_tick()

    def _call_for_a_tick(self) -> None:
        """Soon: a tick costs less for many than for each. At once where something waits for it."""
        idle = self._slots.free == self._slots.all
        many = len(self._completions) >= self._slots.all
        if idle or many or self._is_short or self._unrecorded.is_full:
            self._woken.set()
        elif self._lingering is None:
            loop = asyncio.get_running_loop()
            self._lingering = loop.call_later(_LINGER, self._woken.set)

    def _at(self) -> int:
        return to_milliseconds(self._database.clock.now())

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        self._woken.clear()
        if self._lingering is not None:
            self._lingering.cancel()
            self._lingering = None

    async def _after_failure(self, error: Exception, times: int) -> None:
        if is_passing(error):
            if times <= 1:  # the store may be away for hours
                _logger.error(
                    "a delivery tick failed; what is done is kept, and recorded as soon as that"
                    " goes: %s", why(error),
                )  # fmt: skip
        else:
            _logger.error("a delivery tick failed; what is done is kept", exc_info=error)
            await self._record_singly()
        shortest, longest = _RETRY
        await asyncio.sleep(min(shortest * 2 ** min(times, 10), longest))

    async def _record_singly(self) -> None:
        """One that cannot be recorded must not keep all others back: its lease ends, and it is
        sent again."""
        completions, self._completions = self._completions, []
        for completion in completions:
            try:
                done, _ = await self._database.run(
                    partial(self._flush, completions=[completion]), delivery=True
                )
            except Exception as error:
                if is_passing(error):
                    self._completions.append(completion)
                    continue
                _logger.exception("what was done in lane %s is lost", completion.claim.key)
                done = Flushed()
            self._recorded([completion], done)

    async def _finish(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._settings.timeout)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._completions += map(Completion, self._ahead.take_all())
        faults.point("worker.stops")
        for times in range(_LAST_TRIES):
            if not self._completions and self._lost_token is None:
                return
            try:
                await self._record_and_claim({})
            except Exception as error:
                await self._after_failure(error, times)
        if self._completions:
            _logger.error(
                "%d deliveries could not be recorded, and are repeated", len(self._completions)
            )
