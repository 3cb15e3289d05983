"""What came of one try, and what a lane and its endpoint do then."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

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
    WAIT = "WAIT"
    """Nothing was sent: the lane waits for `after` seconds, or for news."""


class Health(StrEnum):
    """What a try says of the endpoint."""

    GOOD = "GOOD"
    BAD = "BAD"
    UNTOUCHED = "UNTOUCHED"
    """Nothing, in either direction."""


_HEALTH = {
    Kind.DONE: Health.GOOD,
    Kind.REFUSED: Health.GOOD,  # it answers
    Kind.RETRY: Health.BAD,
    Kind.PAUSE: Health.BAD,
    Kind.UNKNOWN: Health.BAD,
    Kind.WAIT: Health.UNTOUCHED,
}


class Outcome(NamedTuple):
    """What came of a try."""

    kind: Kind
    request_id: str = ""
    status: int | None = None
    detail: str = ""
    after: float | None = None
    """Seconds to wait, where it is known."""
    result: Any = None
    sent: bool = True
    """Whether anything was sent; no attempt is recorded otherwise."""
    judged: Health | None = None
    """What it says of the endpoint, where that is not as usual for its kind."""
    earlier: tuple[Outcome, ...] = ()
    """Tries before this one in the same turn: the one with a token that was not taken."""

    @property
    def health(self) -> Health:
        """What it says of the endpoint."""
        if not self.sent:
            return Health.UNTOUCHED
        return self.judged or _HEALTH[self.kind]


class Message(NamedTuple):
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
    next_seq: int
    """Number of its first message."""
    last_seq: int
    """Of its last, when it was claimed."""
    token: int
    attempts: int
    """Failures in a row of its first message."""
    refusals: int
    strikes: int
    """Failures before each of which another lane of the endpoint had a success."""
    failing_since: int | None
    failed_at: int | None
    unknown: bool
    """Whether its first message may have arrived already."""
    failing_for: float = 0.0
    """Seconds from its first failure until it was claimed."""
    messages: list[Message] = field(default_factory=list[Message])
    is_probe: bool = False
    """Whether it is the one that its paused endpoint is tried with."""


class Handler(Protocol):
    """Sends the messages of one direction."""

    async def deliver(self, message: Message, claim: Claim) -> Outcome:
        """Send it. What it raises counts as `RETRY`."""
        ...

    def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
        """Do what follows from a `DONE`, in the transaction that takes the message off its lane."""
        ...

    def overtaken(self, unit: Unit, message: Message) -> bool:
        """Whether news has come that makes it needless to wait; none comes unseen until the unit
        ends."""
        ...


@dataclass(slots=True)
class Completion:
    """What a worker did with a claim, not recorded yet."""

    claim: Claim
    outcomes: list[tuple[Message, Outcome, int]] = field(
        default_factory=list[tuple[Message, Outcome, int]]
    )
    """Each with the time of its end, in milliseconds since 1970."""
    repeated: bool = False
    """Whether recording it failed once; it may be recorded all the same."""

    @property
    def delivered(self) -> int:
        """How many messages are done."""
        if not self.outcomes:
            return 0
        # Only the last may be something else: nothing is sent after it.
        return len(self.outcomes) - (self.outcomes[-1][1].kind is not Kind.DONE)


def as_kept(text: str) -> str:
    """As a column takes it; PostgreSQL takes no NUL, and others' texts may hold one."""
    return text.replace("\0", "\ufffd")[:500]
