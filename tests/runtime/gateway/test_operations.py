"""Every operation of the Tenant API against the simulator, by the blocking and the asynchronous
client."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from fibrecafe_api.tenant import models
from tests.documents import described
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import Running

Ask = Callable[..., Any]
"""`ask("create_order", body=...)`: calls an operation and gives its answer."""


class Asking:
    """Calls operations by either client, and remembers which."""

    def __init__(self, gateway: Running, kind: str) -> None:
        self._gateway = gateway
        self._kind = kind
        self.asked: set[str] = set()

    def __call__(self, operation: str, scenario: str | None = None, **arguments: Any) -> Any:
        self.asked.add(operation)
        if self._kind == "blocking":
            client = self._gateway.client(scenario=scenario)
            return getattr(client, operation)(**arguments)

        async def call() -> Any:
            async with self._gateway.async_client(scenario=scenario) as client:
                return await getattr(client, operation)(**arguments)

        return asyncio.run(call())


@pytest.mark.parametrize("kind", ["blocking", "asynchronous"])
def test_every_operation_works(gateway: Running, kind: str) -> None:
    ask = Asking(gateway, kind)
    for check in (look_ups, appointments, orders, ethernet_orders, service_tests, problems):
        check(ask, gateway)
    assert ask.asked == {operation.name for operation in described("tenant")}


def look_ups(ask: Asking, gateway: Running) -> None:
    (found,) = ask("address_lookup", postal_code="TW18 4LG", street_number="20")
    assert (found.identifier.id, found.postcode) == ("A00000031882", "TW184LG")
    assert ask("address_lookup", uprn="999") == []

    offers = ask("availability_check", address=found.identifier)
    assert [offer.supplier for offer in offers] == ["DUMMY_SUPPLIER", "SUPPLIER2"]
    line = offers[0].site_information.line
    assert (line.type, line.installation_type) == ("NEW", "STANDARD")
    assert offers[0].service_specifications[0].service_characteristics[0].values == [
        "100/20",
        "330/50",
        "1G1G",
    ]
    (one,) = ask("availability_check", address=bodies.address("404"), suppliers=["SUPPLIER2"])
    assert (one.supplier, one.unavailability_reasons[0].code) == ("SUPPLIER2", "OUT_OF_AREA")

    quote = ask("quote", body=bodies.quote("DUMMY_SUPPLIER", "SUPPLIER2"))
    assert quote.external_id == "Q-1"
    assert [(i.id, i.supplier, i.status) for i in quote.quote_items] == [
        (1, "DUMMY_SUPPLIER", "QUOTED"),
        (2, "SUPPLIER2", "QUOTED"),
    ]
    charges = {charge.name: charge.amount for charge in quote.quote_items[0].charges}
    assert charges["Installation"] == 1000.0
    assert all(item.supplier_quote_id for item in quote.quote_items)


def appointments(ask: Asking, gateway: Running) -> None:
    asked = {
        "supplier": "DUMMY_SUPPLIER",
        "address": bodies.NAD,
        "service_specification": bodies.SPECIFICATION,
        "appointment_purpose": "PROVIDE",
        "appointment_from_date": date(2030, 1, 7),
    }
    offered = ask("appointment_availability", **asked)
    assert (offered.supplier, offered.address) == ("DUMMY_SUPPLIER", bodies.NAD)
    assert any(not slot.standard for slot in offered.available_timeslots)
    standard = ask("appointment_availability", standard_only=True, **asked).available_timeslots
    assert standard
    assert all(slot.standard for slot in standard)
    slot = standard[0]
    assert slot.timeslot_start_date_time.date() == date(2030, 1, 7)
    reserved = ask("reserve_appointment", body=bodies.appointment(slot))
    assert reserved.timeslot.classification == "WEEKDAY_AM"
    assert reserved.expiry_date_time > datetime.now(UTC)
    assert reserved.supplier_reference

    order = ask(
        "create_order",
        "ORDER_IN_PROGRESS",
        body=bodies.provide(appointment_reservation_id=reserved.id),
    )
    assert order.appointment_supplier_reference == reserved.supplier_reference
    kcis = gateway.inbox().wait(order.id, 3)
    assert kcis[-1].body["entity"]["targetDate"].startswith("2030-01-07")


def orders(ask: Asking, gateway: Running) -> None:
    order = ask("create_order", "ORDER_IN_PROGRESS", body=bodies.provide(notes="at the gate"))
    assert isinstance(order, models.ProvideServiceOrder)
    assert (order.status, order.notes) == ("RECEIVED_BY_GATEWAY", "at the gate")
    gateway.inbox().wait(order.id, 3)
    amended = ask("amend_order", body=bodies.amendment(order.id, notes="at the door"))
    assert isinstance(amended, models.ProvideServiceOrderAmendment)
    assert (amended.order_id, amended.status, amended.notes) == (
        order.id,
        "RECEIVED_BY_GATEWAY",
        "at the door",
    )
    gateway.inbox().wait(order.id, lambda found: any(k.type == "AMENDED" for k in found))
    cancelled = ask("cancel_order", body=bodies.cancellation(order.id, text="too late"))
    assert (cancelled.reason_code, cancelled.text) == ("CUSTOMER_CHANGED_MIND", "too late")
    assert order.id < amended.id < cancelled.id
    gateway.inbox().wait(order.id, "CANCELLED")
    found = _recorded(ask, order.id)
    assert (found.status, found.notes) == ("CANCELLED", "at the door")
    updates = {str(update.information.type): update for update in found.updates}
    assert list(updates) == ["UPDATE", "ACKNOWLEDGED", "COMMITTED", "AMENDED", "CANCELLED"]
    assert updates["AMENDED"].service_order_amendment.id == amended.id
    assert updates["AMENDED"].service_order_amendment.supplier_reference
    assert updates["CANCELLED"].service_order_cancellation.id == cancelled.id


def _recorded(ask: Asking, id: int) -> Any:
    """An order, all of whose KCIs are known to be delivered; that is written after they are."""
    deadline = time.monotonic() + 2
    while True:
        found = ask("get_order", id=str(id))
        statuses = {update.delivery_status for update in found.updates}
        if statuses == {"DELIVERED"}:
            return found
        assert time.monotonic() < deadline, statuses
        time.sleep(0.02)


def ethernet_orders(ask: Asking, gateway: Running) -> None:
    order = ask("create_ethernet_order", body=bodies.ethernet())
    assert (order.status, order.supplier_quote_id) == (
        "RECEIVED_BY_GATEWAY",
        "SUPP2-QUO-ETH-5001",
    )
    gateway.inbox().wait(order.id, "COMPLETED")
    found = ask("get_ethernet_order", id=str(order.id))
    assert (found.status, len(found.updates)) == ("COMPLETED", 4)
    assert found.site_information == order.site_information


def service_tests(ask: Asking, gateway: Running) -> None:
    test = ask("service_test", "SERVICE_TEST_AMBER", body=bodies.service_test())
    assert isinstance(test, models.ServiceTestRequest)
    assert (test.status, test.problem_type) == ("RECEIVED_BY_GATEWAY", "STABILITY")
    gateway.inbox().wait(test.id, "COMPLETED")
    found = ask("get_service_test_by_id", id=str(test.id))
    assert found.result.test_outcome.test_result == "AMBER"
    assert found.supplier_reference


def problems(ask: Asking, gateway: Running) -> None:
    test = ask("service_test", "SERVICE_TEST_RED", body=bodies.service_test())
    gateway.inbox().wait(test.id, "COMPLETED")
    problem = ask("create_problem", "PROBLEM_HELD", body=bodies.problem(test.id))
    assert (problem.status, problem.service_test_id) == ("RECEIVED_BY_GATEWAY", test.id)
    gateway.inbox().wait(problem.id, "HELD")
    amended = ask("amend_problem", body=bodies.problem_amendment(problem.id, notes="after six"))
    assert (amended.service_problem_id, amended.notes) == (problem.id, "after six")
    gateway.inbox().wait(problem.id, lambda found: any(k.type == "AMENDED" for k in found))
    withdrawn = ask("cancel_problem", body=bodies.problem_cancellation(problem.id))
    assert (withdrawn.service_problem_id, withdrawn.status) == (problem.id, "RECEIVED_BY_GATEWAY")
    gateway.inbox().wait(problem.id, "CANCELLED")
    found = ask("get_service_problem_by_id", id=str(problem.id))
    assert (found.status, found.notes) == ("CANCELLED", "after six")

    other = ask("create_problem", body=bodies.problem(test.id))
    kcis = gateway.inbox().wait(other.id, "RESOLVED")
    resolution = kcis[-1].body["entity"]["serviceProblemResolution"]
    decision = models.UpdateServiceProblemResolution(
        status=models.ServiceProblemResolutionStatus.ACCEPTED
    )
    answer = ask("service_problem_resolution", id=str(resolution["id"]), body=decision)
    assert (answer.id, answer.status) == (resolution["id"], "ACCEPTED")
    gateway.inbox().wait(other.id, "COMPLETED")


def test_both_ids_are_echoed_and_numbers_are_the_tenants_own(gateway: Running) -> None:
    import httpx2

    numbers = []
    for tenant in ("TENANT1", "TENANT2"):
        headers = {
            "Authorization": f"Bearer {gateway.token(tenant)}",
            "X-Request-ID": f"request-{tenant}-7",
            "X-Conversation-ID": "conversation 7",
        }
        body = bodies.provide().to_json()
        answer = httpx2.post(
            f"{gateway.url}/v1/service-orders",
            content=body,
            headers={**headers, "content-type": "application/json"},
        )
        assert answer.status_code == 201
        assert answer.headers["x-request-id"] == f"request-{tenant}-7"
        assert answer.headers["x-conversation-id"] == "conversation 7"
        numbers.append(answer.json()["id"])
        second = gateway.client(tenant).create_order(body=bodies.provide())
        assert second.id == numbers[-1] + 1
    kcis = gateway.inbox("TENANT2").wait(numbers[1], "COMPLETED")
    assert {kci.conversation_id for kci in kcis} == {"conversation 7"}
