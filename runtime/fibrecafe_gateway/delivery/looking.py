"""Looks where something is due, and how endpoints do: one statement, which also tells the time of leases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json
from sqlalchemy import (
    BigInteger,
    Integer,
    String,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from ..store.tables import ENDPOINT, LANE
from ..store.unit import Unit, lease_now
from .arrays import listed, values
from .circuit import Circuit

_NAMED = {"name": String}
_NO, _YES = (literal_column(text, Integer).label("due") for text in ("0", "1"))
_TROUBLED = or_(ENDPOINT.c.fails > 0, ENDPOINT.c.until > 0, ENDPOINT.c.held.is_(True))
_CIRCUIT = (
    ENDPOINT.c.fails, ENDPOINT.c.until, ENDPOINT.c.held, ENDPOINT.c.probing,
    ENDPOINT.c.last_success, ENDPOINT.c.reason,
)  # fmt: skip


def _look(dialect: str) -> Any:
    now: Any = bindparam("now", type_=BigInteger)
    if dialect == "postgresql":
        # Asked once, and not for each lane.
        now = select(select(lease_now(dialect, "now").label("now")).cte("clock")).scalar_subquery()
    first = select(func.min(LANE.c.endpoint).label("name")).cte("step", recursive=True)
    after = select(func.min(LANE.c.endpoint)).where(LANE.c.endpoint > first.c.name)
    step = first.union_all(select(after.scalar_subquery()).where(first.c.name.is_not(None)))
    # From one endpoint to the next in the index: what is due behind a paused one is not looked at.
    due = select(step.c.name, _YES).where(
        step.c.name.is_not(None),
        exists(select(LANE.c.key).where(LANE.c.endpoint == step.c.name, LANE.c.due <= now)),
    )
    named = listed("named", _NAMED, dialect)
    found = union_all(
        due, select(ENDPOINT.c.name, _NO).where(_TROUBLED), select(named.c.name, _NO)
    ).subquery("found")
    columns = (found.c.name, found.c.due, ENDPOINT.c.name.label("known"), *_CIRCUIT)
    joined = found.outerjoin(ENDPOINT, ENDPOINT.c.name == found.c.name)
    if dialect == "sqlite":
        all_of_them = func.json_group_array(func.json_array(*columns)).label("found")
        return select(all_of_them).select_from(joined)
    clock = select(now.label("now")).subquery("moment")
    return select(clock.c.now, *columns).select_from(clock.outerjoin(joined, true()))


_LOOK = {dialect: _look(dialect) for dialect in ("sqlite", "postgresql")}


@dataclass(slots=True)
class Seen:
    """What there is to do."""

    due: set[str]
    """Endpoints that have a lane that is due."""
    circuits: dict[str, Circuit]
    """Of those in trouble, and of those that were asked for, as far as there are any."""


def look(unit: Unit, names: Collection[str] = ()) -> Seen:
    """Look, also at the circuits of some endpoints. Only reads."""
    named = values("named", [{"name": name} for name in names], _NAMED, unit.dialect)
    given = {**named, "now": unit.known_lease_now}
    if unit.dialect == "sqlite":
        row = unit.one(_LOOK["sqlite"], given)
        rows: Any = from_json(row["found"]) if row else ()
    else:
        whole = unit.all(_LOOK["postgresql"], given)
        unit.agree_on(whole[0]["now"])
        rows = (tuple(row.values())[1:] for row in whole if row["name"] is not None)
    seen = Seen(set(), {})
    for name, due, known, fails, until, held, probing, last_success, reason in rows:
        if due:
            seen.due.add(name)
        if known is not None:
            seen.circuits[name] = Circuit(fails, until, bool(held), probing, last_success, reason)
    return seen
