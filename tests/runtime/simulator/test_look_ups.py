"""Availability, quotes, visits and addresses: plausible, and unusual at magic addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import errors
from fibrecafe_gateway.adapters.contract import (
    AddressSource,
    Busy,
    Refused,
    SupplierCall,
    TimedOut,
)
from fibrecafe_gateway.adapters.simulator import SimulatedAddresses
from fibrecafe_gateway.adapters.simulator.scenarios import ADDRESSES
from fibrecafe_gateway.clock import VirtualClock
from tests.runtime.simulator.box import ADDRESS, SPECIFICATION, TENANT, Box, box, provide

Kind = supplier.ServiceType


def uprn(id: str) -> supplier.AddressIdentifier:
    return supplier.AddressIdentifier(id=id, type="UPRN")


def asked(what: Callable[[Box], Awaitable[Any]], **given: Any) -> Any:
    async def run() -> Any:
        async with box(**given) as played:
            return await what(played)

    return asyncio.run(run())


def availability(
    address: supplier.AddressIdentifier = ADDRESS,
    kinds: list[supplier.ServiceType] | None = None,
    scenario: str | None = None,
) -> supplier.ServiceAvailability:
    def what(played: Box) -> Any:
        return played.client(scenario).availability_check(
            address=address, service_types=kinds or [Kind.BROADBAND], tenant=TENANT
        )

    found = asked(what)
    assert isinstance(found, supplier.ServiceAvailability)
    return found


def test_an_address_has_a_product_a_line_with_constraints_and_an_existing_line() -> None:
    found = availability()
    assert found.address.identifier == ADDRESS
    assert (found.address.name, found.address.postcode) == ("TWENTY", "TW184LG")
    (product,) = found.service_specifications or []
    assert product.id == "ftthl2r"
    assert "1G1G" in (product.service_characteristics or [])[0].values
    site = found.site_information
    assert site is not None
    assert (site.new_line, site.installation_type) == (True, "STANDARD")
    assert [one.code for one in site.constraints or []] == ["WAYLEAVE_SHARED"]
    (line,) = site.existing_lines or []
    assert line.ont is not None
    assert [port.port_number for port in line.ont.ports] == [1, 2]
    assert found.unavailability_reasons is None


def test_the_service_types_asked_for_decide_the_products() -> None:
    found = availability(kinds=[Kind.ETHERNET, Kind.BROADBAND])
    assert [one.id for one in found.service_specifications or []] == ["ethernet", "ftthl2r"]


def test_magic_addresses_have_nothing_or_only_an_existing_line() -> None:
    nothing = availability(uprn("100000900404"))
    assert nothing.service_specifications is None
    assert [one.code for one in nothing.unavailability_reasons or []] == ["OUT_OF_AREA"]
    assert nothing.address.name == "NOTHING HERE"
    old = availability(uprn("100000900301")).site_information
    assert old is not None
    assert (old.new_line, old.installation_type, bool(old.existing_lines)) == (False, None, True)
    by_header = availability(scenario="LOOK_UP_NOTHING")
    assert by_header.unavailability_reasons


@pytest.mark.parametrize(
    ("id", "error"),
    [("100000900422", errors.InvalidRequest), ("100000900503", errors.Unavailable)],
)
def test_magic_addresses_refuse_or_fail(id: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        availability(uprn(id))


def test_a_magic_address_is_slow() -> None:
    async def what(played: Box) -> timedelta:
        before = played.clock.now()
        await played.client().availability_check(
            address=uprn("100000900504"), service_types=[Kind.BROADBAND], tenant=TENANT
        )
        return played.clock.now() - before

    assert asked(what) == timedelta(seconds=60)


def test_orders_at_magic_addresses_follow_the_same_table() -> None:
    async def what(played: Box) -> list[str]:
        with pytest.raises(errors.InvalidRequest):
            await played.order(body=provide(1, address=uprn("1404")))
        await played.order(body=provide(2, address=uprn("1422")))
        with pytest.raises(errors.Unavailable):
            await played.order(body=provide(3, address=uprn("1503")))
        await played.play()
        return played.gateway.reasons

    assert asked(what) == ["ORDER_REJECTED"]


def test_a_scenario_of_another_section_does_not_disturb_a_look_up() -> None:
    assert availability(scenario="ORDER_DELAYED").service_specifications


def quote(months: int, sites: int = 2, address: Any = ADDRESS) -> supplier.Quote:
    roles = [supplier.SiteRole.A_END] + [supplier.SiteRole.B_END] * (sites - 1)
    body = supplier.QuoteRequest(
        id=1,
        external_identifier="QUO-ETH-5001",
        sites=[
            supplier.Site(name=f"Site {place}", postcode="TW184LG", role=role, address=address)
            for place, role in enumerate(roles)
        ],
        contract_details=supplier.ContractItem(
            contract_length=supplier.ContractLength(value=months, unit="MONTH")
        ),
        service=[supplier.Service(service_specification=SPECIFICATION)],
    )
    found = asked(lambda played: played.client().quote(body=body))
    assert isinstance(found, supplier.Quote)
    return found


def test_a_quote_has_a_price_that_falls_with_the_length_of_the_contract() -> None:
    def rental(found: supplier.Quote) -> float:
        return next(c.amount for c in found.charges or [] if c.type == "RECURRING")

    found = quote(12)
    assert (found.status, found.external_identifier) == ("QUOTED", "QUO-ETH-5001")
    assert found.valid_until == date(2026, 2, 4)
    assert quote(12) == found  # the id too
    assert quote(36).id != found.id
    assert rental(quote(36)) < rental(found) < rental(quote(12, sites=3))


def test_no_quote_is_given_for_a_magic_address() -> None:
    found = quote(12, address=uprn("1404"))
    assert (found.status, found.charges) == ("NOT_QUOTED", None)
    assert found.messages


def slots(start: datetime, **given: Any) -> list[supplier.Timeslot]:
    def what(played: Box) -> Any:
        asked_for = {"address": ADDRESS, "appointment_purpose": "PROVIDE", **given}
        return played.client().appointment_availability(
            service_specification=SPECIFICATION, tenant=TENANT, **asked_for
        )

    found = asked(what, clock=VirtualClock(start))
    return list(found.available_timeslots or [])


def test_slots_are_mornings_and_afternoons_from_monday_to_saturday() -> None:
    found = slots(datetime(2026, 1, 5, 9, tzinfo=UTC))  # a Monday
    assert len(found) == 24
    first = found[0]
    assert first.timeslot_start_date_time == datetime(2026, 1, 6, 9, tzinfo=UTC)
    assert first.timeslot_end_date_time == datetime(2026, 1, 6, 13, tzinfo=UTC)
    assert (first.classification, first.standard) == ("WEEKDAY_AM", True)
    kinds = {str(one.classification): one.standard for one in found}
    assert kinds == {
        "WEEKDAY_AM": True,
        "WEEKDAY_PM": True,
        "SATURDAY_AM": False,
        "SATURDAY_PM": False,
    }
    assert not any(one.timeslot_start_date_time.weekday() == 6 for one in found)


def test_slots_are_in_uk_time_also_where_it_changes() -> None:
    start = datetime(2026, 3, 26, 9, tzinfo=UTC)
    found = slots(start, classifications=["WEEKDAY_AM", "SATURDAY_AM"])
    hours = {one.timeslot_start_date_time.astimezone(UTC).hour: None for one in found}
    assert list(hours) == [9, 8]  # summer time begins on 29 March 2026
    assert {one.timeslot_start_date_time.hour for one in found} == {9}


def test_slots_begin_at_the_day_asked_for_and_have_the_kinds_asked_for() -> None:
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    found = slots(
        start,
        appointment_from_date=date(2026, 2, 2),
        classifications=["SATURDAY", "WEEKDAY_EVENING"],
    )
    assert found[0].timeslot_start_date_time == datetime(2026, 2, 2, 17, tzinfo=UTC)
    assert {str(one.classification) for one in found} == {
        "WEEKDAY_EVENING",
        "SATURDAY_AM",
        "SATURDAY_PM",
    }
    assert slots(start, classifications=["SUNDAY"]) == []
    assert slots(start, address=uprn("1404")) == []
    assert slots(start, appointment_from_date=date(2020, 1, 1)) == slots(start)
    assert len(slots(start, appointment_from_date=date(9999, 12, 31))) == 2


def reserve(scenario: str | None = None, start: str = "2026-01-10T09:00:00Z") -> Any:
    body = supplier.ReserveAppointment.from_json(
        f'{{"id":234,"address":{{"id":"1","type":"UPRN"}},"purpose":"PROVIDE","serviceSpecification":'
        f'{{"id":"ftthl2r"}},"timeslot":{{"timeslotStartDateTime":"{start}",'
        '"timeslotEndDateTime":"2026-01-10T13:00:00Z"}}'
    )
    return asked(
        lambda played: played.client(scenario).reserve_appointment(body=body, tenant=TENANT)
    )


def test_a_slot_is_held_for_a_day_or_as_asked() -> None:
    found = reserve()
    assert (found.id, found.purpose) == (234, "PROVIDE")
    assert found.supplier_reference.startswith("A234-202601100900-240-")
    assert (found.timeslot.classification, found.timeslot.standard) == ("SATURDAY_AM", False)
    assert found.expiry_date_time == datetime(2026, 1, 6, 9, tzinfo=UTC)
    soon = reserve("APPOINTMENT_HELD?expiry=90")
    assert soon.expiry_date_time == datetime(2026, 1, 5, 9, 1, 30, tzinfo=UTC)
    assert reserve() == found


def test_a_slot_can_be_gone_or_nonsense() -> None:
    with pytest.raises(errors.InvalidRequest, match="taken meanwhile"):
        reserve("APPOINTMENT_TAKEN")
    with pytest.raises(errors.InvalidRequest, match="/timeslot"):
        reserve(start="2026-01-10T13:00:00Z")
    with pytest.raises(errors.InvalidRequest, match="/timeslot"):
        reserve(start="0001-01-01T00:00:00+14:00")


CALL = SupplierCall(TENANT, "DUMMY_SUPPLIER", "r", "c", 5.0)


def found_addresses(**criteria: str) -> list[Any]:
    source: AddressSource = SimulatedAddresses()
    assert isinstance(source, AddressSource)
    names = ("postal_code", "uprn", "name", "street_number", "street_name")
    given: Any = {name: criteria.get(name) for name in names}
    return asyncio.run(source.address_lookup(CALL, **given))


def test_the_published_address_is_found_by_postcode_and_uprn() -> None:
    (found,) = found_addresses(postal_code="tw18 4lg")
    assert found == found_addresses(uprn="200004033694")[0]
    assert (found.identifier.id, found.identifier.type) == ("A00000031882", "NAD")
    assert found.identifier.additional_identifiers[0].id == "200004033694"
    assert found.sub_address.unit_number == "Floor 3"


def test_a_look_up_narrows_by_number_street_and_name() -> None:
    assert len(found_addresses(postal_code="ZZ1 1AA")) == 20
    (one,) = found_addresses(postal_code="ZZ11AA", street_number="7", street_name="fibre")
    assert (one.street_number, one.street_name) == ("7", "Fibre Street")
    assert found_addresses(postal_code="ZZ11AA", street_name="Copper") == []
    (slow,) = found_addresses(postal_code="ZZ44ZZ", name="slow")
    assert slow.identifier.id.endswith("504")
    assert found_addresses(postal_code="XX1 1XX") == []


def test_every_magic_address_can_be_found_by_looking() -> None:
    endings = {one.identifier.id[-3:] for one in found_addresses(postal_code="ZZ4 4ZZ")}
    assert endings == set(ADDRESSES)


@pytest.mark.parametrize(
    ("criteria", "failure"),
    [
        ({}, Refused),
        ({"name": "TWENTY"}, Refused),
        ({"postal_code": "ZZ4 422"}, Refused),
        ({"postal_code": "ZZ4 503"}, Busy),
        ({"postal_code": "ZZ4 504"}, TimedOut),
    ],
)
def test_a_look_up_can_fail(criteria: dict[str, str], failure: type[Exception]) -> None:
    with pytest.raises(failure):
        found_addresses(**criteria)
