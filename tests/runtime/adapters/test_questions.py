"""The synchronous questions to a supplier."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant
from fibrecafe_gateway.adapters.questions import appointments, availability, reserve
from fibrecafe_gateway.adapters.southbound import CannotMap
from fibrecafe_gateway.adapters.wire import plain
from tests.documents import every_operation

PUBLISHED = json.loads(
    (Path(__file__).parents[2] / "generated" / "published-payloads.json").read_text()
)
TODAY = date(2026, 3, 2)


def faults_of(work: Callable[[], Any]) -> list[str]:
    with pytest.raises(CannotMap) as caught:
        work()
    return [pointer for pointer, _ in caught.value.faults]


ADDRESS = tenant.AddressIdentifier(
    id="A1",
    type="NAD",
    additional_identifiers=[tenant.SecondaryAddressIdentifier(id="200004033694", type="UPRN")],
)


def test_availability_is_asked_for_broadband_unless_something_else_is_named() -> None:
    asked = availability(ADDRESS, address_types=("UPRN",))
    assert asked["address"] == supplier.AddressIdentifier(id="200004033694", type="UPRN")
    assert asked["service_types"] == [supplier.ServiceType.BROADBAND]
    both = [tenant.ServiceType.ETHERNET, tenant.ServiceType.BROADBAND, tenant.ServiceType.ETHERNET]
    assert availability(ADDRESS, both)["service_types"] == [
        supplier.ServiceType.ETHERNET,
        supplier.ServiceType.BROADBAND,
    ]
    assert faults_of(lambda: availability(ADDRESS, address_types=("ROBT",))) == ["/address"]


def test_standard_slots_are_asked_for_by_agreement_only() -> None:
    given: dict[str, Any] = {
        "address": ADDRESS,
        "service_specification": tenant.ServiceSpecification(id="ftthl2r", name="FTTH"),
        "appointment_purpose": "PROVIDE",
        "standard_only": True,
    }
    assert appointments(**given)["classifications"] is None
    agreed = appointments(**given, standard_slots=frozenset({"SATURDAY_AM", "WEEKDAY"}))
    assert agreed["classifications"] == ["SATURDAY_AM", "WEEKDAY"]
    assert agreed["service_specification"].name is None
    given["standard_only"] = False
    every = appointments(**given, standard_slots=frozenset({"SATURDAY_AM"}))
    assert every["classifications"] is None


def test_a_reservation_keeps_the_offset_of_its_slot() -> None:
    operations = (o for o in every_operation() if o.api == "tenant")
    values = next(
        body for o in operations if o.name == "reserve_appointment" for body in o.bodies.values()
    )
    slot = {
        "timeslotStartDateTime": "2026-06-10T09:00:00.000+01:00",
        "timeslotEndDateTime": "2026-06-10T13:00:00.000+01:00",
    }
    made = Codec[Any](tenant.CreateAppointment).accept(json.dumps({**values, "timeslot": slot}))
    south = reserve(made, reservation_id=234)
    assert south.id == 234
    assert set(plain(south)) == {"id", "address", "serviceSpecification", "purpose", "timeslot"}
    assert plain(south)["timeslot"] == slot
