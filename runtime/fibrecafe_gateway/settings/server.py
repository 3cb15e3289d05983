"""Where the gateway listens and keeps things, and whom it lets in."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from .credentials import Secret
from .section import Section, Url


class Client(Section):
    """Someone who may fetch tokens from the gateway's own token endpoint."""

    secret_hash: str
    """As `fibrecafe secret hash` prints it."""


class Server(Section):
    """Where the gateway listens."""

    host: str = "127.0.0.1"
    """Address that is listened at."""
    port: int = Field(default=8080, ge=0, le=65535)
    """0: any free one."""
    max_body: int = Field(default=1024 * 1024, gt=0)
    """Bytes of a request's body."""
    public_url: Url | None = None
    """How others reach it, where that differs from host and port."""


class Store(Section):
    """Where everything is kept."""

    url: str = "sqlite:///fibrecafe.db"
    """`sqlite:///PATH` or `postgresql://USER@HOST/NAME`."""
    password: Secret | None = None
    """Of the PostgreSQL user."""


class Tokens(Section):
    """Tokens that the gateway takes, and gives out."""

    algorithms: tuple[Literal["HS256", "RS256", "ES256", "EdDSA"], ...] = ("HS256",)
    """What a token may be signed with; its own header has no say."""
    secret: Secret | None = None
    """Key of HS256; without one the gateway makes and keeps one beside its store."""
    public_key_file: Path | None = None
    """PEM, for tokens of another issuer."""
    issuer: str = "fibrecafe"
    """What `iss` must say, and says in tokens of our own."""
    audience: str | None = None
    """What `aud` must hold; None: it is not looked at."""
    tenant_claim: str = "tenant"
    """Claim that names the tenant."""
    supplier_claim: str = "supplier"
    """Claim that names the supplier."""
    lifetime: int = Field(default=3600, gt=0)
    """Seconds that a token of our own lives."""
    endpoint: bool = True
    """Whether the gateway gives tokens out itself."""
    tenant_scope: str = "com.fibregateway.PRODUCTION/tenant.all.all"
    """Scope that opens the Tenant API."""
    supplier_scope: str = "com.fibregateway.PRODUCTION/supplier.all.all"
    """Scope that opens the Supplier Updates API."""


class Admin(Section):
    """The API for operators. Off unless it is enabled."""

    enabled: bool = False
    """Whether there is one."""
    scope: str = "com.fibregateway.PRODUCTION/gateway.admin.all"
    """Scope of a token that opens it; no other scope does, and it opens nothing else."""
    clients: dict[str, Client] = {}
    """Who may fetch a token as an operator."""


class Telemetry(Section):
    """What the gateway tells of itself."""

    metrics: bool = False
    """Whether `/metrics` answers, in the text format of Prometheus."""
    traces: Url | None = None
    """OTLP endpoint over HTTP that traces go to; None: no traces."""
    trace_ratio: float = Field(default=1.0, ge=0, le=1)
    """Part of the traces that is kept, where the caller does not say."""
