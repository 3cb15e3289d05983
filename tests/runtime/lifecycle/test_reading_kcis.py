"""Which trigger a supplier's KCI is."""

from __future__ import annotations

from typing import Any

import pytest

from fibrecafe_api.supplier_updates.models import ReasonCode
from fibrecafe_gateway.lifecycle import EntityKind, Illegal, machine_of, trigger_of

ORDER = EntityKind.PROVIDE_ORDER
CEASE = EntityKind.UNSOLICITED_CEASE_ORDER
TEST = EntityKind.SERVICE_TEST
PROBLEM = EntityKind.SERVICE_PROBLEM


def read(kind: EntityKind, reason: str, status: str | None, state: str | None, **more: Any) -> str:
    return trigger_of(kind, reason, status, state=state, **more)


@pytest.mark.parametrize("reason", [r for r in ReasonCode if r not in ("CANCELLED", "RESOLVED")])
def test_a_reason_code_alone_is_the_trigger_of_that_name(reason: str) -> None:
    assert read(ORDER, reason, None, "SENT_TO_SUPPLIER") == reason


@pytest.mark.parametrize(
    ("status", "state", "resume"),
    [
        (None, "IN_PROGRESS", None),
        ("IN_PROGRESS", "IN_PROGRESS", None),
        ("ACKNOWLEDGED", "IN_PROGRESS", None),  # earlier
        ("ACKNOWLEDGED", "HELD", None),
        ("SENT_TO_SUPPLIER", "ACKNOWLEDGED", None),
        ("HELD", "PENDING_AMENDMENT", "HELD"),  # where it was before the request
        ("PENDING_AMENDMENT", "PENDING_AMENDMENT", "HELD"),
        ("PENDING_CANCELLATION", "IN_PROGRESS", None),  # the gateway knows its requests
    ],
)
def test_an_update_whose_status_is_no_news_is_an_update(
    status: str | None, state: str, resume: str | None
) -> None:
    assert read(ORDER, "UPDATE", status, state, resume=resume) == "UPDATE"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("COMPLETED", "IN_PROGRESS"),
        ("IN_PROGRESS", "ACKNOWLEDGED"),  # a commitment needs its dates, so its reason code
        ("HELD", "IN_PROGRESS"),
        ("CANCELLED", "IN_PROGRESS"),
        ("GONE", "IN_PROGRESS"),
    ],
)
def test_an_update_to_another_status_is_named_so_and_illegal(status: str, state: str) -> None:
    trigger = read(ORDER, "UPDATE", status, state)
    assert trigger == f"UPDATE_TO_{status}"
    with pytest.raises(Illegal, match=f"state was {state}, KCI says UPDATE_TO_{status}, legal"):
        machine_of(ORDER).decide(state, trigger)


@pytest.mark.parametrize(("state", "resume"), [("HELD", None), ("PENDING_CANCELLATION", "HELD")])
def test_work_goes_on_by_an_update_or_a_new_appointment(state: str, resume: str | None) -> None:
    for reason in ("UPDATE", "REAPPOINTED"):
        trigger = read(ORDER, reason, "IN_PROGRESS", state, resume=resume)
        assert trigger == f"RESUMED_BY_{reason}"
        (step,) = machine_of(ORDER).decide(state, trigger, resume=resume)
        assert "IN_PROGRESS" in (step.after, step.resume_after)
        assert step.tells is not None
        assert step.tells.type == reason


def test_a_cancellation_that_nobody_asked_for_is_a_termination() -> None:
    assert read(ORDER, "CANCELLED", "CANCELLED", "IN_PROGRESS") == "TERMINATED"
    asked = read(ORDER, "CANCELLED", "CANCELLED", "IN_PROGRESS", cancellation_open=True)
    assert asked == "CANCELLED"
    waiting = read(ORDER, "CANCELLED", None, "PENDING_CANCELLATION", resume="HELD")
    assert waiting == "CANCELLED"


