"""The simulator as a supplier of the gateway: its Supplier API in process, and its addresses."""

from __future__ import annotations

from typing import Any

import httpx2

from fibrecafe_api.supplier.server import anonymous
from fibrecafe_api.tenant import models as tenant

from ...settings import SupplierSettings
from ..contract import SupplierCall
from ..discovery import AdapterFactory
from ..native import Credentials, NativeAdapter
from .addresses import SimulatedAddresses
from .app import create_app
from .simulator import Simulator

IN_PROCESS = "http://simulator"
"""Base address where there is no network."""


class SimulatorAdapter(NativeAdapter):
    """Calls a simulator as any other supplier, and adds what the Supplier API does not have."""

    def __init__(
        self,
        supplier_id: str,
        settings: SupplierSettings,
        credentials: Credentials,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        super().__init__(supplier_id, settings, credentials, transport)
        self._addresses = SimulatedAddresses()

    async def address_lookup(
        self,
        call: SupplierCall,
        *,
        postal_code: str | None,
        uprn: str | None,
        name: str | None,
        street_number: str | None,
        street_name: str | None,
    ) -> list[tenant.Address]:
        """Addresses that match, from the simulator's table."""
        return await self._addresses.address_lookup(
            call,
            postal_code=postal_code,
            uprn=uprn,
            name=name,
            street_number=street_number,
            street_name=street_name,
        )


class InProcess(httpx2.ASGITransport):
    """Requests to an app in the same process; an answer left unfinished is a broken connection."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Called by httpx2."""
        try:
            return await super().handle_async_request(request)
        except AssertionError as error:
            raise httpx2.RemoteProtocolError(
                "the simulator broke off its answer", request=request
            ) from error


def adapter_for(simulator: Simulator) -> AdapterFactory:
    """Makes adapters of a simulator in this process, for the `extra` of `build_adapter`.

    A supplier with a `base_url` is a simulator in another process, and called over HTTP. In
    process scenarios are always passed on.
    """
    app: Any = create_app(simulator, authenticate=anonymous)

    def make(
        supplier_id: str,
        settings: SupplierSettings,
        credentials: Credentials,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> SimulatorAdapter:
        if settings.base_url is not None:
            return SimulatorAdapter(supplier_id, settings, credentials, transport)
        inside = settings.model_copy(update={"base_url": IN_PROCESS, "test_headers": True})
        return SimulatorAdapter(supplier_id, inside, credentials, InProcess(app))

    return make
