"""Something in a place, within a unit, and the tenant's own doors to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fibrecafe_gateway.api.services import Services
from fibrecafe_gateway.api.tenant import GatewayTenantApi
from fibrecafe_gateway.kci.journey import open_requests
from fibrecafe_gateway.kci.kinds import (
    AMENDMENTS,
    CANCELLATIONS,
    ORDER_AMENDMENT,
    ORDER_CANCELLATION,
    PROBLEM_AMENDMENT,
    PROBLEM_CANCELLATION,
)
from fibrecafe_gateway.lifecycle import EntityKind, machine_of
from fibrecafe_gateway.store.entities import Entities, Entity
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.kci.bench import Bench, find

TENANT = "acme"


@dataclass
class Scene:
    """Something in a place, in a unit."""

    bench: Bench
    unit: Unit
    entity: Entity
    """As it was before the door."""

    @property
    def id(self) -> int:
        return self.entity.id

    @property
    def kind(self) -> EntityKind:
        return EntityKind(self.entity.kind)

    def look(self) -> Entity:
        self.entity = find(self.unit, TENANT, self.id)
        return self.entity

    def ask(self, operation: str, body: Any, **path: str) -> Any:
        return ask(self.bench, self.unit, operation, body, **path)

    def open(self, kinds: tuple[str, ...]) -> list[Entity]:
        return [r for r in open_requests(self.unit, self.entity) if r.kind in kinds]

    def request(self, kinds: tuple[str, ...]) -> Entity | None:
        """One that is open; made, if there is none and could be: as asked before."""
        found = self.open(kinds)
        if found:
            return found[0]
        machine = machine_of(self.kind)
        if self.entity.status in machine.terminal or not set(kinds) & set(HAS[self.kind]):
            return None
        return self.new_request(kinds)

    def new_request(self, kinds: tuple[str, ...]) -> Entity:
        about = self.entity
        of_problem = self.kind is EntityKind.SERVICE_PROBLEM
        names = (
            (PROBLEM_AMENDMENT, PROBLEM_CANCELLATION)
            if of_problem
            else (ORDER_AMENDMENT, ORDER_CANCELLATION)
        )
        amends = kinds == AMENDMENTS
        values: dict[str, Any] = {"status": "RECEIVED_BY_GATEWAY"}
        values["serviceProblemId" if of_problem else "orderId"] = about.id
        values |= {"notes": "ring twice"} if amends else {"reasonCode": "NO_LONGER_REQUIRED"}
        return Entities(self.unit, TENANT).add(
            names[not amends], about.supplier, values, conversation_id=about.conversation_id,
            parent=about.id, timestamps=False,
        )  # fmt: skip

    def still(self, answered: int | None) -> str | None:
        """The state in which requests that the supplier has keep it."""
        waiting = [
            r.kind
            for r in open_requests(self.unit, self.entity)
            if r.status == "PENDING" and r.id != answered
        ]
        if any(kind in CANCELLATIONS for kind in waiting):
            return "PENDING_CANCELLATION"
        return "PENDING_AMENDMENT" if waiting else None


_ALL = (*AMENDMENTS, *CANCELLATIONS)

HAS: dict[EntityKind, tuple[str, ...]] = {
    EntityKind.PROVIDE_ORDER: _ALL,
    EntityKind.UNSOLICITED_CEASE_ORDER: CANCELLATIONS,
    EntityKind.SERVICE_PROBLEM: _ALL,
    EntityKind.SERVICE_TEST: (),
}


class _InUnit:
    """A database whose units are all the same one."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.new_id = unit.new_id

    async def run(self, work: Callable[[Unit], Any], **_: Any) -> Any:
        with self.unit.savepoint():
            return work(self.unit)

    read = run


class _AtOnce(Services):
    """Waits for no store: there is no event loop where a unit is under way."""

    async def run(self, work: Callable[[Unit], Any]) -> Any:
        return await self.database.run(work)

    async def read(self, work: Callable[[Unit], Any]) -> Any:
        return await self.database.read(work)


def ask(bench: Bench, unit: Unit, operation: str, body: Any, **path: str) -> Any:
    """An operation of the Tenant API, in a unit that is under way."""
    services = bench.gateway.services
    database: Any = _InUnit(unit)
    api: Any = GatewayTenantApi(
        _AtOnce(database, services.directory, services.adapters, services.clock)
    )
    call = getattr(api, operation)
    context = bench.context(TENANT)
    asking = call(context, **path) if body is None else call(context, body, **path)
    try:
        asking.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError(f"{operation} waits for something")
