"""Health, and what is logged over orders' lives: both ids, and nothing that is secret or personal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from fibrecafe_api.tenant import models
from fibrecafe_api.tenant.client import errors
from tests.runtime.adapters.suppliers import answer, raw_server
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import (
    INBOX_TOKEN,
    Running,
    native,
    running,
    secret_of,
    simulated,
)
from tests.runtime.telemetry.capturing import Lines, logged

PERSONAL = {
    "name": "Featherstone",
    "email": "marjorie@example.org",
    "telephone number": "960123",
    "hazard": "the dog bites",
    "note": "leave it with Gwendolyn",
    "address": "A00000031882",
    "postcode": "TW184LG",
    "what a supplier said of a person": "Featherstone",
}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lines, dict[str, Any]]]:
    """The log, at its most talkative, of orders that go well and of some that do not."""
    folder = tmp_path_factory.mktemp("logs")
    told = {
        "uuid": "87432dfb-2e47-4532-a1b7-4b113d48867d",
        "code": "SUPPLIER_FAULT",
        "messages": ["ring 01632 960123, or write to marjorie@example.org"],
    }
    with raw_server(answer(500, json.dumps(told))) as broken, logged("DEBUG") as lines:
        suppliers = {"DUMMY_SUPPLIER": simulated(), "BROKEN": native(broken)}
        with running(folder, suppliers, access_log=True) as gateway:
            yield lines, live(gateway)


def live(gateway: Running) -> dict[str, Any]:
    """Some hours in a gateway's life; what can be searched for in its log."""
    client = gateway.client(scenario="ORDER_PENDING")
    body = bodies.provide(hazards=PERSONAL["hazard"], notes=PERSONAL["note"])
    order = client.create_order(body=body, request_id="req-life", conversation_id="conv-life")
    gateway.inbox().wait(order.id, "PENDING")
    changed = bodies.amendment(order.id, primary_contact=bodies.CONTACT, notes=PERSONAL["note"])
    gateway.client().amend_order(body=changed)
    gateway.inbox().wait(order.id, "COMPLETED")
    failed = gateway.client().create_order(body=bodies.provide(supplier="BROKEN"))
    gateway.inbox().wait(failed.id, "FAILED_TO_SEND")
    client = gateway.client()
    client.get_order(id=str(order.id))
    client.address_lookup(postal_code=PERSONAL["postcode"])
    uuids = []
    for refuse in (
        lambda: client.availability_check(address=bodies.NAD, suppliers=["BROKEN"]),
        lambda: client.create_order(body=bodies.provide(supplier="NOBODY")),
        lambda: client.get_order(id="marjorie@example.org"),
        lambda: client.amend_order(body=bodies.amendment(order.id)),
    ):
        with pytest.raises(errors.AnswerError) as caught:
            refuse()
        uuids.append(caught.value.uuid)
    refused = httpx2.post(
        f"{gateway.url}/v1/auth/tenant/access-token",
        data={"grant_type": "client_credentials"},
        auth=("tenant1", "a-wrong-secret"),
    )
    assert refused.status_code == 401
    token = gateway.token()
    sent = {"Authorization": f"Bearer {token}x", "X-Request-ID": "r", "X-Conversation-ID": "c"}
    assert httpx2.get(f"{gateway.url}/v1/service-orders/1", headers=sent).status_code == 401
    gateway.settle()
    return {"token": token, "uuids": uuids, "order": order.id, "gateway": gateway}


Logged = tuple[Lines, dict[str, Any]]


def test_nothing_personal_and_nothing_secret_is_logged(log: Logged) -> None:
    lines, life = log
    text = lines.getvalue()
    assert len(text.splitlines()) > 10
    for what, value in PERSONAL.items():
        assert value not in text, what
    secrets = {
        "token": life["token"].rpartition(".")[2],
        "token of an inbox": INBOX_TOKEN,
        "wrong secret": "a-wrong-secret",
        **{f"secret of {name}": secret_of(name) for name in ("TENANT1", "DUMMY_SUPPLIER")},
    }
    for what, value in secrets.items():
        assert value not in text, what


def test_a_request_is_found_by_its_ids(log: Logged) -> None:
    lines, _ = log
    found = [line for line in lines.read_json() if line.get("request_id") == "req-life"]
    assert found
    (access,) = [line for line in found if line["event"] == "request"]
    assert (access["conversation_id"], access["tenant"]) == ("conv-life", "TENANT1")
    assert (access["method"], access["route"], access["status"]) == (
        "POST",
        "/v1/service-orders",
        201,
    )


def test_an_error_is_found_by_the_uuid_that_the_tenant_got(log: Logged) -> None:
    lines, life = log
    text = lines.getvalue()
    for uuid in life["uuids"]:
        assert uuid in text


def test_the_error_of_an_order_is_found_by_its_uuid(log: Logged) -> None:
    lines, life = log
    gateway: Running = life["gateway"]
    (error,) = [kci.body["error"] for kci in gateway.inbox().kcis if kci.type == "ERROR"]
    lines_of = [line for line in lines.read_json() if error["uuid"] in json.dumps(line)]
    assert [line["level"] for line in lines_of] == ["error"]


def test_the_number_is_in_the_log_and_the_query_is_not(log: Logged) -> None:
    lines, life = log
    reads = [line for line in lines.read_json() if line.get("route") == "/v1/service-orders/{id}"]
    assert life["order"] in [line.get("id") for line in reads]
    assert "postalCode" not in lines.getvalue()


def test_alive_and_ready(gateway: Running) -> None:
    assert httpx2.get(f"{gateway.url}/livez").json() == {"status": "alive"}
    ready = httpx2.get(f"{gateway.url}/readyz")
    assert (ready.status_code, ready.json()) == (
        200,
        {"status": "ready", "checks": {"gateway": "ok"}},
    )


def test_not_ready_once_a_worker_has_ended(tmp_path: Path) -> None:
    with running(tmp_path) as gateway:
        assert httpx2.get(f"{gateway.url}/readyz").status_code == 200

        async def end() -> None:
            gateway.app.gateway._tasks[0].cancel()

        gateway.in_gateway(end())
        answer = httpx2.get(f"{gateway.url}/readyz")
        assert answer.status_code == 503
        assert httpx2.get(f"{gateway.url}/livez").status_code == 200
        # What was taken before is still read, and nothing is lost.
        order = gateway.client().create_order(body=bodies.provide())
        found = gateway.client().get_order(id=str(order.id))
        assert isinstance(found, models.ProvideServiceOrder)
        assert found.status == "RECEIVED_BY_GATEWAY"
