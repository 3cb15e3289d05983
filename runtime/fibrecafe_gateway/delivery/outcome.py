"""What came of one try, and what a lane and its endpoint do then."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from ..store.unit import Unit


class Kind(StrEnum):
    """What came of a try."""

    DONE = "DONE"
    """The lane goes on; `result` is for the handler's `settle`."""
    REFUSED = "REFUSED"
    """The message is not acceptable: two quick tries more, then the lane is parked."""
    RETRY = "RETRY"
    """Not now: the lane backs off, and its endpoint when others fail too."""
    PAUSE = "PAUSE"
    """The endpoint is wrong: all its lanes wait, but for a probe at times."""
    UNKNOWN = "UNKNOWN"
    """It may have arrived: the lane waits for `after` seconds, or for news."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try."""

    kind: Kind
    request_id: str = ""
    status: int | None = None
    detail: str = ""
    after: float | None = None
    """Seconds to wait, where it is known."""
    result: Any = None


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be sent."""

    lane: str
    seq: int
    what: str
    key: str
    subject: int
    head: str
    body: str
    conversation_id: str
    created: int


@dataclass(slots=True)
class Claim:
    """A lane that this worker holds, and its next messages."""

    key: str
    endpoint: str
    token: int
    attempts: int
    refusals: int
    failing_since: int | None
    unknown: bool
    messages: list[Message] = field(default_factory=list[Message])


class Handler(Protocol):
    """Sends the messages of one direction."""

    async def deliver(self, message: Message, claim: Claim) -> Outcome:
        """Send it. What it raises counts as `RETRY`."""
        ...

    def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
        """Do what follows from a `DONE`, in the transaction that takes the message off its lane."""
        ...


@dataclass(slots=True)
class Completion:
    """What a worker did with a claim, not recorded yet."""

    claim: Claim
    outcomes: list[tuple[Message, Outcome, int]] = field(
        default_factory=list[tuple[Message, Outcome, int]]
    )
    """Each with the time of its end, in milliseconds since 1970."""

    @property
    def delivered(self) -> int:
        """How many messages are done."""
        return sum(outcome.kind is Kind.DONE for _, outcome, _ in self.outcomes)
