"""Requests to a supplier that is scripted, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from fibrecafe_api.supplier import models as supplier
from fibrecafe_gateway.adapters.contract import (
    SupplierAdapter,
    SupplierCall,
)
from fibrecafe_gateway.api.intake import intend
from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.delivery.circuit import Circuit, circuits
from fibrecafe_gateway.delivery.lanes import stir
from fibrecafe_gateway.gateway import Gateway
from fibrecafe_gateway.kci.journey import advance
from fibrecafe_gateway.lifecycle import EntityKind, triggers
from fibrecafe_gateway.settings import Delivery, Settings, Store, SupplierSettings, TenantSettings
from fibrecafe_gateway.store.entities import Entities, Entity
from fibrecafe_gateway.store.messages import lane_state, of_lane, supplier_lane, tenant_lane
from fibrecafe_gateway.store.tables import ATTEMPT
from fibrecafe_gateway.store.unit import Row, Unit
from tests.runtime.databases import NewDatabases

_BODY: dict[str, Any] = {
    "status": "RECEIVED_BY_GATEWAY",
    "orderType": "NEW",
    "supplier": "BOX",
    "address": {"id": "A00000031882", "type": "NAD"},
    "serviceOrderItem": {
        "serviceSpecification": {"id": "ftthl2r"},
        "serviceCharacteristics": [{"name": "LINE_PROFILE", "value": "1G1G"}],
    },
    "primaryContact": {"name": "John Smith", "phoneNumber": "01234 567890"},
}

Script = Callable[[int], Any]


class Fake(SupplierAdapter):
    """A supplier of which a test says how it answers, by order."""

    def __init__(self) -> None:
        self.script: Script = lambda order: None
        self.calls: list[tuple[int, SupplierCall]] = []
        self.hang: asyncio.Event | None = None

    async def create_order(
        self, call: SupplierCall, body: supplier.CreateServiceOrder
    ) -> supplier.ServiceOrder | None:
        order: int = body.id
        self.calls.append((order, call))
        answer = self.script(order)
        if self.hang is not None:
            await self.hang.wait()
        if isinstance(answer, Exception):
            raise answer
        assert answer is None
        return None

    @property
    def asked(self) -> list[int]:
        return [order for order, _ in self.calls]


@dataclass
class Desk:
    gateway: Gateway
    clock: VirtualClock
    box: Fake
    _kept: list[int] = field(default_factory=list)

    async def order(self, count: int = 1) -> list[int]:
        """Place orders; their numbers."""

        def work(unit: Unit) -> list[int]:
            made = []
            for _ in range(count):
                entity = Entities(unit, "ACME").add(
                    EntityKind.PROVIDE_ORDER.value, "BOX", dict(_BODY), conversation_id="talk",
                    asked=1,
                )  # fmt: skip
                intend(unit, "create_order", entity)
                made.append(entity.id)
            return made

        return await self.gateway.database.run(work)

    async def wait(self, seconds: float, step: float = 5.0) -> None:
        passed = 0.0
        while passed < seconds:
            self.clock.advance(timedelta(seconds=min(step, seconds - passed)))
            passed += step
            await self.gateway.engine.drain()

    async def drain(self) -> None:
        await self.gateway.engine.drain()

    async def read(self, work: Callable[[Unit], Any]) -> Any:
        return await self.gateway.database.read(work)

    async def entity(self, id: int) -> Entity:
        found = await self.read(lambda unit: Entities(unit, "ACME").get(id, tuple(EntityKind)))
        assert isinstance(found, Entity)
        return found

    async def status(self, id: int) -> str:
        return (await self.entity(id)).status

    async def told(self, id: int) -> list[str]:
        rows = await self.read(lambda unit: of_lane(unit, tenant_lane("ACME", id)))
        return [row["head"] for row in rows]

    async def lane(self, id: int) -> Row | None:
        return await self.read(lambda unit: lane_state(unit, supplier_lane("ACME", id)))  # type: ignore[no-any-return]

    async def circuit(self) -> Circuit:
        found = await self.read(lambda unit: circuits(unit, {"supplier/BOX"}))
        return found.get("supplier/BOX", Circuit())  # type: ignore[no-any-return]

    async def attempts(self, id: int) -> list[Row]:
        statement = select(ATTEMPT).where(ATTEMPT.c.lane == supplier_lane("ACME", id))
        return list(await self.read(lambda unit: unit.all(statement.order_by(ATTEMPT.c.id))))

    async def hear(self, id: int) -> None:
        """A KCI of the supplier: it has the order."""

        def work(unit: Unit) -> None:
            entity = Entities(unit, "ACME").lock(id, tuple(EntityKind))
            assert entity is not None
            advance(unit, entity, triggers.ACKNOWLEDGED)
            stir(unit, supplier_lane("ACME", id))

        await self.gateway.database.run(work)


def settings_of(url: str, *, idempotent: bool, **delivery: Any) -> Settings:
    return Settings(
        store=Store(url=url),
        delivery=Delivery(**{"send_window": 60.0, "unknown_window": 900.0, **delivery}),
        suppliers={"BOX": SupplierSettings(adapter="fake", idempotent=idempotent, timeout=2.0)},
        tenants={"ACME": TenantSettings(suppliers=("BOX",))},
    )


@asynccontextmanager
async def desk(
    databases: NewDatabases,
    *,
    idempotent: bool = False,
    url: str | None = None,
    clock: VirtualClock | None = None,
    box: Fake | None = None,
    settings: Settings | None = None,
    **delivery: Any,
) -> AsyncIterator[Desk]:
    made, clock = box or Fake(), clock or VirtualClock()
    gateway = Gateway(
        settings or settings_of(url or databases.url(), idempotent=idempotent, **delivery),
        factories={"fake": lambda *_: made}, clock=clock, random=Random(3),
    )  # fmt: skip
    await gateway.start(work=False)
    try:
        yield Desk(gateway, clock, made)
    finally:
        await gateway.aclose()
