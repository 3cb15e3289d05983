"""Calls of suppliers with client certificates: of the gateway, or of the tenant called for."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from contextvars import ContextVar

import httpx2

from ..security.tls import Tls, tls_of
from ..settings import Settings

CALLED_FOR: ContextVar[str | None] = ContextVar("called_for", default=None)
"""The tenant of the call that is being made; set around each call of an adapter."""

Make = Callable[[ssl.SSLContext], httpx2.AsyncBaseTransport]


def _plain(context: ssl.SSLContext) -> httpx2.AsyncBaseTransport:
    return httpx2.AsyncHTTPTransport(verify=context)


class CertifiedTransport(httpx2.AsyncBaseTransport):
    """Carries requests on connections of their tenant; a tenant never uses another's."""

    def __init__(self, common: Tls | None, own: Mapping[str, Tls], make: Make = _plain) -> None:
        """`common` for tenants that have none of their `own`; None: no certificate is shown."""
        self._common = common
        self._own = own
        self._make = make
        self.traceable = make is _plain
        """Whether it tells how far each request is; a call waits here for a connection, too."""
        self._default: httpx2.AsyncBaseTransport | None = None
        self._used: dict[Tls, tuple[ssl.SSLContext, httpx2.AsyncBaseTransport]] = {}
        self._replaced: dict[Tls, httpx2.AsyncBaseTransport] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Called by httpx2."""
        tls = self._own.get(CALLED_FOR.get() or "", self._common)
        transport = self._without() if tls is None else await self._with(tls)
        return await transport.handle_async_request(request)

    def _without(self) -> httpx2.AsyncBaseTransport:
        if self._default is None:
            self._default = self._make(ssl.create_default_context())
        return self._default

    async def _with(self, tls: Tls) -> httpx2.AsyncBaseTransport:
        context = tls.context()
        known = self._used.get(tls)
        if known is not None and known[0] is context:
            return known[1]
        made = self._make(context)
        self._used[tls] = context, made
        if known is not None:
            # Requests may be under way there; those on the one before it have ended long ago.
            oldest = self._replaced.pop(tls, None)
            self._replaced[tls] = known[1]
            if oldest is not None:
                await oldest.aclose()
        return made

    async def aclose(self) -> None:
        """Close connections."""
        for transport in (
            *([self._default] if self._default else ()),
            *(transport for _, transport in self._used.values()),
            *self._replaced.values(),
        ):
            await transport.aclose()


def certified(settings: Settings, supplier: str) -> CertifiedTransport | None:
    """What carries calls of a supplier; None where nothing is said of certificates.

    Raises CertificateError.
    """
    common = tls_of(settings.suppliers[supplier].tls, f"[suppliers.{supplier}.tls]")
    own = {}
    for name, tenant in settings.tenants.items():
        if supplier in tenant.certificates:
            where = f"[tenants.{name}.certificates.{supplier}]"
            tls = tls_of(tenant.certificates[supplier], where)
            if tls is not None:
                own[name] = tls
    return CertifiedTransport(common, own) if common or own else None
