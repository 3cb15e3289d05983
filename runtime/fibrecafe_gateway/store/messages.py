"""Messages and their lanes: what is to be sent, in order, for each entity.

Lane keys are `t/TENANT/ID` (KCIs to a tenant) and `s/TENANT/ID` (requests to a supplier); an order's
amendments and cancellations are asked in the order's own lane, so that they never overtake it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from .tables import ATTEMPT, ATTEMPT_ARCHIVE, LANE, MESSAGE, MESSAGE_ARCHIVE
from .unit import Row, Unit, lease_now


def tenant_lane(tenant: str, id: int) -> str:
    """Lane of the KCIs about something."""
    return f"t/{tenant}/{id}"


def supplier_lane(tenant: str, id: int) -> str:
    """Lane of the requests about something."""
    return f"s/{tenant}/{id}"


def tenant_endpoint(tenant: str) -> str:
    """Where a tenant takes its KCIs."""
    return f"tenant/{tenant}"


def supplier_endpoint(supplier: str) -> str:
    """Where a supplier takes requests."""
    return f"supplier/{supplier}"


def _upsert(dialect: str) -> Any:
    make: Any = postgres_insert if dialect == "postgresql" else sqlite_insert
    first = make(LANE).values(
        key=bindparam("key"), endpoint=bindparam("endpoint"), next_seq=bindparam("seq"),
        last_seq=bindparam("seq"), due=lease_now(dialect, "due"), attempts=0,
        refusals=0, strikes=0, unknown=False,
    )  # fmt: skip
    return first.on_conflict_do_update(
        index_elements=[LANE.c.key], set_={"last_seq": first.excluded.last_seq}
    )


_MESSAGE = insert(MESSAGE)
_LANE = {dialect: _upsert(dialect) for dialect in ("sqlite", "postgresql")}
_OF_LANE = select(MESSAGE).where(MESSAGE.c.lane == bindparam("lane")).order_by(MESSAGE.c.seq)
_OLD_OF_LANE = (
    select(MESSAGE_ARCHIVE)
    .where(MESSAGE_ARCHIVE.c.lane == bindparam("lane"))
    .order_by(MESSAGE_ARCHIVE.c.seq)
)
_OLD_DELIVERED = (
    select(ATTEMPT_ARCHIVE.c.seq, ATTEMPT_ARCHIVE.c.at)
    .where(ATTEMPT_ARCHIVE.c.lane == bindparam("lane"), ATTEMPT_ARCHIVE.c.ok)
    .order_by(ATTEMPT_ARCHIVE.c.id)
)
_STATE = select(LANE).where(LANE.c.key == bindparam("lane"))
_DELIVERED = (
    select(ATTEMPT.c.seq, ATTEMPT.c.at)
    .where(ATTEMPT.c.lane == bindparam("lane"), ATTEMPT.c.ok)
    .order_by(ATTEMPT.c.id)
)


def enqueue(
    unit: Unit,
    *,
    lane: str,
    endpoint: str,
    seq: int,
    what: str,
    key: str,
    subject: int,
    conversation_id: str,
    head: str = "",
    body: str = "",
) -> None:
    """Keep a message; it is sent after this unit is committed."""
    unit.execute(
        _MESSAGE,
        {
            "lane": lane, "seq": seq, "what": what, "key": key, "subject": subject, "head": head,
            "body": body, "conversation_id": conversation_id, "created": unit.milliseconds,
        },
    )  # fmt: skip
    unit.execute(
        _LANE[unit.dialect],
        {"key": lane, "endpoint": endpoint, "seq": seq, "due": unit.known_lease_now},
    )
    unit.wakes = True


def of_lane(unit: Unit, lane: str) -> list[Row]:
    """All messages of a lane, oldest first; also those that were archived."""
    found = list(unit.all(_OF_LANE, {"lane": lane}))
    if found and found[0]["seq"] == 1:
        return found
    return [*unit.all(_OLD_OF_LANE, {"lane": lane}), *found]


def lane_state(unit: Unit, lane: str) -> Row | None:
    """The lane, while it holds something that is not delivered."""
    return unit.one(_STATE, {"lane": lane})


def delivered_at(unit: Unit, lane: str) -> Mapping[int, int]:
    """When each message was delivered, in milliseconds since 1970."""
    found = {row["seq"]: row["at"] for row in unit.all(_DELIVERED, {"lane": lane})}
    if 1 in found:
        return found
    old = {row["seq"]: row["at"] for row in unit.all(_OLD_DELIVERED, {"lane": lane})}
    return {**old, **found}
