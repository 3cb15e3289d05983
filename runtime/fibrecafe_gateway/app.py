"""Composition: settings in, one ASGI app out.

/v1/auth/...     token endpoint
/v1/kcis         Supplier Updates API
/v1/...          Tenant API
/supplier-updates/v1/...   the Supplier Updates API again, with its document and reference page
/livez /readyz   health
/metrics         for Prometheus, when the settings say so
/admin/v1/...    the operators' API, when the settings say so
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fibrecafe_api._support.request import Receive, RequestHead, Scope, Send
from fibrecafe_api._support.server import Authenticate
from fibrecafe_api.supplier_updates.server import create_app as supplier_updates_app
from fibrecafe_api.tenant.server import create_app as tenant_app

from .api.supplier_updates import GatewaySupplierUpdatesApi
from .api.tenant import GatewayTenantApi
from .gateway import Gateway, store_folder
from .security.authenticate import (
    admin_authenticate,
    supplier_authenticate,
    tenant_authenticate,
)
from .security.endpoint import TokenEndpoint, clients_of
from .security.keys import signing_key
from .security.rate import limited
from .security.tokens import Party, TokenIssuer, TokenVerifier
from .telemetry.access import AccessLog, know
from .telemetry.health import HealthApp
from .telemetry.observing import METRICS
from .telemetry.requests import name_operation

_BASE = "/v1"

_OWN = "/supplier-updates/v1"

_ADMIN = "/admin/v1"


class App:
    """The gateway as an ASGI app. Its lifespan starts and closes the gateway."""

    def __init__(
        self,
        gateway: Gateway,
        *,
        mounted: Mapping[str, Any] | None = None,
        access_log: bool = True,
        work: bool = True,
    ) -> None:
        """`mounted` are further apps by path. `work`: deliver too, and let time pass.

        Raises ValueError and OSError, which say what to change in the settings.
        """
        settings = gateway.settings
        self.gateway = gateway
        self._work = work
        keys = signing_key(settings.tokens, store_folder(settings))
        admin = settings.admin.scope if settings.admin.enabled else None
        verifier = TokenVerifier(settings.tokens, keys, gateway.clock, admin_scope=admin)
        self.issuer: TokenIssuer | None = None
        tokens: Any = None
        if settings.tokens.endpoint:
            self.issuer = TokenIssuer(settings.tokens, keys, gateway.clock, admin_scope=admin)
            tokens = TokenEndpoint(self.issuer, clients_of(settings))
        directory = gateway.directory
        self._tenant = tenant_app(
            GatewayTenantApi(gateway.services),
            authenticate=_known(
                limited(tenant_authenticate(verifier, directory.knows_tenant), settings.tenants),
                "tenant",
            ),
            max_body=settings.server.max_body,
        )
        self._updates = supplier_updates_app(
            GatewaySupplierUpdatesApi(gateway.database, gateway.inbound),
            authenticate=_known(
                supplier_authenticate(verifier, directory.suppliers.__contains__), "supplier"
            ),
            max_body=settings.server.max_body,
        )
        self._admin = _admin_app(gateway, verifier) if settings.admin.enabled else None
        self._tokens = tokens
        self._mounted = dict(mounted or {})
        self.failure: Exception | None = None
        """Why it did not start."""
        self.health = HealthApp({"gateway": gateway.check}, then=self._route)
        self._scraped = gateway.observing.scraped(
            gateway.database, check=gateway.check, tasks=gateway.tasks
        )
        self._serve = gateway.observing.requests(AccessLog(self.health, lines=access_log))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._serve(scope, receive, send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"] if scope["type"] == "http" else ""
        for prefix, app in self._mounted.items():
            if path == prefix or path.startswith(prefix + "/"):
                await app(_below(scope, prefix), receive, send)
                return
        if path == METRICS and self._scraped is not None:
            await self._scraped(scope, receive, send)
        elif path.startswith(f"{_ADMIN}/") and self._admin is not None:
            await self._admin(_below(scope, _ADMIN), receive, send)
        elif path == f"{_BASE}/kcis":
            await self._updates(_below(scope, _BASE), receive, send)
        elif path.startswith(_OWN + "/"):
            await self._updates(_below(scope, _OWN), receive, send)
        elif path.startswith(f"{_BASE}/auth/") and self._tokens is not None:
            name_operation(scope, "token", "accessToken")
            await self._tokens(_below(scope, _BASE), receive, send)
        elif path.startswith(_BASE + "/"):
            await self._tenant(_below(scope, _BASE), receive, send)
        else:
            await self._tenant(scope, receive, send)  # its own 404

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._start()
        except Exception as error:
            self.failure = error
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.health.stop()
        await self._stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        await self.gateway.start(work=self._work)
        for app in (self._tenant, self._updates):
            await _warm(app)

    async def _stop(self) -> None:
        await self.gateway.aclose()


def _admin_app(gateway: Gateway, verifier: TokenVerifier) -> Any:
    from .admin.api import AdminApi
    from .admin.app import AdminApp

    return AdminApp(
        AdminApi(gateway.services, gateway.settings),
        authenticate=_known(admin_authenticate(verifier), "admin"),
        max_body=gateway.settings.server.max_body,
    )


_API: dict[Party, str] = {"tenant": "tenant", "supplier": "supplier_updates", "admin": "admin"}


def _known(authenticate: Authenticate, party: Party) -> Authenticate:
    """Who asks stands on the log's lines."""

    async def noted(head: RequestHead, scopes: tuple[str, ...]) -> Any:
        name_operation(head.scope, _API[party], head.operation_id)
        principal = await authenticate(head, scopes)
        know(head.scope, **{party: principal.id})
        return principal

    return noted


def _below(scope: Scope, prefix: str) -> Scope:
    return {**scope, "root_path": scope.get("root_path", "") + prefix}


async def _warm(app: Any) -> None:
    """Build the validators now, as the app's own lifespan would."""
    messages = iter(({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}))

    async def receive() -> Any:
        return next(messages)

    async def send(_: Any) -> None:
        return

    await app({"type": "lifespan"}, receive, send)
