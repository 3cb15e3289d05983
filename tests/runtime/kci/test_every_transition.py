"""Every transition of every table over the real store, legal and illegal, each by its real door."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from fibrecafe_gateway.kci.kinds import SHOWN_AS
from fibrecafe_gateway.lifecycle import AMENDABLE, CANCELLABLE, EntityKind, Step, machine_of
from tests.runtime.kci.bench import Bench, bench
from tests.runtime.kci.exploring import Journey, Seen, explore, in_place

KINDS = (
    EntityKind.PROVIDE_ORDER,
    EntityKind.UNSOLICITED_CEASE_ORDER,
    EntityKind.SERVICE_TEST,
    EntityKind.SERVICE_PROBLEM,
)

CASES = [
    pytest.param(kind, (str(state), resume and str(resume)), id=f"{kind} {state} {resume or ''}")
    for kind in KINDS
    for state, resume in machine_of(kind).configurations
]

ENDED_OTHERWISE = {
    "COMPLETED": {"COMPLETED", "PARTIAL"},
    "CANCELLED": {"CANCELLED"},
    "ORDER_REJECTED": {"REJECTED"},
}


@pytest.fixture(scope="module")
def explored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    logging.getLogger("fibrecafe_gateway").setLevel(logging.CRITICAL)
    with bench(tmp_path_factory.mktemp("explored")) as made:
        yield cache(lambda kind: _explored(made, kind))
    logging.getLogger("fibrecafe_gateway").setLevel(logging.NOTSET)


def _explored(made: Bench, kind: EntityKind) -> tuple[Journey, dict[Any, list[Seen]]]:
    journey = explore(made, kind)
    return journey, dict(in_place(journey))


def steps_of(kind: EntityKind, seen: Seen) -> list[Step[Any]]:
    """What the table says; nothing where no trigger is legal."""
    machine, (state, resume) = machine_of(kind), seen.place
    steps: list[Step[Any]] = []
    for trigger in seen.triggers:
        if trigger not in machine.legal(state, resume):
            continue
        steps += machine.decide(state, trigger, resume=resume, still=seen.still)
        state = steps[-1].after.value
        resume = steps[-1].resume_after and steps[-1].resume_after.value
    return steps


def short(step: Step[Any]) -> str:
    said = str(step.tells)
    return said.replace("INFORMATIONAL / ", "I/").replace("ACTION_REQUIRED / ", "A/")


@pytest.mark.parametrize(("kind", "place"), CASES)
def test_what_is_legal_takes_the_steps_of_the_table(explored: Any, kind: Any, place: Any) -> None:
    for seen in explored(kind)[1][place]:
        steps = steps_of(kind, seen)
        if not steps:
            continue
        where = f"{seen.door} in {seen.place}"
        last = steps[-1]
        assert (seen.after.status, seen.after.resume) == (last.after, last.resume_after), where
        assert seen.after.body["status"] == last.after, where
        assert [(r["before"], r["after"], r["trigger"], r["actor"]) for r in seen.steps] == [
            (s.before, s.after, s.trigger, s.transition.actor) for s in steps
        ], where
        telling = [step for step in steps if step.tells is not None]
        assert [(one.name, one.entity["status"]) for one in seen.news] == [
            (short(step), step.after) for step in telling
        ], where


@pytest.mark.parametrize(("kind", "place"), CASES)
def test_a_kci_keeps_its_id_and_the_steps_before_it_have_their_own(
    explored: Any, kind: Any, place: Any
) -> None:
    for seen in explored(kind)[1][place]:
        if seen.state != "APPLIED":
            continue
        meant = [row["kci"] for row in seen.steps if row["trigger"] == seen.triggers[0]]
        assert meant == [seen.kci], seen.door
        assert [row["kci"] for row in seen.steps].count(None) == len(seen.steps) - 1
        ids = [one.head["id"] for one in seen.news]
        assert ids.count(seen.kci) == 1
        assert len(set(ids)) == len(ids)
        for one in seen.news:
            assert ("receivedOn" in one.head) == (one.head["id"] == seen.kci)


@pytest.mark.parametrize(("kind", "place"), CASES)
def test_a_kci_shows_the_whole_latest_entity_and_the_request_that_it_is_about(
    explored: Any, kind: Any, place: Any
) -> None:
    for seen in explored(kind)[1][place]:
        if not seen.news:
            continue
        shown = dict(seen.news[-1].entity)
        requests = [shown.pop(name) for name in SHOWN_AS.values() if name in shown]
        assert shown == seen.after.body, seen.door
        if seen.request is not None:
            assert [request["id"] for request in requests] == [seen.request], seen.door


@pytest.mark.parametrize(("kind", "place"), CASES)
def test_what_is_illegal_changes_nothing(explored: Any, kind: Any, place: Any) -> None:
    for seen in explored(kind)[1][place]:
        if not seen.triggers or steps_of(kind, seen):
            continue
        assert unchanged(seen), f"{seen.door} in {seen.place}"


def unchanged(seen: Seen) -> bool:
    """A late answer may bring the supplier's reference, and no more."""
    before, after = seen.before, seen.after
    late = ("reference",) if seen.door.startswith("answer 201") else ()
    names = {"status", "resume", "reference", "told", "steps"} - {*late}
    same = all(getattr(before, name) == getattr(after, name) for name in names)
    learned = {"updated"} | ({"supplierOrderNumber"} if late else set())
    bodies = [{k: v for k, v in e.body.items() if k not in learned} for e in (before, after)]
    return same and bodies[0] == bodies[1] and not seen.news and not seen.steps


