"""The Supplier Updates API: KCIs in."""

from __future__ import annotations

from fibrecafe_api._support.request import RequestContext
from fibrecafe_api.supplier_updates import models
from fibrecafe_api.supplier_updates.server import SupplierUpdatesApi

from .. import faults
from ..kci.inbound import Inbound
from ..security.tokens import Principal
from ..store.database import Database
from ..store.unit import Unit
from .store_away import or_unavailable


class GatewaySupplierUpdatesApi(SupplierUpdatesApi):
    """What suppliers tell the gateway."""

    def __init__(self, database: Database, inbound: Inbound) -> None:
        self._database = database
        self._inbound = inbound

    async def order_update(self, ctx: RequestContext, body: models.SupplierUpdate) -> None:
        """Take one KCI; it is kept when this returns."""
        principal: Principal = ctx.principal
        written = body.to_json().decode()

        def work(unit: Unit) -> None:
            self._inbound.receive(unit, principal.id, written)
            faults.point("news.taken")

        await or_unavailable(self._database.run(work))
        faults.point("news.kept")
