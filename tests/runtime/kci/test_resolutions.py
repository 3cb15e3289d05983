"""Resolutions of problems: each row of their table, and what silence does."""

from __future__ import annotations

from typing import Any

import pytest

from fibrecafe_api._support.problem import Problem
from fibrecafe_api.tenant import models
from fibrecafe_gateway.lifecycle import RESOLUTION
from fibrecafe_gateway.store.entities import Entity
from tests.runtime.kci.bench import Bench
from tests.runtime.kci.placing import problem


def resolution_of(stage: Bench, about: Entity) -> Entity:
    return stage.find(stage.told(about.id)[-1].entity["serviceProblemResolution"]["id"])


def decide(stage: Bench, resolution: Entity, status: str, notes: str | None = None) -> Any:
    body = models.UpdateServiceProblemResolution(
        status=models.ServiceProblemResolutionStatus(status), tenant_notes=notes
    )
    return stage.api("service_problem_resolution", body, id=str(resolution.id))


def test_a_resolution_is_numbered_and_told_and_waits(stage: Bench) -> None:
    about = problem(stage, "RESOLVED")
    found = resolution_of(stage, about)
    assert stage.names(about.id)[-1] == "A/CONFIRM RESOLVED"
    assert (found.status, found.body["serviceProblemId"]) == ("PENDING", about.id)
    assert found.body["resolutionDetails"] == {"resolutionCode": "CUSTOMER_FAULT_WIRING"}
    (born,) = stage.history(found.id)
    assert (born["before"], born["trigger"], born["actor"]) == (None, "RESOLVED", "SUPPLIER")
    assert stage.timers(about.id) == {"WARN": 24 * 3600}


@pytest.mark.parametrize(
    ("status", "after", "said"),
    [("ACCEPTED", "COMPLETED", "I/COMPLETED"), ("REJECTED", "IN_PROGRESS", "I/UPDATE")],
)
def test_a_decision_closes_a_resolution_and_its_timers(
    stage: Bench, status: str, after: str, said: str
) -> None:
    about = problem(stage, "RESOLVED")
    found = resolution_of(stage, about)
    decide(stage, found, status, "seen")
    assert stage.names(about.id)[-1] == f"{said} {after}"
    assert stage.timers(about.id) == {}
    closed = stage.find(found.id)
    assert (closed.status, closed.body["tenantNotes"]) == (status, "seen")
    assert ("closedDate" in closed.body) == (status == "ACCEPTED")
    last = stage.history(found.id)[-1]
    assert (last["trigger"], last["actor"]) == (f"RESOLUTION_{status}", "TENANT")
    shown = stage.told(about.id)[-1].entity["serviceProblemResolution"]
    assert (shown["id"], shown["status"]) == (found.id, status)


def test_silence_is_warned_of_and_then_closes_and_the_supplier_is_told(stage: Bench) -> None:
    about = problem(stage, "RESOLVED")
    found = resolution_of(stage, about)
    asked = stage.find(about.id).asked
    stage.pass_time(hours=23)
    # What the supplier notes meanwhile is no answer of the tenant.
    assert stage.tell(about, "ADDITIONAL") == "APPLIED"
    assert set(stage.timers(about.id)) == {"WARN"}
    stage.pass_time(hours=1)
    warned = stage.told(about.id)[-1]
    assert (warned.name, warned.entity["status"]) == ("I/ADDITIONAL", "RESOLVED")
    assert "24 hours" in warned.said["text"]
    stage.tell(about, "UPDATE")
    stage.pass_time(hours=24)
    assert stage.names(about.id)[-1] == "I/COMPLETED COMPLETED"
    closed = stage.find(found.id)
    assert (closed.status, "closedDate" in closed.body) == ("ACCEPTED", True)
    last = stage.history(found.id)[-1]
    assert (last["trigger"], last["actor"]) == ("CLOSED_BY_TIME", "GATEWAY")
    assert stage.find(about.id).asked == asked + 1
    assert stage.timers(about.id) == {}


def test_a_supplier_that_closes_what_it_resolved_has_its_resolution_accepted(stage: Bench) -> None:
    about = problem(stage, "RESOLVED")
    found = resolution_of(stage, about)
    assert stage.tell(about, "COMPLETED", "COMPLETED") == "APPLIED"
    closed = stage.find(found.id)
    assert closed.status == "ACCEPTED"
    assert stage.history(found.id)[-1]["trigger"] == "COMPLETED"
    shown = stage.told(about.id)[-1].entity["serviceProblemResolution"]
    assert (shown["id"], shown["status"]) == (found.id, "ACCEPTED")
    assert stage.timers(about.id) == {}


def test_what_a_supplier_confirms_after_a_decision_is_no_news(stage: Bench) -> None:
    about = problem(stage, "RESOLVED")
    decide(stage, resolution_of(stage, about), "ACCEPTED")
    told = stage.names(about.id)
    body = stage.kci(about, "COMPLETED", "COMPLETED")
    assert stage.receive(body) == "IGNORED"
    assert stage.kept(body["id"])["reason"] == "confirms that it is COMPLETED"
    assert stage.names(about.id) == told
    assert stage.tell(about, "CANCELLED") == "QUARANTINED"  # another end is


@pytest.mark.parametrize("reason", ["UPDATE", "COMPLETED", "RESOLVED"])
def test_a_resolved_problem_needs_its_resolution(stage: Bench, reason: str) -> None:
    about = problem(stage)
    with pytest.raises(Problem, match="serviceProblemResolution must be given"):
        stage.tell(about, reason, "RESOLVED", serviceProblemResolution=None)
    assert stage.tell(about, reason, "RESOLVED") == "APPLIED"
    assert stage.find(about.id).status == "RESOLVED"


def test_every_row_of_a_resolutions_table_has_its_test() -> None:
    rows = {(row.trigger, str(row.target)) for row in RESOLUTION.transitions}
    assert rows == {
        ("RESOLVED", "PENDING"),
        ("RESOLUTION_ACCEPTED", "ACCEPTED"),
        ("RESOLUTION_REJECTED", "REJECTED"),
        ("CLOSED_BY_TIME", "ACCEPTED"),
        ("COMPLETED", "ACCEPTED"),
    }


def test_a_resolution_that_was_answered_cannot_be_answered_otherwise(stage: Bench) -> None:
    about = problem(stage, "RESOLVED")
    found = resolution_of(stage, about)
    decide(stage, found, "REJECTED", "still down")
    told = stage.names(about.id)
    decide(stage, found, "REJECTED", "still down")  # said again
    with pytest.raises(Problem, match="REJECTED already"):
        decide(stage, found, "ACCEPTED")
    assert stage.names(about.id) == told
    assert stage.tell(about, "RESOLVED") == "APPLIED"
    assert resolution_of(stage, about).id > found.id
