"""How much a worker may have in flight: in all, to each endpoint, and not yet recorded."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping

from ..settings import Delivery
from .circuit import Circuit


class Slots:
    """Requests in flight. An endpoint that has recovered starts with one, and doubles."""

    def __init__(self, settings: Delivery) -> None:
        self._settings = settings
        self._in_flight: Counter[str] = Counter()
        self._ramp: dict[str, int] = {}

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

    def _most(self, name: str) -> int:
        return min(self._settings.slots_per_endpoint, self._ramp.get(name, 2**30))

    def learn(self, troubled: Mapping[str, Circuit], succeeded: Iterable[str] = ()) -> None:
        """How endpoints do, by what this worker or another has found."""
        for name in succeeded:
            if name in self._ramp:
                self._ramp[name] *= 2
                if self._ramp[name] >= self._settings.slots_per_endpoint:
                    del self._ramp[name]
        for name, circuit in troubled.items():
            if circuit.until or circuit.held:
                self._ramp[name] = 1


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
