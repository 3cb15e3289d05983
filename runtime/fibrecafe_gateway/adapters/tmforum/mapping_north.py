"""TM Forum's to the Supplier API: what the supplier's answers say.

Pure functions on what `resources` has read. Raise Refused where the supplier's own word is no,
though the status of its answer was not, and Faulty where an answer lacks what it must have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from fibrecafe_api.supplier import models as supplier

from ..contract import Faulty, Refused
from .resources import (
    Appointment,
    CancelServiceOrder,
    CheckServiceQualification,
    ErrorMessage,
    Milestone,
    Place,
    QualificationItem,
    SearchTimeSlot,
    Service,
    ServiceOrder,
)

R = TypeVar("R", bound=BaseModel)
M = TypeVar("M", bound=BaseModel)

COMMITTED = "committed"
"""Name of the milestone that says to which date the supplier commits."""


def read(kind: type[R], answer: Any) -> R:
    """An answer's JSON as a resource. Raises Faulty: the supplier has acted, it is told wrongly."""
    try:
        return kind.model_validate(answer)
    except ValidationError as error:
        wrong = [".".join(map(str, fault["loc"])) for fault in error.errors()[:5]]
        raise Faulty(
            detail=f"the answer is no {kind.__name__}: {', '.join(wrong)}", may_have_acted=True
        ) from error


def availability(
    address: supplier.AddressIdentifier, answer: CheckServiceQualification
) -> supplier.ServiceAvailability:
    """What is qualified; else the reasons. `alternate` counts as not: nobody asked for it."""
    items = answer.service_qualification_item
    qualified = [
        item.service
        for item in items
        if item.qualification_result == "qualified" and item.service is not None
    ]
    places = [place for item in items if item.service for place in item.service.place]
    where = _address(address, places)
    offered = [_offered(service) for service in qualified if service.service_specification]
    if not offered:
        return supplier.ServiceAvailability(
            address=where, unavailability_reasons=_reasons(items) or None
        )
    ready = min(
        (
            item.expected_service_availability_date
            for item in items
            if item.expected_service_availability_date is not None
        ),
        default=None,
    )
    return supplier.ServiceAvailability(
        address=where,
        service_specifications=offered,
        site_information=supplier.SiteInformation(
            new_line=True, service_ready_date=None if ready is None else ready.date()
        ),
    )


def _offered(service: Service) -> supplier.AvailableServiceSpecification:
    assert service.service_specification is not None
    values: dict[str, list[str]] = {}
    for item in service.service_characteristic:
        given = item.value if isinstance(item.value, list) else [item.value]
        values.setdefault(item.name, []).extend(str(v) for v in given if v is not None)
    return supplier.AvailableServiceSpecification(
        id=service.service_specification.id,
        name=service.service_specification.name,
        service_characteristics=[
            supplier.AvailableCharacteristic(name=name, values=options)
            for name, options in values.items()
        ],
    )


def _address(identifier: supplier.AddressIdentifier, places: Sequence[Place]) -> supplier.Address:
    known = next((place for place in places if place.id == identifier.id), None)
    if known is None:
        return supplier.Address(identifier=identifier)
    return supplier.Address(
        identifier=identifier,
        street_number=known.street_nr,
        street_name=known.street_name,
        locality=known.locality,
        city=known.city,
        postcode=known.postcode,
        country=known.country,
    )


def _reasons(items: Iterable[QualificationItem]) -> list[supplier.UnavailabilityReason]:
    return [
        supplier.UnavailabilityReason(code=reason.code or "OTHER", text=reason.label)
        for item in items
        for reason in item.eligibility_unavailability_reason
    ]


