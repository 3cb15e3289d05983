"""What the gateway asks of a supplier, and how a supplier's answer fails: the adapter contract.

One method for each operation of the Supplier API, with its models; an adapter implements those it
has, and the others answer `Unsupported`. `AddressSource` is ours: the Supplier API has no look-up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, runtime_checkable

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.tenant import models as tenant


@dataclass(frozen=True, slots=True)
class SupplierCall:
    """On whose behalf a supplier is called, and until when."""

    tenant: str
    """The tenant's id, as the supplier knows it (header `Tenant`)."""
    supplier: str
    request_id: str
    conversation_id: str
    deadline: float
    """Seconds that the call may take."""
    test_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """`X-Scenario`, `X-Problem-Code`, `X-Kci-Delay` as the tenant gave them; for test suppliers."""


class SupplierFailure(Exception):
    """A supplier call that gave no usable answer.

    SupplierFailure
    ├── Refused          422: the supplier refuses what was asked
    ├── Misunderstood    400, 404, other 4xx: the gateway's request was wrong
    ├── NotAuthorised    401, 403: the tenant's credentials at the supplier
    ├── Unsupported      501: the supplier, or its version, lacks it
    ├── Busy             503, 429: not now; it was not acted on
    ├── Faulty           5xx, or an answer that cannot be read
    ├── Unreachable      no connection: it was not acted on
    └── TimedOut         no answer in time: whether it was acted on is not known

    `messages` are the supplier's own; `detail` is for the log and never reaches a tenant.
    """

    may_have_acted = False

    def __init__(self, *messages: str, detail: str = "") -> None:
        super().__init__(*messages)
        self.messages = messages
        self.detail = detail


class Refused(SupplierFailure):
    """422."""


class Misunderstood(SupplierFailure):
    """400, 404 and other 4xx."""


class NotAuthorised(SupplierFailure):
    """401 or 403, or no token was given out."""


class Unsupported(SupplierFailure):
    """501, or the adapter says so itself."""


class Busy(SupplierFailure):
    """503 or 429. `retry_after` in seconds, where the supplier says."""

    def __init__(self, *messages: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(*messages, detail=detail)
        self.retry_after = retry_after


class Faulty(SupplierFailure):
    """5xx, or an answer that cannot be read. `may_have_acted` when the answer was unreadable."""

    def __init__(self, *messages: str, detail: str = "", may_have_acted: bool = False) -> None:
        super().__init__(*messages, detail=detail)
        self.may_have_acted = may_have_acted


class Unreachable(SupplierFailure):
    """No connection."""


class TimedOut(SupplierFailure):
    """No answer in time after the request had left."""

    may_have_acted = True


class SupplierAdapter:
    """A supplier, as the gateway sees it. Methods raise SupplierFailure and nothing else; whatever
    else an adapter raises counts as `Faulty`.

    None as an answer means 202: received, the outcome follows by KCI.
    """

    async def availability_check(
        self,
        call: SupplierCall,
        *,
        address: supplier.AddressIdentifier,
        service_types: Sequence[supplier.ServiceType],
    ) -> supplier.ServiceAvailability:
        """What the supplier offers at an address."""
        raise Unsupported

    async def quote(self, call: SupplierCall, body: supplier.QuoteRequest) -> supplier.Quote:
        """The price of a service between sites."""
        raise Unsupported

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
        raise Unsupported

    async def reserve_appointment(
        self, call: SupplierCall, body: supplier.ReserveAppointment
    ) -> supplier.AppointmentReservation:
        """Hold a slot."""
        raise Unsupported

    async def create_order(
        self, call: SupplierCall, body: supplier.CreateServiceOrder
    ) -> supplier.ServiceOrder | None:
        """Place an order."""
        raise Unsupported

    async def amend_order(
        self, call: SupplierCall, body: supplier.AmendServiceOrder
    ) -> supplier.AmendServiceOrder | None:
        """Change an order in flight."""
        raise Unsupported

    async def cancel_order(
        self, call: SupplierCall, body: supplier.CancelServiceOrder
    ) -> supplier.ServiceOrderCancellation | None:
        """Cancel an order in flight, or object to an unsolicited cease."""
        raise Unsupported

    async def create_ethernet_order(
        self, call: SupplierCall, body: supplier.CreateProvideEthernetOrder
    ) -> supplier.ProvideEthernetOrder | None:
        """Place an ethernet order."""
        raise Unsupported

    async def service_test(
        self, call: SupplierCall, body: supplier.CreateServiceTest
    ) -> supplier.ServiceTest:
        """Start a test."""
        raise Unsupported

    async def create_problem(
        self, call: SupplierCall, body: supplier.CreateServiceProblem
    ) -> supplier.ServiceProblem | None:
        """Report a problem."""
        raise Unsupported

    async def amend_problem(
        self, call: SupplierCall, body: supplier.AmendServiceProblem
    ) -> supplier.AmendServiceProblem | None:
        """Change a problem in flight."""
        raise Unsupported

    async def cancel_problem(
        self, call: SupplierCall, body: supplier.CancelServiceProblem
    ) -> supplier.ServiceProblemCancellation | None:
        """Withdraw a problem."""
        raise Unsupported

    async def service_problem_resolution(
        self,
        call: SupplierCall,
        body: supplier.UpdateServiceProblemResolution,
        *,
        reference: str,
    ) -> supplier.ServiceProblemResolution:
        """Pass on what the tenant says of a resolution, by the supplier's reference of it."""
        raise Unsupported

    async def aclose(self) -> None:
        """Close connections."""


@runtime_checkable
class AddressSource(Protocol):
    """An adapter that can look addresses up (rule: ours)."""

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
        """Addresses that match; none is no error. Raises SupplierFailure."""
        ...
