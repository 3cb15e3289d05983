"""Unsolicited ceases, service tests, problems, and the other kinds of order."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fibrecafe_api._support.problem import Problem
from fibrecafe_gateway.kci.answers import Answer
from tests.runtime.gateway import bodies
from tests.runtime.kci.bench import DATES, PROPERTIES, Bench, bench, kci
from tests.runtime.kci.exploring import new_problem
from tests.runtime.kci.placing import order


def cease(stage: Bench, status: str | None = None, **entity: Any) -> dict[str, Any]:
    given = {"tenant": "acme", "serviceId": "S9", "reason": "CHANGE_OF_CP",
             "requestedCeaseDate": "2026-02-01T00:00:00Z", **entity}  # fmt: skip
    return kci(PROPERTIES["UNSOLICITED_CEASE_ORDER"], given, "CREATED", status, seq=1,
               id=stage.kci_id())  # fmt: skip


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (None, ["I/CREATED RECEIVED_BY_GATEWAY"]),
        ("ACKNOWLEDGED", ["I/CREATED RECEIVED_BY_GATEWAY", "I/ACKNOWLEDGED ACKNOWLEDGED"]),
        (
            "IN_PROGRESS",
            [
                "I/CREATED RECEIVED_BY_GATEWAY",
                "I/ACKNOWLEDGED ACKNOWLEDGED",
                "I/COMMITTED IN_PROGRESS",
            ],
        ),
    ],
)
def test_a_cease_that_begins_later_has_the_steps_before(
    stage: Bench, status: str | None, told: list[str]
) -> None:
    body = cease(stage, status)
    assert stage.receive(body) == "APPLIED"
    row = stage.kept(body["id"])
    assert stage.names(row["entity"]) == told
    first = stage.told(row["entity"])[0]
    assert first.head["id"] == body["id"]
    assert first.entity["serviceId"] == "S9"
    assert first.entity["reason"] == "CHANGE_OF_CP"
    assert [r["before"] for r in stage.history(row["entity"])] == [
        None, *[one.split()[1] for one in told][:-1],
    ]  # fmt: skip


def test_a_cease_that_skips_steps_has_them_filled_in(stage: Bench) -> None:
    body = cease(stage, supplierOrderReference="CE-1")
    stage.receive(body)
    found = stage.find(stage.kept(body["id"])["entity"])
    moved = "2026-03-01T00:00:00Z"
    assert stage.tell(found, "UPDATE", requestedCeaseDate=moved) == "APPLIED"
    assert stage.find(found.id).body["requestedCeaseDate"] == moved
    assert stage.tell(found, "COMPLETED") == "APPLIED"
    assert stage.names(found.id)[2:] == [
        "I/ACKNOWLEDGED ACKNOWLEDGED", "I/COMMITTED IN_PROGRESS", "I/COMPLETED COMPLETED",
    ]  # fmt: skip


def test_a_cease_is_not_made_twice_for_one_reference(stage: Bench) -> None:
    first = cease(stage, supplierOrderReference="CE-2")
    stage.receive(first)
    again = cease(stage, supplierOrderReference="CE-2")
    assert stage.receive(again) == "QUARANTINED"
    assert stage.kept(again["id"])["entity"] == stage.kept(first["id"])["entity"]
    other = cease(stage, tenant="bolt", supplierOrderReference="CE-2")  # numbered per tenant
    assert stage.receive(other) == "APPLIED"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"tenant": None}, "tenant: is needed"),
        ({"tenant": "cold"}, "tenant: cold is not served by S1"),
        ({"serviceId": None}, "unsolicitedCeaseServiceOrder.serviceId: is needed"),
        ({"status": "HELD"}, "CREATED_TO_HELD"),
    ],
)
def test_a_cease_that_cannot_begin_leaves_nothing(
    stage: Bench, changes: dict[str, Any], says: str
) -> None:
    before = stage.find(order(stage).id).id
    with pytest.raises(Problem, match=says):
        stage.receive(cease(stage, **changes))
    assert order(stage).id == before + 1  # no number was lost


def test_the_only_tenant_of_a_supplier_need_not_be_named(tmp_path: Any) -> None:
    with bench(tmp_path) as made:
        directory: Any = made.gateway.directory
        del directory.tenants["acme"], directory.tenants["bolt"]
        body = cease(made, tenant=None)
        assert made.receive(body, "S2") == "APPLIED"
        assert made.kept(body["id"], "S2")["tenant"] == "cold"


# ------------------------------------------------------------------------- tests, problems, orders


def test_a_problem_is_known_by_the_suppliers_reference(stage: Bench) -> None:
    found = stage.find(stage.do(lambda unit: new_problem(stage, unit)))
    stage.answer(found.id, Answer(True, {"status": "ACKNOWLEDGED", "supplierReference": "PROB_7"}))
    named = {"supplierServiceProblemReference": "PROB_7"}
    body = kci("serviceProblem", named, "COMMITTED", seq=1, id=stage.kci_id())
    assert stage.receive(body) == "APPLIED"
    shown = stage.told(found.id)[-1].entity
    assert (shown["status"], shown["supplierIdentifier"]) == ("IN_PROGRESS", "PROB_7")


def test_a_tests_result_is_shown(stage: Bench) -> None:
    made = stage.api("service_test", bodies.service_test(supplier="S1"))
    stage.answer(made.id, Answer(True, {"supplierReference": "T-1"}))
    assert stage.tell(stage.find(made.id), "COMPLETED", "COMPLETED") == "APPLIED"
    assert stage.names(made.id) == [
        "I/UPDATE SENT_TO_SUPPLIER", "I/UPDATE IN_PROGRESS", "I/COMPLETED COMPLETED",
    ]  # fmt: skip
    outcome = stage.told(made.id)[-1].entity["result"]["testOutcome"]
    assert outcome == {"testResult": "RED", "code": "STALE_PPP_SESSION"}


@pytest.mark.parametrize("kind", ["cease", "modify", "ethernet"])
def test_other_orders_have_the_same_life(stage: Bench, kind: str) -> None:
    operation = "create_ethernet_order" if kind == "ethernet" else "create_order"
    made = stage.api(operation, getattr(bodies, kind)(supplier="S1"))
    stage.answer(made.id, Answer())
    found = stage.find(made.id)
    for reason in ("ACKNOWLEDGED", "COMMITTED", "DELAY", "RESUMED", "COMPLETED"):
        assert stage.tell(found, reason) == "APPLIED"
    shown = stage.told(made.id)[-1].entity
    assert (shown["status"], shown["committedDate"]) == ("COMPLETED", DATES["committedDate"])
    assert json.dumps(shown["supplier"]) == '"S1"'
