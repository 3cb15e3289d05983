"""Decisions of operators, kept: who, when, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select

from ..store.tables import DECISION
from ..store.unit import Row, Unit

LONGEST_REASON = 500

_INSERT = insert(DECISION)
_ABOUT = (
    select(DECISION)
    .where(DECISION.c.about.in_(bindparam("about", expanding=True)))
    .order_by(DECISION.c.id)
)


class Undecidable(Exception):
    """What was asked cannot be done; the text says why, and what can.

    Undecidable
    └── NothingThere   there is nothing of that name or number
    """


class NothingThere(Undecidable):
    """There is nothing of that name or number."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whose decision it is, and why."""

    by: str
    reason: str | None = None


def keep(
    unit: Unit,
    decision: Decision,
    action: str,
    about: str,
    *,
    seq: int | None = None,
    before: str | None = None,
) -> None:
    """`about` is a lane or an endpoint; `before`: what stood there."""
    values: dict[str, Any] = {
        "at": unit.milliseconds, "by": decision.by[:100], "action": action, "about": about,
        "seq": seq, "reason": decision.reason and decision.reason[:LONGEST_REASON],
        "before": before and before[:LONGEST_REASON],
    }  # fmt: skip
    unit.execute(_INSERT, values)


def decisions(unit: Unit, about: Sequence[str]) -> list[Row]:
    """All on these, oldest first."""
    return list(unit.all(_ABOUT, {"about": list(about)}))