@pytest.mark.parametrize(("kind", "place"), CASES)
def test_a_kci_that_is_illegal_is_quarantined_and_says_why(
    explored: Any, kind: Any, place: Any
) -> None:
    machine = machine_of(kind)
    for seen in explored(kind)[1][place]:
        if seen.kci is None or steps_of(kind, seen):
            continue
        assert seen.why is not None
        if seen.state == "IGNORED":
            assert place[0] in ENDED_OTHERWISE[seen.triggers[0].replace("TERMINATED", "CANCELLED")]
            assert seen.why == f"confirms that it is {place[0]}"
            continue
        assert seen.state == "QUARANTINED", seen.door
        assert f"state was {place[0]}" in seen.why
        assert f"KCI says {seen.triggers[0]}" in seen.why
        assert f"legal were {', '.join(machine.legal(*place)) or 'none'}"[:300] in seen.why


@pytest.mark.parametrize(("kind", "place"), CASES)
def test_what_a_tenant_may_not_ask_now_is_refused_with_the_state(
    explored: Any, kind: Any, place: Any
) -> None:
    for what, allowed in (("amendment", AMENDABLE), ("cancellation", CANCELLABLE)):
        for seen in explored(kind)[1][place]:
            if seen.door != f"tenant {what}":
                continue
            assert unchanged(seen)
            if place[0] in allowed[kind]:
                # The simulated problem has no reference, which its cancellation would need.
                assert seen.refused is None or "not acknowledged" in seen.refused
            else:
                assert seen.refused is not None
                assert place[0] in seen.refused or "never be amended" in seen.refused


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_is_reached_and_every_legal_transition_was_seen(
    explored: Any, kind: EntityKind
) -> None:
    machine, (journey, places) = machine_of(kind), explored(kind)
    assert {*journey.ways} == {(str(s), r and str(r)) for s, r in machine.configurations}
    for place, all_seen in places.items():
        done = {row["trigger"] for seen in all_seen for row in seen.steps}
        # Whoever cancels it then, the tenant had asked for it.
        never = {"TERMINATED"} if place[0] == "PENDING_CANCELLATION" else set()
        assert {*machine.legal(*place)} - never <= done, place


def test_hundreds_of_illegal_ones_were_tried(explored: Any) -> None:
    seen = [one for kind in KINDS for one in explored(kind)[0].seen]
    illegal = [one for one in seen if one.state == "QUARANTINED"]
    assert len(illegal) > 700
    assert len([one for one in seen if one.steps]) > 700
