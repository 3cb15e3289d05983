"""Gateway, adapter, bridge and supplier over HTTP, as a tenant meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from fibrecafe_api.supplier_updates.client import AsyncSupplierUpdatesClient, ClientCredentials
from fibrecafe_api.tenant import models
from fibrecafe_gateway.adapters.tmforum import create_bridge
from fibrecafe_gateway.settings import Bearer, Client, Secret, SupplierSettings
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import Running, hash_of, running, secret_of
from tests.runtime.tmforum.fake_supplier import (
    DUE,
    LISTENER_TOKEN,
    FakeSupplier,
    reference_for,
)
from tests.serving import serve

TENANT = "TENANT1"
COMMITS = {"state": "inProgress", "expectedCompletionDate": DUE}


@dataclass
class Scene:
    gateway: Running
    fake: FakeSupplier
    folder: Path

    def bridge(self, file: str = "bridge.db", url: str = "") -> Any:
        url = url or self.gateway.url
        auth = ClientCredentials(
            f"{self.gateway.url}/v1/auth/supplier/access-token", "tmf", secret_of("TMF")
        )
        client = AsyncSupplierUpdatesClient(f"{url}/v1", auth=auth)
        return create_bridge(self.folder / file, client, LISTENER_TOKEN, retry=0.05)

    def order(self, **changes: Any) -> tuple[int, str]:
        """A new order that the supplier has: its number, and the supplier's id of it."""
        body = bodies.provide(supplier="TMF", **changes)
        placed: Any = self.gateway.client().create_order(body=body)
        id: int = placed.id
        self.gateway.inbox().wait(id, "ACKNOWLEDGED")
        return id, reference_for(f"{TENANT}/{id}")

    def told(self, id: int, until: str | int | Callable[..., bool]) -> list[str]:
        return [f"{k.type} {k.status}" for k in self.gateway.inbox().wait(id, until)]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder, fake = tmp_path_factory.mktemp("tmforum"), FakeSupplier()
    with serve(fake) as supplier_url:
        supplier = SupplierSettings(
            adapter="tmforum",
            base_url=supplier_url,
            timeout=5.0,
            address_types=("UPRN",),
            clients={"tmf": Client(secret_hash=hash_of("TMF"))},
        )
        own = Bearer(kind="bearer", token=Secret.model_validate({"value": f"of-{TENANT}"}))
        given = {"credentials": {"TMF": own}}
        with running(folder, {"TMF": supplier}, tenant=given) as gateway:
            scene = Scene(gateway, fake, folder)
            with serve(scene.bridge()) as fake.listener:
                yield scene


def test_an_order_is_brought_to_its_end_by_the_suppliers_events(scene: Scene) -> None:
    id, reference = scene.order(hazards="Ci mawr: Siân O'Brien's 🐕")
    assert {"id": "hazards", "text": "Ci mawr: Siân O'Brien's 🐕"} in scene.fake.orders[reference][
        "note"
    ]
    for state in (COMMITS, {"state": "held"}, {"state": "inProgress"}, {"state": "completed"}):
        assert scene.fake.tell(reference, **state) == 201
    assert scene.told(id, "COMPLETED") == [
        "UPDATE SENT_TO_SUPPLIER",
        "ACKNOWLEDGED ACKNOWLEDGED",
        "COMMITTED IN_PROGRESS",
        "DELAY HELD",
        "RESUMED IN_PROGRESS",
        "COMPLETED COMPLETED",
    ]
    shown: Any = scene.gateway.client().get_order(id=str(id))
    assert (str(shown.status.value), shown.supplier_order_number) == ("COMPLETED", reference)


def test_an_amendment_changes_the_order_and_a_cancellation_ends_it(scene: Scene) -> None:
    id, reference = scene.order()
    scene.fake.tell(reference, **COMMITS)
    scene.told(id, "IN_PROGRESS")
    client = scene.gateway.client()
    changed = models.CreateProvideServiceOrderAmendment(order_id=id, notes="Ring twice")
    amendment = client.amend_order(body=changed).id
    assert scene.told(id, lambda kcis: kcis[-1].type == "AMENDED")[-1] == "AMENDED IN_PROGRESS"
    has = scene.fake.orders[reference]
    assert has["note"] == [{"id": "notes", "text": "Ring twice"}]
    assert has["externalReference"][0]["name"] == str(amendment)
    unwanted = models.CreateServiceOrderCancellation(
        order_id=id, reason_code="CUSTOMER_CHANGED_MIND"
    )
    client.cancel_order(body=unwanted)
    scene.told(id, "PENDING_CANCELLATION")
    assert scene.fake.cancellations[reference]["cancellationReason"] == "CUSTOMER_CHANGED_MIND"
    assert scene.fake.end_cancellation(reference) == 201
    assert scene.fake.tell(reference, state="cancelled") == 201
    assert scene.told(id, "CANCELLED")[-1] == "CANCELLED CANCELLED"


