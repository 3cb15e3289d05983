"""What becomes of amendments and cancellations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fibrecafe_api.supplier.server import Problem
from fibrecafe_api.supplier_updates.models import ProblemCode

from .directions import Direction
from .entity import Entity, Manner, Request, Step
from .journal import Row, Rows
from .misbehaviour import Misbehaviour, plan
from .playing import apply_amendment, apply_cancellation, go_on
from .script import AT_ONCE, REFUSED

_NOT_OF_ANSWERS = frozenset({Misbehaviour.OUT_OF_ORDER, Misbehaviour.ILLEGAL})


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what something is asked."""

    shelves: tuple[str, ...]
    id: int
    """The gateway's number of it."""
    reference: str | None
    """The supplier's reference of it."""
    is_amendment: bool


def find(rows: Rows, tenant: str, asked: Asked) -> Row | None:
    """By the gateway's number, else by the supplier's reference.

    A gateway may number ethernet orders apart: then the reference tells which order is meant.
    """
    numbered = [row for shelf in asked.shelves if (row := rows.get(tenant, shelf, asked.id))]
    if asked.reference is None:
        return numbered[0] if numbered else None
    for row in numbered:
        if row.entity.reference == asked.reference:
            return row
    for shelf in asked.shelves:
        other = rows.by_reference(tenant, shelf, asked.reference)
        if other is not None and other.entity.id is None and not numbered:
            return other  # an unsolicited cease, which only the gateway numbers
    return numbered[0] if numbered else None


def take_request(
    rows: Rows,
    tenant: str,
    asked: Asked,
    request: Request,
    direction: Direction,
    now: datetime,
) -> Request:
    """A unit of the journal: keep a request and what follows, or give the one that it repeats.

    Raises Problem.
    """
    row = find(rows, tenant, asked)
    if row is None:
        raise Problem.invalid(
            f"the simulator knows no number {asked.id} of {tenant} among its {asked.shelves[0]}"
        )
    entity = row.entity
    known = entity.request(request.key)
    if known is not None:
        return known
    _refuse(entity, asked, direction)
    if entity.id is None:
        entity.id = asked.id  # of an unsolicited cease, which the gateway numbers
    entity.add_request(request)
    if direction.answer == AT_ONCE:
        _do_at_once(entity, request, now)
    else:
        entity.answers += _answers(entity, request, direction, now)
    rows.update(row)
    return request


def _refuse(entity: Entity, asked: Asked, direction: Direction) -> None:
    if asked.reference not in (None, entity.reference):
        raise Problem.invalid(
            f"number {asked.id} is {entity.reference} here, and not {asked.reference}"
        )
    if entity.is_over:
        raise Problem.invalid(f"number {asked.id} is {entity.status}, nothing can be changed")
    if asked.is_amendment and entity.kind == "unsolicitedCeaseServiceOrder":
        raise Problem.invalid("an unsolicited cease cannot be amended")
    if direction.answer == REFUSED:
        raise Problem.invalid(direction.refusal)


def _do_at_once(entity: Entity, request: Request, now: datetime) -> None:
    request.is_open = False
    request.answer = json.dumps({**request.said, "supplierReference": request.reference})
    if request.kind == "Cancellation":
        apply_cancellation(entity)
        entity.outbox, entity.held = [], []
        return
    waited = entity.status == "PENDING"
    apply_amendment(entity, request, now)
    if waited:
        go_on(entity, now)


def _answers(entity: Entity, request: Request, direction: Direction, now: datetime) -> list[Step]:
    """The KCI that answers a request; none, if it is never answered."""
    manner = direction.manner
    if request.kind == "Cancellation" and manner.problem is None:
        manner = Manner(manner.delay, _problem_of(request.said), manner.text)
    misbehaviours = set(direction.parameters.misbehave) - _NOT_OF_ANSWERS
    rng = entity.rng("plan", request.key, direction.parameters.seed)
    planned = plan(direction.scenario.kcis, misbehaviours, rng)
    steps = entity.steps_of(planned, now, manner)
    for step in steps[:1]:  # an extra one is about the order
        step.request = request.key
    return steps


def _problem_of(said: Mapping[str, Any]) -> str | None:
    """Why it is cancelled, where there is a problem code for it."""
    reason = str(said["reasonCode"])
    return reason if reason in set(ProblemCode) else None