@pytest.mark.parametrize("reason", ["COMPLETED", "UPDATE", "CANCELLED", "ORDER_REJECTED"])
def test_the_status_failed_ends_an_order_whatever_reports_it(reason: str) -> None:
    assert read(ORDER, reason, "FAILED", "IN_PROGRESS") == "FAILED"


def test_a_rejection_after_acknowledgement_contradicts_the_state() -> None:
    trigger = read(ORDER, "ORDER_REJECTED", "REJECTED", "ACKNOWLEDGED")
    assert trigger not in machine_of(ORDER).legal("ACKNOWLEDGED")


@pytest.mark.parametrize(
    ("reason", "status"),
    [("COMPLETED", "CANCELLED"), ("DELAY", "COMPLETED"), ("AMENDED", "FAILED")],
)
def test_a_kci_that_contradicts_itself_is_no_trigger(reason: str, status: str) -> None:
    trigger = read(ORDER, reason, status, "IN_PROGRESS")
    assert trigger == f"{reason}_TO_{status}"
    assert trigger not in machine_of(ORDER).triggers


def test_part_of_an_order_can_be_completed() -> None:
    assert read(ORDER, "COMPLETED", "PARTIAL", "IN_PROGRESS") == "COMPLETED_PARTIALLY"
    assert read(ORDER, "COMPLETED", "COMPLETED", "IN_PROGRESS") == "COMPLETED"


def test_a_delay_holds_an_order_unless_its_status_says_that_work_goes_on() -> None:
    assert read(ORDER, "DELAY", None, "IN_PROGRESS") == "DELAY"
    assert read(ORDER, "DELAY", "HELD", "IN_PROGRESS") == "DELAY"
    assert read(ORDER, "DELAY", "HELD", "HELD") == "DELAY"
    assert read(ORDER, "DELAY", "IN_PROGRESS", "IN_PROGRESS") == "DELAY_WITHOUT_HOLD"


@pytest.mark.parametrize("state", ["IN_PROGRESS", "PENDING", "HELD"])
def test_a_commitment_after_a_question_or_delay_is_late_and_legal_once(state: str) -> None:
    late = read(ORDER, "COMMITTED", "IN_PROGRESS", state, committed=False)
    assert late in machine_of(ORDER).legal(state)
    again = read(ORDER, "COMMITTED", "IN_PROGRESS", state, committed=True)
    assert again not in machine_of(ORDER).legal(state)


def test_a_commitment_in_time_is_not_late() -> None:
    for state in ("RECEIVED_BY_GATEWAY", "SENT_TO_SUPPLIER", "ACKNOWLEDGED"):
        assert read(ORDER, "COMMITTED", "IN_PROGRESS", state, committed=False) == "COMMITTED"


def test_a_further_acknowledgement_is_told_as_an_update() -> None:
    for state in ("ACKNOWLEDGED", "IN_PROGRESS", "HELD"):
        assert read(ORDER, "ACKNOWLEDGED", "ACKNOWLEDGED", state) == "UPDATE"
    assert read(ORDER, "ACKNOWLEDGED", "ACKNOWLEDGED", "SENT_TO_SUPPLIER") == "ACKNOWLEDGED"


@pytest.mark.parametrize(
    ("status", "trigger"),
    [
        (None, "CREATED"),
        ("RECEIVED_BY_GATEWAY", "CREATED"),
        ("ACKNOWLEDGED", "CREATED_ACKNOWLEDGED"),
        ("IN_PROGRESS", "CREATED_COMMITTED"),
        ("COMMITTED", "CREATED_COMMITTED"),
        ("HELD", "CREATED_TO_HELD"),
    ],
)
def test_a_cease_is_created_as_far_as_its_status_says(status: str | None, trigger: str) -> None:
    assert read(CEASE, "CREATED", status, None) == trigger


