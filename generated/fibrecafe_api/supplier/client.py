"""Fibre Cafe : Supplier API 1.15: the clients.

`SupplierClient` waits for each answer, `AsyncSupplierClient` is awaited; they have the same
methods. A request is checked before it leaves, an answer is read with tolerance for what newer
versions bring. Ids that are not given are made: `X-Request-ID` for each call,
`X-Conversation-ID` too; give the latter to follow one matter through several calls. Nothing is
sent twice by itself. What is raised is drawn in `errors`. `timeout` is in seconds.
"""

from __future__ import annotations

from datetime import date


from .._support import errors
from .._support.client import (
    ApiError,
    Argument,
    AsyncClient,
    BearerToken,
    Call,
    Client,
    ClientCredentials,
    prepare,
)
from . import models

__all__ = [
    "ApiError",
    "AsyncSupplierClient",
    "BearerToken",
    "ClientCredentials",
    "SCOPES",
    "TOKEN_URL",
    "SERVERS",
    "SupplierClient",
    "errors",
]

SERVERS = {
    "Placeholder: every supplier has its own address, perhaps with a path in front.": "https://api.provided_by_supplier.net",
}
"""Base URLs that the document names."""

TOKEN_URL = "https://api.provided_by_supplier.net/oauth2/token"
"""Where `ClientCredentials` gets its tokens (relative ones: below the server)."""

SCOPES = ()

