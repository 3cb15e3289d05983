"""Applies one KCI of a supplier to what it is about: requests first, then the entity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..lifecycle.machine import Illegal
from ..lifecycle.reading import trigger_of
from ..store.entities import Entities, Entity
from ..store.timers import clear_timer, set_timer
from ..store.unit import Unit
from .changes import amended, changes_of
from .journey import advance, end_request, kept_pending, open_requests
from .kinds import AMENDMENTS, CANCELLATIONS, ORDERS_WITH_DATES, RESOLUTION
from .reading import Told

WARN = "WARN"
"""Timer: a resolution that the tenant has not answered."""

CLOSE = "CLOSE"
"""Timer: the time after that warning."""

_COMMITS = frozenset(ORDERS_WITH_DATES)

_OF_AMENDMENTS = frozenset({triggers.AMENDED, triggers.AMENDMENT_REJECTED})

_OF_CANCELLATIONS = frozenset({triggers.CANCELLED, triggers.CANCELLATION_REJECTED})


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


def apply(
    application: Application,
    unit: Unit,
    entity: Entity,
    told: Told,
    flag: str | None,
    received_on: str,
) -> None:
    """Take the step that a KCI brings. Raises Illegal and Untellable."""
    news = replace(told.news(received_on), flag=flag)
    requests = open_requests(unit, entity) if entity.status else []
    kind = EntityKind(entity.kind)
    trigger = trigger_of(
        kind,
        told.reason,
        told.status,
        state=entity.status or None,
        resume=entity.resume,
        cancellation_open=any(r.kind in CANCELLATIONS for r in requests),
        committed="committedDate" in entity.body or kind not in _COMMITS,
    )
    if told.reference and entity.reference != told.reference:
        if entity.reference:
            raise Illegal(
                machine_of(kind).name, entity.status, f"{trigger} with reference {told.reference}"
                f" (known as {entity.reference})", (),
            )  # fmt: skip
        entity.reference = told.reference
    changes = changes_of(
        entity, told.entity, reason=_milestone(trigger), problem_code=told.problem_code
    )
    request = _answered(entity, told, trigger, requests)
    if request is not None:
        end_request(unit, request, trigger, kci=told.kci)
        news = replace(news, about=request)
        if trigger == triggers.AMENDED:
            changes = amended(entity.body, request.body) | changes
    if trigger == triggers.RESOLVED:
        news = replace(news, about=_resolution(application, unit, entity, told))
    elif kind is EntityKind.SERVICE_PROBLEM:
        _clear_closing(unit, entity)
    still = kept_pending(unit, entity) if request is not None else None
    advance(unit, entity, trigger, news, changes, still=still)


def _milestone(trigger: str) -> str:
    return triggers.COMMITTED if trigger == triggers.COMMITTED_LATE else trigger


def _answered(entity: Entity, told: Told, trigger: str, requests: list[Entity]) -> Entity | None:
    """The request that a KCI answers; Illegal when none is open that it could."""
    if trigger in _OF_AMENDMENTS:
        kinds, prefix = AMENDMENTS, "serviceOrderAmendment"
    elif trigger in _OF_CANCELLATIONS:
        kinds, prefix = CANCELLATIONS, "serviceOrderCancellation"
    else:
        return None
    open_ = [request for request in requests if request.kind in kinds]
    number, reference = told.value(f"{prefix}Id"), told.value(f"{prefix}Reference")
    found = [r for r in open_ if number is not None and r.id == number]
    found = found or [r for r in open_ if reference is not None and r.reference == reference]
    if not found and len(open_) == 1 and (number is None or number != open_[0].id):
        # The supplier's own reference may be new to us; a number of ours that is wrong is wrong.
        found = open_ if number is None else []
    if not found:
        legal = tuple(f"{prefix}Id {request.id}" for request in open_)
        said = f"{trigger} of {number or reference or 'none'}"
        raise Illegal(machine_of(EntityKind(entity.kind)).name, entity.status, said, legal)
    if reference:
        found[0].reference = str(reference)
        found[0].body.setdefault("supplierReference", reference)
    return found[0]


def _resolution(application: Application, unit: Unit, entity: Entity, told: Told) -> Entity:
    """The supplier's resolution, numbered for the tenant; an earlier open one is replaced."""
    given: dict[str, Any] = told.entity.get("serviceProblemResolution") or {}
    details: dict[str, Any] = given.get("resolutionDetails") or {}
    body: dict[str, Any] = {
        "serviceProblemId": entity.id,
        "status": "PENDING",
        "resolvedDate": given.get("resolvedDate") or told.issued_on,
        "resolutionDetails": {"resolutionCode": "NETWORK_ISSUE", **details},
    }
    for name in ("closedDate", "slaViolation"):
        if given.get(name):
            body[name] = given[name]
    entities = Entities(unit, entity.tenant)
    resolution = entities.add(
        RESOLUTION, entity.supplier, body, conversation_id=entity.conversation_id,
        parent=entity.id, reference=given.get("supplierReference"), timestamps=False,
        actor="SUPPLIER",
    )  # fmt: skip
    set_timer(unit, entity.tenant, entity.id, WARN, application.warn_after)
    return resolution


def _clear_closing(unit: Unit, entity: Entity) -> None:
    for what in (WARN, CLOSE):
        clear_timer(unit, entity.tenant, entity.id, what)
