"""What the simulator sells: products, lines and prices, all made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fibrecafe_api.supplier import models

from .addresses import supplier_address
from .scenarios import ADDRESSES

SPECIFICATIONS = {
    models.ServiceType.BROADBAND: ("ftthl2r", "FTTH", ("100/20", "330/50", "1G1G")),
    models.ServiceType.ETHERNET: ("ethernet", "Ethernet", ("1G1G", "10G10G")),
}

INSTALLATION = 500.0
"""Pounds for each site."""

RENTAL = 240.0
"""Pounds a month for each site, less a sixth for each further year of contract, half at least."""


def is_magic(address: models.AddressIdentifier) -> bool:
    """Whether an address asks for something unusual."""
    return address.id[-3:] in ADDRESSES


def availability(
    address: models.AddressIdentifier,
    service_types: Sequence[models.ServiceType],
    found: str,
    ready: date,
) -> models.ServiceAvailability:
    """What is offered at an address; `found` is the scenario's name."""
    if found == "LOOK_UP_NOTHING":
        return models.ServiceAvailability(
            address=supplier_address(address),
            unavailability_reasons=[
                models.UnavailabilityReason(
                    code="OUT_OF_AREA", text="There is no fibre at this address yet"
                )
            ],
        )
    return models.ServiceAvailability(
        address=supplier_address(address),
        service_specifications=[_specification(kind) for kind in dict.fromkeys(service_types)],
        site_information=_site(found != "LOOK_UP_EXISTING_LINE", ready),
    )


def _specification(kind: models.ServiceType) -> models.AvailableServiceSpecification:
    id, name, profiles = SPECIFICATIONS[kind]
    return models.AvailableServiceSpecification(
        id=id,
        name=name,
        service_characteristics=[
            models.AvailableCharacteristic(name="LINE_PROFILE", values=list(profiles))
        ],
    )


def _site(new_line: bool, ready: date) -> models.SiteInformation:
    """A new line needs a visit, and the neighbours' leave; an existing one needs neither."""
    shared = models.Constraint(code="WAYLEAVE_SHARED", text="Shared drive")
    return models.SiteInformation(
        new_line=new_line,
        installation_type=models.InstallationType.STANDARD if new_line else None,
        constraints=[shared] if new_line else None,
        service_ready_date=ready,
        enni_id="S1889",
        site_name="Simulated exchange",
        site_location="Staines-Upon-Thames",
        existing_lines=[_existing_line()],
        line_characteristics=_speeds("1000", "1000"),
    )


def _existing_line() -> models.ExistingLine:
    port = models.OntPort(port_number=1, description="Data", status="ACTIVE", tenant_active=False)
    ont = models.Ont(
        ont_reference="ONT0000123123",
        serial_number="1234567890",
        manufacturer="Nokia",
        floor="1",
        room="Reception",
        ports=[port, models.OntPort(port_number=2, description="Data", status="STOPPED")],
    )
    return models.ExistingLine(enni_id="S1889", ont=ont, line_characteristics=_speeds("330", "50"))


def _speeds(down: str, up: str) -> list[models.LineCharacteristic]:
    return [
        models.LineCharacteristic(name="MAX_DOWNSTREAM_MBPS", value=down),
        models.LineCharacteristic(name="MAX_UPSTREAM_MBPS", value=up),
    ]


def quote(id: UUID, asked: models.QuoteRequest, until: date) -> models.Quote:
    """A price."""
    sites, months = len(asked.sites), _months(asked.contract_details.contract_length)
    factor = max(0.5, 1 - max(0, months // 12 - 1) / 6)
    return models.Quote(
        id=id,
        external_identifier=asked.external_identifier,
        sites=asked.sites,
        contract_details=asked.contract_details,
        service=asked.service,
        status=models.QuoteItemStatus.QUOTED,
        valid_until=until,
        charges=[
            models.QuoteCharge(
                name="Installation",
                type=models.ChargeType.ONE_OFF,
                amount=INSTALLATION * sites,
                currency="GBP",
            ),
            models.QuoteCharge(
                name="Rental",
                type=models.ChargeType.RECURRING,
                amount=round(RENTAL * sites * factor, 2),
                currency="GBP",
                period="MONTH",
            ),
        ],
    )


def no_quote(id: UUID, asked: models.QuoteRequest) -> models.Quote:
    """A refusal to name a price."""
    return models.Quote(
        id=id,
        external_identifier=asked.external_identifier,
        sites=asked.sites,
        contract_details=asked.contract_details,
        service=asked.service,
        status=models.QuoteItemStatus.NOT_QUOTED,
        messages=["There is no fibre at one of the sites yet"],
    )


def _months(length: models.ContractLength) -> int:
    return length.value * (12 if length.unit.upper().startswith("YEAR") else 1)
