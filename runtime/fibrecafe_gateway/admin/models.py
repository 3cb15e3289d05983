"""What the admin API takes and says. Times are texts as the gateway writes them everywhere."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from fibrecafe_api._support.model import WireModel

from ..operating.decisions import LONGEST_REASON
from ..operating.listing import Status

_DECADE = 10 * 366 * 24 * 3600
_MOST = 2**31 - 1
_NO_CONTROLS = r"^[^\x00-\x1f\x7f]+$"

Tenant = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,50}$")]
Supplier = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,20}$")]
Number = Annotated[int, Field(ge=1, le=2**53 - 1)]
"""Of an order, test or problem, or of a request about one."""
Sequence = Annotated[int, Field(ge=1, le=_MOST, description="As the tenant sees it.")]
Seconds = Annotated[float, Field(ge=0, le=_DECADE)]
Limit = Annotated[int, Field(ge=1, le=500)]
Steps = Annotated[int, Field(ge=1, le=1000)]
Cursor = Annotated[str, Field(min_length=1, max_length=400)]
KciId = Annotated[str, Field(min_length=1, max_length=64, pattern=_NO_CONTROLS)]
Reason = Annotated[
    str,
    Field(
        min_length=1, max_length=LONGEST_REASON, pattern=_NO_CONTROLS,
        description="Kept with the decision.",
    ),
]  # fmt: skip
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Asked(WireModel):
    """A body of ours: what it does not know is a slip of the pen, and refused."""

    model_config = ConfigDict(extra="forbid")


class Because(Asked):
    """Why something is decided."""

    reason: Reason


class PerhapsBecause(Asked):
    """Why something is decided, where it need not be said."""

    reason: Reason | None = None


class Acceptance(Because):
    """Why a KCI is accepted, and what it answers."""

    request: Number | None = Field(
        default=None,
        description="The amendment or cancellation that it answers, if it does not say.",
    )


class _Bulk(Asked):
    tenant: Tenant
    id: Number | None = Field(
        default=None, description="Of one order, test or problem; absent: of all of the tenant."
    )
    expect: Annotated[int, Field(ge=1, le=_MOST)] | None = Field(
        default=None,
        description="How many it must be, as the dry run said; needed when it is about many.",
    )


class Retry(_Bulk):
    """Parked lanes that go on from their heads."""

    older_than: Seconds | None = Field(default=None, description="Heads made before that.")
    reason: Reason | None = None


class Skip(_Bulk):
    """Parked lanes that go on behind their heads."""

    older_than: Seconds | None = Field(default=None, description="Heads made before that.")
    reason: Reason


class Resend(_Bulk):
    """KCIs that are sent again: one, all about `id`, or all that were delivered `within` seconds."""

    seq: Sequence | None = None
    within: Seconds | None = Field(default=None, description="Without id: delivered since.")
    reason: Reason


class Kci(WireModel):
    """A KCI to a tenant."""

    tenant: str
    id: int = Field(description="Of the order, test or problem that it is about.")
    seq: int
    kci: str
    what: str
    status: Status
    again: bool = Field(description="Whether an operator sent it again.")
    archived: bool = Field(
        default=False, description="Whether it was delivered long ago and moved; it is in no list."
    )
    created: Time
    delivered: Time | None = None
    attempts: int
    why: str | None = None


class Attempt(WireModel):
    """A try to deliver."""

    at: Time
    ok: bool
    status: int | None = None
    request_id: str
    detail: str | None = None


class Decision(WireModel):
    """What an operator decided."""

    at: Time
    by: str
    action: str
    about: str
    seq: int | None = None
    reason: str | None = None
    before: str | None = None


class ShownKci(Kci):
    """A KCI with all that was done about it."""

    content: dict[str, Any] = Field(description="As it goes out, but for deliveredOn; redacted.")
    tries: list[Attempt]
    decisions: list[Decision]


class Kcis(WireModel):
    """A page of KCIs."""

    kcis: list[Kci]
    next: str | None = Field(default=None, description="Cursor of the next page; absent: none.")


class ShownKcis(WireModel):
    """KCIs about one order, test or problem."""

    kcis: list[ShownKci]


class DoneKci(WireModel):
    """A KCI that something was, or would be, done about."""

    tenant: str
    id: int
    seq: int
    kci: str
    behind: int | None = Field(default=None, description="KCIs that wait behind it.")
    created: Time | None = None
    why: str | None = Field(default=None, description="Why its lane was parked.")


class Done(WireModel):
    """What was done, or would be."""

    action: Literal["retry", "skip", "resend"]
    done: bool = Field(description="False: it was a dry run.")
    count: int = Field(description="What `expect` is to say after a dry run.")
    kcis: list[DoneKci]


class Endpoint(WireModel):
    """Where KCIs or requests go."""

    name: str
    state: Literal["open", "backing off", "paused", "held"]
    configured: bool
    lanes: int
    parked: int
    fails: int
    next_try_in: float | None = Field(default=None, description="Seconds.")
    reason: str | None = None
    held_by: str | None = None
    held_because: str | None = None


class Endpoints(WireModel):
    """A page of endpoints."""

    endpoints: list[Endpoint]
    next: str | None = None


class Probed(WireModel):
    """An endpoint that is tried now."""

    name: str
    lane: str | None = Field(default=None, description="Absent: nothing waits to try it with.")


class QuarantinedKci(WireModel):
    """A KCI of a supplier that waits for a decision."""

    kci: str
    supplier: str
    tenant: str
    entity: int
    kind: str
    state: str = Field(description="Of what it is about, now.")
    sequence_number: int
    reason_code: str
    status: str | None = None
    received: Time
    why: str


class Quarantine(WireModel):
    """A page of quarantined KCIs."""

    kcis: list[QuarantinedKci]
    next: str | None = None


class Decided(WireModel):
    """What became of a quarantined KCI."""

    kci: str
    result: Literal["APPLIED", "WAITING", "QUARANTINED", "IGNORED"]
    state: str
    why: str | None = None


class Step(WireModel):
    """A row of a history."""

    at: Time
    before: str | None = None
    after: str
    trigger: str
    actor: str
    kci: str | None = None
    flag: str | None = None


class Next(WireModel):
    """What may happen by the lifecycle's table."""

    trigger: str
    to: str
    actor: str
    tells: str | None = None


class Timer(WireModel):
    """What happens at a time if nothing else does before."""

    what: str
    due: Time


class Explained(WireModel):
    """How it stands with an order, test or problem."""

    tenant: str
    id: int
    kind: str
    supplier: str
    reference: str | None = None
    status: str
    before: str | None = None
    history: list[Step]
    next: list[Next]
    ended: bool
    blocks: list[str] = Field(description="What keeps it or its KCIs from going on.")
    timers: list[Timer]
    decisions: list[Decision]
