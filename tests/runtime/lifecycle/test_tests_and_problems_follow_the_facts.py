"""Service tests, service problems, resolutions and requests, held against facts apart."""

from __future__ import annotations

import pytest

from fibrecafe_gateway.lifecycle import REQUEST, RESOLUTION, Illegal, triggers
from fibrecafe_gateway.lifecycle.problems import SERVICE_PROBLEM
from fibrecafe_gateway.lifecycle.service_tests import SERVICE_TEST
from tests.runtime.lifecycle.expectations import (
    Expected,
    Fact,
    Outcome,
    asked,
    assert_as_expected,
    beneath,
    direct,
    overtaken,
)

TEST: list[Fact] = [
    ("RECEIVED_BY_GATEWAY", "SENT", "SENT_TO_SUPPLIER", "I/UPDATE"),
    ("RECEIVED_BY_GATEWAY", "SEND_FAILED", "FAILED_TO_SEND", "ERROR"),
    ("SENT_TO_SUPPLIER", "STARTED", "IN_PROGRESS", "I/UPDATE"),
    ("SENT_TO_SUPPLIER", "ORDER_REJECTED", "REJECTED", "I/TERMINATED"),
    ("IN_PROGRESS", "RESULT", "COMPLETED", "I/COMPLETED"),
    ("IN_PROGRESS", "FAILED", "FAILED", "I/TERMINATED"),
    # ours, as for orders
    ("SENT_TO_SUPPLIER IN_PROGRESS", "UPDATE", "same", "I/UPDATE"),
    ("SENT_TO_SUPPLIER IN_PROGRESS", "ADDITIONAL", "same", "I/ADDITIONAL"),
    ("SENT_TO_SUPPLIER IN_PROGRESS", "WARNING", "same", "I/WARNING"),
]


def test_every_transition_of_a_test_goes_where_the_facts_say_and_no_other_is_legal() -> None:
    known = direct(TEST, "")
    for trigger, to, told in (
        ("RESULT", "COMPLETED", "I/COMPLETED"),
        ("FAILED", "FAILED", "I/TERMINATED"),
    ):
        known[(("SENT_TO_SUPPLIER", None), trigger)] = Outcome((to, None), ["I/UPDATE", told])
    early = overtaken(known, "RECEIVED_BY_GATEWAY", "SENT_TO_SUPPLIER", triggers.BY_SUPPLIER)
    assert_as_expected(SERVICE_TEST, {**known, **early})


AMENDING, CANCELLING = "PENDING_AMENDMENT", "PENDING_CANCELLATION"
REQUESTS = f"{AMENDING} {CANCELLING}"
WORKING = "ACKNOWLEDGED IN_PROGRESS PENDING HELD NETWORK_INCIDENT"
INFLIGHT = f"SENT_TO_SUPPLIER {WORKING} RESOLVED {REQUESTS}"
ENDS = "FAILED_TO_SEND REJECTED CANCELLED COMPLETED RESOLVED"  # a fix ends the waiting too

PROBLEM: list[Fact] = [
    ("RECEIVED_BY_GATEWAY", "SENT", "SENT_TO_SUPPLIER", "I/UPDATE"),
    ("RECEIVED_BY_GATEWAY", "SEND_FAILED", "FAILED_TO_SEND", "ERROR"),
    ("SENT_TO_SUPPLIER", "ACKNOWLEDGED", "ACKNOWLEDGED", "I/ACKNOWLEDGED"),
    ("SENT_TO_SUPPLIER", "ORDER_REJECTED", "REJECTED", "I/TERMINATED"),
    ("ACKNOWLEDGED", "COMMITTED", "IN_PROGRESS", "I/COMMITTED"),
    ("IN_PROGRESS", "INFORMATION_REQUIRED", "PENDING", "A/INFORMATION_REQUIRED"),
    ("IN_PROGRESS", "REAPPOINT", "PENDING", "A/REAPPOINT"),
    ("PENDING", "AMENDED", "IN_PROGRESS", "I/AMENDED"),
    ("IN_PROGRESS", "DELAY", "HELD", "I/DELAY"),
    ("HELD", "RESUMED", "IN_PROGRESS", "I/RESUMED"),
    ("IN_PROGRESS", "NETWORK_INCIDENT", "NETWORK_INCIDENT", "I/UPDATE"),
    ("IN_PROGRESS", "RESOLVED", "RESOLVED", "A/CONFIRM"),
    ("RESOLVED", "RESOLUTION_ACCEPTED", "COMPLETED", "I/COMPLETED"),
    ("RESOLVED", "RESOLUTION_REJECTED", "IN_PROGRESS", "I/UPDATE"),
    ("RESOLVED", "CLOSURE_WARNED", "same", "I/ADDITIONAL"),
    ("RESOLVED", "CLOSED_BY_TIME", "COMPLETED", "I/COMPLETED"),
    (WORKING, "AMENDMENT_PENDING", AMENDING, "I/UPDATE"),
    (WORKING, "CANCELLATION_PENDING", CANCELLING, "I/UPDATE"),
    (CANCELLING, "CANCELLED", "CANCELLED", "I/CANCELLED"),
]

