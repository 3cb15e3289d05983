"""What an operator decides on KCIs that were quarantined: try again, accept, ignore."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from fibrecafe_api.tenant_updates.models import InformationType

from ..delivery.lanes import stir
from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..lifecycle.machine import AnyMachine, Illegal
from ..lifecycle.transition import Back, Tells, informs
from ..store import inbound as kept
from ..store.entities import Entities, Entity
from ..store.inbound import State
from ..store.messages import supplier_lane
from ..store.unit import Row, Unit
from .answering import answered_request
from .applying import Application, end_answered, learn_reference, milestone, read_trigger
from .attempt import Arrival, attempt, received_on
from .changes import changes_of
from .journey import force, open_requests
from .outbound import Untellable
from .reading import Told, told_of
from .resolutions import add_resolution, clear_closing, close_resolution, open_resolution

OPERATOR: Final = "OPERATOR"
"""Actor of a step, in the history."""

_LONGEST_FLAG = 200

_REPLAYED = "replayed by an operator"

# Where only the gateway brings an entity, or the tenant's open requests.
_NOT_THE_SUPPLIERS = frozenset(
    {
        "RECEIVED_BY_GATEWAY",
        "SENT_TO_SUPPLIER",
        "FAILED_TO_SEND",
        "PENDING_AMENDMENT",
        "PENDING_CANCELLATION",
    }
)

_ENDED_AS: Final = {
    "COMPLETED": InformationType.COMPLETED,
    "PARTIAL": InformationType.COMPLETED,
    "CANCELLED": InformationType.TERMINATED,
    "REJECTED": InformationType.TERMINATED,
    "FAILED": InformationType.TERMINATED,
}


class Undecidable(Exception):
    """What was asked cannot be done; the text says why, and what can."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A KCI that waits for an operator."""

    kci: str
    supplier: str
    tenant: str
    entity: int
    kind: str
    state: str
    """Of the entity, now."""
    sequence_number: int
    reason_code: str
    status: str | None
    """That the KCI says."""
    received: str
    why: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one."""

    kci: str
    result: State
    state: str
    """Of the entity, now."""
    why: str | None = None
    """Why it stays quarantined."""


def list_quarantined(unit: Unit) -> list[Quarantined]:
    """All of them, oldest first."""
    return [shown(unit, row) for row in kept.quarantined(unit)]


def replay(
    unit: Unit, application: Application, kci: str, *, supplier: str | None = None
) -> Decided:
    """Try one again as things stand. Raises Undecidable."""
    row = _find(unit, kci, supplier)
    entity = _entity(unit, row)
    arrival = Arrival(row["received"], _REPLAYED, patient=False)
    state, why = attempt(application, unit, entity, told_of(row["body"]), arrival)
    kept.set_state(unit, row["supplier"], row["kci"], state, why)
    return Decided(kci, state, entity.status, None if state is State.APPLIED else why)


def ignore(unit: Unit, kci: str, reason: str, *, supplier: str | None = None) -> Decided:
    """Close one: nothing follows from it. Raises Undecidable."""
    row = _find(unit, kci, supplier)
    entity = _entity(unit, row)
    kept.set_state(
        unit, row["supplier"], row["kci"], State.IGNORED, f"ignored by an operator: {reason}"
    )
    return Decided(kci, State.IGNORED, entity.status)


def accept(
    unit: Unit,
    application: Application,
    kci: str,
    reason: str,
    *,
    supplier: str | None = None,
    request: int | None = None,
) -> Decided:
    """Apply one though the table does not lead there.

    The entity comes into the state that the KCI's status names, else the one its reason code leads
    to elsewhere, else it stays; its content is taken over, a request that it answers ends, and the
    tenant is told. `request`: number of the request that it answers, where it does not say.

    Raises Undecidable: for what has ended, and where it is not clear what would follow.
    """
    row = _find(unit, kci, supplier)
    entity = _entity(unit, row)
    flag = f"accepted by an operator: {reason}"[:_LONGEST_FLAG]
    try:
        _accept(unit, application, entity, row, flag, request)
    except (Illegal, Untellable) as error:
        raise Undecidable(f"KCI {kci} cannot be accepted: {error}") from error
    kept.set_state(unit, row["supplier"], row["kci"], State.APPLIED, flag)
    stir(unit, supplier_lane(entity.tenant, entity.id))
    return Decided(kci, State.APPLIED, entity.status)


def _accept(
    unit: Unit, application: Application, entity: Entity, row: Row, flag: str, number: int | None
) -> None:
    told = told_of(row["body"])
    machine = machine_of(EntityKind(entity.kind))
    if entity.status in machine.terminal:
        raise Undecidable(
            f"{_words(entity)} has ended as {entity.status}, and nothing leads out of that; ignore"
            " the KCI, or let the tenant place a new one"
        )
    requests = open_requests(unit, entity)
    trigger = read_trigger(entity, told, requests)
    learn_reference(entity, told, trigger)
    answer = told.reason if trigger not in machine.triggers else trigger
    answered = None
    if requests or number is not None:
        answered = answered_request(unit, entity, told, answer, requests, number)
    changes: dict[str, Any] = changes_of(
        entity, told.entity, reason=milestone(answer), problem_code=told.problem_code
    )
    if answered is not None:
        changes = end_answered(unit, entity, answered, answer, told) | changes
    target = _target(machine, entity, told, trigger)
    about = _resolution(unit, application, entity, told, target) or answered
    news = replace(told.news(received_on(row["received"])), flag=flag, about=about)
    tells = _tells(machine, trigger, target)
    force(unit, entity, target, tells, news, changes, trigger=told.reason[:60], actor=OPERATOR)
    if entity.status != "RESOLVED":
        clear_closing(unit, entity)


def _target(machine: AnyMachine, entity: Entity, told: Told, trigger: str) -> str:
    if told.status in machine.states and told.status not in _NOT_THE_SUPPLIERS:
        return str(told.status)
    for row in machine.transitions:
        if row.trigger != trigger or isinstance(row.target, Back):
            continue
        if row.target.value not in _NOT_THE_SUPPLIERS:
            return str(row.target.value)
    return entity.resume or entity.status


def _tells(machine: AnyMachine, trigger: str, target: str) -> Tells:
    for row in machine.transitions:
        if row.trigger == trigger and row.tells is not None:
            return row.tells
    return informs(_ENDED_AS.get(target, InformationType.UPDATE))


def _resolution(
    unit: Unit, application: Application, problem: Entity, told: Told, target: str
) -> Entity | None:
    if problem.kind != EntityKind.SERVICE_PROBLEM:
        return None
    if target == "RESOLVED" != problem.status:
        if told.value("serviceProblemResolution") is None:
            raise Undecidable(
                f"KCI {told.kci} says that {_words(problem)} is resolved and has no"
                " serviceProblemResolution, which the tenant would have to confirm; ignore it, and"
                " ask the supplier to send it anew"
            )
        return add_resolution(unit, problem, told, application.warn_after)
    resolution = open_resolution(unit, problem) if target == "COMPLETED" else None
    if resolution is not None:
        close_resolution(unit, resolution, triggers.COMPLETED, kci=told.kci)
    return resolution


def _find(unit: Unit, kci: str, supplier: str | None) -> Row:
    rows = [row for row in kept.quarantined(unit) if row["kci"] == kci]
    rows = [row for row in rows if supplier in (None, row["supplier"])]
    if len(rows) > 1:
        suppliers = ", ".join(row["supplier"] for row in rows)
        raise Undecidable(f"KCI {kci} came from {suppliers}; say which of them with --supplier")
    if not rows:
        raise Undecidable(
            f"no KCI {kci} is quarantined; `fibrecafe quarantine list` shows those that are"
        )
    return rows[0]


def _entity(unit: Unit, row: Row) -> Entity:
    entity = Entities(unit, row["tenant"]).lock(row["entity"], tuple(EntityKind))
    if entity is None:
        raise Undecidable(f"what KCI {row['kci']} is about is not in the store any more")
    return entity


def shown(unit: Unit, row: Row) -> Quarantined:
    """One, by its row of `inbound`."""
    told = told_of(row["body"])
    entity = Entities(unit, row["tenant"]).get(row["entity"], tuple(EntityKind))
    return Quarantined(
        kci=row["kci"],
        supplier=row["supplier"],
        tenant=row["tenant"],
        entity=row["entity"],
        kind=entity.kind if entity else "",
        state=entity.status if entity else "",
        sequence_number=row["seq"],
        reason_code=told.reason,
        status=told.status,
        received=received_on(row["received"]),
        why=row["reason"] or "",
    )


def _words(entity: Entity) -> str:
    return f"{EntityKind(entity.kind).words} {entity.id} of {entity.tenant}"
