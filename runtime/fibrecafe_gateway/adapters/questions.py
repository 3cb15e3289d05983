"""The synchronous questions to a supplier, as its adapter takes them.

`await adapter.availability_check(call, **availability(...))`. Raise `southbound.CannotMap`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

from pydantic import ValidationError

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant

from ..routing.addresses import NoAddress, choose_identifier
from .slots import StandardSlots
from .southbound import CannotMap, Given
from .wire import asked, plain


class AvailabilityQuestion(TypedDict):
    """Arguments of `SupplierAdapter.availability_check`."""

    address: supplier.AddressIdentifier
    service_types: Sequence[supplier.ServiceType]


class AppointmentQuestion(TypedDict):
    """Arguments of `SupplierAdapter.appointment_availability`."""

    address: supplier.AddressIdentifier
    service_specification: supplier.ServiceSpecification
    appointment_from_date: date | None
    classifications: Sequence[supplier.TimeslotClassification] | None
    appointment_purpose: str


def availability(
    address: tenant.AddressIdentifier,
    service_types: Sequence[tenant.ServiceType] | None = None,
    *,
    address_types: Sequence[str] = (),
) -> AvailabilityQuestion:
    """What is available at an address; BROADBAND when no service is named (`guide`)."""
    wanted = service_types or [tenant.ServiceType.BROADBAND]
    return {
        "address": _identifier(address, address_types),
        "service_types": [supplier.ServiceType(kind.value) for kind in dict.fromkeys(wanted)],
    }


def appointments(
    *,
    address: tenant.AddressIdentifier,
    service_specification: tenant.ServiceSpecification,
    appointment_purpose: str,
    appointment_from_date: date | None = None,
    standard_only: bool = False,
    standard_slots: StandardSlots | None = None,
    address_types: Sequence[str] = (),
) -> AppointmentQuestion:
    """Free slots.

    `standard_slots`: which classifications are standard by agreement with the supplier. With
    `standard_only` they are asked for; without an agreement the answer alone is sifted, since
    the supplier's own marker may count more as standard than the gateway would (rule: ours).
    """
    wanted = standard_slots if standard_only else None
    return {
        "address": _identifier(address, address_types),
        "service_specification": _checked(
            supplier.ServiceSpecification, "serviceSpecification", plain(service_specification)
        ),
        "appointment_from_date": appointment_from_date,
        "classifications": None if wanted is None else [*map(_classification, sorted(wanted))],
        "appointment_purpose": appointment_purpose,
    }


def reserve(
    reservation: Given, *, reservation_id: int, address_types: Sequence[str] = ()
) -> supplier.ReserveAppointment:
    """A slot to hold. `serviceCharacteristics` and `serviceId` have no place southbound."""
    values = plain(reservation)
    names = {"address", "serviceSpecification", "purpose", "timeslot"}
    body = {name: value for name, value in values.items() if name in names}
    body["address"] = plain(_identifier(values["address"], address_types))
    made: supplier.ReserveAppointment = _checked(
        supplier.ReserveAppointment, "", {**body, "id": reservation_id}
    )
    return made


def _identifier(
    address: tenant.AddressIdentifier | dict[str, Any], address_types: Sequence[str]
) -> supplier.AddressIdentifier:
    try:
        chosen = choose_identifier(address, address_types)
    except NoAddress as error:
        raise CannotMap(("/address", str(error))) from error
    made: supplier.AddressIdentifier = _checked(
        supplier.AddressIdentifier, "address", plain(chosen)
    )
    return made


def _checked(kind: Any, place: str, values: dict[str, Any]) -> Any:
    try:
        return asked(kind, values)
    except ValidationError as error:
        prefix = f"/{place}" if place else ""
        faults = Codec[Any](kind).faults(error)
        raise CannotMap(
            *((prefix + fault.pointer, f"{fault.message}, for this supplier") for fault in faults)
        ) from error


def _classification(name: str) -> supplier.TimeslotClassification:
    return supplier.TimeslotClassification(name)
