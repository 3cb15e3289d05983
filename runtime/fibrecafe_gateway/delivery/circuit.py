"""Endpoints that fail: shared by all workers through the store.

An endpoint backs off as a whole after three failures in a row, at once when it is wrong (401, 404,
TLS, DNS ...), and as long as it says itself (Retry-After). A paused one is probed with one message
at a time, by one worker; a success lets all go on. A row is there for an endpoint that has ever
failed, or that an operator holds; of one that has answered since, nothing is left in it but when.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ..store.tables import ENDPOINT
from ..store.unit import Row, Unit
from . import policy
from .outcome import Kind, Outcome, as_kept

_FRESH = 1000  # milliseconds that a noted success is good for: its row is not written each time


@dataclass(frozen=True, slots=True)
class Circuit:
    """How an endpoint does. Times are milliseconds since 1970, by the clock of leases."""

    fails: int = 0
    until: int = 0
    held: bool = False
    probing: int = 0
    """A probe is under way until then at most."""
    last_success: int | None = None
    reason: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing but probes goes out."""
        return self.fails >= policy.STRIKES

    def allows(self, now: int, capacity: int) -> int:
        """How many lanes may be claimed: all, one as a probe, none."""
        if self.held or self.until > now:
            return 0
        if not self.is_open:
            return capacity
        return min(1, capacity) if self.probing <= now else 0

    def failed(self, outcome: Outcome, now: int, *, probe: float, random: Random) -> Circuit:
        """After a failure."""
        known = replace(self, probing=0, reason=outcome.detail)
        if self.until > now and self.is_open and outcome.kind is not Kind.PAUSE:
            return known  # one that was under way when it was paused: not one more in a row
        fails = self.fails + 1
        if outcome.kind is Kind.PAUSE:
            fails = max(fails, policy.STRIKES)
            wait = policy.pause(probe, random, outcome.after)
        elif fails >= policy.STRIKES:
            after = outcome.after if outcome.kind is Kind.RETRY else None
            over = fails - policy.STRIKES + 1
            wait = min(policy.back_off(over, random, after), max(probe, after or 0))
        elif outcome.kind is Kind.RETRY and outcome.after is not None:
            wait = min(outcome.after, policy.MAX_RETRY_AFTER)
        else:
            return replace(known, fails=fails)
        return replace(known, fails=fails, until=max(self.until, now + round(wait * 1000)))

    def unprobed(self) -> Circuit:
        """After a probe that said nothing of the endpoint."""
        return replace(self, probing=0)

    def succeeded(self, now: int) -> Circuit:
        """After a success; the same when there is nothing to write."""
        fresh = self.last_success is not None and now - self.last_success < _FRESH
        if fresh and not (self.fails or self.until or self.probing):
            return self
        return Circuit(held=self.held, last_success=now)

    def beside(self, read: Circuit, found: Circuit) -> Circuit:
        """Judged from `found`, which was otherwise when it was `read`.

        What was tried before does not take away a probe that somebody asked for (no `until` any more)
        or that another worker began meanwhile.
        """
        kept = replace(self, held=found.held)  # only an operator's to say
        if not self.fails:
            return kept  # it answers
        asked = found.fails > 0 and found.until == 0 < read.until
        begun = found.probing > read.probing
        return replace(
            kept,
            until=0 if asked else self.until,
            probing=found.probing if begun else self.probing,
        )


def _new(dialect: str) -> Any:
    make: Any = postgres_insert if dialect == "postgresql" else sqlite_insert
    return (
        make(ENDPOINT)
        .values(name=bindparam("name"), held=False, fails=0, until=0, probing=0)
        .on_conflict_do_nothing()
    )


_NAMED = select(ENDPOINT).where(ENDPOINT.c.name.in_(bindparam("names", expanding=True)))
_LOCKED = _NAMED.order_by(ENDPOINT.c.name).with_for_update()
_NEW = {dialect: _new(dialect) for dialect in ("sqlite", "postgresql")}
_WRITE = (
    update(ENDPOINT)
    .where(ENDPOINT.c.name == bindparam("_name"))
    .values(
        {name: bindparam(name) for name in ("fails", "until", "probing", "reason", "last_success")}
    )
)
_PROBE = (
    update(ENDPOINT)
    .where(
        ENDPOINT.c.name == bindparam("_name"),
        ENDPOINT.c.until == bindparam("_until"),
        ENDPOINT.c.probing == bindparam("_probing"),
    )
    .values(probing=bindparam("until_then"))
)


def circuits(unit: Unit, names: Collection[str]) -> dict[str, Circuit]:
    """Those of these endpoints that have a row."""
    if not names:
        return {}
    return {row["name"]: _circuit(row) for row in unit.all(_NAMED, {"names": sorted(names)})}


def make_rows(unit: Unit, names: Collection[str]) -> None:
    """Rows of endpoints that have none; another may make them at the same time."""
    if names:
        unit.execute(_NEW[unit.dialect], [{"name": name} for name in sorted(names)])


def write(
    unit: Unit,
    changed: Mapping[str, Circuit],
    before: Mapping[str, Circuit],
    again: Callable[[str, Circuit], Circuit],
) -> dict[str, Circuit]:
    """Keep how endpoints do, in the order of their names, so that workers do not lock each other out.

    `before`: as they were read. Returns them as they are now.
    """
    # They were read before lanes were locked, and may be locked only after them: meanwhile another
    # worker, or an operator, may have changed one. What was tried is judged `again` from what it is
    # now, so that the two are as if one had come after the other.
    if not changed:
        return {}
    make_rows(unit, [name for name in changed if name not in before])
    rows, kept = [], {}
    for row in unit.all(_LOCKED, {"names": sorted(changed)}):
        name, now = row["name"], _circuit(row)
        read = before.get(name, Circuit())
        circuit = changed[name] if now == read else again(name, now).beside(read, now)
        kept[name] = circuit
        rows.append(
            {
                "_name": name, "fails": circuit.fails, "until": circuit.until,
                "probing": circuit.probing, "last_success": circuit.last_success,
                "reason": circuit.reason and as_kept(circuit.reason),
            }
        )  # fmt: skip
    unit.execute(_WRITE, rows)
    return kept


def take_probe(unit: Unit, name: str, circuit: Circuit, until: int) -> bool:
    """Whether this worker is the one that probes, until a time at most."""
    return (
        unit.execute(
            _PROBE,
            {
                "_name": name, "_until": circuit.until, "_probing": circuit.probing,
                "until_then": until,
            },
        ).rowcount
        == 1
    )  # fmt: skip


def drop_probe(unit: Unit, name: str, circuit: Circuit, until: int) -> None:
    """There was nothing to probe with."""
    unit.execute(
        _PROBE,
        {"_name": name, "_until": circuit.until, "_probing": until, "until_then": 0},
    )


def _circuit(row: Row) -> Circuit:
    return Circuit(
        row["fails"], row["until"], row["held"], row["probing"], row["last_success"], row["reason"]
    )
