"""The native adapter as a subject: before the simulator, over HTTP or in this process."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import httpx2

from fibrecafe_api.supplier import models
from fibrecafe_api.supplier.client import AsyncSupplierClient
from fibrecafe_api.supplier.server import RequestHead, anonymous
from fibrecafe_api.supplier_updates.models import SupplierUpdate

from ..adapters.contract import SupplierAdapter
from ..adapters.discovery import AdapterFactory
from ..adapters.native import Credentials as Auth
from ..adapters.native import NativeAdapter
from ..adapters.simulator import Simulator, create_app
from ..adapters.simulator.simulator import reference_for
from ..clock import VirtualClock
from ..lifecycle.kinds import EntityKind
from ..settings import Credentials, OAuth, Secret, SupplierSettings
from .behaviours import Behaviour
from .capabilities import HEADERS, KCIS, SERVER, TENANTS, Capabilities, declared
from .faulty_supplier import FaultySupplier
from .in_process import InProcess
from .live_stage import Server, ended, served
from .samples import Samples, TestData
from .subject import TENANTS as TENANT_IDS
from .subject import Received, Subject

IN_PROCESS = "http://supplier"

_ANSWERS: Mapping[Behaviour, str] = {
    Behaviour.AT_ONCE: "201",
    Behaviour.COMMITTED_AT_ONCE: "committed",
    Behaviour.LATER: "202",
}

_SCENARIOS: Mapping[str, str] = {
    "/service-orders": "ORDER_SUCCESSFUL",
    "/ethernet/service-orders": "ORDER_SUCCESSFUL",
    "/service-order-amendments": "AMENDMENT_ACCEPTED",
    "/service-problem-amendments": "AMENDMENT_ACCEPTED",
    "/service-order-cancellations": "CANCELLATION_ACCEPTED",
    "/service-problem-cancellations": "CANCELLATION_ACCEPTED",
    "/service-problems": "PROBLEM_RESOLVED",
}


def scenario_headers(behaviour: Behaviour | None, path: str) -> Mapping[str, str]:
    """Headers that make a simulator answer at once, or later."""
    answer, scenario = _ANSWERS.get(behaviour) if behaviour else None, _SCENARIOS.get(path)
    if answer is None or scenario is None:
        return {}
    if answer == "committed" and path not in ("/service-orders", "/ethernet/service-orders",
                                              "/service-problems"):  # fmt: skip
        answer = "201"
    return {"X-Scenario": f"{scenario}?answer={answer}"}


class TokenDesk:
    """Gives out tokens by client credentials, and knows the good ones."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._given: dict[str, str] = {}
        self._count = 0

    def serves(self, app: Any) -> None:
        """What is behind it."""
        self._app = app

    async def authenticate(self, head: RequestHead, scopes: tuple[str, ...]) -> str | None:
        """For the supplier's server."""
        _, _, token = (head.header("authorization") or "").partition(" ")
        return self._given.get(token)

    def know(self, token: str, client: str) -> None:
        """A token that is good though nobody fetched it."""
        self._given[token] = client

    def expire(self) -> None:
        """No token that was given is good any more."""
        self._given.clear()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI interface."""
        if scope["type"] != "http" or scope["path"] != "/token":
            await self._app(scope, receive, send)
            return
        client = _client_of(dict(scope["headers"]).get(b"authorization", b""))
        self._count += 1
        token = f"token-of-{client}-{self._count}"
        self._given[token] = client
        body = json.dumps({"access_token": token, "expires_in": 3600}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _client_of(header: bytes) -> str:
    given = base64.b64decode(header.removeprefix(b"Basic ")).decode()
    return unquote(given.partition(":")[0])


async def _unheard(update: SupplierUpdate, **_: Any) -> None:
    """The kit says the simulator's news itself, when it wants them."""


