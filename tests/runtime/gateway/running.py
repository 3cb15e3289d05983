"""The gateway as tenants meet it: over HTTP on loopback, with its simulators and tenants' inboxes."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx2

from fibrecafe_api.supplier_updates.client import SupplierUpdatesClient
from fibrecafe_api.tenant.client import AsyncTenantClient, ClientCredentials, TenantClient
from fibrecafe_gateway.app import App
from fibrecafe_gateway.development import build
from fibrecafe_gateway.security.passwords import hash_secret
from fibrecafe_gateway.settings import (
    Bearer,
    Client,
    Delivery,
    Secret,
    Settings,
    Store,
    SupplierSettings,
    TenantSettings,
    Updates,
)
from fibrecafe_gateway.store.tables import METADATA
from fibrecafe_gateway.tenant_side import IncomingKci, KciReceiver, bearer
from tests.serving import serve

T = TypeVar("T")

PATIENCE = 15.0
"""Seconds that a test waits for what should come at once."""

INBOX_TOKEN = "token-of-the-tenants-inbox"  # a test's

TENANTS = ("TENANT1", "TENANT2")

SIMULATORS = ("DUMMY_SUPPLIER", "SUPPLIER2")


def secret_of(name: str) -> str:
    """The secret of a tenant's or supplier's client, which is named like it."""
    return f"the-secret-of-{name}"


@cache
def hash_of(name: str) -> str:
    return hash_secret(secret_of(name))


@dataclass(frozen=True)
class Kci:
    """One that a tenant received."""

    model: Any
    body: dict[str, Any]
    conversation_id: str | None

    @property
    def id(self) -> int:
        return int(self.body["entity"]["id"])

    @property
    def status(self) -> str:
        return str(self.body["entity"]["status"])

    @property
    def type(self) -> str:
        """`INFORMATION_REQUIRED`, or `ERROR`."""
        said = self.body.get("information") or self.body.get("action") or {"type": "ERROR"}
        return str(said["type"])

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = self.body.get("information") or self.body.get("action") or {}
        return found


@dataclass
class Inbox:
    """What a tenant received, in the order in which it came."""

    kcis: list[Kci] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def app(self) -> Any:
        from fibrecafe_api.tenant_updates.server import create_app

        return create_app(KciReceiver(self), authenticate=bearer(INBOX_TOKEN))

    async def take(self, kci: IncomingKci) -> None:
        """Called by the receiver."""
        with self._news:
            body = json.loads(kci.model.to_json())
            self.kcis.append(Kci(kci.model, body, kci.conversation_id))
            self._news.notify_all()

    def first(self, fits: Callable[[Kci], bool]) -> Kci:
        """The first KCI that fits, once it is there."""
        with self._news:
            if not self._news.wait_for(lambda: any(map(fits, self.kcis)), PATIENCE):
                raise AssertionError("no such KCI came")
        return next(filter(fits, self.kcis))

    def about(self, id: int) -> list[Kci]:
        return [kci for kci in list(self.kcis) if kci.id == id]

    def wait(self, id: int, until: str | int | Callable[[list[Kci]], bool]) -> list[Kci]:
        """KCIs about something, once one has a status, so many are there, or as `until` says."""

        def enough() -> bool:
            found = self.about(id)
            if callable(until):
                return until(found)
            return (
                len(found) >= until
                if isinstance(until, int)
                else any(kci.status == until for kci in found)
            )

        with self._news:
            if not self._news.wait_for(enough, PATIENCE):
                told = [f"{k.type} {k.status}" for k in self.about(id)]
                raise AssertionError(f"{until} did not come; about {id} came {told}")
        return self.about(id)


@dataclass
class Running:
    """A gateway that runs."""

    url: str
    app: App
    store: Path
    inboxes: Mapping[str, Inbox]
    _http: httpx2.Client
    _auth: dict[str, ClientCredentials] = field(default_factory=dict)
    _tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    def auth(self, name: str, party: str = "tenant") -> ClientCredentials:
        """A token from the real endpoint, fetched once."""
        if name not in self._auth:
            where = f"{self.url}/v1/auth/{party}/access-token"
            self._auth[name] = ClientCredentials(where, name.lower(), secret_of(name))
        return self._auth[name]

    def client(
        self, tenant: str = "TENANT1", scenario: str | None = None, **headers: str
    ) -> TenantClient:
        """Names of headers with `_` for `-`."""
        return TenantClient(
            f"{self.url}/v1",
            auth=self.auth(tenant),
            headers=_headers(scenario, headers),
            http=self._http,
        )

    def async_client(
        self, tenant: str = "TENANT1", scenario: str | None = None, **headers: str
    ) -> AsyncTenantClient:
        """Closed by who asks for it."""
        return AsyncTenantClient(
            f"{self.url}/v1",
            auth=self.auth(tenant),
            headers=_headers(scenario, headers),
        )

    def supplier(self, name: str = "DUMMY_SUPPLIER") -> SupplierUpdatesClient:
        """A client with which a supplier sends KCIs."""
        return SupplierUpdatesClient(
            f"{self.url}/v1", auth=self.auth(name, "supplier"), http=self._http
        )

    def in_gateway(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something in the gateway's event loop."""
        loop = self.app.gateway._tasks[0].get_loop()
        return asyncio.run_coroutine_threadsafe(work, loop).result(PATIENCE)

    def cease(self, service_id: str, tenant: str = "TENANT1", scenario: str | None = None) -> Kci:
        """Let the supplier cease a service unasked; the first KCI of it."""
        app: Any = self.app
        simulator = app.simulators["DUMMY_SUPPLIER"]
        self.in_gateway(simulator.cease(tenant, service_id, scenario=scenario))
        return self.inbox(tenant).first(lambda k: k.body["entity"].get("serviceId") == service_id)

    def token(self, name: str = "TENANT1", party: str = "tenant") -> str:
        """A bearer token, fetched once."""
        if (name, party) not in self._tokens:
            answer = httpx2.post(
                f"{self.url}/v1/auth/{party}/access-token",
                data={"grant_type": "client_credentials"},
                auth=(name.lower(), secret_of(name)),
            )
            self._tokens[name, party] = answer.json()["access_token"]
        return self._tokens[name, party]

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: self.count(name) for name in METADATA.tables}

    def count(self, table: str, where: str = "true") -> int:
        """How many rows a table has of some sort."""
        with closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)) as connection:
            statement = f"select count(*) from {table} where {where}"
            return int(connection.execute(statement).fetchone()[0])

    def settle(self) -> None:
        """Wait until nothing is left to be delivered and recorded."""
        self.until(lambda: not self.rows()["lane"])

    def until(self, fits: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not fits():
            assert time.monotonic() < deadline, "it did not become so"
            time.sleep(0.02)

    def inbox(self, tenant: str = "TENANT1") -> Inbox:
        return self.inboxes[tenant]


def _headers(scenario: str | None, headers: Mapping[str, str]) -> dict[str, str]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return given if scenario is None else {**given, "X-Scenario": scenario}


def _with_client(name: str, supplier: SupplierSettings) -> SupplierSettings:
    if supplier.adapter != "simulator":
        return supplier
    clients = {name.lower(): Client(secret_hash=hash_of(name))}
    return supplier.model_copy(update={"clients": clients})


def simulated(**changes: Any) -> SupplierSettings:
    """A supplier that is a simulator in the gateway's process."""
    return SupplierSettings(**{"adapter": "simulator", "test_headers": True, **changes})


def native(url: str, **changes: Any) -> SupplierSettings:
    """A supplier that speaks the Supplier API at `url`."""
    return SupplierSettings(**{"base_url": url, "test_headers": True, "timeout": 5.0, **changes})


@contextmanager
def running(
    folder: Path,
    suppliers: Mapping[str, SupplierSettings] | None = None,
    *,
    tenant: Mapping[str, Any] | None = None,
    delivery: Mapping[str, Any] | None = None,
    kci_delay: float = 0.0,
    access_log: bool = False,
    store_url: str | None = None,
    **sections: Any,
) -> Iterator[Running]:
    """Two tenants, both with all suppliers; `suppliers` come in the place of two simulators, `tenant`
    changes the settings of the first."""
    given = suppliers or {name: simulated() for name in SIMULATORS}
    inboxes = {name: Inbox() for name in TENANTS}
    store = folder / "gateway.db"
    with ExitStack() as stack:
        tenants = {}
        for name, inbox in inboxes.items():
            updates = Updates(
                url=stack.enter_context(serve(inbox.app())),
                auth=Bearer(kind="bearer", token=Secret(value=INBOX_TOKEN)),
            )
            values: dict[str, Any] = {
                "suppliers": tuple(given),
                "default_supplier": next(iter(given)),
                "updates": updates,
                "clients": {name.lower(): Client(secret_hash=hash_of(name))},
                "unknown_references": "refuse" if name == "TENANT1" else "pass",
            }
            more = tenant if tenant and name == "TENANT1" else {}
            tenants[name] = TenantSettings(**{**values, **more})
        settings = Settings(
            store=Store(url=store_url or f"sqlite:///{store}"),
            delivery=Delivery(**{"allow_internal": True, **(delivery or {})}),
            suppliers={name: _with_client(name, s) for name, s in given.items()},
            tenants=tenants,
            **sections,
        )
        app = build(settings, kci_delay=kci_delay, seed=7, access_log=access_log)
        url = stack.enter_context(serve(app))
        http = stack.enter_context(httpx2.Client(timeout=PATIENCE))
        yield Running(url, app, store, inboxes, http)
