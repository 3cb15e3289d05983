"""What `fibrecafe adapter check` checks: the TM Forum adapter, before its fake supplier, over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from fibrecafe_api.supplier_updates import models as updates
from fibrecafe_api.supplier_updates.models import OrderStatus, ReasonCode, SupplierUpdate
from fibrecafe_gateway.adapters.discovery import AdapterFactory
from fibrecafe_gateway.adapters.tmforum import TmForumAdapter, events
from fibrecafe_gateway.adapters.tmforum.resources import Event
from fibrecafe_gateway.conformance import (
    HEADERS,
    KCIS,
    TENANTS,
    Behaviour,
    CannotSay,
    Door,
    FaultySupplier,
    Received,
    Subject,
    declared,
)
from fibrecafe_gateway.conformance.live_stage import Server, ended, served
from fibrecafe_gateway.lifecycle.kinds import EntityKind
from fibrecafe_gateway.settings import Bearer, Secret, SupplierSettings
from tests.runtime.tmforum.fake_supplier import Errors, FakeSupplier, reference_for

_KINDS = {
    updates.ProvideServiceOrderUpdate: ("add", "provide_service_order"),
    updates.CeaseServiceOrderUpdate: ("delete", "cease_service_order"),
    updates.ModifyServiceOrderUpdate: ("modify", "modify_service_order"),
}

_STATES = {
    status: state
    for state, status in events.STATES.items()
    if status is not OrderStatus.PENDING_CANCELLATION
} | {OrderStatus.PENDING_CANCELLATION: "pendingCancellation"}

_MILESTONES = {reason: name for name, reason in events.MILESTONES.items()}

_BY_STATE = {
    ReasonCode.ACKNOWLEDGED: ("acknowledged",),
    ReasonCode.ORDER_REJECTED: ("rejected",),
    ReasonCode.DELAY: ("held",),
    ReasonCode.COMPLETED: ("completed", "partial", "failed"),
    ReasonCode.CANCELLED: ("cancelled", "failed"),
}


class TmForumSubject(Subject):
    """The adapter and its supplier."""

    name = "tmforum"
    capabilities = declared(TmForumAdapter, HEADERS, KCIS, TENANTS)
    first_number = 100_000  # long enough to be seen within a text
    behaviours = frozenset(Behaviour) - {Behaviour.EXPIRE}  # its tokens do not end

    async def start(self) -> None:
        """Serve the fake."""
        self.fake = FakeSupplier()
        self._supplier = FaultySupplier(self.fake, manners=Errors())
        self._server: Server | None = None
        self._server, self._url = await served(self._supplier)
        self._known: dict[str, events.Known] = {}
        self._told: dict[str, SupplierUpdate] = {}

    async def close(self) -> None:
        """End it."""
        if self._server is not None:
            self._supplier.provoke(None)
            await ended(self._server)

    @property
    def factory(self) -> AdapterFactory:
        """The adapter's class."""
        return TmForumAdapter

    def settings(self) -> SupplierSettings:
        """As in the gateway's configuration."""
        return SupplierSettings(
            adapter="tmforum", base_url=self._url, address_types=("UPRN",), idempotent=True
        )

    def credentials(self, tenant: str) -> Bearer:
        """Each tenant's own."""
        return Bearer(kind="bearer", token=Secret.model_validate({"value": f"of-{tenant}"}))

    async def provoke(self, behaviour: Behaviour | None) -> None:
        """Make the fake answer so."""
        self.fake.behaviour = behaviour
        self._supplier.provoke(behaviour)

    def received(self) -> Sequence[Received]:
        """What came to the supplier."""
        return self._supplier.received

    def reference_of(self, kind: EntityKind, tenant: str, id: int) -> str | None:
        """The supplier's id of an order."""
        return reference_for(f"{tenant}/{id}")

    async def say(self, update: SupplierUpdate, door: Door) -> None:
        """Tells it by an event, of which the bridge's mapping makes the KCI. Raises CannotSay.

        Events have no numbers; the bridge's own follow their coming, and are tested with it. Here
        they are the kit's, which sends some in the wrong order.
        """
        known = self._known.get(_order(update)[1].supplier_order_reference, events.Known())
        event = Event.model_validate(_event(update, known))
        if event.event_id not in self._told:
            told = events.news(event, known)
            if told is None:
                raise CannotSay("nothing is told of an order that has ended")
            self._known[events.order_of(event) or ""] = told.known
            about: Any = update
            made = events.kci(event, told, about.sequence_number, datetime.now(UTC))
            self._told[event.event_id] = made
        await door(self._told[event.event_id])


