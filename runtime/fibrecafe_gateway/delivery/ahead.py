"""Claims that wait for a slot: they are claimed while others are sent, so that no slot waits for the
store."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .capacity import Slots
from .outcome import Claim


class Waiting(NamedTuple):
    """A claim."""

    claim: Claim
    begun: float
    """When it was made, at the earliest, by the event loop's clock."""


class Ahead:
    """The claims of a worker that are not begun; endpoints take turns."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._of: dict[str, deque[Waiting]] = {}
        self._turns: deque[str] = deque()
        self._counts: Counter[str] = Counter()

    def __len__(self) -> int:
        return self._counts.total()

    @property
    def counts(self) -> Mapping[str, int]:
        """By endpoint."""
        return self._counts

    def add(self, claims: Iterable[Claim], begun: float) -> None:
        """Let some wait."""
        for claim in claims:
            name = claim.endpoint
            if name not in self._of:
                self._of[name] = deque()
                self._turns.append(name)
            self._of[name].append(Waiting(claim, begun))
            self._counts[name] += 1

    def next(self) -> Waiting | None:
        """One that may be begun."""
        if self._slots.free <= 0:
            return None
        for _ in range(len(self._turns)):
            name = self._turns.popleft()
            if self._slots.may_take(name):
                return self._take(name)
            self._turns.append(name)
        return None

    def _take(self, name: str) -> Waiting:
        queue = self._of[name]
        found = queue.popleft()
        self._counts[name] -= 1
        if queue:
            self._turns.append(name)
        else:
            del self._of[name], self._counts[name]
        return found

    def take_suspects(self) -> list[Claim]:
        """Those of endpoints that nothing should wait for."""
        return [
            waiting.claim
            for name in [name for name in self._of if self._slots.is_suspect(name)]
            for waiting in self._drop(name)
        ]

    def take_all(self) -> list[Claim]:
        """All."""
        return [waiting.claim for name in list(self._of) for waiting in self._drop(name)]

    def _drop(self, name: str) -> Iterable[Waiting]:
        self._turns.remove(name)
        del self._counts[name]
        return self._of.pop(name)
