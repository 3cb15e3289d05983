"""Orders and unsolicited ceases, held against lifecycle facts written down apart."""

from __future__ import annotations

import pytest

from fibrecafe_gateway.lifecycle import Actor, Illegal, Source, triggers
from fibrecafe_gateway.lifecycle.ceases import UNSOLICITED_CEASE
from fibrecafe_gateway.lifecycle.orders import ORDER
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

AMENDING, CANCELLING = "PENDING_AMENDMENT", "PENDING_CANCELLATION"
REQUESTS = f"{AMENDING} {CANCELLING}"
ENDS = "FAILED_TO_SEND REJECTED CANCELLED COMPLETED PARTIAL FAILED"
WORKING = "ACKNOWLEDGED IN_PROGRESS PENDING HELD"

# order_transitions of the facts. RECEIVED_BY_GATEWAY has what comes of `overtaken` besides; "the
# supplier answers 202" is no transition.
PUBLISHED: list[Fact] = [
    ("RECEIVED_BY_GATEWAY", "SENT", "SENT_TO_SUPPLIER", "I/UPDATE"),
    ("RECEIVED_BY_GATEWAY", "SEND_FAILED", "FAILED_TO_SEND", "ERROR"),
    ("SENT_TO_SUPPLIER", "ACKNOWLEDGED", "ACKNOWLEDGED", "I/ACKNOWLEDGED"),
    ("SENT_TO_SUPPLIER", "ORDER_REJECTED", "REJECTED", "I/TERMINATED"),
    ("ACKNOWLEDGED", "COMMITTED", "IN_PROGRESS", "I/COMMITTED"),
    ("ACKNOWLEDGED IN_PROGRESS HELD", "INFORMATION_REQUIRED", "PENDING", "A/INFORMATION_REQUIRED"),
    ("ACKNOWLEDGED IN_PROGRESS HELD", "REAPPOINT", "PENDING", "A/REAPPOINT"),
    ("ACKNOWLEDGED IN_PROGRESS", "DELAY", "HELD", "I/DELAY"),
    ("ACKNOWLEDGED IN_PROGRESS", "DELAY_WITHOUT_HOLD", "same", "I/DELAY"),  # "not certain"
    ("HELD", "RESUMED", "IN_PROGRESS", "I/RESUMED"),
    ("HELD", "RESUMED_BY_UPDATE", "IN_PROGRESS", "I/UPDATE"),
    ("HELD", "RESUMED_BY_REAPPOINTED", "IN_PROGRESS", "I/REAPPOINTED"),
    ("HELD", "DELAY", "same", "I/DELAY"),
    ("ACKNOWLEDGED IN_PROGRESS PENDING", "AMENDMENT_PENDING", AMENDING, "I/UPDATE"),
    (AMENDING, "AMENDMENT_PENDING", "same", "I/UPDATE"),
    ("ACKNOWLEDGED IN_PROGRESS", "AMENDED", "same", "I/AMENDED"),
    ("PENDING", "AMENDED", "IN_PROGRESS", "I/AMENDED"),
    ("ACKNOWLEDGED IN_PROGRESS PENDING", "AMENDMENT_REJECTED", "same", "A/RESUBMIT"),
    (AMENDING, "AMENDMENT_REJECTED", "previous", "A/RESUBMIT"),
    (AMENDING, "AMENDMENT_SEND_FAILED", "previous", "ERROR"),
    (f"SENT_TO_SUPPLIER {WORKING}", "CANCELLATION_PENDING", CANCELLING, "I/UPDATE"),
    (f"SENT_TO_SUPPLIER {WORKING} {REQUESTS}", "CANCELLED", "CANCELLED", "I/CANCELLED"),
    (CANCELLING, "CANCELLATION_REJECTED", "previous", "A/RESUBMIT"),
    (CANCELLING, "CANCELLATION_SEND_FAILED", "previous", "ERROR"),
    (WORKING, "TERMINATED", "CANCELLED", "I/TERMINATED"),
    (WORKING, "FAILED", "FAILED", "I/TERMINATED"),
    ("IN_PROGRESS", "COMPLETED", "COMPLETED", "I/COMPLETED"),
    ("IN_PROGRESS", "COMPLETED_PARTIALLY", "PARTIAL", "I/COMPLETED"),
    (f"SENT_TO_SUPPLIER {WORKING} {REQUESTS}", "UPDATE", "same", "I/UPDATE"),
    (f"SENT_TO_SUPPLIER {WORKING} {REQUESTS}", "ADDITIONAL", "same", "I/ADDITIONAL"),
    (f"SENT_TO_SUPPLIER {WORKING} {REQUESTS}", "WARNING", "same", "I/WARNING"),
    (f"SENT_TO_SUPPLIER {WORKING} {REQUESTS}", "REAPPOINTED", "same", "I/REAPPOINTED"),
]

