"""Tenant API to Supplier API: what the gateway is asked becomes what a supplier is asked.

Pure functions, one for each operation. They take a request of the Tenant API, or the entity that
was stored of it, as a model or as JSON values. `supplier` never goes south, addresses go with one
identifier, and the gateway adds its ids and the supplier's references (`guide`).

Raise `CannotMap` where the Supplier API has no place for what the tenant wants.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.supplier import models as supplier

from ..routing.addresses import NoAddress, choose_identifier
from .wire import asked, plain

M = TypeVar("M", bound=BaseModel)

Given = BaseModel | Mapping[str, Any]
"""A model of the Tenant API, or its JSON values."""

_PROBLEM_REFERENCE = re.compile(r"[A-Z0-9_]{5,25}")

_ORDERS: Mapping[str, Any] = {
    "CEASE": supplier.CreateCeaseServiceOrder,
    "MODIFY": supplier.CreateModifyServiceOrder,
}

_AMENDMENTS: Mapping[str, Any] = {
    "CEASE": supplier.AmendCeaseServiceOrder,
    "MODIFY": supplier.AmendModifyServiceOrder,
}


class CannotMap(ValueError):
    """What a tenant asks for does not fit into the Supplier API: 422 for the tenant."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        """Each fault has a pointer into the tenant's body, and what is wrong there."""
        self.faults = faults
        self.messages = tuple(f"{pointer}: {message}" for pointer, message in faults)
        super().__init__("; ".join(self.messages))


def create_order(
    order: Given,
    *,
    order_id: int,
    tenant: str,
    today: date,
    address_types: Sequence[str] = (),
    appointment_reservation_reference: str | None = None,
) -> supplier.CreateServiceOrder:
    """A provide, cease or modify order.

    `today`: when a cease without a date is wanted, since southbound it needs one (rule: ours).
    """
    values = plain(order)
    kind = _ORDERS.get(str(values.get("orderType")), supplier.CreateProvideServiceOrder)
    if kind is supplier.CreateProvideServiceOrder:
        _reduce_address(values, address_types)
    elif kind is supplier.CreateModifyServiceOrder:
        _refuse_deletions(values)
    else:
        values.setdefault("requestedCompletionDate", today.isoformat())
    made: supplier.CreateServiceOrder = _made(
        kind,
        values,
        id=order_id,
        tenant=tenant,
        appointmentReservationReference=appointment_reservation_reference,
    )
    return made


def amend_order(
    amendment: Given,
    *,
    amendment_id: int,
    order_type: str,
    supplier_order_reference: str | None = None,
    appointment_reservation_reference: str | None = None,
) -> supplier.AmendServiceOrder:
    """Changes to an order; `order_type` is that of the order, which alone tells the variant."""
    values = plain(amendment)
    kind = _AMENDMENTS.get(order_type, supplier.AmendProvideServiceOrder)
    if kind is supplier.AmendModifyServiceOrder:
        _refuse_deletions(values)
    made: supplier.AmendServiceOrder = _made(
        kind,
        values,
        id=amendment_id,
        supplierOrderReference=supplier_order_reference,
        supplierReference=None,
        appointmentReservationReference=appointment_reservation_reference,
    )
    return made


def cancel_order(
    cancellation: Given, *, cancellation_id: int, supplier_order_reference: str | None = None
) -> supplier.CancelServiceOrder:
    """A cancellation. Its `text` has no place southbound."""
    return _made(
        supplier.CancelServiceOrder,
        plain(cancellation),
        id=cancellation_id,
        supplierOrderReference=supplier_order_reference,
    )


def create_ethernet_order(
    order: Given, *, order_id: int, tenant: str, address_types: Sequence[str] = ()
) -> supplier.CreateProvideEthernetOrder:
    """An ethernet order."""
    values = plain(order)
    _reduce_sites(values, "siteInformation", address_types)
    return _made(supplier.CreateProvideEthernetOrder, values, id=order_id, tenant=tenant)


def quote_item(
    item: Given, *, external_identifier: str | None, address_types: Sequence[str] = ()
) -> supplier.QuoteRequest:
    """One item of a tenant's quote: each supplier is asked for its own."""
    values = plain(item)
    _reduce_sites(values, "sites", address_types)
    return _made(supplier.QuoteRequest, values, externalIdentifier=external_identifier)


def service_test(test: Given, *, test_id: int) -> supplier.CreateServiceTest:
    """A test. Its `characteristics` have no place southbound."""
    return _made(supplier.CreateServiceTest, plain(test), id=test_id)


