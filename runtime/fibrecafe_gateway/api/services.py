"""What the sections of the API are made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from fibrecafe_api._support.request import RequestContext

from ..adapters.contract import SupplierAdapter, SupplierCall
from ..adapters.failures import clean
from ..adapters.southbound import CannotMap
from ..clock import Clock
from ..routing.choice import Decision, Wanted, routes
from ..routing.directory import Directory, NotRouted, Supplier
from ..security.tokens import Principal
from ..store.database import Database, Work
from .problems import Problem
from .store_away import or_unavailable

T = TypeVar("T")

TEST_HEADERS = ("X-Scenario", "X-Problem-Code", "X-Kci-Delay")
"""Passed on to suppliers that are for tests."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that an operation needs."""

    database: Database
    directory: Directory
    adapters: Mapping[str, SupplierAdapter]
    clock: Clock
    _routed: dict[tuple[str, str, str | None, str | None], Supplier] = field(default_factory=dict)
    """What was decided before: it follows from the settings alone."""

    async def run(self, work: Work[T]) -> T:
        """Write, durably. Raises Problem (503) while the store is away, and what `work` raises."""
        return await or_unavailable(self.database.run(work))

    async def read(self, work: Work[T]) -> T:
        """The same for what only reads."""
        return await or_unavailable(self.database.read(work))

    def route(
        self, tenant: str, operation: str, supplier: str | None, *, order_type: str | None = None
    ) -> Supplier:
        """The supplier that an asynchronous operation goes to.

        Raises Problem: 422 with a sentence; these operations document no 501.
        """
        asked = (tenant, operation, supplier, order_type)
        known = self._routed.get(asked)
        if known is not None:
            return known
        wanted = Wanted(
            operation, suppliers=None if supplier is None else [supplier], order_type=order_type
        )
        try:
            decision = routes(self.directory, tenant, wanted)[0]
        except NotRouted as error:
            raise Problem.invalid(*error.messages) from error
        assert decision.supplier is not None
        return self._routed.setdefault(asked, decision.supplier)

    def decisions(self, tenant: str, wanted: Wanted) -> list[Decision]:
        """The suppliers that a synchronous operation goes to. Raises Problem."""
        try:
            return routes(self.directory, tenant, wanted)
        except NotRouted as error:
            raise error.problem() from error

    def call(self, ctx: RequestContext, supplier: Supplier) -> SupplierCall:
        """On whose behalf a supplier is called."""
        return SupplierCall(
            tenant=tenant_of(ctx),
            supplier=supplier.id,
            request_id=self.database.new_id(),
            conversation_id=ctx.conversation_id or self.database.new_id(),
            deadline=supplier.settings.timeout,
            test_headers=test_headers(ctx, supplier),
        )


def tenant_of(ctx: RequestContext) -> str:
    """Whose request it is; from the token only."""
    principal: Principal = ctx.principal
    return principal.id


def test_headers(ctx: RequestContext, supplier: Supplier) -> dict[str, str]:
    """Those that the tenant gave, if the supplier is for tests."""
    if not supplier.settings.test_headers:
        return {}
    given = {name: ctx.header(name) for name in TEST_HEADERS}
    return {name: clean(value) for name, value in given.items() if value}


def unfit(error: CannotMap) -> Problem:
    """The answer to what a supplier's API has no place for."""
    return Problem.invalid(*error.messages)
