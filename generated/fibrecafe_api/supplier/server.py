"""Fibre Cafe : Supplier API 1.15: the server.

Implement `SupplierApi` and hand it to `create_app`, which gives an ASGI app that reads,
validates and answers as the document says. Raise `Problem` for an error answer.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from pathlib import Path


from .._support.server import (
    MAX_BODY,
    Answer,
    AsgiApp,
    Authenticate,
    Body,
    ErrorStyle,
    Parameter,
    Problem,
    RequestContext,
    RequestHead,
    Route,
    anonymous,
)
from . import models

__all__ = [
    "ROUTES",
    "Problem",
    "RequestContext",
    "RequestHead",
    "anonymous",
    "create_app",
    "SupplierApi",
    "ServiceAvailability",
    "QuoteManagement",
    "AppointmentManagement",
    "OrderManagement",
    "ServiceTestManagement",
    "ServiceProblemManagement",
]


class ServiceAvailability(ABC):
    """Service Availability.

    What can be provided at an address.
    """

    @abstractmethod
    async def availability_check(
        self,
        ctx: RequestContext,
        *,
        address: models.AddressIdentifier,
        service_types: models.ServiceTypeList,
        tenant: str,
    ) -> models.ServiceAvailability:
        """Tell what is available.

        Says what this supplier can provide at one address. The gateway gives all parameters in
        every call.

        `address`: The address, as one JSON object.

        `service_types`: Only these kinds of service. (inferred: the encoding is not shown)

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 200: What can be provided; nothing is no error.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """


class QuoteManagement(ABC):
    """Quote Management.

    Prices of services between sites.
    """

    @abstractmethod
    async def quote(self, ctx: RequestContext, body: models.QuoteRequest) -> models.Quote:
        """Quote.

        Prices a service between sites.

        Answers 201: The quote.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """


class AppointmentManagement(ABC):
    """Appointment Management.

    Visits of engineers.
    """

    @abstractmethod
    async def appointment_availability(
        self,
        ctx: RequestContext,
        *,
        address: models.AddressIdentifier,
        service_specification: models.ServiceSpecification,
        appointment_from_date: date | None = None,
        classifications: list[models.TimeslotClassification] | None = None,
        appointment_purpose: models.AppointmentPurpose,
        tenant: str,
    ) -> models.AvailableAppointments:
        """List free appointments.

        Lists the slots in which an engineer can come.

        `address`: The address, as one JSON object.

        `service_specification`: The product, as one JSON object.

        `appointment_from_date`: First day that suits.

        `classifications`: Only these kinds of slot.

        `appointment_purpose`: What the visit is for.

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 200: The slots; none is no error.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def reserve_appointment(
        self, ctx: RequestContext, body: models.ReserveAppointment, *, tenant: str
    ) -> models.AppointmentReservation:
        """Hold an appointment.

        Holds a slot that was offered. If the hold lapses, say when; an order that names it
        confirms it.

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 201: The slot is held.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """


