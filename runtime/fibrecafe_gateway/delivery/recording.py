"""Writes down what was done with lanes: the statements of the ledger.

What is delivered to its end goes first, in one statement for all: of most lanes nothing else is left to
write. See `arrays`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Integer,
    String,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from ..store.tables import ATTEMPT, LANE
from ..store.unit import Unit
from .arrays import listed, values

_STATE = {
    "attempts": Integer, "refusals": Integer, "strikes": Integer, "failing_since": BigInteger,
    "failed_at": BigInteger, "unknown": Boolean, "parked": String,
}  # fmt: skip
_ATTEMPT = {
    "lane": String, "seq": Integer, "at": BigInteger, "ok": Boolean, "status": Integer,
    "request_id": String, "detail": String,
}  # fmt: skip


_HELD = {"_key": String, "_token": BigInteger}
_GONE = {**_HELD, "upto": Integer}
_STATES = {**_HELD, "delivered": Integer, "due": BigInteger, **_STATE}
_DIALECTS = ("sqlite", "postgresql")


def _remove(dialect: str) -> Any:
    gone = listed("gone", _GONE, dialect)
    if dialect == "postgresql":
        # Of the lane itself, so that all is looked at again when it was waited for: a KCI may have
        # come meanwhile.
        return delete(LANE).where(
            LANE.c.key == gone.c["_key"],
            LANE.c.token == gone.c["_token"],
            LANE.c.last_seq <= gone.c.upto,
        )
    held = (
        select(LANE.c.key)
        .join_from(gone, LANE, LANE.c.key == gone.c["_key"])
        .where(LANE.c.token == gone.c["_token"], LANE.c.last_seq <= gone.c.upto)
    )
    return delete(LANE).where(LANE.c.key.in_(held))


def _write(dialect: str) -> Any:
    state = listed("state", _STATES, dialect)
    return (
        update(LANE)
        .where(LANE.c.key == state.c["_key"], LANE.c.token == state.c["_token"])
        .values({name: state.c[name] for name in ("due", *_STATE)})
        .values(next_seq=LANE.c.next_seq + state.c.delivered, token=None)
    )


def _keep(dialect: str) -> Any:
    tried = listed("attempt", _ATTEMPT, dialect)
    return insert(ATTEMPT).from_select(
        list(_ATTEMPT), select(*(tried.c[name] for name in _ATTEMPT))
    )


_REMOVE, _WRITE, _KEEP = (
    {dialect: make(dialect) for dialect in _DIALECTS} for make in (_remove, _write, _keep)
)
_RECORD = (
    update(LANE)
    .where(LANE.c.key == bindparam("_key"), LANE.c.token == bindparam("_token"))
    .values({name: bindparam(name) for name in ("due", *_STATE)})
    .values(next_seq=LANE.c.next_seq + bindparam("delivered"), token=None)
)
_KNOWN = select(ATTEMPT.c.lane, ATTEMPT.c.seq, ATTEMPT.c.request_id).where(
    ATTEMPT.c.lane.in_(bindparam("lanes", expanding=True))
)


def record(unit: Unit, lanes: Sequence[Mapping[str, Any]]) -> None:
    """Write the states of lanes, each if its claim still holds; those that hold nothing more go.

    In the order of their keys, as everywhere.
    """
    rows = sorted(lanes, key=lambda lane: str(lane["_key"]))
    ended = [row for row in rows if row["upto"] is not None]
    if ended:
        given = values("gone", ended, _GONE, unit.dialect)
        if unit.execute(_REMOVE[unit.dialect], given).rowcount == len(ended):
            rows = [row for row in rows if row["upto"] is None]  # else some write in vain
    if rows:
        unit.execute(_WRITE[unit.dialect], values("state", rows, _STATES, unit.dialect))


def record_if_held(unit: Unit, lane: Mapping[str, Any]) -> bool:
    """Write the state of one; whether its claim still held."""
    return unit.execute(_RECORD, _state_of(lane)).rowcount == 1


def _state_of(lane: Mapping[str, Any]) -> dict[str, Any]:
    return {name: lane[name] for name in _STATES}


def add_attempts(unit: Unit, attempts: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was tried."""
    if attempts:
        given = values("attempt", attempts, _ATTEMPT, unit.dialect)
        unit.execute(_KEEP[unit.dialect], given)


def known_attempts(unit: Unit, lanes: Iterable[str]) -> set[tuple[str, int, str]]:
    """What is kept already of what was tried: lane, number and id of the request."""
    return {
        (row["lane"], row["seq"], row["request_id"])
        for row in unit.all(_KNOWN, {"lanes": list(lanes)})
    }
