"""While the store is away: work is refused with 503 and a time, and all goes on by itself after."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from fibrecafe_api.tenant import models
from fibrecafe_api.tenant.client import errors
from fibrecafe_gateway.api import store_away
from fibrecafe_gateway.settings import Secret, Tokens
from tests.documents import described
from tests.drills.postgresql import OwnServer, cut_off, own_server
from tests.drills.postgresql_trouble import WAYS
from tests.drills.store_trouble import KINDS, Trouble, place, ready, until_refused
from tests.runtime.gateway import bodies
from tests.runtime.gateway.raw import send
from tests.runtime.gateway.running import Running, running, secret_of


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("away")) as found:
        found.app.health._timeout = 0.3
        yield found


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_away, "PATIENCE", 0.2)


def refused(answer: httpx2.Response) -> None:
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == str(store_away.RETRY_AFTER)


@pytest.fixture(scope="module")
def trouble(gateway: Running) -> Trouble:
    return Trouble(gateway)


@pytest.mark.parametrize("kind", KINDS)
def test_work_is_refused_and_taken_again_and_nothing_taken_is_lost(
    gateway: Running, trouble: Trouble, kind: str
) -> None:
    taken = [place(gateway, f"{kind}-before").json()["id"]]
    gateway.inbox().wait(taken[0], "COMPLETED")
    gateway.settle()
    before = gateway.rows()
    with trouble.of(kind):
        answer, request_id = until_refused(gateway, kind, taken)
        refused(answer)
        assert httpx2.get(f"{gateway.url}/livez").status_code == 200
    gateway.until(lambda: ready(gateway) == 200)
    again = place(gateway, request_id)
    assert again.status_code == 201
    taken.append(again.json()["id"])
    for id in taken:
        kcis = gateway.inbox().wait(id, "COMPLETED")
        numbers = [k.body["sequenceNumber"] for k in kcis]
        assert list(dict.fromkeys(numbers)) == list(range(1, len(set(numbers)) + 1))
    assert gateway.rows()["entity"] == before["entity"] + len(taken) - 1, "no half state"


def test_every_operation_that_needs_the_store_is_refused_and_the_others_are_not(
    gateway: Running, trouble: Trouble
) -> None:
    client = gateway.client()
    needed: dict[str, dict[str, Any]] = {
        "reserve_appointment": {"body": bodies.appointment(bodies.slot())},
        "create_order": {"body": bodies.provide()},
        "amend_order": {"body": bodies.amendment(1)},
        "cancel_order": {"body": bodies.cancellation(1)},
        "create_ethernet_order": {"body": bodies.ethernet()},
        "service_test": {"body": bodies.service_test()},
        "create_problem": {"body": bodies.problem(1)},
        "amend_problem": {"body": bodies.problem_amendment(1)},
        "cancel_problem": {"body": bodies.problem_cancellation(1)},
        "service_problem_resolution": {
            "id": "1", "body": models.UpdateServiceProblemResolution(status="ACCEPTED"),
        },
        "get_order": {"id": "1"},
        "get_ethernet_order": {"id": "1"},
        "get_service_test_by_id": {"id": "1"},
        "get_service_problem_by_id": {"id": "1"},
    }  # fmt: skip
    free: dict[str, dict[str, Any]] = {
        "address_lookup": {"uprn": "999"},
        "availability_check": {"address": bodies.address("404")},
        "quote": {"body": bodies.quote("DUMMY_SUPPLIER")},
        "appointment_availability": {
            "supplier": "DUMMY_SUPPLIER", "address": bodies.NAD,
            "service_specification": bodies.SPECIFICATION, "appointment_purpose": "PROVIDE",
        },
    }  # fmt: skip
    assert {*needed, *free} == {operation.name for operation in described("tenant")}
    gateway.settle()
    with trouble.of("file gone"):
        for operation, arguments in needed.items():
            with pytest.raises(errors.Unavailable) as fault:
                getattr(client, operation)(**arguments)
            assert fault.value.retry_after == store_away.RETRY_AFTER, operation
            assert fault.value.body == b"", "the document's 503 has none"
        for operation, arguments in free.items():
            getattr(client, operation)(**arguments)
        token = httpx2.post(
            f"{gateway.url}/v1/auth/tenant/access-token",
            data={"grant_type": "client_credentials"}, auth=("tenant1", secret_of("TENANT1")),
        )  # fmt: skip
        assert token.status_code == 200


def test_a_suppliers_kci_is_refused_too_and_may_come_again(
    gateway: Running, trouble: Trouble
) -> None:
    id = place(gateway, "kci").json()["id"]
    gateway.inbox().wait(id, "COMPLETED")
    gateway.settle()
    about = {"id": id, "tenant": "TENANT1", "supplierOrderReference": "S-1", "status": "COMPLETED"}
    news = {"id": "3456cf7d-4471-42e4-a5be-c24ed58a7aa6", "sequenceNumber": 99,
            "issuedOn": "2026-01-05T09:00:00Z", "reasonCode": "COMPLETED",
            "provideServiceOrder": about}  # fmt: skip
    token = gateway.token("DUMMY_SUPPLIER", "supplier")
    with trouble.of("read-only"):
        refused(send(gateway, "/kcis", news, Authorization=f"Bearer {token}"))
        assert gateway.count("inbound", "kci like '3456cf7d%'") == 0
    answer = send(gateway, "/kcis", news, Authorization=f"Bearer {token}")
    assert answer.status_code == 204, answer.text
    assert gateway.count("inbound", "kci like '3456cf7d%'") == 1


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as found:
        yield found


@pytest.fixture(scope="module")
def clustered(server: OwnServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    tokens = Tokens(secret=Secret(value="of a test, and shared " * 2))
    folder = tmp_path_factory.mktemp("clustered")
    with running(folder, store_url=server.url, tokens=tokens) as found:
        found.app.health._timeout = 0.3
        yield found


@pytest.mark.parametrize("way", WAYS)
def test_postgresql_may_go_and_come(
    server: OwnServer, clustered: Running, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    gateway, name = clustered, way
    first = place(gateway, f"{name}-1").json()["id"]
    gateway.inbox().wait(first, "COMPLETED")
    with WAYS[way](server, gateway):
        for _ in range(2):
            refused(place(gateway, f"{name}-2"))
        assert ready(gateway) == 503
        assert httpx2.get(f"{gateway.url}/livez").status_code == 200
    gateway.until(lambda: ready(gateway) == 200)
    deadline = time.monotonic() + 10
    while (answer := place(gateway, f"{name}-2")).status_code != 201:
        refused(answer)
        assert time.monotonic() < deadline
    assert place(gateway, f"{name}-2").json()["id"] == answer.json()["id"]
    kcis = gateway.inbox().wait(answer.json()["id"], "COMPLETED")
    assert [k.body["sequenceNumber"] for k in kcis] == list(range(1, len(kcis) + 1))
    refusals = [r for r in caplog.records if "refused with 503" in r.getMessage()]
    assert len(refusals) <= 1


def test_connections_that_are_cut_off_are_made_anew(server: OwnServer, clustered: Running) -> None:
    for turn in range(2):
        while asyncio.run(cut_off(server.url)):
            pass
        answer = place(clustered, f"cut-{turn}")
        assert answer.status_code in (201, 503), answer.text
        while answer.status_code == 503:
            refused(answer)
            answer = place(clustered, f"cut-{turn}")
        clustered.inbox().wait(answer.json()["id"], "COMPLETED")