# What the facts leave open, as decided.
OURS: list[Fact] = [
    ("PENDING", "INFORMATION_REQUIRED", "same", "A/INFORMATION_REQUIRED"),
    ("PENDING", "REAPPOINT", "same", "A/REAPPOINT"),
    ("PENDING", "RESUMED_BY_UPDATE", "IN_PROGRESS", "I/UPDATE"),
    ("PENDING", "RESUMED_BY_REAPPOINTED", "IN_PROGRESS", "I/REAPPOINTED"),
    ("IN_PROGRESS", "RESUMED", "same", "I/RESUMED"),
    ("IN_PROGRESS PENDING HELD", "COMMITTED_LATE", "IN_PROGRESS", "I/COMMITTED"),
    ("HELD", "AMENDED", "same", "I/AMENDED"),
    (f"HELD {CANCELLING}", "AMENDMENT_REJECTED", "same", "A/RESUBMIT"),
    (f"{WORKING} {CANCELLING}", "AMENDMENT_SEND_FAILED", "same", "ERROR"),
    (AMENDING, "CANCELLATION_PENDING", CANCELLING, "I/UPDATE"),
    (f"SENT_TO_SUPPLIER {WORKING} {AMENDING}", "CANCELLATION_REJECTED", "same", "A/RESUBMIT"),
    (
        f"RECEIVED_BY_GATEWAY SENT_TO_SUPPLIER {WORKING} {AMENDING}",
        "CANCELLATION_SEND_FAILED",
        "same",
        "ERROR",
    ),
    (WORKING, "RESUBMIT", "same", "A/RESUBMIT"),
    (REQUESTS, "RESUBMIT", "previous", "A/RESUBMIT"),
]

MILESTONES = (
    "ACKNOWLEDGED COMMITTED COMMITTED_LATE ORDER_REJECTED INFORMATION_REQUIRED REAPPOINT DELAY"
    " DELAY_WITHOUT_HOLD RESUMED RESUMED_BY_UPDATE RESUMED_BY_REAPPOINTED COMPLETED"
    " COMPLETED_PARTIALLY TERMINATED FAILED"
)


def amended(place: tuple[str, str]) -> Outcome:
    """AMENDED while a request is open: back, or on when it answers a PENDING."""
    state, resume = place
    onward = "IN_PROGRESS" if resume == "PENDING" else resume
    after = (onward, None) if state == AMENDING else (state, onward)
    return Outcome(after, ["I/AMENDED"])


def expected_of_orders() -> Expected:
    places = ORDER.configurations
    facts = [*PUBLISHED, *OURS]
    known = direct(facts, REQUESTS)
    # Committed at once: the acknowledgement is told first.
    known[(("SENT_TO_SUPPLIER", None), "COMMITTED")] = Outcome(
        ("IN_PROGRESS", None), ["I/ACKNOWLEDGED", "I/COMMITTED"]
    )
    by = (triggers.BY_SUPPLIER | {"CANCELLATION_PENDING"}) - {"CANCELLATION_SEND_FAILED"}
    open_ones: Expected = {
        ((state, resume), "AMENDED"): amended((state, resume))
        for state, resume in places
        if resume is not None and (state, resume) != (CANCELLING, "SENT_TO_SUPPLIER")
    }
    return {
        **known,
        **overtaken(known, "RECEIVED_BY_GATEWAY", "SENT_TO_SUPPLIER", by),
        **beneath(known, MILESTONES, ENDS, places),
        **asked(facts, REQUESTS, places),
        **open_ones,
    }


