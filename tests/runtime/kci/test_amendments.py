"""What an amendment makes of an order."""

from __future__ import annotations

from typing import Any

import pytest

from fibrecafe_api._support.problem import Problem
from fibrecafe_api.tenant import models
from fibrecafe_gateway.kci.answers import Answer
from fibrecafe_gateway.kci.changes import amended
from fibrecafe_gateway.kci.kinds import APPOINTMENT
from fibrecafe_gateway.lifecycle import EntityKind
from fibrecafe_gateway.store.entities import Entities
from tests.runtime.gateway import bodies
from tests.runtime.kci.bench import DATES, Bench
from tests.runtime.kci.placing import amend, working


def test_an_amendment_replaces_what_it_names_and_removes_what_it_empties(stage: Bench) -> None:
    tasks = ["INSTALL_ROUTER", "ADDITIONAL_CABLING"]
    about = working(stage, notes="old", hazards="a dog", engineer_tasks=tasks)
    changes = models.CreateProvideServiceOrderAmendment(
        order_id=about.id,
        notes="new",
        engineer_tasks=["INSTALL_BBU"],
        service_characteristics=[bodies.profile("330/50")],
    )
    stage.answer(stage.api("amend_order", changes).id, Answer(True))
    now = stage.find(about.id).body
    assert (now["notes"], now["hazards"]) == ("new", "a dog")
    assert now["engineerTasks"] == ["INSTALL_BBU"]
    assert now["serviceOrderItem"] == {
        "serviceSpecification": {"id": "ftthl2r"},
        "serviceCharacteristics": [{"name": "LINE_PROFILE", "value": "330/50"}],
    }
    kci = stage.told(about.id)[-1]
    assert (kci.name, kci.entity["notes"]) == ("I/AMENDED", "new")
    assert kci.entity["serviceOrderAmendment"]["status"] == "COMPLETED"
    none = models.CreateProvideServiceOrderAmendment(order_id=about.id, engineer_tasks=[])
    stage.answer(stage.api("amend_order", none).id, Answer(True))
    assert "engineerTasks" not in stage.find(about.id).body


@pytest.mark.parametrize("empty", ["", [], {}, None])
def test_whatever_is_empty_in_an_amendment_removes_the_value(empty: Any) -> None:
    body = {"orderType": "NEW", "notes": "old", "hazards": "a dog", "supplier": "S1"}
    own = {"id": 5, "status": "PENDING", "orderId": 1, "supplier": "S1", "supplierReference": "A"}
    assert amended(body, {**own, "notes": empty}) == {"notes": None}


def test_an_amended_order_shows_the_slot_of_its_new_reservation(stage: Bench) -> None:
    slot = {"timeslotStartDateTime": "2026-03-01T08:00:00Z",
            "timeslotEndDateTime": "2026-03-01T12:00:00Z"}  # fmt: skip
    new = stage.do(
        lambda unit: Entities(unit, "acme").add(
            APPOINTMENT, "S1",
            {"status": "RESERVED", "timeslot": slot, "supplierReference": "SLOT-9"},
            conversation_id="c", reference="SLOT-9", timestamps=False,
        )
    )  # fmt: skip
    about = working(stage, "REAPPOINT")
    amend_visit = models.CreateProvideServiceOrderAmendment(
        order_id=about.id, appointment_reservation_id=new.id
    )
    made = stage.api("amend_order", amend_visit)
    stage.answer(made.id, Answer())
    assert stage.tell(about, "AMENDED", serviceOrderAmendmentId=made.id) == "APPLIED"
    now = stage.find(about.id)
    assert now.status == "IN_PROGRESS"  # it answered what was asked
    assert now.body["appointmentReservationId"] == new.id
    assert (now.body["appointmentTimeslot"], now.body["appointmentSupplierReference"]) == (
        slot, "SLOT-9",
    )  # fmt: skip


def test_only_what_the_tenant_asked_for_moves_the_committed_date(stage: Bench) -> None:
    about, later = working(stage), "2026-04-01T12:00:00Z"
    stage.tell(about, "UPDATE", committedDate=later, targetDate=later)
    now = stage.find(about.id).body
    assert (now["committedDate"], now["targetDate"]) == (DATES["committedDate"], later)
    request = amend(stage, about)
    stage.tell(about, "AMENDED", serviceOrderAmendmentId=request, committedDate=later)
    assert stage.find(about.id).body["committedDate"] == later


def test_a_further_question_answered_by_one_of_two_amendments_is_answered(stage: Bench) -> None:
    about = working(stage, "INFORMATION_REQUIRED")
    first, second = amend(stage, about, notes="one"), amend(stage, about, notes="two")
    stage.tell(about, "AMENDED", serviceOrderAmendmentId=first)
    stage.tell(about, "AMENDMENT_REJECTED", serviceOrderAmendmentId=second)
    assert stage.find(about.id).status == "IN_PROGRESS"


def test_kinds_of_orders_that_are_not_amended_say_so(stage: Bench) -> None:
    made = stage.api("create_ethernet_order", bodies.ethernet(supplier="S1"))
    assert stage.find(made.id).kind == EntityKind.PROVIDE_ETHERNET_ORDER
    stage.answer(made.id, Answer(True, {"status": "IN_PROGRESS", **DATES}))
    with pytest.raises(Problem, match="can never be amended; now it can be cancelled"):
        stage.api("amend_order", bodies.amendment(made.id))
