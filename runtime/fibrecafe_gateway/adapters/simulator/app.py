"""The simulator over HTTP: a Supplier API server, and an operation of its own."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AsyncExitStack
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from fibrecafe_api._support.model import WireModel
from fibrecafe_api._support.server import Answer, AsgiApp, Body, ErrorStyle, Route
from fibrecafe_api.supplier import server
from fibrecafe_api.supplier.server import Problem, RequestContext, RequestHead, SupplierApi

from .care import Care
from .directions import Unplayable
from .faulty_answers import FaultyAnswers
from .look_ups import LookUps
from .orders import Orders
from .simulator import Simulator

Authenticate = Callable[[RequestHead, tuple[str, ...]], Awaitable[Any]]

Scope = MutableMapping[str, Any]


class SimulatorApi(LookUps, Orders, Care, SupplierApi):
    """All operations of the Supplier API."""


class UnsolicitedCease(WireModel):
    """What the supplier shall do unasked."""

    tenant: Annotated[str, Field(min_length=1, max_length=50)]
    service_id: Annotated[str, Field(min_length=1, max_length=50)]
    reason: str = "CHANGE_OF_CP"
    status: str = "ACKNOWLEDGED"
    requested_cease_date: AwareDatetime | None = None
    scenario: Annotated[str, Field(min_length=1, max_length=1000)] | None = None


class CeaseCreated(WireModel):
    """The order that was made."""

    supplier_order_reference: str


class Initiative:
    """What a supplier does by itself; loopback only, it is no part of the Supplier API."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def create_unsolicited_cease(
        self, ctx: RequestContext, body: UnsolicitedCease
    ) -> CeaseCreated:
        """Cease a service unasked."""
        if ctx.client is not None and not _is_loopback(ctx.client[0]):
            raise Problem.forbidden()
        try:
            reference = await self._simulator.cease(
                body.tenant,
                body.service_id,
                body.reason,
                status=body.status,
                requested_cease_date=body.requested_cease_date,
                scenario=body.scenario,
            )
        except Unplayable as error:
            raise Problem.invalid(str(error)) from error
        return CeaseCreated(supplier_order_reference=reference)


_ROUTES = (
    Route(
        operation_id="createUnsolicitedCease",
        handler="create_unsolicited_cease",
        method="POST",
        path="/simulator/unsolicited-ceases",
        body=Body(UnsolicitedCease),
        answers=(Answer(201, CeaseCreated),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True},
    ),
)


class SimulatorApp:
    """Both APIs as one ASGI app. `pump`: whether KCIs are sent while it is served."""

    def __init__(self, simulator: Simulator, authenticate: Authenticate, pump: bool) -> None:
        supplier = server.create_app(SimulatorApi(simulator), authenticate=authenticate)
        self._supplier = FaultyAnswers(supplier, simulator.sleep)
        self._own = AsgiApp(
            Initiative(simulator),
            _ROUTES,
            ErrorStyle("gateway", ()),
            Path(),
            authenticate=authenticate,
            document=False,
        )
        self._simulator = simulator
        self._pump = pump

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """The ASGI interface."""
        if scope["type"] == "http" and str(scope["path"]).startswith("/simulator/"):
            await self._own(scope, receive, send)
            return
        async with AsyncExitStack() as stack:
            if scope["type"] == "lifespan" and self._pump:
                await stack.enter_async_context(self._simulator.running())
            await self._supplier(scope, receive, send)


def create_app(
    simulator: Simulator, *, authenticate: Authenticate, pump: bool = False
) -> SimulatorApp:
    """An ASGI app that serves a simulator.

    `authenticate` says who asks, see `bearer`. `pump`: send KCIs between the start and the end of
    the app's lifespan; else call the simulator's `run` or `pump_due`.
    """
    return SimulatorApp(simulator, authenticate, pump)


def bearer(token: str | None = None) -> Authenticate:
    """Lets in who has a token, any one if none is given."""

    async def authenticate(request: RequestHead, scopes: tuple[str, ...]) -> str | None:
        scheme, _, given = (request.header("authorization") or "").partition(" ")
        if scheme.lower() != "bearer" or not given.strip():
            return None
        if token is not None and not hmac.compare_digest(given.strip().encode(), token.encode()):
            return None
        return "gateway"

    return authenticate


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
