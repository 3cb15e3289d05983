"""A gateway in this process, with the adapter in it: time stands still, and it works when told to."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
from sqlalchemy import insert

from fibrecafe_api._support.auth import BearerToken
from fibrecafe_api.supplier_updates.client import AsyncSupplierUpdatesClient
from fibrecafe_api.supplier_updates.models import SupplierUpdate
from fibrecafe_api.tenant.client import AsyncTenantClient

from ..adapters.wire import plain
from ..api.updates import updates_of
from ..app import App
from ..clock import VirtualClock
from ..gateway import Gateway
from ..lifecycle.kinds import EntityKind
from ..security.tokens import Party
from ..settings import Delivery, Settings, Store, SupplierSettings, TenantSettings
from ..store.entities import Entities, Entity, by_reference
from ..store.tables import SERIES
from ..store.unit import Unit
from .in_process import InProcess
from .showing import shown
from .subject import SUPPLIER, TENANTS

if TYPE_CHECKING:
    from .trial import Trial

ADAPTER = "conformance"

_HERE = "http://gateway"

_APART = 500_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What a tenant sees of an entity."""

    status: str
    tells: tuple[str, ...]
    """Of each KCI: `INFORMATIONAL / ACKNOWLEDGED`, or `ERROR`."""
    updates: tuple[dict[str, Any], ...]
    body: dict[str, Any]


class Stage:
    """Start it, let tenants ask and the supplier say, and look at what the tenants see."""

    def __init__(self, trial: Trial, *, timeout: float = 2.0, folder: Path | None = None) -> None:
        """`timeout`: seconds that the supplier has. `folder`: of another stage, to go on with."""
        self._trial = trial
        self._timeout = timeout
        self._own = tempfile.TemporaryDirectory(dir=_memory()) if folder is None else None
        self.folder = Path(self._own.name) if self._own else folder or Path()
        self.clock = VirtualClock()
        self.gateway: Gateway
        self._open = False
        self.heard: list[dict[str, Any]] = []
        """KCIs as they came from the supplier."""
        self._tenants: dict[str, AsyncTenantClient] = {}

    async def start(self, *, clock: VirtualClock | None = None) -> None:
        """Build and start it."""
        self.clock = clock or self.clock
        self.gateway = Gateway(
            self._settings(),
            factories={ADAPTER: self._trial.subject.factory},
            clock=self.clock,
        )
        self.app = App(self.gateway, access_log=False)
        self._http = httpx2.AsyncClient(transport=InProcess(self.app))
        self._open = True
        await self.gateway.start(work=False)
        if self._own is not None:
            await self.gateway.database.run(self._begin_numbers)
        self._updates = AsyncSupplierUpdatesClient(
            f"{_HERE}/v1", http=self._http, auth=OwnToken(self.app, "supplier", SUPPLIER)
        )

    def _settings(self) -> Settings:
        subject = self._trial.subject
        supplier = subject.settings().model_copy(
            update={"adapter": ADAPTER, "timeout": self._timeout, "clients": {}}
        )
        tenants = {}
        for name in TENANTS:
            given = subject.credentials(name)
            tenants[name] = TenantSettings(
                suppliers=(SUPPLIER,),
                default_supplier=SUPPLIER,
                credentials={} if given is None else {SUPPLIER: given},
                unknown_references="pass",
            )
        suppliers: dict[str, SupplierSettings] = {SUPPLIER: supplier}
        return Settings(
            # The environment's own gateway is another one.
            _env_prefix="FIBRECAFE_CONFORMANCE__",  # type: ignore[call-arg]
            store=Store(url=f"sqlite:///{self.folder / 'gateway.db'}"),
            delivery=Delivery(send_window=60.0, unknown_window=900.0, probe=45.0),
            suppliers=suppliers,
            tenants=tenants,
        )

    def _begin_numbers(self, unit: Unit) -> None:
        """Beyond those of calls without a gateway, which the supplier remembers."""
        first = self._trial.samples.number() + _APART
        for name in TENANTS:
            unit.execute(insert(SERIES).values(tenant=name, last_id=first))

    def tenant(self, name: str = TENANTS[0]) -> AsyncTenantClient:
        """A tenant's client of this gateway."""
        if name not in self._tenants:
            auth = OwnToken(self.app, "tenant", name)
            self._tenants[name] = AsyncTenantClient(f"{_HERE}/v1", http=self._http, auth=auth)
        return self._tenants[name]

    async def door(self, update: SupplierUpdate) -> None:
        """Take a KCI of the supplier's. Raises the client's ApiError."""
        self._trial.note(
            "KCI", f"to the gateway: {getattr(update, 'reason_code', '?')}", shown(update)
        )
        self.heard.append(plain(update))
        await self._updates.order_update(body=update, request_id=self.gateway.database.new_id())

    async def deliver(self) -> None:
        """Send what is due to the supplier, until nothing is. Raises TimeoutError."""
        async with asyncio.timeout(self._timeout * 4 + 5):
            await self.gateway.engine.drain()

    async def pass_time(self, seconds: float) -> None:
        """Let time go by, and do what is due then."""
        self.clock.advance(timedelta(seconds=seconds))
        await self.gateway.fire_timers()
        await self.deliver()

    async def seen(self, tenant: str, id: int, kind: EntityKind) -> Seen:
        """What the tenant sees. Raises KeyError."""

        def work(unit: Unit) -> tuple[Entity | None, list[dict[str, Any]]]:
            entity = Entities(unit, tenant).get(id, (kind,))
            return entity, [] if entity is None else updates_of(unit, entity)

        entity, updates = await self.gateway.database.read(work)
        if entity is None:
            raise KeyError(id)
        tells = tuple(map(_tell, updates))
        return Seen(entity.status, tells, tuple(updates), dict(entity.body))

    async def found(self, reference: str, kind: EntityKind) -> int | None:
        """The gateway's number of what the supplier calls so."""
        entities = await self.gateway.database.read(
            lambda unit: by_reference(unit, SUPPLIER, reference, TENANTS, (kind,))
        )
        return entities[0].id if entities else None

    async def close_gateway(self) -> None:
        """End it, and keep what it stored."""
        if self._open:
            self._open = False
            await self._http.aclose()
            await self.gateway.aclose()

    async def aclose(self) -> None:
        """End it."""
        await self.close_gateway()
        if self._own is not None:
            self._own.cleanup()


def _memory() -> str | None:
    """A folder in memory, where there is one: what is stored here need not outlive the machine."""
    folder = Path("/dev/shm")
    return str(folder) if folder.is_dir() and os.access(folder, os.W_OK) else None


def _tell(update: dict[str, Any]) -> str:
    said = update.get("information") or update.get("action") or {}
    kind = said.get("type")
    return f"{update['updateType']} / {kind}" if kind else str(update["updateType"])


class OwnToken(httpx2.Auth):
    """Tokens of the gateway in this process."""

    def __init__(self, app: App, party: Party, name: str) -> None:
        self._app = app
        self._party: Party = party
        self._name = name
        self._token = ""
        self._until = 0.0

    def auth_flow(
        self, request: httpx2.Request
    ) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Called by httpx2."""
        now = self._app.gateway.clock.now().timestamp()
        issuer = self._app.issuer
        assert issuer is not None
        if now >= self._until:
            scopes = [issuer.scope_of(self._party)]
            self._token, lifetime = issuer.issue(self._party, self._name, ADAPTER, scopes)
            self._until = now + lifetime / 2
        yield from BearerToken(self._token).auth_flow(request)
