"""Takes what is answered with 201 and goes on by itself: kept, and its intent with it, or neither."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from pydantic_core import from_json, to_json

from fibrecafe_api._support.codec import Codec
from fibrecafe_api._support.model import WireModel
from fibrecafe_api._support.request import RequestContext

from .. import faults
from ..store.entities import Entities, Entity
from ..store.messages import enqueue, supplier_endpoint, supplier_lane
from ..store.replays import Replays
from ..store.unit import Unit
from ..telemetry.trace_context import of_request
from .services import Services, tenant_of

M = TypeVar("M")

Make = Callable[[Unit, Entities], Entity]
"""Keeps something new, and its intent; raises Problem when it may not be."""


async def take(
    services: Services, ctx: RequestContext, operation: str, body: WireModel, kind: Any, make: Make
) -> Any:
    """Keep it once: the same request again gets the first answer. `kind` is the answer's type."""
    tenant = tenant_of(ctx)
    written = body.to_json()

    def work(unit: Unit) -> str:
        replays = Replays(unit, tenant, operation, ctx.request_id or "", written)
        first = replays.first()
        if first is not None:
            return first
        entity = make(unit, Entities(unit, tenant))
        answer = to_json(entity.body).decode()
        replays.keep(answer)
        faults.point("request.accepted")
        return answer

    answer = await services.run(work)
    faults.point("request.kept")
    return codec_of(kind).read(answer)


@cache
def codec_of(kind: Any) -> Codec[Any]:
    """Reads one type; making it anew costs as much as reading."""
    return Codec(kind)


def intend(unit: Unit, operation: str, subject: Entity, lane_of: Entity | None = None) -> None:
    """Keep the intent to ask the supplier for `subject`, in the lane of what it is about.

    `save` what it is about after; something new counts its first intent when it is added.
    """
    entity = subject if lane_of is None else lane_of
    if lane_of is not None:
        entity.asked += 1
    enqueue(
        unit,
        lane=supplier_lane(entity.tenant, entity.id),
        endpoint=supplier_endpoint(entity.supplier),
        seq=entity.asked,
        what=operation,
        key=unit.new_id(),
        subject=subject.id,
        conversation_id=subject.conversation_id,
        head=of_request(),
    )


def values_of(model: WireModel) -> dict[str, Any]:
    """A request as JSON values, with the API's names."""
    values: dict[str, Any] = from_json(model.to_json())
    return values


def as_text(headers: dict[str, str]) -> str | None:
    """Test headers, as they are kept."""
    return to_json(headers).decode() if headers else None