_AVAILABILITY_CHECK = Call(
    operation_id="handleAvailabilityCheck",
    method="GET",
    path="/service-availability",
    answers={
        200: models.ServiceAvailability,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    arguments=(
        Argument("address", "address", "query", models.AddressIdentifier, encoding="json"),
        Argument(
            "serviceTypes", "service_types", "query", models.ServiceTypeList, encoding="exploded"
        ),
        Argument("Tenant", "tenant", "header", str),
    ),
    request_id=True,
    conversation_id=True,
)

_QUOTE = Call(
    operation_id="handleQuote",
    method="POST",
    path="/quote",
    answers={
        201: models.Quote,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    body=models.QuoteRequest,
    exclude={"service": {"__all__": {"service_specification": {"name": True}}}},
    request_id=True,
    conversation_id=True,
)

_APPOINTMENT_AVAILABILITY = Call(
    operation_id="handleAppointmentAvailability",
    method="GET",
    path="/available-appointments",
    answers={
        200: models.AvailableAppointments,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    arguments=(
        Argument("address", "address", "query", models.AddressIdentifier, encoding="json"),
        Argument(
            "serviceSpecification",
            "service_specification",
            "query",
            models.ServiceSpecification,
            encoding="json",
        ),
        Argument("appointmentFromDate", "appointment_from_date", "query", date),
        Argument(
            "classifications",
            "classifications",
            "query",
            list[models.TimeslotClassification],
            encoding="comma",
        ),
        Argument("appointmentPurpose", "appointment_purpose", "query", models.AppointmentPurpose),
        Argument("Tenant", "tenant", "header", str),
    ),
    request_id=True,
    conversation_id=True,
)

_RESERVE_APPOINTMENT = Call(
    operation_id="handleReserveAppointment",
    method="POST",
    path="/appointments",
    answers={
        201: models.AppointmentReservation,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    arguments=(Argument("Tenant", "tenant", "header", str),),
    body=models.ReserveAppointment,
    exclude={
        "service_specification": {"name": True},
        "timeslot": {"classification": True, "standard": True},
    },
    request_id=True,
    conversation_id=True,
)

_CREATE_ORDER = Call(
    operation_id="handleCreateOrder",
    method="POST",
    path="/service-orders",
    answers={
        201: models.ServiceOrder,
        202: None,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    arguments=(Argument("Tenant", "tenant", "header", str),),
    body=models.CreateServiceOrder,
    exclude={"service_order_item": {"service_specification": {"name": True}}},
    request_id=True,
    conversation_id=True,
)

_AMEND_ORDER = Call(
    operation_id="handleAmendOrder",
    method="POST",
    path="/service-order-amendments",
    answers={
        201: models.AmendServiceOrder,
        202: None,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    arguments=(Argument("Tenant", "tenant", "header", str),),
    body=models.AmendServiceOrder,
    request_id=True,
    conversation_id=True,
)

_CANCEL_ORDER = Call(
    operation_id="handleCancelOrder",
    method="POST",
    path="/service-order-cancellations",
    answers={
        201: models.ServiceOrderCancellation,
        202: None,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    arguments=(Argument("Tenant", "tenant", "header", str),),
    body=models.CancelServiceOrder,
    request_id=True,
    conversation_id=True,
)

_CREATE_ETHERNET_ORDER = Call(
    operation_id="handleCreateEthernetOrder",
    method="POST",
    path="/ethernet/service-orders",
    answers={
        201: models.ProvideEthernetOrder,
        202: None,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    body=models.CreateEthernetOrder,
    exclude={
        "ethernet_order_items": {"__all__": {"service": {"service_specification": {"name": True}}}}
    },
    request_id=True,
    conversation_id=True,
)

_SERVICE_TEST = Call(
    operation_id="handleServiceTest",
    method="POST",
    path="/service-tests",
    answers={
        201: models.ServiceTest,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
        501: models.Error,
    },
    arguments=(Argument("Tenant", "tenant", "header", str),),
    body=models.CreateServiceTest,
    exclude={"service_specification": {"name": True}},
    request_id=True,
    conversation_id=True,
)

_CREATE_PROBLEM = Call(
    operation_id="handleCreateProblem",
    method="POST",
    path="/service-problems",
    answers={
        201: models.ServiceProblem,
        202: None,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
        501: models.Error,
    },
    arguments=(Argument("Tenant", "tenant", "header", str),),
    body=models.CreateServiceProblem,
    exclude={"service_specification": {"name": True}},
    request_id=True,
    conversation_id=True,
)

_AMEND_PROBLEM = Call(
    operation_id="handleAmendProblem",
    method="POST",
    path="/service-problem-amendments",
    answers={
        201: models.AmendServiceProblem,
        202: None,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
        501: models.Error,
    },
    arguments=(Argument("Tenant", "tenant", "header", str),),
    body=models.AmendServiceProblem,
    request_id=True,
    conversation_id=True,
)

_CANCEL_PROBLEM = Call(
    operation_id="handleCancelProblem",
    method="POST",
    path="/service-problem-cancellations",
    answers={
        201: models.ServiceProblemCancellation,
        202: None,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
        501: models.Error,
    },
    arguments=(Argument("Tenant", "tenant", "header", str),),
    body=models.CancelServiceProblem,
    request_id=True,
    conversation_id=True,
)

_SERVICE_PROBLEM_RESOLUTION = Call(
    operation_id="handleServiceProblemResolution",
    method="PATCH",
    path="/service-problem-resolutions/{id}",
    answers={
        200: models.ServiceProblemResolution,
    },
    errors={
        400: models.Error,
        401: models.Error,
        404: models.Error,
        422: models.Error,
        500: models.Error,
        501: models.Error,
    },
    arguments=(
        Argument("id", "id", "path", str),
        Argument("Tenant", "tenant", "header", str),
    ),
    body=models.UpdateServiceProblemResolution,
    request_id=True,
    conversation_id=True,
)


class SupplierClient(Client):
    """Calls the Fibre Cafe : Supplier API and waits."""

    def availability_check(
        self,
        *,
        address: models.AddressIdentifier,
        service_types: models.ServiceTypeList | None = None,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceAvailability:
        """Tell what is available.

        Says what this supplier can provide at one address. The gateway gives all parameters in
        every call.

        `address`: The address, as one JSON object.

        `service_types`: Only these kinds of service. (inferred: the encoding is not shown)

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _AVAILABILITY_CHECK,
            {
                "address": address,
                "service_types": service_types,
                "tenant": tenant,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceAvailability = self._call(prepared, timeout)
        return answer

    def quote(
        self,
        *,
        body: models.QuoteRequest,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.Quote:
        """Quote.

        Prices a service between sites.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _QUOTE,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.Quote = self._call(prepared, timeout)
        return answer

    def appointment_availability(
        self,
        *,
        address: models.AddressIdentifier,
        service_specification: models.ServiceSpecification,
        appointment_from_date: date | None = None,
        classifications: list[models.TimeslotClassification] | None = None,
        appointment_purpose: models.AppointmentPurpose,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.AvailableAppointments:
        """List free appointments.

        Lists the slots in which an engineer can come.

        `address`: The address, as one JSON object.

        `service_specification`: The product, as one JSON object.

        `appointment_from_date`: First day that suits.

        `classifications`: Only these kinds of slot.

        `appointment_purpose`: What the visit is for.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _APPOINTMENT_AVAILABILITY,
            {
                "address": address,
                "service_specification": service_specification,
                "appointment_from_date": appointment_from_date,
                "classifications": classifications,
                "appointment_purpose": appointment_purpose,
                "tenant": tenant,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.AvailableAppointments = self._call(prepared, timeout)
        return answer

    def reserve_appointment(
        self,
        *,
        body: models.ReserveAppointment,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.AppointmentReservation:
        """Hold an appointment.

        Holds a slot that was offered. If the hold lapses, say when; an order that names it
        confirms it.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _RESERVE_APPOINTMENT,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.AppointmentReservation = self._call(prepared, timeout)
        return answer

    def create_order(
        self,
        *,
        body: models.CreateServiceOrder,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceOrder | None:
        """Take an order.

        Takes an order to provide, cease or modify a service. Answer 201 to acknowledge at once
        (status ACKNOWLEDGED, or IN_PROGRESS with both dates when also committed), 202 to
        acknowledge later by KCI, 422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CREATE_ORDER,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceOrder | None = self._call(prepared, timeout)
        return answer

    def amend_order(
        self,
        *,
        body: models.AmendServiceOrder,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.AmendServiceOrder | None:
        """Amend an order.

        Changes an order in flight; only what is sent changes. Answer 201 when done, 202 to
        decide later by KCI, 422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _AMEND_ORDER,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.AmendServiceOrder | None = self._call(prepared, timeout)
        return answer

    def cancel_order(
        self,
        *,
        body: models.CancelServiceOrder,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceOrderCancellation | None:
        """Cancel an order.

        Cancels an order in flight, or objects to an unsolicited cease. Answer 201 when done,
        202 to decide later by KCI, 422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CANCEL_ORDER,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceOrderCancellation | None = self._call(prepared, timeout)
        return answer

    def create_ethernet_order(
        self,
        *,
        body: models.CreateEthernetOrder,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ProvideEthernetOrder | None:
        """Take an ethernet order.

        Takes an order for a service that was quoted. Answered like any order.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CREATE_ETHERNET_ORDER,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ProvideEthernetOrder | None = self._call(prepared, timeout)
        return answer

    def service_test(
        self,
        *,
        body: models.CreateServiceTest,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceTest:
        """Start a test.

        Starts a test of a live service; the result follows by KCI.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 503.
        """
        prepared = prepare(
            _SERVICE_TEST,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceTest = self._call(prepared, timeout)
        return answer

    def create_problem(
        self,
        *,
        body: models.CreateServiceProblem,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblem | None:
        """Take a problem.

        Raises a trouble ticket. Answer 201 to acknowledge at once, 202 to do so later by KCI,
        422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 503.
        """
        prepared = prepare(
            _CREATE_PROBLEM,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblem | None = self._call(prepared, timeout)
        return answer

    def amend_problem(
        self,
        *,
        body: models.AmendServiceProblem,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.AmendServiceProblem | None:
        """Amend a problem.

        Changes a problem in flight; only what is sent changes.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 503.
        """
        prepared = prepare(
            _AMEND_PROBLEM,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.AmendServiceProblem | None = self._call(prepared, timeout)
        return answer

    def cancel_problem(
        self,
        *,
        body: models.CancelServiceProblem,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblemCancellation | None:
        """Cancel a problem.

        Withdraws a problem in flight.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 503.
        """
        prepared = prepare(
            _CANCEL_PROBLEM,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblemCancellation | None = self._call(prepared, timeout)
        return answer

    def service_problem_resolution(
        self,
        *,
        body: models.UpdateServiceProblemResolution,
        id: str,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblemResolution:
        """Take the decision on a resolution.

        The tenant accepts the resolution, and the problem may be closed as COMPLETED, or
        rejects it, and the problem goes back to IN_PROGRESS.

        `id`: Supplier's reference of the resolution.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 404, 422, 500, 501, 503.
        """
        prepared = prepare(
            _SERVICE_PROBLEM_RESOLUTION,
            {
                "id": id,
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblemResolution = self._call(prepared, timeout)
        return answer


class AsyncSupplierClient(AsyncClient):
    """Calls the Fibre Cafe : Supplier API."""

    async def availability_check(
        self,
        *,
        address: models.AddressIdentifier,
        service_types: models.ServiceTypeList | None = None,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceAvailability:
        """Tell what is available.

        Says what this supplier can provide at one address. The gateway gives all parameters in
        every call.

        `address`: The address, as one JSON object.

        `service_types`: Only these kinds of service. (inferred: the encoding is not shown)

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _AVAILABILITY_CHECK,
            {
                "address": address,
                "service_types": service_types,
                "tenant": tenant,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceAvailability = await self._call(prepared, timeout)
        return answer

    async def quote(
        self,
        *,
        body: models.QuoteRequest,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.Quote:
        """Quote.

        Prices a service between sites.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _QUOTE,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.Quote = await self._call(prepared, timeout)
        return answer

    async def appointment_availability(
        self,
        *,
        address: models.AddressIdentifier,
        service_specification: models.ServiceSpecification,
        appointment_from_date: date | None = None,
        classifications: list[models.TimeslotClassification] | None = None,
        appointment_purpose: models.AppointmentPurpose,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.AvailableAppointments:
        """List free appointments.

        Lists the slots in which an engineer can come.

        `address`: The address, as one JSON object.

        `service_specification`: The product, as one JSON object.

        `appointment_from_date`: First day that suits.

        `classifications`: Only these kinds of slot.

        `appointment_purpose`: What the visit is for.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _APPOINTMENT_AVAILABILITY,
            {
                "address": address,
                "service_specification": service_specification,
                "appointment_from_date": appointment_from_date,
                "classifications": classifications,
                "appointment_purpose": appointment_purpose,
                "tenant": tenant,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.AvailableAppointments = await self._call(prepared, timeout)
        return answer

    async def reserve_appointment(
        self,
        *,
        body: models.ReserveAppointment,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.AppointmentReservation:
        """Hold an appointment.

        Holds a slot that was offered. If the hold lapses, say when; an order that names it
        confirms it.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _RESERVE_APPOINTMENT,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.AppointmentReservation = await self._call(prepared, timeout)
        return answer

    async def create_order(
        self,
        *,
        body: models.CreateServiceOrder,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceOrder | None:
        """Take an order.

        Takes an order to provide, cease or modify a service. Answer 201 to acknowledge at once
        (status ACKNOWLEDGED, or IN_PROGRESS with both dates when also committed), 202 to
        acknowledge later by KCI, 422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CREATE_ORDER,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceOrder | None = await self._call(prepared, timeout)
        return answer

    async def amend_order(
        self,
        *,
        body: models.AmendServiceOrder,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.AmendServiceOrder | None:
        """Amend an order.

        Changes an order in flight; only what is sent changes. Answer 201 when done, 202 to
        decide later by KCI, 422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _AMEND_ORDER,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.AmendServiceOrder | None = await self._call(prepared, timeout)
        return answer

    async def cancel_order(
        self,
        *,
        body: models.CancelServiceOrder,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceOrderCancellation | None:
        """Cancel an order.

        Cancels an order in flight, or objects to an unsolicited cease. Answer 201 when done,
        202 to decide later by KCI, 422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CANCEL_ORDER,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceOrderCancellation | None = await self._call(prepared, timeout)
        return answer

    async def create_ethernet_order(
        self,
        *,
        body: models.CreateEthernetOrder,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ProvideEthernetOrder | None:
        """Take an ethernet order.

        Takes an order for a service that was quoted. Answered like any order.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CREATE_ETHERNET_ORDER,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ProvideEthernetOrder | None = await self._call(prepared, timeout)
        return answer

    async def service_test(
        self,
        *,
        body: models.CreateServiceTest,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceTest:
        """Start a test.

        Starts a test of a live service; the result follows by KCI.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 503.
        """
        prepared = prepare(
            _SERVICE_TEST,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceTest = await self._call(prepared, timeout)
        return answer

    async def create_problem(
        self,
        *,
        body: models.CreateServiceProblem,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblem | None:
        """Take a problem.

        Raises a trouble ticket. Answer 201 to acknowledge at once, 202 to do so later by KCI,
        422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 503.
        """
        prepared = prepare(
            _CREATE_PROBLEM,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblem | None = await self._call(prepared, timeout)
        return answer

    async def amend_problem(
        self,
        *,
        body: models.AmendServiceProblem,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.AmendServiceProblem | None:
        """Amend a problem.

        Changes a problem in flight; only what is sent changes.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 503.
        """
        prepared = prepare(
            _AMEND_PROBLEM,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.AmendServiceProblem | None = await self._call(prepared, timeout)
        return answer

    async def cancel_problem(
        self,
        *,
        body: models.CancelServiceProblem,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblemCancellation | None:
        """Cancel a problem.

        Withdraws a problem in flight.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 503.
        """
        prepared = prepare(
            _CANCEL_PROBLEM,
            {
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblemCancellation | None = await self._call(prepared, timeout)
        return answer

    async def service_problem_resolution(
        self,
        *,
        body: models.UpdateServiceProblemResolution,
        id: str,
        tenant: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblemResolution:
        """Take the decision on a resolution.

        The tenant accepts the resolution, and the problem may be closed as COMPLETED, or
        rejects it, and the problem goes back to IN_PROGRESS.

        `id`: Supplier's reference of the resolution.

        `tenant`: Tenant on whose behalf the gateway asks.

        Raises ApiError; documented: 400, 401, 403, 404, 422, 500, 501, 503.
        """
        prepared = prepare(
            _SERVICE_PROBLEM_RESOLUTION,
            {
                "id": id,
                "tenant": tenant,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblemResolution = await self._call(prepared, timeout)
        return answer