def create_problem(
    problem: Given,
    *,
    problem_id: int,
    address_types: Sequence[str] = (),
    service_test_reference: str | None = None,
    appointment_reservation_reference: str | None = None,
) -> supplier.CreateServiceProblem:
    """A problem. `externalIdentifier` and `parentServiceProblemId` are the tenant's matter."""
    values = plain(problem)
    _reduce_address(values, address_types)
    return _made(
        supplier.CreateServiceProblem,
        values,
        id=problem_id,
        serviceTestReference=service_test_reference,
        appointmentReservationReference=appointment_reservation_reference,
        parentServiceProblemId=None,
    )


def amend_problem(
    amendment: Given,
    *,
    amendment_id: int,
    supplier_service_problem_reference: str | None = None,
    appointment_reservation_reference: str | None = None,
) -> supplier.AmendServiceProblem:
    """Changes to a problem. A reference that the document does not allow is left out: the
    gateway's number says which problem it is."""
    reference = supplier_service_problem_reference
    return _made(
        supplier.AmendServiceProblem,
        plain(amendment),
        id=amendment_id,
        supplierReference=None,
        supplierServiceProblemReference=reference if _is_problem_reference(reference) else None,
        appointmentReservationReference=appointment_reservation_reference,
        escalationRequest=None,
    )


def cancel_problem(
    cancellation: Given, *, cancellation_id: int, supplier_service_problem_reference: str | None
) -> supplier.CancelServiceProblem:
    """A problem's cancellation, which needs the supplier's reference of the problem."""
    reference = supplier_service_problem_reference
    if reference is None:
        raise CannotMap(
            (
                "/serviceProblemId",
                "the supplier has not acknowledged the problem yet; it can be cancelled after that",
            )
        )
    if not _is_problem_reference(reference):
        raise CannotMap(
            (
                "/serviceProblemId",
                f"the supplier calls the problem {reference!r}, which its own API cannot take;"
                " ask the supplier to cancel it",
            )
        )
    return _made(
        supplier.CancelServiceProblem,
        plain(cancellation),
        id=cancellation_id,
        supplierServiceProblemReference=reference,
    )


def resolution(update: Given) -> supplier.UpdateServiceProblemResolution:
    """What a tenant says of a resolution."""
    values = plain(update)
    if values.get("status") == "PENDING":
        raise CannotMap(("/status", "PENDING is what it is already; send ACCEPTED or REJECTED"))
    return _made(supplier.UpdateServiceProblemResolution, values)


def _made(kind: type[M], values: Mapping[str, Any], **added: Any) -> M:
    """A model of the Supplier API from the tenant's values and the gateway's own."""
    names = _names(kind)
    body = {n: v for n, v in {**values, **added}.items() if n in names and v is not None}
    try:
        made: M = asked(kind, body)
    except ValidationError as error:
        faults = Codec[M](kind).faults(error)
        raise CannotMap(
            *((fault.pointer or "/", f"{fault.message}, for this supplier") for fault in faults)
        ) from error
    return made


@cache
def _names(kind: type[BaseModel]) -> frozenset[str]:
    """What the document knows of a model."""
    return frozenset(f.serialization_alias or name for name, f in kind.model_fields.items())


def _reduce_address(values: dict[str, Any], address_types: Sequence[str], place: str = "") -> None:
    if "address" not in values:
        return
    try:
        chosen = choose_identifier(values["address"], address_types)
    except NoAddress as error:
        raise CannotMap((f"{place}/address", str(error))) from error
    values["address"] = plain(chosen)


def _reduce_sites(values: dict[str, Any], name: str, address_types: Sequence[str]) -> None:
    for index, site in enumerate(values.get(name) or ()):
        _reduce_address(site, address_types, f"/{name}/{index}")


def _refuse_deletions(values: Mapping[str, Any]) -> None:
    """ADD, or no action, is what a characteristic southbound means anyway. It has no way to take
    one away, and without its action a DELETE would be taken for an ADD (rule: ours)."""
    faults = [
        (
            f"/serviceCharacteristics/{index}/action",
            f"{characteristic['action']}: the Supplier API can only add or change characteristics;"
            " ask the supplier, or leave it out",
        )
        for index, characteristic in enumerate(values.get("serviceCharacteristics") or ())
        if characteristic.get("action", "ADD") != "ADD"
    ]
    if faults:
        raise CannotMap(*faults)


def _is_problem_reference(reference: str | None) -> bool:
    return reference is not None and _PROBLEM_REFERENCE.fullmatch(reference) is not None
