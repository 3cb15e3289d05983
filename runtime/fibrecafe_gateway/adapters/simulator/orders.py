"""Orders, amendments and cancellations at the simulator."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from fibrecafe_api.supplier import models
from fibrecafe_api.supplier.server import OrderManagement, RequestContext

from .desk import Desk, Matter, told_tenant
from .entity import Entity
from .requests import Asked
from .script import Section
from .simulator import ORDERS

_ORDERS: TypeAdapter[models.ServiceOrder] = TypeAdapter(models.ServiceOrder)
_AMENDMENTS: TypeAdapter[models.AmendServiceOrder] = TypeAdapter(models.AmendServiceOrder)

_PROVIDE = Matter(Section.ORDERS, ORDERS, "provideServiceOrder", "SO")
_CEASE = Matter(Section.ORDERS, ORDERS, "ceaseServiceOrder", "SO")
_MODIFY = Matter(Section.ORDERS, ORDERS, "modifyServiceOrder", "SO")
_ETHERNET = Matter(Section.ORDERS, "ethernet orders", "provideEthernetOrder", "SE")

_SHELVES = (ORDERS, _ETHERNET.shelf)


class Orders(Desk, OrderManagement):
    """Answers the operations of orders."""

    async def create_order(
        self, ctx: RequestContext, body: models.CreateServiceOrder, *, tenant: str
    ) -> models.ServiceOrder | None:
        """Take an order: scenarios by header, notes, contact or address."""
        contact = getattr(body, "primary_contact", None)
        texts = [body.notes, contact.name if contact else None]
        address = None
        if isinstance(body, models.CreateProvideServiceOrder):
            matter, address = _PROVIDE, body.address.id
        elif isinstance(body, models.CreateModifyServiceOrder):
            matter = _MODIFY
        else:
            matter = _CEASE

        def answer(entity: Entity) -> Any:
            return _ORDERS.validate_python({**_said(body), **_acknowledgement(entity)})

        wanted = body.requested_completion_date
        entity = await self._take(
            ctx,
            body,
            told_tenant(tenant, body.tenant),
            matter,
            answer,
            texts=texts,
            wanted=wanted.isoformat() if wanted else None,
            address=address,
        )
        return None if entity.answer is None else _ORDERS.validate_json(entity.answer)

    async def create_ethernet_order(
        self, ctx: RequestContext, body: models.CreateEthernetOrder
    ) -> models.ProvideEthernetOrder | None:
        """Take an ethernet order: scenarios by header, or notes of a site."""

        def answer(entity: Entity) -> Any:
            said = {**_said(body), **_acknowledgement(entity)}
            return models.ProvideEthernetOrder.model_validate(said)

        days = [item.requested_completion_date for item in body.ethernet_order_items]
        wanted = max((day for day in days if day is not None), default=None)
        entity = await self._take(
            ctx,
            body,
            body.tenant,
            _ETHERNET,
            answer,
            texts=[site.notes for site in body.site_information],
            wanted=wanted.isoformat() if wanted else None,
            address=body.site_information[0].address.id,
        )
        if entity.answer is None:
            return None
        return models.ProvideEthernetOrder.model_validate_json(entity.answer)

    async def amend_order(
        self, ctx: RequestContext, body: models.AmendServiceOrder, *, tenant: str
    ) -> models.AmendServiceOrder | None:
        """Take an amendment: scenarios by header, its notes, or with the order."""
        asked = Asked(_SHELVES, body.order_id, body.supplier_order_reference, True)
        request = await self._ask(ctx, body, tenant, asked, texts=[body.notes])
        return None if request.answer is None else _AMENDMENTS.validate_json(request.answer)

    async def cancel_order(
        self, ctx: RequestContext, body: models.CancelServiceOrder, *, tenant: str
    ) -> models.ServiceOrderCancellation | None:
        """Take a cancellation: scenarios by header, or with the order."""
        asked = Asked(_SHELVES, body.order_id, body.supplier_order_reference, False)
        request = await self._ask(ctx, body, tenant, asked)
        if request.answer is None:
            return None
        return models.ServiceOrderCancellation.model_validate_json(request.answer)


def _said(body: Any) -> dict[str, Any]:
    said: dict[str, Any] = body.model_dump(mode="json", by_alias=True, exclude_none=True)
    return said


def _acknowledgement(entity: Entity) -> dict[str, Any]:
    """What an answer at once adds to an order."""
    dates = {n: entity.facts.get(n) for n in ("committedDate", "targetDate")}
    return {"supplierOrderReference": entity.reference, "status": entity.status, **dates}
