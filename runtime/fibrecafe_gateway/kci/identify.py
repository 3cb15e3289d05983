"""Which entity a supplier's KCI is about (rule: ours).

By (supplier, tenant, gateway id), or (supplier, supplier's reference); a gateway id alone only when it
is unique for that supplier, since ids are numbered per tenant.
"""

from __future__ import annotations

from collections.abc import Collection

from fibrecafe_api._support.problem import Problem

from ..lifecycle.kinds import EntityKind
from ..store.entities import Entities, Entity, by_number, by_reference
from ..store.unit import Unit
from .reading import Told


def identify(
    unit: Unit, supplier: str, told: Told, kind: EntityKind, tenants: Collection[str]
) -> Entity:
    """The entity, locked. `tenants`: those whom the supplier serves.

    Raises Problem (422) that says what was looked for.
    """
    found = _candidates(unit, supplier, told, kind, tenants)
    if not found:
        raise Problem.invalid(_missing(told, kind))
    if len(found) > 1:
        raise Problem.invalid(
            f"{kind.words} {_named(told)}: more than one has that; give `tenant` with `id`,"
            " or a reference that is unique"
        )
    entity = Entities(unit, found[0].tenant).lock(found[0].id, (kind,))
    if entity is None:
        raise Problem.invalid(_missing(told, kind))
    return entity


def known_cease(unit: Unit, supplier: str, told: Told, tenants: Collection[str]) -> Entity | None:
    """The unsolicited cease that has the supplier's reference, locked: it was created before."""
    kind = EntityKind.UNSOLICITED_CEASE_ORDER
    if told.reference is None or not _candidates(unit, supplier, told, kind, tenants):
        return None
    return identify(unit, supplier, told, kind, tenants)


def tenant_of_new(supplier: str, told: Told, tenants: Collection[str]) -> str:
    """Whose a new unsolicited cease is. Raises Problem (422)."""
    named = told.value("tenant")
    if named is not None:
        if named not in tenants:
            raise Problem.invalid(f"tenant: {named} is not served by {supplier}")
        return str(named)
    if len(tenants) == 1:
        return next(iter(tenants))
    raise Problem.invalid("tenant: is needed, to know whose service ends")


def _candidates(
    unit: Unit, supplier: str, told: Told, kind: EntityKind, tenants: Collection[str]
) -> list[Entity]:
    tenant, number = told.value("tenant"), told.value("id")
    among = [tenant] if tenant in tenants else [] if tenant is not None else list(tenants)
    found: list[Entity] = []
    if number is not None and among:
        found = by_number(unit, supplier, int(number), among, (kind,))
    if len(found) != 1 and told.reference is not None and among:
        referred = by_reference(unit, supplier, told.reference, among, (kind,))
        if number is not None:
            referred = [entity for entity in referred if entity.id == number]
        found = referred or found
    return found


def _named(told: Told) -> str:
    parts = {"id": told.value("id"), "tenant": told.value("tenant"), "reference": told.reference}
    return ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None)


def _missing(told: Told, kind: EntityKind) -> str:
    named = _named(told)
    if not named or (told.value("id") is None and told.reference is None):
        return f"{kind.words}: neither the gateway's id nor your reference is given"
    return f"{kind.words} {named}: there is none of yours"
