"""Takes a step: the state, its history and the tenant's KCI change together or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..clock import to_text
from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..lifecycle.requests import REQUEST
from ..lifecycle.transition import Step
from ..store.entities import Entities, Entity
from ..store.unit import Unit
from .kinds import AMENDMENTS, CANCELLATIONS
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
        ours = step is not meant
        entities.record(
            entity,
            before=step.before.value if step.before is not None else None,
            trigger=step.trigger,
            actor=step.transition.actor.value,
            kci=None if ours else news.kci,
            flag=None if ours else news.flag,
        )
        entity.body["updated"] = to_text(unit.now)
        if step.tells is not None:
            tell(unit, entity, step.tells, News() if ours else news)
    if steps[-1].after in machine.terminal:
        _close_requests(unit, entities, entity)
    entities.save(entity)
    return steps


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
    return [child for child in children if child.kind in (*AMENDMENTS, *CANCELLATIONS)]


def kept_pending(unit: Unit, entity: Entity) -> str | None:
    """After one request was answered: the state in which another keeps the entity, if one does."""
    waiting = [r.kind for r in open_requests(unit, entity) if r.status == "PENDING"]
    if not waiting:
        return None
    cancels = any(kind in CANCELLATIONS for kind in waiting)
    return "PENDING_CANCELLATION" if cancels else "PENDING_AMENDMENT"


def _close_requests(unit: Unit, entities: Entities, entity: Entity) -> None:
    """What was asked of something that has ended cannot be done any more."""
    for request in entities.children(entity.id, OPEN):
        granted = request.kind in CANCELLATIONS and entity.status == "CANCELLED"
        end_request(unit, request, triggers.CANCELLED if granted else triggers.ENTITY_ENDED)


def _change(entity: Entity, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if value is None:
            entity.body.pop(name, None)
        else:
            entity.body[name] = value


def flagged(news: News, flags: Iterable[str]) -> News:
    """The same news with what was out of the ordinary."""
    text = "; ".join(flags)
    return replace(news, flag=text) if text else news
