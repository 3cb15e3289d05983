"""The gateway with no configuration at all: a tenant, the simulator as supplier, an embedded store.

For trying it out, on loopback. Credentials are made at the first start and kept beside the store, so
that they are the same at the next.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from fibrecafe_api._support.auth import BearerToken
from fibrecafe_api.supplier_updates.client import AsyncSupplierUpdatesClient

from .adapters.contract import SupplierAdapter
from .adapters.discovery import AdapterFactory
from .adapters.simulator import GatewaySender, Simulator
from .adapters.simulator.adapter import SimulatorAdapter, adapter_for
from .app import App
from .clock import Clock
from .gateway import Gateway, store_folder
from .security.passwords import hash_secret
from .settings import (
    Client,
    Delivery,
    Server,
    Settings,
    Store,
    SupplierSettings,
    TenantSettings,
    Updates,
)

TENANT = "TENANT1"
SUPPLIER = "DUMMY_SUPPLIER"
INBOX = "/development"
"""Where KCIs to the development tenant are shown."""

_FILE = "development-credentials.json"

_KCI_DELAY = 1.0  # seconds between the simulator's KCIs, where a request does not say


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a person needs to call the gateway."""

    client_id: str
    client_secret: str
    supplier_client_id: str
    supplier_client_secret: str


def credentials_beside(store: Path) -> Credentials:
    """Those of the development tenant and supplier; made when they are not there. Raises OSError."""
    file = store / _FILE
    try:
        return Credentials(**json.loads(file.read_text()))
    except FileNotFoundError:
        pass
    made = Credentials(
        "tenant1", secrets.token_urlsafe(24), "dummy-supplier", secrets.token_urlsafe(24)
    )
    store.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump({name: getattr(made, name) for name in made.__slots__}, out, indent=1)
    return made


def development_settings(base_url: str, store: Path, credentials: Credentials) -> Settings:
    """Settings for a gateway at `base_url`; `store` is the database file."""
    return Settings(
        server=Server(public_url=base_url),
        store=Store(url=f"sqlite:///{store}"),
        delivery=Delivery(allow_internal=True),
        suppliers={
            SUPPLIER: SupplierSettings(
                adapter="simulator",
                test_headers=True,
                idempotent=True,
                clients={
                    credentials.supplier_client_id: Client(
                        secret_hash=hash_secret(credentials.supplier_client_secret)
                    )
                },
            )
        },
        tenants={
            TENANT: TenantSettings(
                name="Development tenant",
                suppliers=(SUPPLIER,),
                default_supplier=SUPPLIER,
                updates=Updates(url=base_url + INBOX),
                clients={
                    credentials.client_id: Client(
                        secret_hash=hash_secret(credentials.client_secret)
                    )
                },
                unknown_references="pass",
            )
        },
    )


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    mounted: dict[str, Any] | None = None,
    kci_delay: float = _KCI_DELAY,
    seed: int | None = None,
    access_log: bool = True,
    work: bool = True,
) -> App:
    """The app of any settings; each supplier with the adapter `simulator` and no `base_url` gets one
    in this process.

    Raises what `Gateway` and `App` raise.
    """
    simulated = [
        name
        for name, supplier in settings.suppliers.items()
        if supplier.adapter == "simulator" and supplier.base_url is None
    ]
    if not simulated:
        gateway = Gateway(settings, clock=clock, factories={"simulator": SimulatorAdapter})
        return App(gateway, mounted=mounted, access_log=access_log, work=work)
    if not work:
        raise ValueError(
            f"supplier {simulated[0]} is a simulator inside this process, which other workers do not"
            " reach; give it a base_url, or deliver from here"
        )
    return _Simulated(settings, simulated, clock, mounted, kci_delay, seed, access_log)


class _Simulated(App):
    """The app with simulators beside it, which live and end with it."""

    def __init__(
        self,
        settings: Settings,
        suppliers: list[str],
        clock: Clock | None,
        mounted: dict[str, Any] | None,
        kci_delay: float,
        seed: int | None,
        access_log: bool,
    ) -> None:
        self._http = httpx2.AsyncClient(transport=httpx2.ASGITransport(self))
        folder = store_folder(settings)
        self.simulators = {
            name: Simulator(
                GatewaySender(self._updates_of(name)),
                clock=clock,
                seed=None if seed is None else seed + place,
                journal=folder / f"simulator-{name}.db" if folder else None,
                kci_delay=kci_delay,
            )
            for place, name in enumerate(suppliers)
        }
        gateway = Gateway(settings, clock=clock, factories={"simulator": self._adapter})
        super().__init__(gateway, mounted=mounted, access_log=access_log)

    def _updates_of(self, supplier: str) -> AsyncSupplierUpdatesClient:
        return AsyncSupplierUpdatesClient(
            "http://gateway/v1", http=self._http, auth=_OwnToken(self, supplier)
        )

    def _adapter(
        self,
        supplier_id: str,
        settings: SupplierSettings,
        credentials: Any,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> SupplierAdapter:
        inside = self.simulators.get(supplier_id)
        make: AdapterFactory = SimulatorAdapter if inside is None else adapter_for(inside)
        return make(supplier_id, settings, credentials, transport)

    async def _start(self) -> None:
        await super()._start()
        self._running = AsyncExitStack()
        for simulator in self.simulators.values():
            await self._running.enter_async_context(simulator.running())

    async def _stop(self) -> None:
        await self._running.aclose()
        await super()._stop()
        for simulator in self.simulators.values():
            await simulator.aclose()
        await self._http.aclose()


class _OwnToken(httpx2.Auth):
    """The simulator's token, from the gateway that it lives in."""

    def __init__(self, app: App, supplier: str) -> None:
        self._app = app
        self._supplier = supplier
        self._token = ""
        self._until = 0.0

    def auth_flow(self, request: httpx2.Request) -> Any:
        """Called by httpx2."""
        now = self._app.gateway.clock.now().timestamp()
        if now >= self._until:
            issuer = self._app.issuer
            if issuer is None:
                raise RuntimeError("a simulator in process needs [tokens] endpoint = true")
            scopes = [issuer.scope_of("supplier")]
            self._token, lifetime = issuer.issue("supplier", self._supplier, "simulator", scopes)
            self._until = now + lifetime / 2
        yield from BearerToken(self._token).auth_flow(request)