OURS: list[Fact] = [
    ("PENDING", "INFORMATION_REQUIRED", "same", "A/INFORMATION_REQUIRED"),
    ("PENDING", "REAPPOINT", "same", "A/REAPPOINT"),
    ("HELD", "DELAY", "same", "I/DELAY"),
    ("NETWORK_INCIDENT", "RESUMED", "IN_PROGRESS", "I/RESUMED"),
    ("NETWORK_INCIDENT", "RESOLVED", "RESOLVED", "A/CONFIRM"),
    ("HELD PENDING NETWORK_INCIDENT", "RESUMED_BY_UPDATE", "IN_PROGRESS", "I/UPDATE"),
    ("HELD PENDING NETWORK_INCIDENT", "RESUMED_BY_REAPPOINTED", "IN_PROGRESS", "I/REAPPOINTED"),
    (WORKING, "TERMINATED", "CANCELLED", "I/TERMINATED"),
    ("RESOLVED", "COMPLETED", "COMPLETED", "I/COMPLETED"),
    (INFLIGHT, "UPDATE", "same", "I/UPDATE"),
    (INFLIGHT, "ADDITIONAL", "same", "I/ADDITIONAL"),
    (INFLIGHT, "WARNING", "same", "I/WARNING"),
    (INFLIGHT, "REAPPOINTED", "same", "I/REAPPOINTED"),
    (AMENDING, "AMENDMENT_PENDING", "same", "I/UPDATE"),
    (AMENDING, "CANCELLATION_PENDING", CANCELLING, "I/UPDATE"),
    ("ACKNOWLEDGED IN_PROGRESS HELD NETWORK_INCIDENT RESOLVED", "AMENDED", "same", "I/AMENDED"),
    (f"{WORKING} RESOLVED {CANCELLING}", "AMENDMENT_REJECTED", "same", "A/RESUBMIT"),
    (f"{WORKING} RESOLVED {CANCELLING}", "AMENDMENT_SEND_FAILED", "same", "ERROR"),
    (AMENDING, "AMENDMENT_REJECTED", "previous", "A/RESUBMIT"),
    (AMENDING, "AMENDMENT_SEND_FAILED", "previous", "ERROR"),
    (f"{WORKING} RESOLVED {AMENDING}", "CANCELLED", "CANCELLED", "I/CANCELLED"),
    (f"{WORKING} RESOLVED {AMENDING}", "CANCELLATION_REJECTED", "same", "A/RESUBMIT"),
    (f"{WORKING} RESOLVED {AMENDING}", "CANCELLATION_SEND_FAILED", "same", "ERROR"),
    (CANCELLING, "CANCELLATION_REJECTED", "previous", "A/RESUBMIT"),
    (CANCELLING, "CANCELLATION_SEND_FAILED", "previous", "ERROR"),
    (f"{WORKING} RESOLVED", "RESUBMIT", "same", "A/RESUBMIT"),
    (REQUESTS, "RESUBMIT", "previous", "A/RESUBMIT"),
]

