"""How much a worker may have in flight: in all, to each endpoint, and not yet recorded.

A request that hangs holds its slot until it times out. So endpoints that have not answered well
lately share half of the slots: however many hang, the others have the other half.
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
        self._buckets = {
            name: Bucket(limit.rate, max(1, round(limit.rate)), now)
            for name, limit in self._limits.items()
            if limit.rate is not None
        }

    @property
    def free(self) -> int:
        """How many more lanes may be worked on."""
        return self._settings.slots - self._in_flight.total()

    def take(self, endpoint: str) -> None:
        """One more in flight."""
        self._in_flight[endpoint] += 1

    def give(self, endpoint: str) -> None:
        """One less."""
        self._in_flight[endpoint] -= 1
        if not self._in_flight[endpoint]:
            del self._in_flight[endpoint]

    def may_send(self, endpoint: str) -> bool:
        """Whether the endpoint's rate allows one more message; it is counted."""
        bucket = self._buckets.get(endpoint)
        return bucket is None or bucket.take() == 0

    def room(self, endpoints: Iterable[str]) -> dict[str, int]:
        """Lanes that each endpoint may be given now, those with the least in flight first."""
        free = self.free
        if free <= 0:
            return {}
        found = {
            name: room
            for name in endpoints
            if (room := min(free, self._most(name) - self._in_flight[name])) > 0
        }
        return dict(sorted(found.items(), key=lambda item: self._in_flight[item[0]]))

    def doubted(self, endpoints: Iterable[str]) -> tuple[frozenset[str], int]:
        """Those that have not answered well lately, and how many lanes they may be given together:
        they have half of the slots between them."""
        now = self._now()
        names = {name for name in {*endpoints, *self._in_flight} if not self._is_proved(name, now)}
        taken = sum(self._in_flight[name] for name in names)
        return frozenset(names), max(1, self._settings.slots // 2) - taken

    def _is_proved(self, name: str, now: float) -> bool:
        since = now - self._proved.get(name, -_PROVED)
        return since < (_SILENT if self._in_flight[name] else _PROVED)

    def _most(self, name: str) -> int:
        bucket = self._buckets.get(name)
        allowed = self._settings.slots if bucket is None else int(bucket.level)
        ramp = self._ramp.get(name, 2**30)
        return min(self._whole(name), ramp, self._in_flight[name] + allowed)

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

    def recorded(self, count: int) -> None:
        """So many are recorded, or given up."""
        self._count -= count
        if self._count < self._most:
            self._room.set()

    def stop_waiting(self) -> None:
        """Nobody sends any more: let go who waits for room."""
        self._room.set()

    async def wait(self, seconds: float) -> None:
        """Wait for room, at most so long."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._room.wait()
        except TimeoutError:
            return
