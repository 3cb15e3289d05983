"""Addresses, made up but for the published example; the Supplier API has no look-up (rule: ours).

Those at ZZ4 4ZZ have magic ids, see `scenarios.ADDRESSES`, so that a client finds them by looking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant

from ..contract import Busy, Faulty, Refused, SupplierCall, TimedOut


@dataclass(frozen=True, slots=True)
class Known:
    """An address that the simulator knows."""

    nad: str
    uprn: str
    number: str
    street: str
    city: str
    postcode: str
    name: str | None = None
    sub: tuple[str, str] | None = None
    """Name and unit number within the building."""
    source: str = "SIMULATOR"
    attributes: tuple[tuple[str, str], ...] = ()


def _row(first: int, numbers: range, street: str, postcode: str) -> tuple[Known, ...]:
    return tuple(
        Known(
            nad=f"A00000{first + place:06d}",
            uprn=f"100000{first + place:06d}",
            number=str(number),
            street=street,
            city="Simulton",
            postcode=postcode,
        )
        for place, number in enumerate(numbers)
    )


def _magic(ending: str, number: str, name: str) -> Known:
    nad, uprn = f"A00000900{ending}", f"100000900{ending}"
    return Known(nad, uprn, number, "Magic Lane", "Simulton", "ZZ44ZZ", name)


TABLE: tuple[Known, ...] = (
    Known(
        nad="A00000031882",
        uprn="200004033694",
        number="20",
        street="Kingston Road",
        city="Staines-Upon-Thames",
        postcode="TW184LG",
        name="TWENTY",
        sub=("Strategic Imperatives", "Floor 3"),
        source="OPENREACH",
        attributes=(("UNINHABITED", "true"),),
    ),
    *_row(100, range(1, 21), "Fibre Street", "ZZ11AA"),
    *_row(200, range(2, 12, 2), "Copper Close", "ZZ11AB"),
    _magic("301", "1", "EXISTING LINE HOUSE"),
    _magic("404", "2", "NOTHING HERE"),
    _magic("422", "3", "REFUSAL LODGE"),
    _magic("503", "4", "BUSY COTTAGE"),
    _magic("504", "5", "SLOW FARM"),
)

_BY_ID = {id: known for known in TABLE for id in (known.nad, known.uprn)}

_FAILURES = {
    "ZZ4422": Refused("the postcode is not in our area"),
    "ZZ4500": Faulty("the register of addresses failed"),
    "ZZ4503": Busy(),
    "ZZ4504": TimedOut(),
}
"""Postcodes, without blanks, where the look-up fails."""


class SimulatedAddresses:
    """An `AddressSource` over the table."""

    async def address_lookup(
        self,
        call: SupplierCall,
        *,
        postal_code: str | None,
        uprn: str | None,
        name: str | None,
        street_number: str | None,
        street_name: str | None,
    ) -> list[tenant.Address]:
        """Addresses that match; none is no error. Raises SupplierFailure."""
        if not postal_code and not uprn:
            raise Refused("name a postcode or a UPRN")
        postcode = _plain(postal_code)
        failure = _FAILURES.get(postcode)
        if failure is not None:
            raise type(failure)(*failure.messages)
        return [
            _tenant_address(known)
            for known in TABLE
            if (not uprn or known.uprn == uprn.strip())
            and (not postcode or known.postcode == postcode)
            and _holds(known.name, name)
            and _holds(known.street, street_name)
            and (not street_number or known.number.upper() == street_number.strip().upper())
        ]


def supplier_address(identifier: supplier.AddressIdentifier) -> supplier.Address:
    """The address that an identifier stands for; of one that is not in the table, only that."""
    known = _BY_ID.get(identifier.id)
    if known is None:
        return supplier.Address(identifier=identifier, country="UK")
    return supplier.Address(
        identifier=identifier,
        sub_address=(
            supplier.SubAddress(name=known.sub[0], unit_number=known.sub[1]) if known.sub else None
        ),
        **_common(known),
    )


def _tenant_address(known: Known) -> tenant.Address:
    uprn = tenant.SecondaryAddressIdentifier(id=known.uprn, type="UPRN")
    return tenant.Address(
        identifier=tenant.AddressIdentifier(
            id=known.nad, type="NAD", additional_identifiers=[uprn]
        ),
        sub_address=(
            tenant.SubAddress(name=known.sub[0], unit_number=known.sub[1]) if known.sub else None
        ),
        qualifier="Gold",
        source=known.source,
        additional_attributes=[
            tenant.AddressAttribute(name=name, value=value) for name, value in known.attributes
        ]
        or None,
        **_common(known),
    )


def _common(known: Known) -> dict[str, Any]:
    return {
        "name": known.name,
        "street_number": known.number,
        "street_name": known.street,
        "city": known.city,
        "postcode": known.postcode,
        "country": "UK",
    }


def _plain(postcode: str | None) -> str:
    return "".join((postcode or "").upper().split())


def _holds(text: str | None, part: str | None) -> bool:
    return not part or part.strip().upper() in (text or "").upper()
