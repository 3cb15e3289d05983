"""The supplier's events, as KCIs of the Supplier Updates API.

Pure functions. An event says less than a KCI: what an order's new state means follows from the one
before, so what was known of the order comes in, and what is known then comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from fibrecafe_api.supplier_updates import models as updates
from fibrecafe_api.supplier_updates.models import OrderStatus, ProblemCode, ReasonCode

from .mapping_north import COMMITTED, dates, found, messages
from .mapping_south import AMENDMENT
from .resources import CancelServiceOrder, Event, ServiceOrder

STATES: Mapping[str, OrderStatus] = {
    "acknowledged": OrderStatus.ACKNOWLEDGED,
    "rejected": OrderStatus.REJECTED,
    "pending": OrderStatus.PENDING,
    "held": OrderStatus.HELD,
    "inProgress": OrderStatus.IN_PROGRESS,
    "assessingCancellation": OrderStatus.PENDING_CANCELLATION,
    "pendingCancellation": OrderStatus.PENDING_CANCELLATION,
    "cancelled": OrderStatus.CANCELLED,
    "completed": OrderStatus.COMPLETED,
    "partial": OrderStatus.PARTIAL,
    "failed": OrderStatus.FAILED,
}
"""States of TMF641; one that is not here is told as news without a status."""

ENDED = frozenset({"rejected", "cancelled", "completed", "partial", "failed"})

_REASONS: Mapping[str, ReasonCode] = {
    "acknowledged": ReasonCode.ACKNOWLEDGED,
    "rejected": ReasonCode.ORDER_REJECTED,
    "pending": ReasonCode.INFORMATION_REQUIRED,
    "held": ReasonCode.DELAY,
    "cancelled": ReasonCode.CANCELLED,
    "completed": ReasonCode.COMPLETED,
    "partial": ReasonCode.COMPLETED,
    "failed": ReasonCode.COMPLETED,  # with the status FAILED: it ended, and not well
}

MILESTONES: Mapping[str, ReasonCode] = {
    COMMITTED: ReasonCode.COMMITTED,
    "resumed": ReasonCode.RESUMED,
    "additionalWork": ReasonCode.ADDITIONAL,
    "appointmentMissed": ReasonCode.REAPPOINT,
    "appointmentChanged": ReasonCode.REAPPOINTED,
}
"""Names of milestones. They are not TM Forum's: agree on them with the supplier."""

DELAY_ALERT = "delay"
"""Name of the jeopardy alert of a delay that does not hold the order; others are warnings."""

_NEED_A_PROBLEM = frozenset(
    {ReasonCode.DELAY, ReasonCode.WARNING, ReasonCode.REAPPOINT, ReasonCode.CANCELLED}
)
_NEED_A_TEXT = frozenset(
    {
        ReasonCode.INFORMATION_REQUIRED,
        ReasonCode.ORDER_REJECTED,
        ReasonCode.AMENDMENT_REJECTED,
        ReasonCode.CANCELLATION_REJECTED,
    }
)

_NO_TEXT = "The supplier gives no reason."

_NAMESPACE = UUID("5f4a2f0e-6a0b-5e57-9a51-0d1f6b7c5641")  # ours; never to change


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an order from what the supplier told before."""

    kind: str = "add"
    """Its action: add, modify or delete."""
    external_id: str | None = None
    state: str | None = None
    """As TMF641 calls it."""
    committed: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What an event tells: to be numbered and sent; and what is known of the order then."""

    reason: ReasonCode
    order: Mapping[str, Any]
    """Fields of the order in the KCI."""
    about: Mapping[str, Any]
    """Fields of the KCI itself."""
    known: Known


def order_of(event: Event) -> str | None:
    """The supplier's id of the order that an event is about; None: it is about no order."""
    if event.event.service_order is not None:
        return event.event.service_order.id
    cancellation = event.event.cancel_service_order
    if cancellation is None or cancellation.service_order is None:
        return None
    return cancellation.service_order.id


def news(event: Event, known: Known) -> News | None:
    """What an event means; None: nothing that a tenant is told."""
    order, cancellation = event.event.service_order, event.event.cancel_service_order
    if order is not None:
        return _of_order(event, order, known)
    return None if cancellation is None else _of_cancellation(event, cancellation, known)


def kci(event: Event, told: News, number: int, now: datetime) -> updates.SupplierUpdate:
    """The KCI of an event; `number` is its place among those of the order, `now` stands in where
    the event has no time. The same event has the same id."""
    tenant, _, id = (told.known.external_id or "").rpartition("/")
    order = {
        "id": int(id) if id.isascii() and id.isdigit() else None,
        "tenant": tenant or None,
        "supplier_order_reference": order_of(event),
        **told.order,
    }
    about: dict[str, Any] = {
        "id": _uuid(event.event_id),
        "sequence_number": number,
        "issued_on": event.event_time or now,
        "reason_code": told.reason,
        **told.about,
    }
    if told.known.kind == "delete":
        cease = updates.CeaseServiceOrder(**order)
        return updates.CeaseServiceOrderUpdate(cease_service_order=cease, **about)
    if told.known.kind == "modify":
        modify = updates.ModifyServiceOrder(**order)
        return updates.ModifyServiceOrderUpdate(modify_service_order=modify, **about)
    provide = updates.ProvideServiceOrder(**order)
    return updates.ProvideServiceOrderUpdate(provide_service_order=provide, **about)


