"""A simulator in virtual time, its client, and the gateway that takes its KCIs."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2

from fibrecafe_api._support.codec import Codec
from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import AsyncSupplierClient
from fibrecafe_api.supplier.server import anonymous
from fibrecafe_api.supplier_updates.models import SupplierUpdate
from fibrecafe_gateway.adapters.simulator import Simulator, create_app
from fibrecafe_gateway.adapters.simulator.adapter import InProcess
from fibrecafe_gateway.clock import VirtualClock

STRICT: Codec[Any] = Codec(SupplierUpdate)

TENANT = "TENANT1"


class Gateway:
    """Keeps what it is sent, as it stands on the wire."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.conversations: list[str | None] = []
        self.request_ids: list[str] = []
        self.failures: list[Exception] = []
        """Raised one after the other before anything is taken."""

    async def __call__(self, update: Any, *, request_id: str, conversation_id: str | None) -> None:
        self.request_ids.append(request_id)
        if self.failures:
            raise self.failures.pop(0)
        self.bodies.append(update.to_json())
        self.conversations.append(conversation_id)

    @property
    def kcis(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]

    @property
    def reasons(self) -> list[str]:
        return [kci["reasonCode"] for kci in self.kcis]

    @property
    def statuses(self) -> list[Any]:
        return [entity(kci).get("status") for kci in self.kcis]

    @property
    def sequence(self) -> list[int]:
        return [kci["sequenceNumber"] for kci in self.kcis]


def entity(kci: dict[str, Any]) -> dict[str, Any]:
    """What a KCI is about."""
    found = [value for value in kci.values() if isinstance(value, dict)]
    assert len(found) == 1
    return found[0]


class Box:
    def __init__(self, simulator: Simulator, gateway: Gateway, clock: VirtualClock) -> None:
        self.simulator = simulator
        self.gateway = gateway
        self.clock = clock
        self.http = httpx2.AsyncClient(
            transport=InProcess(create_app(simulator, authenticate=anonymous))
        )

    def client(self, scenario: str | None = None, **headers: str) -> AsyncSupplierClient:
        if scenario is not None:
            headers["X-Scenario"] = scenario
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return AsyncSupplierClient("http://simulator", http=self.http, headers=named)

    async def order(self, scenario: str | None = None, body: Any = None, **headers: str) -> Any:
        body = body or provide()
        return await self.client(scenario, **headers).create_order(body=body, tenant=body.tenant)

    async def play(self, for_: timedelta = timedelta(days=3)) -> None:
        """Let time pass until nothing is due any more."""
        end = self.clock.now() + for_
        await self.simulator.pump_due()
        while (due := await self.simulator.next_due()) is not None and due <= end:
            self.clock.advance(max(due - self.clock.now(), timedelta()))
            await self.simulator.pump_due()

    async def wait(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))
        await self.simulator.pump_due()


@asynccontextmanager
async def box(journal: Path | None = None, **given: Any) -> AsyncIterator[Box]:
    gateway, clock = given.pop("gateway", None) or Gateway(), given.pop("clock", VirtualClock())

    async def sleep(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds))

    given.setdefault("seed", 7)
    simulator = Simulator(gateway, clock=clock, journal=journal, sleep=sleep, **given)
    made = Box(simulator, gateway, clock)
    try:
        yield made
    finally:
        await made.http.aclose()
        await simulator.aclose()


CONTACT = supplier.Contact(name="John Smith", email="john@smith.com", phone_number="01234 567890")
SPECIFICATION = supplier.ServiceSpecification(id="ftthl2r")
ADDRESS = supplier.AddressIdentifier(id="200004033694", type="UPRN")


def provide(id: int = 123, **more: Any) -> supplier.CreateProvideServiceOrder:
    given: dict[str, Any] = {
        "id": id,
        "order_type": supplier.ProvideOrderType.NEW,
        "tenant": TENANT,
        "address": ADDRESS,
        "service_order_item": supplier.ServiceOrderItem(
            service_specification=SPECIFICATION,
            service_characteristics=[
                supplier.ServiceCharacteristic(name="LINE_PROFILE", value="1G1G")
            ],
        ),
        "primary_contact": CONTACT,
    }
    return supplier.CreateProvideServiceOrder(**{**given, **more})


