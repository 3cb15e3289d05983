"""KCIs as a GET shows them: with their delivery."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json

from ..clock import to_text
from ..kci.kinds import SHOWN_AS
from ..store.entities import Entity
from ..store.messages import delivered_at, lane_state, of_lane, tenant_lane
from ..store.unit import Unit
from ..telemetry.trace_context import taken_apart

PENDING, DELIVERED, FAILED, SKIPPED = "PENDING", "DELIVERED", "FAILED", "SKIPPED"
"""Values of `deliveryStatus`; only the first was ever published (the others: ours)."""


def updates_of(unit: Unit, entity: Entity) -> list[dict[str, Any]]:
    """All KCIs of an entity, oldest first."""
    lane = tenant_lane(entity.tenant, entity.id)
    messages = of_lane(unit, lane)
    if not messages:
        return []
    state = lane_state(unit, lane)
    delivered = delivered_at(unit, lane)
    return [_shown(row, state, delivered.get(row["seq"])) for row in messages]


def _shown(row: Any, state: Any, delivered: int | None) -> dict[str, Any]:
    update: dict[str, Any] = from_json(taken_apart(row["head"]).head)
    update.pop("entityType", None)
    body: dict[str, Any] = from_json(row["body"])
    for name in SHOWN_AS.values():
        if name in body:
            update[name] = body[name]
    if delivered is not None:
        update["deliveredOn"] = to_text(datetime.fromtimestamp(delivered / 1000, UTC))
    update["deliveryStatus"] = _status(row["seq"], state, delivered)
    return update


def _status(seq: int, state: Any, delivered: int | None) -> str:
    if delivered is not None:
        return DELIVERED
    if state is None or seq < state["next_seq"]:
        return SKIPPED
    return FAILED if state["parked"] and seq == state["next_seq"] else PENDING
