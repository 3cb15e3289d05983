"""Orders: provide, cease, modify, and ethernet."""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json

from fibrecafe_api._support.request import RequestContext
from fibrecafe_api.tenant import models

from ..adapters import southbound
from ..adapters.southbound import CannotMap
from ..kci.changes import visit_of
from ..kci.kinds import ETHERNET, ORDERS
from ..lifecycle.kinds import EntityKind
from ..routing.directory import Supplier
from ..store.entities import Entities, Entity
from ..store.unit import Unit
from .intake import as_text, codec_of, intend, take, values_of
from .problems import Problem, number
from .references import reservation
from .services import Services, tenant_of, test_headers, unfit
from .updates import updates_of

_RECEIVED = "RECEIVED_BY_GATEWAY"

_KINDS = {"CEASE": EntityKind.CEASE_ORDER, "MODIFY": EntityKind.MODIFY_ORDER}

_STAND_IN = 1
"""Where a number is needed only to see whether a request fits."""


class Orders:
    """Places orders, and shows them."""

    services: Services

    async def create_order(self, ctx: RequestContext, body: models.CreateServiceOrder) -> Any:
        """Place an order."""
        tenant = tenant_of(ctx)
        supplier = self.services.route(
            tenant, "create_order", body.supplier, order_type=str(body.order_type)
        )
        values = values_of(body)
        self._fits(values, supplier, tenant)
        kind = _KINDS.get(str(body.order_type), EntityKind.PROVIDE_ORDER)

        def make(unit: Unit, entities: Entities) -> Entity:
            visit = reservation(
                unit, entities, values.get("appointmentReservationId"), supplier.id,
                pass_unknown=_passes(self.services, tenant),
            )  # fmt: skip
            order = {"status": _RECEIVED, **values, **visit_of(visit)}
            return _placed(unit, entities, ctx, kind, supplier, order, "create_order")

        return await take(
            self.services, ctx, "create_order", body, models.SolicitedServiceOrder, make
        )

    def _fits(self, values: dict[str, Any], supplier: Supplier, tenant: str) -> None:
        """What the supplier's API cannot carry is said now, not by a KCI later."""
        try:
            southbound.create_order(
                values, order_id=_STAND_IN, tenant=tenant, today=self.services.clock.now().date(),
                address_types=supplier.settings.address_types,
            )  # fmt: skip
        except CannotMap as error:
            raise unfit(error) from error

    async def get_order(self, ctx: RequestContext, *, id: str) -> Any:
        """An order as it is now."""
        return await shown(self.services, ctx, id, ORDERS, models.ServiceOrder)

    async def create_ethernet_order(
        self, ctx: RequestContext, body: models.CreateEthernetOrder
    ) -> Any:
        """Place an ethernet order."""
        tenant = tenant_of(ctx)
        supplier = self.services.route(tenant, "create_ethernet_order", body.supplier)
        values = values_of(body)
        try:
            southbound.create_ethernet_order(
                values, order_id=_STAND_IN, tenant=tenant,
                address_types=supplier.settings.address_types,
            )  # fmt: skip
        except CannotMap as error:
            raise unfit(error) from error

        def make(unit: Unit, entities: Entities) -> Entity:
            return _placed(
                unit, entities, ctx, EntityKind.PROVIDE_ETHERNET_ORDER, supplier,
                {"status": _RECEIVED, **values}, "create_ethernet_order",
            )  # fmt: skip

        return await take(
            self.services, ctx, "create_ethernet_order", body, models.ProvideEthernetOrder, make
        )

    async def get_ethernet_order(self, ctx: RequestContext, *, id: str) -> Any:
        """An ethernet order as it is now."""
        return await shown(self.services, ctx, id, ETHERNET, models.ProvideEthernetOrder)


def _placed(
    unit: Unit,
    entities: Entities,
    ctx: RequestContext,
    kind: EntityKind,
    supplier: Supplier,
    order: dict[str, Any],
    operation: str,
) -> Entity:
    entity = entities.add(
        kind.value, supplier.id, order, conversation_id=ctx.conversation_id or unit.new_id(),
        test_headers=as_text(test_headers(ctx, supplier)), asked=1,
    )  # fmt: skip
    intend(unit, operation, entity)
    return entity


def _passes(services: Services, tenant: str) -> bool:
    return services.directory.tenant(tenant).settings.unknown_references == "pass"


async def shown(
    services: Services, ctx: RequestContext, id: str, kinds: tuple[EntityKind, ...], answer: Any
) -> Any:
    """Something of the tenant's, with its KCIs. Raises Problem (404), for others' too."""
    tenant = tenant_of(ctx)

    def work(unit: Unit) -> dict[str, Any] | None:
        entity = Entities(unit, tenant).get(number(id), kinds)
        if entity is None:
            return None
        if entity.kind == EntityKind.SERVICE_TEST:
            return entity.body  # the document has no updates there
        return {**entity.body, "updates": updates_of(unit, entity)}

    found = await services.read(work)
    if found is None:
        raise Problem.not_found(f"{kinds[0].words.split()[-1]} {id}: there is none of yours")
    return codec_of(answer).read(to_json(found))