def test_only_a_cease_is_created_by_a_supplier_and_only_once() -> None:
    for kind, state in ((ORDER, None), (PROBLEM, None), (CEASE, "ACKNOWLEDGED")):
        trigger = read(kind, "CREATED", "ACKNOWLEDGED", state)
        assert trigger not in machine_of(kind).legal(state)


@pytest.mark.parametrize(
    ("reason", "status", "state", "trigger"),
    [
        ("ACKNOWLEDGED", "IN_PROGRESS", "SENT_TO_SUPPLIER", "STARTED"),
        ("UPDATE", "IN_PROGRESS", "SENT_TO_SUPPLIER", "STARTED"),
        ("UPDATE", "IN_PROGRESS", "IN_PROGRESS", "UPDATE"),
        ("COMPLETED", "COMPLETED", "IN_PROGRESS", "RESULT"),
        ("COMPLETED", None, "IN_PROGRESS", "RESULT"),
        ("UPDATE", "COMPLETED", "IN_PROGRESS", "RESULT"),
        ("COMPLETED", "FAILED", "IN_PROGRESS", "FAILED"),
        ("ORDER_REJECTED", "REJECTED", "SENT_TO_SUPPLIER", "ORDER_REJECTED"),
        ("COMPLETED", "REJECTED", "IN_PROGRESS", "COMPLETED_TO_REJECTED"),
    ],
)
def test_kcis_of_a_test(reason: str, status: str | None, state: str, trigger: str) -> None:
    assert read(TEST, reason, status, state) == trigger


@pytest.mark.parametrize(
    ("reason", "status", "state", "trigger"),
    [
        ("RESOLVED", "RESOLVED", "IN_PROGRESS", "RESOLVED"),
        ("RESOLVED", None, "IN_PROGRESS", "RESOLVED"),
        ("UPDATE", "RESOLVED", "IN_PROGRESS", "RESOLVED"),
        ("COMPLETED", "RESOLVED", "IN_PROGRESS", "RESOLVED"),
        ("UPDATE", "RESOLVED", "RESOLVED", "UPDATE"),
        ("UPDATE", "NETWORK_INCIDENT", "IN_PROGRESS", "NETWORK_INCIDENT"),
        ("UPDATE", "NETWORK_INCIDENT", "NETWORK_INCIDENT", "UPDATE"),
        ("UPDATE", "IN_PROGRESS", "NETWORK_INCIDENT", "RESUMED_BY_UPDATE"),
        ("COMPLETED", "COMPLETED", "RESOLVED", "COMPLETED"),
        ("CANCELLED", "CANCELLED", "HELD", "TERMINATED"),
    ],
)
def test_kcis_of_a_problem(reason: str, status: str | None, state: str, trigger: str) -> None:
    assert read(PROBLEM, reason, status, state) == trigger


@pytest.mark.parametrize("kind", list(EntityKind))
def test_an_unknown_reason_code_comes_back_as_it_is_and_is_illegal(kind: EntityKind) -> None:
    machine = machine_of(kind)
    trigger = read(kind, "TELEPORTED", "ELSEWHERE", "IN_PROGRESS")
    assert trigger == "TELEPORTED"
    with pytest.raises(Illegal, match="state was IN_PROGRESS, KCI says TELEPORTED, legal were "):
        machine.decide("IN_PROGRESS", trigger)


def test_whatever_a_supplier_says_the_answer_is_a_name() -> None:
    statuses = [None, "", "COMMITTED", *machine_of(ORDER).enum, *machine_of(PROBLEM).enum]
    for kind in EntityKind:
        for state, resume in [(None, None), *machine_of(kind).configurations]:
            for reason in (*ReasonCode, "", "X"):
                for status in statuses:
                    trigger = read(kind, reason, status, state, resume=resume)
                    try:
                        machine_of(kind).decide(state, trigger, resume=resume)
                    except Illegal:
                        continue
