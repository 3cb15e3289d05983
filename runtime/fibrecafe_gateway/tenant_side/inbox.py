"""What a receiver remembers of KCIs, so that each is handled once and none is lost."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from .incoming import IncomingKci


class Verdict(Enum):
    """What an inbox says of a KCI."""

    NEW = "new"
    """It has not been handled yet."""
    SEEN = "seen"
    """It came before: 204 again, and nothing else."""
    CONFLICT = "conflict"
    """Another KCI came before under the same id."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an inbox knows when a KCI comes."""

    verdict: Verdict
    last: int | None
    """Highest sequence number of the entity so far; 0: none yet; None: it is not known."""


class Inbox(Protocol):
    """Remembers which KCIs were handled."""

    async def look(self, kci: IncomingKci) -> Look:
        """Whether it was handled before."""
        ...

    async def done(self, kci: IncomingKci) -> None:
        """It was handled; safe when this returns."""
        ...


@dataclass(frozen=True, slots=True)
class KeptKci:
    """A KCI that was kept and waits for its handler."""

    id: str
    entity: str
    body: bytes
    conversation_id: str | None


@runtime_checkable
class KciQueue(Inbox, Protocol):
    """An inbox that also keeps KCIs for later, through a crash: what `background` needs.

    KCIs of an entity are handled in the order in which they came. One that is parked holds those
    after it back, until `retry` or `skip`.
    """

    async def accept(self, kci: IncomingKci) -> Look:
        """Keep it, unless it came before; safe when this returns."""
        ...

    async def waiting(self) -> list[str]:
        """Entities whose first kept KCI waits for its handler."""
        ...

    async def first(self, entity: str) -> KeptKci | None:
        """What is to be handled next; None: nothing, or it is parked."""
        ...

    async def finish(self, kci_id: str) -> None:
        """It was handled: what it says is forgotten, that it came is not."""
        ...

    async def park(self, kci_id: str, reason: str) -> None:
        """Its handler fails again and again: wait for a person."""
        ...


class MemoryInbox:
    """For tests, and for handlers to whom a repeated KCI does no harm: forgets at a restart.

    `limit`: how many KCIs, and how many entities' numbers, it remembers.
    """

    def __init__(self, limit: int = 100_000) -> None:
        if limit < 1:
            raise ValueError(f"a limit of {limit} remembers nothing")
        self._limit = limit
        self._digests: OrderedDict[str, str] = OrderedDict()
        self._last: OrderedDict[str, int] = OrderedDict()

    async def look(self, kci: IncomingKci) -> Look:
        """Whether it was handled before, as far back as is remembered."""
        known = self._digests.get(kci.id)
        last = self._last.get(kci.entity)
        if known is None:
            return Look(Verdict.NEW, last)
        return Look(Verdict.SEEN if known == kci.digest else Verdict.CONFLICT, last)

    async def done(self, kci: IncomingKci) -> None:
        """It was handled."""
        self._digests[kci.id] = kci.digest
        if kci.sequence is not None:
            self._last[kci.entity] = max(kci.sequence, self._last.get(kci.entity, 0))
            self._last.move_to_end(kci.entity)
        for memory in (self._digests, self._last):
            while len(memory) > self._limit:
                memory.popitem(last=False)
