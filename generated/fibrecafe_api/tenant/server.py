"""Fibre Cafe : Tenant API 1.17: the server.

Implement `TenantApi` and hand it to `create_app`, which gives an ASGI app that reads, validates
and answers as the document says. Raise `Problem` for an error answer.
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
    "TenantApi",
    "AddressLookup",
    "ServiceAvailability",
    "QuoteManagement",
    "AppointmentManagement",
    "OrderManagement",
    "ServiceTestManagement",
    "ServiceProblemManagement",
]


class AddressLookup(ABC):
    """Address Lookup.

    Identifiers of an address. TM Forum: TMF673.
    """

    @abstractmethod
    async def address_lookup(
        self,
        ctx: RequestContext,
        *,
        postal_code: str | None = None,
        uprn: str | None = None,
        name: str | None = None,
        street_number: str | None = None,
        street_name: str | None = None,
        supplier: str | None = None,
    ) -> list[models.Address]:
        """Find addresses.

        Gives the addresses that match, each with its identifiers. Name a postcode or a UPRN;
        with a postcode, a house name, number or street narrows the result. The source of the
        addresses may cut a long list.

        `postal_code`: Postcode of the addresses.

        `uprn`: UPRN of the address.

        `name`: Name of the house; with a postcode.

        `street_number`: House number; with a postcode.

        `street_name`: Street; with a postcode.

        `supplier`: Which supplier is asked; else the tenant's default one.

        Answers 200: The addresses found; none is no error.

        Documented errors: 400, 401, 403, 422, 500, 501, 502, 503, 504.
        """


class ServiceAvailability(ABC):
    """Service Availability.

    What suppliers can provide at an address. TM Forum: TMF645, TMF673.
    """

    @abstractmethod
    async def availability_check(
        self,
        ctx: RequestContext,
        *,
        address: models.AddressIdentifier,
        suppliers: models.SupplierList | None = None,
        postal_code: str | None = None,
        service_types: models.ServiceTypeList | None = None,
    ) -> list[models.ServiceAvailability]:
        """Check what is available at an address.

        Asks each named supplier, or all suppliers of the tenant when none is named, and gives
        one element for each that answered.

        `address`: The address, as one JSON object.

        `suppliers`: Which suppliers are asked; all of the tenant when left out. (older: stands
        in an earlier published state of the page)

        `postal_code`: Not used at present.

        `service_types`: Only these kinds of service.

        Answers 200: What each supplier offers.

        Documented errors: 400, 401, 403, 422, 500, 501, 502, 503, 504.
        """


class QuoteManagement(ABC):
    """Quote Management.

    Prices of services between sites. TM Forum: TMF648.
    """

    @abstractmethod
    async def quote(self, ctx: RequestContext, body: models.CreateQuote) -> models.Quote:
        """Ask for quotes.

        Asks suppliers for the price of services between sites. Each item names its supplier.

        Answers 201: The quote.

        Documented errors: 400, 401, 403, 422, 500, 501, 502, 503, 504.
        """


class AppointmentManagement(ABC):
    """Appointment Management.

    Visits of engineers. TM Forum: TMF646.
    """

    @abstractmethod
    async def appointment_availability(
        self,
        ctx: RequestContext,
        *,
        supplier: str,
        address: models.AddressIdentifier,
        service_specification: models.ServiceSpecification,
        service_characteristics: list[models.ServiceCharacteristic] | None = None,
        appointment_from_date: date | None = None,
        standard_only: bool = False,
        single_day_appointment: bool = False,
        appointment_purpose: models.AppointmentPurpose,
        service_id: models.AppointmentAvailabilityServiceId | None = None,
    ) -> models.AppointmentAvailability:
        """Find free appointments.

        Lists the slots in which an engineer of one supplier can come, from a given date on. The
        lead time of the availability answer helps to choose that date.

        `supplier`: Which supplier is asked.

        `address`: The address, as one JSON object.

        `service_specification`: The product, as one JSON object.

        `service_characteristics`: Options of the service, as one JSON array; for visits to a
        live service.

        `appointment_from_date`: First day that suits.

        `standard_only`: Leave out slots at a premium.

        `single_day_appointment`: Only slots that begin and end on one day.

        `appointment_purpose`: What the visit is for. (older: stands in an earlier published
        state of the page)

        `service_id`: Live service that the visit is for; needed for REPAIR. (older: stands in
        an earlier published state of the page)

        Answers 200: The slots; none is no error.

        Documented errors: 400, 401, 403, 422, 500, 502, 503, 504.
        """

    @abstractmethod
    async def reserve_appointment(
        self, ctx: RequestContext, body: models.CreateAppointment
    ) -> models.Appointment:
        """Reserve an appointment.

        Holds a slot that was offered. The hold may lapse; sending the returned id with an order
        confirms it.

        Answers 201: The slot is held.

        Documented errors: 400, 401, 403, 422, 500, 502, 503, 504.
        """


class OrderManagement(ABC):
    """Order Management.

    Orders and what can be asked of them in flight. TM Forum: TMF641.
    """

    @abstractmethod
    async def create_order(
        self, ctx: RequestContext, body: models.CreateServiceOrder
    ) -> models.SolicitedServiceOrder:
        """Place an order.

        Takes an order to provide, cease or modify a service. What happens to it then is told by
        KCIs; the acknowledging one brings the supplier's own number.

        Answers 201: Received; its progress is told by KCIs.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def get_order(self, ctx: RequestContext, *, id: str) -> models.ServiceOrder:
        """Get an order.

        Gives an order as it is now, with its KCIs so far.

        `id`: Number that the gateway gave it.

        Answers 200: As it is now.

        Documented errors: 400, 401, 403, 404, 422, 500, 502, 503.
        """

    @abstractmethod
    async def amend_order(
        self, ctx: RequestContext, body: models.CreateServiceOrderAmendment
    ) -> models.ServiceOrderAmendment:
        """Amend an order.

        Asks to change an order in flight. Send only what changes: a value replaces the old one,
        an array the whole array, an empty value or array removes it. The outcome is told by
        KCI.

        Answers 201: Received; its progress is told by KCIs.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def cancel_order(
        self, ctx: RequestContext, body: models.CreateServiceOrderCancellation
    ) -> models.ServiceOrderCancellation:
        """Cancel an order.

        Asks to cancel an order in flight, or an unsolicited cease. The outcome is told by KCI.

        Answers 201: Received; its progress is told by KCIs.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def create_ethernet_order(
        self, ctx: RequestContext, body: models.CreateEthernetOrder
    ) -> models.SolicitedEthernetOrder:
        """Place an ethernet order.

        Takes an order for an ethernet service that was quoted. What happens to it then is told
        by KCIs.

        Answers 201: Received; its progress is told by KCIs.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def get_ethernet_order(self, ctx: RequestContext, *, id: str) -> models.EthernetOrder:
        """Get an ethernet order.

        Gives an ethernet order as it is now, with its KCIs so far.

        `id`: Number that the gateway gave it.

        Answers 200: As it is now.

        Documented errors: 400, 401, 403, 404, 422, 500, 502, 503.
        """


class ServiceTestManagement(ABC):
    """Service Test Management.

    Diagnostics of a live service. TM Forum: TMF653.
    """

    @abstractmethod
    async def service_test(
        self, ctx: RequestContext, body: models.CreateServiceTest
    ) -> models.ServiceTestRequest:
        """Test a service.

        Starts a diagnostic test. The gateway chooses the supplier's test by supplier,
        specification and kind of problem; the result is told by KCI.

        Answers 201: Received; its progress is told by KCIs.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def get_service_test_by_id(self, ctx: RequestContext, *, id: str) -> models.ServiceTest:
        """Get a test.

        Gives a test as it is now, with its result once there is one.

        `id`: Number that the gateway gave it.

        Answers 200: As it is now.

        Documented errors: 400, 401, 403, 404, 422, 500, 503.
        """


