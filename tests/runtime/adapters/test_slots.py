"""Appointment slots on their way to the tenant: classified, marked and sifted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant
from fibrecafe_gateway.adapters import northbound
from fibrecafe_gateway.adapters.slots import classify, standard_slots
from fibrecafe_gateway.adapters.wire import told
from fibrecafe_gateway.settings import SupplierSettings


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-01-05T09:00:00Z", "2026-01-05T13:00:00Z", "WEEKDAY_AM"),
        ("2026-01-05T08:00:00Z", "2026-01-05T12:00:00Z", "WEEKDAY_AM"),
        ("2026-01-05T07:00:00Z", "2026-01-05T09:00:00Z", "WEEKDAY_EARLY"),
        ("2026-01-05T13:00:00Z", "2026-01-05T18:00:00Z", "WEEKDAY_PM"),
        ("2026-01-05T12:00:00Z", "2026-01-05T17:00:00Z", "WEEKDAY_PM"),
        ("2026-01-05T17:00:00Z", "2026-01-05T20:00:00Z", "WEEKDAY_EVENING"),
        ("2026-01-05T08:00:00Z", "2026-01-05T18:00:00Z", "WEEKDAY"),
        ("2026-01-10T09:00:00Z", "2026-01-10T13:00:00Z", "SATURDAY_AM"),
        ("2026-01-11T09:00:00Z", "2026-01-11T17:00:00Z", "SUNDAY"),
        # In summer the UK is an hour ahead of UTC, and the offset that is written changes nothing.
        ("2026-07-06T07:00:00Z", "2026-07-06T12:00:00Z", "WEEKDAY_AM"),
        ("2026-07-06T06:30:00Z", "2026-07-06T09:00:00Z", "WEEKDAY_EARLY"),
        ("2026-07-06T16:00:00Z", "2026-07-06T19:00:00Z", "WEEKDAY_EVENING"),
        ("2026-07-10T23:30:00Z", "2026-07-11T08:00:00Z", "SATURDAY_EARLY"),
        ("2026-07-11T01:30:00+02:00", "2026-07-11T10:00:00+02:00", "SATURDAY_EARLY"),
        ("2026-01-05T22:00:00Z", "2026-01-06T02:00:00Z", "WEEKDAY_EVENING"),
    ],
)
def test_a_slot_is_classified_by_weekday_and_hours_in_the_uk(
    start: str, end: str, expected: str
) -> None:
    assert classify(datetime.fromisoformat(start), datetime.fromisoformat(end)) == expected


def slots(*given: tuple[str, str, dict[str, Any]], **options: Any) -> list[tenant.Timeslot]:
    answer = told(
        supplier.AvailableAppointments,
        {
            "availableTimeslots": [
                {"timeslotStartDateTime": start, "timeslotEndDateTime": end, **more}
                for start, end, more in given
            ]
        },
    )
    made = northbound.appointments(
        answer,
        supplier_id="S1",
        address=tenant.AddressIdentifier(id="1", type="UPRN"),
        service_specification=tenant.ServiceSpecification(id="ftthl2r"),
        **options,
    )
    Codec[Any](tenant.AppointmentAvailability).accept(made.to_json())
    assert made.available_timeslots is not None
    return made.available_timeslots


MONDAY = ("2026-01-05T09:00:00Z", "2026-01-05T13:00:00Z")
SATURDAY = ("2026-01-10T09:00:00Z", "2026-01-10T13:00:00Z")
OVERNIGHT = ("2026-01-05T22:00:00Z", "2026-01-06T02:00:00Z")


def test_the_suppliers_own_classification_and_marker_are_kept_where_they_are_known() -> None:
    kept, replaced, made = slots(
        (*MONDAY, {"classification": "SATURDAY_AM", "standard": False}),
        (*MONDAY, {"classification": "TWILIGHT", "standard": True}),
        (*SATURDAY, {}),
    )
    assert (kept.classification, kept.standard) == ("SATURDAY_AM", False)
    assert (replaced.classification, replaced.standard) == ("WEEKDAY_AM", True)
    assert (made.classification, made.standard) == ("SATURDAY_AM", False)


def test_an_agreement_says_what_is_standard_whatever_the_supplier_says() -> None:
    monday, saturday = slots(
        (*MONDAY, {"standard": True}),
        (*SATURDAY, {"standard": False}),
        standard_slots=frozenset({"SATURDAY_AM"}),
    )
    assert (monday.standard, saturday.standard) == (False, True)


def test_slots_are_sifted_as_the_tenant_asks() -> None:
    given: Any = ((*MONDAY, {}), (*SATURDAY, {}), (*OVERNIGHT, {"standard": True}))
    assert len(slots(*given)) == 3
    standard = slots(*given, standard_only=True)
    assert [slot.classification for slot in standard] == ["WEEKDAY_AM", "WEEKDAY_EVENING"]
    assert len(slots(*given, single_day=True)) == 2
    assert len(slots(*given, single_day=True, standard_only=True)) == 1
    assert slots() == []


def test_a_slot_over_midnight_utc_in_summer_is_on_one_day_in_the_uk() -> None:
    night = ("2026-07-05T23:30:00Z", "2026-07-06T10:00:00Z")
    assert len(slots((*night, {}), single_day=True)) == 1


def test_a_wrong_agreement_is_told_with_what_there_is() -> None:
    assert standard_slots(SupplierSettings()) is None
    with pytest.raises(ValueError, match="WEEKDAY_AM"):
        standard_slots(SupplierSettings(options={"standard_slots": ["MONDAYS"]}))


def test_a_reservation_becomes_the_tenants_appointment() -> None:
    request = told(
        tenant.CreateAppointment,
        {
            "supplier": "S1",
            "address": {"id": "1", "type": "UPRN"},
            "serviceSpecification": {"id": "ftthl2r"},
            "serviceId": "SI1",
            "purpose": "PROVIDE",
            "timeslot": {"timeslotStartDateTime": MONDAY[0], "timeslotEndDateTime": MONDAY[1]},
        },
    )
    answer = told(
        supplier.AppointmentReservation,
        {
            "id": 234,
            "address": {"id": "1", "type": "UPRN"},
            "serviceSpecification": {"id": "ftthl2r"},
            "timeslot": {"timeslotStartDateTime": MONDAY[0], "timeslotEndDateTime": MONDAY[1]},
            "supplierReference": "A234",
            "expiryDateTime": "2026-01-01T13:45:00.000Z",
        },
    )
    made = northbound.reservation(request, answer)
    Codec[Any](tenant.Appointment).accept(made.to_json())
    assert (made.id, made.supplier_reference, made.service_id) == (234, "A234", "SI1")
    assert (made.timeslot.classification, made.timeslot.standard) == ("WEEKDAY_AM", True)
    assert made.expiry_date_time is not None
