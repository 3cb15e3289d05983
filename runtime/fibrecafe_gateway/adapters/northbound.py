"""Supplier API to Tenant API: a supplier's answers become what the tenant is told.

Pure functions. What a supplier sends beyond the documents stays behind; an unknown value of an
enum is passed on. Raise `Faulty` where an answer has no form northbound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant

from .contract import Faulty
from .slots import StandardSlots, mark, sift
from .wire import plain, told

T = TypeVar("T", bound=BaseModel)

_MAX_REFERENCE = 50  # characters, of a reference in the Tenant API


def availability(
    answer: supplier.ServiceAvailability, *, supplier_id: str
) -> tenant.ServiceAvailability:
    """One supplier's element of the answer."""
    values = plain(answer)
    site = values.pop("siteInformation", None)
    reasons = values.get("unavailabilityReasons")
    made = _site(site) if site is not None else {}
    given = answer.site_information
    if reasons and given is not None and "new_line" not in given.model_fields_set:
        # `newLine` is true when absent (guide), unless reasons say that there is nothing (ours).
        made.pop("line", None)
    if made:
        values["siteInformation"] = made
    if not made and not values.get("serviceSpecifications") and not reasons:
        # Nothing is available, and the document promises reasons then (rule: ours).
        values["unavailabilityReasons"] = [
            {"code": "OTHER", "text": "The supplier offers nothing here and gives no reason."}
        ]
    return _told(tenant.ServiceAvailability, {**values, "supplier": supplier_id})


