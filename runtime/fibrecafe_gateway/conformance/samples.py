"""Requests of every operation, as the gateway would make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from fibrecafe_api.supplier import models

CREATIONS = ("create_order", "create_ethernet_order", "service_test", "create_problem")
"""Operations that make something new at the supplier."""

REQUESTS = ("amend_order", "cancel_order", "amend_problem", "cancel_problem")
"""Operations that ask for a change of something that is there."""

LOOK_UPS = ("availability_check", "quote", "appointment_availability")
"""Operations that change nothing."""


@dataclass(frozen=True, slots=True)
class TestData:
    """What a supplier knows and takes; a subject gives its own where these do not fit."""

    __test__ = False  # for pytest

    address: models.AddressIdentifier = field(
        default_factory=lambda: models.AddressIdentifier(id="200004033694", type="UPRN")
    )
    product: str = "ftthl2r"
    profile: str = "1G1G"
    """A value of LINE_PROFILE."""
    service_id: str = "S12345"
    ethernet_product: str = "ethernet"
    quote: str = "SUPP2-QUO-ETH-5001"
    """A quote that an ethernet order may name."""
    resolution: str = "RES_1"
    """The supplier's reference of a resolution that waits for the tenant."""
    visit: str = "VISIT"
    """Purpose of an appointment."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What an operation is called with."""

    operation: str
    body: Any = None
    named: Mapping[str, Any] | None = None

    @property
    def arguments(self) -> tuple[Any, ...]:
        """Positional ones."""
        return () if self.body is None else (self.body,)

    @property
    def id(self) -> int | None:
        """The gateway's number of what is asked."""
        return getattr(self.body, "id", None)


