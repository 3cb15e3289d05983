"""Whose a KCI of a supplier is, and whether it came before."""

from __future__ import annotations

from typing import Any

import pytest

from fibrecafe_api._support.problem import Problem
from fibrecafe_gateway.kci import outbound
from fibrecafe_gateway.kci.answers import Answer
from fibrecafe_gateway.kci.outbound import Untellable
from tests.runtime.kci.bench import DATES, Bench, kci
from tests.runtime.kci.placing import order


def about(stage: Bench, entity: dict[str, Any], reason: str = "ACKNOWLEDGED", seq: int = 1) -> Any:
    return kci("provideServiceOrder", entity, reason, seq=seq, id=stage.kci_id())


def test_a_number_with_its_tenant_says_which_order(stage: Bench) -> None:
    one, other = order(stage), order(stage, tenant="bolt")
    while one.id != other.id:  # numbered per tenant
        one, other = (
            (order(stage), other) if one.id < other.id else (one, order(stage, tenant="bolt"))
        )
    with pytest.raises(Problem, match="more than one has that; give `tenant`"):
        stage.receive(about(stage, {"id": one.id}))
    assert stage.receive(about(stage, {"id": one.id, "tenant": "bolt"})) == "APPLIED"
    assert stage.find(other.id, "bolt").status == "ACKNOWLEDGED"
    assert stage.find(one.id).status == "SENT_TO_SUPPLIER"


def test_a_number_alone_is_enough_where_it_is_unique(stage: Bench) -> None:
    found = order(stage, supplier="S2")
    assert stage.receive(about(stage, {"id": found.id}), "S2") == "APPLIED"


def test_a_reference_is_enough_once_it_is_known(stage: Bench) -> None:
    found = order(stage)
    named = {"supplierOrderReference": "REF-1"}
    with pytest.raises(Problem, match="reference REF-1: there is none of yours"):
        stage.receive(about(stage, named))
    stage.receive(about(stage, {"id": found.id, "tenant": "acme", **named}))
    assert stage.receive(about(stage, named, "COMMITTED", 2)) == "APPLIED"
    now = stage.find(found.id)
    assert (now.reference, now.body["supplierOrderNumber"]) == ("REF-1", "REF-1")


def test_a_reference_tells_two_orders_of_one_number_apart(stage: Bench) -> None:
    one, other = order(stage), order(stage, tenant="bolt")
    while one.id != other.id:
        one, other = (
            (order(stage), other) if one.id < other.id else (one, order(stage, tenant="bolt"))
        )
    stage.answer(one.id, Answer())
    named = {"id": one.id, "supplierOrderReference": "REF-2"}
    assert stage.receive(about(stage, {**named, "tenant": "acme"})) == "APPLIED"
    assert stage.receive(about(stage, named, "ADDITIONAL", 2)) == "APPLIED"


def test_another_reference_than_is_known_is_quarantined_and_not_learned(stage: Bench) -> None:
    found = order(stage)
    stage.tell(found, "ACKNOWLEDGED", supplierOrderReference="REF-3")
    body = stage.kci(found, "COMMITTED", supplierOrderReference="REF-4")
    assert stage.receive(body) == "QUARANTINED"
    assert "with reference REF-4 (known as REF-3)" in stage.kept(body["id"])["reason"]
    now = stage.find(found.id)
    assert (now.reference, now.body["supplierOrderNumber"]) == ("REF-3", "REF-3")


def test_an_illegal_kci_does_not_even_leave_its_reference(stage: Bench) -> None:
    found = order(stage)
    assert stage.tell(found, "COMPLETED", supplierOrderReference="REF-5") == "QUARANTINED"
    assert stage.find(found.id).reference is None


@pytest.mark.parametrize(
    ("entity", "says"),
    [
        ({"id": 987654}, "provide order id 987654: there is none of yours"),
        ({"id": 987654, "tenant": "acme"}, "id 987654, tenant acme: there is none"),
        ({"supplierOrderReference": "NOBODYS"}, "reference NOBODYS: there is none of yours"),
        ({}, "neither the gateway's id nor your reference is given"),
        ({"tenant": "acme"}, "neither the gateway's id nor your reference is given"),
    ],
)
def test_an_order_that_there_is_not_is_refused(
    stage: Bench, entity: dict[str, Any], says: str
) -> None:
    before = stage.count_kept()
    with pytest.raises(Problem, match=says) as refused:
        stage.receive(about(stage, entity))
    assert refused.value.status == 422
    assert stage.count_kept() == before