class ServiceProblemManagement(ABC):
    """Service Problem Management.

    Trouble tickets of a live service. TM Forum: TMF656.
    """

    @abstractmethod
    async def create_problem(
        self, ctx: RequestContext, body: models.CreateServiceProblem
    ) -> models.ServiceProblem:
        """Report a problem.

        Raises a trouble ticket on a live service. A test that shows the fault and is still
        valid must be named.

        Answers 201: Received; its progress is told by KCIs.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def get_service_problem_by_id(
        self, ctx: RequestContext, *, id: str
    ) -> models.ServiceProblem:
        """Get a problem.

        Gives a problem as it is now, with its KCIs so far.

        `id`: Number that the gateway gave it.

        Answers 200: As it is now.

        Documented errors: 400, 401, 403, 404, 422, 500, 503.
        """

    @abstractmethod
    async def amend_problem(
        self, ctx: RequestContext, body: models.CreateServiceProblemAmendment
    ) -> models.ServiceProblemAmendment:
        """Amend a problem.

        Asks to change a problem in flight; send only what changes. The outcome is told by KCI.

        Answers 201: Received; its progress is told by KCIs.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def cancel_problem(
        self, ctx: RequestContext, body: models.CreateServiceProblemCancellation
    ) -> models.ServiceProblemCancellation:
        """Cancel a problem.

        Asks to withdraw a problem in flight. The outcome is told by KCI.

        Answers 201: Received; its progress is told by KCIs.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """

    @abstractmethod
    async def service_problem_resolution(
        self, ctx: RequestContext, body: models.UpdateServiceProblemResolution, *, id: str
    ) -> models.ServiceProblemResolution:
        """Accept or reject a resolution.

        Says whether the supplier's resolution solved the problem. Accepting closes the problem,
        rejecting puts it back in progress.

        `id`: Number of the resolution (not of the problem).

        Answers 200: The decision was taken.

        Documented errors: 400, 401, 403, 422, 500, 503.
        """


