"""Supplier API to Tenant API."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant
from fibrecafe_gateway.adapters import northbound
from fibrecafe_gateway.adapters.contract import Faulty
from fibrecafe_gateway.adapters.wire import plain, told
from tests.documents import every_operation
from tests.runtime.adapters.suppliers import DIFFICULT

ADDRESS = {
    "identifier": {"id": "200004033694", "type": "UPRN"},
    "name": DIFFICULT,
    "postcode": "TW184LG",
}


def available(**values: Any) -> dict[str, Any]:
    answer = told(supplier.ServiceAvailability, {"address": ADDRESS, **values})
    made = northbound.availability(answer, supplier_id="S1")
    as_list: Any = list[tenant.ServiceAvailability]
    Codec[Any](as_list).accept(Codec[Any](as_list).write([made]))  # as strict as any client
    written: dict[str, Any] = plain(made)
    return written


def test_a_flat_site_becomes_a_line() -> None:
    made = available(
        serviceSpecifications=[
            {
                "id": "ftthl2r",
                "serviceCharacteristics": [{"name": "LINE_PROFILE", "values": ["100/20"]}],
            }
        ],
        siteInformation={
            "newLine": True,
            "installationType": "STANDARD",
            "constraints": [{"code": "WAYLEAVE_SHARED", "text": DIFFICULT}],
            "serviceReadyDate": "2026-04-01",
            "enniId": "S1889",
            "siteName": "Exchange",
            "lineCharacteristics": [{"name": "MAX_DOWNSTREAM_MBPS", "value": "1000"}],
        },
    )
    assert made["supplier"] == "S1"
    assert made["address"] == ADDRESS
    assert made["siteInformation"] == {
        "line": {
            "type": "NEW",
            "lineType": "FIBRE",
            "installationType": "STANDARD",
            "constraints": [{"code": "WAYLEAVE_SHARED", "text": DIFFICULT}],
            "enniId": "S1889",
            "siteName": "Exchange",
            "lineCharacteristics": [
                {"name": "MAX_DOWNSTREAM_MBPS", "value": "1000"},
                {"name": "AVAILABILITY_DATE", "value": "2026-04-01"},
            ],
        }
    }
    assert "unavailabilityReasons" not in made


def test_a_new_line_is_possible_unless_the_supplier_says_otherwise() -> None:
    assert "line" in available(siteInformation={})["siteInformation"]
    assert "siteInformation" not in available(siteInformation={"newLine": False})
    reasons = [{"code": "NOT_RFS", "text": "not built yet"}]
    made = available(siteInformation={}, unavailabilityReasons=reasons)
    assert "siteInformation" not in made
    assert made["unavailabilityReasons"] == reasons


def test_what_old_versions_sent_is_ignored() -> None:
    made = available(
        siteInformation={"lineType": "TAKEOVER", "onts": [{"ports": ["1", "2"]}], "newLine": True}
    )
    assert made["siteInformation"] == {"line": {"type": "NEW", "lineType": "FIBRE"}}


def test_existing_lines_have_their_terminal_flat_and_a_status_at_each_port() -> None:
    made = available(
        siteInformation={
            "newLine": False,
            "existingLines": [
                {
                    "enniId": "S1889",
                    "installationType": "BESPOKE",
                    "ont": {
                        "ontReference": "ONT1",
                        "serialNumber": "123",
                        "manufacturer": "Nokia",
                        "floor": "1",
                        "room": "Reception",
                        "position": "left",
                        "ports": [
                            {"portNumber": 1, "status": "ACTIVE"},
                            {"portNumber": 2, "stoppedDate": "2022-01-01T13:45:00.000Z"},
                            {"portNumber": 3, "tenantActive": True},
                            {"portNumber": 4},
                        ],
                    },
                },
                {"lineId": "OHP5738089O3"},
            ],
        }
    )
    fibre, copper = made["siteInformation"]["existingLines"]
    assert "line" not in made["siteInformation"]
    assert [port["status"] for port in fibre.pop("ports")] == [
        "ACTIVE",
        "STOPPED",
        "ACTIVE",
        "UNKNOWN",
    ]
    assert fibre == {
        "enniId": "S1889",
        "installationType": "BESPOKE",
        "lineType": "FIBRE",
        "ontReference": "ONT1",
        "ontSerialNumber": "123",
        "ontManufacturer": "Nokia",
        "ontFloor": "1",
        "ontRoom": "Reception",
        "ontPosition": "left",
    }
    assert copper == {"lineType": "COPPER", "lineId": "OHP5738089O3"}


def test_nothing_without_a_reason_gets_one() -> None:
    (reason,) = available()["unavailabilityReasons"]
    assert reason["code"] == "OTHER"


def test_what_a_supplier_sends_beyond_the_document_stays_behind() -> None:
    made = available(
        supplier="OTHER",
        internalMargin="40%",
        serviceSpecifications=[{"id": "x", "secret": 1}],
        siteInformation={"line": {"type": "FORGED"}, "enniId": "E"},
    )
    assert made["supplier"] == "S1"
    assert made["serviceSpecifications"] == [{"id": "x"}]
    assert made["siteInformation"]["line"]["type"] == "NEW"
    assert "internalMargin" not in made


def test_a_quote_is_priced_under_the_tenants_number() -> None:
    operation = next(o for o in every_operation() if (o.api, o.name) == ("tenant", "quote"))
    values = next(iter(operation.bodies.values()))["quoteItems"][0]
    item = Codec[Any](tenant.CreateQuoteItem).accept(json.dumps(values))
    answer = told(
        supplier.Quote,
        {
            "id": "3456cf7d-4471-42e4-a5be-c24ed58a7aa6",
            "status": "QUOTED",
            "validUntil": "2026-05-01",
            "charges": [
                {"name": "Installation", "type": "ONE_OFF", "amount": 1250.5, "currency": "GBP"},
                {"name": DIFFICULT, "type": "PER_MOON", "amount": 0, "currency": "GBP"},
            ],
        },
    )
    made = northbound.quote_item(item, answer)
    assert (made.id, made.supplier) == (item.id, item.supplier)
    assert made.supplier_quote_id == "3456cf7d-4471-42e4-a5be-c24ed58a7aa6"
    assert made.charges is not None
    assert [(c.name, c.type, c.amount) for c in made.charges] == [
        ("Installation", "ONE_OFF", 1250.5),
        (DIFFICULT, "PER_MOON", 0),
    ]
    assert made.sites == item.sites


def an_answer(**changed: Any) -> Any:
    values = {
        "id": 1,
        "orderType": "CEASE",
        "tenant": "T",
        "serviceId": "SI1",
        "requestedCompletionDate": "2026-04-01",
        "status": "ACKNOWLEDGED",
    }
    return told(supplier.CeaseServiceOrder, {**values, **changed})


def test_an_order_answer_tells_what_changes() -> None:
    made = northbound.order(
        an_answer(
            status="IN_PROGRESS",
            supplierOrderReference="FC123",
            committedDate="2026-04-01T09:00:00Z",
            targetDate="2026-04-02T09:00:00Z",
        )
    )
    assert (made.status, made.supplier_order_number) == ("IN_PROGRESS", "FC123")
    assert made.committed_date == datetime.fromisoformat("2026-04-01T09:00:00Z")
    assert made.target_date == datetime.fromisoformat("2026-04-02T09:00:00Z")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("A1", "A1"), (" A1 ", "A1"), ("", None), ("x" * 50, "x" * 50), ("x" * 51, None)],
)
def test_a_reference_that_the_tenants_document_cannot_carry_is_left_out(
    given: str, expected: str | None
) -> None:
    answer = northbound.order(an_answer(supplierOrderReference=given, status="WONDERFUL"))
    assert answer.supplier_order_number == expected
    assert answer.status == "ACKNOWLEDGED"


def test_an_order_of_an_unknown_kind_is_faulty() -> None:
    with pytest.raises(Faulty) as caught:
        northbound.order(supplier.UnknownServiceOrder(order_type="FUTURE"))
    assert caught.value.may_have_acted


def test_a_resolution_without_a_code_still_has_one_northbound() -> None:
    answer = told(
        supplier.ServiceProblemResolution,
        {
            "supplierReference": "1234",
            "status": "ACCEPTED",
            "resolvedDate": "2026-01-05T09:00:00Z",
            "resolutionDetails": {"resolutionText": DIFFICULT},
            "tenantNotes": "n" * 1001,
        },
    )
    made = northbound.resolution(answer, resolution_id=5, service_problem_id=9)
    assert (made.id, made.service_problem_id) == (5, 9)
    assert made.resolution_details.resolution_code == "OTHER"
    assert made.resolution_details.resolution_text == DIFFICULT
    assert made.tenant_notes == "n" * 1000


def test_an_answer_without_a_form_northbound_is_faulty_not_a_traceback() -> None:
    answer = told(supplier.ServiceAvailability, {"address": ADDRESS})
    answer.address.identifier.id = "x" * 21
    with pytest.raises(Faulty) as caught:
        northbound.availability(answer, supplier_id="S1")
    assert "no form northbound" in caught.value.detail
    assert "xxxx" not in caught.value.detail
