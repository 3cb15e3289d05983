"""Requests of tenants."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.tenant import models
from tests.documents import ROOT

SUPPLIER = "DUMMY_SUPPLIER"

NAD = models.AddressIdentifier(
    id="A00000031882",
    type="NAD",
    additional_identifiers=[models.SecondaryAddressIdentifier(id="200004033694", type="UPRN")],
)

CONTACT = models.Contact(
    name="Marjorie Featherstone", email="marjorie@example.org", phone_number="01632 960123"
)
"""Made up, and nowhere else, so that logs can be searched for it."""

SPECIFICATION = models.ServiceSpecification(id="ftthl2r")


def address(ending: str) -> models.AddressIdentifier:
    """A magic address of the simulator."""
    return models.AddressIdentifier(id=f"A00000900{ending}", type="NAD")


def profile(value: str = "1G1G") -> models.ServiceCharacteristic:
    return models.ServiceCharacteristic(name="LINE_PROFILE", value=value)


def provide(**changes: Any) -> models.CreateProvideServiceOrder:
    given: dict[str, Any] = {
        "order_type": models.ProvideOrderType.NEW,
        "supplier": SUPPLIER,
        "address": NAD,
        "service_order_item": models.ServiceOrderItem(
            service_specification=SPECIFICATION, service_characteristics=[profile()]
        ),
        "primary_contact": CONTACT,
    }
    return models.CreateProvideServiceOrder(**{**given, **changes})


def cease(**changes: Any) -> models.CreateCeaseServiceOrder:
    given: dict[str, Any] = {
        "order_type": models.CeaseOrderType.CEASE,
        "supplier": SUPPLIER,
        "service_id": "S12345",
        "requested_completion_date": date(2030, 2, 4),
    }
    return models.CreateCeaseServiceOrder(**{**given, **changes})


def modify(**changes: Any) -> models.CreateModifyServiceOrder:
    given: dict[str, Any] = {
        "order_type": models.ModifyOrderType.MODIFY,
        "supplier": SUPPLIER,
        "service_id": "S12345",
        "service_characteristics": [
            models.ModifyServiceCharacteristic(name="LINE_PROFILE", value="330/50")
        ],
    }
    return models.CreateModifyServiceOrder(**{**given, **changes})


def swap(**changes: Any) -> models.CreateProvideServiceOrder:
    """An order that replaces a live service."""
    options = [
        profile(),
        models.ServiceCharacteristic(name="SERVICE_ID", value="S12345"),
        models.ServiceCharacteristic(name="ONT_REFERENCE", value="ONT0000123123"),
        models.ServiceCharacteristic(name="ONT_PORT", value="1"),
    ]
    item = models.ServiceOrderItem(
        service_specification=SPECIFICATION, service_characteristics=options
    )
    given = {"order_type": models.ProvideOrderType.SWAP, "service_order_item": item}
    return provide(**{**given, **changes})


def ethernet(**changes: Any) -> models.CreateProvideEthernetOrder:
    """The published request, at another supplier."""
    values = {**published("handleCreateEthernetOrder"), "supplier": SUPPLIER}
    made = Codec(models.CreateProvideEthernetOrder).read(json.dumps(values))
    return made.model_copy(update=changes)


def service_test(**changes: Any) -> models.CreateServiceTest:
    given: dict[str, Any] = {
        "service_id": "S12345",
        "problem_type": "STABILITY",
        "service_specification": SPECIFICATION,
        "supplier": SUPPLIER,
        "characteristics": [models.Characteristic(name="SERVICE_HAS_WORKED", value="true")],
    }
    return models.CreateServiceTest(**{**given, **changes})


def problem(service_test_id: int, **changes: Any) -> models.CreateServiceProblem:
    given: dict[str, Any] = {
        "problem_type": "OUTAGE",
        "problem_text": "The service is down.",
        "service_id": "S12345",
        "service_specification": SPECIFICATION,
        "supplier": SUPPLIER,
        "service_test_id": service_test_id,
        "characteristics": [models.Characteristic(name="SERVICE_HAS_WORKED", value="true")],
        "primary_contact": CONTACT,
    }
    return models.CreateServiceProblem(**{**given, **changes})


def amendment(order_id: int, **changes: Any) -> models.CreateProvideServiceOrderAmendment:
    given: dict[str, Any] = {"notes": "ring twice"}
    return models.CreateProvideServiceOrderAmendment(order_id=order_id, **(changes or given))


def cancellation(order_id: int, **changes: Any) -> models.CreateServiceOrderCancellation:
    given: dict[str, Any] = {"order_id": order_id, "reason_code": "CUSTOMER_CHANGED_MIND"}
    return models.CreateServiceOrderCancellation(**{**given, **changes})


def problem_amendment(id: int, **changes: Any) -> models.CreateServiceProblemAmendment:
    given: dict[str, Any] = {"notes": "after six"}
    return models.CreateServiceProblemAmendment(service_problem_id=id, **(changes or given))


def problem_cancellation(id: int, **changes: Any) -> models.CreateServiceProblemCancellation:
    given: dict[str, Any] = {"service_problem_id": id, "reason_code": "NO_LONGER_REQUIRED"}
    return models.CreateServiceProblemCancellation(**{**given, **changes})


def quote(*suppliers: str) -> models.CreateQuote:
    """An item for each."""

    def site(role: str) -> dict[str, Any]:
        place = {"id": "200004033694", "type": "UPRN"}
        return {"name": "Office", "address": place, "postcode": "TW184LG", "role": role}

    items = [
        {
            "id": number,
            "supplier": supplier,
            "sites": [site("A-END"), site("B-END")],
            "contractDetails": {"contractLength": {"value": 36, "unit": "MONTH"}},
            "service": [{"serviceSpecification": {"id": "ethernet"}}],
        }
        for number, supplier in enumerate(suppliers, 1)
    ]
    values = {"externalIdentifier": "Q-1", "quoteItems": items}
    return Codec(models.CreateQuote).read(json.dumps(values))


def appointment(timeslot: models.Timeslot, **changes: Any) -> models.CreateAppointment:
    given: dict[str, Any] = {
        "supplier": SUPPLIER,
        "address": NAD,
        "service_specification": SPECIFICATION,
        "purpose": "PROVIDE",
        "timeslot": timeslot,
    }
    return models.CreateAppointment(**{**given, **changes})


def slot(text: str = "2030-01-10T09:00:00Z") -> models.Timeslot:
    values = {"timeslotStartDateTime": text, "timeslotEndDateTime": text.replace("T09", "T13")}
    return models.Timeslot.from_json(json.dumps(values).encode())


def published(operation: str) -> dict[str, Any]:
    """A request as it was published."""
    payloads = json.loads((ROOT / "tests/generated/published-payloads.json").read_text())
    body: dict[str, Any] = payloads[operation]["request"]
    return body