def _of_order(event: Event, order: ServiceOrder, known: Known) -> News | None:
    reason = _reason(event, order, known)
    if reason is None:
        return None
    item = order.service_order_item[0] if order.service_order_item else None
    after = Known(
        kind=(item and item.action) or known.kind,
        external_id=order.external_id or known.external_id,
        state=order.state or known.state,
        committed=known.committed or reason is ReasonCode.COMMITTED,
    )
    committed, target = dates(order)
    visit = item and item.appointment
    slot = visit and visit.valid_for
    amendments = [r for r in order.external_reference if r.external_reference_type == AMENDMENT]
    answers = reason in (ReasonCode.AMENDED, ReasonCode.AMENDMENT_REJECTED)
    fields: dict[str, Any] = {
        "status": STATES.get(order.state or ""),
        "committed_date": committed if after.committed else None,
        "target_date": target if after.committed else None,
        "service_order_amendment_id": _number(amendments[-1].name) if answers else None,
        "appointment_supplier_reference": visit.id if visit else None,
        "appointment_timeslot": slot
        and updates.Timeslot(
            timeslot_start_date_time=slot.start_date_time,
            timeslot_end_date_time=slot.end_date_time,
        ),
    }
    code, text = _said(event, order, reason)
    return News(reason, fields, _about(reason, code, text), after)


def _of_cancellation(event: Event, task: CancelServiceOrder, known: Known) -> News | None:
    """A task that goes on is no news: the gateway knows that it waits."""
    external_id, _, number = (task.external_id or "").rpartition("/")
    known = replace(known, external_id=known.external_id or external_id or None)
    fields: dict[str, Any] = {
        "service_order_cancellation_id": _number(number),
        "service_order_cancellation_reference": task.id,
    }
    text = next(iter(messages(task.error_message)), None) or event.description
    code = next((e.code for e in task.error_message if e.code), None)
    if task.state == "terminatedWithError":
        reason = ReasonCode.CANCELLATION_REJECTED
        return News(reason, fields, _about(reason, code, text), known)
    if task.state != "done" or known.state in ENDED:
        return None
    fields |= {"status": OrderStatus.CANCELLED}
    about = _about(ReasonCode.CANCELLED, code or ProblemCode.NO_LONGER_REQUIRED.value, text)
    return News(ReasonCode.CANCELLED, fields, about, replace(known, state="cancelled"))


def _reason(event: Event, order: ServiceOrder, known: Known) -> ReasonCode | None:
    if known.state in ENDED:
        return None  # nothing comes after the end; a cancellation is told as task and as state
    if event.event_type == "ServiceOrderStateChangeEvent":
        return _of_state(order, known)
    if event.event_type == "ServiceOrderInformationRequiredEvent":
        return ReasonCode.INFORMATION_REQUIRED
    if event.event_type == "ServiceOrderMilestoneEvent" and order.milestone:
        return MILESTONES.get(order.milestone[-1].name, ReasonCode.UPDATE)
    if event.event_type == "ServiceOrderJeopardyEvent":
        names = {alert.name for alert in order.jeopardy_alert[-1:]}
        return ReasonCode.DELAY if DELAY_ALERT in names else ReasonCode.WARNING
    if event.event_type == "ServiceOrderAttributeValueChangeEvent":
        if any(r.external_reference_type == AMENDMENT for r in order.external_reference):
            return ReasonCode.AMENDMENT_REJECTED if order.error_message else ReasonCode.AMENDED
        return ReasonCode.UPDATE
    return None


def _of_state(order: ServiceOrder, known: Known) -> ReasonCode:
    if order.state != "inProgress":
        return _REASONS.get(order.state or "", ReasonCode.UPDATE)
    if known.state == "held":
        return ReasonCode.RESUMED
    if not known.committed and dates(order)[0] is not None:
        return ReasonCode.COMMITTED
    return ReasonCode.UPDATE


def _said(event: Event, order: ServiceOrder, reason: ReasonCode) -> tuple[str | None, str | None]:
    """The supplier's code of a problem, and its words."""
    text = event.description
    for error in order.error_message[-1:]:
        return error.code, error.message or error.reason or text
    for alert in order.jeopardy_alert[-1:]:
        if reason in (ReasonCode.DELAY, ReasonCode.WARNING):
            return alert.jeopardy_type, alert.message or text
    milestone = found(order.milestone, next((n for n, r in MILESTONES.items() if r == reason), ""))
    return None, (milestone.message if milestone else None) or text


def _about(reason: ReasonCode, code: str | None, text: str | None) -> dict[str, Any]:
    """Problem code and text, as far as the reason wants them. A code of the supplier's own is told
    as OTHER, and goes along."""
    problem = ProblemCode.__members__.get((code or "").upper().replace("-", "_"))
    if problem is None and (code or reason in _NEED_A_PROBLEM):
        problem = ProblemCode.OTHER
    if not text and (reason in _NEED_A_TEXT or problem is ProblemCode.OTHER):
        text = _NO_TEXT
    own = [code] if code and problem is ProblemCode.OTHER else None
    return {"problem_code": problem, "text": text or None, "supplier_codes": own}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _uuid(event_id: str) -> str:
    try:
        return str(UUID(event_id))
    except ValueError:
        return str(uuid5(_NAMESPACE, event_id))
