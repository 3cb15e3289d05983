"""Every scenario of the simulator, end to end over HTTP: what the tenant is told, and in which order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from fibrecafe_api.tenant import models
from fibrecafe_gateway.adapters.simulator.scenarios import SCENARIOS
from fibrecafe_gateway.adapters.simulator.script import Section
from tests.runtime.gateway import bodies, flows
from tests.runtime.gateway.running import Kci, Running, running

ALONE = {
    **flows.ORDERS,
    **flows.OTHER_ORDERS,
    **flows.TESTS,
    **flows.PROBLEMS,
    **flows.CEASES,
}


def told(kci: Kci) -> str:
    return " ".join(filter(None, (kci.type, kci.status, kci.said.get("code"))))


@dataclass
class Stage:
    """A gateway in which everything was placed at once."""

    gateway: Running
    ids: dict[str, int] = field(default_factory=dict)

    def play(self) -> None:
        for name in flows.ORDERS:
            order = self._client(name).create_order(
                body=bodies.provide(), conversation_id=f"journey {name}"
            )
            self.ids[name] = order.id
        plain = self._client(None)
        self.ids["cease"] = plain.create_order(body=bodies.cease()).id
        self.ids["modify"] = plain.create_order(body=bodies.modify()).id
        self.ids["ethernet"] = plain.create_ethernet_order(body=bodies.ethernet()).id
        self.ids["swap"] = plain.create_order(body=bodies.swap()).id
        for name in flows.TESTS:
            test = self._client(name).service_test(
                body=bodies.service_test(), conversation_id=f"journey {name}"
            )
            self.ids[name] = test.id
        fault = self.ids["SERVICE_TEST_RED"]
        self.gateway.inbox().wait(fault, "COMPLETED")
        for name in flows.PROBLEMS:
            self.ids[name] = self._client(name).create_problem(body=bodies.problem(fault)).id
        for name in flows.CEASES:
            self.ids[name] = self.gateway.cease(f"S-{name}", scenario=name).id

    def _client(self, scenario: str | None) -> Any:
        return self.gateway.client(scenario=scenario)

    def kcis(self, name: str, count: int) -> list[Kci]:
        return self.gateway.inbox().wait(self.ids[name], count)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with running(tmp_path_factory.mktemp("stage")) as gateway:
        made = Stage(gateway)
        made.play()
        yield made


@pytest.mark.parametrize("name", ALONE)
def test_a_scenario_is_told_as_its_name_says(stage: Stage, name: str) -> None:
    kcis = stage.kcis(name, len(ALONE[name]))
    assert [told(kci) for kci in kcis] == ALONE[name]
    assert [kci.body["sequenceNumber"] for kci in kcis] == [*range(1, len(kcis) + 1)]
    for kci in kcis:
        kind = "ERROR" if kci.type == "ERROR" else "INFORMATIONAL"
        assert kci.body["updateType"] == ("ACTION_REQUIRED" if kci.type in flows.ACTIONS else kind)


def test_no_scenario_is_left_out() -> None:
    played = {name.partition("?")[0] for name in (*ALONE, *flows.AMENDMENTS, *flows.CANCELLATIONS)}
    of_questions = {
        one.name
        for one in SCENARIOS.values()
        if one.section in (Section.APPOINTMENTS, Section.LOOK_UPS)
    }
    assert set(SCENARIOS) - played == of_questions  # answered at once: test_look_ups


def test_all_seven_kinds_and_all_three_types_of_update_come(stage: Stage) -> None:
    for name, flow in ALONE.items():
        stage.kcis(name, len(flow))
    kcis = stage.gateway.inbox().kcis
    assert {kci.body["entityType"] for kci in kcis} == {
        "PROVIDE_ORDER",
        "CEASE_ORDER",
        "MODIFY_ORDER",
        "UNSOLICITED_CEASE_ORDER",
        "PROVIDE_ETHERNET_ORDER",
        "SERVICE_TEST",
        "SERVICE_PROBLEM",
    }
    assert {kci.body["updateType"] for kci in kcis} == {
        "INFORMATIONAL",
        "ACTION_REQUIRED",
        "ERROR",
    }
    assert len({kci.body["id"] for kci in kcis}) == len(kcis)


def test_the_last_kci_holds_the_whole_order_as_a_read_gives_it(stage: Stage) -> None:
    kcis = stage.kcis("ORDER_SUCCESSFUL", 4)
    order = stage.gateway.client().get_order(id=str(kcis[0].id))
    assert isinstance(order, models.ProvideServiceOrder)
    shown = json.loads(order.to_json())
    del shown["updates"]
    assert shown == kcis[-1].body["entity"]
    assert [u.id for u in order.updates or ()] == [kci.body["id"] for kci in kcis]
    assert order.committed_date == order.target_date is not None
    assert order.supplier_order_number


def test_kcis_carry_the_conversation_of_the_order(stage: Stage) -> None:
    for name in ("ORDER_SUCCESSFUL", "ORDER_REMARKS", "SERVICE_TEST_RED"):
        kcis = stage.kcis(name, len(ALONE[name]))
        assert {kci.conversation_id for kci in kcis} == {f"journey {name}"}


@pytest.mark.parametrize("result", ["GREEN", "AMBER", "RED", "FAILED", "UNAVAILABLE"])
def test_a_test_tells_its_result_by_kci_and_by_a_read(stage: Stage, result: str) -> None:
    kcis = stage.kcis(f"SERVICE_TEST_{result}", 3)
    assert kcis[-1].body["entity"]["result"]["testOutcome"]["testResult"] == result
    found = stage.gateway.client().get_service_test_by_id(id=str(kcis[0].id))
    assert found.result is not None
    assert found.result.test_outcome is not None
    assert (found.result.test_outcome.test_result, found.status) == (result, "COMPLETED")


def in_progress(gateway: Running, scenario: str = "ORDER_IN_PROGRESS") -> int:
    order = gateway.client(scenario=scenario).create_order(body=bodies.provide())
    gateway.inbox().wait(order.id, 3)
    return order.id


def after(gateway: Running, id: int, expected: list[str], count: int = 3) -> list[Kci]:
    """The KCIs after the first ones, which are those expected.

    The supplier's KCI may overtake its own answer: then nothing was ever pending.
    """
    kcis = gateway.inbox().wait(
        id, lambda found: expected[-1] in [told(kci) for kci in found[count:]]
    )[count:]
    sure = [one for one in expected if not one.startswith("UPDATE PENDING_") or one is expected[-1]]
    assert [told(kci) for kci in kcis] in (expected, sure)
    return kcis


@pytest.mark.parametrize("name", flows.AMENDMENTS)
def test_an_amendment_is_told_as_its_scenario_says(stage: Stage, name: str) -> None:
    gateway, expected = stage.gateway, flows.AMENDMENTS[name]
    order = in_progress(gateway)
    asked = gateway.client(scenario=name).amend_order(body=bodies.amendment(order))
    kcis = after(gateway, order, expected)
    assert kcis[-1].body["entity"]["serviceOrderAmendment"]["id"] == asked.id
    now: Any = gateway.client().get_order(id=str(order))
    assert now.notes == ("ring twice" if expected[-1].startswith("AMENDED") else None)


@pytest.mark.parametrize("name", flows.CANCELLATIONS)
def test_a_cancellation_is_told_as_its_scenario_says(stage: Stage, name: str) -> None:
    gateway, expected = stage.gateway, flows.CANCELLATIONS[name]
    order = in_progress(gateway)
    asked = gateway.client(scenario=name).cancel_order(body=bodies.cancellation(order))
    kcis = after(gateway, order, expected)
    assert kcis[-1].body["entity"]["serviceOrderCancellation"]["id"] == asked.id


def test_an_order_that_waits_for_its_tenant_goes_on_when_it_is_amended(stage: Stage) -> None:
    gateway = stage.gateway
    order = gateway.client(scenario="ORDER_PENDING").create_order(body=bodies.provide()).id
    gateway.inbox().wait(order, "PENDING")
    gateway.client().amend_order(body=bodies.amendment(order, notes="the hall"))
    kcis = after(
        gateway,
        order,
        ["UPDATE PENDING_AMENDMENT", "AMENDED IN_PROGRESS", "COMPLETED COMPLETED"],
        count=4,
    )
    assert kcis[-1].body["entity"]["notes"] == "the hall"


def problem_in(stage: Stage, scenario: str, until: str) -> int:
    body = bodies.problem(stage.ids["SERVICE_TEST_RED"])
    id = stage.gateway.client(scenario=scenario).create_problem(body=body).id
    stage.gateway.inbox().wait(id, until)
    return id


def test_an_accepted_resolution_closes_the_problem(stage: Stage) -> None:
    inbox, client = stage.gateway.inbox(), stage.gateway.client()
    problem = problem_in(stage, "PROBLEM_RESOLVED", "RESOLVED")
    resolution = inbox.about(problem)[-1].body["entity"]["serviceProblemResolution"]
    answer = client.service_problem_resolution(
        id=str(resolution["id"]),
        body=models.UpdateServiceProblemResolution(
            status=models.ServiceProblemResolutionStatus.ACCEPTED
        ),
    )
    assert (answer.status, answer.service_problem_id) == ("ACCEPTED", problem)
    assert answer.closed_date is not None
    kcis = inbox.wait(problem, "COMPLETED")
    assert told(kcis[-1]) == "COMPLETED COMPLETED"
    assert client.get_service_problem_by_id(id=str(problem)).status == "COMPLETED"


def test_a_rejected_resolution_goes_on_and_is_followed_by_another(stage: Stage) -> None:
    inbox, client = stage.gateway.inbox(), stage.gateway.client()
    problem = problem_in(stage, "PROBLEM_RESOLVED", "RESOLVED")
    first = inbox.about(problem)[-1].body["entity"]["serviceProblemResolution"]["id"]
    answer = client.service_problem_resolution(
        id=str(first),
        body=models.UpdateServiceProblemResolution(
            status=models.ServiceProblemResolutionStatus.REJECTED, tenant_notes="still down"
        ),
    )
    assert (answer.status, answer.tenant_notes) == ("REJECTED", "still down")
    kcis = inbox.wait(problem, lambda found: sum(k.status == "RESOLVED" for k in found) == 2)
    assert [told(kci) for kci in kcis][4:] == [
        "UPDATE IN_PROGRESS",  # the gateway's, of the tenant's decision
        "UPDATE IN_PROGRESS",  # the supplier's
        "CONFIRM RESOLVED",
    ]
    second = kcis[-1].body["entity"]["serviceProblemResolution"]["id"]
    assert second > first


def test_a_problem_is_amended_and_cancelled(stage: Stage) -> None:
    client = stage.gateway.client()
    problem = problem_in(stage, "PROBLEM_PENDING", "PENDING")
    client.amend_problem(body=bodies.problem_amendment(problem))
    expected = ["UPDATE PENDING_AMENDMENT", "AMENDED IN_PROGRESS", "CONFIRM RESOLVED"]
    after(stage.gateway, problem, expected, count=4)
    other = problem_in(stage, "PROBLEM_HELD", "HELD")
    asked = client.cancel_problem(body=bodies.problem_cancellation(other))
    expected = ["UPDATE PENDING_CANCELLATION", "CANCELLED CANCELLED NO_LONGER_REQUIRED"]
    kcis = after(stage.gateway, other, expected, count=4)
    assert kcis[-1].body["entity"]["serviceProblemCancellation"]["id"] == asked.id


def test_an_unsolicited_cease_is_objected_to(stage: Stage) -> None:
    gateway = stage.gateway
    cease = gateway.cease("S-objected", scenario="CEASE_CREATED").id
    gateway.inbox().wait(cease, "ACKNOWLEDGED")
    body = bodies.cancellation(cease, reason_code="CUSTOMER_NOT_AWARE")
    gateway.client().cancel_order(body=body)
    expected = ["UPDATE PENDING_CANCELLATION", "CANCELLED CANCELLED NO_LONGER_REQUIRED"]
    after(gateway, cease, expected, count=2)
    shown = gateway.client().get_order(id=str(cease))
    assert isinstance(shown, models.UnsolicitedCeaseServiceOrder)
    assert (shown.status, shown.service_id) == ("CANCELLED", "S-objected")


def test_magic_texts_and_addresses_play_scenarios_without_headers(stage: Stage) -> None:
    client, inbox = stage.gateway.client(), stage.gateway.inbox()
    noted = client.create_order(body=bodies.provide(notes="SCENARIO:ORDER_PARTIAL")).id
    there = client.create_order(body=bodies.provide(address=bodies.address("404"))).id
    assert told(inbox.wait(noted, 4)[-1]) == "COMPLETED PARTIAL"
    assert told(inbox.wait(there, 2)[-1]) == flows.REFUSED
