"""A supplier that speaks the Supplier API itself: the generated client, under the contract."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import TypeVar

import httpx2
from pydantic import BaseModel

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import ApiError, AsyncSupplierClient

from ..settings import SupplierSettings
from .contract import (
    Misunderstood,
    NotAuthorised,
    SupplierAdapter,
    SupplierCall,
    TimedOut,
    Unreachable,
)
from .echo import check_echo
from .sending import Ids, Sending, tells, watched
from .translation import failure_of
from .versions import SupplierVersion, require, strip, strip_service_types

Credentials = Callable[[str], httpx2.Auth | None]
"""A tenant's credentials at this supplier; None: it asks for none. Raises OSError."""

A = TypeVar("A", bound=BaseModel | None)

_TEST_HEADERS = frozenset({"x-scenario", "x-problem-code", "x-kci-delay"})


class NativeAdapter(SupplierAdapter):
    """Calls a supplier over HTTP. What its version lacks is not sent to it."""

    def __init__(
        self,
        supplier_id: str,
        settings: SupplierSettings,
        credentials: Credentials,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        """`transport` carries the requests: for certificates, proxies, guards and tests.

        Raises ValueError for settings that do not fit.
        """
        if settings.base_url is None:
            raise ValueError(
                f"supplier {supplier_id} has no base_url; the native adapter calls it there"
            )
        self._supplier = supplier_id
        self._base_url = settings.base_url
        self._version = SupplierVersion.of(settings)
        self._test_headers = settings.test_headers
        self._credentials = credentials
        self._traceable = tells(transport)
        # The environment's proxies and .netrc have no say in where a tenant's orders go.
        self._http = httpx2.AsyncClient(
            transport=transport, trust_env=False, event_hooks={"request": [watched]}
        )

    async def aclose(self) -> None:
        """Close connections."""
        await self._http.aclose()

    async def availability_check(
        self,
        call: SupplierCall,
        *,
        address: supplier.AddressIdentifier,
        service_types: Sequence[supplier.ServiceType],
    ) -> supplier.ServiceAvailability:
        """What the supplier offers at an address."""
        require(self._version, "availability_check", service_types=service_types)
        async with self._calling(call) as (client, ids):
            return await client.availability_check(
                address=address,
                service_types=strip_service_types(self._version, service_types),
                tenant=call.tenant,
                **ids,
            )

    async def quote(self, call: SupplierCall, body: supplier.QuoteRequest) -> supplier.Quote:
        """The price of a service between sites."""
        require(self._version, "quote")
        async with self._calling(call) as (client, ids):
            return await client.quote(body=body, **ids)

    async def appointment_availability(
        self,
        call: SupplierCall,
        *,
        address: supplier.AddressIdentifier,
        service_specification: supplier.ServiceSpecification,
        appointment_from_date: date | None,
        classifications: Sequence[supplier.TimeslotClassification] | None,
        appointment_purpose: str,
    ) -> supplier.AvailableAppointments:
        """Slots in which an engineer can come."""
        async with self._calling(call) as (client, ids):
            return await client.appointment_availability(
                address=address,
                service_specification=service_specification,
                appointment_from_date=appointment_from_date,
                classifications=None if classifications is None else list(classifications),
                appointment_purpose=appointment_purpose,
                tenant=call.tenant,
                **ids,
            )

    async def reserve_appointment(
        self, call: SupplierCall, body: supplier.ReserveAppointment
    ) -> supplier.AppointmentReservation:
        """Hold a slot."""
        async with self._calling(call, "reserve_appointment") as (client, ids):
            return _own(
                body, await client.reserve_appointment(body=body, tenant=call.tenant, **ids)
            )

    async def create_order(
        self, call: SupplierCall, body: supplier.CreateServiceOrder
    ) -> supplier.ServiceOrder | None:
        """Place an order."""
        require(self._version, "create_order", order_type=str(body.order_type))
        async with self._calling(call) as (client, ids):
            return _own(body, await client.create_order(body=body, tenant=call.tenant, **ids))

    async def amend_order(
        self, call: SupplierCall, body: supplier.AmendServiceOrder
    ) -> supplier.AmendServiceOrder | None:
        """Change an order in flight."""
        body = strip(self._version, body)
        async with self._calling(call) as (client, ids):
            return _own(body, await client.amend_order(body=body, tenant=call.tenant, **ids))

    async def cancel_order(
        self, call: SupplierCall, body: supplier.CancelServiceOrder
    ) -> supplier.ServiceOrderCancellation | None:
        """Cancel an order in flight, or object to an unsolicited cease."""
        body = strip(self._version, body)
        async with self._calling(call) as (client, ids):
            return _own(body, await client.cancel_order(body=body, tenant=call.tenant, **ids))

    async def create_ethernet_order(
        self, call: SupplierCall, body: supplier.CreateProvideEthernetOrder
    ) -> supplier.ProvideEthernetOrder | None:
        """Place an ethernet order."""
        require(self._version, "create_ethernet_order")
        async with self._calling(call) as (client, ids):
            return _own(body, await client.create_ethernet_order(body=body, **ids))

    async def service_test(
        self, call: SupplierCall, body: supplier.CreateServiceTest
    ) -> supplier.ServiceTest:
        """Start a test."""
        require(self._version, "service_test")
        async with self._calling(call) as (client, ids):
            return _own(body, await client.service_test(body=body, tenant=call.tenant, **ids))

    async def create_problem(
        self, call: SupplierCall, body: supplier.CreateServiceProblem
    ) -> supplier.ServiceProblem | None:
        """Report a problem."""
        require(self._version, "create_problem")
        async with self._calling(call) as (client, ids):
            return _own(body, await client.create_problem(body=body, tenant=call.tenant, **ids))

    async def amend_problem(
        self, call: SupplierCall, body: supplier.AmendServiceProblem
    ) -> supplier.AmendServiceProblem | None:
        """Change a problem in flight."""
        require(self._version, "amend_problem")
        async with self._calling(call) as (client, ids):
            return _own(body, await client.amend_problem(body=body, tenant=call.tenant, **ids))

    async def cancel_problem(
        self, call: SupplierCall, body: supplier.CancelServiceProblem
    ) -> supplier.ServiceProblemCancellation | None:
        """Withdraw a problem."""
        require(self._version, "cancel_problem")
        async with self._calling(call) as (client, ids):
            return _own(body, await client.cancel_problem(body=body, tenant=call.tenant, **ids))

    async def service_problem_resolution(
        self,
        call: SupplierCall,
        body: supplier.UpdateServiceProblemResolution,
        *,
        reference: str,
    ) -> supplier.ServiceProblemResolution:
        """Pass on what the tenant says of a resolution."""
        require(self._version, "service_problem_resolution")
        async with self._calling(call) as (client, ids):
            return await client.service_problem_resolution(
                body=body, id=reference, tenant=call.tenant, **ids
            )

    @asynccontextmanager
    async def _calling(
        self, call: SupplierCall, operation: str = ""
    ) -> AsyncIterator[tuple[AsyncSupplierClient, Ids]]:
        """A client for one call; what goes wrong becomes the contract's failure."""
        with Sending(call, traceable=self._traceable) as sending:
            try:
                async with asyncio.timeout(call.deadline):
                    yield self._client(call), sending.ids
            except TimeoutError as error:
                what = f"no answer within {call.deadline:g} s"
                if sending.may_have_arrived:
                    raise TimedOut(detail=what) from error
                raise Unreachable(detail=f"{what}; the request had not left") from error
            except ApiError as error:
                raise failure_of(error, sending, operation) from error
            except UnicodeEncodeError as error:
                raise Misunderstood(detail=f"an id or a header cannot be sent: {error}") from error

    def _client(self, call: SupplierCall) -> AsyncSupplierClient:
        try:
            auth = self._credentials(call.tenant)
        except OSError as error:
            raise NotAuthorised(
                detail=f"credentials of tenant {call.tenant} at supplier {self._supplier}"
                f" cannot be read: {error}"
            ) from error
        return AsyncSupplierClient(
            self._base_url,
            auth=auth,
            timeout=max(call.deadline, 0.001),
            headers=_passed_on(call.test_headers) if self._test_headers else {},
            http=self._http,
        )


def _own(body: BaseModel, answer: A) -> A:
    check_echo(body, answer)
    return answer


def _passed_on(given: Mapping[str, str]) -> dict[str, str]:
    """The test headers that can be written; a tenant may have sent anything under their names."""
    return {
        name: value
        for name, value in given.items()
        if name.lower() in _TEST_HEADERS and value.isascii() and value.isprintable()
    }
