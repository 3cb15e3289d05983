"""Which fields of a request reach the supplier."""

from __future__ import annotations

import asyncio
from typing import Any

from fibrecafe_gateway.conformance import Level, Subject, run
from fibrecafe_gateway.conformance.broken.breaking import Asked, Broken
from fibrecafe_gateway.conformance.mapping_coverage import coverage
from fibrecafe_gateway.conformance.native_subject import NativeSubject
from fibrecafe_gateway.conformance.trial import Trial


def _fields(subject: Subject) -> dict[str, Any]:
    async def work() -> dict[str, Any]:
        trial = Trial(subject)
        try:
            await subject.start()
            return {f"{f.operation}.{f.name}": f for f in await coverage(trial)}
        finally:
            await trial.aclose()
            await subject.close()

    return asyncio.run(work())


class PutsHazardsIntoNotes(Broken):
    def __init__(self) -> None:
        super().__init__()
        self.drops = {"create_problem.hazards": "the supplier has no place for it"}

    async def around(self, asked: Asked) -> Any:
        hazards = getattr(asked.body, "hazards", None)
        if hazards is None:
            return await asked.proceed()
        changes: dict[str, Any] = {"hazards": None}
        if asked.operation == "create_order":
            changes["notes"] = f"{asked.body.notes}; hazards: {hazards}"
        return await super().around(asked.but(asked.body.model_copy(update=changes)))


def test_every_field_of_the_document_is_looked_for() -> None:
    found = _fields(NativeSubject(http=False))
    assert all(field.reaches for field in found.values())
    assert found["create_order.primaryContact.name"].seen_as == "primaryContact.name"
    assert found["create_order.hazards"].reaches
    assert found["service_problem_resolution.tenantNotes"].seen_as == "tenantNotes"
    assert "create_order.supplierReference" not in found


def test_a_field_that_moves_is_found_where_it_went_and_a_lost_one_is_told() -> None:
    found = _fields(PutsHazardsIntoNotes())
    assert found["create_order.hazards"].seen_as == "notes"
    assert found["create_problem.hazards"].reason == "the supplier has no place for it"
    assert not found["amend_order.hazards"].reaches
    assert not found["amend_order.hazards"].reason
    report = asyncio.run(run(PutsHazardsIntoNotes(), only=["silver.mapping"]))
    (result,) = report.results
    assert "amend_order.hazards" in result.said
    assert "create_problem.hazards" not in result.said
    assert report.wanted is Level.GOLD
