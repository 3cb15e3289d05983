"""Suppliers and tenants."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from .credentials import Certificate, Credentials
from .section import PerSecond, Seconds, Section, SupplierId, Url
from .server import Client


class SupplierSettings(Section):
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
    in_flight: int | None = Field(default=None, gt=0)
    """Requests to it at once; None: `[delivery] slots_per_endpoint`."""
    rate: PerSecond | None = None
    """Orders, tests and problems sent to it in a second, at most, by each process that delivers; None:
    as many as it takes."""
    tls: Certificate = Certificate()
    """For all tenants; a tenant's own at this supplier goes over it."""
    clients: dict[str, Client] = {}
    """Who may fetch a token as this supplier."""
    options: dict[str, Any] = {}
    """For the adapter."""


class Updates(Section):
    """Where a tenant takes its KCIs."""

    url: Url
    """Base address; KCIs go to `/kcis` below it."""
    auth: Credentials | None = None
    in_flight: int | None = Field(default=None, gt=0)
    """KCIs to it at once; None: `[delivery] slots_per_endpoint`."""
    rate: PerSecond | None = None
    """KCIs sent to it in a second, at most, by each process that delivers; None: as many as it takes."""
    tls: Certificate = Certificate()


class TenantSettings(Section):
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
    certificates: dict[SupplierId, Certificate] = {}
    """The tenant's own at each supplier, where calls are made with a client certificate."""
    request_rate: PerSecond | None = None
    """Requests taken from it in a second on average; more get 503 with Retry-After. None: no limit."""
    request_burst: int = Field(default=20, gt=0)
    """Requests above that rate that may come at once."""
    unknown_references: Literal["refuse", "pass"] = "refuse"
    """What an order gets that names a reservation, or a problem that names a test, which the gateway
    does not have: refused, or passed on to the supplier."""
