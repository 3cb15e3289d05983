"""The Supplier Updates API: KCIs in."""

from __future__ import annotations

from fibrecafe_api._support.request import RequestContext
from fibrecafe_api.supplier_updates import models
from fibrecafe_api.supplier_updates.server import SupplierUpdatesApi

from ..kci.inbound import Inbound
from ..security.tokens import Principal
from ..store.database import Database


class GatewaySupplierUpdatesApi(SupplierUpdatesApi):
    """What suppliers tell the gateway."""

    def __init__(self, database: Database, inbound: Inbound) -> None:
        self._database = database
        self._inbound = inbound

    async def order_update(self, ctx: RequestContext, body: models.SupplierUpdate) -> None:
        """Take one KCI; it is kept when this returns."""
        principal: Principal = ctx.principal
        written = body.to_json().decode()
        await self._database.run(lambda unit: self._inbound.receive(unit, principal.id, written))
