"""Amendments and cancellations: each row of their table, and which of them a KCI answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fibrecafe_api._support.problem import Problem
from fibrecafe_gateway.kci.answers import Answer
from fibrecafe_gateway.lifecycle import REQUEST
from fibrecafe_gateway.store.entities import Entities, Entity
from tests.runtime.gateway import bodies
from tests.runtime.kci.bench import Bench
from tests.runtime.kci.doors import ERROR
from tests.runtime.kci.placing import amend, cancel, problem, working

AMENDMENT, CANCELLATION = "serviceOrderAmendment", "serviceOrderCancellation"


def ending(stage: Bench, about: Entity, request: int) -> None:
    stage.tell(about, "COMPLETED", "COMPLETED")


def by_kci(reason: str) -> Callable[[Bench, Entity, int], None]:
    def go(stage: Bench, about: Entity, request: int) -> None:
        name = AMENDMENT if reason.startswith("AMEND") else CANCELLATION
        more: dict[str, Any] = {} if reason == "RESUBMIT" else {f"{name}Id": request}
        assert stage.tell(about, reason, **more) == "APPLIED"

    return go


def by_answer(answer: Answer) -> Callable[[Bench, Entity, int], None]:
    return lambda stage, _, request: stage.answer(request, answer)


ROWS: list[tuple[str, Any, str, Any, str]] = [
    ("RECEIVED_BY_GATEWAY", amend, "AMENDMENT_PENDING", by_answer(Answer()), "PENDING"),
    ("RECEIVED_BY_GATEWAY", cancel, "CANCELLATION_PENDING", by_answer(Answer()), "PENDING"),
    ("RECEIVED_BY_GATEWAY", amend, "AMENDMENT_SEND_FAILED", by_answer(Answer(error=ERROR)),
     "FAILED_TO_SEND"),
    ("RECEIVED_BY_GATEWAY", cancel, "CANCELLATION_SEND_FAILED", by_answer(Answer(error=ERROR)),
     "FAILED_TO_SEND"),
    ("RECEIVED_BY_GATEWAY", amend, "AMENDED", by_answer(Answer(True)), "COMPLETED"),
    ("PENDING", amend, "AMENDED", by_kci("AMENDED"), "COMPLETED"),
    ("RECEIVED_BY_GATEWAY", cancel, "CANCELLED", by_answer(Answer(True)), "COMPLETED"),
    ("PENDING", cancel, "CANCELLED", by_kci("CANCELLED"), "COMPLETED"),
    ("RECEIVED_BY_GATEWAY", amend, "AMENDMENT_REJECTED", by_answer(Answer(refused=("no",))),
     "REJECTED"),
    ("PENDING", amend, "AMENDMENT_REJECTED", by_kci("AMENDMENT_REJECTED"), "REJECTED"),
    ("RECEIVED_BY_GATEWAY", cancel, "CANCELLATION_REJECTED", by_answer(Answer(refused=("no",))),
     "REJECTED"),
    ("PENDING", cancel, "CANCELLATION_REJECTED", by_kci("CANCELLATION_REJECTED"), "REJECTED"),
    ("RECEIVED_BY_GATEWAY", amend, "RESUBMIT", by_kci("RESUBMIT"), "REJECTED"),
    ("PENDING", amend, "RESUBMIT", by_kci("RESUBMIT"), "REJECTED"),
    ("PENDING", cancel, "RESUBMIT", by_kci("RESUBMIT"), "REJECTED"),
    ("RECEIVED_BY_GATEWAY", amend, "ENTITY_ENDED", ending, "REJECTED"),
    ("PENDING", amend, "ENTITY_ENDED", ending, "REJECTED"),
    ("PENDING", cancel, "ENTITY_ENDED", ending, "REJECTED"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "asks", "trigger", "door", "after"),
    ROWS,
    ids=[f"{state} {trigger} {asks.__name__}" for state, asks, trigger, _, _ in ROWS],
)
def test_a_request_takes_the_steps_of_its_table(
    stage: Bench, state: str, asks: Any, trigger: str, door: Any, after: str
) -> None:
    about = working(stage)
    request = asks(stage, about, pending=state == "PENDING")
    assert stage.find(request).status == state
    door(stage, about, request)
    ended = stage.find(request)
    assert (ended.status, ended.body["status"]) == (after, after)
    last = stage.history(request)[-1]
    assert (last["before"], last["after"], last["trigger"]) == (state, after, trigger)


def test_every_row_of_a_requests_table_was_taken() -> None:
    rows = {
        (state, row.trigger, str(row.target))
        for row in REQUEST.transitions
        for state in row.sources
    }
    assert rows - {(state, trigger, after) for state, _, trigger, _, after in ROWS} == set()


@pytest.mark.parametrize(
    "answer", [Answer(), Answer(True), Answer(refused=("no",)), Answer(error=ERROR)]
)
def test_an_answer_to_a_request_that_a_kci_has_ended_changes_nothing(
    stage: Bench, answer: Answer
) -> None:
    about = working(stage)
    request = amend(stage, about, pending=False)
    assert stage.tell(about, "AMENDED", serviceOrderAmendmentId=request) == "APPLIED"
    told, steps = stage.names(about.id), stage.history(request)
    stage.answer(request, answer)
    assert stage.names(about.id) == told
    assert stage.history(request) == steps


# ---------------------------------------------------------------------- which one is answered


def test_two_amendments_are_answered_by_number_and_the_order_waits_for_both(stage: Bench) -> None:
    about = working(stage)
    first, second = amend(stage, about, notes="one"), amend(stage, about, hazards="two dogs")
    assert stage.tell(about, "AMENDED", serviceOrderAmendmentId=second) == "APPLIED"
    now = stage.find(about.id)
    assert (now.status, now.resume) == ("PENDING_AMENDMENT", "IN_PROGRESS")
    assert (now.body["hazards"], "notes" in now.body) == ("two dogs", False)
    stage.tell(about, "AMENDMENT_REJECTED", serviceOrderAmendmentId=first)
    now = stage.find(about.id)
    assert (now.status, now.resume, "notes" in now.body) == ("IN_PROGRESS", None, False)
    assert [stage.find(one).status for one in (first, second)] == ["REJECTED", "COMPLETED"]


def test_the_suppliers_reference_of_a_request_is_learned_and_then_known(stage: Bench) -> None:
    about = working(stage)
    first = amend(stage, about, pending=False, notes="one")
    stage.answer(first, Answer(True, {"supplierReference": "AM1"}))
    assert stage.find(first).body["supplierReference"] == "AM1"
    second = amend(stage, about, notes="two")
    # AM1 was answered before: that it is answered again says nothing of the second.
    again = stage.kci(about, "AMENDED", serviceOrderAmendmentReference="AM1")
    assert stage.receive(again) == "QUARANTINED"
    assert stage.find(second).status == "PENDING"
    assert stage.tell(about, "AMENDED", serviceOrderAmendmentReference="AM2") == "APPLIED"
    ended = stage.find(second)
    assert (ended.status, ended.reference) == ("COMPLETED", "AM2")


@pytest.mark.parametrize(
    "named",
    [
        {"serviceOrderAmendmentReference": "OTHER"},  # known by another
        {"serviceOrderAmendmentId": 4711},  # of nobody
        {"serviceOrderAmendmentId": None, "serviceOrderAmendmentReference": "OTHER"},
    ],
)
def test_a_kci_about_another_request_than_is_open_is_quarantined(
    stage: Bench, named: dict[str, Any]
) -> None:
    about = working(stage)
    request = amend(stage, about, pending=False)
    stage.do(lambda unit: _refer(unit, request, "AM7"))
    body = stage.kci(about, "AMENDED", **named)
    assert stage.receive(body) == "QUARANTINED"
    assert f"serviceOrderAmendmentId {request} (AM7)" in stage.kept(body["id"])["reason"]
    assert stage.find(request).status == "RECEIVED_BY_GATEWAY"


def test_a_number_with_another_reference_than_is_known_is_quarantined(stage: Bench) -> None:
    about = working(stage)
    request = amend(stage, about)
    stage.do(lambda unit: _refer(unit, request, "AM8"))
    named: dict[str, Any] = {
        "serviceOrderAmendmentId": request,
        "serviceOrderAmendmentReference": "AM9",
    }
    assert stage.tell(about, "AMENDED", **named) == "QUARANTINED"
    assert stage.find(request).reference == "AM8"


def _refer(unit: Any, request: int, reference: str) -> None:
    entities = Entities(unit, "acme")
    found = entities.get(request, ("ORDER_AMENDMENT",))
    assert found is not None
    found.reference = reference
    entities.save(found)


def test_a_reference_that_is_new_does_not_say_which_of_two_is_meant(stage: Bench) -> None:
    about = working(stage)
    requests = [amend(stage, about, notes=text) for text in ("one", "two")]
    assert stage.tell(about, "AMENDED", serviceOrderAmendmentReference="NEW") == "QUARANTINED"
    assert {stage.find(one).status for one in requests} == {"PENDING"}


def test_a_refusal_without_a_name_ends_the_request_that_is_waited_for(stage: Bench) -> None:
    about = working(stage)
    request = cancel(stage, about)
    assert stage.tell(about, "RESUBMIT") == "APPLIED"
    assert stage.names(about.id)[-1] == "A/RESUBMIT IN_PROGRESS"
    assert stage.told(about.id)[-1].entity["serviceOrderCancellation"]["status"] == "REJECTED"
    assert stage.find(request).status == "REJECTED"


def test_a_supplier_that_has_not_heard_of_the_cancellation_need_not_name_it(stage: Bench) -> None:
    """It ends the order by itself while the tenant's request is still on its way."""
    about = working(stage)
    request = cancel(stage, about, pending=False)
    assert stage.tell(about, "CANCELLED") == "APPLIED"
    assert stage.names(about.id)[-1] == "I/CANCELLED CANCELLED"
    assert stage.find(request).status == "COMPLETED"


