"""What operators do with quarantined KCIs, as functions and as a command beside the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fibrecafe_gateway.commands.quarantine import command
from fibrecafe_gateway.kci import operator
from fibrecafe_gateway.kci.answers import Answer
from fibrecafe_gateway.kci.applying import Application
from fibrecafe_gateway.kci.operator import Decided, Undecidable
from fibrecafe_gateway.store.entities import Entity
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.gateway import bodies
from tests.runtime.kci.bench import DATES, Bench, bench
from tests.runtime.kci.exploring import new_problem
from tests.runtime.kci.placing import order

APPLICATION = Application()


def quarantined(
    stage: Bench, about: Entity, reason: str, status: str | None = None, **more: Any
) -> str:
    body = stage.kci(about, reason, status, **more)
    assert stage.receive(body) == "QUARANTINED"
    return str(body["id"])


def accept(stage: Bench, kci: str, **more: Any) -> Decided:
    def work(unit: Unit) -> Decided:
        return operator.accept(unit, APPLICATION, kci, "agreed by telephone", **more)

    return stage.do(work)


def replay(stage: Bench, kci: str) -> Decided:
    return stage.do(lambda unit: operator.replay(unit, APPLICATION, kci))


def test_the_list_says_what_came_and_how_things_stand(stage: Bench) -> None:
    about = order(stage)
    kci = quarantined(stage, about, "COMPLETED", "COMPLETED")
    stage.tell(about, "ACKNOWLEDGED")
    (item,) = [i for i in stage.read(operator.list_quarantined) if i.kci == kci]
    assert (item.supplier, item.tenant, item.entity) == ("S1", "acme", about.id)
    assert (item.kind, item.state) == ("PROVIDE_ORDER", "ACKNOWLEDGED")
    assert (item.sequence_number, item.reason_code, item.status) == (1, "COMPLETED", "COMPLETED")
    assert "state was SENT_TO_SUPPLIER, KCI says COMPLETED" in item.why


def test_a_replay_applies_what_is_legal_by_now(stage: Bench) -> None:
    about = order(stage)
    kci = quarantined(stage, about, "COMPLETED")
    again = replay(stage, kci)
    assert (again.result, again.state) == ("QUARANTINED", "SENT_TO_SUPPLIER")
    assert again.why is not None
    stage.tell(about, "ACKNOWLEDGED")
    stage.tell(about, "COMMITTED")
    assert replay(stage, kci) == Decided(kci, again.result.APPLIED, "COMPLETED")
    assert stage.history(about.id)[-1]["flag"] == "replayed by an operator"
    assert stage.told(about.id)[-1].head["id"] == kci
    with pytest.raises(Undecidable, match=r"no KCI .* is quarantined"):
        replay(stage, kci)


def test_what_is_ignored_is_closed_with_its_reason(stage: Bench) -> None:
    about = order(stage)
    kci = quarantined(stage, about, "COMPLETED")
    told = stage.names(about.id)
    stage.do(lambda unit: operator.ignore(unit, kci, "sent in error"))
    row = stage.kept(kci)
    assert (row["state"], row["reason"]) == ("IGNORED", "ignored by an operator: sent in error")
    assert stage.names(about.id) == told
    assert kci not in [item.kci for item in stage.read(operator.list_quarantined)]


@pytest.mark.parametrize(
    ("before", "reason", "status", "after", "said"),
    [
        ([], "COMPLETED", "COMPLETED", "COMPLETED", "I/COMPLETED"),
        (["ACKNOWLEDGED"], "COMPLETED", "PARTIAL", "PARTIAL", "I/COMPLETED"),
        (["ACKNOWLEDGED"], "ORDER_REJECTED", "REJECTED", "REJECTED", "I/TERMINATED"),
        ([], "CANCELLED", "CANCELLED", "CANCELLED", "I/TERMINATED"),
        (["ACKNOWLEDGED"], "UPDATE", "IN_PROGRESS", "IN_PROGRESS", "I/UPDATE"),
        (["ACKNOWLEDGED"], "UPDATE", "COMPLETED", "COMPLETED", "I/COMPLETED"),
        ([], "DELAY", None, "HELD", "I/DELAY"),
        (["ACKNOWLEDGED"], "TELEPORTED", None, "ACKNOWLEDGED", "I/UPDATE"),
        (["ACKNOWLEDGED"], "RESUMED", "PENDING_AMENDMENT", "IN_PROGRESS", "I/RESUMED"),
    ],
)
def test_what_is_accepted_brings_its_status_and_is_told(
    stage: Bench, before: list[str], reason: str, status: str | None, after: str, said: str
) -> None:
    about = order(stage, *before)
    kci = quarantined(stage, about, reason, status, targetDate="2026-07-01T00:00:00Z")
    decided = accept(stage, kci)
    assert (decided.result, decided.state) == ("APPLIED", after)
    told = stage.told(about.id)[-1]
    assert (told.name, told.entity["status"], told.head["id"]) == (said, after, kci)
    assert told.entity["targetDate"] == "2026-07-01T00:00:00Z"
    last = stage.history(about.id)[-1]
    assert (last["after"], last["trigger"], last["actor"]) == (after, reason, "OPERATOR")
    assert last["flag"] == "accepted by an operator: agreed by telephone"
    assert stage.kept(kci)["state"] == "APPLIED"


def test_a_reason_may_be_long(stage: Bench) -> None:
    about = order(stage)
    kci = quarantined(stage, about, "DELAY")
    stage.do(lambda unit: operator.accept(unit, APPLICATION, kci, "because " * 100))
    assert len(stage.history(about.id)[-1]["flag"]) == 200


def test_nothing_leads_out_of_an_end(stage: Bench) -> None:
    about = order(stage, "ACKNOWLEDGED", "COMMITTED", "COMPLETED")
    kci = quarantined(stage, about, "DELAY", "HELD")
    with pytest.raises(Undecidable, match="has ended as COMPLETED, and nothing leads out of that"):
        accept(stage, kci)
    assert stage.find(about.id).status == "COMPLETED"
    assert stage.kept(kci)["state"] == "QUARANTINED"


def test_an_accepted_end_ends_the_requests(stage: Bench) -> None:
    about = order(stage, "ACKNOWLEDGED")
    request = stage.api("amend_order", bodies.amendment(about.id)).id
    stage.answer(request, Answer())
    accept(stage, quarantined(stage, about, "COMPLETED", "COMPLETED"))
    assert stage.find(request).status == "REJECTED"


def test_an_accepted_state_lies_beneath_an_open_request(stage: Bench) -> None:
    about = order(stage, "ACKNOWLEDGED")
    request = stage.api("amend_order", bodies.amendment(about.id)).id
    stage.answer(request, Answer())
    decided = accept(stage, quarantined(stage, about, "RESUMED", "IN_PROGRESS"))
    now = stage.find(about.id)
    assert (decided.state, now.resume) == ("PENDING_AMENDMENT", "IN_PROGRESS")
    stage.tell(about, "AMENDED", serviceOrderAmendmentId=request)
    assert stage.find(about.id).status == "IN_PROGRESS"


def test_an_operator_says_which_request_is_answered(stage: Bench) -> None:
    problem = stage.find(stage.do(lambda unit: new_problem(stage, unit)))
    stage.answer(problem.id, Answer(True, {"status": "IN_PROGRESS"}))
    first, second = (
        stage.api("amend_problem", bodies.problem_amendment(problem.id, notes=text)).id
        for text in ("one", "two")
    )
    for request in (first, second):
        stage.answer(request, Answer())
    kci = quarantined(stage, problem, "AMENDED")
    with pytest.raises(Undecidable, match=f"Id {first}, .*Id {second}"):
        accept(stage, kci)
    assert accept(stage, kci, request=second).state == "PENDING_AMENDMENT"
    assert [stage.find(one).status for one in (first, second)] == ["PENDING", "COMPLETED"]
    assert stage.find(problem.id).body["notes"] == "two"


def test_an_accepted_resolution_of_a_problem_can_be_confirmed(stage: Bench) -> None:
    problem = stage.find(stage.do(lambda unit: new_problem(stage, unit)))
    stage.answer(problem.id, Answer(True, {"status": "ACKNOWLEDGED"}))
    kci = quarantined(stage, problem, "RESOLVED", "RESOLVED")
    assert accept(stage, kci).state == "RESOLVED"
    told = stage.told(problem.id)[-1]
    assert told.name == "A/CONFIRM"
    assert told.entity["serviceProblemResolution"]["status"] == "PENDING"
    assert set(stage.timers(problem.id)) == {"WARN"}


def test_two_suppliers_kcis_of_one_id_are_told_apart(stage: Bench) -> None:
    one = order(stage)
    made = stage.api("create_order", bodies.provide(supplier="S2"))
    stage.answer(made.id, Answer())
    body = stage.kci(one, "COMPLETED")
    stage.receive(body)
    stage.receive({**body, "provideServiceOrder": {"id": made.id}}, "S2")
    with pytest.raises(Undecidable, match="came from S1, S2; say which of them with --supplier"):
        replay(stage, body["id"])
    assert accept(stage, body["id"], supplier="S2").state == "COMPLETED"
    assert stage.find(one.id).status == "SENT_TO_SUPPLIER"


def test_what_an_operator_accepts_ends_the_waiting_for_an_answer(stage: Bench) -> None:
    made = stage.api("create_order", bodies.provide(supplier="S1"))
    kci = quarantined(stage, stage.find(made.id), "COMPLETED", "COMPLETED", **DATES)
    assert accept(stage, kci).state == "COMPLETED"
    stage.answer(made.id, Answer(True))  # comes too late
    assert stage.names(made.id) == ["I/COMPLETED COMPLETED"]


# ---------------------------------------------------------------------------------- the command


def run(config: Path, *arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(command, [*arguments, "--config", str(config)])
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[tuple[Bench, Path]]:
    """A gateway that runs, and the settings that it has."""
    with bench(tmp_path) as made:
        config = tmp_path / "fibrecafe.toml"
        config.write_text(f'[store]\nurl = "sqlite:///{tmp_path / "store.db"}"\n')
        yield made, config


def test_the_command_decides_while_the_gateway_runs(beside: tuple[Bench, Path]) -> None:
    stage, config = beside
    assert run(config, "list") == "nothing is quarantined\n"
    about = order(stage)
    ids = [quarantined(stage, about, reason) for reason in ("COMPLETED", "DELAY", "RESUMED")]
    shown = run(config, "list")
    assert (
        f"provide order {about.id} of acme, now SENT_TO_SUPPLIER; number 1 says COMPLETED" in shown
    )
    listed = json.loads(run(config, "list", "--format", "json"))
    assert [item["kci"] for item in listed] == ids
    assert "KCI says COMPLETED" in run(config, "replay", ids[0], status=1)
    ignored = run(config, "ignore", ids[2], "--reason", "sent in error", "--format", "json")
    assert json.loads(ignored) == {
        "kci": ids[2], "result": "IGNORED", "state": "SENT_TO_SUPPLIER", "why": None,
    }  # fmt: skip
    told = run(config, "accept", ids[1], "--reason", "agreed")
    assert told == f"KCI {ids[1]} is APPLIED; what it is about is HELD\n"
    stage.tell(about, "RESUMED")
    assert run(config, "replay", ids[0]).endswith("what it is about is COMPLETED\n")
    assert stage.names(about.id)[1:] == [
        "I/DELAY HELD", "I/RESUMED IN_PROGRESS", "I/COMPLETED COMPLETED",
    ]  # fmt: skip
    assert run(config, "list", "--format", "json") == "[]\n"


def test_the_command_says_what_is_wrong(beside: tuple[Bench, Path], tmp_path: Path) -> None:
    _, config = beside
    assert "no KCI nothing is quarantined" in run(config, "replay", "nothing", status=1)
    assert "Missing option '--reason'" in run(config, "ignore", "nothing", status=2)
    elsewhere = tmp_path / "other.toml"
    elsewhere.write_text('[store]\nurl = "sqlite:///nowhere.db"\n')
    assert "there is no store at nowhere.db" in run(elsewhere, "list", status=1)
    assert not Path("nowhere.db").exists()
    elsewhere.write_text("[store\n")
    assert "other.toml" in run(elsewhere, "list", status=2)
    elsewhere.write_text("[store]\nulr = 1\n")
    assert "store.ulr" in run(elsewhere, "list", status=2)
    assert "--config" in run(tmp_path / "missing.toml", "list", status=2)