def test_every_transition_of_an_order_goes_where_the_facts_say_and_no_other_is_legal() -> None:
    assert_as_expected(ORDER, expected_of_orders())


def test_the_states_before_an_open_request_are_those_from_which_it_can_be_made() -> None:
    assert {(s, r) for s, r in ORDER.configurations if r is not None} == {
        *((AMENDING, state) for state in WORKING.split()),
        *((CANCELLING, state) for state in ("SENT_TO_SUPPLIER", *WORKING.split())),
    }


def test_an_order_begins_when_the_tenant_places_it_and_nothing_is_told() -> None:
    (step,) = ORDER.decide(None, "ACCEPTED")
    assert (step.before, step.after, step.tells) == (None, "RECEIVED_BY_GATEWAY", None)
    assert step.transition.actor is Actor.TENANT
    with pytest.raises(Illegal, match="state was none yet, KCI says CREATED, legal were ACCEPTED"):
        ORDER.decide(None, "CREATED")


def test_a_commitment_at_once_is_told_as_acknowledged_by_the_gateway_then_committed() -> None:
    first, second = ORDER.decide("SENT_TO_SUPPLIER", "COMMITTED")
    assert (first.trigger, first.after, first.gateway_made) == (
        "ACKNOWLEDGED",
        "ACKNOWLEDGED",
        True,
    )
    assert (second.trigger, second.after, second.gateway_made) == (
        "COMMITTED",
        "IN_PROGRESS",
        False,
    )
    assert second.before == first.after


def test_a_kci_that_overtakes_the_answer_to_the_request_says_that_it_was_sent() -> None:
    steps = ORDER.decide("RECEIVED_BY_GATEWAY", "COMMITTED")
    assert [(s.trigger, s.after, s.gateway_made) for s in steps] == [
        ("SENT", "SENT_TO_SUPPLIER", True),
        ("ACKNOWLEDGED", "ACKNOWLEDGED", True),
        ("COMMITTED", "IN_PROGRESS", False),
    ]


def test_what_the_facts_do_not_say_is_marked_as_ours() -> None:
    published = {(state, trigger) for states, trigger, *_ in PUBLISHED for state in states.split()}
    for transition in ORDER.transitions:
        if transition.source is not Source.OURS and transition.sources:
            for state in transition.sources:
                allowed = {
                    ("SENT_TO_SUPPLIER", "COMMITTED"),  # published with two KCIs, not in the list
                    (AMENDING, "AMENDED"),  # depends on the state before
                    # At once, or by KCI: the same row of the facts.
                    *((s, "AMENDMENT_SEND_FAILED") for s in WORKING.split()),
                    (AMENDING, "CANCELLATION_PENDING"),  # "any inflight"
                    *(
                        (s, trigger)
                        for trigger in ("CANCELLATION_REJECTED", "CANCELLATION_SEND_FAILED")
                        for s in (
                            "RECEIVED_BY_GATEWAY",
                            "SENT_TO_SUPPLIER",
                            *WORKING.split(),
                            AMENDING,
                        )
                    ),
                }
                assert (state, transition.trigger) in published | allowed


