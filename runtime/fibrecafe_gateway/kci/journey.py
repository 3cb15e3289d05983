"""Takes a step: the state, its history and the tenant's KCI change together or not at all."""

from __future__ import annotations

from typing import Any

from ..clock import to_text
from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..lifecycle.requests import REQUEST
from ..lifecycle.transition import Step, Tells
from ..store.entities import Entities, Entity
from ..store.unit import Unit
from .kinds import CANCELLATIONS, REQUESTS
from .news import NOTHING, News
from .outbound import tell

OPEN = ("RECEIVED_BY_GATEWAY", "PENDING")
"""States of a request that nobody has answered."""

_EARLY = ("supplierOrderNumber", "supplierIdentifier", "supplierReference")
"""Known with the first of several steps."""

AnyStep = Step[Any]


def advance(
    unit: Unit,
    entity: Entity,
    trigger: str,
    news: News = NOTHING,
    changes: dict[str, Any] | None = None,
    *,
    still: str | None = None,
) -> tuple[AnyStep, ...]:
    """Take the steps that a trigger brings, and save the entity.

    `changes` are properties of the entity that the news bring; None removes one. `still`: the state
    in which another open request keeps it, see `kept_pending`. Raises Illegal,
    and Untellable; nothing is changed then that the caller's unit would not undo.
    """
    machine = machine_of(EntityKind(entity.kind))
    steps = machine.decide(entity.status or None, trigger, resume=entity.resume, still=still)
    entities = Entities(unit, entity.tenant)
    meant = next((s for s in steps if s.trigger == trigger), steps[-1])
    _change(entity, {k: v for k, v in (changes or {}).items() if k in _EARLY})
    for step in steps:
        if step is meant:
            _change(entity, changes or {})
        entity.status = step.after.value
        entity.resume = step.resume_after.value if step.resume_after is not None else None
        entity.body["status"] = entity.status
        before = step.before.value if step.before is not None else None
        actor = step.transition.actor.value
        said = news if step is meant else NOTHING
        _note(unit, entities, entity, before, step.trigger, actor, step.tells, said)
    _finish(unit, entities, entity)
    return steps


def force(
    unit: Unit,
    entity: Entity,
    target: str,
    tells: Tells,
    news: News,
    changes: dict[str, Any],
    *,
    trigger: str,
    actor: str,
) -> None:
    """Bring an entity to a state that the table does not lead to, and save it.

    While a request is open, a state in which the entity has not ended is the one to go back to.
    Raises Untellable.
    """
    machine = machine_of(EntityKind(entity.kind))
    before = entity.status
    pending = kept_pending(unit, entity)
    if pending is not None and pending in machine.requests and target not in machine.terminal:
        entity.status, entity.resume = pending, target
    else:
        entity.status, entity.resume = target, None
    entity.body["status"] = entity.status
    _change(entity, changes)
    entities = Entities(unit, entity.tenant)
    _note(unit, entities, entity, before, trigger, actor, tells, news)
    _finish(unit, entities, entity)


def _note(
    unit: Unit,
    entities: Entities,
    entity: Entity,
    before: str | None,
    trigger: str,
    actor: str,
    tells: Tells | None,
    news: News,
) -> None:
    entities.record(
        entity, before=before, trigger=trigger, actor=actor, kci=news.kci, flag=news.flag
    )
    entity.body["updated"] = to_text(unit.now)
    if tells is not None:
        tell(unit, entity, tells, news)


def _finish(unit: Unit, entities: Entities, entity: Entity) -> None:
    if entity.status in machine_of(EntityKind(entity.kind)).terminal:
        _close_requests(unit, entity)
    entities.save(entity)


def end_request(unit: Unit, request: Entity, trigger: str, *, kci: str | None = None) -> bool:
    """Take a request's step; whether it was still open for it."""
    if trigger not in REQUEST.legal(request.status):
        return False
    (step,) = REQUEST.decide(request.status, trigger)
    request.status = step.after.value
    request.body["status"] = request.status
    entities = Entities(unit, request.tenant)
    entities.record(
        request, before=step.before.value if step.before else None, trigger=trigger,
        actor=step.transition.actor.value, kci=kci,
    )  # fmt: skip
    entities.save(request)
    return True


def open_requests(unit: Unit, entity: Entity) -> list[Entity]:
    """Amendments and cancellations of something that nobody has answered, oldest first."""
    children = Entities(unit, entity.tenant).children(entity.id, OPEN)
    return [child for child in children if child.kind in REQUESTS]


def kept_pending(unit: Unit, entity: Entity) -> str | None:
    """After one request was answered: the state in which another keeps the entity, if one does."""
    waiting = [r.kind for r in open_requests(unit, entity) if r.status == "PENDING"]
    if not waiting:
        return None
    cancels = any(kind in CANCELLATIONS for kind in waiting)
    return "PENDING_CANCELLATION" if cancels else "PENDING_AMENDMENT"


def _close_requests(unit: Unit, entity: Entity) -> None:
    """What was asked of something that has ended cannot be done any more."""
    for request in open_requests(unit, entity):
        granted = request.kind in CANCELLATIONS and entity.status == "CANCELLED"
        end_request(unit, request, triggers.CANCELLED if granted else triggers.ENTITY_ENDED)


def _change(entity: Entity, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if value is None:
            entity.body.pop(name, None)
        else:
            entity.body[name] = value