def test_a_cancellation_that_is_refused_leaves_the_order_as_it_was(scene: Scene) -> None:
    id, reference = scene.order()
    body = models.CreateServiceOrderCancellation(order_id=id, reason_code="CUSTOMER_CHANGED_MIND")
    scene.gateway.client().cancel_order(body=body)
    scene.told(id, "PENDING_CANCELLATION")
    why = [{"code": "9", "message": "The engineer is on his way"}]
    scene.fake.end_cancellation(reference, "terminatedWithError", errorMessage=why)
    last = scene.gateway.inbox().wait(id, lambda kcis: kcis[-1].type == "RESUBMIT")[-1]
    assert (last.status, last.said["text"]) == ("ACKNOWLEDGED", "The engineer is on his way")


def test_a_slot_is_found_and_held_and_comes_with_the_order(scene: Scene) -> None:
    client = scene.gateway.client()
    address = bodies.NAD
    found = client.appointment_availability(
        supplier="TMF",
        address=address,
        service_specification=bodies.SPECIFICATION,
        appointment_purpose="VISIT",
    )
    slots = found.available_timeslots or []
    assert len(slots) == 10
    held = client.reserve_appointment(
        body=models.CreateAppointment(
            supplier="TMF",
            address=address,
            service_specification=bodies.SPECIFICATION,
            purpose="VISIT",
            timeslot=models.Timeslot(
                timeslot_start_date_time=slots[2].timeslot_start_date_time,
                timeslot_end_date_time=slots[2].timeslot_end_date_time,
            ),
        )
    )
    (appointment,) = scene.fake.appointments.values()
    assert appointment["externalId"] == f"{TENANT}/{held.id}"
    _, reference = scene.order(appointment_reservation_id=held.id)
    item = scene.fake.orders[reference]["serviceOrderItem"][0]
    assert item["appointment"]["id"] == appointment["id"]


def test_availability_says_what_there_is_and_why_there_is_nothing(scene: Scene) -> None:
    def found(address: models.AddressIdentifier) -> Any:
        (one,) = scene.gateway.client().availability_check(address=address, suppliers=["TMF"])
        return one

    here = found(bodies.NAD)
    assert [s.id for s in here.service_specifications] == ["ftthl2r"]
    assert here.address.postcode == "TW184LG"
    nothing = found(models.AddressIdentifier(id="100000000001", type="UPRN"))
    assert nothing.unavailability_reasons[0].text == "There is no fibre here yet"


def test_the_same_event_twice_is_told_once_and_numbers_have_no_gap(scene: Scene) -> None:
    id, reference = scene.order()
    order = {"serviceOrder": {**scene.fake.orders[reference], **COMMITS}}
    for _ in range(2):
        assert scene.fake.post("ServiceOrderStateChangeEvent", order, "one and the same") == 201
    scene.fake.tell(reference, **COMMITS, state_reason="x")
    scene.fake.tell(reference, state="completed")
    told = scene.told(id, "COMPLETED")
    assert told[2:] == ["COMMITTED IN_PROGRESS", "UPDATE IN_PROGRESS", "COMPLETED COMPLETED"]


def test_what_the_gateway_refuses_is_said_and_leaves_no_gap(scene: Scene) -> None:
    id, reference = scene.order()
    unknown = {"serviceOrder": {"id": "SO-unknown", "state": "completed"}}
    assert scene.fake.post("ServiceOrderStateChangeEvent", unknown) == 422
    moved = {**scene.fake.orders[reference], "milestone": [{"name": "appointmentChanged"}]}
    assert scene.fake.post("ServiceOrderMilestoneEvent", {"serviceOrder": moved}) == 422
    scene.fake.tell(reference, **COMMITS)
    assert scene.told(id, "IN_PROGRESS")[-1] == "COMMITTED IN_PROGRESS"


def test_events_wait_for_a_gateway_that_is_away_and_for_a_bridge_that_was(scene: Scene) -> None:
    id, reference = scene.order()
    with serve(scene.bridge("away.db", "http://127.0.0.1:9")) as listener:
        usual, scene.fake.listener = scene.fake.listener, listener
        assert scene.fake.tell(reference, **COMMITS) == 201
        assert scene.fake.tell(reference, state="completed") == 201
    scene.fake.listener = usual
    assert "COMPLETED COMPLETED" not in scene.told(id, 1)
    with serve(scene.bridge("away.db")):
        assert scene.told(id, "COMPLETED")[-2:] == ["COMMITTED IN_PROGRESS", "COMPLETED COMPLETED"]


@pytest.mark.parametrize(
    ("path", "token", "content", "status"),
    [
        ("/listener/x", "wrong", b"{}", 401),
        ("/listener/x", LISTENER_TOKEN, b"{", 400),
        ("/listener/x", LISTENER_TOKEN, b"\xff", 400),
        ("/listener/x", LISTENER_TOKEN, b"[]", 400),
        ("/listener/x", LISTENER_TOKEN, b"[" * 100_000, 400),
        ("/listener/x", LISTENER_TOKEN, b'{"eventId": "\\ud800", "eventType": "x"}', 400),
        ("/listener/x", LISTENER_TOKEN, b'{"eventId": "1", "eventType": "x", "event": {}}', 400),
        ("/elsewhere", LISTENER_TOKEN, b"{}", 404),
        ("/listener/x", LISTENER_TOKEN, b" " * (1024 * 1024 + 1), 413),
    ],
)
def test_what_is_no_event_is_refused_in_words(
    scene: Scene, path: str, token: str, content: bytes, status: int
) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx2.post(f"{scene.fake.listener}{path}", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.json()["reason"]