def test_orders_of_other_suppliers_and_tenants_are_none(stage: Bench) -> None:
    found, cold = order(stage), order(stage, tenant="cold", supplier="S2")
    for named, supplier in (
        ({"id": found.id, "tenant": "acme"}, "S2"),  # another's order
        ({"id": cold.id, "tenant": "cold"}, "S1"),  # of a tenant that is not served
        ({"id": found.id, "tenant": "nobody"}, "S1"),
        ({"id": found.id, "tenant": "bolt"}, "S1"),
    ):
        if stage.count_kept() and named.get("tenant") == "bolt":
            named["id"] = 10**6
        with pytest.raises(Problem, match="there is none of yours"):
            stage.receive(about(stage, named), supplier)


def test_another_kind_under_the_same_number_is_none(stage: Bench) -> None:
    found = order(stage)
    body = kci("ceaseServiceOrder", {"id": found.id, "tenant": "acme"}, "ACKNOWLEDGED", seq=1,
               id=stage.kci_id())  # fmt: skip
    with pytest.raises(Problem, match="cease order id"):
        stage.receive(body)


@pytest.mark.parametrize("reference", ["x" * 256, "two\nlines", "nul\x00"])
def test_a_reference_that_cannot_be_kept_is_refused(stage: Bench, reference: str) -> None:
    found = order(stage)
    with pytest.raises(Problem, match="must be printable, of at most 255 characters"):
        stage.tell(found, "ACKNOWLEDGED", supplierOrderReference=reference)


def test_what_does_not_fit_into_a_kci_to_the_tenant_is_quarantined_and_leaves_nothing(
    stage: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = order(stage, "ACKNOWLEDGED")

    def check(head: Any, entity: dict[str, Any], now: str) -> None:
        if entity["status"] == "IN_PROGRESS":
            raise Untellable("/entity/committedDate: is too late")

    monkeypatch.setattr(outbound, "_check", check)
    before, told = stage.find(found.id), stage.names(found.id)
    body = stage.kci(found, "COMMITTED", supplierOrderReference="REF-6")
    assert stage.receive(body) == "QUARANTINED"
    monkeypatch.undo()
    assert stage.kept(body["id"])["reason"] == "/entity/committedDate: is too late"
    assert stage.names(found.id) == told
    after = stage.find(found.id)
    assert (after.status, after.body, after.reference) == (before.status, before.body, None)
    assert stage.tell(found, "COMMITTED") == "APPLIED"  # the next number


def test_a_reference_that_tenants_cannot_be_told_is_kept_for_the_supplier(stage: Bench) -> None:
    found = order(stage)
    assert stage.tell(found, "ACKNOWLEDGED", supplierOrderReference="L" * 60) == "APPLIED"
    now = stage.find(found.id)
    assert (now.reference, "supplierOrderNumber" in now.body) == ("L" * 60, False)


# ----------------------------------------------------------------------------------- duplicates


def test_the_same_kci_again_is_fine_and_changes_nothing(stage: Bench) -> None:
    found = order(stage)
    for reason in ("ACKNOWLEDGED", "COMPLETED"):  # applied, quarantined
        body = stage.kci(found, reason)
        first = stage.receive(body)
        before = (stage.names(found.id), stage.count_kept(), stage.find(found.id))
        assert stage.receive(body) == first
        assert (stage.names(found.id), stage.count_kept(), stage.find(found.id)) == before


def test_the_same_id_with_another_body_is_refused(stage: Bench) -> None:
    found = order(stage)
    body = stage.kci(found, "ACKNOWLEDGED")
    stage.receive(body)
    with pytest.raises(Problem, match="was used before, for a KCI that says something else"):
        stage.receive({**body, "reasonCode": "COMMITTED"})
    assert stage.find(found.id).status == "ACKNOWLEDGED"


def test_two_suppliers_may_use_one_id(stage: Bench) -> None:
    one, other = order(stage), order(stage, supplier="S2")
    body = stage.kci(one, "ACKNOWLEDGED")
    assert stage.receive(body) == "APPLIED"
    named = {**body, "provideServiceOrder": {"id": other.id, "tenant": "acme"}}
    assert stage.receive(named, "S2") == "APPLIED"


def test_a_kci_that_was_refused_may_come_again_corrected(stage: Bench) -> None:
    found = order(stage, "ACKNOWLEDGED")
    body = stage.kci(found, "COMMITTED", committedDate=None)
    with pytest.raises(Problem, match="committedDate must be given with COMMITTED"):
        stage.receive(body)
    body["provideServiceOrder"] |= DATES
    assert stage.receive(body) == "APPLIED"
