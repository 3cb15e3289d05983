"""What a KCI of a supplier must carry, and what of it the tenant is told."""

from __future__ import annotations

from typing import Any

import pytest

from fibrecafe_api._support.problem import Problem
from tests.runtime.kci.bench import DATES, ISSUED, Bench
from tests.runtime.kci.placing import order


@pytest.mark.parametrize(
    ("reason", "without", "field"),
    [
        ("COMMITTED", "committedDate", "committedDate"),
        ("COMMITTED", "targetDate", "targetDate"),
        ("WARNING", "problemCode", "problemCode"),
        ("DELAY", "problemCode", "problemCode"),
        ("REAPPOINT", "problemCode", "problemCode"),
        ("CANCELLED", "problemCode", "problemCode"),
        ("INFORMATION_REQUIRED", "text", "text"),
        ("ORDER_REJECTED", "text", "text"),
        ("AMENDMENT_REJECTED", "text", "text"),
        ("CANCELLATION_REJECTED", "text", "text"),
        ("AMENDED", "", "serviceOrderAmendmentId or serviceOrderAmendmentReference"),
        ("AMENDMENT_REJECTED", "", "serviceOrderAmendmentId or"),
        ("CANCELLATION_REJECTED", "", "serviceOrderCancellationId or"),
        ("REAPPOINTED", "appointmentSupplierReference", "appointmentTimeslot or"),
    ],
)
def test_what_a_reason_code_needs_and_lacks_is_named(
    stage: Bench, reason: str, without: str, field: str
) -> None:
    found = order(stage, "ACKNOWLEDGED")
    body = stage.kci(found, reason)
    body.pop(without, None)
    body["provideServiceOrder"].pop(without, None)
    with pytest.raises(Problem, match=f"{field}.* must be given with {reason}") as refused:
        stage.receive(body)
    assert refused.value.status == 422
    assert stage.kept(body["id"]) is None


def test_other_needs_words(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED")
    body = {**stage.kci(found, "DELAY"), "problemCode": "OTHER"}
    del body["text"]
    with pytest.raises(Problem, match="text or supplierCodes must be given with problemCode OTHER"):
        stage.receive(body)
    assert stage.receive({**body, "supplierCodes": ["313"]}) == "APPLIED"


def test_an_unknown_reason_code_is_quarantined_and_an_unknown_problem_code_is_told(
    stage: Bench,
) -> None:
    found = order(stage, "ACKNOWLEDGED")
    body = stage.kci(found, "TELEPORTED")
    assert stage.receive(body) == "QUARANTINED"
    assert "KCI says TELEPORTED" in stage.kept(body["id"])["reason"]
    assert stage.receive({**stage.kci(found, "DELAY"), "problemCode": "MOON_PHASE"}) == "APPLIED"
    assert stage.told(found.id)[-1].said["code"] == "MOON_PHASE"


def test_a_variant_that_is_not_known_is_kept_and_nothing_follows(stage: Bench) -> None:
    shared = {"sequenceNumber": 1, "issuedOn": ISSUED, "reasonCode": "CREATED"}
    for entity in ({"reportableIncident": {"id": 1}}, {"carrierPigeon": {"id": 1}}):
        body = {"id": stage.kci_id(), **shared, **entity}
        assert stage.receive(body) == "IGNORED"
        assert stage.receive(body) == "IGNORED"
        with pytest.raises(Problem, match="was used before"):
            stage.receive({**body, "text": "other"})


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "id"),
        ({"id": "not-a-uuid", "carrierPigeon": {}}, "id"),
        ({"sequenceNumber": "one"}, "sequenceNumber"),
        ({"id": "5251cf7d-7971-42e4-a5be-c24ed58a7aa6", "sequenceNumber": 0}, "sequenceNumber"),
    ],
)
def test_what_is_no_kci_at_all_is_refused_with_the_field(
    stage: Bench, body: dict[str, Any], says: str
) -> None:
    before = stage.count_kept()
    with pytest.raises(Problem, match=f"/{says}") as refused:
        stage.receive(body)
    assert refused.value.status in (400, 422)
    assert stage.count_kept() == before


def test_notes_and_codes_go_through(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED")
    said = {
        "supplierCode": "313", "supplierCodes": ["313", "314"], "text": "mind the dog",
        "supplierNotes": [{"note": "n", "type": "Engineer Note"}, {"type": "without a note"}],
    }  # fmt: skip
    stage.receive(stage.kci(found, "DELAY", said=said))
    told = stage.told(found.id)[-1]
    assert told.said == {
        "type": "DELAY", "code": "NETWORK_ISSUE", "text": "mind the dog",
        "supplierCode": "313", "supplierCodes": ["313", "314"],
    }  # fmt: skip
    assert told.head["supplierNotes"] == said["supplierNotes"]
    assert told.head["issuedOn"] == ISSUED.replace(".000", "")


def test_a_reappointment_brings_slot_reference_and_date(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED", "COMMITTED")
    slot = {"timeslotStartDateTime": "2026-03-01T08:00:00Z",
            "timeslotEndDateTime": "2026-03-01T12:00:00Z"}  # fmt: skip
    later = "2026-03-01T12:00:00Z"
    body = stage.kci(found, "REAPPOINTED", appointmentTimeslot=slot, targetDate=later,
                     appointmentSupplierReference=None,
                     appointmentReservationReference="A234X")  # fmt: skip
    assert stage.receive(body) == "APPLIED"
    shown = stage.told(found.id)[-1].entity
    assert shown["appointmentTimeslot"] == slot
    assert (shown["appointmentSupplierReference"], shown["targetDate"]) == ("A234X", later)
    assert shown["committedDate"] == DATES["committedDate"]
    gone = stage.kci(found, "UPDATE", said={"problemCode": "APPOINTMENT_NOT_REQUIRED"})
    assert stage.receive(gone) == "APPLIED"
    assert "appointmentTimeslot" not in stage.told(found.id)[-1].entity


def test_what_is_added_to_the_service_is_shown(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED")
    item = {
        "serviceSpecification": {"id": "ftthl2r"},
        "serviceCharacteristics": [{"name": "SERVICE_ID", "value": "S777"}],
    }
    assert stage.tell(found, "ADDITIONAL", serviceOrderItem=item) == "APPLIED"
    options = stage.told(found.id)[-1].entity["serviceOrderItem"]["serviceCharacteristics"]
    assert {one["name"]: one["value"] for one in options} == {
        "LINE_PROFILE": "1G1G", "SERVICE_ID": "S777",
    }  # fmt: skip
