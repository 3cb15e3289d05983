"""Moves what was delivered long ago out of the tables that delivery works on (rule: ours).

A lane goes as a whole, when nothing of it is undelivered and its last try is old enough. Attempts are
numbered in the order of time, so the oldest are found without an index of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, insert, select

from .tables import ATTEMPT, ATTEMPT_ARCHIVE, LANE, MESSAGE, MESSAGE_ARCHIVE
from .unit import Unit

BATCH = 500
"""Attempts that are looked at in one unit of work."""

_OLD = (
    select(ATTEMPT.c.id, ATTEMPT.c.lane)
    .where(ATTEMPT.c.id > bindparam("after"), ATTEMPT.c.at < bindparam("before"))
    .order_by(ATTEMPT.c.id)
    .limit(BATCH)
)
_IN_LANES = ATTEMPT.c.lane.in_(bindparam("lanes", expanding=True))
_LATEST = (
    select(ATTEMPT.c.lane, func.max(ATTEMPT.c.at).label("at"))
    .where(_IN_LANES)
    .group_by(ATTEMPT.c.lane)
)
_OPEN = select(LANE.c.key).where(LANE.c.key.in_(bindparam("lanes", expanding=True)))


_LOCK = (
    select(MESSAGE.c.lane)
    .where(MESSAGE.c.lane.in_(bindparam("lanes", expanding=True)))
    .with_for_update(skip_locked=True)
)
_NUMBERED = [column.name for column in ATTEMPT.columns if column.name != "id"]
_COPY = (
    insert(MESSAGE_ARCHIVE).from_select(
        [column.name for column in MESSAGE.columns],
        select(MESSAGE).where(MESSAGE.c.lane.in_(bindparam("lanes", expanding=True))),
    ),
    # Numbered anew: SQLite gives the numbers of what is gone to others.
    insert(ATTEMPT_ARCHIVE).from_select(
        _NUMBERED,
        select(*(ATTEMPT.c[name] for name in _NUMBERED)).where(_IN_LANES).order_by(ATTEMPT.c.id),
    ),
)
_DROP = [
    delete(table).where(table.c.lane.in_(bindparam("lanes", expanding=True)))
    for table in (MESSAGE, ATTEMPT)
]


@dataclass(frozen=True, slots=True)
class Moved:
    """What one unit of work did."""

    lanes: int
    after: int
    """Where the next goes on."""
    ended: bool
    """Whether there is nothing old behind it."""


def archive(unit: Unit, *, before: int, after: int = 0) -> Moved:
    """Move lanes that are empty, and whose last try was before a time (milliseconds since 1970).

    `after`: the attempt behind which to look.
    """
    found = unit.all(_OLD, {"after": after, "before": before})
    if not found:
        return Moved(0, 0, True)
    last: int = found[-1]["id"]
    lanes = sorted({row["lane"] for row in found})
    waiting = {row["key"] for row in unit.all(_OPEN, {"lanes": lanes})}
    latest = {row["lane"]: row["at"] for row in unit.all(_LATEST, {"lanes": lanes})}
    moved = [lane for lane in lanes if lane not in waiting and latest[lane] < before]
    if moved:  # what another process moves just now is left to it
        moved = sorted({row["lane"] for row in unit.all(_LOCK, {"lanes": moved})})
    if moved:
        for statement in (*_COPY, *_DROP):
            unit.execute(statement, {"lanes": moved})
    return Moved(len(moved), last, len(found) < BATCH)
