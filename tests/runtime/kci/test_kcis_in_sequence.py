"""KCIs that come early or late, and those that overtake the supplier's own answer."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import update

from fibrecafe_gateway.kci.answers import Answer
from fibrecafe_gateway.store.entities import Entity
from fibrecafe_gateway.store.tables import LANE
from tests.runtime.gateway import bodies
from tests.runtime.kci.bench import DATES, Bench
from tests.runtime.kci.doors import ERROR
from tests.runtime.kci.placing import order


def test_a_kci_that_comes_early_waits_for_those_before_it(stage: Bench) -> None:
    found = order(stage)
    bodies_ = [stage.kci(found, reason, seq=seq)
               for seq, reason in enumerate(("ACKNOWLEDGED", "COMMITTED", "COMPLETED"), 1)]  # fmt: skip
    assert stage.receive(bodies_[2]) == "WAITING"
    assert stage.receive(bodies_[2]) == "WAITING"  # again: the same
    stage.clock.advance(_seconds(5))
    assert stage.receive(bodies_[1]) == "WAITING"
    assert stage.find(found.id).status == "SENT_TO_SUPPLIER"
    assert stage.timers(found.id) == {"GAP": 55.0}
    stage.clock.advance(_seconds(5))
    assert stage.receive(bodies_[0]) == "APPLIED"
    assert [stage.kept(body["id"])["state"] for body in bodies_] == ["APPLIED"] * 3
    assert stage.names(found.id)[1:] == [
        "I/ACKNOWLEDGED ACKNOWLEDGED", "I/COMMITTED IN_PROGRESS", "I/COMPLETED COMPLETED",
    ]  # fmt: skip
    assert stage.timers(found.id) == {}
    # What the gateway received when is told as it was.
    times = [one.head["receivedOn"][17:22] for one in stage.told(found.id)[1:]]
    gaps = [(float(b) - float(a)) % 60 for a, b in pairwise(times)]
    assert gaps == [55.0, 55.0]


def _seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_a_gap_is_given_up_in_time_and_what_waited_is_applied_and_flagged(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED", "COMMITTED")
    body = stage.kci(found, "COMPLETED", seq=4)
    stage.receive(body)
    stage.pass_time(seconds=59)
    assert stage.find(found.id).status == "IN_PROGRESS"
    stage.pass_time(seconds=1)
    assert stage.find(found.id).status == "COMPLETED"
    assert stage.history(found.id)[-1]["flag"] == "applied though earlier ones are missing"
    assert stage.kept(body["id"])["state"] == "APPLIED"
    assert stage.timers(found.id) == {}


def test_each_gap_is_waited_for_as_long_as_its_own_kci_has(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED", "COMMITTED")
    third, fifth, seventh = (stage.kci(found, "ADDITIONAL", seq=seq) for seq in (4, 6, 8))
    stage.receive(third)
    stage.clock.advance(_seconds(30))
    stage.receive(fifth)
    stage.clock.advance(_seconds(20))
    stage.receive(seventh)
    assert stage.timers(found.id) == {"GAP": 10.0}
    stage.pass_time(seconds=10)
    states = [stage.kept(body["id"])["state"] for body in (third, fifth, seventh)]
    assert states == ["APPLIED", "WAITING", "WAITING"]
    assert stage.timers(found.id) == {"GAP": 30.0}
    # What was missing comes: the rest waits for its own gap.
    assert stage.receive(stage.kci(found, "ADDITIONAL", seq=5)) == "APPLIED"
    assert stage.kept(fifth["id"])["state"] == "APPLIED"
    assert stage.timers(found.id) == {"GAP": 50.0}
    stage.pass_time(seconds=50)
    assert stage.kept(seventh["id"])["state"] == "APPLIED"


def test_a_kci_that_comes_late_is_applied_and_flagged(stage: Bench) -> None:
    found = order(stage)
    early = stage.kci(found, "COMPLETED", seq=3)
    stage.receive(early)
    stage.pass_time(seconds=60)
    assert stage.kept(early["id"])["state"] == "QUARANTINED"
    assert stage.receive(stage.kci(found, "ACKNOWLEDGED", seq=1)) == "APPLIED"
    assert stage.receive(stage.kci(found, "COMMITTED", seq=2)) == "APPLIED"
    assert stage.find(found.id).status == "IN_PROGRESS"
    assert [row["flag"] for row in stage.history(found.id)[-2:]] == ["came after later ones"] * 2


def test_old_news_that_it_waits_does_not_undo_that_it_goes_on(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED", "COMMITTED")
    stage.receive(stage.kci(found, "RESUMED", seq=4))
    stage.pass_time(seconds=60)
    assert stage.names(found.id)[-1] == "I/RESUMED IN_PROGRESS"
    late = stage.kci(found, "DELAY", seq=3)
    assert stage.receive(late) == "QUARANTINED"
    assert "number 4 (RESUMED) was applied before it came" in stage.kept(late["id"])["reason"]
    assert stage.find(found.id).status == "IN_PROGRESS"
    assert stage.names(found.id)[-1] == "I/RESUMED IN_PROGRESS"


def test_old_news_that_it_waits_counts_where_nothing_newer_says_otherwise(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED", "COMMITTED")
    stage.receive(stage.kci(found, "ADDITIONAL", seq=4))
    stage.pass_time(seconds=60)
    assert stage.receive(stage.kci(found, "DELAY", seq=3)) == "APPLIED"
    assert stage.find(found.id).status == "HELD"


def test_old_news_adds_to_an_order_and_replaces_nothing(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED", "COMMITTED")
    newer, older = "2026-05-01T00:00:00Z", "2026-04-01T00:00:00Z"
    stage.receive(stage.kci(found, "UPDATE", seq=4, targetDate=newer))
    stage.pass_time(seconds=60)
    late = stage.kci(found, "REAPPOINTED", seq=3, targetDate=older)
    assert stage.receive(late) == "APPLIED"
    now = stage.find(found.id).body
    assert (now["targetDate"], now["appointmentSupplierReference"]) == (newer, "SLOT3")


def test_a_supplier_that_numbers_all_of_them_the_same_is_understood(stage: Bench) -> None:
    found = order(stage)
    for reason in (
        "ACKNOWLEDGED",
        "COMMITTED",
        "DELAY",
        "RESUMED",
        "DELAY",
        "RESUMED",
        "COMPLETED",
    ):
        assert stage.receive(stage.kci(found, reason, seq=1)) == "APPLIED"
    assert stage.find(found.id).status == "COMPLETED"


def test_an_order_that_could_not_be_sent_is_not_revived(stage: Bench) -> None:
    made = stage.api("create_order", bodies.provide(supplier="S1"))
    stage.answer(made.id, Answer(error=ERROR))
    assert stage.names(made.id) == ["ERROR FAILED_TO_SEND"]
    body = stage.kci(stage.find(made.id), "ACKNOWLEDGED")
    assert stage.receive(body) == "QUARANTINED"
    assert stage.kept(body["id"])["reason"] == (
        "order: state was FAILED_TO_SEND, KCI says ACKNOWLEDGED, legal were none"
    )


# ------------------------------------------------------------------------- before the own answer


def on_its_way(stage: Bench, id: int, *, unknown: bool = False) -> None:
    """A worker holds the question to the supplier."""
    held = {"token": None, "unknown": True} if unknown else {"token": 7}
    stage.do(
        lambda unit: unit.execute(update(LANE).where(LANE.c.key == f"s/acme/{id}").values(**held))
    )


def test_a_kci_that_the_answer_on_its_way_makes_legal_waits_for_it(stage: Bench) -> None:
    made = stage.api("create_order", bodies.provide(supplier="S1"))
    on_its_way(stage, made.id)
    found = stage.find(made.id)
    question = stage.kci(found, "INFORMATION_REQUIRED")
    assert stage.receive(question) == "WAITING"
    assert stage.receive(stage.kci(found, "ADDITIONAL", seq=2)) == "WAITING"
    stage.do(lambda unit: unit.execute(update(LANE).values(token=None)))
    stage.answer(made.id, Answer(True, {"status": "IN_PROGRESS", **DATES}))
    stage.pass_time(seconds=0)
    assert stage.names(made.id) == [
        "I/UPDATE SENT_TO_SUPPLIER",
        "I/ACKNOWLEDGED ACKNOWLEDGED",
        "I/COMMITTED IN_PROGRESS",
        "A/INFORMATION_REQUIRED PENDING",
        "I/ADDITIONAL PENDING",
    ]
    assert [row["flag"] for row in stage.history(made.id)] == [None] * 6
    assert stage.timers(made.id) == {}


def test_the_outcome_of_an_amendment_waits_for_the_answer_that_it_was_taken(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED", "COMMITTED")
    request = stage.api("amend_order", bodies.amendment(found.id)).id
    on_its_way(stage, found.id)
    amended = stage.kci(found, "AMENDED", serviceOrderAmendmentId=request)
    assert stage.receive(amended) == "WAITING"
    stage.do(lambda unit: unit.execute(update(LANE).values(token=None)))
    stage.answer(request, Answer())
    stage.pass_time(seconds=0)
    assert stage.names(found.id)[-2:] == ["I/UPDATE PENDING_AMENDMENT", "I/AMENDED IN_PROGRESS"]


def test_a_kci_resolves_what_is_not_known_of_a_request(stage: Bench) -> None:
    made = stage.api("create_order", bodies.provide(supplier="S1"))
    on_its_way(stage, made.id, unknown=True)
    assert stage.tell(stage.find(made.id), "ACKNOWLEDGED") == "APPLIED"
    assert stage.names(made.id) == ["I/UPDATE SENT_TO_SUPPLIER", "I/ACKNOWLEDGED ACKNOWLEDGED"]
    stage.answer(made.id, Answer(error=ERROR))  # too late to be a failure
    assert stage.find(made.id).status == "ACKNOWLEDGED"


def test_a_kci_does_not_wait_for_an_answer_longer_than_for_a_gap(stage: Bench) -> None:
    made = stage.api("create_order", bodies.provide(supplier="S1"))
    on_its_way(stage, made.id, unknown=True)
    body = stage.kci(stage.find(made.id), "COMPLETED")
    assert stage.receive(body) == "WAITING"
    stage.pass_time(seconds=60)
    assert stage.kept(body["id"])["state"] == "QUARANTINED"
    assert stage.find(made.id).status == "RECEIVED_BY_GATEWAY"
    assert stage.timers(made.id) == {}


def test_an_answer_that_a_kci_was_before_still_brings_the_reference(stage: Bench) -> None:
    made = stage.api("create_order", bodies.provide(supplier="S1"))
    stage.tell(stage.find(made.id), "ACKNOWLEDGED")
    told = stage.names(made.id)
    stage.answer(made.id, Answer(True, {"supplierOrderReference": "LATE-1"}))
    now = stage.find(made.id)
    assert (now.reference, now.body["supplierOrderNumber"]) == ("LATE-1", "LATE-1")
    assert stage.names(made.id) == told


def test_a_timer_that_fails_takes_no_other_with_it(
    stage: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (order(stage, "ACKNOWLEDGED") for _ in range(2))
    for found in (one, other):
        stage.receive(stage.kci(found, "ADDITIONAL", seq=3))
    release = type(stage.gateway.inbound).release_gap

    def broken(self: Any, unit: Any, entity: Entity) -> None:
        if entity.id == one.id:
            raise RuntimeError("broken")
        release(self, unit, entity)

    monkeypatch.setattr(type(stage.gateway.inbound), "release_gap", broken)
    stage.pass_time(seconds=60)
    assert stage.timers(other.id) == {}
    assert stage.timers(one.id) == {"GAP": 60.0}
    monkeypatch.undo()
    stage.pass_time(seconds=60)
    assert stage.names(one.id)[-1] == "I/ADDITIONAL ACKNOWLEDGED"