MILESTONES = (
    "COMMITTED INFORMATION_REQUIRED REAPPOINT DELAY RESUMED NETWORK_INCIDENT RESUMED_BY_UPDATE"
    " RESUMED_BY_REAPPOINTED RESOLVED TERMINATED"
)


def test_every_transition_of_a_problem_goes_where_the_facts_say_and_no_other_is_legal() -> None:
    places = SERVICE_PROBLEM.configurations
    facts = [*PROBLEM, *OURS]
    known = direct(facts, REQUESTS)
    known[(("SENT_TO_SUPPLIER", None), "COMMITTED")] = Outcome(
        ("IN_PROGRESS", None), ["I/ACKNOWLEDGED", "I/COMMITTED"]
    )
    answers: Expected = {}
    for state, resume in places:
        if resume is not None:
            onward = "IN_PROGRESS" if resume == "PENDING" else resume
            after = (onward, None) if state == AMENDING else (state, onward)
            answers[((state, resume), "AMENDED")] = Outcome(after, ["I/AMENDED"])
    expected: Expected = {
        **known,
        **overtaken(known, "RECEIVED_BY_GATEWAY", "SENT_TO_SUPPLIER", triggers.BY_SUPPLIER),
        **beneath(known, MILESTONES, ENDS, places),
        **asked(facts, REQUESTS, places),
        **answers,
    }
    assert_as_expected(SERVICE_PROBLEM, expected)


def test_a_problem_waits_for_the_tenant_from_its_resolution_on() -> None:
    (step,) = SERVICE_PROBLEM.decide("IN_PROGRESS", "RESOLVED")
    assert str(step.tells) == "ACTION_REQUIRED / CONFIRM"
    (step,) = SERVICE_PROBLEM.decide("RESOLVED", "RESOLUTION_REJECTED")
    assert (step.after, step.gateway_made) == ("IN_PROGRESS", True)


def test_a_resolution_is_answered_once() -> None:
    facts: list[Fact] = [
        ("PENDING", "RESOLUTION_ACCEPTED", "ACCEPTED", ""),
        ("PENDING", "RESOLUTION_REJECTED", "REJECTED", ""),
        ("PENDING", "CLOSED_BY_TIME", "ACCEPTED", ""),
        ("PENDING", "COMPLETED", "ACCEPTED", ""),
    ]
    assert_as_expected(RESOLUTION, direct(facts, ""))
    assert RESOLUTION.decide(None, "RESOLVED")[0].after == "PENDING"


def test_a_request_goes_where_the_facts_say() -> None:
    facts: list[Fact] = [
        ("RECEIVED_BY_GATEWAY", "AMENDMENT_PENDING", "PENDING", ""),
        ("RECEIVED_BY_GATEWAY", "CANCELLATION_PENDING", "PENDING", ""),
        ("RECEIVED_BY_GATEWAY", "AMENDMENT_SEND_FAILED", "FAILED_TO_SEND", ""),
        ("RECEIVED_BY_GATEWAY", "CANCELLATION_SEND_FAILED", "FAILED_TO_SEND", ""),
        ("RECEIVED_BY_GATEWAY PENDING", "AMENDED", "COMPLETED", ""),
        ("RECEIVED_BY_GATEWAY PENDING", "CANCELLED", "COMPLETED", ""),
        ("RECEIVED_BY_GATEWAY PENDING", "AMENDMENT_REJECTED", "REJECTED", ""),
        ("RECEIVED_BY_GATEWAY PENDING", "CANCELLATION_REJECTED", "REJECTED", ""),
        ("RECEIVED_BY_GATEWAY PENDING", "RESUBMIT", "REJECTED", ""),
        ("RECEIVED_BY_GATEWAY PENDING", "ENTITY_ENDED", "REJECTED", ""),
    ]
    assert_as_expected(REQUEST, direct(facts, ""))
    assert REQUEST.decide(None, "ACCEPTED")[0].after == "RECEIVED_BY_GATEWAY"


def test_a_finished_test_hears_nothing_more() -> None:
    with pytest.raises(Illegal) as caught:
        SERVICE_TEST.decide("COMPLETED", "RESULT")
    assert str(caught.value) == (
        "service test: state was COMPLETED, KCI says RESULT, legal were none"
    )
