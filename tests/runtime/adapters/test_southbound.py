"""Tenant API to Supplier API, with the published payloads and with what does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import (
    _AMEND_ORDER,
    _CANCEL_ORDER,
    _CREATE_ETHERNET_ORDER,
    _CREATE_ORDER,
)
from fibrecafe_api.tenant import models as tenant
from fibrecafe_gateway.adapters import southbound
from fibrecafe_gateway.adapters.questions import reserve
from fibrecafe_gateway.adapters.southbound import CannotMap
from fibrecafe_gateway.adapters.wire import plain
from tests.documents import every_operation
from tests.runtime.adapters.suppliers import DIFFICULT

PUBLISHED = json.loads(
    (Path(__file__).parents[2] / "generated" / "published-payloads.json").read_text()
)
TODAY = date(2026, 3, 2)


def published(operation: str, kind: Any) -> Any:
    return Codec[Any](kind).accept(json.dumps(PUBLISHED[operation]["request"]))


def example(operation: str, name: str) -> Any:
    """A request of the Tenant API's document, by the name of its example."""
    found = next(o for o in every_operation() if o.api == "tenant" and o.name == operation)
    return found.bodies[name]


def faults_of(work: Callable[[], Any]) -> list[str]:
    with pytest.raises(CannotMap) as caught:
        work()
    return [pointer for pointer, _ in caught.value.faults]


def an_order(values: Any, **changed: Any) -> Any:
    given = {"order_id": 123, "tenant": "TENANT1", "today": TODAY}
    return southbound.create_order(values, **{**given, **changed})


def test_the_published_order_goes_south_with_the_gateways_additions_and_without_the_supplier() -> (
    None
):
    made = an_order(
        published("handleCreateOrder", tenant.CreateServiceOrder),
        appointment_reservation_reference="A234X",
    )
    expected = {
        **PUBLISHED["handleCreateOrder"]["request"],
        "id": 123,
        "tenant": "TENANT1",
        "address": {"id": "A00000031882", "type": "NAD"},
        "appointmentReservationReference": "A234X",
    }
    del expected["supplier"]
    assert plain(made) == expected
    Codec[Any](_CREATE_ORDER.body).accept(made.to_json())


def test_a_stored_order_gives_the_same_as_the_request_it_came_from() -> None:
    stored = Codec[Any](tenant.ServiceOrder).read(json.dumps(PUBLISHED["handleCreateOrder"]["201"]))
    from_request = an_order(published("handleCreateOrder", tenant.CreateServiceOrder))
    assert an_order(stored) == from_request
    assert an_order(PUBLISHED["handleCreateOrder"]["201"]) == from_request


def test_the_mapping_leaves_what_it_was_given_alone() -> None:
    values = json.loads(json.dumps(PUBLISHED["handleCreateOrder"]["request"]))
    an_order(values)
    assert values == PUBLISHED["handleCreateOrder"]["request"]


def test_the_published_amendment_cancellation_and_ethernet_order_go_south() -> None:
    amendment = southbound.amend_order(
        published("handleAmendOrder", tenant.CreateServiceOrderAmendment),
        amendment_id=234,
        order_type="NEW",
        supplier_order_reference="FC123",
    )
    request = PUBLISHED["handleAmendOrder"]["request"]
    expected = {**request, "id": 234, "supplierOrderReference": "FC123"}
    del expected["supplier"]
    assert plain(amendment) == expected
    Codec[Any](_AMEND_ORDER.body).accept(amendment.to_json())

    cancellation = southbound.cancel_order(
        published("handleCancelOrder", tenant.CreateServiceOrderCancellation),
        cancellation_id=345,
        supplier_order_reference="FC123",
    )
    assert plain(cancellation) == {
        "id": 345,
        "orderId": 123,
        "reasonCode": "CUSTOMER_CHANGED_MIND",
        "supplierOrderReference": "FC123",
    }
    Codec[Any](_CANCEL_ORDER.body).accept(cancellation.to_json())

    ethernet = southbound.create_ethernet_order(
        published("handleCreateEthernetOrder", tenant.CreateEthernetOrder),
        order_id=9,
        tenant="TENANT1",
    )
    sites = plain(ethernet)["siteInformation"]
    assert [site["address"] for site in sites] == [{"id": "A00000031882", "type": "NAD"}] * 2
    assert plain(ethernet)["supplierQuoteId"] == "SUPP2-QUO-ETH-5001"
    Codec[Any](_CREATE_ETHERNET_ORDER.body).accept(ethernet.to_json())


