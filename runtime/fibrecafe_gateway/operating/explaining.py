"""Why something is in the state it is in, what may happen next, and what blocks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from ..delivery.circuit import Circuit, circuits
from ..kci.journey import open_requests
from ..lifecycle.kinds import EntityKind, machine_of
from ..lifecycle.machine import AnyMachine
from ..lifecycle.transition import Back
from ..store.entities import Entities, Entity
from ..store.inbound import State
from ..store.messages import lane_state, supplier_lane, tenant_lane
from ..store.tables import ENTITY, INBOUND, TIMER
from ..store.unit import Row, Unit
from .decisions import NothingThere, Undecidable, decisions
from .lanes import again_lane


@dataclass(frozen=True, slots=True)
class Next:
    """What may happen by the lifecycle's table."""

    trigger: str
    to: str
    actor: str
    tells: str | None
    """The KCI that the tenant would get."""


@dataclass(frozen=True, slots=True)
class Explained:
    """How it stands with something. Times are milliseconds since 1970."""

    tenant: str
    id: int
    kind: str
    supplier: str
    reference: str | None
    status: str
    before: str | None
    """Where it goes back to when an open request ends."""
    history: list[Row]
    """The last steps, oldest first."""
    next: list[Next]
    ended: bool
    blocks: list[str]
    """What keeps it or its KCIs from going on, each as a sentence."""
    timers: list[Row]
    decisions: list[Row]


def explain(unit: Unit, tenant: str, id: int, *, steps: int = 5) -> Explained:
    """Raises Undecidable when there is no such thing."""
    entity = _entity(unit, tenant, id)
    machine = machine_of(EntityKind(entity.kind))
    ended = entity.status in machine.terminal
    keys = [lane(tenant, id) for lane in (tenant_lane, again_lane, supplier_lane)]
    timers = select(TIMER.c.what, TIMER.c.due).where(TIMER.c.tenant == tenant, TIMER.c.entity == id)
    blocks = [*_requests(unit, entity), *_lanes(unit, keys), *_inbound(unit, tenant, id)]
    return Explained(
        tenant, id, entity.kind, entity.supplier, entity.reference, entity.status, entity.resume,
        Entities(unit, tenant).history(id)[-steps:],
        [] if ended else list(_next(machine, entity)), ended, blocks,
        list(unit.all(timers.order_by(TIMER.c.due))), decisions(unit, keys),
    )  # fmt: skip


def _entity(unit: Unit, tenant: str, id: int) -> Entity:
    entity = Entities(unit, tenant).get(id, tuple(EntityKind))
    if entity is not None:
        return entity
    row = unit.one(select(ENTITY).where(ENTITY.c.tenant == tenant, ENTITY.c.id == id))
    if row is None:
        raise NothingThere(f"{tenant} has nothing with the number {id} in this store")
    words = str(row["kind"]).lower().replace("_", " ")
    about = f" about {row['parent']}: `fibrecafe explain order {tenant} {row['parent']}`"
    raise Undecidable(
        f"{id} of {tenant} is no order, test or problem but {words}"
        f"{about if row['parent'] else ''}; it is {row['status']}"
    )


def _next(machine: AnyMachine, entity: Entity) -> Iterator[Next]:
    for row in machine.transitions:
        if entity.status not in row.sources:
            continue
        if row.resuming is not None and entity.resume not in row.resuming:
            continue
        if isinstance(row.target, Back):
            back = entity.status if row.target is Back.SAME else entity.resume or "state before"
            target = back
        else:
            target = row.target.value
        yield Next(row.trigger, target, row.actor.value, str(row.tells) if row.tells else None)


def _requests(unit: Unit, entity: Entity) -> Iterator[str]:
    for request in open_requests(unit, entity):
        words = request.kind.lower().replace("_", " ")
        yield f"{words} {request.id} is {request.status}: the supplier owes an answer"


def _lanes(unit: Unit, keys: list[str]) -> Iterator[str]:
    states = {key: state for key in keys if (state := lane_state(unit, key)) is not None}
    known = circuits(unit, {state["endpoint"] for state in states.values()})
    for key, state in states.items():
        yield _lane(key, state, unit.lease_now)
        circuit = known.get(state["endpoint"])
        if circuit is not None and (said := _circuit(circuit, unit.lease_now)):
            yield f"endpoint {state['endpoint']} {said}"


def _lane(key: str, state: Row, now: int) -> str:
    count = state["last_seq"] - state["next_seq"] + 1
    whom = "for the supplier" if key.startswith("s/") else "for the tenant"
    head = f"lane {key}: {count} {'message' if count == 1 else 'messages'} {whom}"
    head += f" from number {state['next_seq']}"
    wait = max(0, round((state["due"] - now) / 1000))
    if state["parked"]:
        return f"{head}, parked: {state['parked']}"
    if state["unknown"]:
        return f"{head}; it may have arrived, and is looked at in {wait} s"
    if state["token"] is not None:
        return f"{head}, under way; its claim ends in {wait} s"
    if state["attempts"]:
        return f"{head}, tried {state['attempts']} times, again in {wait} s"
    return f"{head}, due in {wait} s" if wait else f"{head}, due now"


def _circuit(circuit: Circuit, now: int) -> str | None:
    if circuit.held:
        return "is held by an operator"
    wait = max(0, round((circuit.until - now) / 1000))
    if circuit.is_open:
        return f"is paused, probed in {wait} s: {circuit.reason}"
    return f"backs off for {wait} s: {circuit.reason}" if wait else None


def _inbound(unit: Unit, tenant: str, id: int) -> Iterator[str]:
    columns = (INBOUND.c.kci, INBOUND.c.supplier, INBOUND.c.seq, INBOUND.c.state, INBOUND.c.reason)
    statement = select(*columns).where(
        INBOUND.c.tenant == tenant,
        INBOUND.c.entity == id,
        or_(INBOUND.c.state == State.WAITING.value, INBOUND.c.state == State.QUARANTINED.value),
    )
    for row in unit.all(statement.order_by(INBOUND.c.seq)):
        words = "waits" if row["state"] == State.WAITING else "is quarantined"
        why: Any = row["reason"] or "for those before it"
        yield f"KCI {row['kci']} (number {row['seq']} of {row['supplier']}) {words}: {why}"
