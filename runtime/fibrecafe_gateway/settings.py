"""What the gateway can be told: a TOML file, then the environment over it.

`FIBRECAFE_SERVER__PORT=9000` is `[server] port = 9000`. Unknown keys are refused. A secret is given
as `..._file` (a path) or in the environment, and never printed. `docs/configuration.md` lists all.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

SupplierId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,20}$")]
TenantId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,50}$")]
Seconds = Annotated[float, Field(gt=0)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must begin with https:// or http://")
    return text.rstrip("/")


Url = Annotated[str, AfterValidator(_url)]


class Secret(_Section):
    """A secret: one of the two."""

    value: SecretStr | None = None
    """The secret itself; in the environment, not in a file that others read."""
    file: Path | None = None
    """A file that holds it, without the line's end."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.value is None) == (self.file is None):
            raise ValueError("give `value` or `file`")
        return self

    def read(self) -> str:
        """The secret. Raises OSError."""
        if self.value is not None:
            return self.value.get_secret_value()
        assert self.file is not None
        return self.file.read_text().rstrip("\r\n")


class OAuth(_Section):
    """Client credentials at a token endpoint."""

    kind: Literal["oauth"] = "oauth"
    """OAuth 2.0 client credentials."""
    token_url: Url
    """Where tokens are fetched."""
    client_id: str
    """Of the gateway there."""
    client_secret: Secret
    """Of the gateway there."""
    scopes: tuple[str, ...] = ()
    """Asked for with a token."""
    in_body: bool = False
    """Credentials in the form, for servers that do not take HTTP Basic."""


class Basic(_Section):
    """HTTP Basic."""

    kind: Literal["basic"]
    """HTTP Basic."""
    user: str
    """Of the gateway there."""
    password: Secret
    """Of the gateway there."""


class Bearer(_Section):
    """A token that does not change."""

    kind: Literal["bearer"]
    """A constant token."""
    token: Secret
    """The token."""


Credentials = Annotated[OAuth | Basic | Bearer, Field(discriminator="kind")]


class Client(_Section):
    """Someone who may fetch tokens from the gateway's own token endpoint."""

    secret_hash: str
    """As `fibrecafe secret hash` prints it."""


class Server(_Section):
    """Where the gateway listens."""

    host: str = "127.0.0.1"
    """Address that is listened at."""
    port: int = Field(default=8080, ge=0, le=65535)
    """0: any free one."""
    max_body: int = Field(default=1024 * 1024, gt=0)
    """Bytes of a request's body."""
    public_url: Url | None = None
    """How others reach it, where that differs from host and port."""


class Store(_Section):
    """Where everything is kept."""

    url: str = "sqlite:///fibrecafe.db"
    """`sqlite:///PATH` or `postgresql://USER@HOST/NAME`."""
    password: Secret | None = None
    """Of the PostgreSQL user."""


class Tokens(_Section):
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


class Delivery(_Section):
    """Messages to tenants and to suppliers."""

    slots: int = Field(default=64, gt=0)
    """Requests in flight at once."""
    slots_per_endpoint: int = Field(default=16, gt=0)
    """Of them, to one tenant or one supplier."""
    timeout: Seconds = 10.0
    """Of one request to a tenant."""
    lease: Seconds = 30.0
    """How long a claim holds; a dead worker's lanes are free after it."""
    unflushed: int = Field(default=256, gt=0)
    """Deliveries done and not yet recorded, at most: the bound of repeated ones after a crash."""
    poll: Seconds = 0.05
    """Pause when there is nothing to do; a new message in the same process ends it."""
    probe: Seconds = 45.0
    """Between probes of a paused endpoint."""
    send_window: Seconds = 60.0
    """How long a supplier that cannot be reached, or is busy, is tried again."""
    unknown_window: Seconds = 900.0
    """How long the outcome of a supplier call may stay unknown, before FAILED_TO_SEND."""
    allow_internal: bool = False
    """Whether tenants' endpoints may be at loopback, private and link-local addresses."""


class SupplierSettings(_Section):
    """A supplier, for all tenants."""

    adapter: str = "native"
    """`native`, `tmforum`, `simulator`, or the name of an adapter that is installed."""
    base_url: Url | None = None
    """Where its Supplier API is."""
    api_version: Annotated[str, Field(pattern=r"^1\.\d{1,2}$")] = "1.15"
    """Version of the Supplier API that it has; what it lacks is not sent to it."""
    timeout: Seconds = 20.0
    """Of one call."""
    address_types: tuple[str, ...] = ()
    """Address identifiers that it understands, the best first; empty: any, the first given."""
    idempotent: bool = False
    """Whether the same request may be sent to it again."""
    gap_hold: Seconds = 60.0
    """How long a KCI waits for those before it."""
    test_headers: bool = False
    """Whether X-Scenario and its like are passed on to it."""
    clients: dict[str, Client] = {}
    """Who may fetch a token as this supplier."""
    options: dict[str, Any] = {}
    """For the adapter."""


class Updates(_Section):
    """Where a tenant takes its KCIs."""

    url: Url
    """Base address; KCIs go to `/kcis` below it."""
    auth: Credentials | None = None


class TenantSettings(_Section):
    """A tenant."""

    name: str = ""
    """What people call it."""
    suppliers: tuple[SupplierId, ...] = ()
    """Those that it may use, in the order of answers."""
    default_supplier: SupplierId | None = None
    """Who is asked for addresses when none is named."""
    updates: Updates | None = None
    """None: KCIs wait in the store, and are read with the order."""
    clients: dict[str, Client] = {}
    """Who may fetch a token as this tenant."""
    credentials: dict[SupplierId, Credentials] = {}
    """The tenant's own at each supplier."""
    unknown_references: Literal["refuse", "pass"] = "refuse"
    """What an order gets that names a reservation, or a problem that names a test, which the gateway
    does not have: refused, or passed on to the supplier."""


class Problems(_Section):
    """Service problems that are resolved."""

    warn_after: Seconds = 24 * 3600.0
    """Silence of the tenant after which it is told that the problem closes."""
    close_after: Seconds = 24 * 3600.0
    """From that warning to the closing."""


class Settings(BaseSettings):
    """All of it."""

    model_config = SettingsConfigDict(
        env_prefix="FIBRECAFE_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
    )

    server: Server = Server()
    store: Store = Store()
    tokens: Tokens = Tokens()
    delivery: Delivery = Delivery()
    problems: Problems = Problems()
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """From which level on the log is written."""
    suppliers: dict[SupplierId, SupplierSettings] = {}
    tenants: dict[TenantId, TenantSettings] = {}

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for name, tenant in self.tenants.items():
            named = {*tenant.suppliers, *tenant.credentials}
            if tenant.default_supplier:
                named.add(tenant.default_supplier)
            for missing in sorted(named - set(self.suppliers)):
                raise ValueError(f"tenant {name} names supplier {missing}, which is not configured")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes over the file."""
        return (env_settings, init_settings)

    @classmethod
    def load(cls, file: Path | None = None) -> Self:
        """Read a file and the environment.

        Raises OSError, tomllib.TOMLDecodeError and pydantic's ValidationError.
        """
        return cls(**(tomllib.loads(file.read_text()) if file else {}))
