"""Reservations and tests that a request names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..clock import from_text
from ..kci.kinds import APPOINTMENT
from ..lifecycle.kinds import EntityKind
from ..routing.directory import Supplier
from ..store.entities import Entities, Entity
from ..store.unit import Unit
from .problems import Problem

VALIDITY = timedelta(hours=2)
"""Of a test's result that allows a problem (guide), where the result does not say."""

_SHOWS_A_FAULT = frozenset({"AMBER", "RED", "UNAVAILABLE"})


def reservation(
    unit: Unit, entities: Entities, number: Any, supplier: str, *, pass_unknown: bool
) -> Entity | None:
    """The reservation that a request names. Raises Problem (422)."""
    if number is None:
        return None
    found = entities.get(int(number), (APPOINTMENT,))
    if found is None:
        if pass_unknown:
            return None
        raise Problem.invalid(
            f"/appointmentReservationId: {number} is no reservation of yours; POST /appointments"
            " makes one"
        )
    if found.supplier != supplier:
        raise Problem.invalid(
            f"/appointmentReservationId: {number} is with {found.supplier}, not with {supplier}"
        )
    expiry = found.body.get("expiryDateTime")
    if expiry and from_text(expiry) <= unit.now:
        raise Problem.invalid(
            f"/appointmentReservationId: {number} lapsed at {expiry}; reserve a slot anew"
        )
    return found


def service_test(
    unit: Unit, entities: Entities, number: int, supplier: Supplier, *, pass_unknown: bool
) -> None:
    """Check that a test allows a problem (guide). Raises Problem (422)."""
    place = "/serviceTestId"
    found = entities.get(number, (EntityKind.SERVICE_TEST,))
    if found is None:
        if pass_unknown:
            return
        raise Problem.invalid(
            f"{place}: {number} is no test of yours; POST /service-tests runs one"
        )
    if found.supplier != supplier.id:
        raise Problem.invalid(
            f"{place}: {number} was run at {found.supplier}, not at {supplier.id}"
        )
    if found.status != "COMPLETED":
        raise Problem.invalid(f"{place}: {number} is in state {found.status}, it has no result")
    result: dict[str, Any] = found.body.get("result") or {}
    outcome = (result.get("testOutcome") or {}).get("testResult")
    if outcome not in _SHOWS_A_FAULT:
        raise Problem.invalid(
            f"{place}: the result of {number} is {outcome}; a problem needs"
            f" {', '.join(sorted(_SHOWS_A_FAULT))}"
        )
    until = result.get("testValidity")
    end = from_text(until) if until else from_text(found.body["updated"]) + VALIDITY
    if end <= unit.now:
        raise Problem.invalid(f"{place}: the result of {number} was valid until {end.isoformat()}")
