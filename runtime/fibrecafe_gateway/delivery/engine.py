"""The worker: claims what is due, sends it, records what came of it.

One transaction a tick records what is finished and claims what is due. A tick that fails keeps its
completions and tries again. Posting stops while too much is done and not recorded, which bounds what
is sent twice after a crash.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from random import Random

from ..settings import Delivery
from ..store.database import Database
from ..store.unit import Unit, to_milliseconds
from . import lanes
from .circuit import Circuit, circuits
from .ledger import Flushed, flush, given_back
from .outcome import Claim, Completion, Handler, Kind, Message, Outcome

_logger = logging.getLogger(__name__)

_MESSAGES_A_CLAIM = 4

_RETRY_TICK = 0.5  # seconds, after a tick that failed


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
    ) -> None:
        """`handlers` by the first letter of a lane's key; `endpoints` that can be reached.

        `lease` in seconds, where one call may take longer than the settings' lets it.
        """
        self._database = database
        self._settings = settings
        self._handlers = handlers
        self._endpoints = endpoints
        self._random = random or Random()
        self._lease = lease or settings.lease
        self._completions: list[Completion] = []
        self._unrecorded = 0
        self._room = asyncio.Event()
        self._room.set()
        self._woken = asyncio.Event()
        self._in_flight: Counter[str] = Counter()
        self._ramp: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        database.when_woken(self._woken.set)

    async def run(self) -> None:
        """Work until `stop`."""
        while not self._stopping:
            try:
                busy = await self.tick()
            except Exception:
                _logger.exception("a delivery tick failed; what is done is kept and recorded next")
                await asyncio.sleep(_RETRY_TICK)
                continue
            if not busy or self._free() <= 0:
                await self._rest()
        await self._finish()

    async def stop(self) -> None:
        """Finish what is in flight, and let `run` return."""
        self._stopping = True
        self._woken.set()

    async def drain(self) -> None:
        """Deliver until nothing is due and nothing in flight; for tests and short errands."""
        while True:
            self._woken.clear()
            busy = await self.tick()
            if self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            elif not busy and not self._completions and not self._woken.is_set():
                return

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._settings.poll):
                await self._woken.wait()
        self._woken.clear()

    async def _finish(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._settings.timeout)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._completions:
            await self._record_and_claim({})

    async def tick(self) -> bool:
        """Record and claim once; whether there was anything to do."""
        capacity = self._capacity()
        if not self._completions:
            # Idle polling must not take the write lock.
            due = await self._database.read(lambda unit: _due(unit, capacity))
            capacity = {name: capacity[name] for name in due}
            if not due:
                return False
        claims = await self._record_and_claim(capacity)
        for claim in claims:
            self._in_flight[claim.endpoint] += 1
            task = asyncio.create_task(self._work(claim))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return True

    async def _record_and_claim(self, capacity: Mapping[str, int]) -> list[Claim]:
        completions, self._completions = self._completions, []
        free = self._free()

        def work(unit: Unit) -> tuple[Flushed, list[Claim]]:
            done = flush(
                unit, completions, self._handlers, probe=self._settings.probe, random=self._random
            )
            return done, self._claim(unit, capacity, free, done.circuits)

        try:
            done, claims = await self._database.run(work)
        except BaseException:
            self._completions = completions + self._completions
            raise
        for completion in completions:
            self._unrecorded -= completion.delivered
        if self._unrecorded < self._settings.unflushed:
            self._room.set()
        self._learn(done)
        return claims

    def _learn(self, done: Flushed) -> None:
        for name in done.succeeded & self._ramp.keys():
            self._ramp[name] *= 2
            if self._ramp[name] >= self._settings.slots_per_endpoint:
                del self._ramp[name]
        for name, circuit in done.circuits.items():
            if circuit.until or circuit.held:
                self._ramp[name] = 1
        for key in done.parked:
            _logger.error("lane %s is parked until an operator looks at it", key)

    def _capacity(self) -> dict[str, int]:
        """Lanes that each endpoint may be given now."""
        free = self._free()
        found: dict[str, int] = {}
        if free <= 0:
            return found
        for name in self._endpoints():
            most = min(self._settings.slots_per_endpoint, self._ramp.get(name, 2**30))
            room = min(free, most - self._in_flight[name])
            if room > 0:
                found[name] = room
        return found

    def _free(self) -> int:
        return self._settings.slots - sum(self._in_flight.values())

    def _claim(
        self, unit: Unit, capacity: Mapping[str, int], free: int, known: Mapping[str, Circuit]
    ) -> list[Claim]:
        token = self._random.getrandbits(62)
        until = unit.milliseconds + round(self._lease * 1000)
        claims: list[Claim] = []
        for name, room in capacity.items():
            allowed = min(known.get(name, Circuit()).allows(unit.milliseconds, room), free)
            if allowed > 0:
                of = 1 if name.startswith("supplier/") else _MESSAGES_A_CLAIM
                found = lanes.claim(unit, name, allowed, until=until, token=token, messages=of)
                free -= len(found)
                claims += found
        return claims

    async def _work(self, claim: Claim) -> None:
        handler = self._handlers[claim.key[0]]
        completion = Completion(claim)
        loop = asyncio.get_running_loop()
        last_start = loop.time() + 0.6 * self._lease
        try:
            for message in claim.messages:
                await self._room.wait()
                if self._stopping or (completion.outcomes and loop.time() > last_start):
                    break
                outcome = await _try(handler, message, claim)
                at = to_milliseconds(self._database.clock.now())
                completion.outcomes.append((message, outcome, at))
                if outcome.kind is not Kind.DONE:
                    break
                self._unrecorded += 1
                if self._unrecorded >= self._settings.unflushed:
                    self._room.clear()
        finally:
            self._in_flight[claim.endpoint] -= 1
            self._completions += [completion] if completion.outcomes else given_back([claim])
            self._woken.set()


async def _try(handler: Handler, message: Message, claim: Claim) -> Outcome:
    try:
        return await handler.deliver(message, claim)
    except Exception as error:
        _logger.exception("message %s of lane %s could not be sent", message.seq, message.lane)
        return Outcome(Kind.RETRY, detail=f"{type(error).__name__} in the gateway")


def _due(unit: Unit, capacity: Mapping[str, int]) -> list[str]:
    known = circuits(unit)
    open_ = [
        name
        for name, room in capacity.items()
        if known.get(name, Circuit()).allows(unit.milliseconds, room) > 0
    ]
    return lanes.due_endpoints(unit, open_)
