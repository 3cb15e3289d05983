"""Applies one KCI of a supplier to what it is about: requests first, then the entity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..lifecycle.machine import Illegal
from ..lifecycle.reading import trigger_of
from ..store.entities import Entities, Entity
from ..store.unit import Unit
from .answering import answered_request
from .changes import amended, changes_of, reserved
from .journey import AnyStep, advance, end_request, kept_pending, open_requests
from .kinds import CANCELLATIONS, ORDERS_WITH_DATES
from .news import News
from .reading import Told
from .resolutions import add_resolution, clear_closing, close_resolution, open_resolution

_COMMITS = frozenset(ORDERS_WITH_DATES)


@dataclass(frozen=True, slots=True)
class Application:
    """What applying needs to know."""

    warn_after: timedelta = timedelta(hours=24)
    """Silence of the tenant after which it is warned that a resolved problem closes."""

    def new_cease(self, unit: Unit, tenant: str, supplier: str, told: Told) -> Entity:
        """A cease that a supplier begins, numbered and not yet told of."""
        body = {
            "status": "RECEIVED_BY_GATEWAY",
            "orderType": "UNSOLICITED_CEASE",
            "supplier": supplier,
            "serviceId": told.value("serviceId"),
        }
        entity = Entities(unit, tenant).add(
            EntityKind.UNSOLICITED_CEASE_ORDER.value, supplier, body,
            conversation_id=unit.new_id(), reference=told.reference, actor=None,
        )  # fmt: skip
        entity.status = ""
        return entity


class Early(Exception):
    """The outcome of a request whose own answer, that it was taken, has not come yet."""


def apply(
    application: Application,
    unit: Unit,
    entity: Entity,
    told: Told,
    news: News,
    *,
    late: bool = False,
    asking: Callable[[], bool],
) -> tuple[AnyStep, ...]:
    """Take the steps that a KCI brings. Raises Illegal, Untellable and Early.

    `late`: later ones were applied before it, so it adds to the entity and replaces nothing.
    `asking`: whether a question to the supplier is on its way.
    """
    requests = open_requests(unit, entity) if entity.status else []
    trigger = read_trigger(entity, told, requests)
    _check_legal(entity, trigger)
    learn_reference(entity, told, trigger)
    changes = changes_of(
        entity, told.entity, reason=milestone(trigger), problem_code=told.problem_code
    )
    if late:
        changes = {name: value for name, value in changes.items() if name not in entity.body}
    request = answered_request(unit, entity, told, trigger, requests)
    still = None
    if request is not None:
        if request.status == "RECEIVED_BY_GATEWAY" and asking():
            raise Early
        changes = end_answered(unit, entity, request, trigger, told) | changes
        news = replace(news, about=request)
        still = kept_pending(unit, entity)
    if entity.kind != EntityKind.SERVICE_PROBLEM:
        return advance(unit, entity, trigger, news, changes, still=still)
    news = replace(news, about=_resolution(application, unit, entity, told, trigger) or news.about)
    steps = advance(unit, entity, trigger, news, changes, still=still)
    if entity.status != "RESOLVED":
        clear_closing(unit, entity)
    return steps


def read_trigger(entity: Entity, told: Told, requests: list[Entity]) -> str:
    """What a KCI is, as things stand; `requests`: those that are open."""
    kind = EntityKind(entity.kind)
    return trigger_of(
        kind,
        told.reason,
        told.status,
        state=entity.status or None,
        resume=entity.resume,
        cancellation_open=any(r.kind in CANCELLATIONS for r in requests),
        committed="committedDate" in entity.body or kind not in _COMMITS,
    )


def _check_legal(entity: Entity, trigger: str) -> None:
    """First of all, so that what is said is the state and not some detail."""
    machine, state = machine_of(EntityKind(entity.kind)), entity.status or None
    legal = machine.legal(state, entity.resume)
    if trigger not in legal:
        raise Illegal(machine.name, state, trigger, legal, entity.resume)


def learn_reference(entity: Entity, told: Told, trigger: str) -> None:
    """Keep the supplier's reference. Raises Illegal for another than is known."""
    if not told.reference or entity.reference == told.reference:
        return
    if entity.reference:
        raise Illegal(
            machine_of(EntityKind(entity.kind)).name, entity.status,
            f"{trigger} with reference {told.reference} (known as {entity.reference})", (),
        )  # fmt: skip
    entity.reference = told.reference


def end_answered(
    unit: Unit, entity: Entity, request: Entity, trigger: str, told: Told
) -> dict[str, Any]:
    """Take the request's step; what an amendment changes then. Raises Illegal."""
    end_request(unit, request, trigger, kci=told.kci)
    if trigger != triggers.AMENDED:
        return {}
    return amended(entity.body, request.body, reserved(unit, request))


def milestone(trigger: str) -> str:
    """The reason code that a trigger stands for, where the content depends on it."""
    return triggers.COMMITTED if trigger == triggers.COMMITTED_LATE else trigger


def _resolution(
    application: Application, unit: Unit, problem: Entity, told: Told, trigger: str
) -> Entity | None:
    """The resolution that the KCI brings, or closes."""
    if trigger == triggers.RESOLVED:
        return add_resolution(unit, problem, told, application.warn_after)
    if trigger != triggers.COMPLETED:
        return None
    resolution = open_resolution(unit, problem)
    if resolution is not None:
        close_resolution(unit, resolution, trigger, kci=told.kci)
    return resolution
