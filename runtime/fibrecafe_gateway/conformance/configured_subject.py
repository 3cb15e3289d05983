"""A subject that is described by a file: an installed adapter, or a supplier's own server.

[supplier]                      # as [suppliers.ID] of the gateway's configuration
base_url = "https://api.acme.example/wholesale"

[tenants.FIRST]                 # credentials at the supplier, for one or two tenants
kind = "oauth"
token_url = "https://api.acme.example/token"
client_id = "conformance"
client_secret = {file = "secret.txt"}

[data]                          # what the supplier knows
address = {id = "200004033694", type = "UPRN"}
product = "ftthl2r"

[provoke.refuse]                # headers that make it answer so
X-Scenario = "ORDER_REJECTED?answer=422"

[gateway]                       # where its KCIs come in
port = 8099
client_id = "acme"
client_secret = "..."
"""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fibrecafe_api.supplier.models import AddressIdentifier

from ..adapters.contract import SupplierAdapter
from ..adapters.discovery import AdapterFactory, build_adapter
from ..adapters.native import Credentials as Auth
from ..adapters.native import NativeAdapter
from ..settings import Credentials, SupplierSettings
from .behaviours import Behaviour
from .capabilities import (
    HEADERS,
    OWN_NEWS,
    SERVER,
    TENANTS,
    Capabilities,
    operations_of,
)
from .samples import TestData
from .subject import TENANTS as TENANT_IDS
from .subject import Listening, Received, Subject

FILE = "conformance.toml"


class FileUnusable(Exception):
    """The file cannot be used; the text says where and why."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Data(_Section):
    address: AddressIdentifier | None = None
    product: str | None = None
    profile: str | None = None
    service_id: str | None = None
    ethernet_product: str | None = None
    quote: str | None = None
    resolution: str | None = None
    visit: str | None = None


class _Gateway(_Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    client_id: str
    client_secret: str
    patience: float = Field(default=60.0, gt=0)


class Described(_Section):
    """The whole file."""

    supplier: SupplierSettings = SupplierSettings()
    tenants: dict[str, Credentials] = {}
    data: _Data = _Data()
    provoke: dict[Behaviour, dict[str, str]] = {}
    gateway: _Gateway | None = None
    planned: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Operations that the supplier does not have."""
    drops: dict[str, str] = {}


def read(file: Path) -> Described:
    """Read a file; behaviours are named as `rate-limit`. Raises FileUnusable."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
        if isinstance(values.get("provoke"), dict):
            values["provoke"] = {
                name.replace("-", " "): held for name, held in values["provoke"].items()
            }
        return Described.model_validate(values)
    except OSError as error:
        raise FileUnusable(f"{file}: {error.strerror or error}") from error
    except tomllib.TOMLDecodeError as error:
        raise FileUnusable(f"{file} is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise FileUnusable(f"{file}: {where}: {first['msg']}") from error


class ConfiguredSubject(Subject):
    """What a file describes."""

    def __init__(self, name: str, described: Described, *, server: str | None = None) -> None:
        """`server`: the address of a supplier's own server; else `name` is an installed adapter."""
        self.name = name
        self._described = described
        self._server = server
        self.noted: list[Received] = []
        """What left for the supplier."""
        self._behaviour: Behaviour | None = None
        self.is_server = server is not None
        self.first_number = int(time.time()) % 10**9 * 1000
        self.drops = described.drops
        self.data = _data(described)
        self.behaviours = frozenset(described.provoke)
        if server is not None and described.tenants:
            self.behaviours |= {Behaviour.UNAUTHORISED}
        if described.gateway is not None:
            given = described.gateway
            self.listening = Listening(given.host, given.port, given.client_id, given.client_secret)
            self.patience = given.patience
        self.capabilities = self._capabilities()

    def _capabilities(self) -> Capabilities:
        described = self._described
        adapter = NativeAdapter if self._server is not None else self._class()
        has = set(operations_of(adapter)) - set(described.without) - set(described.planned)
        if self._server is not None:
            has |= {HEADERS, SERVER}
        if described.gateway is not None:
            has.add(OWN_NEWS)
        if len(described.tenants) > 1:
            has.add(TENANTS)
        return Capabilities(frozenset(has), frozenset(described.planned))

    def _class(self) -> type[SupplierAdapter]:
        """Of the installed adapter. Raises ConfigurationError."""
        return type(build_adapter(self.name, "CONFORMANCE", self.settings(), lambda _: None))

    @property
    def factory(self) -> AdapterFactory:
        """The installed adapter, or the native one with a hand on what it sends."""
        return self._make

    def _make(
        self,
        supplier_id: str,
        settings: SupplierSettings,
        credentials: Auth,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> SupplierAdapter:
        if self._server is None:
            return build_adapter(self.name, supplier_id, self.settings(), credentials)
        return NativeAdapter(supplier_id, self.settings(), credentials, _Steering(self))

    def settings(self) -> SupplierSettings:
        """The file's, with the address that was given."""
        if self._server is None:
            return self._described.supplier
        return self._described.supplier.model_copy(
            update={"base_url": self._server.rstrip("/"), "adapter": "native"}
        )

    def credentials(self, tenant: str) -> Credentials | None:
        """The first tenant's for the first, the last's for the second."""
        given = list(self._described.tenants.values())
        if not given:
            return None
        return given[0] if tenant == TENANT_IDS[0] else given[-1]

    async def provoke(self, behaviour: Behaviour | None) -> None:
        """By headers of the requests that follow."""
        self._behaviour = behaviour

    def received(self) -> Sequence[Received]:
        """What left for the supplier."""
        return self.noted

    def steer(self, request: httpx2.Request) -> None:
        """Called for each request of the native adapter."""
        behaviour = self._behaviour
        if behaviour is None:
            return
        given: Mapping[str, str] = self._described.provoke.get(behaviour, {})
        for name, value in given.items():
            request.headers[name] = value
        if behaviour is Behaviour.UNAUTHORISED and not given:
            request.headers["authorization"] = "Bearer not-a-token-of-yours"


class _Steering(httpx2.AsyncHTTPTransport):
    """Notes what leaves, and adds what makes the supplier answer in a way."""

    def __init__(self, subject: ConfiguredSubject) -> None:
        super().__init__()
        self._subject = subject

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Called by httpx2."""
        if "x-request-id" in request.headers:  # a request for a token has none
            self._subject.steer(request)
            self._subject.noted.append(await _noted(request))
        return await super().handle_async_request(request)


async def _noted(request: httpx2.Request) -> Received:
    content: Any = await request.aread()
    try:
        body = json.loads(content) if content else None
    except ValueError:
        body = content.decode("utf-8", "replace")
    return Received(
        f"{request.method} {request.url.path}", dict(request.headers), body,
        dict(request.url.params),
    )  # fmt: skip


def _data(described: Described) -> TestData:
    given = {
        name: value
        for name in _Data.model_fields
        if (value := getattr(described.data, name)) is not None
    }
    return replace(TestData(), **given)