class NativeSubject(Subject):
    """The native adapter, or one that is made as it is.

    `http`: whether its supplier is reached over a socket; else in this process, which is quicker.
    """

    name = "native"
    behaviours = frozenset(Behaviour)

    def __init__(
        self, adapter: type[SupplierAdapter] = NativeAdapter, *, http: bool = True
    ) -> None:
        self.capabilities: Capabilities = declared(adapter, HEADERS, KCIS, SERVER, TENANTS)
        self._adapter: Any = adapter
        self._http = http
        self._url = IN_PROCESS
        self._server: Server | None = None

    async def start(self) -> None:
        """Start the simulator, with a resolution that waits for its tenant."""
        self._clock = VirtualClock()
        self._simulator = Simulator(_unheard, clock=self._clock, seed=7)
        self._desk = TokenDesk(None)
        self._supplier = FaultySupplier(
            create_app(self._simulator, authenticate=self._desk.authenticate),
            direct=scenario_headers,
        )
        self._desk.serves(self._supplier)
        self.data = replace(TestData(), resolution=await _play(self._simulator, self._clock))
        if self._http:
            self._server, self._url = await served(self._desk)

    async def close(self) -> None:
        """End the simulator."""
        if self._server is not None:
            self._supplier.provoke(None)
            await ended(self._server)
        await self._simulator.aclose()

    @property
    def factory(self) -> AdapterFactory:
        """The adapter's class; in process with a transport."""
        if self._http:
            made: AdapterFactory = self._adapter
            return made

        def make(
            supplier_id: str,
            settings: SupplierSettings,
            credentials: Auth,
            transport: httpx2.AsyncBaseTransport | None = None,
        ) -> SupplierAdapter:
            adapter: SupplierAdapter = self._adapter(
                supplier_id, settings, credentials, InProcess(self._desk)
            )
            return adapter

        return make

    def settings(self) -> SupplierSettings:
        """Where the simulator is."""
        return SupplierSettings(adapter="native", base_url=self._url, idempotent=True)

    def credentials(self, tenant: str) -> Credentials | None:
        """Each tenant's own client."""
        return OAuth(
            token_url=f"{self._url}/token",
            client_id=tenant,
            client_secret=Secret.model_validate({"value": "conformance"}),
        )

    def transport(self) -> httpx2.AsyncBaseTransport | None:
        """In process, the simulator itself."""
        return None if self._http else InProcess(self._desk)

    async def provoke(self, behaviour: Behaviour | None) -> None:
        """Make the simulator answer so."""
        if behaviour is Behaviour.EXPIRE:
            self._desk.expire()
            return
        self._supplier.provoke(behaviour)

    def reference_of(self, kind: EntityKind, tenant: str, id: int) -> str | None:
        """As the simulator makes them."""
        prefix = {EntityKind.SERVICE_TEST: "ST", EntityKind.SERVICE_PROBLEM: "SP"}.get(kind, "SO")
        return reference_for(prefix, tenant, id)

    async def cease(self, tenant: str, service_id: str) -> str | None:
        """By the simulator's own initiative."""
        return await self._simulator.cease(tenant, service_id)

    def received(self) -> Sequence[Received]:
        """All requests but those for tokens."""
        return self._supplier.received


async def _play(simulator: Simulator, clock: VirtualClock) -> str:
    """Let a problem of the first tenant's be resolved; the supplier's reference of it."""
    sample = Samples(TestData(), 1).of("create_problem", TENANT_IDS[0])
    http = httpx2.AsyncClient(transport=InProcess(create_app(simulator, authenticate=anonymous)))
    try:
        client = AsyncSupplierClient(
            IN_PROCESS, http=http, headers={"X-Scenario": "PROBLEM_RESOLVED?answer=201"}
        )
        problem = await client.create_problem(body=sample.body, tenant=TENANT_IDS[0])
        assert isinstance(problem, models.ServiceProblem)
        await simulator.pump_due(clock.now() + timedelta(days=1))
    finally:
        await http.aclose()
    return f"{problem.supplier_reference}_R1"
