"""Which amendment or cancellation a supplier's KCI answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..adapters import northbound
from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..lifecycle.machine import Illegal
from ..store.entities import Entities, Entity
from ..store.unit import Unit
from .kinds import AMENDMENTS, CANCELLATIONS, ORDER_AMENDMENT, ORDER_CANCELLATION, REQUESTS
from .reading import Told, usable_reference

_OF_AMENDMENTS: Final = frozenset({triggers.AMENDED, triggers.AMENDMENT_REJECTED})

_OF_CANCELLATIONS: Final = frozenset({triggers.CANCELLED, triggers.CANCELLATION_REJECTED})

_CLOSED = ("FAILED_TO_SEND", "REJECTED", "COMPLETED")


@dataclass(frozen=True, slots=True)
class _Named:
    """How a KCI names a request."""

    kinds: tuple[str, ...]
    number: int | None
    reference: str | None
    field: str


def answered_request(
    unit: Unit,
    entity: Entity,
    told: Told,
    trigger: str,
    requests: list[Entity],
    number: int | None = None,
) -> Entity | None:
    """The open request that a KCI answers; None when it answers none by its nature.

    By the gateway's number, else by the supplier's reference, else the only one that is open and
    not known by another reference. `number`: what an operator says. Raises Illegal.
    """
    named = _named(entity, told, trigger)
    if named is None:
        return None
    if number is not None:
        named = _Named(named.kinds, number, None, named.field)
    open_ = [request for request in requests if request.kind in named.kinds]
    if trigger == triggers.RESUBMIT and not open_ and named.number is None and not named.reference:
        return None  # the table says what a refusal of nothing is
    found = _matching(unit, entity, named, open_)
    if len(found) != 1:
        raise _unknown(entity, trigger, named, open_)
    (request,) = found
    if named.reference:
        know_reference(request, named.reference)
    return request


def know_reference(request: Entity, reference: str) -> None:
    """Keep the supplier's reference of a request, and show it where the document has a place."""
    request.reference = reference
    shown = northbound.reference(reference)
    if shown is not None and request.kind in (ORDER_AMENDMENT, ORDER_CANCELLATION):
        request.body["supplierReference"] = shown


def _named(entity: Entity, told: Told, trigger: str) -> _Named | None:
    amendment = _name(told, AMENDMENTS, "serviceOrderAmendment")
    cancellation = _name(told, CANCELLATIONS, "serviceOrderCancellation")
    if trigger in _OF_AMENDMENTS:
        return amendment
    if trigger in _OF_CANCELLATIONS:
        return cancellation
    if trigger != triggers.RESUBMIT:
        return None
    for named in (amendment, cancellation):
        if named.number is not None or named.reference:
            return named
    if entity.status == "PENDING_AMENDMENT":
        return amendment
    if entity.status == "PENDING_CANCELLATION":
        return cancellation
    return _Named(REQUESTS, None, None, amendment.field)


def _name(told: Told, kinds: tuple[str, ...], field: str) -> _Named:
    return _Named(
        kinds,
        told.value(f"{field}Id"),
        usable_reference(told.value(f"{field}Reference")),
        f"{field}Id",
    )


def _matching(unit: Unit, entity: Entity, named: _Named, open_: list[Entity]) -> list[Entity]:
    if named.number is not None:
        by_number = [request for request in open_ if request.id == named.number]
        return [r for r in by_number if _agrees(r, named.reference)]
    if named.reference is None:
        return open_
    known = [request for request in open_ if request.reference == named.reference]
    if known:
        return known
    closed = Entities(unit, entity.tenant).children(entity.id, _CLOSED)
    if any(r.kind in named.kinds and r.reference == named.reference for r in closed):
        return []  # it was answered before
    return [request for request in open_ if request.reference is None]  # new to us


def _agrees(request: Entity, reference: str | None) -> bool:
    return reference is None or request.reference in (None, reference)


def _unknown(entity: Entity, trigger: str, named: _Named, open_: list[Entity]) -> Illegal:
    said = f"{trigger} of {named.number or named.reference or 'none that it names'}"
    if named.number is not None and named.reference:
        said += f" with reference {named.reference}"
    legal = tuple(
        f"{named.field} {request.id}" + (f" ({request.reference})" if request.reference else "")
        for request in open_
    )
    return Illegal(machine_of(EntityKind(entity.kind)).name, entity.status, said, legal)
