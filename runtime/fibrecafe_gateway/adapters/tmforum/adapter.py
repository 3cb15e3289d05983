"""The adapter: what the gateway asks goes through the mappings to the supplier, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import Any
from urllib.parse import quote

import httpx2

from fibrecafe_api.supplier import models as supplier

from ...settings import SupplierSettings
from ..contract import Refused, SupplierAdapter, SupplierCall
from ..native import Credentials
from . import mapping_north, mapping_south
from .client import APPOINTMENTS, ORDERS, QUALIFICATION, Conflict, TmForumClient
from .mapping_north import read
from .resources import (
    Appointment,
    CancelServiceOrder,
    CheckServiceQualification,
    SearchTimeSlot,
    ServiceOrder,
)


class TmForumAdapter(SupplierAdapter):
    """A supplier with TMF641, TMF645 and TMF646 in version 4.

    It keeps nothing between calls: an order is found again by the supplier's id, or by its
    `externalId`, which is the tenant and the gateway's number.
    """

    def __init__(
        self,
        supplier_id: str,
        settings: SupplierSettings,
        credentials: Credentials,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        """`transport` carries the requests. Raises ValueError for settings that do not fit."""
        if settings.base_url is None:
            raise ValueError(
                f"supplier {supplier_id} has no base_url: what stands before {ORDERS} there"
            )
        self._client = TmForumClient(supplier_id, settings.base_url, credentials, transport)

    async def aclose(self) -> None:
        """Close connections."""
        await self._client.aclose()

    async def availability_check(
        self,
        call: SupplierCall,
        *,
        address: supplier.AddressIdentifier,
        service_types: Sequence[supplier.ServiceType],
    ) -> supplier.ServiceAvailability:
        """TMF645: what is qualified at an address."""
        body = mapping_south.qualification(call.tenant, address, service_types)
        path = f"{QUALIFICATION}/checkServiceQualification"
        answer = await self._client.ask(call, "POST", path, body)
        return mapping_north.availability(address, read(CheckServiceQualification, answer))

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
        """TMF646: free slots. What they are called is left to the gateway."""
        body = mapping_south.slot_search(
            call.tenant, address, service_specification, appointment_from_date, appointment_purpose
        )
        answer = await self._client.ask(call, "POST", f"{APPOINTMENTS}/searchTimeSlot", body)
        return mapping_north.slots(address, service_specification, read(SearchTimeSlot, answer))

    async def reserve_appointment(
        self, call: SupplierCall, body: supplier.ReserveAppointment
    ) -> supplier.AppointmentReservation:
        """TMF646: hold a slot."""
        request = mapping_south.appointment(call.tenant, body)
        answer = await self._client.ask(call, "POST", f"{APPOINTMENTS}/appointment", request)
        return mapping_north.reservation(body, read(Appointment, answer))

    async def create_order(
        self, call: SupplierCall, body: supplier.CreateServiceOrder
    ) -> supplier.ServiceOrder | None:
        """TMF641: place an order. One that the supplier has already is answered as it has it."""
        began = monotonic()
        request = mapping_south.order(body)
        try:
            answer = await self._client.ask(call, "POST", f"{ORDERS}/serviceOrder", request)
        except Conflict:
            answer = await self._same_order(_rest_of(call, began), body.id)
            if answer is None:
                raise
        else:
            if answer is None:
                return None
        return mapping_north.order(body, read(ServiceOrder, answer))

    async def amend_order(
        self, call: SupplierCall, body: supplier.AmendServiceOrder
    ) -> supplier.AmendServiceOrder | None:
        """TMF641: change an order in flight."""
        began = monotonic()
        request = mapping_south.amendment(body)
        id = await self._id_of(call, body)
        path = f"{ORDERS}/serviceOrder/{quote(id, safe='')}"
        answer = await self._client.ask(_rest_of(call, began), "PATCH", path, request)
        return None if answer is None else mapping_north.amendment(body, read(ServiceOrder, answer))

    async def cancel_order(
        self, call: SupplierCall, body: supplier.CancelServiceOrder
    ) -> supplier.ServiceOrderCancellation | None:
        """TMF641: cancel an order in flight, by a task that may take its time."""
        began = monotonic()
        request = mapping_south.cancellation(call.tenant, body, await self._id_of(call, body))
        path = f"{ORDERS}/cancelServiceOrder"
        answer = await self._client.ask(_rest_of(call, began), "POST", path, request)
        if answer is None:
            return None
        return mapping_north.cancellation(body, read(CancelServiceOrder, answer))

    async def _id_of(self, call: SupplierCall, body: Any) -> str:
        """The supplier's id of the order; asked for when the gateway has not heard of it yet."""
        if body.supplier_order_reference is not None:
            return str(body.supplier_order_reference)
        id = await self._client.look_up(call, mapping_south.external_id(call.tenant, body.order_id))
        if id is None:
            raise Refused(f"The supplier knows no order {body.order_id}")
        return id

    async def _same_order(self, call: SupplierCall, number: int) -> Any:
        """What the supplier has under the number already; None: its conflict is another."""
        id = await self._client.look_up(call, mapping_south.external_id(call.tenant, number))
        if id is None:
            return None
        path = f"{ORDERS}/serviceOrder/{quote(id, safe='')}"
        return await self._client.ask(call, "GET", path)


def _rest_of(call: SupplierCall, began: float) -> SupplierCall:
    """The call, with the time that is left of it."""
    return replace(call, deadline=max(call.deadline - (monotonic() - began), 0.0))