def _site(site: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if site.get("newLine", True):
        names = ("constraints", "enniId", "siteName", "siteLocation", "installationType")
        characteristics = list(site.get("lineCharacteristics") or ())
        ready = site.get("serviceReadyDate")
        if ready and all(item["name"] != "AVAILABILITY_DATE" for item in characteristics):
            # It has no field northbound; the guide lists the characteristic (rule: ours).
            characteristics.append({"name": "AVAILABILITY_DATE", "value": ready})
        made["line"] = {
            "type": "NEW",
            # The supplier's own lineType counts no more since 1.7 (guide); copper lines come with
            # a lineId, and only on existing lines.
            "lineType": "FIBRE",
            **{name: site[name] for name in names if name in site},
            **({"lineCharacteristics": characteristics} if characteristics else {}),
        }
    lines = [_existing(line) for line in site.get("existingLines") or ()]
    return {**made, "existingLines": lines} if lines else made


def _existing(line: Mapping[str, Any]) -> dict[str, Any]:
    """The optical terminal flat in the line, as it is northbound."""
    made = {name: value for name, value in line.items() if name != "ont"}
    ont = line.get("ont")
    made["lineType"] = "COPPER" if ont is None and "lineId" in line else "FIBRE"
    if ont is not None:
        renamed = {
            "ontReference": "ontReference",
            "serialNumber": "ontSerialNumber",
            "manufacturer": "ontManufacturer",
            "floor": "ontFloor",
            "room": "ontRoom",
            "position": "ontPosition",
        }
        made |= {north: ont[south] for south, north in renamed.items() if south in ont}
        made["ports"] = [{**port, "status": _port_status(port)} for port in ont.get("ports") or ()]
    return made


def _port_status(port: Mapping[str, Any]) -> str:
    """Northbound it is mandatory, southbound not (rule: ours)."""
    if "status" in port:
        return str(port["status"])
    if "stoppedDate" in port:
        return "STOPPED"
    return "ACTIVE" if port.get("tenantActive") else "UNKNOWN"


def quote_item(item: tenant.CreateQuoteItem, answer: supplier.Quote) -> tenant.QuoteItem:
    """An item of the tenant's quote with the supplier's price."""
    priced = plain(answer)
    names = ("status", "validUntil", "charges", "messages")
    return _told(
        tenant.QuoteItem,
        {
            **plain(item),
            "supplierQuoteId": str(answer.id),
            **{name: priced[name] for name in names if name in priced},
        },
    )


def appointments(
    answer: supplier.AvailableAppointments,
    *,
    supplier_id: str,
    address: tenant.AddressIdentifier,
    service_specification: tenant.ServiceSpecification,
    standard_slots: StandardSlots | None = None,
    standard_only: bool = False,
    single_day: bool = False,
) -> tenant.AppointmentAvailability:
    """Slots, classified, marked and sifted; the address is the one that the tenant gave."""
    values = plain(answer)
    specification = {**plain(service_specification), **(values.get("serviceSpecification") or {})}
    made = _told(
        tenant.AppointmentAvailability,
        {
            "supplier": supplier_id,
            "address": plain(address),
            "serviceSpecification": specification,
            "availableTimeslots": values.get("availableTimeslots") or [],
        },
    )
    slots = [mark(slot, standard_slots) for slot in made.available_timeslots or ()]
    sifted = sift(slots, standard_only=standard_only, single_day=single_day)
    return made.model_copy(update={"available_timeslots": sifted})


def reservation(
    request: tenant.CreateAppointment,
    answer: supplier.AppointmentReservation,
    *,
    standard_slots: StandardSlots | None = None,
) -> tenant.Appointment:
    """The appointment, under the gateway's number; the slot is the one that the supplier holds."""
    held = plain(answer)
    names = ("timeslot", "supplierReference", "expiryDateTime")
    made = _told(
        tenant.Appointment,
        {**plain(request), "id": answer.id, **{name: held[name] for name in names if name in held}},
    )
    return made.model_copy(update={"timeslot": mark(made.timeslot, standard_slots)})


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """What a supplier's 201 says of an order; None: nothing."""

    status: str
    """ACKNOWLEDGED or IN_PROGRESS."""
    supplier_order_number: str | None = None
    committed_date: datetime | None = None
    target_date: datetime | None = None


def order(answer: supplier.ServiceOrder | supplier.ProvideEthernetOrder) -> OrderAnswer:
    """What changes in the order."""
    if isinstance(answer, supplier.UnknownServiceOrder):
        raise Faulty(
            detail=f"answered with an order of type {answer.order_type}", may_have_acted=True
        )
    return OrderAnswer(
        _status(answer.status),
        reference(answer.supplier_order_reference),
        answer.committed_date,
        answer.target_date,
    )


def problem(answer: supplier.ServiceProblem) -> tuple[str, str | None]:
    """Status, ACKNOWLEDGED or IN_PROGRESS, and the supplier's reference of the problem."""
    return _status(answer.status), reference(answer.supplier_reference)


def resolution(
    answer: supplier.ServiceProblemResolution, *, resolution_id: int, service_problem_id: int
) -> tenant.ServiceProblemResolution:
    """A resolution, under the gateway's numbers."""
    values = plain(answer)
    details = values["resolutionDetails"]
    details.setdefault("resolutionCode", "OTHER")  # mandatory northbound only (ours)
    numbers = {"id": resolution_id, "serviceProblemId": service_problem_id}
    notes = values.pop("tenantNotes", "")
    if notes:
        values["tenantNotes"] = notes[:1000]
    return _told(tenant.ServiceProblemResolution, {**values, **numbers})


def reference(text: str | None) -> str | None:
    """A supplier's reference; None where the Tenant API cannot carry it (1 to 50 characters).

    Half a reference would be worse than none: it also goes back south (rule: ours).
    """
    known = (text or "").strip()
    return known if 1 <= len(known) <= _MAX_REFERENCE else None


def _status(text: str) -> str:
    """A 201 acknowledges, whatever else it says; IN_PROGRESS also commits (`documented`)."""
    return text if text in ("ACKNOWLEDGED", "IN_PROGRESS") else "ACKNOWLEDGED"


def _told(kind: type[T], values: Mapping[str, Any]) -> T:
    names = {field.serialization_alias or name for name, field in kind.model_fields.items()}
    try:
        return told(kind, {name: value for name, value in values.items() if name in names})
    except ValidationError as error:
        raise Faulty(
            detail=f"has no form northbound: {error.errors(include_input=False)[:3]}",
            may_have_acted=True,
        ) from error