def test_a_supplier_that_took_the_cancellation_has_to_name_it(stage: Bench) -> None:
    about = working(stage)
    cancel(stage, about)
    with pytest.raises(Problem, match="serviceOrderCancellationId or serviceOrderCancellationRef"):
        stage.tell(about, "CANCELLED")


def test_all_requests_end_with_their_order(stage: Bench) -> None:
    about = working(stage)
    amendments = [amend(stage, about, notes="one"), amend(stage, about, pending=False, hazards="x")]
    cancellation = cancel(stage, about)
    assert stage.tell(about, "CANCELLED", serviceOrderCancellationId=cancellation) == "APPLIED"
    ends = [stage.find(one).status for one in (*amendments, cancellation)]
    assert ends == ["REJECTED", "REJECTED", "COMPLETED"]
    assert [stage.history(one)[-1]["trigger"] for one in amendments] == ["ENTITY_ENDED"] * 2


def test_a_problem_answers_its_only_request_without_naming_it(stage: Bench) -> None:
    """The Supplier Updates API has no field for it."""
    about = problem(stage)
    first = stage.api("amend_problem", bodies.problem_amendment(about.id)).id
    stage.answer(first, Answer())
    assert stage.tell(about, "AMENDED") == "APPLIED"
    assert stage.find(first).status == "COMPLETED"
    requests = [
        stage.api("amend_problem", bodies.problem_amendment(about.id, notes=text)).id
        for text in ("one", "two")
    ]
    for request in requests:
        stage.answer(request, Answer())
    assert stage.tell(about, "AMENDED") == "QUARANTINED"  # which?
    assert {stage.find(one).status for one in requests} == {"PENDING"}
