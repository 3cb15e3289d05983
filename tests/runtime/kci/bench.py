"""The rooms behind KCIs over a real store, in virtual time: no HTTP, and a supplier that is scripted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import select

from fibrecafe_api._support.codec import Codec
from fibrecafe_api._support.request import RequestContext
from fibrecafe_api.supplier_updates import models as su
from fibrecafe_api.tenant_updates import models as tu
from fibrecafe_gateway.adapters.contract import SupplierAdapter
from fibrecafe_gateway.api.tenant import GatewayTenantApi
from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.gateway import Gateway
from fibrecafe_gateway.kci.answers import Answer, settle_answer
from fibrecafe_gateway.kci.kinds import APPOINTMENT, REQUESTS, RESOLUTION
from fibrecafe_gateway.lifecycle import EntityKind
from fibrecafe_gateway.security.tokens import Principal
from fibrecafe_gateway.settings import (
    Delivery,
    Settings,
    Store,
    SupplierSettings,
    TenantSettings,
    Updates,
)
from fibrecafe_gateway.store import inbound as kept
from fibrecafe_gateway.store.entities import Entities, Entity
from fibrecafe_gateway.store.messages import of_lane, tenant_lane
from fibrecafe_gateway.store.tables import INBOUND, TIMER
from fibrecafe_gateway.store.unit import Unit

T = TypeVar("T")

KINDS = (*EntityKind, *REQUESTS, RESOLUTION, APPOINTMENT)

PROPERTIES = {
    "PROVIDE_ORDER": "provideServiceOrder",
    "CEASE_ORDER": "ceaseServiceOrder",
    "MODIFY_ORDER": "modifyServiceOrder",
    "UNSOLICITED_CEASE_ORDER": "unsolicitedCeaseServiceOrder",
    "PROVIDE_ETHERNET_ORDER": "provideEthernetOrder",
    "SERVICE_TEST": "serviceTest",
    "SERVICE_PROBLEM": "serviceProblem",
}

ISSUED = "2026-01-05T08:59:00.000Z"

DATES = {"committedDate": "2026-02-02T12:00:00Z", "targetDate": "2026-02-02T12:00:00Z"}

_UPDATES: Codec[su.SupplierUpdate] = Codec(su.SupplierUpdate)

_TOLD: Codec[tu.TenantUpdate] = Codec(tu.TenantUpdate)


class Scripted(SupplierAdapter):
    """A supplier of which `bench.script` says what it answers."""

    def __init__(self, *_: object) -> None:
        """As the factory of an adapter is called."""


@dataclass
class Told:
    """A KCI kept for a tenant."""

    seq: int
    head: dict[str, Any]
    entity: dict[str, Any]

    @property
    def name(self) -> str:
        """`I/COMMITTED`, `A/CONFIRM`, `ERROR`."""
        for letter, property_ in (("I", "information"), ("A", "action")):
            if property_ in self.head:
                return f"{letter}/{self.said['type']}"
        return str(self.head["updateType"])

    @property
    def said(self) -> dict[str, Any]:
        said: dict[str, Any] = self.head.get("information") or self.head.get("action") or {}
        return said


@dataclass
class Bench:
    """A gateway that is not listening; its workers stand still."""

    gateway: Gateway
    clock: VirtualClock
    runner: asyncio.Runner
    random: Random
    _kcis: int = 0
    _requests: int = 0
    seqs: dict[tuple[str, int], int] = field(default_factory=dict)

    def do(self, work: Callable[[Unit], T]) -> T:
        """Run a unit of work."""
        return self.runner.run(self.gateway.database.run(work))

    def read(self, work: Callable[[Unit], T]) -> T:
        return self.runner.run(self.gateway.database.read(work))

    def api(self, operation: str, body: Any, tenant: str = "acme", **path: str) -> Any:
        """Call an operation of the Tenant API, behind its HTTP."""
        return self.runner.run(self.asking(operation, body, tenant, **path))

    def asking(self, operation: str, body: Any, tenant: str = "acme", **path: str) -> Any:
        api: Any = GatewayTenantApi(self.gateway.services)
        call = getattr(api, operation)
        context = self.context(tenant)
        return call(context, **path) if body is None else call(context, body, **path)

    def context(self, tenant: str) -> RequestContext:
        self._requests += 1
        return RequestContext(
            scope={"headers": []}, operation_id="", request_id=f"r-{self._requests}",
            conversation_id=f"c-{self._requests}",
            principal=Principal("tenant", tenant, tenant, frozenset()),
        )  # fmt: skip

    def kci_id(self) -> str:
        self._kcis += 1
        return str(UUID(int=self._kcis, version=4))

    def kci(
        self,
        about: Entity,
        reason: str,
        status: str | None = None,
        *,
        seq: int | None = None,
        said: dict[str, Any] | None = None,
        **entity: Any,
    ) -> dict[str, Any]:
        """A supplier's KCI with what its reason code asks for; numbered on, unless `seq` is given."""
        if seq is None:
            seq = self.read(lambda unit: find(unit, about.tenant, about.id)).heard + 1
        return kci(
            PROPERTIES[about.kind],
            {"id": about.id, "tenant": about.tenant, **entity},
            reason,
            status,
            seq=seq,
            id=self.kci_id(),
            said=said,
        )

    def receive(self, body: dict[str, Any], supplier: str = "S1") -> str | None:
        """Take a supplier's KCI; what became of it."""
        return self.do(lambda unit: receive(self.gateway, unit, body, supplier))

    def tell(
        self, about: Entity, reason: str, status: str | None = None, **more: Any
    ) -> str | None:
        """Make a KCI and take it; what became of it."""
        return self.receive(self.kci(about, reason, status, **more), about.supplier)

    def answer(self, subject: int, answer: Answer, tenant: str = "acme") -> None:
        """The supplier answers a question at once."""
        self.do(lambda unit: settle_answer(unit, tenant, subject, answer))

    def find(self, id: int, tenant: str = "acme") -> Entity:
        return self.read(lambda unit: find(unit, tenant, id))

    def told(self, id: int, tenant: str = "acme") -> list[Told]:
        return self.read(lambda unit: told(unit, tenant, id))

    def names(self, id: int, tenant: str = "acme") -> list[str]:
        """What the tenant was told, in short: `I/UPDATE SENT_TO_SUPPLIER`."""
        return [f"{one.name} {one.entity['status']}" for one in self.told(id, tenant)]

    def history(self, id: int, tenant: str = "acme") -> list[Any]:
        return self.read(lambda unit: Entities(unit, tenant).history(id))

    def kept(self, kci: str, supplier: str = "S1") -> Any:
        """The row of a supplier's KCI."""
        return self.read(lambda unit: kept.find(unit, supplier, kci))

    def count_kept(self) -> int:
        return len(self.read(lambda unit: unit.all(select(INBOUND.c.kci))))

    def timers(self, id: int) -> dict[str, float]:
        """Seconds until each timer of something."""
        now = round(self.clock.now().timestamp() * 1000)
        rows = self.read(lambda unit: unit.all(select(TIMER).where(TIMER.c.entity == id)))
        return {row["what"]: (row["due"] - now) / 1000 for row in rows}

    def pass_time(self, **by: float) -> None:
        """Let time pass, and happen what it brings."""
        self.clock.advance(timedelta(**by))
        self.runner.run(self.gateway.fire_timers())


