"""What happens next to an entity: pure, no clock and no store."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fibrecafe_api.supplier_updates.models import ReasonCode

from ...clock import from_text, to_text
from . import content, updates
from .entity import Entity, Message, Request, Step
from .misbehaviour import Misbehaviour
from .script import Brings

MAX_PAUSE = 60.0
"""Seconds between attempts to send, at most."""


def advance(entity: Entity, now: datetime) -> Message | None:
    """Play what is due, until there is a KCI to send; None: nothing is due."""
    while not entity.outbox:
        step = _take(entity, now)
        if step is None:
            return None
        _play(entity, step)
    first = entity.outbox[0]
    return first if first.due <= now else None


def settle(entity: Entity, body: str) -> None:
    """A KCI was sent, or refused for good."""
    entity.attempts = 0
    if entity.outbox and entity.outbox[0].body == body:  # else a cancellation threw it away
        del entity.outbox[0]


def put_off(entity: Entity, now: datetime) -> None:
    """A KCI could not be sent: it, and with it those after it, wait longer each time."""
    entity.attempts += 1
    pause = min(2.0 ** min(entity.attempts - 1, 10), MAX_PAUSE)
    if entity.outbox:
        entity.outbox[0].due = now + timedelta(seconds=pause)


def apply_amendment(entity: Entity, request: Request, now: datetime) -> None:
    """An amendment is accepted: only what it names changes, arrays are replaced whole."""
    changes = dict(request.said)
    item = entity.facts.get("serviceOrderItem")
    if isinstance(item, dict) and "serviceCharacteristics" in changes:
        item["serviceCharacteristics"] = changes.pop("serviceCharacteristics")
    entity.facts.update(updates.facts_of(entity.kind, changes))
    entity.wanted = changes.get("requestedCompletionDate", entity.wanted)
    if "committedDate" in entity.facts and content.moves_the_day(changes):
        # Only the tenant moves the committed date.
        content.commit(entity, now)
    if entity.status == "PENDING":
        entity.status = "IN_PROGRESS"
        entity.steps, entity.resume = [*entity.steps, *entity.resume], []


def apply_cancellation(entity: Entity) -> None:
    """A cancellation is accepted: nothing else comes of it."""
    entity.status = "CANCELLED"
    entity.steps, entity.resume, entity.answers = [], [], []
    for request in entity.requests:
        request.is_open = False


def go_on(entity: Entity, now: datetime) -> None:
    """Its own KCIs follow again, the first after one delay."""
    if entity.steps and not entity.is_waiting:
        shift = now + timedelta(seconds=entity.delay) - entity.steps[0].due
        for step in entity.steps:
            step.due += shift


def _take(entity: Entity, now: datetime) -> Step | None:
    if entity.answers:
        first = min(entity.answers, key=lambda step: step.due)
        if first.due <= now:
            entity.answers.remove(first)
            return first
    if entity.steps and not entity.is_waiting and entity.steps[0].due <= now:
        return entity.steps.pop(0)
    return None


def _play(entity: Entity, step: Step) -> None:
    request = entity.request(step.request)
    if request is not None:
        request.is_open = False
        if step.reason == ReasonCode.AMENDED:
            apply_amendment(entity, request, step.due)
        elif step.reason == ReasonCode.CANCELLED:
            apply_cancellation(entity)
        go_on(entity, step.due)
    elif Misbehaviour.ILLEGAL not in step.quirks:
        entity.status = step.status or entity.status
    if step.brings is not None:
        _bring(entity, step.brings, step.due)
    if Misbehaviour.SKIP_COMMIT not in step.quirks:
        _post(entity, step, request)


def _post(entity: Entity, step: Step, request: Request | None) -> None:
    body = updates.build(entity, step, request)
    message = Message(body=body, due=step.due + timedelta(seconds=step.late))
    if Misbehaviour.OUT_OF_ORDER in step.quirks and entity.steps:
        entity.held.append(message)
        return
    entity.outbox.append(message)
    if Misbehaviour.DUPLICATE in step.quirks:
        entity.outbox.append(message.model_copy())
    entity.outbox += entity.held
    entity.held = []


def _bring(entity: Entity, brings: Brings, now: datetime) -> None:
    if brings is Brings.DATES:
        content.commit(entity, now)
    elif brings is Brings.LATER_TARGET:
        content.delay(entity)
    elif brings is Brings.NEW_SLOT:
        content.move_visit(entity, now)
    elif brings is Brings.SERVICE_ID:
        content.name_service(entity)
    elif brings is Brings.RESULT:
        entity.facts["result"] = content.result(entity, now)
    else:
        entity.facts["serviceProblemResolution"] = content.resolution(entity, now)


def decide(entity: Entity, accepted: bool, now: datetime) -> dict[str, Any]:
    """The tenant accepts or rejects the resolution; gives the resolution as it is then."""
    held: dict[str, Any] = entity.facts["serviceProblemResolution"]
    held["status"] = "ACCEPTED" if accepted else "REJECTED"
    if accepted:
        held["closedDate"] = to_text(now)
    decided = dict(held)
    due = now + timedelta(seconds=entity.delay)
    if accepted:
        entity.steps = [Step(reason=ReasonCode.COMPLETED, status="COMPLETED", due=due)]
        return decided
    back = Step(
        reason=ReasonCode.UPDATE, status="IN_PROGRESS", due=due, text="The problem is open again"
    )
    again = Step(
        reason=ReasonCode.RESOLVED,
        status="RESOLVED",
        due=due + timedelta(seconds=entity.delay),
        brings=Brings.RESOLUTION,
    )
    entity.steps = [back, again]
    return decided


def resolved_on(entity: Entity) -> datetime | None:
    """When the resolution that the tenant may decide on was made."""
    held = entity.facts.get("serviceProblemResolution")
    return from_text(held["resolvedDate"]) if held and entity.status == "RESOLVED" else None
