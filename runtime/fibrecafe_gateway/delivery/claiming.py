"""Takes lanes that are due: fairly, and as many as their endpoints can bear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ..settings import Delivery
from ..store.unit import Unit
from . import lanes
from .circuit import Circuit, drop_probe, take_probe
from .lanes import Wanted
from .looking import Seen, look
from .outcome import Claim

MESSAGES = 4
"""Of a tenant's lane in one claim; a supplier's has one, since its answer may change the next."""

_SHARE = 0.4
"""Of a lease that one try may take."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long claims hold, and what they hold, by the first letter of an endpoint."""

    seconds: Mapping[str, float]
    messages: Mapping[str, int]

    @classmethod
    def of(cls, settings: Delivery, *, suppliers: float | None, messages: int) -> Terms:
        """`suppliers`: seconds of their claims, where the settings' are too few."""
        tenants = max(settings.lease, settings.timeout / _SHARE)
        return cls(
            {"t": tenants, "s": max(settings.lease, suppliers or 0.0)}, {"t": messages, "s": 1}
        )

    def last_start(self, endpoint: str) -> float:
        """Seconds from the claim after which nothing more is begun: it would outlive the lease."""
        return self.seconds[endpoint[0]] * (1 - _SHARE)

    def end(self, unit: Unit, endpoint: str) -> int:
        """When a claim made now ends."""
        return unit.lease_now + round(self.seconds[endpoint[0]] * 1000)


def shortest_lease(longest_try: float) -> float:
    """Seconds that a claim must hold where one try takes so many."""
    return longest_try / _SHARE


@dataclass(slots=True)
class Taken:
    """What was claimed."""

    claims: list[Claim] = field(default_factory=list[Claim])
    more: bool = False
    """Whether there may be more that is due, of endpoints that have no trouble."""


def may_be_sent(unit: Unit, seen: Seen) -> set[str]:
    """Endpoints that something is due for, and that may be sent it."""
    now = unit.lease_now
    return {name for name in seen.due if seen.circuits.get(name, _OPEN).allows(now, 1)}


def idle_look(unit: Unit) -> tuple[Seen, set[str]]:
    """What there is, and where something may be sent. Only reads."""
    seen = look(unit)
    return seen, may_be_sent(unit, seen)


def claim_due(
    unit: Unit,
    room: Mapping[str, int],
    free: int,
    seen: Seen,
    *,
    terms: Terms,
    token: int,
    doubted: tuple[Collection[str], int] = ((), 0),
) -> Taken:
    """Claim what is due, as `room` and `free` allow.

    The first in `room` are served first; all get an equal share while slots are short. `doubted`:
    endpoints that may be given so many together, see `Slots`.
    """
    known = may_be_sent(unit, seen)
    left = [name for name in room if name in known]
    careful, together = doubted
    waiting = sum(name in careful for name in left)
    wanted: list[Wanted] = []
    for place, name in enumerate(left):
        circuit = seen.circuits.get(name, _OPEN)
        most = min(-(-free // (len(left) - place)), circuit.allows(unit.lease_now, room[name]))
        if name in careful:
            most = min(most, -(-max(0, together) // waiting))
            waiting -= 1
        until = terms.end(unit, name)
        if most <= 0 or (circuit.is_open and not take_probe(unit, name, circuit, until)):
            continue  # or another worker probes
        wanted.append(Wanted(name, most, until, terms.messages[name[0]]))
        free -= most
        together -= most if name in careful else 0
    return _claim(unit, sorted(wanted, key=_terms), seen.circuits, token)


def _terms(wanted: Wanted) -> tuple[int, int]:
    return wanted.until, wanted.each


_OPEN = Circuit()


def _claim(
    unit: Unit, wanted: Sequence[Wanted], circuits: Mapping[str, Circuit], token: int
) -> Taken:
    taken = Taken(lanes.claim(unit, wanted, token))
    found = Counter(claim.endpoint for claim in taken.claims)
    probed = set()
    for one in wanted:
        circuit = circuits.get(one.name, _OPEN)
        if not circuit.is_open:
            taken.more |= found[one.name] == one.most
        elif found[one.name]:
            probed.add(one.name)
        else:
            drop_probe(unit, one.name, circuit, one.until)
    for claim in taken.claims:
        claim.is_probe = claim.endpoint in probed
    return taken
