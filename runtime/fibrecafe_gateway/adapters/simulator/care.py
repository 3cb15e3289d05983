"""Service tests and service problems at the simulator."""

from __future__ import annotations

import re
from typing import Any

from fibrecafe_api.supplier import models
from fibrecafe_api.supplier.server import (
    Problem,
    RequestContext,
    ServiceProblemManagement,
    ServiceTestManagement,
)

from .desk import Desk, Matter
from .entity import Entity
from .journal import Rows
from .playing import decide
from .requests import Asked
from .script import Section

_TEST = Matter(Section.SERVICE_TESTS, "service tests", "serviceTest", "ST")
_PROBLEM = Matter(Section.SERVICE_PROBLEMS, "service problems", "serviceProblem", "SP")

_RESOLUTION = re.compile(r"(SP[0-9A-F]{6}_[0-9]+)_R[0-9]+")


class Care(Desk, ServiceTestManagement, ServiceProblemManagement):
    """Answers the operations of tests and problems."""

    async def service_test(
        self, ctx: RequestContext, body: models.CreateServiceTest, *, tenant: str
    ) -> models.ServiceTest:
        """Start a test: scenarios by header or service id."""

        def answer(entity: Entity) -> Any:
            return models.ServiceTest(**dict(body), supplier_reference=entity.reference)

        entity = await self._take(ctx, body, tenant, _TEST, answer, texts=[body.service_id])
        return models.ServiceTest.model_validate_json(entity.answer or "")

    async def create_problem(
        self, ctx: RequestContext, body: models.CreateServiceProblem, *, tenant: str
    ) -> models.ServiceProblem | None:
        """Take a problem: scenarios by header, notes, or contact."""

        def answer(entity: Entity) -> Any:
            told = {"supplier_reference": entity.reference, "status": entity.status}
            return models.ServiceProblem.model_validate({**dict(body), **told}, by_name=True)

        contact = body.primary_contact
        texts = [body.notes, contact.name if contact else None]
        entity = await self._take(ctx, body, tenant, _PROBLEM, answer, texts=texts)
        if entity.answer is None:
            return None
        return models.ServiceProblem.model_validate_json(entity.answer)

    async def amend_problem(
        self, ctx: RequestContext, body: models.AmendServiceProblem, *, tenant: str
    ) -> models.AmendServiceProblem | None:
        """Take an amendment: scenarios as for orders."""
        reference = body.supplier_service_problem_reference
        asked = Asked((_PROBLEM.shelf,), body.service_problem_id, reference, True)
        request = await self._ask(ctx, body, tenant, asked, texts=[body.notes])
        if request.answer is None:
            return None
        return models.AmendServiceProblem.model_validate_json(request.answer)

    async def cancel_problem(
        self, ctx: RequestContext, body: models.CancelServiceProblem, *, tenant: str
    ) -> models.ServiceProblemCancellation | None:
        """Take a cancellation: scenarios as for orders, or in its text."""
        reference = body.supplier_service_problem_reference
        asked = Asked((_PROBLEM.shelf,), body.service_problem_id, reference, False)
        request = await self._ask(ctx, body, tenant, asked, texts=[body.text])
        if request.answer is None:
            return None
        return models.ServiceProblemCancellation.model_validate_json(request.answer)

    async def service_problem_resolution(
        self,
        ctx: RequestContext,
        body: models.UpdateServiceProblemResolution,
        *,
        id: str,
        tenant: str,
    ) -> models.ServiceProblemResolution:
        """Close the problem, or take it up again and resolve it once more."""
        self._direct(ctx, Section.LOOK_UPS, who=(tenant, id))
        accepted = body.status == models.ResolutionDecision.ACCEPTED
        now = self._simulator.clock.now()

        def unit(rows: Rows) -> str:
            found = _RESOLUTION.fullmatch(id)
            row = found and rows.by_reference(tenant, _PROBLEM.shelf, found[1])
            if not row:
                raise Problem.not_found(f"the simulator knows no resolution {id} of {tenant}")
            entity = row.entity
            if id in entity.decisions:
                return _repeated(entity.decisions[id], body)
            held = entity.facts.get("serviceProblemResolution", {})
            if held.get("supplierReference") != id or entity.status != "RESOLVED":
                raise Problem.invalid(f"the problem is {entity.status}: there is nothing to decide")
            told = {**decide(entity, accepted, now), "tenantNotes": body.tenant_notes}
            answer = models.ServiceProblemResolution.model_validate(told)
            entity.decisions[id] = answer.model_dump_json(by_alias=True, exclude_none=True)
            rows.update(row)
            return entity.decisions[id]

        decided = await self._simulator.keep(unit)
        return models.ServiceProblemResolution.model_validate_json(decided)


def _repeated(decided: str, body: models.UpdateServiceProblemResolution) -> str:
    before = models.ServiceProblemResolution.model_validate_json(decided)
    if before.status != body.status:
        raise Problem.invalid(f"it was {before.status} before, which cannot be changed")
    return decided
