"""Endpoints: those of tenants that take KCIs, and suppliers. Held and let go by an operator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, func, select, update

from ..delivery.circuit import Circuit, circuits, make_rows
from ..delivery.lanes import NEVER
from ..settings import Settings
from ..store.messages import supplier_endpoint, tenant_endpoint
from ..store.tables import ENDPOINT, LANE
from ..store.unit import Unit
from .decisions import Decision, NothingThere, Undecidable, decisions, keep
from .lanes import NOW

_LANES = select(
    LANE.c.endpoint,
    func.count().label("lanes"),
    func.count(LANE.c.parked).label("parked"),
).group_by(LANE.c.endpoint)
_ALL = select(ENDPOINT.c.name)
_HOLD = update(ENDPOINT).where(ENDPOINT.c.name == bindparam("_name")).values(held=bindparam("held"))
_PROBE = update(ENDPOINT).where(ENDPOINT.c.name == bindparam("_name")).values(until=NOW)
_WAITING = (
    LANE.c.endpoint == bindparam("of"),
    LANE.c.token.is_(None),
    LANE.c.parked.is_(None),
    LANE.c.unknown.is_(False),
)
# The one that has been tried least: a probe with poison says little of the endpoint.
_NEXT = (
    select(LANE.c.key)
    .where(*_WAITING, LANE.c.due < NEVER)
    .order_by(case((LANE.c.attempts == 0, 0), else_=1), LANE.c.due)
    .limit(1)
)
_DUE = update(LANE).where(LANE.c.key == bindparam("_key"), *_WAITING[1:]).values(due=NOW)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How an endpoint does."""

    name: str
    state: str
    """`open`, `backing off`, `paused` (probed at times), `held` (by an operator)."""
    configured: bool
    lanes: int
    """Lanes with something undelivered."""
    parked: int
    fails: int
    """In a row."""
    next_try_in: float | None
    """Seconds, of one that is paused or backs off."""
    reason: str | None
    held_by: str | None = None
    held_because: str | None = None


def configured(settings: Settings) -> list[str]:
    """Endpoints that the gateway can reach."""
    tenants = [tenant_endpoint(n) for n, t in settings.tenants.items() if t.updates is not None]
    return [*tenants, *map(supplier_endpoint, settings.suppliers)]


def list_endpoints(unit: Unit, known: Iterable[str]) -> list[Endpoint]:
    """Those configured, and those that the store knows, by name."""
    lanes = {row["endpoint"]: row for row in unit.all(_LANES)}
    stored = {row["name"] for row in unit.all(_ALL)}
    named = {*known, *lanes, *stored}
    states = circuits(unit, named)
    return [
        _shown(unit, name, states.get(name, Circuit()), lanes.get(name, {}), name in set(known))
        for name in sorted(named)
    ]


def pause(unit: Unit, name: str, known: Iterable[str], decision: Decision) -> Endpoint:
    """Nothing goes out to it, no probe either, until `resume`. Raises Undecidable."""
    before = _find(unit, name, known)
    if before.state == "held":
        raise Undecidable(f"{name} is held already{_whose(before)}")
    make_rows(unit, [name])
    unit.execute(_HOLD, {"_name": name, "held": True})
    keep(unit, decision, "pause", name, before=before.state)
    return _find(unit, name, known)


def resume(unit: Unit, name: str, known: Iterable[str], decision: Decision) -> Endpoint:
    """What an operator held goes on. Raises Undecidable."""
    before = _find(unit, name, known)
    if before.state != "held":
        advice = f"; `fibrecafe endpoint probe {name}` tries it now" if before.fails else ""
        raise Undecidable(f"{name} is not held by an operator: it is {before.state}{advice}")
    unit.execute(_HOLD, {"_name": name, "held": False})
    keep(unit, decision, "resume", name, before=before.held_because)
    unit.wakes = True
    return _find(unit, name, known)


def probe(unit: Unit, name: str, known: Iterable[str], decision: Decision) -> str | None:
    """Try it now with one message; the lane it is tried with. Raises Undecidable.

    None: no lane waits, so that there is nothing to try it with.
    """
    before = _find(unit, name, known)
    if before.state == "held":
        raise Undecidable(f"{name} is held{_whose(before)}; `fibrecafe endpoint resume {name}`")
    if before.state == "open":
        raise Undecidable(f"{name} is open: all that is due is sent, and nothing is to be probed")
    found = unit.one(_NEXT, {"of": name})
    if found is None:
        return None
    # Lanes before endpoints, as everywhere.
    unit.execute(_DUE, {"_key": found["key"]})
    unit.execute(_PROBE, {"_name": name})
    keep(unit, decision, "probe", name, before=before.reason)
    unit.wakes = True
    return str(found["key"])


def _find(unit: Unit, name: str, known: Iterable[str]) -> Endpoint:
    found = {one.name: one for one in list_endpoints(unit, known)}
    if name not in found:
        raise NothingThere(f"there is no endpoint {name!r}; there are {', '.join(found) or 'none'}")
    return found[name]


def _whose(held: Endpoint) -> str:
    return f" by {held.held_by}: {held.held_because}" if held.held_by else ""


def _shown(unit: Unit, name: str, circuit: Circuit, lanes: Any, known: bool) -> Endpoint:
    now = unit.lease_now
    state, wait = "open", None
    if circuit.is_open or circuit.until > now:
        state = "paused" if circuit.is_open else "backing off"
        wait = max(0.0, (circuit.until - now) / 1000)
    by = because = None
    if circuit.held:
        state = "held"
        holds = [row for row in decisions(unit, [name]) if row["action"] == "pause"]
        if holds:
            by, because = holds[-1]["by"], holds[-1]["reason"]
    return Endpoint(
        name, state, known, lanes.get("lanes", 0), lanes.get("parked", 0), circuit.fails, wait,
        circuit.reason, by, because,
    )  # fmt: skip
