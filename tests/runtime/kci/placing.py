"""Orders and problems that have come as far as a test begins."""

from __future__ import annotations

from typing import Any

from fibrecafe_gateway.kci.answers import Answer
from fibrecafe_gateway.store.entities import Entity
from tests.runtime.gateway import bodies
from tests.runtime.kci.bench import Bench
from tests.runtime.kci.exploring import new_problem


def order(
    stage: Bench, *reasons: str, tenant: str = "acme", supplier: str = "S1", **changes: Any
) -> Entity:
    """One that was sent, and then as the supplier's KCIs say."""
    made = stage.api("create_order", bodies.provide(supplier=supplier, **changes), tenant)
    stage.answer(made.id, Answer(), tenant)
    found = stage.find(made.id, tenant)
    for reason in reasons:
        assert stage.tell(found, reason) == "APPLIED"
    return stage.find(made.id, tenant)


def working(stage: Bench, *reasons: str, **changes: Any) -> Entity:
    """One that is IN_PROGRESS, and then as the supplier's KCIs say."""
    return order(stage, "ACKNOWLEDGED", "COMMITTED", *reasons, **changes)


def problem(stage: Bench, *reasons: str) -> Entity:
    made = stage.find(stage.do(lambda unit: new_problem(stage, unit)))
    stage.answer(made.id, Answer(True, {"status": "IN_PROGRESS", "supplierReference": "PROB_0001"}))
    for reason in reasons:
        assert stage.tell(made, reason) == "APPLIED"
    return stage.find(made.id)


def amend(stage: Bench, about: Entity, *, pending: bool = True, **changes: Any) -> int:
    made = stage.api("amend_order", bodies.amendment(about.id, **changes)).id
    if pending:
        stage.answer(made, Answer())
    return int(made)


def cancel(stage: Bench, about: Entity, *, pending: bool = True) -> int:
    made = stage.api("cancel_order", bodies.cancellation(about.id)).id
    if pending:
        stage.answer(made, Answer())
    return int(made)
