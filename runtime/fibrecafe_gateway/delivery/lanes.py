"""Claims lanes, and lets them go: the statements of the engine.

Times are milliseconds since 1970, by the clock of leases (`Unit.lease_now`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import (
    BigInteger,
    Integer,
    String,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    true,
    update,
)

from ..store.tables import ENDPOINT, LANE, MESSAGE
from ..store.unit import Unit, lease_now
from .arrays import listed, values
from .outcome import Claim, Message
from .policy import MAX_RETRY_AFTER

NEVER = 2**62
"""`due` of a parked lane."""

# Whoever held it before has gone, perhaps after a supplier was asked: it may have arrived.
_MAY_HAVE_ARRIVED = or_(LANE.c.unknown, and_(LANE.c.token.is_not(None), LANE.c.key.like("s/%")))
_TAKEN = {
    "token": bindparam("holder"), "unknown": case((_MAY_HAVE_ARRIVED, True), else_=False),
}  # fmt: skip
_CLAIMED = (
    LANE.c.key, LANE.c.endpoint, LANE.c.next_seq, LANE.c.last_seq, LANE.c.token, LANE.c.attempts,
    LANE.c.refusals, LANE.c.strikes, LANE.c.failing_since, LANE.c.failed_at, LANE.c.unknown,
)  # fmt: skip
_WANTED = {"name": String, "most": Integer, "until": BigInteger, "each": Integer}


def _take() -> Any:
    """For SQLite: the due lanes of all endpoints, in one statement."""
    wanted = listed("wanted", _WANTED, "sqlite")
    due = (
        select(LANE.c.key)
        .where(LANE.c.endpoint == wanted.c.name, LANE.c.due <= bindparam("now"))
        .order_by(LANE.c.due)
        .limit(bindparam("largest"))  # it takes no column
        .correlate(wanted)
        .subquery("due")
    )
    keys = select(func.json_group_array(due.c.key)).correlate(wanted).scalar_subquery()
    # What a function is given may come from what stands before it, as if it said LATERAL.
    each = func.json_each(keys).table_valued("key", "value", name="each")
    picked = select(each.c.value).select_from(wanted, each).where(each.c.key < wanted.c.most)
    return update(LANE).where(LANE.c.key.in_(picked)).values(due=bindparam("until"), **_TAKEN)


_TAKE = _take()
_HEADS = (
    MESSAGE.c.lane == LANE.c.key,
    MESSAGE.c.seq >= LANE.c.next_seq,
    MESSAGE.c.seq < LANE.c.next_seq + bindparam("each"),
)
_OF = listed("wanted", _WANTED, "sqlite")
# By the index on endpoint and due; all in one value, see `arrays`.
_MINE = select(
    func.json_group_array(func.json_array(*_CLAIMED, *MESSAGE.c)).label("found")
).select_from(
    _OF.join(
        LANE,
        and_(
            LANE.c.endpoint == _OF.c.name,
            LANE.c.due == bindparam("until"),
            LANE.c.token == bindparam("holder"),
        ),
    ).outerjoin(MESSAGE, and_(*_HEADS))
)


def _claim_all() -> Any:
    """For PostgreSQL: the lanes of all endpoints with their messages, in one statement."""
    wanted = listed("wanted", _WANTED, "postgresql")
    due = (
        select(LANE.c.key)
        .where(LANE.c.endpoint == wanted.c.name, LANE.c.due <= bindparam("now"))
        .order_by(LANE.c.due)
        .limit(wanted.c.most)
        .with_for_update(skip_locked=True)
        .lateral("due_of")
    )
    picked = (
        select(due.c.key, wanted.c.until, wanted.c.each)
        .select_from(wanted.join(due, true()))
        .cte("picked")
    )
    mine = (
        update(LANE)
        .where(LANE.c.key == picked.c.key)
        .values(due=picked.c.until, **_TAKEN)
        .returning(*_CLAIMED, picked.c.each)
        .cte("mine")
    )
    heads = and_(
        MESSAGE.c.lane == mine.c.key,
        MESSAGE.c.seq >= mine.c.next_seq,
        MESSAGE.c.seq < mine.c.next_seq + mine.c.each,
    )
    return select(
        *(mine.c[one.name] for one in _CLAIMED),
        *(one.label(f"message_{one.name}") for one in MESSAGE.c),
    ).select_from(mine.outerjoin(MESSAGE, heads))


_CLAIM_ALL = _claim_all()
_NEXT = (
    select(MESSAGE)
    .where(
        MESSAGE.c.lane == bindparam("lane"),
        MESSAGE.c.seq >= bindparam("seq"),
        MESSAGE.c.seq < bindparam("seq") + bindparam("most"),
    )
    .order_by(MESSAGE.c.seq)
)
_EMPTY = delete(LANE).where(
    LANE.c.key.in_(bindparam("keys", expanding=True)), LANE.c.next_seq > LANE.c.last_seq
)
_RELEASE = (
    update(LANE)
    .where(
        LANE.c.endpoint == bindparam("of"),
        LANE.c.due > bindparam("now"),
        LANE.c.attempts > 0,
        LANE.c.token.is_(None),
        LANE.c.parked.is_(None),
        LANE.c.unknown.is_(False),
    )
    .values(due=bindparam("now"))
)
_LET_GO = (
    update(LANE).where(LANE.c.token == bindparam("_token")).values(token=None, due=bindparam("now"))
)
_TAKE_BACK = (
    update(LANE)
    .where(LANE.c.token.is_not(None))
    .values(
        token=None, due=bindparam("now"), unknown=case((_MAY_HAVE_ARRIVED, True), else_=False)
    )
)  # fmt: skip
_LANES_OF_ANOTHER_TIME = (
    update(LANE)
    .where(LANE.c.due > bindparam("last"), LANE.c.parked.is_(None), LANE.c.unknown.is_(False))
    .values(due=bindparam("now"))
)
_ENDPOINTS_OF_ANOTHER_TIME = (
    update(ENDPOINT)
    .where(or_(ENDPOINT.c.until > bindparam("last"), ENDPOINT.c.probing > 0))
    .values(
        until=case((ENDPOINT.c.until > bindparam("last"), 0), else_=ENDPOINT.c.until), probing=0
    )
)


def _stir(dialect: str) -> Any:
    return (
        update(LANE)
        .where(LANE.c.key == bindparam("_key"), LANE.c.unknown, LANE.c.token.is_(None))
        .values(due=lease_now(dialect, "now"))
    )


_STIR = {dialect: _stir(dialect) for dialect in ("sqlite", "postgresql")}
_WAITING = (
    select(LANE.c.endpoint, func.count().label("lanes"))
    .group_by(LANE.c.endpoint)
    .order_by(LANE.c.endpoint)
)


class Wanted(NamedTuple):
    """Lanes of an endpoint that are to be claimed."""

    name: str
    most: int
    until: int
    """When the claim ends."""
    each: int
    """Messages of a lane."""


def claim(unit: Unit, wanted: Sequence[Wanted], token: int) -> list[Claim]:
    """Take due lanes of endpoints, with their next messages."""
    if not wanted:
        return []
    if unit.dialect == "postgresql":
        given = values("wanted", [one._asdict() for one in wanted], _WANTED, unit.dialect)
        rows = unit.tuples(_CLAIM_ALL, {**given, "now": unit.lease_now, "holder": token})
        claims = _put_together(unit, rows)
        _look_again(unit, claims, wanted)
        return claims
    found: list[Claim] = []
    for (until, each), some in groupby(wanted, lambda one: (one.until, one.each)):
        rows = [one._asdict() for one in some]
        given = values("wanted", rows, _WANTED, unit.dialect)
        largest = max(row["most"] for row in rows)
        held = {"until": until, "holder": token}
        if unit.execute(
            _TAKE, {**given, **held, "now": unit.lease_now, "largest": largest}
        ).rowcount:
            row = unit.one(_MINE, {**given, **held, "each": each})
            assert row is not None
            found += _put_together(unit, from_json(row["found"]))
    return found


def _look_again(unit: Unit, claims: Iterable[Claim], wanted: Iterable[Wanted]) -> None:
    """A lane is as it is now, and messages as they were when the statement began: one that went on in
    between may seem to have none."""
    each = {one.name: one.each for one in wanted}
    for claim in claims:
        if not claim.messages:
            values = {"lane": claim.key, "seq": claim.next_seq, "most": each[claim.endpoint]}
            claim.messages += (Message(**row) for row in unit.all(_NEXT, values))


def _put_together(unit: Unit, rows: Iterable[Sequence[Any]]) -> list[Claim]:
    """From the columns of a lane, and those of a message, or null."""
    now = unit.lease_now
    size = len(_CLAIMED)
    claims: dict[str, Claim] = {}
    for row in rows:
        claim = claims.get(row[0])
        if claim is None:
            claim = claims[row[0]] = Claim(*row[:size])
            claim.unknown = bool(claim.unknown)
            claim.failing_for = max(0.0, (now - (claim.failing_since or now)) / 1000)
        if row[size] is not None:
            claim.messages.append(Message(*row[size:]))
    for claim in claims.values():
        claim.messages.sort(key=attrgetter("seq"))
    return list(claims.values())


def drop_empty(unit: Unit, keys: Collection[str]) -> None:
    """Remove those of these lanes that hold nothing more."""
    if keys:
        unit.execute(_EMPTY, {"keys": sorted(keys)})


def release(unit: Unit, endpoint: str) -> None:
    """An endpoint has recovered: what backed off because of it is due now."""
    unit.execute(_RELEASE, {"of": endpoint, "now": unit.lease_now})


def let_go(unit: Unit, token: int) -> None:
    """Claims that were perhaps kept, and that nobody works on: they are due now."""
    unit.execute(_LET_GO, {"_token": token, "now": unit.lease_now})


def take_back(unit: Unit) -> int:
    """At the start of the only process: what the last one held is free; how many lanes.

    What waits longer than any back-off was put off by a clock that has been set back since.
    """
    now = unit.lease_now
    last = {"now": now, "last": now + round(MAX_RETRY_AFTER * 1000)}
    unit.execute(_LANES_OF_ANOTHER_TIME, last)
    unit.execute(_ENDPOINTS_OF_ANOTHER_TIME, {"last": last["last"]})
    return unit.execute(_TAKE_BACK, {"now": now}).rowcount


def stir(unit: Unit, lane: str) -> None:
    """There is news of a message that may have arrived: look at its lane again now."""
    if unit.execute(_STIR[unit.dialect], {"_key": lane, "now": unit.known_lease_now}).rowcount:
        unit.wakes = True


def waiting(unit: Unit) -> dict[str, int]:
    """How many lanes each endpoint has."""
    return {row["endpoint"]: row["lanes"] for row in unit.all(_WAITING)}
