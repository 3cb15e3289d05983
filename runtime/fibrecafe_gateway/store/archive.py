"""Moves what was delivered long ago out of the tables that delivery works on (rule: ours).

A lane goes as a whole, when nothing of it is undelivered and its last try is old enough; the lane of the
same entity to its supplier goes with it. Attempts are numbered nearly in the order of time: the oldest
are read from the one end, up to the first page that ends with a young one, so that what is looked at
does not grow with what is kept.

A KCI may be stored in a lane while it is moved. What is copied is seen at one moment, in which such a
lane is either open, and stays, or ends before that KCI; and only what was copied is deleted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import BindParameter, bindparam, delete, exists, func, insert, select, text

from .tables import ATTEMPT, ATTEMPT_ARCHIVE, LANE, MESSAGE, MESSAGE_ARCHIVE
from .unit import Unit

BATCH = 500
"""Attempts that are looked at in one unit of work."""

_KEY = 4_242_118
"""Of PostgreSQL's advisory lock: one process moves at a time, the others leave it to that one."""

# With plans that stay small beside large tables, for this transaction.
_BEGIN = text(
    f"SELECT pg_try_advisory_xact_lock({_KEY}) AS ours, set_config('enable_seqscan', 'off', true),"
    " set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)"
)
_PAGE = (
    select(ATTEMPT.c.id, ATTEMPT.c.lane, ATTEMPT.c.at)
    .where(ATTEMPT.c.id > bindparam("after"))
    .order_by(ATTEMPT.c.id)
    .limit(BATCH)
)
_LANES: BindParameter[str] = bindparam("lanes", expanding=True)
_ATTEMPTS = ATTEMPT.c.lane.in_(_LANES)
_LATEST = (
    select(ATTEMPT.c.lane, func.max(ATTEMPT.c.at).label("at"))
    .where(_ATTEMPTS)
    .group_by(ATTEMPT.c.lane)
)
_OPEN = exists().where(LANE.c.key == MESSAGE.c.lane)
_COPIED = exists().where(
    MESSAGE_ARCHIVE.c.lane == MESSAGE.c.lane, MESSAGE_ARCHIVE.c.seq == MESSAGE.c.seq
)
_ITS_MESSAGE_COPIED = exists().where(
    MESSAGE_ARCHIVE.c.lane == ATTEMPT.c.lane, MESSAGE_ARCHIVE.c.seq == ATTEMPT.c.seq
)
_NUMBERED = [column.name for column in ATTEMPT.columns if column.name != "id"]
_COPY_MESSAGES = insert(MESSAGE_ARCHIVE).from_select(
    [column.name for column in MESSAGE.columns],
    select(MESSAGE).where(MESSAGE.c.lane.in_(_LANES), ~_OPEN),
)
_DROP_MESSAGES = delete(MESSAGE).where(MESSAGE.c.lane.in_(_LANES), _COPIED)
# Numbered anew: SQLite gives the numbers of what is gone to others.
_COPY_ATTEMPTS = insert(ATTEMPT_ARCHIVE).from_select(
    _NUMBERED,
    select(*(ATTEMPT.c[name] for name in _NUMBERED))
    .where(_ATTEMPTS, _ITS_MESSAGE_COPIED)
    .order_by(ATTEMPT.c.id),
)
_DROP_ATTEMPTS = delete(ATTEMPT).where(_ATTEMPTS, _ITS_MESSAGE_COPIED)


@dataclass(frozen=True, slots=True)
class Moved:
    """What one unit of work did."""

    messages: int
    after: int
    """Where the next goes on."""
    ended: bool
    """Whether there is nothing old behind it."""


def archive(unit: Unit, *, before: int, after: int = 0) -> Moved:
    """Move lanes that are empty, and whose last try was before a time (milliseconds since 1970).

    `after`: the attempt behind which to look.
    """
    page = unit.all(_PAGE, {"after": after})
    if not page:
        return Moved(0, 0, True)
    lanes = {row["lane"] for row in page if row["at"] < before}
    # The next time from the beginning: what was open by then, and was skipped, has no new attempt.
    last = Moved(0, 0, True)
    if len(page) == BATCH and page[-1]["at"] < before:
        last = Moved(0, page[-1]["id"], False)
    if not lanes or not _is_ours(unit):
        return last
    lanes |= {f"s/{lane.removeprefix('t/')}" for lane in lanes if lane.startswith("t/")}
    latest = {row["lane"]: row["at"] for row in unit.all(_LATEST, _in(lanes))}
    old = [lane for lane in lanes if latest.get(lane, 0) < before]
    moved = unit.execute(_COPY_MESSAGES, _in(old)).rowcount if old else 0
    if moved:
        for statement in (_DROP_MESSAGES, _COPY_ATTEMPTS, _DROP_ATTEMPTS):
            unit.execute(statement, _in(old))
    return Moved(moved, last.after, last.ended)


def _in(lanes: Collection[str]) -> dict[str, list[str]]:
    """As a parameter; in few lengths, since a statement is kept for each that there was."""
    given = sorted(lanes)
    return {"lanes": given + given[-1:] * ((1 << (len(given) - 1).bit_length()) - len(given))}


def _is_ours(unit: Unit) -> bool:
    if unit.dialect == "sqlite":
        return True
    begun = unit.one(_BEGIN)
    return bool(begun and begun["ours"])
