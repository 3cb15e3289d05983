"""From a stored intent to the supplier's operation."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from ..adapters import southbound
from ..adapters.contract import SupplierAdapter, SupplierCall
from ..adapters.guarded import call_adapter
from ..kci.journey import OPEN
from ..kci.kinds import APPOINTMENT, REQUESTS, RESOLUTION
from ..lifecycle.kinds import EntityKind
from ..routing.directory import Supplier
from ..store.entities import Entities, Entity
from ..store.unit import Unit
from .outcome import Message

Asked = BaseModel | None

_NEW = "RECEIVED_BY_GATEWAY"


@dataclass(frozen=True, slots=True)
class Question:
    """All that a request to a supplier is made of."""

    subject: Entity
    """What is asked for: an order, or an amendment of one."""
    entity: Entity
    """What it is about."""
    appointment_reference: str | None = None
    test_reference: str | None = None

    @property
    def test_headers(self) -> str | None:
        """As the tenant gave them, with what is asked for."""
        return self.subject.test_headers


def load(unit: Unit, tenant: str, message: Message) -> Question | None:
    """What is to be asked; None when it need not be asked any more."""
    entities = Entities(unit, tenant)
    subject = entities.get(message.subject, (*EntityKind, *REQUESTS, RESOLUTION))
    if subject is None:
        return None
    if subject.parent is None:
        if subject.status != _NEW:
            return None  # its outcome is known by a KCI
        entity = subject
    else:
        parent = entities.get(subject.parent, tuple(EntityKind))
        if parent is None or (subject.kind in REQUESTS and subject.status not in OPEN):
            return None
        entity = parent
    appointment = _referred(entities, subject.body.get("appointmentReservationId"), (APPOINTMENT,))
    test = _referred(entities, subject.body.get("serviceTestId"), (EntityKind.SERVICE_TEST,))
    return Question(subject, entity, appointment, test)


def _referred(entities: Entities, number: Any, kinds: tuple[str, ...]) -> str | None:
    found = entities.get(int(number), kinds) if number is not None else None
    return found.reference if found is not None else None


async def ask(
    adapter: SupplierAdapter,
    call: SupplierCall,
    operation: str,
    question: Question,
    *,
    supplier: Supplier,
    today: date,
) -> Asked:
    """Call the operation. Raises SupplierFailure and CannotMap."""
    return await _OPERATIONS[operation](adapter, call, question, supplier, today)


async def _create_order(
    adapter: SupplierAdapter, call: SupplierCall, q: Question, supplier: Supplier, today: date
) -> Asked:
    body = southbound.create_order(
        q.subject.body, order_id=q.subject.id, tenant=call.tenant, today=today,
        address_types=supplier.settings.address_types,
        appointment_reservation_reference=q.appointment_reference,
    )  # fmt: skip
    return await call_adapter(adapter, SupplierAdapter.create_order, call, body)


async def _create_ethernet_order(
    adapter: SupplierAdapter, call: SupplierCall, q: Question, supplier: Supplier, today: date
) -> Asked:
    body = southbound.create_ethernet_order(
        q.subject.body, order_id=q.subject.id, tenant=call.tenant,
        address_types=supplier.settings.address_types,
    )  # fmt: skip
    return await call_adapter(adapter, SupplierAdapter.create_ethernet_order, call, body)


async def _amend_order(
    adapter: SupplierAdapter, call: SupplierCall, q: Question, supplier: Supplier, today: date
) -> Asked:
    body = southbound.amend_order(
        q.subject.body, amendment_id=q.subject.id, order_type=q.entity.body["orderType"],
        supplier_order_reference=q.entity.reference,
        appointment_reservation_reference=q.appointment_reference,
    )  # fmt: skip
    return await call_adapter(adapter, SupplierAdapter.amend_order, call, body)


async def _cancel_order(
    adapter: SupplierAdapter, call: SupplierCall, q: Question, supplier: Supplier, today: date
) -> Asked:
    body = southbound.cancel_order(
        q.subject.body, cancellation_id=q.subject.id, supplier_order_reference=q.entity.reference
    )
    return await call_adapter(adapter, SupplierAdapter.cancel_order, call, body)


async def _service_test(
    adapter: SupplierAdapter, call: SupplierCall, q: Question, supplier: Supplier, today: date
) -> Asked:
    body = southbound.service_test(q.subject.body, test_id=q.subject.id)
    return await call_adapter(adapter, SupplierAdapter.service_test, call, body)


async def _create_problem(
    adapter: SupplierAdapter, call: SupplierCall, q: Question, supplier: Supplier, today: date
) -> Asked:
    body = southbound.create_problem(
        q.subject.body, problem_id=q.subject.id, address_types=supplier.settings.address_types,
        service_test_reference=q.test_reference,
        appointment_reservation_reference=q.appointment_reference,
    )  # fmt: skip
    return await call_adapter(adapter, SupplierAdapter.create_problem, call, body)


async def _amend_problem(
    adapter: SupplierAdapter, call: SupplierCall, q: Question, supplier: Supplier, today: date
) -> Asked:
    body = southbound.amend_problem(
        q.subject.body, amendment_id=q.subject.id,
        supplier_service_problem_reference=q.entity.reference,
        appointment_reservation_reference=q.appointment_reference,
    )  # fmt: skip
    return await call_adapter(adapter, SupplierAdapter.amend_problem, call, body)


async def _cancel_problem(
    adapter: SupplierAdapter, call: SupplierCall, q: Question, supplier: Supplier, today: date
) -> Asked:
    body = southbound.cancel_problem(
        q.subject.body, cancellation_id=q.subject.id,
        supplier_service_problem_reference=q.entity.reference,
    )  # fmt: skip
    return await call_adapter(adapter, SupplierAdapter.cancel_problem, call, body)


async def _resolution(
    adapter: SupplierAdapter, call: SupplierCall, q: Question, supplier: Supplier, today: date
) -> Asked:
    body = southbound.resolution(
        {k: q.subject.body[k] for k in ("status", "tenantNotes") if k in q.subject.body}
    )
    return await call_adapter(
        adapter, SupplierAdapter.service_problem_resolution, call, body,
        reference=q.subject.reference or str(q.subject.id),
    )  # fmt: skip


_Operation = Callable[
    [SupplierAdapter, SupplierCall, Question, Supplier, date], Coroutine[Any, Any, Asked]
]

_OPERATIONS: dict[str, _Operation] = {
    "create_order": _create_order,
    "create_ethernet_order": _create_ethernet_order,
    "amend_order": _amend_order,
    "cancel_order": _cancel_order,
    "service_test": _service_test,
    "create_problem": _create_problem,
    "amend_problem": _amend_problem,
    "cancel_problem": _cancel_problem,
    "service_problem_resolution": _resolution,
}
