"""Claims lanes and records what was done with them: the statements of the engine.

Times are milliseconds since 1970, by the clock of leases (`Unit.lease_now`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, exists, func, insert, or_, select, update

from ..store.tables import ATTEMPT, ENDPOINT, LANE, MESSAGE
from ..store.unit import Unit, lease_now
from .outcome import Claim, Message
from .policy import MAX_RETRY_AFTER

NEVER = 2**62
"""`due` of a parked lane."""

_FIRST = select(func.min(LANE.c.endpoint).label("name")).cte("step", recursive=True)
_STEP = _FIRST.union_all(
    select(
        select(func.min(LANE.c.endpoint)).where(LANE.c.endpoint > _FIRST.c.name).scalar_subquery()
    ).where(_FIRST.c.name.is_not(None))
)
# From one endpoint to the next in the index: what is due behind a paused one is not looked at.
_DUE_ENDPOINTS = select(_STEP.c.name).where(
    _STEP.c.name.is_not(None),
    exists(
        select(LANE.c.key).where(
            LANE.c.endpoint == _STEP.c.name, LANE.c.due <= bindparam("now")
        )
    ),
)  # fmt: skip
_PICKED = (
    select(LANE.c.key)
    .where(LANE.c.endpoint == bindparam("of"), LANE.c.due <= bindparam("now"))
    .order_by(LANE.c.due)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("picked")
)
# Whoever held it before has gone, perhaps after a supplier was asked: it may have arrived.
_MAY_HAVE_ARRIVED = or_(LANE.c.unknown, and_(LANE.c.token.is_not(None), LANE.c.key.like("s/%")))
_CLAIM = (
    update(LANE)
    .where(LANE.c.key.in_(select(_PICKED.c.key)))
    .values(
        due=bindparam("until"),
        token=bindparam("holder"),
        unknown=case((_MAY_HAVE_ARRIVED, True), else_=False),
    )
    .returning(
        LANE.c.key, LANE.c.endpoint, LANE.c.token, LANE.c.attempts, LANE.c.refusals,
        LANE.c.strikes, LANE.c.failing_since, LANE.c.failed_at, LANE.c.unknown,
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
_RECORD = (
    update(LANE)
    .where(LANE.c.key == bindparam("_key"), LANE.c.token == bindparam("_token"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "due", "attempts", "refusals", "strikes", "failing_since", "failed_at", "unknown",
                "parked",
            )
        },
    )
    .values(next_seq=LANE.c.next_seq + bindparam("delivered"), token=None)
)  # fmt: skip
_EMPTY = delete(LANE).where(
    LANE.c.key.in_(bindparam("keys", expanding=True)), LANE.c.next_seq > LANE.c.last_seq
)
_ATTEMPTS = insert(ATTEMPT)
_KNOWN = select(ATTEMPT.c.lane, ATTEMPT.c.seq, ATTEMPT.c.request_id).where(
    ATTEMPT.c.lane.in_(bindparam("lanes", expanding=True))
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


def due_endpoints(unit: Unit) -> list[str]:
    """Those that have a lane that is due."""
    return [row["name"] for row in unit.all(_DUE_ENDPOINTS, {"now": unit.lease_now})]


def claim(unit: Unit, endpoint: str, most: int, *, until: int, token: int) -> list[Claim]:
    """Take up to `most` due lanes of an endpoint."""
    now = unit.lease_now
    rows = unit.all(
        _CLAIM, {"of": endpoint, "now": now, "most": most, "until": until, "holder": token}
    )
    return [
        Claim(**row, failing_for=max(0.0, (now - (row["failing_since"] or now)) / 1000))
        for row in rows
    ]


def give_messages(unit: Unit, claims: Sequence[Claim], most: int) -> None:
    """Add to each claim the next messages of its lane, up to `most`."""
    if not claims:
        return
    by_key = {claim.key: claim for claim in claims}
    for row in unit.all(_MESSAGES, {"keys": list(by_key), "most": most}):
        by_key[row["lane"]].messages.append(Message(**row))


def record(unit: Unit, lanes: Sequence[Mapping[str, Any]]) -> None:
    """Write the states of lanes, each if its claim still holds."""
    if lanes:
        unit.execute(_RECORD, sorted(lanes, key=lambda lane: str(lane["_key"])))


def record_if_held(unit: Unit, lane: Mapping[str, Any]) -> bool:
    """The same for one; whether its claim still held."""
    return unit.execute(_RECORD, lane).rowcount == 1


def drop_empty(unit: Unit, keys: Collection[str]) -> None:
    """Remove those of these lanes that hold nothing more."""
    if keys:
        unit.execute(_EMPTY, {"keys": sorted(keys)})


def add_attempts(unit: Unit, attempts: Sequence[Mapping[str, Any]]) -> None:
    """Keep what was tried."""
    if attempts:
        unit.execute(_ATTEMPTS, attempts)


def known_attempts(unit: Unit, lanes: Iterable[str]) -> set[tuple[str, int, str]]:
    """What is kept already of what was tried: lane, number and id of the request."""
    return {
        (row["lane"], row["seq"], row["request_id"])
        for row in unit.all(_KNOWN, {"lanes": list(lanes)})
    }


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
