"""How much a worker may have in flight: in all, to each endpoint, and not yet recorded.

A request that hangs holds its slot until it times out. So an endpoint never has more slots than are
left free, and those that have not answered well lately share half of the slots: however many hang,
and however suddenly, others have some.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..security.rate import Bucket
from ..settings import Delivery
from .circuit import Circuit

_PROVED = 60.0
"""Seconds that a success speaks for an endpoint that nothing is sent to."""

_SILENT = 2.0
"""The same while something is in flight to it."""

_AHEAD = 8
"""Lanes that may wait for each slot, at most."""

_NO_LIMIT = 2**30

_NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Limit:
    """What an endpoint may be given, by its own settings."""

    in_flight: int | None = None
    rate: float | None = None
    """Messages a second."""


class Slots:
    """Requests in flight. An endpoint that has recovered starts with one, and doubles."""

    def __init__(
        self,
        settings: Delivery,
        limits: Mapping[str, Limit] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._limits = dict(limits or {})
        self._now = now
        self._in_flight: Counter[str] = Counter()
        self._ramp: dict[str, int] = {}
        self._proved: dict[str, float] = {}
        self._taken: dict[str, float] = {}
        """When something was sent to one that nothing was in flight to."""
        self._buckets = {
            name: Bucket(limit.rate, max(1, round(limit.rate)), now)
            for name, limit in self._limits.items()
            if limit.rate is not None
        }
        self._ahead = settings.slots
        self.free = settings.slots
        """How many more requests may be in flight."""

    @property
    def all(self) -> int:
        """How many there are."""
        return self._settings.slots

    def take(self, endpoint: str) -> None:
        """One more in flight."""
        if not self._in_flight[endpoint]:
            self._taken[endpoint] = self._now()
        self._in_flight[endpoint] += 1
        self.free -= 1

    def give(self, endpoint: str) -> None:
        """One less."""
        self.free += 1
        self._in_flight[endpoint] -= 1
        if not self._in_flight[endpoint]:
            del self._in_flight[endpoint]

    def may_take(self, endpoint: str) -> bool:
        """Whether one more may be in flight: an endpoint never has more than are left for others."""
        under_way = self._in_flight[endpoint]
        if under_way >= min(self._whole(endpoint), self._ramp.get(endpoint, _NO_LIMIT)):
            return False
        return self.free > under_way or (self.free > 0 and under_way == 0)

    def may_send(self, endpoint: str) -> bool:
        """Whether the endpoint's rate allows one more message; it is counted."""
        bucket = self._buckets.get(endpoint)
        return bucket is None or bucket.take() == 0

    def room(
        self, endpoints: Iterable[str], queued: Mapping[str, int] = _NOTHING
    ) -> dict[str, int]:
        """Lanes that may be claimed for each endpoint now, those with the least first.

        `queued`: lanes that are claimed and wait for a slot, which only those may have more of that
        answer well.
        """
        free = self.claimable(queued)
        if free <= 0:
            return {}
        held = {name: self._in_flight[name] + queued.get(name, 0) for name in endpoints}
        now = self._now()
        found = {
            name: room
            for name, count in held.items()
            if (room := min(free, self._most(name, now) - count)) > 0
        }
        return dict(sorted(found.items(), key=lambda item: held[item[0]]))

    def claimable(self, queued: Mapping[str, int]) -> int:
        """Lanes that may be claimed in all."""
        return self.free + self._ahead - sum(queued.values())

    def pace(self, done: int) -> None:
        """So many lanes were done while the store was waited for: twice as many are claimed ahead, so
        that no slot waits for it, and nobody has more than it can send soon."""
        slots = self._settings.slots
        self._ahead = max(slots, min(2 * done, _AHEAD * slots))

    def doubted(
        self, endpoints: Iterable[str], queued: Mapping[str, int] = _NOTHING
    ) -> tuple[frozenset[str], int]:
        """Those that have not answered well lately, and how many lanes they may be given together:
        they have half of the slots between them."""
        now = self._now()
        names = {
            name
            for name in {*endpoints, *self._in_flight, *queued}
            if not self._is_proved(name, now)
        }
        held = sum(self._in_flight[name] + queued.get(name, 0) for name in names)
        return frozenset(names), min(max(1, self._settings.slots // 2) - held, self.free)

    def is_suspect(self, name: str) -> bool:
        """Whether nothing should wait for it to answer: it is in trouble, or silent."""
        if name in self._ramp:
            return True
        since = max(self._proved.get(name, 0.0), self._taken.get(name, 0.0))
        return self._in_flight[name] > 0 and self._now() - since > _SILENT

    def _is_proved(self, name: str, now: float) -> bool:
        since = now - self._proved.get(name, -_PROVED)
        return since < (_SILENT if self._in_flight[name] else _PROVED)

    def _most(self, name: str, now: float) -> int:
        whole = self._whole(name)
        if name in self._ramp:
            whole = min(whole, self._ramp[name])
        elif name not in self._buckets and self._is_proved(name, now):
            return whole + whole * self._ahead // self._settings.slots
        bucket = self._buckets.get(name)
        return whole if bucket is None else min(whole, self._in_flight[name] + int(bucket.level))

    def _whole(self, name: str) -> int:
        limit = self._limits.get(name)
        own = limit.in_flight if limit else None
        return own or self._settings.slots_per_endpoint

    def learn(self, troubled: Mapping[str, Circuit], succeeded: Iterable[str] = ()) -> None:
        """How endpoints do, by what this worker or another has found."""
        now = self._now()
        for name in succeeded:
            self._proved[name] = now
            if name in self._ramp:
                self._ramp[name] *= 2
                if self._ramp[name] >= self._whole(name):
                    del self._ramp[name]
        for name, circuit in troubled.items():
            if circuit.until or circuit.held:
                self._ramp[name] = 1
                self._proved.pop(name, None)


class Unrecorded:
    """Deliveries that are done and not yet recorded: what a crash would repeat, so there is a most."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._ended = 0
        self._room = asyncio.Event()
        self._room.set()

    @property
    def is_full(self) -> bool:
        """Whether nothing more may be sent until some are recorded."""
        return not self._room.is_set()

    def add(self) -> None:
        """One more is done."""
        self._count += 1
        if self._count >= self._most:
            self._room.clear()

    @property
    def will_be_less(self) -> bool:
        """Whether some are about to be recorded."""
        return self._ended > 0

    def end(self, count: int) -> None:
        """So many belong to a turn of a lane that is over."""
        self._ended += count

    def recorded(self, count: int) -> None:
        """So many of these are recorded, or given up."""
        self._ended -= count
        self._count -= count
        if self._count < self._most:
            self._room.set()
        elif not self._ended:  # who waits has done what is to be recorded
            self._room.set()
            self._room.clear()

    def stop_waiting(self) -> None:
        """Nobody sends any more: let go who waits for room."""
        self._room.set()

    async def wait_for_room(self, has_done: bool, until: float) -> None:
        """Of who `has_done` some itself: unless they must be recorded for there to be room. `until` by
        the event loop's clock."""
        time = asyncio.get_running_loop().time
        while self.is_full and time() < until:
            if has_done and not self.will_be_less:
                return
            await self.wait(until - time())

    async def wait(self, seconds: float) -> None:
        """Wait for room, or until nothing is about to be recorded; at most so long."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._room.wait()
        except TimeoutError:
            return
