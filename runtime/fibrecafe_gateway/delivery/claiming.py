"""Takes lanes that are due: fairly, and as many as their endpoints can bear."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..settings import Delivery
from ..store.unit import Unit
from . import lanes
from .circuit import Circuit, drop_probe, take_probe, troubled
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


def look(unit: Unit) -> tuple[list[str], dict[str, Circuit]]:
    """Endpoints with something that may be sent, and those in trouble. Only reads."""
    circuits = troubled(unit)
    now = unit.lease_now
    due = lanes.due_endpoints(unit)
    return [name for name in due if circuits.get(name, Circuit()).allows(now, 1)], circuits


def claim_due(
    unit: Unit,
    room: Mapping[str, int],
    free: int,
    *,
    terms: Terms,
    token: int,
    doubted: tuple[Collection[str], int] = ((), 0),
) -> tuple[list[Claim], dict[str, Circuit]]:
    """Claim what is due, as `room` and `free` allow; also the endpoints in trouble.

    The first in `room` are served first; all get an equal share while slots are short. `doubted`:
    endpoints that may be given so many together, see `Slots`.
    """
    if not room:
        return [], {}
    due, circuits = look(unit)
    left = [name for name in room if name in set(due)]
    careful, together = doubted
    claims: list[Claim] = []
    while left and free > 0:
        share = -(-free // len(left))
        name = left.pop(0)
        circuit = circuits.get(name, Circuit())
        most = min(share, circuit.allows(unit.lease_now, room[name]))
        if name in careful:
            waiting = 1 + sum(other in careful for other in left)
            most = min(most, -(-max(0, together) // waiting))
        found = _claim(unit, name, most, circuit, terms, token) if most else []
        free -= len(found)
        together -= len(found) if name in careful else 0
        claims += found
    for letter, most in terms.messages.items():
        lanes.give_messages(unit, [c for c in claims if c.key[0] == letter], most)
    return claims, circuits


def _claim(
    unit: Unit, name: str, most: int, circuit: Circuit, terms: Terms, token: int
) -> list[Claim]:
    until = terms.end(unit, name)
    if circuit.is_open and not take_probe(unit, name, circuit, until):
        return []  # another worker probes
    found = lanes.claim(unit, name, most, until=until, token=token)
    if circuit.is_open and not found:
        drop_probe(unit, name, circuit, until)
    return found
