"""Clients that are not ours: curl with the published request, and one that another generator made
of our document."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.documents import PATHS, ROOT
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import PATIENCE, Running, secret_of

CURL = shutil.which("curl")


def run_curl(*arguments: str) -> str:
    assert CURL is not None
    made = subprocess.run(
        [CURL, "--silent", "--show-error", "--max-time", "15", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout


@pytest.mark.skipif(CURL is None, reason="there is no curl on this machine")
def test_the_published_request_by_curl(gateway: Running) -> None:
    tenant = "TENANT2"  # passes the published reservation on, which it never made
    granted = json.loads(
        run_curl(
            f"{gateway.url}/v1/auth/tenant/access-token",
            *("-d", "grant_type=client_credentials"),
            *("-u", f"{tenant.lower()}:{secret_of(tenant)}"),
        )
    )
    assert granted["token_type"].lower() == "bearer"
    headers = (
        *("-H", f"Authorization: Bearer {granted['access_token']}"),
        *("-H", "X-Conversation-ID: 4d2a7f80-9a3e-4e23-8f5c-1d3b8f2c7a10"),
    )
    answer = run_curl(
        f"{gateway.url}/v1/service-orders",
        *headers,
        *("-H", "Content-Type: application/json"),
        *("-H", "X-Request-ID: 0f7e1c52-6b8d-4a39-9a51-2c6f1d9e8b77"),
        *("-d", json.dumps(bodies.published("handleCreateOrder"))),
        *("-w", "\n%{http_code}"),
    )
    body, _, status = answer.rpartition("\n")
    assert status == "201"
    order = json.loads(body)
    assert order["status"] == "RECEIVED_BY_GATEWAY"
    sent = bodies.published("handleCreateOrder")
    assert {name: order[name] for name in sent} == sent
    kcis = gateway.inbox(tenant).wait(order["id"], "COMPLETED")
    assert [kci.type for kci in kcis] == ["UPDATE", "ACKNOWLEDGED", "COMMITTED", "COMPLETED"]
    shown = json.loads(
        run_curl(
            f"{gateway.url}/v1/service-orders/{order['id']}", *headers, "-H", "X-Request-ID: 2"
        )
    )
    assert shown["status"] == "COMPLETED"
    assert len(shown["updates"]) == 4


@pytest.mark.parametrize(
    "operation", ["handleAmendOrder", "handleCancelOrder", "handleCreateEthernetOrder"]
)
def test_the_other_published_requests(gateway: Running, operation: str) -> None:
    import httpx2

    client = gateway.client("TENANT2", "ORDER_IN_PROGRESS")
    sent = bodies.published(operation)
    if "orderId" in sent:
        order = client.create_order(body=bodies.provide())
        gateway.inbox("TENANT2").wait(order.id, "IN_PROGRESS")
        sent["orderId"] = order.id
    path = {
        "handleAmendOrder": "/service-order-amendments",
        "handleCancelOrder": "/service-order-cancellations",
        "handleCreateEthernetOrder": "/ethernet/service-orders",
    }[operation]
    headers = {"X-Request-ID": operation, "X-Conversation-ID": "c"}
    answer = httpx2.post(
        f"{gateway.url}/v1{path}",
        json=sent,
        headers={**headers, "Authorization": f"Bearer {gateway.token('TENANT2')}"},
    )
    assert answer.status_code == 201, answer.text
    assert {name: answer.json()[name] for name in sent} == sent


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A package that openapi-python-client made of our document."""
    folder = tmp_path_factory.mktemp("foreign")
    config = folder / "config.yaml"
    config.write_text("post_hooks: []\n")
    made = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
            *("--path", str(ROOT / PATHS["tenant"]), "--config", str(config)),
            *("--output-path", str(folder / "foreign_client"), "--fail-on-warning"),
        ],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "foreign_client"]:
        del sys.modules[name]


def test_a_client_of_another_generator_places_and_reads_an_order(
    foreign: Path, gateway: Running
) -> None:
    def load(name: str) -> Any:
        return importlib.import_module(f"foreign_client.{name}")

    make, models = load("client").AuthenticatedClient, load("models")
    ids = {"x_request_id": "foreign-1", "x_conversation_id": "foreign"}
    body = models.CreateProvideServiceOrder.from_dict(json.loads(bodies.provide().to_json()))
    with make(f"{gateway.url}/v1", token=gateway.token(), timeout=PATIENCE) as client:
        create = load("api.order_management.handle_create_order").sync_detailed
        answer = create(client=client, body=body, **ids)
        assert answer.status_code == 201
        order = answer.parsed
        assert isinstance(order, models.ProvideServiceOrder)
        assert (order.status, order.primary_contact) == (
            "RECEIVED_BY_GATEWAY",
            body.primary_contact,
        )
        gateway.inbox().wait(int(order.id), "COMPLETED")
        read = load("api.order_management.handle_get_order").sync_detailed
        found = read(str(int(order.id)), client=client, **ids).parsed
        assert isinstance(found, models.ProvideServiceOrder)
        assert (found.id, found.status) == (order.id, "COMPLETED")
        assert [int(update.sequence_number) for update in found.updates] == [1, 2, 3, 4]
        assert found.updates[2].information.type_ == "COMMITTED"
        missing = read("987654321", client=client, **ids)
        assert (missing.status_code, missing.parsed.code) == (404, "NOT_FOUND")
        places = load("api.address_lookup.handle_address_lookup").sync
        (place,) = places(client=client, postal_code="ZZ11AA", street_number="3", **ids)
        assert place.street_name == "Fibre Street"
