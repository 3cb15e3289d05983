"""Fibre Cafe : Tenant API 1.17: the clients.

`TenantClient` waits for each answer, `AsyncTenantClient` is awaited; they have the same
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
    "AsyncTenantClient",
    "BearerToken",
    "ClientCredentials",
    "SCOPES",
    "TOKEN_URL",
    "SERVERS",
    "TenantClient",
    "errors",
]

SERVERS = {
    "Production": "https://prod.fibregateway.com/v1",
    "Customer verification tests": "https://cvt.fibregateway.com/v1",
    "Development": "https://dev.fibregateway.com/v1",
}
"""Base URLs that the document names."""

TOKEN_URL = "https://prod.fibregateway.com/v1/auth/tenant/access-token"
"""Where `ClientCredentials` gets its tokens (relative ones: below the server)."""

SCOPES = ("com.fibregateway.PRODUCTION/tenant.all.all",)

_ADDRESS_LOOKUP = Call(
    operation_id="handleAddressLookup",
    method="GET",
    path="/addresses",
    answers={
        200: list[models.Address],
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
        501: models.Error,
        502: models.Error,
        504: models.Error,
    },
    arguments=(
        Argument("postalCode", "postal_code", "query", str),
        Argument("uprn", "uprn", "query", str),
        Argument("name", "name", "query", str),
        Argument("streetNumber", "street_number", "query", str),
        Argument("streetName", "street_name", "query", str),
        Argument("supplier", "supplier", "query", str),
    ),
    request_id=True,
    conversation_id=True,
)

_AVAILABILITY_CHECK = Call(
    operation_id="handleAvailabilityCheck",
    method="GET",
    path="/service-availability",
    answers={
        200: list[models.ServiceAvailability],
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
        501: models.Error,
        502: models.Error,
        504: models.Error,
    },
    arguments=(
        Argument("address", "address", "query", models.AddressIdentifier, encoding="json"),
        Argument("suppliers", "suppliers", "query", models.SupplierList, encoding="exploded"),
        Argument("postalCode", "postal_code", "query", str),
        Argument(
            "serviceTypes", "service_types", "query", models.ServiceTypeList, encoding="exploded"
        ),
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
        501: models.Error,
        502: models.Error,
        504: models.Error,
    },
    body=models.CreateQuote,
    exclude={
        "quote_items": {
            "__all__": {"service": {"__all__": {"service_specification": {"name": True}}}}
        }
    },
    request_id=True,
    conversation_id=True,
)

_APPOINTMENT_AVAILABILITY = Call(
    operation_id="handleAppointmentAvailability",
    method="GET",
    path="/available-appointments",
    answers={
        200: models.AppointmentAvailability,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
        502: models.Error,
        504: models.Error,
    },
    arguments=(
        Argument("supplier", "supplier", "query", str),
        Argument("address", "address", "query", models.AddressIdentifier, encoding="json"),
        Argument(
            "serviceSpecification",
            "service_specification",
            "query",
            models.ServiceSpecification,
            encoding="json",
        ),
        Argument(
            "serviceCharacteristics",
            "service_characteristics",
            "query",
            list[models.ServiceCharacteristic],
            encoding="json",
        ),
        Argument("appointmentFromDate", "appointment_from_date", "query", date),
        Argument("standardOnly", "standard_only", "query", bool),
        Argument("singleDayAppointment", "single_day_appointment", "query", bool),
        Argument("appointmentPurpose", "appointment_purpose", "query", models.AppointmentPurpose),
        Argument("serviceId", "service_id", "query", models.AppointmentAvailabilityServiceId),
    ),
    request_id=True,
    conversation_id=True,
)

_RESERVE_APPOINTMENT = Call(
    operation_id="handleReserveAppointment",
    method="POST",
    path="/appointments",
    answers={
        201: models.Appointment,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
        502: models.Error,
        504: models.Error,
    },
    body=models.CreateAppointment,
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
        201: models.SolicitedServiceOrder,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    body=models.CreateServiceOrder,
    exclude={"service_order_item": {"service_specification": {"name": True}}},
    request_id=True,
    conversation_id=True,
)

_GET_ORDER = Call(
    operation_id="handleGetOrder",
    method="GET",
    path="/service-orders/{id}",
    answers={
        200: models.ServiceOrder,
    },
    errors={
        400: models.Error,
        401: models.Error,
        404: models.Error,
        422: models.Error,
        500: models.Error,
        502: models.Error,
    },
    arguments=(Argument("id", "id", "path", str),),
    request_id=True,
    conversation_id=True,
)

_AMEND_ORDER = Call(
    operation_id="handleAmendOrder",
    method="POST",
    path="/service-order-amendments",
    answers={
        201: models.ServiceOrderAmendment,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    body=models.CreateServiceOrderAmendment,
    request_id=True,
    conversation_id=True,
)

_CANCEL_ORDER = Call(
    operation_id="handleCancelOrder",
    method="POST",
    path="/service-order-cancellations",
    answers={
        201: models.ServiceOrderCancellation,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    body=models.CreateServiceOrderCancellation,
    request_id=True,
    conversation_id=True,
)

_CREATE_ETHERNET_ORDER = Call(
    operation_id="handleCreateEthernetOrder",
    method="POST",
    path="/ethernet/service-orders",
    answers={
        201: models.SolicitedEthernetOrder,
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

_GET_ETHERNET_ORDER = Call(
    operation_id="handleGetEthernetOrder",
    method="GET",
    path="/ethernet/service-orders/{id}",
    answers={
        200: models.EthernetOrder,
    },
    errors={
        400: models.Error,
        401: models.Error,
        404: models.Error,
        422: models.Error,
        500: models.Error,
        502: models.Error,
    },
    arguments=(Argument("id", "id", "path", str),),
    request_id=True,
    conversation_id=True,
)

_SERVICE_TEST = Call(
    operation_id="handleServiceTest",
    method="POST",
    path="/service-tests",
    answers={
        201: models.ServiceTestRequest,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    body=models.CreateServiceTest,
    exclude={"service_specification": {"name": True}},
    request_id=True,
    conversation_id=True,
)

_GET_SERVICE_TEST_BY_ID = Call(
    operation_id="handleGetServiceTestById",
    method="GET",
    path="/service-tests/{id}",
    answers={
        200: models.ServiceTest,
    },
    errors={
        400: models.Error,
        401: models.Error,
        404: models.Error,
        422: models.Error,
        500: models.Error,
    },
    arguments=(Argument("id", "id", "path", str),),
    request_id=True,
    conversation_id=True,
)

_CREATE_PROBLEM = Call(
    operation_id="handleCreateProblem",
    method="POST",
    path="/service-problems",
    answers={
        201: models.ServiceProblem,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    body=models.CreateServiceProblem,
    exclude={"service_specification": {"name": True}},
    request_id=True,
    conversation_id=True,
)

_GET_SERVICE_PROBLEM_BY_ID = Call(
    operation_id="handleGetServiceProblemById",
    method="GET",
    path="/service-problems/{id}",
    answers={
        200: models.ServiceProblem,
    },
    errors={
        400: models.Error,
        401: models.Error,
        404: models.Error,
        422: models.Error,
        500: models.Error,
    },
    arguments=(Argument("id", "id", "path", str),),
    request_id=True,
    conversation_id=True,
)

_AMEND_PROBLEM = Call(
    operation_id="handleAmendProblem",
    method="POST",
    path="/service-problem-amendments",
    answers={
        201: models.ServiceProblemAmendment,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    body=models.CreateServiceProblemAmendment,
    request_id=True,
    conversation_id=True,
)

_CANCEL_PROBLEM = Call(
    operation_id="handleCancelProblem",
    method="POST",
    path="/service-problem-cancellations",
    answers={
        201: models.ServiceProblemCancellation,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
    },
    body=models.CreateServiceProblemCancellation,
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
        422: models.Error,
        500: models.Error,
    },
    arguments=(Argument("id", "id", "path", str),),
    body=models.UpdateServiceProblemResolution,
    request_id=True,
    conversation_id=True,
)


class TenantClient(Client):
    """Calls the Fibre Cafe : Tenant API and waits."""

    def address_lookup(
        self,
        *,
        postal_code: str | None = None,
        uprn: str | None = None,
        name: str | None = None,
        street_number: str | None = None,
        street_name: str | None = None,
        supplier: str | None = None,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
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

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 502, 503, 504.
        """
        prepared = prepare(
            _ADDRESS_LOOKUP,
            {
                "postal_code": postal_code,
                "uprn": uprn,
                "name": name,
                "street_number": street_number,
                "street_name": street_name,
                "supplier": supplier,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: list[models.Address] = self._call(prepared, timeout)
        return answer

    def availability_check(
        self,
        *,
        address: models.AddressIdentifier,
        suppliers: models.SupplierList | None = None,
        postal_code: str | None = None,
        service_types: models.ServiceTypeList | None = None,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> list[models.ServiceAvailability]:
        """Check what is available at an address.

        Asks each named supplier, or all suppliers of the tenant when none is named, and gives
        one element for each that answered.

        `address`: The address, as one JSON object.

        `suppliers`: Which suppliers are asked; all of the tenant when left out. (older: stands
        in an earlier published state of the page)

        `postal_code`: Not used at present.

        `service_types`: Only these kinds of service.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 502, 503, 504.
        """
        prepared = prepare(
            _AVAILABILITY_CHECK,
            {
                "address": address,
                "suppliers": suppliers,
                "postal_code": postal_code,
                "service_types": service_types,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: list[models.ServiceAvailability] = self._call(prepared, timeout)
        return answer

    def quote(
        self,
        *,
        body: models.CreateQuote,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.Quote:
        """Ask for quotes.

        Asks suppliers for the price of services between sites. Each item names its supplier.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 502, 503, 504.
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
        supplier: str,
        address: models.AddressIdentifier,
        service_specification: models.ServiceSpecification,
        service_characteristics: list[models.ServiceCharacteristic] | None = None,
        appointment_from_date: date | None = None,
        standard_only: bool | None = None,
        single_day_appointment: bool | None = None,
        appointment_purpose: models.AppointmentPurpose,
        service_id: models.AppointmentAvailabilityServiceId | None = None,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
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

        Raises ApiError; documented: 400, 401, 403, 422, 500, 502, 503, 504.
        """
        prepared = prepare(
            _APPOINTMENT_AVAILABILITY,
            {
                "supplier": supplier,
                "address": address,
                "service_specification": service_specification,
                "service_characteristics": service_characteristics,
                "appointment_from_date": appointment_from_date,
                "standard_only": standard_only,
                "single_day_appointment": single_day_appointment,
                "appointment_purpose": appointment_purpose,
                "service_id": service_id,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.AppointmentAvailability = self._call(prepared, timeout)
        return answer

    def reserve_appointment(
        self,
        *,
        body: models.CreateAppointment,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.Appointment:
        """Reserve an appointment.

        Holds a slot that was offered. The hold may lapse; sending the returned id with an order
        confirms it.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 502, 503, 504.
        """
        prepared = prepare(
            _RESERVE_APPOINTMENT,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.Appointment = self._call(prepared, timeout)
        return answer

    def create_order(
        self,
        *,
        body: models.CreateServiceOrder,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.SolicitedServiceOrder:
        """Place an order.

        Takes an order to provide, cease or modify a service. What happens to it then is told by
        KCIs; the acknowledging one brings the supplier's own number.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CREATE_ORDER,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.SolicitedServiceOrder = self._call(prepared, timeout)
        return answer

    def get_order(
        self,
        *,
        id: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceOrder:
        """Get an order.

        Gives an order as it is now, with its KCIs so far.

        `id`: Number that the gateway gave it.

        Raises ApiError; documented: 400, 401, 403, 404, 422, 500, 502, 503.
        """
        prepared = prepare(
            _GET_ORDER,
            {
                "id": id,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceOrder = self._call(prepared, timeout)
        return answer

    def amend_order(
        self,
        *,
        body: models.CreateServiceOrderAmendment,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceOrderAmendment:
        """Amend an order.

        Asks to change an order in flight. Send only what changes: a value replaces the old one,
        an array the whole array, an empty value or array removes it. The outcome is told by
        KCI.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _AMEND_ORDER,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceOrderAmendment = self._call(prepared, timeout)
        return answer

    def cancel_order(
        self,
        *,
        body: models.CreateServiceOrderCancellation,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceOrderCancellation:
        """Cancel an order.

        Asks to cancel an order in flight, or an unsolicited cease. The outcome is told by KCI.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CANCEL_ORDER,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceOrderCancellation = self._call(prepared, timeout)
        return answer

    def create_ethernet_order(
        self,
        *,
        body: models.CreateEthernetOrder,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.SolicitedEthernetOrder:
        """Place an ethernet order.

        Takes an order for an ethernet service that was quoted. What happens to it then is told
        by KCIs.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CREATE_ETHERNET_ORDER,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.SolicitedEthernetOrder = self._call(prepared, timeout)
        return answer

    def get_ethernet_order(
        self,
        *,
        id: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.EthernetOrder:
        """Get an ethernet order.

        Gives an ethernet order as it is now, with its KCIs so far.

        `id`: Number that the gateway gave it.

        Raises ApiError; documented: 400, 401, 403, 404, 422, 500, 502, 503.
        """
        prepared = prepare(
            _GET_ETHERNET_ORDER,
            {
                "id": id,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.EthernetOrder = self._call(prepared, timeout)
        return answer

    def service_test(
        self,
        *,
        body: models.CreateServiceTest,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceTestRequest:
        """Test a service.

        Starts a diagnostic test. The gateway chooses the supplier's test by supplier,
        specification and kind of problem; the result is told by KCI.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _SERVICE_TEST,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceTestRequest = self._call(prepared, timeout)
        return answer

    def get_service_test_by_id(
        self,
        *,
        id: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceTest:
        """Get a test.

        Gives a test as it is now, with its result once there is one.

        `id`: Number that the gateway gave it.

        Raises ApiError; documented: 400, 401, 403, 404, 422, 500, 503.
        """
        prepared = prepare(
            _GET_SERVICE_TEST_BY_ID,
            {
                "id": id,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceTest = self._call(prepared, timeout)
        return answer

    def create_problem(
        self,
        *,
        body: models.CreateServiceProblem,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblem:
        """Report a problem.

        Raises a trouble ticket on a live service. A test that shows the fault and is still
        valid must be named.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CREATE_PROBLEM,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblem = self._call(prepared, timeout)
        return answer

    def get_service_problem_by_id(
        self,
        *,
        id: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblem:
        """Get a problem.

        Gives a problem as it is now, with its KCIs so far.

        `id`: Number that the gateway gave it.

        Raises ApiError; documented: 400, 401, 403, 404, 422, 500, 503.
        """
        prepared = prepare(
            _GET_SERVICE_PROBLEM_BY_ID,
            {
                "id": id,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblem = self._call(prepared, timeout)
        return answer

    def amend_problem(
        self,
        *,
        body: models.CreateServiceProblemAmendment,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblemAmendment:
        """Amend a problem.

        Asks to change a problem in flight; send only what changes. The outcome is told by KCI.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _AMEND_PROBLEM,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblemAmendment = self._call(prepared, timeout)
        return answer

    def cancel_problem(
        self,
        *,
        body: models.CreateServiceProblemCancellation,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblemCancellation:
        """Cancel a problem.

        Asks to withdraw a problem in flight. The outcome is told by KCI.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CANCEL_PROBLEM,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblemCancellation = self._call(prepared, timeout)
        return answer

    def service_problem_resolution(
        self,
        *,
        body: models.UpdateServiceProblemResolution,
        id: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblemResolution:
        """Accept or reject a resolution.

        Says whether the supplier's resolution solved the problem. Accepting closes the problem,
        rejecting puts it back in progress.

        `id`: Number of the resolution (not of the problem).

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _SERVICE_PROBLEM_RESOLUTION,
            {
                "id": id,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblemResolution = self._call(prepared, timeout)
        return answer


class AsyncTenantClient(AsyncClient):
    """Calls the Fibre Cafe : Tenant API."""

    async def address_lookup(
        self,
        *,
        postal_code: str | None = None,
        uprn: str | None = None,
        name: str | None = None,
        street_number: str | None = None,
        street_name: str | None = None,
        supplier: str | None = None,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
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

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 502, 503, 504.
        """
        prepared = prepare(
            _ADDRESS_LOOKUP,
            {
                "postal_code": postal_code,
                "uprn": uprn,
                "name": name,
                "street_number": street_number,
                "street_name": street_name,
                "supplier": supplier,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: list[models.Address] = await self._call(prepared, timeout)
        return answer

    async def availability_check(
        self,
        *,
        address: models.AddressIdentifier,
        suppliers: models.SupplierList | None = None,
        postal_code: str | None = None,
        service_types: models.ServiceTypeList | None = None,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> list[models.ServiceAvailability]:
        """Check what is available at an address.

        Asks each named supplier, or all suppliers of the tenant when none is named, and gives
        one element for each that answered.

        `address`: The address, as one JSON object.

        `suppliers`: Which suppliers are asked; all of the tenant when left out. (older: stands
        in an earlier published state of the page)

        `postal_code`: Not used at present.

        `service_types`: Only these kinds of service.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 502, 503, 504.
        """
        prepared = prepare(
            _AVAILABILITY_CHECK,
            {
                "address": address,
                "suppliers": suppliers,
                "postal_code": postal_code,
                "service_types": service_types,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: list[models.ServiceAvailability] = await self._call(prepared, timeout)
        return answer

    async def quote(
        self,
        *,
        body: models.CreateQuote,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.Quote:
        """Ask for quotes.

        Asks suppliers for the price of services between sites. Each item names its supplier.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 501, 502, 503, 504.
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
        supplier: str,
        address: models.AddressIdentifier,
        service_specification: models.ServiceSpecification,
        service_characteristics: list[models.ServiceCharacteristic] | None = None,
        appointment_from_date: date | None = None,
        standard_only: bool | None = None,
        single_day_appointment: bool | None = None,
        appointment_purpose: models.AppointmentPurpose,
        service_id: models.AppointmentAvailabilityServiceId | None = None,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
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

        Raises ApiError; documented: 400, 401, 403, 422, 500, 502, 503, 504.
        """
        prepared = prepare(
            _APPOINTMENT_AVAILABILITY,
            {
                "supplier": supplier,
                "address": address,
                "service_specification": service_specification,
                "service_characteristics": service_characteristics,
                "appointment_from_date": appointment_from_date,
                "standard_only": standard_only,
                "single_day_appointment": single_day_appointment,
                "appointment_purpose": appointment_purpose,
                "service_id": service_id,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.AppointmentAvailability = await self._call(prepared, timeout)
        return answer

    async def reserve_appointment(
        self,
        *,
        body: models.CreateAppointment,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.Appointment:
        """Reserve an appointment.

        Holds a slot that was offered. The hold may lapse; sending the returned id with an order
        confirms it.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 502, 503, 504.
        """
        prepared = prepare(
            _RESERVE_APPOINTMENT,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.Appointment = await self._call(prepared, timeout)
        return answer

    async def create_order(
        self,
        *,
        body: models.CreateServiceOrder,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.SolicitedServiceOrder:
        """Place an order.

        Takes an order to provide, cease or modify a service. What happens to it then is told by
        KCIs; the acknowledging one brings the supplier's own number.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CREATE_ORDER,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.SolicitedServiceOrder = await self._call(prepared, timeout)
        return answer

    async def get_order(
        self,
        *,
        id: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceOrder:
        """Get an order.

        Gives an order as it is now, with its KCIs so far.

        `id`: Number that the gateway gave it.

        Raises ApiError; documented: 400, 401, 403, 404, 422, 500, 502, 503.
        """
        prepared = prepare(
            _GET_ORDER,
            {
                "id": id,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceOrder = await self._call(prepared, timeout)
        return answer

    async def amend_order(
        self,
        *,
        body: models.CreateServiceOrderAmendment,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceOrderAmendment:
        """Amend an order.

        Asks to change an order in flight. Send only what changes: a value replaces the old one,
        an array the whole array, an empty value or array removes it. The outcome is told by
        KCI.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _AMEND_ORDER,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceOrderAmendment = await self._call(prepared, timeout)
        return answer

    async def cancel_order(
        self,
        *,
        body: models.CreateServiceOrderCancellation,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceOrderCancellation:
        """Cancel an order.

        Asks to cancel an order in flight, or an unsolicited cease. The outcome is told by KCI.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CANCEL_ORDER,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceOrderCancellation = await self._call(prepared, timeout)
        return answer

    async def create_ethernet_order(
        self,
        *,
        body: models.CreateEthernetOrder,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.SolicitedEthernetOrder:
        """Place an ethernet order.

        Takes an order for an ethernet service that was quoted. What happens to it then is told
        by KCIs.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CREATE_ETHERNET_ORDER,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.SolicitedEthernetOrder = await self._call(prepared, timeout)
        return answer

    async def get_ethernet_order(
        self,
        *,
        id: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.EthernetOrder:
        """Get an ethernet order.

        Gives an ethernet order as it is now, with its KCIs so far.

        `id`: Number that the gateway gave it.

        Raises ApiError; documented: 400, 401, 403, 404, 422, 500, 502, 503.
        """
        prepared = prepare(
            _GET_ETHERNET_ORDER,
            {
                "id": id,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.EthernetOrder = await self._call(prepared, timeout)
        return answer

    async def service_test(
        self,
        *,
        body: models.CreateServiceTest,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceTestRequest:
        """Test a service.

        Starts a diagnostic test. The gateway chooses the supplier's test by supplier,
        specification and kind of problem; the result is told by KCI.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _SERVICE_TEST,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceTestRequest = await self._call(prepared, timeout)
        return answer

    async def get_service_test_by_id(
        self,
        *,
        id: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceTest:
        """Get a test.

        Gives a test as it is now, with its result once there is one.

        `id`: Number that the gateway gave it.

        Raises ApiError; documented: 400, 401, 403, 404, 422, 500, 503.
        """
        prepared = prepare(
            _GET_SERVICE_TEST_BY_ID,
            {
                "id": id,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceTest = await self._call(prepared, timeout)
        return answer

    async def create_problem(
        self,
        *,
        body: models.CreateServiceProblem,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblem:
        """Report a problem.

        Raises a trouble ticket on a live service. A test that shows the fault and is still
        valid must be named.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CREATE_PROBLEM,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblem = await self._call(prepared, timeout)
        return answer

    async def get_service_problem_by_id(
        self,
        *,
        id: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblem:
        """Get a problem.

        Gives a problem as it is now, with its KCIs so far.

        `id`: Number that the gateway gave it.

        Raises ApiError; documented: 400, 401, 403, 404, 422, 500, 503.
        """
        prepared = prepare(
            _GET_SERVICE_PROBLEM_BY_ID,
            {
                "id": id,
            },
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblem = await self._call(prepared, timeout)
        return answer

    async def amend_problem(
        self,
        *,
        body: models.CreateServiceProblemAmendment,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblemAmendment:
        """Amend a problem.

        Asks to change a problem in flight; send only what changes. The outcome is told by KCI.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _AMEND_PROBLEM,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblemAmendment = await self._call(prepared, timeout)
        return answer

    async def cancel_problem(
        self,
        *,
        body: models.CreateServiceProblemCancellation,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblemCancellation:
        """Cancel a problem.

        Asks to withdraw a problem in flight. The outcome is told by KCI.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _CANCEL_PROBLEM,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblemCancellation = await self._call(prepared, timeout)
        return answer

    async def service_problem_resolution(
        self,
        *,
        body: models.UpdateServiceProblemResolution,
        id: str,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ServiceProblemResolution:
        """Accept or reject a resolution.

        Says whether the supplier's resolution solved the problem. Accepting closes the problem,
        rejecting puts it back in progress.

        `id`: Number of the resolution (not of the problem).

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _SERVICE_PROBLEM_RESOLUTION,
            {
                "id": id,
            },
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        answer: models.ServiceProblemResolution = await self._call(prepared, timeout)
        return answer
