"""What waits in the store, and how long: one look, in a unit of work.

The cost grows with what is undelivered, never with what was delivered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, case, func, or_, select

from ..delivery.lanes import NEVER
from ..delivery.policy import STRIKES
from ..store.inbound import OPEN, State
from ..store.tables import ENDPOINT, INBOUND, LANE, MESSAGE, TIMER
from ..store.unit import Unit

LATE = 5_000
"""Milliseconds: a timer that is looked at twice a second is late after them."""

# Of each lane in the index of the due, and of its head alone: no plan can choose to read all messages.
_HEAD = (
    select(MESSAGE.c.created)
    .where(MESSAGE.c.lane == LANE.c.key, MESSAGE.c.seq == LANE.c.next_seq)
    .scalar_subquery()
)
_LANES = select(
    LANE.c.endpoint,
    func.count().label("waiting"),
    func.sum(case((LANE.c.due == NEVER, 1), else_=0)).label("parked"),
    func.min(_HEAD).label("oldest"),
).group_by(LANE.c.endpoint)
_ENDPOINTS = select(ENDPOINT.c.name, ENDPOINT.c.fails, ENDPOINT.c.held).where(
    or_(ENDPOINT.c.fails >= STRIKES, ENDPOINT.c.held.is_(True))
)
_INBOUND = (
    select(
        INBOUND.c.supplier, INBOUND.c.tenant, INBOUND.c.state, func.count().label("count"),
        func.min(INBOUND.c.received).label("oldest"),
    )
    .where(OPEN)
    .group_by(INBOUND.c.supplier, INBOUND.c.tenant, INBOUND.c.state)
)  # fmt: skip
_TIMERS = select(func.count().label("count"), func.min(TIMER.c.due).label("oldest")).where(
    TIMER.c.due < bindparam("before")
)


@dataclass(slots=True)
class Backlog:
    """What waits. Ages in seconds; by tenant, supplier and endpoint."""

    oldest_of_tenants: dict[str, float] = field(default_factory=dict[str, float])
    oldest_of_suppliers: dict[str, float] = field(default_factory=dict[str, float])
    waiting: dict[str, int] = field(default_factory=dict[str, int])
    parked: dict[str, int] = field(default_factory=dict[str, int])
    paused: list[str] = field(default_factory=list[str])
    held: list[str] = field(default_factory=list[str])
    quarantined: dict[str, int] = field(default_factory=dict[str, int])
    held_back: dict[str, int] = field(default_factory=dict[str, int])
    overdue: int = 0
    overdue_for: float = 0.0


@dataclass(frozen=True, slots=True)
class Process:
    """How the process does that looks."""

    ready: bool = False
    tasks: dict[str, bool] = field(default_factory=dict[str, bool])
    """Those that it has, and whether they live."""


def look(unit: Unit) -> Backlog:
    """As it is now."""
    found = Backlog()
    _lanes(unit, found)
    _inbound(unit, found)
    for row in unit.all(_ENDPOINTS):
        if row["held"]:
            found.held.append(row["name"])
        if row["fails"] >= STRIKES:
            found.paused.append(row["name"])
    timers = unit.one(_TIMERS, {"before": unit.milliseconds - LATE})
    if timers is not None and timers["oldest"] is not None:
        found.overdue, found.overdue_for = timers["count"], _age(unit, timers["oldest"])
    return found


def _lanes(unit: Unit, found: Backlog) -> None:
    for row in unit.all(_LANES):
        endpoint: str = row["endpoint"]
        found.waiting[endpoint], found.parked[endpoint] = row["waiting"], int(row["parked"])
        if row["oldest"] is not None:
            party, _, name = endpoint.partition("/")
            ages = found.oldest_of_tenants if party == "tenant" else found.oldest_of_suppliers
            ages[name] = _age(unit, row["oldest"])


def _inbound(unit: Unit, found: Backlog) -> None:
    """A tenant has not got these either."""
    for row in unit.all(_INBOUND):
        counts = found.held_back if row["state"] == State.WAITING else found.quarantined
        counts[row["supplier"]] = counts.get(row["supplier"], 0) + row["count"]
        if row["tenant"] is not None:
            _older(found.oldest_of_tenants, row["tenant"], _age(unit, row["oldest"]))


def _older(ages: dict[str, float], name: str, age: float) -> None:
    ages[name] = max(ages.get(name, 0.0), age)


def _age(unit: Unit, since: int) -> float:
    return max(0.0, (unit.milliseconds - since) / 1000)


STATEMENTS: Mapping[str, object] = {
    "lanes": _LANES, "endpoints": _ENDPOINTS, "inbound": _INBOUND, "timers": _TIMERS,
}  # fmt: skip
"""What a scrape asks, for the test of their plans."""
