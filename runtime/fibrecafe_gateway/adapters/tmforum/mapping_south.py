"""Supplier API to TM Forum's: what the supplier is sent.

Pure functions. They leave out what is absent, and raise Refused for what the supplier has no form
for. The names of roles, notes and categories are ours; docs/tmforum-adapter.md lists them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias

from fibrecafe_api.supplier import models as supplier

from ..contract import Refused

Json: TypeAlias = dict[str, Any]

CUSTOMER = "customer"
"""Role of the tenant."""

AMENDMENT = "amendment"
"""Type of the external reference that carries an amendment's number."""


def external_id(tenant: str, number: int) -> str:
    """How the supplier is told an order's number, which is the gateway's and unique for a tenant."""
    return f"{tenant}/{number}"


def qualification(
    tenant: str,
    address: supplier.AddressIdentifier,
    service_types: Sequence[supplier.ServiceType],
) -> Json:
    """POST checkServiceQualification: an item for each kind of service, answered at once."""
    return {
        "@type": "CheckServiceQualification",
        "instantSyncQualification": True,
        "provideAlternative": False,
        "provideUnavailabilityReason": True,
        "relatedParty": [_customer(tenant)],
        "serviceQualificationItem": [
            {
                "id": str(number),
                "service": {"serviceType": kind.value, "place": [_place(address)]},
            }
            for number, kind in enumerate(service_types, 1)
        ],
    }


def slot_search(
    tenant: str,
    address: supplier.AddressIdentifier,
    service_specification: supplier.ServiceSpecification,
    from_date: date | None,
    purpose: str,
) -> Json:
    """POST searchTimeSlot. It has no classifications: the gateway classifies and sifts."""
    return _present(
        **{
            "@type": "SearchTimeSlot",
            "category": purpose,
            "relatedParty": [_customer(tenant)],
            "relatedPlace": _place(address),
            "relatedEntity": [_product(service_specification)],
            "requestedTimeSlot": from_date
            and [{"validFor": {"startDateTime": _midnight(from_date)}}],
        }
    )


def appointment(tenant: str, body: supplier.ReserveAppointment) -> Json:
    """POST appointment."""
    return _present(
        **{
            "@type": "Appointment",
            "externalId": external_id(tenant, body.id),
            "category": body.purpose,
            "relatedParty": [_customer(tenant)],
            "relatedPlace": _place(body.address),
            "relatedEntity": [_product(body.service_specification)],
            "validFor": {
                "startDateTime": _moment(body.timeslot.timeslot_start_date_time),
                "endDateTime": _moment(body.timeslot.timeslot_end_date_time),
            },
        }
    )


def order(body: supplier.CreateServiceOrder) -> Json:
    """POST serviceOrder: one item, which adds, changes or ends a service."""
    made: Json = {
        "@type": "ServiceOrder",
        "externalId": external_id(body.tenant, body.id),
        "category": body.order_type.value,
        "requestedCompletionDate": _day(body.requested_completion_date),
        "note": _notes(body),
        "relatedParty": [_customer(body.tenant), *_contacts(body)],
    }
    if isinstance(body, supplier.CreateProvideServiceOrder):
        item = body.service_order_item
        made["serviceOrderItem"] = [
            _item(
                "add",
                body,
                service=_present(
                    serviceSpecification={"id": item.service_specification.id},
                    serviceCharacteristic=_characteristics(item.service_characteristics),
                    place=[_place(body.address)],
                ),
            )
        ]
    else:
        action = "delete" if isinstance(body, supplier.CreateCeaseServiceOrder) else "modify"
        service = _present(
            id=body.service_id,
            serviceCharacteristic=_characteristics(body.service_characteristics),
        )
        made["serviceOrderItem"] = [_item(action, body, service=service)]
    return _present(**made)


