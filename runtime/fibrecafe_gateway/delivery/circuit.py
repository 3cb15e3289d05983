"""Endpoints that fail: shared by all workers through the store.

An endpoint backs off as a whole after three failures in a row, or at once when it is wrong (401,
404, TLS, DNS ...). A paused one is probed with one message at a time; a success lets all go on. A
row is there for an endpoint that has ever failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ..store.tables import ENDPOINT
from ..store.unit import Unit
from . import policy
from .outcome import Kind, Outcome


@dataclass(frozen=True, slots=True)
class Circuit:
    """How an endpoint does."""

    fails: int = 0
    until: int = 0
    held: bool = False
    last_success: int | None = None
    reason: str | None = None

    def allows(self, now: int, capacity: int) -> int:
        """How many lanes may be claimed: all, one as a probe, none."""
        if self.held or self.until > now:
            return 0
        return capacity if self.fails < policy.STRIKES else min(1, capacity)


def _upsert(dialect: str) -> Any:
    make: Any = postgres_insert if dialect == "postgresql" else sqlite_insert
    first = make(ENDPOINT).values(
        name=bindparam("name"), fails=bindparam("fails"), until=bindparam("until"), held=False,
        reason=bindparam("reason"), last_success=bindparam("last_success"),
    )  # fmt: skip
    new = first.excluded
    return first.on_conflict_do_update(
        index_elements=[ENDPOINT.c.name],
        set_={
            "fails": new.fails, "until": new.until, "reason": new.reason,
            "last_success": new.last_success,
        },
    )  # fmt: skip


_ALL = select(ENDPOINT)
_WRITE = {dialect: _upsert(dialect) for dialect in ("sqlite", "postgresql")}
_SUCCESS = (
    update(ENDPOINT)
    .where(ENDPOINT.c.name == bindparam("_name"))
    .values(fails=0, until=0, reason=None, last_success=bindparam("last_success"))
)


def circuits(unit: Unit) -> dict[str, Circuit]:
    """Those that have a row, by name."""
    return {
        row["name"]: Circuit(
            row["fails"], row["until"], row["held"], row["last_success"], row["reason"]
        )
        for row in unit.all(_ALL)
    }


def failed(
    unit: Unit, name: str, circuit: Circuit, outcome: Outcome, *, probe: float, random: Random
) -> Circuit:
    """Record a failure; the circuit as it is then."""
    fails = circuit.fails + 1
    if outcome.kind is Kind.PAUSE:
        fails = max(fails, policy.STRIKES)
    until = circuit.until
    if fails >= policy.STRIKES:
        over = fails - policy.STRIKES + 1
        wait = (
            policy.pause(probe, random, outcome.after)
            if outcome.kind is Kind.PAUSE
            else min(policy.back_off(over, random, outcome.after), max(probe, outcome.after or 0))
        )
        until = max(until, unit.milliseconds + round(wait * 1000))
    new = Circuit(fails, until, circuit.held, circuit.last_success, outcome.detail[:500])
    unit.execute(
        _WRITE[unit.dialect],
        {
            "name": name, "fails": fails, "until": until, "reason": new.reason,
            "last_success": circuit.last_success,
        },
    )  # fmt: skip
    return new


def succeeded(unit: Unit, name: str) -> None:
    """Record a success of an endpoint that has a row."""
    unit.execute(_SUCCESS, {"_name": name, "last_success": unit.milliseconds})
