"""While the store is away: work is refused with 503 and a time, and all goes on by itself after."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest

from fibrecafe_gateway.api import store_away
from fibrecafe_gateway.settings import Secret, Tokens
from fibrecafe_gateway.store.unit import Unit
from tests.drills.postgresql import OwnServer, own_server
from tests.runtime.gateway import bodies
from tests.runtime.gateway.raw import send
from tests.runtime.gateway.running import Running, running

Trouble = Callable[[bool], None]
"""Begins with True, ends with False."""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("away")) as found:
        yield found


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_away, "PATIENCE", 0.5)


def place(gateway: Running, request_id: str) -> httpx2.Response:
    head = {"Authorization": f"Bearer {gateway.token()}", "X-Request-ID": request_id,
            "X-Conversation-ID": "c", "Content-Type": "application/json"}  # fmt: skip
    body = bodies.provide().to_json()
    return httpx2.post(f"{gateway.url}/v1/service-orders", headers=head, content=body)


def ready(gateway: Running) -> int:
    return httpx2.get(f"{gateway.url}/readyz").status_code


def refused(answer: httpx2.Response) -> None:
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == str(store_away.RETRY_AFTER)


def _pragma(gateway: Running, statement: str) -> None:
    """On the connection that writes; it is found while it still may."""
    if gateway.url not in _WRITERS:

        async def find() -> Any:
            return await gateway.app.gateway.database.run(_driver)

        _WRITERS[gateway.url] = gateway.in_gateway(find())
    _WRITERS[gateway.url].execute(statement)


_WRITERS: dict[str, Any] = {}


def _driver(unit: Unit) -> Any:
    held: Any = unit
    return held._connection.connection.driver_connection


def _pages(gateway: Running) -> int:
    with closing(sqlite3.connect(f"file:{gateway.store}?mode=ro", uri=True)) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])


@pytest.fixture(params=["full", "read-only", "locked"])
def trouble(request: pytest.FixtureRequest, gateway: Running) -> Trouble:
    held: list[sqlite3.Connection] = []

    def locked(begins: bool) -> None:
        if begins:
            held.append(sqlite3.connect(gateway.store, isolation_level=None))
            held[0].execute("BEGIN IMMEDIATE")
        else:
            held.pop().close()

    def full(begins: bool) -> None:
        _pragma(gateway, f"PRAGMA max_page_count={_pages(gateway) if begins else 2**30}")

    def read_only(begins: bool) -> None:
        _pragma(gateway, f"PRAGMA query_only={begins:d}")

    kinds: dict[str, Trouble] = {"full": full, "read-only": read_only, "locked": locked}
    return kinds[request.param]


def test_work_is_refused_and_taken_again_and_nothing_taken_is_lost(
    gateway: Running, trouble: Trouble, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    taken = [place(gateway, f"{name}-before").json()["id"]]
    gateway.inbox().wait(taken[0], "COMPLETED")
    gateway.settle()
    before = gateway.rows()
    trouble(True)
    try:
        answers = _until_refused(gateway, name, taken)
        refused(answers)
        assert ready(gateway) == 503
        assert httpx2.get(f"{gateway.url}/livez").status_code == 200
    finally:
        trouble(False)
    gateway.until(lambda: ready(gateway) == 200)
    again = place(gateway, f"{name}-refused")
    assert again.status_code == 201
    taken.append(again.json()["id"])
    for id in taken:
        kcis = gateway.inbox().wait(id, "COMPLETED")
        assert [k.body["sequenceNumber"] for k in kcis] == list(range(1, len(kcis) + 1))
    assert gateway.rows()["entity"] == before["entity"] + len(taken) - 1, "no half state"


def _until_refused(gateway: Running, name: str, taken: list[int]) -> httpx2.Response:
    """A full disk takes what has room in pages that are there."""
    for number in range(400):
        answer = place(gateway, f"{name}-{number}")
        if answer.status_code == 503:
            return place(gateway, f"{name}-refused")
        assert answer.status_code == 201, answer.text
        taken.append(answer.json()["id"])
    raise AssertionError("nothing was refused")


def test_a_suppliers_kci_is_refused_too_and_may_come_again(gateway: Running) -> None:
    id = place(gateway, "kci").json()["id"]
    gateway.inbox().wait(id, "COMPLETED")
    gateway.settle()
    about = {"id": id, "tenant": "TENANT1", "supplierOrderReference": "S-1", "status": "COMPLETED"}
    news = {"id": "3456cf7d-4471-42e4-a5be-c24ed58a7aa6", "sequenceNumber": 99,
            "issuedOn": "2026-01-05T09:00:00Z", "reasonCode": "COMPLETED",
            "provideServiceOrder": about}  # fmt: skip
    token = gateway.token("DUMMY_SUPPLIER", "supplier")
    _pragma(gateway, "PRAGMA query_only=1")
    try:
        refused(send(gateway, "/kcis", news, Authorization=f"Bearer {token}"))
        assert gateway.count("inbound", "kci like '3456cf7d%'") == 0
    finally:
        _pragma(gateway, "PRAGMA query_only=0")
    answer = send(gateway, "/kcis", news, Authorization=f"Bearer {token}")
    assert answer.status_code == 204, answer.text
    assert gateway.count("inbound", "kci like '3456cf7d%'") == 1


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as found:
        yield found


def test_postgresql_may_go_and_come(server: OwnServer, tmp_path: Path) -> None:
    tokens = Tokens(secret=Secret(value="of a test, and shared " * 2))
    with running(tmp_path, store_url=server.url, tokens=tokens) as gateway:
        first = place(gateway, "pg-1").json()["id"]
        gateway.inbox().wait(first, "COMPLETED")
        server.stop_at_once()
        try:
            refused(place(gateway, "pg-2"))
            assert ready(gateway) == 503
        finally:
            server.start_again()
        gateway.until(lambda: ready(gateway) == 200)
        deadline = time.monotonic() + 10
        while (answer := place(gateway, "pg-2")).status_code != 201:
            refused(answer)
            assert time.monotonic() < deadline
        gateway.inbox().wait(answer.json()["id"], "COMPLETED")