def cease(id: int = 124, **more: Any) -> supplier.CreateCeaseServiceOrder:
    given: dict[str, Any] = {
        "order_type": supplier.CeaseOrderType.CEASE,
        "tenant": TENANT,
        "service_id": "S12345",
        "requested_completion_date": date(2026, 2, 2),
    }
    return supplier.CreateCeaseServiceOrder(id=id, **{**given, **more})


def modify(id: int = 125, **more: Any) -> supplier.CreateModifyServiceOrder:
    return supplier.CreateModifyServiceOrder(
        id=id,
        order_type=supplier.ModifyOrderType.MODIFY,
        tenant=TENANT,
        service_id="S12345",
        service_characteristics=[
            supplier.ServiceCharacteristic(name="LINE_PROFILE", value="330/50")
        ],
        **more,
    )


def ethernet(id: int = 126, **more: Any) -> supplier.CreateProvideEthernetOrder:
    def site(role: supplier.SiteRole) -> supplier.EthernetSiteInformation:
        return supplier.EthernetSiteInformation(
            name="Offices", postcode="TW184LG", role=role, address=ADDRESS, **more
        )

    return supplier.CreateProvideEthernetOrder(
        id=id,
        tenant=TENANT,
        supplier_quote_id="SUPP2-QUO-ETH-5001",
        site_information=[site(supplier.SiteRole.A_END), site(supplier.SiteRole.B_END)],
        ethernet_order_items=[supplier.EthernetOrderItem(technical_contact=CONTACT)],
    )


def service_test(id: int = 23467, service_id: str = "S12345") -> supplier.CreateServiceTest:
    return supplier.CreateServiceTest(
        id=id,
        service_id=service_id,
        service_specification=SPECIFICATION,
        problem_type="STABILITY",
    )


def problem(id: int = 900, **more: Any) -> supplier.CreateServiceProblem:
    return supplier.CreateServiceProblem(
        id=id,
        problem_type="OUTAGE",
        problem_text="The service is down.",
        service_id="S12345",
        service_specification=SPECIFICATION,
        **more,
    )


def amendment(id: int = 345, order_id: int = 123, **more: Any) -> Any:
    return supplier.AmendProvideServiceOrder(id=id, order_id=order_id, **more)


def cancellation(
    id: int = 346, order_id: int = 123, reason: str = "CUSTOMER_CHANGED_MIND", **more: Any
) -> supplier.CancelServiceOrder:
    return supplier.CancelServiceOrder(id=id, order_id=order_id, reason_code=reason, **more)


# Reasons that must say why.
PROBLEM = {
    "DELAY",
    "WARNING",
    "REAPPOINT",
    "CANCELLED",
    "ORDER_REJECTED",
    "AMENDMENT_REJECTED",
    "CANCELLATION_REJECTED",
}
TEXT = {"INFORMATION_REQUIRED", "ORDER_REJECTED", "AMENDMENT_REJECTED", "CANCELLATION_REJECTED"}


def check_content(kcis: list[dict[str, Any]]) -> None:
    """The content rules of the published reason-code pages, and strict validity."""
    assert [kci["sequenceNumber"] for kci in kcis] == list(range(1, len(kcis) + 1))
    assert len({kci["id"] for kci in kcis}) == len(kcis)
    for kci in kcis:
        STRICT.accept(json.dumps(kci))
        held, reason = entity(kci), kci["reasonCode"]
        assert held["tenant"] == TENANT
        assert "unsolicitedCeaseServiceOrder" in kci or held["id"] >= 1
        names = ("supplierOrderReference", "supplierReference", "supplierServiceProblemReference")
        assert any(held.get(name) for name in names)
        assert reason not in PROBLEM or kci["problemCode"]
        assert reason not in TEXT or kci["text"]
        if reason == "COMMITTED" and "serviceProblem" not in kci:
            assert held["committedDate"] == held["targetDate"]
        if reason == "REAPPOINTED":
            assert held["appointmentTimeslot"]
            assert held["appointmentSupplierReference"]
            assert held["targetDate"] != held["committedDate"]
        if reason == "RESOLVED":
            assert held["serviceProblemResolution"]["status"] == "PENDING"
