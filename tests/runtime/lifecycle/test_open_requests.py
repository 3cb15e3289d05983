"""What an order remembers while the supplier owes an answer."""

from __future__ import annotations

import pytest

from fibrecafe_gateway.lifecycle import (
    AMENDABLE,
    CANCELLABLE,
    Ask,
    EntityKind,
    Illegal,
    allows,
    refusal,
)
from fibrecafe_gateway.lifecycle.orders import ORDER


def life(*triggers: str, state: str = "IN_PROGRESS") -> tuple[str, str | None]:
    """Where an order ends that hears these one after the other."""
    now: str = state
    resume: str | None = None
    for trigger in triggers:
        last = ORDER.decide(now, trigger, resume=resume)[-1]
        now, resume = last.after, last.resume_after
    return now, resume


@pytest.mark.parametrize("before", ["SENT_TO_SUPPLIER", "ACKNOWLEDGED", "IN_PROGRESS", "HELD"])
def test_a_refused_cancellation_leads_back_to_where_it_was(before: str) -> None:
    assert life("CANCELLATION_PENDING", state=before) == ("PENDING_CANCELLATION", before)
    assert life("CANCELLATION_PENDING", "CANCELLATION_REJECTED", state=before) == (before, None)


def test_an_amendment_that_answers_a_question_leads_on() -> None:
    assert life("AMENDMENT_PENDING", "AMENDED", state="PENDING") == ("IN_PROGRESS", None)
    assert life("AMENDMENT_PENDING", "AMENDMENT_REJECTED", state="PENDING") == ("PENDING", None)


def test_the_state_before_the_first_request_stays_remembered() -> None:
    both = ("AMENDMENT_PENDING", "CANCELLATION_PENDING")
    assert life(*both, state="ACKNOWLEDGED") == ("PENDING_CANCELLATION", "ACKNOWLEDGED")
    assert life(*both, "CANCELLATION_REJECTED", state="ACKNOWLEDGED") == ("ACKNOWLEDGED", None)


def test_a_milestone_beneath_a_request_changes_what_it_goes_back_to() -> None:
    assert life("CANCELLATION_PENDING", "DELAY") == ("PENDING_CANCELLATION", "HELD")
    assert life("CANCELLATION_PENDING", "DELAY", "CANCELLATION_REJECTED") == ("HELD", None)
    assert life("CANCELLATION_PENDING", "COMMITTED", state="SENT_TO_SUPPLIER") == (
        "PENDING_CANCELLATION",
        "IN_PROGRESS",
    )


def test_a_milestone_that_is_illegal_before_the_request_is_illegal_beneath_it() -> None:
    with pytest.raises(Illegal) as caught:
        ORDER.decide("PENDING_AMENDMENT", "COMPLETED", resume="ACKNOWLEDGED")
    assert str(caught.value).startswith(
        "order: state was PENDING_AMENDMENT (before it: ACKNOWLEDGED), KCI says COMPLETED,"
        " legal were COMMITTED, "
    )
    assert "COMPLETED" not in caught.value.legal


def test_work_past_the_point_of_no_return_ends_the_waiting() -> None:
    assert life("CANCELLATION_PENDING", "COMPLETED") == ("COMPLETED", None)
    assert life("AMENDMENT_PENDING", "FAILED") == ("FAILED", None)


def test_the_answer_to_one_request_leaves_the_order_waiting_for_the_other() -> None:
    (step,) = ORDER.decide(
        "PENDING_CANCELLATION",
        "CANCELLATION_REJECTED",
        resume="IN_PROGRESS",
        still="PENDING_AMENDMENT",
    )
    assert (step.after, step.resume_after) == ("PENDING_AMENDMENT", "IN_PROGRESS")
    (step,) = ORDER.decide(
        "PENDING_AMENDMENT", "AMENDED", resume="PENDING", still="PENDING_AMENDMENT"
    )
    assert (step.after, step.resume_after) == ("PENDING_AMENDMENT", "IN_PROGRESS")


def test_another_open_request_does_not_stop_what_ends_the_order() -> None:
    (step,) = ORDER.decide(
        "PENDING_CANCELLATION", "CANCELLED", resume="HELD", still="PENDING_AMENDMENT"
    )
    assert (step.after, step.resume_after) == ("CANCELLED", None)


def test_a_lost_resume_state_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(ValueError, match="needs the state before the request"):
        ORDER.decide("PENDING_CANCELLATION", "CANCELLATION_REJECTED")
    with pytest.raises(ValueError, match="no request is open in HELD"):
        ORDER.decide("PENDING_CANCELLATION", "CANCELLED", resume="HELD", still="HELD")
    with pytest.raises(ValueError, match="there is no state COMMITTED"):
        ORDER.decide("COMMITTED", "UPDATE")


def test_amendable_and_cancellable_are_as_published() -> None:
    four = {"ACKNOWLEDGED", "IN_PROGRESS", "PENDING", "PENDING_AMENDMENT"}
    assert AMENDABLE[EntityKind.PROVIDE_ORDER] == four
    assert AMENDABLE[EntityKind.UNSOLICITED_CEASE_ORDER] == set()
    assert AMENDABLE[EntityKind.SERVICE_TEST] == set()
    assert AMENDABLE[EntityKind.PROVIDE_ETHERNET_ORDER] == set()
    assert CANCELLABLE[EntityKind.CEASE_ORDER] == {
        "RECEIVED_BY_GATEWAY",
        "SENT_TO_SUPPLIER",
        "HELD",
        *four,
    }
    assert CANCELLABLE[EntityKind.UNSOLICITED_CEASE_ORDER] == {
        "RECEIVED_BY_GATEWAY",
        "ACKNOWLEDGED",
        "IN_PROGRESS",
    }
    # The supplier's reference is needed, and comes with the acknowledgement.
    assert "SENT_TO_SUPPLIER" not in CANCELLABLE[EntityKind.SERVICE_PROBLEM]


@pytest.mark.parametrize(
    ("kind", "state", "what", "text"),
    [
        (
            EntityKind.PROVIDE_ORDER,
            "HELD",
            Ask.AMENDMENT,
            "the provide order is in state HELD, and can be amended only in ACKNOWLEDGED,"
            " IN_PROGRESS, PENDING or PENDING_AMENDMENT; now it can be cancelled",
        ),
        (
            EntityKind.UNSOLICITED_CEASE_ORDER,
            "IN_PROGRESS",
            Ask.AMENDMENT,
            "the unsolicited cease order is in state IN_PROGRESS; its kind can never be amended;"
            " now it can be cancelled",
        ),
        (
            EntityKind.UNSOLICITED_CEASE_ORDER,
            "COMPLETED",
            Ask.CANCELLATION,
            "the unsolicited cease order is in state COMPLETED: it has ended, and can be cancelled"
            " only in RECEIVED_BY_GATEWAY, ACKNOWLEDGED or IN_PROGRESS",
        ),
        (
            EntityKind.SERVICE_TEST,
            "IN_PROGRESS",
            Ask.CANCELLATION,
            "the service test is in state IN_PROGRESS; its kind can never be cancelled",
        ),
    ],
)
def test_a_refusal_names_the_state_and_what_is_allowed(
    kind: EntityKind, state: str, what: Ask, text: str
) -> None:
    assert not allows(kind, state, what)
    assert refusal(kind, state, what) == text
