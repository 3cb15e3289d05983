"""KCIs that are past, sent again: the same id and number, in a lane of their own.

The entity's own lane goes on beside it and nothing in it changes: what is sent again is old news,
which a tenant knows by its id; it may come from the archive. Rule (ours).
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_core import from_json
from sqlalchemy import bindparam, func, select, update

from ..lifecycle.kinds import EntityKind
from ..store.entities import Entities
from ..store.messages import enqueue, lane_state, of_lane, tenant_endpoint, tenant_lane
from ..store.tables import ATTEMPT, ATTEMPT_ARCHIVE, LANE, MESSAGE, MESSAGE_ARCHIVE
from ..store.unit import Row, Unit
from .decisions import Decision, NothingThere, Undecidable, keep
from .lanes import AGAIN, NOW, again_lane, of_tenants, parts

_LAST = [
    select(func.max(table.c.seq).label("seq")).where(table.c.lane == bindparam("lane"))
    for table in (MESSAGE, MESSAGE_ARCHIVE)
]
_ARCHIVED = select(ATTEMPT_ARCHIVE.c.at).order_by(ATTEMPT_ARCHIVE.c.id.desc()).limit(1)
# One that is idle; one that is parked or backs off keeps its time.
_AT_ONCE = (
    update(LANE)
    .where(
        LANE.c.key == bindparam("_key"), LANE.c.attempts == 0, LANE.c.token.is_(None),
        LANE.c.parked.is_(None),
    )
    .values(due=NOW)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Past:
    """A KCI that was delivered or skipped."""

    tenant: str
    id: int
    """Of the entity."""
    seq: int
    kci: str


def past(unit: Unit, tenant: str, id: int, seq: int | None = None) -> list[Past]:
    """KCIs about something that are past, or the one with a number. Raises Undecidable."""
    lane = tenant_lane(tenant, id)
    messages = of_lane(unit, lane)
    state = lane_state(unit, lane)
    numbers = [row["seq"] for row in messages]
    if not numbers:
        raise NothingThere(f"there is no KCI about {id} of {tenant}")
    if seq is not None and seq not in numbers:
        raise NothingThere(
            f"there is no KCI {seq} about {id} of {tenant}; there are {numbers[0]} to {numbers[-1]}"
        )
    begins = state["next_seq"] if state else numbers[-1] + 1
    if seq is not None and seq >= begins:
        raise Undecidable(
            f"KCI {seq} about {id} of {tenant} is not delivered yet: it is sent in its turn; if its"
            f" lane is parked, `fibrecafe kci retry {tenant} {id}`"
        )
    return [
        Past(tenant, id, row["seq"], row["key"])
        for row in messages
        if row["seq"] < begins and seq in (None, row["seq"])
    ]


def delivered_since(unit: Unit, tenant: str, since: int) -> list[Past]:
    """What a tenant was delivered from a time on, in the order in which it was.

    Raises Undecidable when that reaches into the archive, which is not kept by time.
    """
    archived = unit.one(_ARCHIVED)
    if archived is not None and archived["at"] >= since:
        raise Undecidable(
            "some of what was delivered since then is archived ([retention] delivered), and only found"
            f" by its number: `fibrecafe kci resend {tenant} ID`; or say fewer seconds"
        )
    statement = (
        select(ATTEMPT.c.lane, ATTEMPT.c.seq, MESSAGE.c.key)
        .join(MESSAGE, (MESSAGE.c.lane == ATTEMPT.c.lane) & (MESSAGE.c.seq == ATTEMPT.c.seq))
        .where(ATTEMPT.c.ok, ATTEMPT.c.at >= since, of_tenants(ATTEMPT.c.lane, tenant))
        .where(ATTEMPT.c.lane.not_like(f"%{AGAIN}"))
        .order_by(ATTEMPT.c.id)
    )
    rows = {(row["lane"], row["seq"]): row["key"] for row in unit.all(statement)}
    return [Past(*parts(lane), seq, key) for (lane, seq), key in rows.items()]


def resend(unit: Unit, found: list[Past], decision: Decision) -> list[Past]:
    """Send KCIs again, for each entity in the order of their numbers. Raises Undecidable."""
    for tenant, id in sorted({(one.tenant, one.id) for one in found}):
        entities = Entities(unit, tenant)
        if entities.lock(id, tuple(EntityKind)) is None:
            raise NothingThere(f"there is nothing {id} of {tenant} in the store")
        rows = {row["seq"]: row for row in of_lane(unit, tenant_lane(tenant, id))}
        wanted = sorted({one.seq for one in found if (one.tenant, one.id) == (tenant, id)})
        _enqueue(unit, tenant, id, [rows[seq] for seq in wanted], decision)
    return found


def _enqueue(unit: Unit, tenant: str, id: int, rows: list[Row], decision: Decision) -> None:
    lane = again_lane(tenant, id)
    found = [unit.one(statement, {"lane": lane}) for statement in _LAST]
    last = max((row["seq"] or 0 for row in found if row is not None), default=0)
    for place, row in enumerate(rows, last + 1):
        enqueue(
            unit, lane=lane, endpoint=tenant_endpoint(tenant), seq=place, what=row["what"],
            key=row["key"], subject=row["subject"], conversation_id=row["conversation_id"],
            head=row["head"], body=row["body"],
        )  # fmt: skip
        keep(unit, decision, "resend", tenant_lane(tenant, id), seq=row["seq"])
    unit.execute(_AT_ONCE, {"_key": lane})


def number_of(row: Row) -> int:
    """The number that a tenant sees, of a message in any lane."""
    return int(from_json(row["head"])["sequenceNumber"])
