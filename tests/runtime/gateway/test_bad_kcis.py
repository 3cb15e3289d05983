"""KCIs of suppliers that are wrong, of others, or repeated: refused, and nothing is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_api.supplier_updates import models as updates
from fibrecafe_api.supplier_updates.client import errors
from tests.runtime.gateway import bodies
from tests.runtime.gateway.raw import CODES, send
from tests.runtime.gateway.running import Running, running


def kci(**changes: Any) -> dict[str, Any]:
    """A supplier's KCI as JSON."""
    given: dict[str, Any] = {
        "id": "3456cf7d-4471-42e4-a5be-c24ed58a7aa6",
        "sequenceNumber": 1,
        "issuedOn": "2026-01-05T09:00:00Z",
        "reasonCode": "ACKNOWLEDGED",
        "provideServiceOrder": {
            "id": 987654,
            "tenant": "TENANT1",
            "supplierOrderReference": "S-1",
            "status": "ACKNOWLEDGED",
        },
    }
    return {**given, **changes}


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (kci(), 422, "there is none of yours"),
        (kci(provideServiceOrder={"status": "ACKNOWLEDGED"}), 422, "neither the gateway's id nor"),
        (kci(sequenceNumber=0), 422, "/sequenceNumber"),
        (kci(id="1"), 422, "/id"),
        (kci(sequenceNumber="1"), 400, "/sequenceNumber"),
        (kci(issuedOn="yesterday"), 422, "/issuedOn"),
        (kci(reasonCode=7), 422, "/reasonCode"),
    ],
)
def test_a_wrong_kci_of_a_supplier_is_refused_and_not_kept(
    quiet: Running, body: Any, status: int, said: str
) -> None:
    before = quiet.rows()
    token = quiet.token("DUMMY_SUPPLIER", "supplier")
    answer = send(quiet, "/kcis", body, Authorization=f"Bearer {token}")
    assert (answer.status_code, answer.json()["code"]) == (status, CODES[status])
    assert any(said in message for message in answer.json()["messages"])
    assert quiet.rows() == before


def test_a_tenant_sends_no_kcis_and_a_supplier_none_of_another(tmp_path: Path) -> None:
    with running(tmp_path, kci_delay=3600) as gateway:
        placed = gateway.client().create_order(body=bodies.provide())
        gateway.inbox().wait(placed.id, "SENT_TO_SUPPLIER")
        body = kci()
        body["provideServiceOrder"]["id"] = placed.id
        assert send(gateway, "/kcis", body).status_code == 401
        update = updates.ProvideServiceOrderUpdate.from_json(json.dumps(body).encode())
        with pytest.raises(errors.InvalidRequest, match="there is none of yours"):
            gateway.supplier("SUPPLIER2").order_update(body=update)
        own = gateway.supplier("DUMMY_SUPPLIER")
        own.order_update(body=update)
        own.order_update(body=update)  # the same again is fine
        changed = update.model_copy(update={"text": "something else"})
        with pytest.raises(errors.InvalidRequest, match="used before"):
            own.order_update(body=changed)
        kcis = gateway.inbox().wait(placed.id, "ACKNOWLEDGED")
        assert [k.type for k in kcis] == ["UPDATE", "ACKNOWLEDGED"]