@pytest.mark.parametrize(
    ("order_type", "kind"),
    [
        ("NEW", supplier.AmendProvideServiceOrder),
        ("SWAP", supplier.AmendProvideServiceOrder),
        ("MODIFY", supplier.AmendModifyServiceOrder),
        ("CEASE", supplier.AmendCeaseServiceOrder),
    ],
)
def test_the_order_tells_the_kind_of_its_amendment(order_type: str, kind: type) -> None:
    stored = {
        "id": 5,
        "status": "PENDING",
        "supplierReference": "A1-1",
        "orderId": 123,
        "supplier": "S1",
        "requestedCompletionDate": "2026-04-01",
        "notes": DIFFICULT,
    }
    made = southbound.amend_order(stored, amendment_id=5, order_type=order_type)
    assert type(made) is kind
    assert plain(made) == {
        "id": 5,
        "orderId": 123,
        "requestedCompletionDate": "2026-04-01",
        "notes": DIFFICULT,
    }


def test_a_cease_without_a_date_is_wanted_today() -> None:
    cease = {"orderType": "CEASE", "supplier": "S1", "serviceId": "SI1"}
    assert an_order(cease).requested_completion_date == TODAY
    assert an_order(
        {**cease, "requestedCompletionDate": "2026-05-01"}
    ).requested_completion_date == date(2026, 5, 1)


def test_characteristics_of_a_modify_order_are_added_and_never_silently_deleted() -> None:
    modify = {
        "orderType": "MODIFY",
        "supplier": "S1",
        "serviceId": "SI1",
        "serviceCharacteristics": [
            {"name": "LINE_PROFILE", "value": "1G1G", "action": "ADD"},
            {"name": "CARE_LEVEL", "value": "2"},
        ],
    }
    assert plain(an_order(modify))["serviceCharacteristics"] == [
        {"name": "LINE_PROFILE", "value": "1G1G"},
        {"name": "CARE_LEVEL", "value": "2"},
    ]
    modify["serviceCharacteristics"] = [
        {"name": "A", "value": "1"},
        {"name": "B", "value": "1", "action": "DELETE"},
    ]
    assert faults_of(lambda: an_order(modify)) == ["/serviceCharacteristics/1/action"]
    assert faults_of(
        lambda: southbound.amend_order(
            {"orderId": 1, **modify}, amendment_id=2, order_type="MODIFY"
        )
    ) == ["/serviceCharacteristics/1/action"]


def test_the_identifier_that_the_supplier_understands_is_chosen() -> None:
    values = dict(PUBLISHED["handleCreateOrder"]["request"])
    values["address"] = {
        "id": "A00000031882",
        "type": "NAD",
        "additionalIdentifiers": [{"id": "200004033694", "type": "UPRN"}],
    }
    made = an_order(values, address_types=("UPRN",))
    assert plain(made)["address"] == {"id": "200004033694", "type": "UPRN"}
    assert faults_of(lambda: an_order(values, address_types=("ROBT",))) == ["/address"]


def test_an_address_of_a_site_that_does_not_fit_names_the_site() -> None:
    values = PUBLISHED["handleCreateEthernetOrder"]["request"]
    assert faults_of(
        lambda: southbound.create_ethernet_order(
            values, order_id=1, tenant="T", address_types=("UPRN",)
        )
    ) == ["/siteInformation/0/address"]


def test_a_quote_item_keeps_its_number_and_takes_the_tenants_identifier() -> None:
    item, *_ = example("quote", "ethernet")["quoteItems"]
    made = plain(southbound.quote_item(item, external_identifier="QUO-ETH-5001"))
    assert (made["id"], made["externalIdentifier"]) == (item["id"], "QUO-ETH-5001")
    assert "supplier" not in made
    assert made["sites"][0]["siteCharacteristics"] == item["sites"][0]["siteCharacteristics"]


def test_every_request_example_of_the_document_goes_south() -> None:
    """Whatever the tenant's document shows must have a form southbound, or say why not."""
    mappings: dict[str, Callable[[Any], Any]] = {
        "create_order": an_order,
        "cancel_order": lambda v: southbound.cancel_order(v, cancellation_id=1),
        "create_ethernet_order": lambda v: southbound.create_ethernet_order(
            v, order_id=1, tenant="T"
        ),
        "service_test": lambda v: southbound.service_test(v, test_id=1),
        "create_problem": lambda v: southbound.create_problem(v, problem_id=1),
        "amend_problem": lambda v: southbound.amend_problem(v, amendment_id=1),
        "cancel_problem": lambda v: southbound.cancel_problem(
            v, cancellation_id=1, supplier_service_problem_reference="SK_PRO1"
        ),
        "reserve_appointment": lambda v: reserve(v, reservation_id=1),
    }
    seen = set()
    for operation in every_operation():
        if operation.api == "tenant" and operation.name in mappings:
            for values in operation.bodies.values():
                mappings[operation.name](values)
                seen.add(operation.name)
    assert seen == set(mappings)
