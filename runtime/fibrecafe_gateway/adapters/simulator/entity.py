"""An order, test or problem at the simulator, as it is journalled."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, Field

from .misbehaviour import Planned
from .script import TERMINAL, Brings

_KEPT_REQUESTS = 50  # answered ones of one order, so that a repeated one is known


class Step(BaseModel):
    """A KCI to come."""

    reason: str
    due: datetime
    """When it is issued."""
    status: str | None = None
    problem: str | None = None
    text: str | None = None
    brings: Brings | None = None
    quirks: list[str] = Field(default_factory=list)
    late: float = 0.0
    """Seconds between issue and sending."""
    request: str | None = None
    """The amendment or cancellation that it answers."""


class Request(BaseModel):
    """An amendment or a cancellation."""

    id: int
    reference: str
    kind: str
    """`Amendment` or `Cancellation`."""
    said: dict[str, Any]
    """Its body."""
    answer: str | None = None
    """Body of what was answered at once; None: 202."""
    is_open: bool

    @property
    def key(self) -> str:
        """Unique within an order."""
        return f"{self.kind} {self.id}"


class Message(BaseModel):
    """A KCI that is ready: neither its id nor its content changes any more."""

    body: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Manner:
    """How KCIs come: seconds between them, and what those outside the happy path say."""

    delay: float
    problem: str | None = None
    text: str | None = None


class Entity(BaseModel):
    """An order, test or problem, and what is still to come of it."""

    tenant: str
    shelf: str
    """What its number is unique among, such as `orders`."""
    kind: str
    """The property that carries it in a KCI, such as `provideServiceOrder`."""
    id: int | None
    """The gateway's number; of an unsolicited cease it may never be known."""
    reference: str
    """The supplier's own."""
    conversation: str | None
    seed: str
    digest: str = ""
    """Of the request that made it."""
    answer: str | None = None
    """Body of what was answered at once; None: 202."""
    status: str | None = None
    sequence: int = 0
    facts: dict[str, Any] = Field(default_factory=dict)
    """What its KCIs say of it, with the API's names."""
    wanted: str | None = None
    """Day that it was asked for."""
    outcome: str = ""
    resolutions: int = 0
    decisions: dict[str, str] = Field(default_factory=dict)
    """What the tenant said of each resolution: the body of the answer."""
    delay: float
    """Seconds between KCIs."""
    target_offset: int | None = None
    delay_days: int = 7
    kept: list[str] = Field(default_factory=list)
    """Scenarios that came with it, for what is asked of it later."""
    steps: list[Step] = Field(default_factory=list)
    resume: list[Step] = Field(default_factory=list)
    answers: list[Step] = Field(default_factory=list)
    """Of requests; they do not wait for one another."""
    requests: list[Request] = Field(default_factory=list)
    outbox: list[Message] = Field(default_factory=list)
    """KCIs to be sent in this order."""
    held: list[Message] = Field(default_factory=list)
    """KCIs that let their successor go first."""
    attempts: int = 0
    """Failed ones to send the first KCI of the outbox."""

    @property
    def due(self) -> datetime | None:
        """When there is something to do; None: never."""
        if self.outbox:
            return self.outbox[0].due
        times = [step.due for step in self.answers]
        if self.steps and not self.is_waiting:
            times.append(self.steps[0].due)
        return min(times, default=None)

    @property
    def is_waiting(self) -> bool:
        """An open request stops its own KCIs until it is answered."""
        return any(request.is_open for request in self.requests)

    @property
    def is_over(self) -> bool:
        """Nothing can be asked of it any more."""
        return self.status in TERMINAL

    def request(self, key: str | None) -> Request | None:
        """A request by its key."""
        return next((one for one in self.requests if one.key == key), None)

    def add_request(self, request: Request) -> None:
        """Remember a request."""
        done = [one for one in self.requests if not one.is_open]
        for one in done[: max(0, len(done) - _KEPT_REQUESTS)]:
            self.requests.remove(one)
        self.requests.append(request)

    def rng(self, *what: object) -> random.Random:
        """A generator for one matter of this entity, the same each time."""
        return random.Random("/".join(map(str, (self.seed, self.tenant, self.reference, *what))))

    def steps_of(self, planned: Iterable[Planned], start: datetime, manner: Manner) -> list[Step]:
        """Give planned KCIs their times."""
        steps: list[Step] = []
        due = start
        for one in planned:
            due += timedelta(seconds=one.kci.after * manner.delay)
            steps.append(_step(one, due, manner))
        return steps


def _step(one: Planned, due: datetime, manner: Manner) -> Step:
    kci = one.kci
    problem = kci.problem.value if kci.problem else None
    return Step(
        reason=one.reason,
        due=due,
        status=kci.status,
        problem=(manner.problem or problem) if problem else None,
        text=(manner.text or kci.text) if problem else kci.text,
        brings=kci.brings,
        quirks=[quirk.value for quirk in one.quirks],
        late=one.late * max(manner.delay, 1.0),
    )
