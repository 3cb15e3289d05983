"""The identifier of an address that a supplier understands.

An address carries what every supplier of a tenant may need (UPRN, NAD, DistrictCode, ROBT);
southbound only one goes (`guide`). The order of identifiers in a request is irrelevant, that of a
supplier's configuration decides; without one the first given is taken (`ours`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant


class NoAddress(ValueError):
    """A supplier understands none of the identifiers of an address."""

    def __init__(self, given: Sequence[str], understood: Sequence[str]) -> None:
        self.given = tuple(given)
        self.understood = tuple(understood)
        super().__init__(
            f"the address is given by {_listed(given)}, the supplier understands"
            f" {_listed(understood)}; give one of these in additionalIdentifiers"
        )


def choose_identifier(
    address: tenant.AddressIdentifier | Mapping[str, Any], understood: Sequence[str]
) -> supplier.AddressIdentifier:
    """The identifier to send. `understood` are types, the best first; empty: any.

    Raises NoAddress.
    """
    given = _identifiers(address)
    if not understood:
        return given[0]
    for wanted in understood:
        for identifier in given:
            if identifier.type.lower() == wanted.lower():
                return identifier
    raise NoAddress(list(dict.fromkeys(i.type for i in given)), understood)


def _identifiers(
    address: tenant.AddressIdentifier | Mapping[str, Any],
) -> list[supplier.AddressIdentifier]:
    if isinstance(address, Mapping):
        more: Any = address.get("additionalIdentifiers") or ()
        pairs = [(str(item["id"]), str(item["type"])) for item in (address, *more)]
    else:
        extra = address.additional_identifiers or ()
        pairs = [(item.id, item.type) for item in (address, *extra)]
    # Not validated here: limits are checked when it is sent, and named then.
    return [supplier.AddressIdentifier.model_construct(id=i, type=t) for i, t in pairs]


def _listed(types: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(types[:-1]), types[-1])))