class TenantApi(
    AddressLookup,
    ServiceAvailability,
    QuoteManagement,
    AppointmentManagement,
    OrderManagement,
    ServiceTestManagement,
    ServiceProblemManagement,
    ABC,
):
    """All of the Fibre Cafe : Tenant API, a section after the other."""


ROUTES: tuple[Route, ...] = (
    Route(
        operation_id="handleAddressLookup",
        handler="address_lookup",
        method="GET",
        path="/addresses",
        parameters=(
            Parameter("postalCode", "postal_code", "query", str),
            Parameter("uprn", "uprn", "query", str),
            Parameter("name", "name", "query", str),
            Parameter("streetNumber", "street_number", "query", str),
            Parameter("streetName", "street_name", "query", str),
            Parameter("supplier", "supplier", "query", str),
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        answers=(Answer(200, list[models.Address]),),
        failures={
            400: True,
            401: True,
            403: False,
            422: True,
            500: True,
            501: True,
            502: True,
            503: False,
            504: True,
        },
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
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
            Parameter("suppliers", "suppliers", "query", models.SupplierList, encoding="exploded"),
            Parameter("postalCode", "postal_code", "query", str),
            Parameter(
                "serviceTypes",
                "service_types",
                "query",
                models.ServiceTypeList,
                encoding="exploded",
            ),
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        answers=(Answer(200, list[models.ServiceAvailability]),),
        failures={
            400: True,
            401: True,
            403: False,
            422: True,
            500: True,
            501: True,
            502: True,
            503: False,
            504: True,
        },
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
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
        body=Body(models.CreateQuote),
        answers=(Answer(201, models.Quote),),
        failures={
            400: True,
            401: True,
            403: False,
            422: True,
            500: True,
            501: True,
            502: True,
            503: False,
            504: True,
        },
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleAppointmentAvailability",
        handler="appointment_availability",
        method="GET",
        path="/available-appointments",
        parameters=(
            Parameter("supplier", "supplier", "query", str, required=True),
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
            Parameter(
                "serviceCharacteristics",
                "service_characteristics",
                "query",
                list[models.ServiceCharacteristic],
                encoding="json",
            ),
            Parameter("appointmentFromDate", "appointment_from_date", "query", date),
            Parameter("standardOnly", "standard_only", "query", bool, default="false"),
            Parameter(
                "singleDayAppointment", "single_day_appointment", "query", bool, default="false"
            ),
            Parameter(
                "appointmentPurpose",
                "appointment_purpose",
                "query",
                models.AppointmentPurpose,
                required=True,
            ),
            Parameter("serviceId", "service_id", "query", models.AppointmentAvailabilityServiceId),
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        answers=(Answer(200, models.AppointmentAvailability),),
        failures={
            400: True,
            401: True,
            403: False,
            422: True,
            500: True,
            502: True,
            503: False,
            504: True,
        },
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleReserveAppointment",
        handler="reserve_appointment",
        method="POST",
        path="/appointments",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.CreateAppointment),
        answers=(Answer(201, models.Appointment),),
        failures={
            400: True,
            401: True,
            403: False,
            422: True,
            500: True,
            502: True,
            503: False,
            504: True,
        },
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleCreateOrder",
        handler="create_order",
        method="POST",
        path="/service-orders",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.CreateServiceOrder),
        answers=(Answer(201, models.SolicitedServiceOrder),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleGetOrder",
        handler="get_order",
        method="GET",
        path="/service-orders/{id}",
        parameters=(
            Parameter("id", "id", "path", str, required=True),
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        answers=(Answer(200, models.ServiceOrder),),
        failures={
            400: True,
            401: True,
            403: False,
            404: True,
            422: True,
            500: True,
            502: True,
            503: False,
        },
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleAmendOrder",
        handler="amend_order",
        method="POST",
        path="/service-order-amendments",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.CreateServiceOrderAmendment),
        answers=(Answer(201, models.ServiceOrderAmendment),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleCancelOrder",
        handler="cancel_order",
        method="POST",
        path="/service-order-cancellations",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.CreateServiceOrderCancellation),
        answers=(Answer(201, models.ServiceOrderCancellation),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
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
        answers=(Answer(201, models.SolicitedEthernetOrder),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleGetEthernetOrder",
        handler="get_ethernet_order",
        method="GET",
        path="/ethernet/service-orders/{id}",
        parameters=(
            Parameter("id", "id", "path", str, required=True),
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        answers=(Answer(200, models.EthernetOrder),),
        failures={
            400: True,
            401: True,
            403: False,
            404: True,
            422: True,
            500: True,
            502: True,
            503: False,
        },
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleServiceTest",
        handler="service_test",
        method="POST",
        path="/service-tests",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.CreateServiceTest),
        answers=(Answer(201, models.ServiceTestRequest),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleGetServiceTestById",
        handler="get_service_test_by_id",
        method="GET",
        path="/service-tests/{id}",
        parameters=(
            Parameter("id", "id", "path", str, required=True),
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        answers=(Answer(200, models.ServiceTest),),
        failures={400: True, 401: True, 403: False, 404: True, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleCreateProblem",
        handler="create_problem",
        method="POST",
        path="/service-problems",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.CreateServiceProblem),
        answers=(Answer(201, models.ServiceProblem),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleGetServiceProblemById",
        handler="get_service_problem_by_id",
        method="GET",
        path="/service-problems/{id}",
        parameters=(
            Parameter("id", "id", "path", str, required=True),
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        answers=(Answer(200, models.ServiceProblem),),
        failures={400: True, 401: True, 403: False, 404: True, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleAmendProblem",
        handler="amend_problem",
        method="POST",
        path="/service-problem-amendments",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.CreateServiceProblemAmendment),
        answers=(Answer(201, models.ServiceProblemAmendment),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
    Route(
        operation_id="handleCancelProblem",
        handler="cancel_problem",
        method="POST",
        path="/service-problem-cancellations",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.CreateServiceProblemCancellation),
        answers=(Answer(201, models.ServiceProblemCancellation),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
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
        ),
        body=Body(models.UpdateServiceProblemResolution),
        answers=(Answer(200, models.ServiceProblemResolution),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/tenant.all.all",),
    ),
)


def create_app(
    api: TenantApi,
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
