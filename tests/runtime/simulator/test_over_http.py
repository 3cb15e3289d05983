"""The simulator as a server of its own: all operations, its door, and what it does unasked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import BearerToken, SupplierClient, errors
from fibrecafe_api.supplier.server import ROUTES
from fibrecafe_gateway.adapters.simulator import Simulator, bearer, create_app
from fibrecafe_gateway.adapters.simulator.simulator import reference_for
from tests.documents import every_operation
from tests.runtime.simulator.box import (
    STRICT,
    TENANT,
    Gateway,
    amendment,
    box,
    cancellation,
    entity,
    ethernet,
    problem,
    provide,
    service_test,
)
from tests.serving import serve

HEADERS = {
    "X-Request-ID": "r",
    "X-Conversation-ID": "c",
    "Tenant": TENANT,
    "Authorization": "Bearer token",
}


@contextmanager
def served(
    token: str | None = None, *, pump: bool = False
) -> Iterator[tuple[str, Simulator, Gateway]]:
    gateway = Gateway()
    simulator = Simulator(gateway, seed=7, kci_delay=0)
    try:
        with serve(create_app(simulator, authenticate=bearer(token), pump=pump)) as url:
            yield url, simulator, gateway
    finally:
        asyncio.run(simulator.aclose())


def test_all_operations_answer_over_http() -> None:
    address = supplier.AddressIdentifier(id="200004033694", type="UPRN")
    specification = supplier.ServiceSpecification(id="ftthl2r")
    with (
        served() as (url, simulator, gateway),
        SupplierClient(url, auth=BearerToken("t")) as client,
    ):
        offer = client.availability_check(
            address=address, service_types=[supplier.ServiceType.BROADBAND], tenant=TENANT
        )
        assert offer.service_specifications
        slots = client.appointment_availability(
            address=address,
            service_specification=specification,
            appointment_purpose="PROVIDE",
            tenant=TENANT,
        )
        assert slots.available_timeslots
        held = client.reserve_appointment(
            body=supplier.ReserveAppointment(
                id=1,
                address=address,
                service_specification=specification,
                timeslot=slots.available_timeslots[0],
            ),
            tenant=TENANT,
        )
        notes, visit = "SCENARIO:ORDER_IN_PROGRESS", held.supplier_reference
        body = provide(1, appointment_reservation_reference=visit, notes=notes)
        assert client.create_order(body=body, tenant=TENANT) is None
        asyncio.run(simulator.pump_due())
        assert client.amend_order(body=amendment(2, 1, notes="Ring"), tenant=TENANT) is None
        assert client.cancel_order(body=cancellation(3, 1), tenant=TENANT) is None
        assert client.create_ethernet_order(body=ethernet(1)) is None  # numbered apart
        assert client.service_test(body=service_test(5), tenant=TENANT).supplier_reference
        assert client.create_problem(body=problem(6), tenant=TENANT) is None
        asyncio.run(simulator.pump_due())
        found = next(k["serviceProblem"] for k in gateway.kcis if k["reasonCode"] == "RESOLVED")
        decided = client.service_problem_resolution(
            body=supplier.UpdateServiceProblemResolution(
                status=supplier.ResolutionDecision.REJECTED
            ),
            id=found["serviceProblemResolution"]["supplierReference"],
            tenant=TENANT,
        )
        assert decided.status == "REJECTED"
        change = supplier.AmendServiceProblem(id=7, service_problem_id=6, notes="Ring first")
        assert client.amend_problem(body=change, tenant=TENANT) is None
        end = supplier.CancelServiceProblem(
            id=8,
            service_problem_id=6,
            supplier_service_problem_reference=found["supplierServiceProblemReference"],
            reason_code="NO_LONGER_REQUIRED",
        )
        assert client.cancel_problem(body=end, tenant=TENANT) is None
        asyncio.run(simulator.pump_due())
        last: dict[str, str] = {}
        for kci in gateway.kcis:
            STRICT.accept(json.dumps(kci))
            last[f"{list(kci)[-1]} {entity(kci)['id']}"] = entity(kci)["status"]
        assert last == {
            "provideServiceOrder 1": "CANCELLED",
            "provideEthernetOrder 1": "COMPLETED",
            "serviceTest 5": "COMPLETED",
            "serviceProblem 6": "CANCELLED",
        }


EXAMPLES = [
    pytest.param(route, example, id=f"{operation.name}.{name}")
    for operation in every_operation()
    for route in ROUTES
    if operation.api == "supplier" and operation.id == route.operation_id
    for name, example in operation.bodies.items()
    if "{id}" not in route.path
]


@pytest.mark.parametrize(("route", "example"), EXAMPLES)
def test_the_published_examples_are_taken(route: Any, example: dict[str, Any]) -> None:
    async def run() -> None:
        async with box() as played:
            if "orderId" in example:
                await played.order(body=provide(example["orderId"]))
            if "serviceProblemId" in example:
                number = example["serviceProblemId"]
                await played.client().create_problem(body=problem(number), tenant=TENANT)
            # The references of the examples are another supplier's.
            names = ("supplierOrderReference", "supplierServiceProblemReference")
            said = {name: value for name, value in example.items() if name not in names}
            if "supplierServiceProblemReference" in example and "reasonCode" in example:
                said[names[1]] = reference_for("SP", TENANT, example["serviceProblemId"])
            answer = await played.http.request(
                route.method, f"http://simulator{route.path}", json=said, headers=HEADERS
            )
            kinds = {one.status: one.type for one in route.answers}
            assert answer.status_code in kinds, answer.text
            if kinds[answer.status_code] is not None:
                Codec[Any](kinds[answer.status_code]).accept(answer.content)

    asyncio.run(run())


def test_kcis_are_sent_while_the_app_is_served() -> None:
    with served(pump=True) as (url, _, gateway), httpx2.Client(headers=HEADERS) as http:
        body = {"tenant": TENANT, "serviceId": "S12345", "reason": "WORKING_LINE_TAKEOVER"}
        answer = http.post(f"{url}/simulator/unsolicited-ceases", json=body)
        assert answer.status_code == 201
        for _ in range(500):
            if len(gateway.bodies) == 3:
                break
            httpx2.get(f"{url}/openapi.json")
        assert gateway.reasons == ["CREATED", "COMMITTED", "COMPLETED"]
        made = entity(gateway.kcis[0])
        assert made["supplierOrderReference"] == answer.json()["supplierOrderReference"]
        assert made["reason"] == "WORKING_LINE_TAKEOVER"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"tenant": TENANT}, "serviceId"),
        ({"tenant": TENANT, "serviceId": "S1", "reason": "BOREDOM"}, "CHANGE_OF_CP"),
        ({"tenant": TENANT, "serviceId": "S1", "status": "COMPLETED"}, "IN_PROGRESS"),
        ({"tenant": TENANT, "serviceId": "S1", "scenario": "ORDER_DELAYED"}, "unsolicited"),
    ],
)
def test_an_unsolicited_cease_that_is_wrong_is_refused(body: dict[str, Any], said: str) -> None:
    with served() as (url, simulator, _):
        answer = httpx2.post(f"{url}/simulator/unsolicited-ceases", json=body, headers=HEADERS)
        assert answer.status_code in (400, 422)
        assert said in answer.text
        assert asyncio.run(simulator.count()) == 0


def test_an_unsolicited_cease_can_begin_in_progress() -> None:
    with served() as (url, simulator, gateway):
        body = {"tenant": TENANT, "serviceId": "S1", "status": "IN_PROGRESS"}
        httpx2.post(f"{url}/simulator/unsolicited-ceases", json=body, headers=HEADERS)
        asyncio.run(simulator.pump_due())
        assert gateway.statuses == ["IN_PROGRESS", "COMPLETED"]
        assert entity(gateway.kcis[0])["committedDate"]


def test_the_door_needs_a_token_and_the_right_one_if_one_is_set() -> None:
    def code(url: str, authorization: str | None) -> int:
        headers = {k: v for k, v in HEADERS.items() if k != "Authorization"}
        if authorization:
            headers["Authorization"] = authorization
        answers = {
            httpx2.post(url + path, json={}, headers=headers).status_code
            for path in ("/service-orders", "/simulator/unsolicited-ceases")
        }
        (status,) = answers
        return status

    with served() as (url, _, _):
        assert code(url, None) == code(url, "Basic abc") == code(url, "Bearer") == 401
        assert code(url, "Bearer anything") == 400
    with served("secret") as (url, _, _):
        assert code(url, "Bearer anything") == 401
        assert code(url, "Bearer secret") == 400


def test_a_broken_connection_breaks_over_http_too() -> None:
    with served() as (url, simulator, _):
        client = SupplierClient(
            url, auth=BearerToken("t"), headers={"X-Scenario": "LOOK_UP_FOUND?misbehave=reset"}
        )
        with client, pytest.raises(errors.TransportFailed) as caught:
            client.availability_check(
                address=supplier.AddressIdentifier(id="1", type="UPRN"),
                service_types=[supplier.ServiceType.BROADBAND],
                tenant=TENANT,
            )
        assert caught.value.sent
        assert asyncio.run(simulator.count()) == 0


def test_errors_have_the_form_of_the_api() -> None:
    with served() as (url, _, _):
        headers = {**HEADERS, "X-Scenario": "NO_SUCH_THING"}
        answer = httpx2.post(
            f"{url}/service-problems",
            content=problem().to_json(),
            headers={**headers, "Content-Type": "application/json"},
        )
        body = supplier.Error.from_json(answer.content)
        assert (answer.status_code, body.code) == (422, "INVALID_REQUEST")
        assert "PROBLEM_RESOLVED" in body.messages[0]
        assert json.loads(answer.content)["uuid"]
