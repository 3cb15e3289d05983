"""Lanes of KCIs that are parked: gone on with, or gone on with behind their head.

Rows are locked as everywhere: what a lane is about, then the lane.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, select, update

from ..delivery.lanes import drop_empty
from ..store.messages import lane_state, tenant_lane
from ..store.tables import LANE, MESSAGE
from ..store.unit import Unit
from .decisions import Decision, NothingThere, Undecidable, keep

NOW = 0
"""`due` by whatever clock: that of this process may differ from the gateway's."""

AGAIN = "/again"
"""End of the key of a lane with KCIs that are sent again."""

_CLEAN = {
    "parked": None, "due": NOW, "attempts": 0, "refusals": 0, "strikes": 0, "failing_since": None,
    "failed_at": None, "unknown": False,
}  # fmt: skip
_HEAD = (
    LANE.c.key == bindparam("_key"),
    LANE.c.next_seq == bindparam("_seq"),
    LANE.c.parked.is_not(None),
)
_RETRY = update(LANE).where(*_HEAD).values(_CLEAN)
_SKIP = update(LANE).where(*_HEAD).values({**_CLEAN, "next_seq": LANE.c.next_seq + 1})


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked lane."""

    lane: str
    tenant: str
    id: int
    """Of the entity."""
    seq: int
    """Place of its head in the lane."""
    kci: str
    """Of the head; empty when the store does not have it."""
    behind: int
    """KCIs that wait behind the head."""
    created: int | None
    why: str


def parts(lane: str) -> tuple[str, int]:
    """Tenant and entity of a lane."""
    _, tenant, number, *_ = lane.split("/")
    return tenant, int(number)


def again_lane(tenant: str, id: int) -> str:
    """Lane of the KCIs about something that are sent again."""
    return tenant_lane(tenant, id) + AGAIN


def of_tenants(column: ColumnElement[str], tenant: str | None) -> ColumnElement[bool]:
    """Lanes of KCIs, of one tenant or all."""
    return column.startswith(f"t/{tenant}/" if tenant else "t/", autoescape=True)


def find_parked(
    unit: Unit,
    tenant: str | None = None,
    id: int | None = None,
    *,
    created_before: int | None = None,
) -> list[Parked]:
    """Those parked, by their heads, oldest first. `created_before` in milliseconds since 1970."""
    statement = (
        select(
            LANE.c.key, LANE.c.next_seq, LANE.c.last_seq, LANE.c.parked,
            MESSAGE.c.key.label("kci"), MESSAGE.c.created,
        )
        .outerjoin(MESSAGE, (MESSAGE.c.lane == LANE.c.key) & (MESSAGE.c.seq == LANE.c.next_seq))
        .where(LANE.c.parked.is_not(None), of_tenants(LANE.c.key, tenant))
        .order_by(MESSAGE.c.created, LANE.c.key)
    )  # fmt: skip
    if tenant is not None and id is not None:
        either = (LANE.c.key == tenant_lane(tenant, id)) | (LANE.c.key == again_lane(tenant, id))
        statement = statement.where(either)
    if created_before is not None:
        statement = statement.where(MESSAGE.c.created < created_before)
    return [
        Parked(
            row["key"], *parts(row["key"]), row["next_seq"], row["kci"] or "",
            row["last_seq"] - row["next_seq"], row["created"], row["parked"],
        )
        for row in unit.all(statement)
    ]  # fmt: skip


def retry(unit: Unit, found: list[Parked], decision: Decision) -> list[Parked]:
    """Let parked lanes go on from their heads; those that were parked still."""
    return [one for one in _in_order(found) if _do(unit, _RETRY, one, "retry", decision)]


def skip(unit: Unit, found: list[Parked], decision: Decision) -> list[Parked]:
    """Let parked lanes go on behind their heads; those that were parked still.

    The tenant never gets the heads, and sees a gap in `sequenceNumber`.
    """
    done = [one for one in _in_order(found) if _do(unit, _SKIP, one, "skip", decision)]
    drop_empty(unit, [one.lane for one in done])
    return done


def no_parked(unit: Unit, tenant: str, id: int) -> Undecidable:
    """Why there is nothing to retry or to skip."""
    state = lane_state(unit, tenant_lane(tenant, id))
    if state is None:
        return NothingThere(
            f"no KCI about {id} of {tenant} waits to be delivered; `fibrecafe kci show {tenant} {id}`"
            " shows those that were"
        )
    return Undecidable(
        f"the KCIs about {id} of {tenant} are not parked: number {state['next_seq']} is sent"
        f" without help; `fibrecafe explain order {tenant} {id}` says what holds it up"
    )


def _in_order(found: list[Parked]) -> list[Parked]:
    return sorted(found, key=lambda one: one.lane)  # so that two operators do not wait in a circle


def _do(unit: Unit, statement: object, one: Parked, action: str, decision: Decision) -> bool:
    done = unit.execute(statement, {"_key": one.lane, "_seq": one.seq})  # type: ignore[arg-type]
    if done.rowcount != 1:
        return False  # it went on meanwhile
    keep(unit, decision, action, one.lane, seq=one.seq, before=one.why)
    unit.wakes = True
    return True
