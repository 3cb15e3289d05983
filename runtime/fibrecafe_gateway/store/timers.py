"""What is to happen at a time if nothing else does before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from .tables import TIMER
from .unit import Row, Unit

_ONE = (
    TIMER.c.tenant == bindparam("tenant"),
    TIMER.c.entity == bindparam("entity"),
    TIMER.c.what == bindparam("what"),
)
_CLEAR = delete(TIMER).where(*_ONE)
_DUE = (
    select(TIMER).where(TIMER.c.due <= bindparam("now")).order_by(TIMER.c.due)
    .limit(bindparam("limit")).with_for_update(skip_locked=True)
)  # fmt: skip
_NEXT = select(TIMER.c.due).order_by(TIMER.c.due).limit(1)


def _set(dialect: str) -> Any:
    make: Any = postgres_insert if dialect == "postgresql" else sqlite_insert
    first = make(TIMER)
    return first.on_conflict_do_update(
        index_elements=[TIMER.c.tenant, TIMER.c.entity, TIMER.c.what],
        set_={"due": first.excluded.due},
    )


_SET = {dialect: _set(dialect) for dialect in ("sqlite", "postgresql")}


def set_timer(unit: Unit, tenant: str, entity: int, what: str, after: timedelta) -> None:
    """Set or move a timer."""
    due = unit.milliseconds + round(after.total_seconds() * 1000)
    unit.execute(_SET[unit.dialect], {"tenant": tenant, "entity": entity, "what": what, "due": due})


def clear_timer(unit: Unit, tenant: str, entity: int, what: str) -> None:
    """Take a timer away, if it is set."""
    unit.execute(_CLEAR, {"tenant": tenant, "entity": entity, "what": what})


def due_timers(unit: Unit, limit: int = 50) -> list[Row]:
    """Those whose time has come; nobody else takes them until this unit ends."""
    return list(unit.all(_DUE, {"now": unit.milliseconds, "limit": limit}))


def next_due(unit: Unit) -> int | None:
    """When the next one is due, in milliseconds since 1970."""
    row = unit.one(_NEXT)
    return None if row is None else int(row["due"])
