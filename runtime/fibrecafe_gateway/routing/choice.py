"""Decides which suppliers of a tenant are asked: for real calls, and for `explain`.

Availability goes to all suppliers of the tenant, or to those named; everything else to one
(`guide`). A supplier that lacks the operation in its version, or understands none of the address's
identifiers, is not asked (`ours`: when others are asked, it costs its own element only).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fibrecafe_api.supplier import models as supplier_models
from fibrecafe_api.tenant import models as tenant_models

from .addresses import NoAddress, choose_identifier
from .directory import Directory, NotRouted, Supplier, Tenant, unknown_supplier
from .operations import ADDRESS_LOOKUP, AVAILABILITY


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether one supplier is asked, and why."""

    name: str
    asked: bool
    why: str
    supplier: Supplier | None = None
    """None: it is not one of the tenant's."""
    address: supplier_models.AddressIdentifier | None = None
    """The identifier that it gets."""
    unsupported: bool = False
    """It is not asked because it lacks the operation."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a tenant's request says that routing looks at."""

    operation: str
    """One of OPERATIONS."""
    suppliers: Sequence[str] | None = None
    """Named ones; None: none is named."""
    address: tenant_models.AddressIdentifier | Mapping[str, Any] | None = None
    service_types: Iterable[str] = ()
    order_type: str | None = None


def decide(directory: Directory, tenant_id: str, wanted: Wanted) -> list[Decision]:
    """A decision for each supplier of the tenant and each that is named, in that order."""
    tenant = directory.tenant(tenant_id)
    candidates: dict[str, Supplier] = dict(tenant.suppliers)
    default = _default(directory, tenant, wanted)
    if default is not None:
        candidates.setdefault(default.id, default)
    decisions = [_decide(supplier, tenant, default, wanted) for supplier in candidates.values()]
    strangers = [name for name in dict.fromkeys(wanted.suppliers or ()) if name not in candidates]
    return decisions + [Decision(n, False, unknown_supplier(tenant, n)) for n in strangers]


def routes(directory: Directory, tenant_id: str, wanted: Wanted) -> list[Decision]:
    """The suppliers to ask, at least one.

    Raises NotRouted when nobody can be asked, or a supplier is named that is not the tenant's.
    """
    decisions = decide(directory, tenant_id, wanted)
    strangers = [decision.why for decision in decisions if decision.supplier is None]
    if strangers:
        raise NotRouted(*strangers)
    asked = [decision for decision in decisions if decision.asked]
    if asked:
        return asked
    named = set(wanted.suppliers or ())
    meant = [d for d in decisions if not named or d.name in named]
    able = [d for d in meant if not d.unsupported]
    if meant and not able:
        raise NotRouted(*(f"supplier {d.name}: {d.why}" for d in meant), unsupported=True)
    if not meant:
        raise NotRouted("you have no supplier yet; ask the gateway's operators")
    raise NotRouted(*dict.fromkeys(f"supplier {d.name}: {d.why}" for d in able))


def _default(directory: Directory, tenant: Tenant, wanted: Wanted) -> Supplier | None:
    """Who is asked when none is named: for addresses only, no other operation has a default."""
    if wanted.suppliers is not None or wanted.operation != ADDRESS_LOOKUP:
        return None
    try:
        return directory.supplier_of(tenant.id, None)
    except NotRouted:
        return None


def _decide(
    supplier: Supplier, tenant: Tenant, default: Supplier | None, wanted: Wanted
) -> Decision:
    unnamed = _why_unnamed(supplier, default, wanted)
    if unnamed is not None:
        return Decision(supplier.id, False, unnamed, supplier)
    missing = _missing(supplier, wanted)
    if missing is not None:
        return Decision(supplier.id, False, missing, supplier, unsupported=True)
    why = f"configured for tenant {tenant.id}"
    if default is not None:
        why = f"the default of tenant {tenant.id}"
    elif wanted.suppliers is not None:
        why += ", and named"
    if wanted.address is None:
        return Decision(supplier.id, True, why, supplier)
    try:
        address = choose_identifier(wanted.address, supplier.settings.address_types)
    except NoAddress as error:
        return Decision(supplier.id, False, str(error), supplier)
    why += f"; understands {address.type} {address.id}"
    return Decision(supplier.id, True, why, supplier, address)


def _why_unnamed(supplier: Supplier, default: Supplier | None, wanted: Wanted) -> str | None:
    if wanted.suppliers is not None:
        return None if supplier.id in wanted.suppliers else "it is not named"
    if wanted.operation == AVAILABILITY:
        return None
    if wanted.operation == ADDRESS_LOOKUP:
        if default is None:
            return "none is named, and the tenant has no default supplier"
        return None if supplier.id == default.id else f"the default, {default.id}, is asked"
    return "none is named, and this operation goes to the one that is"


def _missing(supplier: Supplier, wanted: Wanted) -> str | None:
    if wanted.operation == ADDRESS_LOOKUP:
        if supplier.settings.adapter == "native":
            return "the Supplier API has no address look-up"
        return None  # its adapter knows
    return supplier.version.lacks(
        wanted.operation, order_type=wanted.order_type, service_types=wanted.service_types
    )
