"""Another tenant's id is answered exactly as one that was never issued, wherever an id goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.documents import described
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import Running, running

NEVER = 987654321
"""A number that nobody was given."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, dict[str, int]]]:
    """The second tenant has one of everything, the first has nothing."""
    with running(tmp_path_factory.mktemp("others")) as gateway:
        theirs = {}
        client = gateway.client("TENANT2", "ORDER_IN_PROGRESS")
        inbox = gateway.inbox("TENANT2")
        theirs["order"] = client.create_order(body=bodies.provide()).id
        theirs["ethernet"] = client.create_ethernet_order(body=bodies.ethernet()).id
        tests = gateway.client("TENANT2", "SERVICE_TEST_RED")
        theirs["test"] = tests.service_test(body=bodies.service_test()).id
        slot = bodies.appointment(bodies.slot())
        theirs["appointment"] = gateway.client("TENANT2").reserve_appointment(body=slot).id
        inbox.wait(theirs["test"], "COMPLETED")
        problems = gateway.client("TENANT2")
        theirs["problem"] = problems.create_problem(body=bodies.problem(theirs["test"])).id
        kcis = inbox.wait(theirs["problem"], "RESOLVED")
        resolution = kcis[-1].body["entity"]["serviceProblemResolution"]
        theirs["resolution"] = resolution["id"]
        inbox.wait(theirs["order"], 3)
        amendment = bodies.amendment(theirs["order"])
        theirs["amendment"] = gateway.client("TENANT2").amend_order(body=amendment).id
        inbox.wait(theirs["order"], lambda found: any(k.type == "AMENDED" for k in found))
        inbox.wait(theirs["ethernet"], 3)
        gateway.settle()
        yield gateway, theirs


def _sent(model: Any, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(model.to_json())
    return {**values, **changes}


_DECISION = {"status": "ACCEPTED"}

ASKED: dict[str, tuple[str, str, str, Any]] = {
    # what is named: (kind, method, path, body), with the number as `0`
    "get an order": ("order", "GET", "/service-orders/0", None),
    "get an order by an ethernet order": ("ethernet", "GET", "/service-orders/0", None),
    "get an order by a test": ("test", "GET", "/service-orders/0", None),
    "get an ethernet order": ("ethernet", "GET", "/ethernet/service-orders/0", None),
    "get a test": ("test", "GET", "/service-tests/0", None),
    "get a problem": ("problem", "GET", "/service-problems/0", None),
    "decide": ("resolution", "PATCH", "/service-problem-resolutions/0", _DECISION),
    "amend": ("order", "POST", "/service-order-amendments", ("orderId", bodies.amendment(1))),
    "cancel": (
        "order",
        "POST",
        "/service-order-cancellations",
        ("orderId", bodies.cancellation(1)),
    ),
    "cancel an ethernet order": (
        "ethernet",
        "POST",
        "/service-order-cancellations",
        ("orderId", bodies.cancellation(1)),
    ),
    "amend a problem": (
        "problem",
        "POST",
        "/service-problem-amendments",
        ("serviceProblemId", bodies.problem_amendment(1)),
    ),
    "cancel a problem": (
        "problem",
        "POST",
        "/service-problem-cancellations",
        ("serviceProblemId", bodies.problem_cancellation(1)),
    ),
    "report a problem by a test": (
        "test",
        "POST",
        "/service-problems",
        ("serviceTestId", bodies.problem(1)),
    ),
    "order with a reservation": (
        "appointment",
        "POST",
        "/service-orders",
        ("appointmentReservationId", bodies.provide()),
    ),
    "modify with a reservation": (
        "appointment",
        "POST",
        "/service-orders",
        ("appointmentReservationId", bodies.modify()),
    ),
    "order with an amendment's number": (
        "amendment",
        "POST",
        "/service-orders",
        ("appointmentReservationId", bodies.provide()),
    ),
}


@pytest.mark.parametrize("what", ASKED)
def test_another_tenants_id_is_answered_as_one_never_issued(
    stage: tuple[Running, dict[str, int]], what: str
) -> None:
    gateway, theirs = stage
    kind, method, path, given = ASKED[what]
    before = gateway.rows()

    def ask(number: int) -> tuple[int, dict[str, str], Any]:
        body = given
        if isinstance(given, tuple):
            field, model = given
            body = _sent(model, **{field: number})
        headers = {"Authorization": f"Bearer {gateway.token()}", "X-Request-ID": "r"}
        answer = httpx2.request(
            method,
            f"{gateway.url}/v1{path.replace('0', str(number))}",
            json=body,
            headers={**headers, "X-Conversation-ID": "c"},
        )
        said = answer.json()
        said.pop("uuid")
        text = json.dumps(said).replace(str(number), "NUMBER")
        told = {n: v for n, v in answer.headers.items() if n not in ("date", "content-length")}
        return answer.status_code, told, text

    status, headers, text = ask(theirs[kind])
    assert (status, headers, text) == ask(NEVER)
    assert status == (404 if method == "GET" else 422)
    assert "NUMBER" in text
    assert gateway.rows() == before


def test_every_operation_that_takes_an_id_is_asked() -> None:
    with_id = {o.path for o in described("tenant") if "{id}" in o.path}
    in_bodies = {
        "/service-order-amendments",
        "/service-order-cancellations",
        "/service-problem-amendments",
        "/service-problem-cancellations",
        "/service-problems",
        "/service-orders",
    }
    asked = {path.replace("0", "{id}") for _, _, path, _ in ASKED.values()}
    assert asked == with_id | in_bodies


def test_a_suppliers_kci_reaches_only_the_tenant_that_it_names(
    stage: tuple[Running, dict[str, int]],
) -> None:
    """Both tenants may have an order of the same number at the same supplier."""
    gateway, theirs = stage
    for kci in gateway.inbox("TENANT2").kcis:
        assert kci.id in theirs.values()
    assert gateway.inbox("TENANT1").kcis == []
