"""What the supplier's events are told as."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from fibrecafe_gateway.adapters.tmforum.events import Known, kci, news
from fibrecafe_gateway.adapters.tmforum.resources import Event
from fibrecafe_gateway.adapters.wire import plain

NOW = datetime(2030, 1, 1, tzinfo=UTC)
STATE = "ServiceOrderStateChangeEvent"
CHANGE = "ServiceOrderAttributeValueChangeEvent"
CANCEL = "CancelServiceOrderStateChangeEvent"
DUE = "2030-02-04T12:00:00Z"


def event(kind: str, what: str = "serviceOrder", **values: Any) -> Event:
    order = {"id": "SO-1", "externalId": "FIRST/7", **values}
    return Event.model_validate({"eventId": "e1", "eventType": kind, "event": {what: order}})


def told(given: Event, known: Known | None = None) -> dict[str, Any]:
    found = news(given, known or Known())
    assert found is not None
    made: dict[str, Any] = plain(kci(given, found, 3, NOW))
    return made


@pytest.mark.parametrize(
    ("state", "reason", "status"),
    [
        ("acknowledged", "ACKNOWLEDGED", "ACKNOWLEDGED"),
        ("rejected", "ORDER_REJECTED", "REJECTED"),
        ("pending", "INFORMATION_REQUIRED", "PENDING"),
        ("held", "DELAY", "HELD"),
        ("completed", "COMPLETED", "COMPLETED"),
        ("partial", "COMPLETED", "PARTIAL"),
        ("failed", "COMPLETED", "FAILED"),
        ("cancelled", "CANCELLED", "CANCELLED"),
        ("pendingCancellation", "UPDATE", "PENDING_CANCELLATION"),
        ("assessingCancellation", "UPDATE", "PENDING_CANCELLATION"),
        ("meditating", "UPDATE", None),
    ],
)
def test_each_state_has_its_reason_and_status(state: str, reason: str, status: str | None) -> None:
    made = told(event(STATE, state=state))
    assert (made["reasonCode"], made["provideServiceOrder"].get("status")) == (reason, status)
    assert made["provideServiceOrder"]["id"] == 7
    assert made["provideServiceOrder"]["tenant"] == "FIRST"
    assert made["sequenceNumber"] == 3


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (Known(), "COMMITTED"),
        (Known(state="acknowledged"), "COMMITTED"),
        (Known(state="pending"), "COMMITTED"),
        (Known(state="pending", committed=True), "UPDATE"),
        (Known(state="held", committed=True), "RESUMED"),
        (Known(state="held"), "RESUMED"),
    ],
)
def test_what_in_progress_means_follows_from_what_was_before(known: Known, reason: str) -> None:
    made = told(event(STATE, state="inProgress", expectedCompletionDate=DUE), known)
    assert made["reasonCode"] == reason
    if reason == "COMMITTED":
        assert made["provideServiceOrder"]["committedDate"].startswith("2030-02-04T12:00")
        assert made["provideServiceOrder"]["targetDate"].startswith("2030-02-04T12:00")


def test_the_end_is_told_once() -> None:
    assert news(event(STATE, state="cancelled"), Known(state="cancelled")) is None
    done = event(CANCEL, "cancelServiceOrder", id="C1", state="done", serviceOrder={"id": "SO-1"})
    assert news(done, Known(state="cancelled")) is None


def test_events_that_tell_a_tenant_nothing_are_left_alone() -> None:
    assert news(event("ServiceOrderDeleteEvent", state="completed"), Known()) is None
    assert news(event("ServiceOrderCreateEvent", state="acknowledged"), Known()) is None


@pytest.mark.parametrize(
    ("action", "name"),
    [("delete", "ceaseServiceOrder"), ("modify", "modifyServiceOrder")],
)
def test_other_orders_are_told_under_their_own_names(action: str, name: str) -> None:
    made = told(event(STATE, state="completed", serviceOrderItem=[{"action": action}]))
    assert made[name]["status"] == "COMPLETED"


def test_an_amendment_is_answered_by_its_number() -> None:
    reference = [{"name": "12", "externalReferenceType": "amendment"}]
    made = told(event(CHANGE, externalReference=reference))
    assert (made["reasonCode"], made["provideServiceOrder"]["serviceOrderAmendmentId"]) == (
        "AMENDED",
        12,
    )
    refused = told(
        event(CHANGE, externalReference=reference, errorMessage=[{"message": "Too late"}])
    )
    assert (refused["reasonCode"], refused["text"]) == ("AMENDMENT_REJECTED", "Too late")


def test_a_cancellation_names_its_order_by_what_it_was_given() -> None:
    task = {"id": "C1", "externalId": "FIRST/7/13", "serviceOrder": {"id": "SO-1"}}
    made = told(event(CANCEL, "cancelServiceOrder", **{**task, "state": "done"}))
    order = made["provideServiceOrder"]
    assert (order["tenant"], order["id"], order["serviceOrderCancellationId"]) == ("FIRST", 7, 13)
    assert (made["reasonCode"], made["problemCode"]) == ("CANCELLED", "NO_LONGER_REQUIRED")
    refused = told(event(CANCEL, "cancelServiceOrder", **{**task, "state": "terminatedWithError"}))
    assert (refused["reasonCode"], refused["text"]) == (
        "CANCELLATION_REJECTED",
        "The supplier gives no reason.",
    )
    going_on = event(CANCEL, "cancelServiceOrder", **{**task, "state": "inProgress"})
    assert news(going_on, Known()) is None


def test_a_problem_of_the_suppliers_own_goes_along_as_other() -> None:
    made = told(event(STATE, state="held", errorMessage=[{"code": "E-77", "message": "Rain"}]))
    assert (made["problemCode"], made["supplierCodes"], made["text"]) == (
        "OTHER",
        ["E-77"],
        "Rain",
    )
    known = told(event(STATE, state="held", errorMessage=[{"code": "NETWORK_ISSUE"}]))
    assert known["problemCode"] == "NETWORK_ISSUE"
    assert "supplierCodes" not in known


def test_milestones_and_alerts_have_their_reasons() -> None:
    def milestone(name: str) -> Any:
        kind = "ServiceOrderMilestoneEvent"
        return told(event(kind, milestone=[{"name": name, "milestoneDate": DUE}]))["reasonCode"]

    def alert(name: str) -> Any:
        return told(event("ServiceOrderJeopardyEvent", jeopardyAlert=[{"name": name}]))

    assert milestone("committed") == "COMMITTED"
    assert milestone("appointmentMissed") == "REAPPOINT"
    assert milestone("appointmentChanged") == "REAPPOINTED"
    assert milestone("additionalWork") == "ADDITIONAL"
    assert milestone("ductCleared") == "UPDATE"
    assert (alert("delay")["reasonCode"], alert("weather")["reasonCode"]) == ("DELAY", "WARNING")
    assert alert("weather")["problemCode"] == "OTHER"


def test_the_same_event_is_the_same_kci_whatever_its_id_looks_like() -> None:
    given = event(STATE, state="held")
    assert told(given)["id"] == told(given)["id"]
    upper = given.model_copy(update={"event_id": "0F8FAD5B-D9CB-469F-A165-70867728950E"})
    assert told(upper)["id"] == "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert told(given)["issuedOn"].startswith("2030-01-01")
