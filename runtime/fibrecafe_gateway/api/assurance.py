"""Assurance: service tests, service problems and their resolutions."""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json

from fibrecafe_api._support.codec import Codec
from fibrecafe_api._support.request import RequestContext
from fibrecafe_api.tenant import models

from ..adapters import southbound
from ..adapters.southbound import CannotMap
from ..kci.answers import decide
from ..kci.kinds import PROBLEMS, RESOLUTION, TESTS
from ..lifecycle.kinds import EntityKind
from ..lifecycle.machine import Illegal
from ..store.entities import Entities, Entity
from ..store.unit import Unit
from .intake import as_text, intend, take, values_of
from .orders import shown
from .problems import Problem, number
from .references import reservation, service_test
from .services import Services, tenant_of, test_headers, unfit

_RECEIVED = "RECEIVED_BY_GATEWAY"


class Assurance:
    """Runs tests, reports problems, answers resolutions."""

    services: Services

    async def service_test(self, ctx: RequestContext, body: models.CreateServiceTest) -> Any:
        """Start a test."""
        supplier = self.services.route(tenant_of(ctx), "service_test", body.supplier)
        values = values_of(body)
        try:
            southbound.service_test(values, test_id=1)
        except CannotMap as error:
            raise unfit(error) from error

        def make(unit: Unit, entities: Entities) -> Entity:
            test = entities.add(
                EntityKind.SERVICE_TEST.value, supplier.id, {"status": _RECEIVED, **values},
                conversation_id=ctx.conversation_id or unit.new_id(),
                test_headers=as_text(test_headers(ctx, supplier)), asked=1,
            )  # fmt: skip
            intend(unit, "service_test", test)
            return test

        return await take(self.services, ctx, "service_test", body, models.ServiceTestRequest, make)

    async def get_service_test_by_id(self, ctx: RequestContext, *, id: str) -> Any:
        """A test as it is now."""
        return await shown(self.services, ctx, id, TESTS, models.ServiceTest)

    async def create_problem(self, ctx: RequestContext, body: models.CreateServiceProblem) -> Any:
        """Report a problem."""
        tenant = tenant_of(ctx)
        supplier = self.services.route(tenant, "create_problem", body.supplier)
        values = values_of(body)
        passes = self.services.directory.tenant(tenant).settings.unknown_references == "pass"
        try:
            southbound.create_problem(
                values, problem_id=1, address_types=supplier.settings.address_types
            )
        except CannotMap as error:
            raise unfit(error) from error

        def make(unit: Unit, entities: Entities) -> Entity:
            service_test(unit, entities, body.service_test_id, supplier, pass_unknown=passes)
            reservation(
                unit, entities, values.get("appointmentReservationId"), supplier.id,
                pass_unknown=passes,
            )  # fmt: skip
            parent = body.parent_service_problem_id
            if parent is not None and entities.get(parent, PROBLEMS) is None:
                raise Problem.invalid(
                    f"/parentServiceProblemId: problem {parent}: there is none of yours"
                )
            problem = entities.add(
                EntityKind.SERVICE_PROBLEM.value, supplier.id, {"status": _RECEIVED, **values},
                conversation_id=ctx.conversation_id or unit.new_id(),
                test_headers=as_text(test_headers(ctx, supplier)), asked=1,
            )  # fmt: skip
            intend(unit, "create_problem", problem)
            return problem

        return await take(self.services, ctx, "create_problem", body, models.ServiceProblem, make)

    async def get_service_problem_by_id(self, ctx: RequestContext, *, id: str) -> Any:
        """A problem as it is now."""
        return await shown(self.services, ctx, id, PROBLEMS, models.ServiceProblem)

    async def service_problem_resolution(
        self, ctx: RequestContext, body: models.UpdateServiceProblemResolution, *, id: str
    ) -> Any:
        """Accept or reject a resolution."""
        tenant = tenant_of(ctx)
        status = body.status.value
        if status == "PENDING":
            raise Problem.invalid("/status: say ACCEPTED or REJECTED")
        if status == "REJECTED" and not body.tenant_notes:
            raise Problem.invalid("/tenantNotes: say why the resolution is rejected")

        def work(unit: Unit) -> dict[str, Any]:
            return _decided(unit, tenant, id, status, body.tenant_notes)

        found = await self.services.run(work)
        return Codec(models.ServiceProblemResolution).read(to_json(found))


def _decided(unit: Unit, tenant: str, id: str, status: str, notes: str | None) -> dict[str, Any]:
    entities = Entities(unit, tenant)
    first = entities.get(number(id), (RESOLUTION,))
    problem = None if first is None else entities.lock(first.parent or 0, PROBLEMS)
    resolution = entities.lock(number(id), (RESOLUTION,))
    if resolution is None or problem is None:
        raise Problem.invalid(f"resolution {id}: there is none of yours")  # no 404 is documented
    if resolution.status == status:
        return resolution.body  # said again
    if resolution.status != "PENDING":
        raise Problem.invalid(f"resolution {id} is {resolution.status} already")
    try:
        decide(unit, problem, resolution, accepted=status == "ACCEPTED", notes=notes)
    except Illegal as error:
        raise Problem.invalid(
            f"problem {problem.id} is in state {problem.status}; a resolution is answered in RESOLVED"
        ) from error
    intend(unit, "service_problem_resolution", resolution, problem)
    entities.save(problem)
    return resolution.body