def slots(
    address: supplier.AddressIdentifier,
    service_specification: supplier.ServiceSpecification,
    answer: SearchTimeSlot,
) -> supplier.AvailableAppointments:
    """Free slots, in the order of their beginnings."""
    periods = sorted(
        (slot.valid_for for slot in answer.available_time_slot),
        key=lambda period: period.start_date_time,
    )
    return supplier.AvailableAppointments(
        address=address,
        service_specification=service_specification,
        available_timeslots=[
            supplier.Timeslot(
                timeslot_start_date_time=period.start_date_time,
                timeslot_end_date_time=period.end_date_time,
            )
            for period in periods
        ],
    )


def reservation(
    body: supplier.ReserveAppointment, answer: Appointment
) -> supplier.AppointmentReservation:
    """The slot that the supplier holds, which may differ from the one that was asked for."""
    if answer.status in ("cancelled", "failed"):
        raise Refused("the slot is no longer free", detail=f"the appointment is {answer.status}")
    slot = body.timeslot
    if answer.valid_for is not None:
        slot = supplier.Timeslot(
            timeslot_start_date_time=answer.valid_for.start_date_time,
            timeslot_end_date_time=answer.valid_for.end_date_time,
        )
    return _with(supplier.AppointmentReservation, body, timeslot=slot, supplier_reference=answer.id)


def order(body: supplier.CreateServiceOrder, answer: ServiceOrder) -> supplier.ServiceOrder:
    """ACKNOWLEDGED, or IN_PROGRESS where the supplier works on it and names a date.

    Any other state is told by the supplier's events.
    """
    state = _state(answer)
    if state == "rejected":
        raise Refused(*messages(answer.error_message), detail=f"order {answer.id} is rejected")
    committed, target = dates(answer)
    known: dict[str, Any] = {"supplier_order_reference": answer.id, "status": "ACKNOWLEDGED"}
    if state == "inProgress" and committed is not None:
        known |= {"status": "IN_PROGRESS", "committed_date": committed, "target_date": target}
    if isinstance(body, supplier.CreateProvideServiceOrder):
        return _with(supplier.ProvideServiceOrder, body, **known)
    if isinstance(body, supplier.CreateCeaseServiceOrder):
        return _with(supplier.CeaseServiceOrder, body, **known)
    return _with(supplier.ModifyServiceOrder, body, **known)


def amendment(body: supplier.AmendServiceOrder, answer: ServiceOrder) -> supplier.AmendServiceOrder:
    """The amendment as it was asked for: the order has changed."""
    _state(answer)
    return body.model_copy(update={"supplier_order_reference": answer.id})


def cancellation(
    body: supplier.CancelServiceOrder, answer: CancelServiceOrder
) -> supplier.ServiceOrderCancellation | None:
    """The cancellation; None while the supplier thinks about it."""
    if answer.state == "terminatedWithError":
        raise Refused(*messages(answer.error_message), detail=f"cancellation {answer.id} failed")
    if answer.state != "done":
        return None
    return _with(supplier.ServiceOrderCancellation, body, supplier_reference=answer.id)


def dates(order: ServiceOrder) -> tuple[datetime | None, datetime | None]:
    """To when the supplier committed, and when it means to be done; one stands in for the other."""
    milestone = found(order.milestone, COMMITTED)
    committed = None if milestone is None else milestone.milestone_date
    expected = order.expected_completion_date
    return committed or expected, expected or committed


def found(milestones: Iterable[Milestone], name: str) -> Milestone | None:
    """The last milestone of a name."""
    return next((one for one in reversed([*milestones]) if one.name == name), None)


def messages(errors: Iterable[ErrorMessage]) -> list[str]:
    """The supplier's own words."""
    return [text for error in errors if (text := error.message or error.reason)]


def _state(answer: ServiceOrder) -> str:
    if answer.state is None:
        raise Faulty(detail=f"order {answer.id} came without a state", may_have_acted=True)
    return answer.state


def _with(kind: type[M], body: BaseModel, **values: Any) -> M:
    """An answer that repeats what was asked, with what the supplier adds."""
    asked = {name: getattr(body, name) for name in type(body).model_fields}
    return kind(**{**asked, **values})
