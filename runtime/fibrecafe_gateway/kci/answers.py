"""What a supplier answered at once, or did not: the step that an intent leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..store import inbound as kept
from ..store.entities import Entities, Entity
from ..store.timers import set_timer
from ..store.unit import Unit
from .answering import know_reference
from .changes import amended, changes_of, reserved
from .journey import advance, end_request, kept_pending
from .kinds import AMENDMENTS, REQUESTS, RESOLUTION
from .news import News
from .reading import usable_reference
from .resolutions import clear_closing, close_resolution


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


ANSWERED = "ANSWERED"
"""Timer, due at once: the supplier has answered, KCIs that waited for that go on."""

_STARTED = {"ACKNOWLEDGED": triggers.ACKNOWLEDGED, "IN_PROGRESS": triggers.COMMITTED}


def settle_answer(unit: Unit, tenant: str, subject: int, answer: Answer) -> None:
    """Take the step that follows. What a KCI has overtaken stays as it is."""
    entities = Entities(unit, tenant)
    found = entities.get(subject, (*EntityKind, *REQUESTS, RESOLUTION))
    if found is None:
        return
    entity = entities.lock(found.parent or found.id, tuple(EntityKind))
    if entity is None:
        return
    if not answer.moot:
        _settle(unit, entities, entity, found, answer)
    if kept.waiting(unit, tenant, entity.id):
        set_timer(unit, tenant, entity.id, ANSWERED, timedelta())


def _settle(
    unit: Unit, entities: Entities, entity: Entity, subject: Entity, answer: Answer
) -> None:
    if subject.parent is None:
        _settle_new(unit, entity, answer)
        return
    request = entities.lock(subject.id, (*REQUESTS, RESOLUTION))
    assert request is not None
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
    changes = changes_of(entity, answer.values, reason=trigger)
    reference = _reference(entity, answer.values)
    if reference and not entity.reference:
        entity.reference = reference
    if _take(unit, entity, trigger, changes=changes):
        return
    # A KCI was first; only what it may not have said is kept.
    number = changes.get("supplierOrderNumber")
    if number:
        entity.body.setdefault("supplierOrderNumber", number)
    Entities(unit, entity.tenant).save(entity)


def _begun(entity: Entity, values: Mapping[str, Any]) -> str:
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
    reference = usable_reference(values.get(name))
    if entity.kind == EntityKind.SERVICE_PROBLEM and reference:
        entity.body.setdefault("supplierIdentifier", reference)
    return reference


def _settle_request(unit: Unit, entity: Entity, request: Entity, answer: Answer) -> None:
    amends = request.kind in AMENDMENTS
    reference = usable_reference(answer.values.get("supplierReference"))
    if reference:
        know_reference(request, reference)
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
    changes = None
    if trigger == triggers.AMENDED:
        changes = amended(entity.body, request.body, reserved(unit, request))
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
    close_resolution(unit, resolution, trigger, notes=notes)
    clear_closing(unit, problem)
    advance(unit, problem, trigger, News(about=resolution))


def _take(
    unit: Unit,
    entity: Entity,
    trigger: str,
    news: News | None = None,
    changes: dict[str, Any] | None = None,
    *,
    still: str | None = None,
) -> bool:
    """The step, unless a KCI has already brought the entity further; whether it was taken."""
    if trigger not in machine_of(EntityKind(entity.kind)).legal(entity.status, entity.resume):
        return False
    advance(unit, entity, trigger, news or News(), changes, still=still)
    return True