class Samples:
    """Makes requests, each with a number of its own."""

    def __init__(self, data: TestData, first: int = 1000) -> None:
        self.data = data
        self._numbers = count(first)

    def number(self) -> int:
        """A number that was not used yet."""
        return next(self._numbers)

    def of(self, operation: str, tenant: str, **changes: Any) -> Sample:
        """A request of an operation; `changes` replace properties of its body."""
        return _MAKERS[operation](self, tenant, changes)

    def specification(self, id: str | None = None) -> models.ServiceSpecification:
        """A product."""
        return models.ServiceSpecification(id=id or self.data.product)

    def _availability_check(self, tenant: str, _: Mapping[str, Any]) -> Sample:
        types = [models.ServiceType.BROADBAND]
        named = {"address": self.data.address, "service_types": types}
        return Sample("availability_check", None, named)

    def _appointment_availability(self, tenant: str, _: Mapping[str, Any]) -> Sample:
        return Sample(
            "appointment_availability",
            None,
            {
                "address": self.data.address,
                "service_specification": self.specification(),
                "appointment_from_date": date(2030, 1, 7),
                "classifications": None,
                "appointment_purpose": self.data.visit,
            },
        )

    def _quote(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        def site(role: models.SiteRole) -> models.Site:
            return models.Site(
                name="Head office", postcode="TW18 4LG", role=role, address=self.data.address
            )

        given: dict[str, Any] = {
            "id": self.number(),
            "external_identifier": "tender 7",
            "sites": [site(models.SiteRole.A_END), site(models.SiteRole.B_END)],
            "contract_details": _contract(),
            "service": [
                models.Service(service_specification=self.specification(self.data.ethernet_product))
            ],
        }
        return Sample("quote", models.QuoteRequest(**{**given, **changes}))

    def _reserve_appointment(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        given: dict[str, Any] = {
            "id": self.number(),
            "address": self.data.address,
            "service_specification": self.specification(),
            "purpose": self.data.visit,
            "timeslot": models.Timeslot(
                timeslot_start_date_time=datetime(2030, 1, 8, 8, tzinfo=UTC),
                timeslot_end_date_time=datetime(2030, 1, 8, 13, tzinfo=UTC),
            ),
        }
        return Sample("reserve_appointment", models.ReserveAppointment(**{**given, **changes}))

    def _create_order(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        given: dict[str, Any] = {
            "id": self.number(),
            "order_type": models.ProvideOrderType.NEW,
            "tenant": tenant,
            "address": self.data.address,
            "service_order_item": models.ServiceOrderItem(
                service_specification=self.specification(),
                service_characteristics=[
                    models.ServiceCharacteristic(name="LINE_PROFILE", value=self.data.profile)
                ],
            ),
            "primary_contact": contact(),
            "requested_completion_date": date(2030, 2, 4),
        }
        return Sample("create_order", models.CreateProvideServiceOrder(**{**given, **changes}))

    def cease(self, tenant: str, **changes: Any) -> Sample:
        """An order that ends a service."""
        given: dict[str, Any] = {
            "id": self.number(),
            "order_type": models.CeaseOrderType.CEASE,
            "tenant": tenant,
            "service_id": self.data.service_id,
            "requested_completion_date": date(2030, 2, 4),
        }
        return Sample("create_order", models.CreateCeaseServiceOrder(**{**given, **changes}))

    def modify(self, tenant: str, **changes: Any) -> Sample:
        """An order that changes a service."""
        option = models.ServiceCharacteristic(name="LINE_PROFILE", value=self.data.profile)
        given: dict[str, Any] = {
            "id": self.number(),
            "order_type": models.ModifyOrderType.MODIFY,
            "tenant": tenant,
            "service_id": self.data.service_id,
            "service_characteristics": [option],
        }
        return Sample("create_order", models.CreateModifyServiceOrder(**{**given, **changes}))

    def _create_ethernet_order(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        def site(role: models.SiteRole) -> models.EthernetSiteInformation:
            return models.EthernetSiteInformation(
                name="Head office", postcode="TW18 4LG", role=role, address=self.data.address,
                primary_contact=contact(),
            )  # fmt: skip

        given: dict[str, Any] = {
            "id": self.number(),
            "tenant": tenant,
            "supplier_quote_id": self.data.quote,
            "site_information": [site(models.SiteRole.A_END), site(models.SiteRole.B_END)],
            "ethernet_order_items": [
                models.EthernetOrderItem(
                    service=models.Service(
                        service_specification=self.specification(self.data.ethernet_product)
                    ),
                    contract_details=_contract(),
                    technical_contact=contact(),
                )
            ],
        }
        body = models.CreateProvideEthernetOrder(**{**given, **changes})
        return Sample("create_ethernet_order", body)

    def _amend_order(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        given: dict[str, Any] = {"id": self.number(), "order_id": 1, "notes": "Ring twice"}
        return Sample("amend_order", models.AmendProvideServiceOrder(**{**given, **changes}))

    def _cancel_order(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        given = {"id": self.number(), "order_id": 1, "reason_code": "CUSTOMER_CHANGED_MIND"}
        return Sample("cancel_order", models.CancelServiceOrder(**{**given, **changes}))

    def _service_test(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        given: dict[str, Any] = {
            "id": self.number(),
            "service_id": self.data.service_id,
            "service_specification": self.specification(),
            "problem_type": "STABILITY",
        }
        return Sample("service_test", models.CreateServiceTest(**{**given, **changes}))

    def _create_problem(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        given: dict[str, Any] = {
            "id": self.number(),
            "problem_type": "OUTAGE",
            "problem_text": "The service is down.",
            "service_id": self.data.service_id,
            "service_specification": self.specification(),
            "primary_contact": contact(),
        }
        return Sample("create_problem", models.CreateServiceProblem(**{**given, **changes}))

    def _amend_problem(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        given: dict[str, Any] = {
            "id": self.number(),
            "service_problem_id": 1,
            "problem_text": "It is worse in the evening.",
        }
        return Sample("amend_problem", models.AmendServiceProblem(**{**given, **changes}))

    def _cancel_problem(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        given: dict[str, Any] = {
            "id": self.number(),
            "service_problem_id": 1,
            "supplier_service_problem_reference": "SP12345",
            "reason_code": "NO_LONGER_REQUIRED",
        }
        return Sample("cancel_problem", models.CancelServiceProblem(**{**given, **changes}))

    def _service_problem_resolution(self, tenant: str, changes: Mapping[str, Any]) -> Sample:
        given: dict[str, Any] = {"status": models.ResolutionDecision.ACCEPTED}
        reference = changes.get("reference", self.data.resolution)
        more = {name: value for name, value in changes.items() if name != "reference"}
        return Sample(
            "service_problem_resolution",
            models.UpdateServiceProblemResolution(**{**given, **more}),
            {"reference": reference},
        )


def _contract() -> models.ContractItem:
    return models.ContractItem(contract_length=models.ContractLength(value=36, unit="MONTHS"))


def contact(name: str = "John Smith") -> models.Contact:
    """Somebody to call."""
    return models.Contact(name=name, email="john@example.org", phone_number="01632 960123")


_Maker = Callable[[Samples, str, Mapping[str, Any]], Sample]

_MAKERS: Mapping[str, _Maker] = {
    name: getattr(Samples, f"_{name}")
    for name in (
        *LOOK_UPS,
        "reserve_appointment",
        *CREATIONS,
        *REQUESTS,
        "service_problem_resolution",
    )
}
