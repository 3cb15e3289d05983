"""Suppliers' KCIs that did not fit, and what an operator decides on them: kept with who and why.

What each decision does is in `kci.operator`. Its row of `decision` is about the supplier's lane of what
the KCI is about, so that `explain order` shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from ..kci import operator
from ..kci.applying import Application
from ..kci.operator import Decided, Quarantined
from ..store import inbound
from ..store.inbound import State
from ..store.messages import supplier_lane
from ..store.tables import INBOUND
from ..store.unit import Row, Unit
from .decisions import Decision, NothingThere, Undecidable, keep
from .paging import Page, behind, cursor_of, place_of

_KIND = "quarantine"

# The state first: SQLite may take what follows it for the way into the index, and sorts then.
_QUARANTINED = select(INBOUND).where(INBOUND.c.state == State.QUARANTINED.value, inbound.OPEN)
_ORDER: list[tuple[ColumnElement[Any], bool]] = [
    (INBOUND.c.received, False), (INBOUND.c.supplier, False), (INBOUND.c.kci, False),
]  # fmt: skip


def page_of_quarantined(
    unit: Unit, *, supplier: str | None = None, limit: int = 100, cursor: str | None = None
) -> Page[Quarantined]:
    """Those that wait for a decision, oldest first. Raises BadCursor."""
    place = None if cursor is None else place_of(_KIND, cursor, int, str, str)
    found = unit.all(_those(supplier, place).limit(limit + 1))
    more = cursor_of(_KIND, *_place(found[limit - 1])) if len(found) > limit else None
    return Page([operator.shown(unit, row) for row in found[:limit]], more)


def _those(supplier: str | None, place: tuple[Any, ...] | None) -> Select[Any]:
    """All of a supplier behind a place, as they are listed."""
    statement = _QUARANTINED.order_by(*(column for column, _ in _ORDER))
    if supplier is not None:
        statement = statement.where(INBOUND.c.supplier == supplier)
    return statement if place is None else statement.where(behind(_ORDER, place))


def _place(row: Row) -> tuple[int, str, str]:
    return row["received"], row["supplier"], row["kci"]


def replay(
    unit: Unit,
    application: Application,
    kci: str,
    decision: Decision,
    *,
    supplier: str | None = None,
) -> Decided:
    """Try one again as things stand. Raises Undecidable."""
    return _decide(
        unit, "replay", kci, supplier, decision,
        lambda whose: operator.replay(unit, application, kci, supplier=whose),
    )  # fmt: skip


def accept(
    unit: Unit,
    application: Application,
    kci: str,
    decision: Decision,
    *,
    supplier: str | None = None,
    request: int | None = None,
) -> Decided:
    """Apply one though the table does not lead there. Raises Undecidable."""
    return _decide(
        unit, "accept", kci, supplier, decision,
        lambda whose: operator.accept(
            unit, application, kci, decision.reason or "", supplier=whose, request=request
        ),
    )  # fmt: skip


def ignore(
    unit: Unit, kci: str, decision: Decision, *, supplier: str | None = None
) -> Decided:  # fmt: skip
    """Close one: nothing follows from it. Raises Undecidable."""
    return _decide(
        unit, "ignore", kci, supplier, decision,
        lambda whose: operator.ignore(unit, kci, decision.reason or "", supplier=whose),
    )  # fmt: skip


def _decide(
    unit: Unit,
    action: str,
    kci: str,
    supplier: str | None,
    decision: Decision,
    do: Callable[[str | None], Decided],
) -> Decided:
    rows = unit.all(_those(supplier, None).where(INBOUND.c.kci == kci))
    if not rows:
        raise NothingThere(
            f"no KCI {kci} is quarantined; `fibrecafe quarantine list` shows those that are"
        )
    try:
        decided = do(supplier)
    except operator.Undecidable as error:
        raise Undecidable(str(error)) from error
    (row,) = rows  # of two suppliers it would have been refused
    lane = supplier_lane(row["tenant"], row["entity"])
    keep(unit, decision, action, lane, before=f"KCI {kci} quarantined: {row['reason']}")
    return decided
