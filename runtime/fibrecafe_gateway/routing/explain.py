"""Says why each supplier is asked or not: the decisions of `choice`, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fibrecafe_api.tenant import models as tenant_models

from .choice import Wanted, decide
from .directory import Directory


@dataclass(frozen=True, slots=True)
class Reason:
    """One supplier."""

    supplier: str
    asked: bool
    why: str
    """`asked: ...` or `not asked: ...`."""


def explain(
    directory: Directory,
    tenant: str,
    operation: str,
    *,
    suppliers: Sequence[str] | None = None,
    supplier: str | None = None,
    address: tenant_models.AddressIdentifier | Mapping[str, Any] | None = None,
    service_types: Iterable[str] | None = None,
    order_type: str | None = None,
) -> list[Reason]:
    """A reason for each supplier of a tenant, and for each that is named.

    Raises KeyError for a tenant that does not exist.
    """
    named = list(suppliers) if suppliers else ([supplier] if supplier is not None else None)
    wanted = Wanted(operation, named, address, tuple(service_types or ()), order_type)
    return [
        Reason(d.name, d.asked, f"{'asked' if d.asked else 'not asked'}: {d.why}")
        for d in decide(directory, tenant, wanted)
    ]