def amendment(body: supplier.AmendServiceOrder) -> Json:
    """PATCH serviceOrder: what changes, and the number of the amendment."""
    options = _characteristics(getattr(body, "service_characteristics", None))
    reservation = _reservation(body)
    items = None
    if options is not None or reservation is not None:
        service = None if options is None else {"serviceCharacteristic": options}
        items = [_present(id="1", service=service, appointment=reservation)]
    return _present(
        externalReference=[{"name": str(body.id), "externalReferenceType": AMENDMENT}],
        requestedCompletionDate=_day(body.requested_completion_date),
        note=_notes(body),
        relatedParty=_contacts(body) or None,
        serviceOrderItem=items,
    )


def cancellation(tenant: str, body: supplier.CancelServiceOrder, order_id: str) -> Json:
    """POST cancelServiceOrder. `externalId` is an addition of ours to the task: the order's, and
    the number of the cancellation, since events of the task do not name the order otherwise."""
    return {
        "@type": "CancelServiceOrder",
        "externalId": f"{external_id(tenant, body.order_id)}/{body.id}",
        "cancellationReason": body.reason_code,
        "serviceOrder": {"id": order_id, "@referredType": "ServiceOrder"},
    }


def _item(action: str, body: Any, **more: Any) -> Json:
    return _present(id="1", action=action, appointment=_reservation(body), **more)


def _reservation(body: Any) -> Json | None:
    """The supplier's own reference of a reservation, and ours beside it."""
    reference = getattr(body, "appointment_reservation_reference", None)
    number = getattr(body, "appointment_reservation_id", None)
    if reference is None and number is None:
        return None
    if reference is None:
        raise Refused(f"appointmentReservationId: the supplier knows no reservation {number}")
    description = None if number is None else str(number)
    return _present(id=reference, description=description, **{"@referredType": "Appointment"})


def _notes(body: Any) -> list[Json] | None:
    """Every text of people, by its kind."""
    notes = [{"id": kind, "text": text} for kind, text in _texts(body) if text is not None]
    return notes or None


def _texts(body: Any) -> Iterator[tuple[str, str | None]]:
    yield "hazards", getattr(body, "hazards", None)
    yield "onSiteRestrictions", getattr(body, "on_site_restrictions", None)
    yield "notes", body.notes
    for number, task in enumerate(getattr(body, "engineer_tasks", None) or (), 1):
        yield f"engineerTask-{number}", task


def _contacts(body: Any) -> list[Json]:
    named = (
        ("primaryContact", getattr(body, "primary_contact", None)),
        ("secondaryContact", getattr(body, "secondary_contact", None)),
    )
    return [_contact(role, contact) for role, contact in named if contact is not None]


def _contact(role: str, contact: supplier.Contact) -> Json:
    ways = [
        {"mediumType": "phone", "characteristic": {"phoneNumber": contact.phone_number}},
        *(
            [{"mediumType": "email", "characteristic": {"emailAddress": contact.email}}]
            if contact.email is not None
            else []
        ),
    ]
    return {
        "@type": "RelatedParty",
        "@referredType": "Individual",
        "role": role,
        "name": contact.name,
        "contactMedium": ways,
    }


def _customer(tenant: str) -> Json:
    return {"id": tenant, "role": CUSTOMER, "@referredType": "Organization"}


def _place(address: supplier.AddressIdentifier) -> Json:
    """`name` says what kind of identifier it is: UPRN, ALK, ..."""
    return {
        "id": address.id,
        "name": address.type,
        "role": "installation",
        "@referredType": "GeographicAddress",
    }


def _product(specification: supplier.ServiceSpecification) -> Json:
    return {
        "id": specification.id,
        "role": "service",
        "@referredType": "ServiceSpecification",
    }


def _characteristics(
    given: Sequence[supplier.ServiceCharacteristic] | None,
) -> list[Json] | None:
    if given is None:
        return None
    return [{"name": item.name, "valueType": "string", "value": item.value} for item in given]


def _day(day: date | None) -> str | None:
    return None if day is None else _midnight(day)


def _midnight(day: date) -> str:
    return _moment(datetime.combine(day, time(), UTC))


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _present(**values: Any) -> Json:
    return {name: value for name, value in values.items() if value is not None}
