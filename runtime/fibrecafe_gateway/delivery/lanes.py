"""Claims lanes and records what was done with them: the statements of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from ..store.tables import ATTEMPT, LANE, MESSAGE
from ..store.unit import Unit
from .outcome import Claim, Message

NEVER = 2**62
"""`due` of a parked lane."""

_PICKED = (
    select(LANE.c.key)
    .where(LANE.c.endpoint == bindparam("of"), LANE.c.due <= bindparam("now"))
    .order_by(LANE.c.due)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("picked")
)
_CLAIM = (
    update(LANE)
    .where(LANE.c.key.in_(select(_PICKED.c.key)))
    .values(due=bindparam("until"), token=bindparam("holder"))
    .returning(
        LANE.c.key, LANE.c.endpoint, LANE.c.next_seq, LANE.c.last_seq, LANE.c.token,
        LANE.c.attempts, LANE.c.refusals, LANE.c.failing_since, LANE.c.unknown,
    )
)  # fmt: skip
_MESSAGES = (
    select(MESSAGE)
    .join(LANE, LANE.c.key == MESSAGE.c.lane)
    .where(
        LANE.c.key.in_(bindparam("keys", expanding=True)),
        MESSAGE.c.seq >= LANE.c.next_seq,
        MESSAGE.c.seq < LANE.c.next_seq + bindparam("most"),
    )
    .order_by(MESSAGE.c.lane, MESSAGE.c.seq)
)
_IS_DUE = (
    select(LANE.c.key)
    .where(LANE.c.endpoint == bindparam("of"), LANE.c.due <= bindparam("now"))
    .limit(1)
)
_RECORD = (
    update(LANE)
    .where(LANE.c.key == bindparam("_key"), LANE.c.token == bindparam("_token"))
    .values(
        next_seq=LANE.c.next_seq + bindparam("delivered"),
        token=None,
        due=bindparam("due"),
        attempts=bindparam("attempts"),
        refusals=bindparam("refusals"),
        failing_since=bindparam("failing_since"),
        unknown=bindparam("unknown"),
        parked=bindparam("parked"),
    )
)
_EMPTY = delete(LANE).where(
    LANE.c.key.in_(bindparam("keys", expanding=True)), LANE.c.next_seq > LANE.c.last_seq
)
_ATTEMPTS = insert(ATTEMPT)
_RELEASE = (
    update(LANE)
    .where(
        LANE.c.endpoint == bindparam("of"),
        LANE.c.attempts > 0,
        LANE.c.token.is_(None),
        LANE.c.parked.is_(None),
        LANE.c.unknown.is_(False),
        LANE.c.due > bindparam("now"),
    )
    .values(due=bindparam("now"))
)
_TAKE_BACK = (
    update(LANE)
    .where(LANE.c.token.is_not(None))
    .values(token=None, due=bindparam("now"), unknown=LANE.c.unknown)
)
_STIR = (
    update(LANE)
    .where(LANE.c.key == bindparam("_key"), LANE.c.unknown, LANE.c.token.is_(None))
    .values(due=bindparam("now"))
)
_BACKLOG = select(func.count()).select_from(LANE).where(LANE.c.due < NEVER)


def claim(
    unit: Unit, endpoint: str, most: int, *, until: int, token: int, messages: int
) -> list[Claim]:
    """Take up to `most` due lanes of an endpoint, with up to `messages` of each."""
    rows = unit.all(
        _CLAIM,
        {"of": endpoint, "now": unit.milliseconds, "most": most, "until": until, "holder": token},
    )
    if not rows:
        return []
    claims = {
        row["key"]: Claim(
            row["key"], row["endpoint"], row["token"], row["attempts"], row["refusals"],
            row["failing_since"], row["unknown"],
        )
        for row in rows
    }  # fmt: skip
    for row in unit.all(_MESSAGES, {"keys": list(claims), "most": messages}):
        claims[row["lane"]].messages.append(Message(**row))
    return list(claims.values())


def due_endpoints(unit: Unit, endpoints: Iterable[str]) -> list[str]:
    """Those that have something due."""
    return [
        endpoint
        for endpoint in endpoints
        if unit.one(_IS_DUE, {"of": endpoint, "now": unit.milliseconds}) is not None
    ]


def record(unit: Unit, lanes: Sequence[Mapping[str, Any]]) -> None:
    """Write the states of lanes, each if its claim still holds."""
    if lanes:
        unit.execute(_RECORD, lanes)


def record_if_held(unit: Unit, lane: Mapping[str, Any]) -> bool:
    """The same for one; whether its claim still held."""
    return unit.execute(_RECORD, lane).rowcount == 1


def drop_empty(unit: Unit, keys: Sequence[str]) -> None:
    """Remove those of these lanes that hold nothing more."""
    if keys:
        unit.execute(_EMPTY, {"keys": list(keys)})


def add_attempts(unit: Unit, attempts: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was tried."""
    if attempts:
        unit.execute(_ATTEMPTS, attempts)


def release(unit: Unit, endpoint: str) -> None:
    """An endpoint has recovered: what backed off because of it is due now."""
    unit.execute(_RELEASE, {"of": endpoint, "now": unit.milliseconds})


def take_back(unit: Unit) -> int:
    """At the start of the only process: what the last one held is free; how many lanes."""
    return unit.execute(_TAKE_BACK, {"now": unit.milliseconds}).rowcount


def stir(unit: Unit, lane: str) -> None:
    """There is news of a message that may have arrived: look at its lane again now."""
    if unit.execute(_STIR, {"_key": lane, "now": unit.milliseconds}).rowcount:
        unit.wakes = True


def backlog(unit: Unit) -> int:
    """Lanes with something to deliver."""
    return int(unit.execute(_BACKLOG).scalar_one())
