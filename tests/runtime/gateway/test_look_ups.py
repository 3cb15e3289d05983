"""Questions that are answered at once: who is asked, with what, and what comes back when some fail."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest

from fibrecafe_api.tenant import models
from fibrecafe_api.tenant.client import errors
from tests.generated.answering import Answering
from tests.runtime.adapters.suppliers import answer, hang, raw_server
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import Running, native, running, simulated
from tests.serving import serve

BOTH = models.AddressIdentifier(
    id="A00000031882",
    type="NAD",
    additional_identifiers=[
        models.SecondaryAddressIdentifier(id="A00000031882", type="NAD"),
        models.SecondaryAddressIdentifier(id="200004033694", type="UPRN"),
    ],
)


@dataclass
class Stage:
    """Suppliers of every sort; `heard` is what the recording ones were asked."""

    gateway: Running
    heard: dict[str, Answering] = field(default_factory=dict)

    def last(self, supplier: str) -> Any:
        return self.heard[supplier].received[-1]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with ExitStack() as stack:
        heard = {name: Answering("supplier") for name in ("GOOD", "BY_UPRN", "BY_NAD", "OLD")}
        urls = {name: stack.enter_context(serve(one.app())) for name, one in heard.items()}
        broken = stack.enter_context(raw_server(answer(500)))
        slow = stack.enter_context(raw_server(hang))
        suppliers = {
            "GOOD": native(urls["GOOD"]),
            "BY_UPRN": native(urls["BY_UPRN"], address_types=("UPRN",)),
            "BY_NAD": native(urls["BY_NAD"], address_types=("ROBT", "NAD")),
            "OLD": native(urls["OLD"], api_version="1.9"),
            "BROKEN": native(broken),
            "SLOW": native(slow, timeout=0.4),
            "DUMMY_SUPPLIER": simulated(),
        }
        folder = tmp_path_factory.mktemp("look-ups")
        default = {"default_supplier": "DUMMY_SUPPLIER"}
        gateway = stack.enter_context(running(folder, suppliers, tenant=default))
        yield Stage(gateway, heard)


def suppliers_of(offers: list[models.ServiceAvailability]) -> list[str]:
    return [offer.supplier for offer in offers]


def test_all_suppliers_are_asked_at_once_and_who_fails_costs_its_own_element(stage: Stage) -> None:
    begun = time.monotonic()
    offers = stage.gateway.client().availability_check(address=BOTH)
    assert suppliers_of(offers) == ["GOOD", "BY_UPRN", "BY_NAD", "OLD", "DUMMY_SUPPLIER"]
    assert time.monotonic() - begun < 3


def test_only_those_that_are_named_are_asked(stage: Stage) -> None:
    before = len(stage.heard["BY_UPRN"].received)
    offers = stage.gateway.client().availability_check(address=BOTH, suppliers=["BY_NAD", "GOOD"])
    assert suppliers_of(offers) == ["GOOD", "BY_NAD"]
    assert len(stage.heard["BY_UPRN"].received) == before


def test_each_supplier_gets_the_identifier_that_it_understands(stage: Stage) -> None:
    stage.gateway.client().availability_check(address=BOTH, suppliers=["GOOD", "BY_UPRN", "BY_NAD"])
    sent = {name: stage.last(name).arguments["address"] for name in ("GOOD", "BY_UPRN", "BY_NAD")}
    assert {name: (one.type, one.id) for name, one in sent.items()} == {
        "GOOD": ("NAD", "A00000031882"),
        "BY_UPRN": ("UPRN", "200004033694"),
        "BY_NAD": ("NAD", "A00000031882"),
    }
    assert stage.last("GOOD").arguments["tenant"] == "TENANT1"


def test_a_supplier_that_understands_no_identifier_is_left_out_or_said(stage: Stage) -> None:
    only = models.AddressIdentifier(id="200004033694", type="UPRN")
    client = stage.gateway.client()
    offers = client.availability_check(address=only, suppliers=["BY_NAD", "BY_UPRN"])
    assert suppliers_of(offers) == ["BY_UPRN"]
    with pytest.raises(errors.InvalidRequest, match=r"supplier BY_NAD: .* understands ROBT or NAD"):
        client.availability_check(address=only, suppliers=["BY_NAD"])


def test_an_old_supplier_is_not_asked_for_what_its_version_lacks(stage: Stage) -> None:
    client = stage.gateway.client()
    ethernet = [models.ServiceType.ETHERNET]
    offers = client.availability_check(
        address=BOTH, suppliers=["OLD", "GOOD"], service_types=ethernet
    )
    assert suppliers_of(offers) == ["GOOD"]
    before = len(stage.heard["OLD"].received)
    with pytest.raises(errors.NotImplementedByServer, match=r"Supplier API 1\.9 has no quotes"):
        client.quote(body=bodies.quote("OLD"))
    for ask, body in (
        (client.service_test, bodies.service_test(supplier="OLD")),
        (client.create_ethernet_order, bodies.ethernet(supplier="OLD")),
    ):
        with pytest.raises(errors.InvalidRequest, match=r"Supplier API 1\.9 has no"):
            ask(body=body)
    assert len(stage.heard["OLD"].received) == before
    client.availability_check(address=BOTH, suppliers=["OLD"])
    # BROADBAND is what it has; the parameter is left out.
    assert [str(kind) for kind in stage.last("OLD").arguments["service_types"]] == ["BROADBAND"]


def test_when_all_fail_the_answer_says_how_each_did(stage: Stage) -> None:
    with pytest.raises(errors.BadGateway) as caught:
        stage.gateway.client().availability_check(address=BOTH, suppliers=["BROKEN", "SLOW"])
    assert caught.value.code == "SUPPLIER_FAULT"
    assert [message.partition(":")[0] for message in caught.value.messages] == ["BROKEN", "SLOW"]
    with pytest.raises(errors.GatewayTimedOut) as late:
        stage.gateway.client().availability_check(address=BOTH, suppliers=["SLOW"])
    assert late.value.code == "SUPPLIER_TIMED_OUT"


def test_quotes_are_split_over_their_suppliers(stage: Stage) -> None:
    quote = stage.gateway.client().quote(body=bodies.quote("GOOD", "BROKEN", "DUMMY_SUPPLIER"))
    found = {item.supplier: item for item in quote.quote_items}
    assert list(found) == ["GOOD", "BROKEN", "DUMMY_SUPPLIER"]
    assert found["DUMMY_SUPPLIER"].status == "QUOTED"
    assert found["BROKEN"].status == "NOT_QUOTED"
    assert found["BROKEN"].messages == ["An invalid response was received from the supplier"]
    asked = stage.last("GOOD").body
    assert (asked.id, asked.external_identifier) == (1, "Q-1")
    assert [site.address.type for site in asked.sites] == ["UPRN", "UPRN"]


def test_two_items_of_a_quote_have_two_ids(stage: Stage) -> None:
    body = bodies.quote("GOOD", "DUMMY_SUPPLIER")
    same = [item.model_copy(update={"id": 1}) for item in body.quote_items]
    with pytest.raises(errors.InvalidRequest, match="/quoteItems: two have the same id"):
        stage.gateway.client().quote(body=body.model_copy(update={"quote_items": same}))
    with pytest.raises(errors.InvalidRequest, match="/quoteItems/1: supplier NOBODY is not"):
        stage.gateway.client().quote(body=bodies.quote("GOOD", "NOBODY"))


def test_addresses_come_from_the_default_supplier_or_the_one_that_is_named(stage: Stage) -> None:
    client = stage.gateway.client()
    found = client.address_lookup(postal_code="ZZ1 1AA", street_number="7")
    assert [address.street_number for address in found] == ["7"]
    named = client.address_lookup(postal_code="ZZ11AA", supplier="DUMMY_SUPPLIER")
    assert len(named) == 20
    with pytest.raises(errors.NotImplementedByServer, match="no address look-up"):
        client.address_lookup(postal_code="ZZ11AA", supplier="GOOD")
    with pytest.raises(errors.GatewayTimedOut):
        client.address_lookup(postal_code="ZZ4 504")


@pytest.mark.parametrize(
    ("scenario", "status"),
    [
        ("LOOK_UP_REFUSED", 422),
        ("LOOK_UP_FOUND?status=503", 502),
        ("LOOK_UP_FOUND?status=501", 501),
        ("LOOK_UP_FOUND?misbehave=no_such", 422),
    ],
)
def test_scenarios_of_look_ups_are_passed_on(stage: Stage, scenario: str, status: int) -> None:
    client = stage.gateway.client(scenario=scenario)
    with pytest.raises(errors.AnswerError) as caught:
        client.availability_check(address=BOTH, suppliers=["DUMMY_SUPPLIER"])
    assert caught.value.status == status


def test_a_slot_that_is_taken_or_not_offered(stage: Stage) -> None:
    client = stage.gateway.client(scenario="APPOINTMENT_TAKEN")
    with pytest.raises(errors.InvalidRequest, match="the slot has been taken meanwhile"):
        client.reserve_appointment(body=bodies.appointment(bodies.slot()))
    nothing = stage.gateway.client().appointment_availability(
        supplier="DUMMY_SUPPLIER",
        address=bodies.address("404"),
        service_specification=bodies.SPECIFICATION,
        appointment_purpose="PROVIDE",
    )
    assert nothing.available_timeslots == []


def test_scenarios_without_a_section_of_their_own_find_lines_and_nothing(stage: Stage) -> None:
    client = stage.gateway.client(scenario="LOOK_UP_EXISTING_LINE")
    (offer,) = client.availability_check(address=BOTH, suppliers=["DUMMY_SUPPLIER"])
    assert offer.site_information is not None
    assert offer.site_information.line is None
    (line,) = offer.site_information.existing_lines or ()
    assert line.ont_reference == "ONT0000123123"
    client = stage.gateway.client(scenario="LOOK_UP_NOTHING")
    quote = client.quote(body=bodies.quote("DUMMY_SUPPLIER"))
    assert quote.quote_items[0].status == "NOT_QUOTED"