class OrderManagement(ABC):
    """Order Management.

    Orders and what is asked of them in flight.
    """

    @abstractmethod
    async def create_order(
        self, ctx: RequestContext, body: models.CreateServiceOrder, *, tenant: str
    ) -> models.ServiceOrder | None:
        """Take an order.

        Takes an order to provide, cease or modify a service. Answer 201 to acknowledge at once
        (status ACKNOWLEDGED, or IN_PROGRESS with both dates when also committed), 202 to
        acknowledge later by KCI, 422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 201: Acknowledged at once.

        Answers 202: Received; the outcome follows by KCI.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def amend_order(
        self, ctx: RequestContext, body: models.AmendServiceOrder, *, tenant: str
    ) -> models.AmendServiceOrder | None:
        """Amend an order.

        Changes an order in flight; only what is sent changes. Answer 201 when done, 202 to
        decide later by KCI, 422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 201: Amended at once.

        Answers 202: Received; the outcome follows by KCI.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def cancel_order(
        self, ctx: RequestContext, body: models.CancelServiceOrder, *, tenant: str
    ) -> models.ServiceOrderCancellation | None:
        """Cancel an order.

        Cancels an order in flight, or objects to an unsolicited cease. Answer 201 when done,
        202 to decide later by KCI, 422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 201: Cancelled at once.

        Answers 202: Received; the outcome follows by KCI.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def create_ethernet_order(
        self, ctx: RequestContext, body: models.CreateEthernetOrder
    ) -> models.ProvideEthernetOrder | None:
        """Take an ethernet order.

        Takes an order for a service that was quoted. Answered like any order.

        Answers 201: Acknowledged at once.

        Answers 202: Received; the outcome follows by KCI.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """


class ServiceTestManagement(ABC):
    """Service Test Management.

    Diagnostics of a live service.
    """

    @abstractmethod
    async def service_test(
        self, ctx: RequestContext, body: models.CreateServiceTest, *, tenant: str
    ) -> models.ServiceTest:
        """Start a test.

        Starts a test of a live service; the result follows by KCI.

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 201: Started; the result follows by KCI.

        Documented errors: 400, 401, 403, 422, 500, 501, 503.
        """


class ServiceProblemManagement(ABC):
    """Service Problem Management.

    Trouble tickets of a live service.
    """

    @abstractmethod
    async def create_problem(
        self, ctx: RequestContext, body: models.CreateServiceProblem, *, tenant: str
    ) -> models.ServiceProblem | None:
        """Take a problem.

        Raises a trouble ticket. Answer 201 to acknowledge at once, 202 to do so later by KCI,
        422 to reject.

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 201: Acknowledged at once.

        Answers 202: Received; the outcome follows by KCI.

        Documented errors: 400, 401, 403, 422, 500, 501, 503.
        """

    @abstractmethod
    async def amend_problem(
        self, ctx: RequestContext, body: models.AmendServiceProblem, *, tenant: str
    ) -> models.AmendServiceProblem | None:
        """Amend a problem.

        Changes a problem in flight; only what is sent changes.

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 201: Applied at once.

        Answers 202: Received; the outcome follows by KCI.

        Documented errors: 400, 401, 403, 422, 500, 501, 503.
        """

    @abstractmethod
    async def cancel_problem(
        self, ctx: RequestContext, body: models.CancelServiceProblem, *, tenant: str
    ) -> models.ServiceProblemCancellation | None:
        """Cancel a problem.

        Withdraws a problem in flight.

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 201: Cancelled at once.

        Answers 202: Received; the outcome follows by KCI.

        Documented errors: 400, 401, 403, 422, 500, 501, 503.
        """

    @abstractmethod
    async def service_problem_resolution(
        self,
        ctx: RequestContext,
        body: models.UpdateServiceProblemResolution,
        *,
        id: str,
        tenant: str,
    ) -> models.ServiceProblemResolution:
        """Take the decision on a resolution.

        The tenant accepts the resolution, and the problem may be closed as COMPLETED, or
        rejects it, and the problem goes back to IN_PROGRESS.

        `id`: Supplier's reference of the resolution.

        `tenant`: Tenant on whose behalf the gateway asks.

        Answers 200: The resolution as it is now.

        Documented errors: 400, 401, 403, 404, 422, 500, 501, 503.
        """


class SupplierApi(
    ServiceAvailability,
    QuoteManagement,
    AppointmentManagement,
    OrderManagement,
    ServiceTestManagement,
    ServiceProblemManagement,
    ABC,
):
    """All of the Fibre Cafe : Supplier API, a section after the other."""


ROUTES: tuple[Route, ...] = (
    Route(
        operation_id="handleAvailabilityCheck",
        handler="availability_check",
        method="GET",
        path="/service-availability",
        parameters=(
            Parameter(
                "address",
                "address",
                "query",
                models.AddressIdentifier,
                encoding="json",
                required=True,
            ),
            Parameter(
                "serviceTypes",
                "service_types",
                "query",
                models.ServiceTypeList,
                encoding="exploded",
                default='["BROADBAND"]',
            ),
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        answers=(Answer(200, models.ServiceAvailability),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
    ),
    Route(
        operation_id="handleQuote",
        handler="quote",
        method="POST",
        path="/quote",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.QuoteRequest),
        answers=(Answer(201, models.Quote),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
    ),
    Route(
        operation_id="handleAppointmentAvailability",
        handler="appointment_availability",
        method="GET",
        path="/available-appointments",
        parameters=(
            Parameter(
                "address",
                "address",
                "query",
                models.AddressIdentifier,
                encoding="json",
                required=True,
            ),
            Parameter(
                "serviceSpecification",
                "service_specification",
                "query",
                models.ServiceSpecification,
                encoding="json",
                required=True,
            ),
            Parameter("appointmentFromDate", "appointment_from_date", "query", date),
            Parameter(
                "classifications",
                "classifications",
                "query",
                list[models.TimeslotClassification],
                encoding="comma",
            ),
            Parameter(
                "appointmentPurpose",
                "appointment_purpose",
                "query",
                models.AppointmentPurpose,
                required=True,
            ),
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        answers=(Answer(200, models.AvailableAppointments),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
    ),
    Route(
        operation_id="handleReserveAppointment",
        handler="reserve_appointment",
        method="POST",
        path="/appointments",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        body=Body(models.ReserveAppointment),
        answers=(Answer(201, models.AppointmentReservation),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
    ),
    Route(
        operation_id="handleCreateOrder",
        handler="create_order",
        method="POST",
        path="/service-orders",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        body=Body(models.CreateServiceOrder),
        answers=(
            Answer(201, models.ServiceOrder),
            Answer(202),
        ),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
    ),
    Route(
        operation_id="handleAmendOrder",
        handler="amend_order",
        method="POST",
        path="/service-order-amendments",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        body=Body(models.AmendServiceOrder),
        answers=(
            Answer(201, models.AmendServiceOrder),
            Answer(202),
        ),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
    ),
    Route(
        operation_id="handleCancelOrder",
        handler="cancel_order",
        method="POST",
        path="/service-order-cancellations",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        body=Body(models.CancelServiceOrder),
        answers=(
            Answer(201, models.ServiceOrderCancellation),
            Answer(202),
        ),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
    ),
    Route(
        operation_id="handleCreateEthernetOrder",
        handler="create_ethernet_order",
        method="POST",
        path="/ethernet/service-orders",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.CreateEthernetOrder),
        answers=(
            Answer(201, models.ProvideEthernetOrder),
            Answer(202),
        ),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
    ),
    Route(
        operation_id="handleServiceTest",
        handler="service_test",
        method="POST",
        path="/service-tests",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        body=Body(models.CreateServiceTest),
        answers=(Answer(201, models.ServiceTest),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 501: True, 503: False},
    ),
    Route(
        operation_id="handleCreateProblem",
        handler="create_problem",
        method="POST",
        path="/service-problems",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        body=Body(models.CreateServiceProblem),
        answers=(
            Answer(201, models.ServiceProblem),
            Answer(202),
        ),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 501: True, 503: False},
    ),
    Route(
        operation_id="handleAmendProblem",
        handler="amend_problem",
        method="POST",
        path="/service-problem-amendments",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        body=Body(models.AmendServiceProblem),
        answers=(
            Answer(201, models.AmendServiceProblem),
            Answer(202),
        ),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 501: True, 503: False},
    ),
    Route(
        operation_id="handleCancelProblem",
        handler="cancel_problem",
        method="POST",
        path="/service-problem-cancellations",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        body=Body(models.CancelServiceProblem),
        answers=(
            Answer(201, models.ServiceProblemCancellation),
            Answer(202),
        ),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 501: True, 503: False},
    ),
    Route(
        operation_id="handleServiceProblemResolution",
        handler="service_problem_resolution",
        method="PATCH",
        path="/service-problem-resolutions/{id}",
        parameters=(
            Parameter("id", "id", "path", str, required=True),
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
            Parameter("Tenant", "tenant", "header", str, required=True),
        ),
        body=Body(models.UpdateServiceProblemResolution),
        answers=(Answer(200, models.ServiceProblemResolution),),
        failures={
            400: True,
            401: True,
            403: False,
            404: True,
            422: True,
            500: True,
            501: True,
            503: False,
        },
    ),
)


def create_app(
    api: SupplierApi,
    *,
    authenticate: Authenticate,
    document: bool = True,
    max_body: int = MAX_BODY,
) -> AsgiApp:
    """An ASGI app that serves `api`.

    `authenticate` says who asks, see `Authenticate`; `anonymous` lets everybody in. `document`:
    whether /openapi.json and /reference are served, to everybody. `max_body`: bytes of a body.
    """
    return AsgiApp(
        api,
        ROUTES,
        ErrorStyle("gateway", ()),
        Path(__file__).parent,
        authenticate=authenticate,
        document=document,
        max_body=max_body,
    )