def _order(update: SupplierUpdate) -> tuple[str, Any]:
    known = _KINDS.get(type(update))
    if known is None:
        raise CannotSay("the supplier's events are about orders that tenants placed")
    return known[0], getattr(update, known[1])


def _event(update: SupplierUpdate, known: events.Known) -> dict[str, Any]:
    """What the supplier would send."""
    about: Any = update
    action, order = _order(update)
    if about.reason_code == ReasonCode.CANCELLED and order.service_order_cancellation_id:
        kind, what = "CancelServiceOrderStateChangeEvent", _task(about, order, "done")
    elif about.reason_code == ReasonCode.CANCELLATION_REJECTED:
        kind = "CancelServiceOrderStateChangeEvent"
        what = _task(about, order, "terminatedWithError")
    else:
        kind, more = _happened(about, order, known)
        what = {"serviceOrder": {**_common(action, order), **more}}
    return {
        "eventId": about.id,
        "eventTime": about.issued_on.isoformat(),
        "eventType": kind,
        "description": about.text,
        "event": what,
    }


def _task(about: Any, order: Any, state: str) -> dict[str, Any]:
    return {
        "cancelServiceOrder": {
            "id": f"C-{order.service_order_cancellation_id}",
            "externalId": f"{order.tenant}/{order.id}/{order.service_order_cancellation_id}",
            "state": state,
            "serviceOrder": {"id": order.supplier_order_reference},
            "errorMessage": [_error(about)] if state != "done" else None,
        }
    }


def _common(action: str, order: Any) -> dict[str, Any]:
    slot = order.appointment_timeslot
    item: dict[str, Any] = {"id": "1", "action": action}
    if slot is not None:
        period = {
            "startDateTime": slot.timeslot_start_date_time.isoformat(),
            "endDateTime": slot.timeslot_end_date_time.isoformat(),
        }
        item["appointment"] = {"id": order.appointment_supplier_reference, "validFor": period}
    return {
        "id": order.supplier_order_reference,
        "externalId": f"{order.tenant}/{order.id}" if order.id else None,
        "state": _STATES.get(order.status) if order.status else None,
        "serviceOrderItem": [item],
        "expectedCompletionDate": order.target_date and order.target_date.isoformat(),
    }


def _happened(about: Any, order: Any, known: events.Known) -> tuple[str, dict[str, Any]]:
    """The event's type, and what is particular to it."""
    reason = about.reason_code
    problem = {"errorMessage": [_error(about)]} if about.problem_code else {}
    state = _STATES.get(order.status) if order.status else None
    if state in _BY_STATE.get(reason, ()) or _by_state(reason, state, known):
        committed = order.committed_date and order.committed_date.isoformat()
        milestones = [{"name": "committed", "milestoneDate": committed}] if committed else None
        return "ServiceOrderStateChangeEvent", {**problem, "milestone": milestones}
    if reason == ReasonCode.INFORMATION_REQUIRED:
        return "ServiceOrderInformationRequiredEvent", problem
    if reason in _MILESTONES:
        date = order.committed_date and order.committed_date.isoformat()
        milestone = {"name": _MILESTONES[reason], "milestoneDate": date, "message": about.text}
        return "ServiceOrderMilestoneEvent", {**problem, "milestone": [milestone]}
    if reason in (ReasonCode.DELAY, ReasonCode.WARNING):
        name = "delay" if reason == ReasonCode.DELAY else "planning"
        alert = {"name": name, "jeopardyType": about.problem_code, "message": about.text}
        return "ServiceOrderJeopardyEvent", {"jeopardyAlert": [alert]}
    changed = "ServiceOrderAttributeValueChangeEvent"
    if reason in (ReasonCode.AMENDED, ReasonCode.AMENDMENT_REJECTED):
        number = str(order.service_order_amendment_id)
        return changed, {
            "externalReference": [{"name": number, "externalReferenceType": "amendment"}],
            "errorMessage": [_error(about)] if reason != ReasonCode.AMENDED else None,
        }
    if reason == ReasonCode.UPDATE:
        return changed, problem
    raise CannotSay(f"the supplier has no event for {reason} with the state {state}")


def _by_state(reason: Any, state: str | None, known: events.Known) -> bool:
    """Whether the state `inProgress` says it, after what was told before."""
    if state != "inProgress":
        return False
    if reason == ReasonCode.RESUMED:
        return known.state == "held"
    return reason == ReasonCode.COMMITTED and not known.committed and known.state != "held"


def _error(about: Any) -> dict[str, Any]:
    code = about.problem_code
    return {"code": code and str(getattr(code, "value", code)), "message": about.text}


def subject() -> Subject:
    """Called by the kit."""
    return TmForumSubject()
