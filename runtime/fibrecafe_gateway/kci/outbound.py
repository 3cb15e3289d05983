"""Makes the KCI of a step: numbered, whole, checked and frozen."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.tenant_updates import models

from ..clock import to_text
from ..lifecycle.kinds import EntityKind
from ..lifecycle.transition import Tells, UpdateType
from ..store.entities import Entity
from ..store.messages import enqueue, tenant_endpoint, tenant_lane
from ..store.unit import Unit
from ..telemetry.trace_context import of_news
from .kinds import SHOWN_AS
from .news import News

WHAT = "KCI"
"""`what` of a message to a tenant."""

_CODEC: Codec[models.TenantUpdate] = Codec(models.TenantUpdate)


class Untellable(Exception):
    """What a supplier told does not fit into a KCI to the tenant; the text says where and why."""


def tell(unit: Unit, entity: Entity, tells: Tells, news: News) -> None:
    """Number a KCI about `entity`, and keep it to be sent. `save` the entity after.

    Raises Untellable.
    """
    seq = entity.told + 1
    kci = news.kci or unit.new_id()
    head: dict[str, Any] = {
        "id": kci,
        "supplier": entity.supplier,
        "sequenceNumber": seq,
        "issuedOn": news.issued_on or to_text(unit.now),
    }
    if news.received_on:
        head["receivedOn"] = news.received_on
    if news.notes:
        head["supplierNotes"] = list(news.notes)
    head |= _saying(unit, tells, news)
    head["entityType"] = entity.kind
    shown = _shown(entity, news.about)
    _check(head, shown, to_text(unit.now))
    entity.told = seq
    enqueue(
        unit,
        lane=tenant_lane(entity.tenant, entity.id),
        endpoint=tenant_endpoint(entity.tenant),
        seq=seq,
        what=WHAT,
        key=kci,
        subject=entity.id,
        conversation_id=entity.conversation_id,
        head=of_news(unit, entity.tenant, entity.id, to_json(head).decode()),
        body=to_json(shown).decode(),
    )


def _saying(unit: Unit, tells: Tells, news: News) -> dict[str, Any]:
    saying: dict[str, Any] = {"updateType": tells.update_type.value}
    if tells.update_type is UpdateType.ERROR:
        saying["error"] = news.error or {
            "uuid": unit.new_id(),
            "code": "GATEWAY_FAULT",
            "messages": ["an unexpected error occurred"],
        }
        return saying
    said: dict[str, Any] = {"type": tells.type.value if tells.type else "UPDATE"}
    if news.code:
        said["code"] = news.code
    if news.text:
        said["text"] = news.text
    if news.supplier_code:
        said["supplierCode"] = news.supplier_code
    if news.supplier_codes:
        said["supplierCodes"] = list(news.supplier_codes)
    property_ = "information" if tells.update_type is UpdateType.INFORMATIONAL else "action"
    saying[property_] = said
    return saying


def _shown(entity: Entity, about: Entity | None) -> dict[str, Any]:
    if about is None or entity.kind == EntityKind.PROVIDE_ETHERNET_ORDER:
        return entity.body  # the document has no place for a request in an ethernet order
    return {**entity.body, SHOWN_AS[about.kind]: about.body}


def _check(head: dict[str, Any], entity: dict[str, Any], now: str) -> None:
    """What we send is as the document says."""
    try:
        _CODEC.read(to_json({**head, "deliveredOn": now, "entity": entity}))
    except ValidationError as error:
        faults = _CODEC.faults(error)
        raise Untellable("; ".join(f"{f.pointer}: {f.message}" for f in faults[:3])) from error