CEASE_WORKING = "RECEIVED_BY_GATEWAY ACKNOWLEDGED IN_PROGRESS"
CEASE: list[Fact] = [
    ("RECEIVED_BY_GATEWAY", "ACKNOWLEDGED", "ACKNOWLEDGED", "I/ACKNOWLEDGED"),
    ("ACKNOWLEDGED", "COMMITTED", "IN_PROGRESS", "I/COMMITTED"),
    ("IN_PROGRESS", "COMPLETED", "COMPLETED", "I/COMPLETED"),
    (CEASE_WORKING, "TERMINATED", "CANCELLED", "I/TERMINATED"),
    (CEASE_WORKING, "FAILED", "FAILED", "I/TERMINATED"),
    (f"{CEASE_WORKING} {CANCELLING}", "UPDATE", "same", "I/UPDATE"),
    (f"{CEASE_WORKING} {CANCELLING}", "ADDITIONAL", "same", "I/ADDITIONAL"),
    (f"{CEASE_WORKING} {CANCELLING}", "WARNING", "same", "I/WARNING"),
    (CEASE_WORKING, "CANCELLATION_PENDING", CANCELLING, "I/UPDATE"),
    (f"{CEASE_WORKING} {CANCELLING}", "CANCELLED", "CANCELLED", "I/CANCELLED"),
    (CEASE_WORKING, "CANCELLATION_REJECTED", "same", "A/RESUBMIT"),
    (CANCELLING, "CANCELLATION_REJECTED", "previous", "A/RESUBMIT"),
    (CEASE_WORKING, "CANCELLATION_SEND_FAILED", "same", "ERROR"),
    (CANCELLING, "CANCELLATION_SEND_FAILED", "previous", "ERROR"),
    (CEASE_WORKING, "RESUBMIT", "same", "A/RESUBMIT"),
    (CANCELLING, "RESUBMIT", "previous", "A/RESUBMIT"),
]


def test_every_transition_of_a_cease_goes_where_the_facts_say_and_no_other_is_legal() -> None:
    places = UNSOLICITED_CEASE.configurations
    known = direct(CEASE, CANCELLING)
    in_full = ["I/ACKNOWLEDGED", "I/COMMITTED", "I/COMPLETED"]
    for state, trigger, to, told in (
        ("RECEIVED_BY_GATEWAY", "COMMITTED", "IN_PROGRESS", in_full[:2]),
        ("RECEIVED_BY_GATEWAY", "COMPLETED", "COMPLETED", in_full),
        ("ACKNOWLEDGED", "COMPLETED", "COMPLETED", in_full[1:]),
    ):
        known[((state, None), trigger)] = Outcome((to, None), told)
    milestones = "ACKNOWLEDGED COMMITTED COMPLETED TERMINATED FAILED"
    expected = {
        **known,
        **beneath(known, milestones, ENDS, places),
        **asked(CEASE, CANCELLING, places),
    }
    assert_as_expected(UNSOLICITED_CEASE, expected)


@pytest.mark.parametrize(
    ("trigger", "told"),
    [
        ("CREATED", ["CREATED"]),
        ("CREATED_ACKNOWLEDGED", ["CREATED", "ACKNOWLEDGED"]),
        ("CREATED_COMMITTED", ["CREATED", "ACKNOWLEDGED", "COMMITTED"]),
    ],
)
def test_a_cease_is_told_step_by_step_however_far_it_was_made(
    trigger: str, told: list[str]
) -> None:
    steps = UNSOLICITED_CEASE.decide(None, trigger)
    assert [step.tells.type for step in steps if step.tells] == told
    assert [step.gateway_made for step in steps] == [False, *(True for _ in told[1:])]
    assert steps[0].after == "RECEIVED_BY_GATEWAY"


def test_a_cease_has_no_states_of_an_order_that_the_tenant_placed() -> None:
    assert UNSOLICITED_CEASE.unused == {
        "SENT_TO_SUPPLIER",
        "FAILED_TO_SEND",
        "REJECTED",
        "PENDING",
        "HELD",
        "PENDING_AMENDMENT",
        "PARTIAL",
    }
    with pytest.raises(ValueError, match="there is no state HELD"):
        UNSOLICITED_CEASE.decide("HELD", "UPDATE")