def kci(
    property_: str,
    entity: dict[str, Any],
    reason: str,
    status: str | None = None,
    *,
    seq: int,
    id: str,
    said: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A KCI of a supplier that carries whatever its reason code asks for."""
    body: dict[str, Any] = {
        "id": id, "sequenceNumber": seq, "issuedOn": ISSUED, "reasonCode": reason,
        "text": f"the supplier says {reason}",
    }  # fmt: skip
    if reason in ("WARNING", "DELAY", "REAPPOINT", "CANCELLED"):
        body["problemCode"] = "NETWORK_ISSUE"
    content: dict[str, Any] = {}
    if reason == "COMMITTED" and property_.endswith(("ServiceOrder", "EthernetOrder")):
        content |= DATES
    if reason == "REAPPOINTED" and property_ in ("provideServiceOrder", "modifyServiceOrder"):
        content["appointmentSupplierReference"] = f"SLOT{seq}"
    if reason == "REAPPOINTED" and property_ == "serviceProblem":
        content["appointmentTimeslot"] = {
            "timeslotStartDateTime": "2026-02-01T08:00:00Z",
            "timeslotEndDateTime": "2026-02-01T12:00:00Z",
        }
    if reason == "RESOLVED" or status == "RESOLVED":
        content["serviceProblemResolution"] = {
            "supplierReference": f"RES{seq}",
            "resolvedDate": ISSUED,
            "resolutionDetails": {"resolutionCode": "CUSTOMER_FAULT_WIRING"},
        }
    if property_ == "serviceTest" and reason == "COMPLETED":
        content["result"] = {"testOutcome": {"testResult": "RED", "code": "STALE_PPP_SESSION"}}
    if status is not None:
        content["status"] = status
    given = {name: value for name, value in {**content, **entity}.items() if value is not None}
    return {**body, **(said or {}), property_: given}


def receive(gateway: Gateway, unit: Unit, body: dict[str, Any], supplier: str = "S1") -> str | None:
    written = _UPDATES.read(json.dumps(body)).to_json().decode()
    gateway.inbound.receive(unit, supplier, written)
    row = kept.find(unit, supplier, body["id"])
    return None if row is None else str(row["state"])


def find(unit: Unit, tenant: str, id: int) -> Entity:
    found = Entities(unit, tenant).get(id, KINDS)
    assert found is not None
    return found


def told(unit: Unit, tenant: str, id: int, *, after: int = 0) -> list[Told]:
    """What was kept for the tenant, each checked against the document; `after` a number."""
    rows = of_lane(unit, tenant_lane(tenant, id))
    assert [row["seq"] for row in rows] == [*range(1, len(rows) + 1)]
    rows = rows[after:]
    found = [Told(row["seq"], json.loads(row["head"]), json.loads(row["body"])) for row in rows]
    for one, row in zip(found, rows, strict=True):
        assert one.head["sequenceNumber"] == one.seq
        assert (one.head["id"], one.entity["id"]) == (row["key"], id)
        whole = {**one.head, "deliveredOn": ISSUED, "entity": one.entity}
        assert _TOLD.accept(json.dumps(whole))
    return found


@contextmanager
def bench(
    folder: Path,
    adapter: type[SupplierAdapter] = Scripted,
    *,
    tenant_handler: Any = None,
    store: str | None = None,
) -> Iterator[Bench]:
    """`acme` has suppliers S1 and S2, `bolt` has S1, `cold` has S2.

    `store`: URL of a database in the place of a file in the folder.
    `tenant_handler` takes KCIs in the place of the one that posts them. The workers do one thing at a
    time, so that the same happens each time.
    """
    settings = Settings(
        delivery=Delivery(slots=1),
        store=Store(url=store or f"sqlite:///{folder / 'store.db'}"),
        suppliers={name: SupplierSettings(adapter="scripted") for name in ("S1", "S2")},
        tenants={
            "acme": TenantSettings(
                suppliers=("S1", "S2"),
                default_supplier="S1",
                updates=Updates(url="http://127.0.0.1:9"),
            ),
            "bolt": TenantSettings(suppliers=("S1",)),
            "cold": TenantSettings(suppliers=("S2",)),
        },
    )
    clock, random = VirtualClock(), Random(20260105)
    with asyncio.Runner() as runner:
        gateway = Gateway(
            settings,
            factories={"scripted": cast(Any, adapter)},
            clock=clock,
            new_id=lambda: str(UUID(int=random.getrandbits(128), version=4)),
            random=Random(7),
        )
        if tenant_handler is not None:
            posts: Any = gateway
            posts._posts = lambda _: tenant_handler
        runner.run(gateway.start(work=False))
        try:
            yield Bench(gateway, clock, runner, random)
        finally:
            runner.run(gateway.aclose())
