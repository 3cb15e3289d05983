"""What a supplier answered at once, or did not: the step that an intent leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..clock import to_text
from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..store.entities import Entities, Entity
from ..store.timers import clear_timer
from ..store.unit import Unit
from .applying import CLOSE, WARN
from .changes import amended, changes_of
from .journey import advance, end_request, kept_pending
from .kinds import AMENDMENTS, REQUESTS, RESOLUTION
from .news import News


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking a supplier."""

    granted: bool = False
    """201: it was done, or begun, at once."""
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The supplier's answer, with the API's names."""
    refused: tuple[str, ...] | None = None
    """422: the supplier's own words."""
    error: dict[str, Any] | None = None
    """It could not be handed over: uuid, code, messages."""
    moot: bool = False
    """Nothing was asked: what it is about went on without it."""


_STARTED = {"ACKNOWLEDGED": triggers.ACKNOWLEDGED, "IN_PROGRESS": triggers.COMMITTED}


def settle_answer(unit: Unit, tenant: str, subject: int, answer: Answer) -> None:
    """Take the step that follows. What a KCI has overtaken stays as it is."""
    entities = Entities(unit, tenant)
    found = entities.get(subject, (*EntityKind, *REQUESTS, RESOLUTION))
    if found is None or answer.moot:
        return
    if found.parent is None:
        entity = entities.lock(subject, tuple(EntityKind))
        if entity is not None:
            _settle_new(unit, entity, answer)
        return
    entity = entities.lock(found.parent, tuple(EntityKind))
    request = entities.lock(subject, (*REQUESTS, RESOLUTION))
    if entity is None or request is None:
        return
    if request.kind == RESOLUTION:
        _settle_decision(unit, entity, request, answer)
    else:
        _settle_request(unit, entity, request, answer)


def _settle_new(unit: Unit, entity: Entity, answer: Answer) -> None:
    if answer.error is not None:
        _take(unit, entity, triggers.SEND_FAILED, News(error=answer.error))
        return
    if answer.refused is not None:
        _take(unit, entity, triggers.ORDER_REJECTED, News(text=" ".join(answer.refused) or None))
        return
    _take(unit, entity, triggers.SENT)
    if not answer.granted:
        return
    trigger = _begun(entity, answer.values)
    if trigger is None:
        return
    reference = _reference(entity, answer.values)
    if reference and not entity.reference:
        entity.reference = reference
    _take(unit, entity, trigger, changes=changes_of(entity, answer.values, reason=trigger))


def _begun(entity: Entity, values: Mapping[str, Any]) -> str | None:
    if entity.kind == EntityKind.SERVICE_TEST:
        return triggers.STARTED
    trigger = _STARTED.get(str(values.get("status")), triggers.ACKNOWLEDGED)
    dated = values.get("committedDate") and values.get("targetDate")
    if trigger == triggers.COMMITTED and entity.kind != EntityKind.SERVICE_PROBLEM and not dated:
        return triggers.ACKNOWLEDGED  # a commitment has both dates (guide)
    return trigger


def _reference(entity: Entity, values: Mapping[str, Any]) -> str | None:
    tests = (EntityKind.SERVICE_TEST, EntityKind.SERVICE_PROBLEM)
    name = "supplierReference" if entity.kind in tests else "supplierOrderReference"
    reference = values.get(name)
    if entity.kind == EntityKind.SERVICE_PROBLEM and reference:
        entity.body.setdefault("supplierIdentifier", reference)
    return str(reference) if reference else None


def _settle_request(unit: Unit, entity: Entity, request: Entity, answer: Answer) -> None:
    amends = request.kind in AMENDMENTS
    reference = answer.values.get("supplierReference")
    if reference:
        request.reference = str(reference)
        request.body.setdefault("supplierReference", reference)
    if answer.error is not None:
        trigger = triggers.AMENDMENT_SEND_FAILED if amends else triggers.CANCELLATION_SEND_FAILED
        news = News(error=answer.error)
        ended = end_request(unit, request, trigger)
    elif answer.refused is not None:
        trigger = triggers.AMENDMENT_REJECTED if amends else triggers.CANCELLATION_REJECTED
        news = News(text=" ".join(answer.refused) or None)
        ended = end_request(unit, request, trigger)
    elif answer.granted:
        trigger = triggers.AMENDED if amends else triggers.CANCELLED
        news = News()
        ended = end_request(unit, request, trigger)
    else:
        trigger = triggers.AMENDMENT_PENDING if amends else triggers.CANCELLATION_PENDING
        news = News()
        ended = end_request(unit, request, trigger)
    if not ended:
        return
    changes = amended(entity.body, request.body) if trigger == triggers.AMENDED else None
    pending = trigger in (triggers.AMENDMENT_PENDING, triggers.CANCELLATION_PENDING)
    still = None if pending else kept_pending(unit, entity)
    news = News(text=news.text, error=news.error, about=request)
    _take(unit, entity, trigger, news, changes, still=still)


def _settle_decision(unit: Unit, entity: Entity, resolution: Entity, answer: Answer) -> None:
    """The problem took its step when the tenant decided; only a failure is told."""
    if answer.error is None and answer.refused is None:
        return
    error: Mapping[str, Any] = answer.error or {}
    messages = answer.refused if answer.refused is not None else error["messages"]
    text = "the supplier did not take the decision on the resolution: " + " ".join(messages)
    _take(unit, entity, triggers.WARNING, News(text=text, code="OTHER", about=resolution))


def decide(
    unit: Unit, problem: Entity, resolution: Entity, *, accepted: bool, notes: str | None
) -> None:
    """The tenant accepts or rejects a resolution. Raises Illegal."""
    trigger = triggers.RESOLUTION_ACCEPTED if accepted else triggers.RESOLUTION_REJECTED
    close_resolution(unit, resolution, accepted=accepted, notes=notes)
    for what in (WARN, CLOSE):
        clear_timer(unit, problem.tenant, problem.id, what)
    advance(unit, problem, trigger, News(about=resolution))


def close_resolution(
    unit: Unit, resolution: Entity, *, accepted: bool, notes: str | None = None
) -> None:
    """Write the tenant's decision, or that of its silence."""
    entities = Entities(unit, resolution.tenant)
    before = resolution.status
    resolution.status = "ACCEPTED" if accepted else "REJECTED"
    resolution.body["status"] = resolution.status
    if accepted:
        resolution.body["closedDate"] = to_text(unit.now)
    if notes:
        resolution.body["tenantNotes"] = notes
    entities.record(
        resolution, before=before, actor="TENANT",
        trigger=triggers.RESOLUTION_ACCEPTED if accepted else triggers.RESOLUTION_REJECTED,
    )  # fmt: skip
    entities.save(resolution)


def _take(
    unit: Unit,
    entity: Entity,
    trigger: str,
    news: News | None = None,
    changes: dict[str, Any] | None = None,
    *,
    still: str | None = None,
) -> None:
    """The step, unless a KCI has already brought the entity further."""
    if trigger in machine_of(EntityKind(entity.kind)).legal(entity.status, entity.resume):
        advance(unit, entity, trigger, news or News(), changes, still=still)
