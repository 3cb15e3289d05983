"""What of TM Forum's resources (v4) is read: answers and events, as tolerantly as they vary.

Fields that are not named here are left alone; null counts as absent, a number as a text where a
text is meant, and a moment without an offset as UTC (rule: ours).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

T = TypeVar("T")


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _listed(value: Any) -> Any:
    return [] if value is None else value


Moment: TypeAlias = Annotated[datetime, AfterValidator(_aware)]
Many: TypeAlias = Annotated[list[T], BeforeValidator(_listed), Field(default_factory=list)]


class Resource(BaseModel):
    """A part of TM Forum's model."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="ignore",
        frozen=True,
        coerce_numbers_to_str=True,
    )


class Period(Resource):
    """From when until when."""

    start_date_time: Moment
    end_date_time: Moment


class AvailableTimeSlot(Resource):
    """A slot of TMF646."""

    valid_for: Period


class SearchTimeSlot(Resource):
    """The answer to a search; no slots are no error."""

    available_time_slot: Annotated[list[AvailableTimeSlot], BeforeValidator(_listed)]


class Appointment(Resource):
    """A slot that is held."""

    id: str
    status: str
    valid_for: Period | None = None


class Reference(Resource):
    """Something by its id."""

    id: str
    name: str | None = None


class RelatedParty(Resource):
    """Someone and the part they play."""

    id: str | None = None
    name: str | None = None
    role: str | None = None


class Place(Resource):
    """An address, with what the supplier knows of it."""

    id: str | None = None
    name: str | None = None
    street_nr: str | None = None
    street_name: str | None = None
    locality: str | None = None
    city: str | None = None
    postcode: str | None = None
    country: str | None = None


class Characteristic(Resource):
    """A property of a service; several values come as a list, or under the same name again."""

    name: str
    value: Any = None


class Service(Resource):
    """A service that is ordered, or could be."""

    id: str | None = None
    service_specification: Reference | None = None
    service_characteristic: Many[Characteristic]
    place: Many[Place]


class UnavailabilityReason(Resource):
    """Why there is nothing."""

    code: str | None = None
    label: str | None = None


class QualificationItem(Resource):
    """What was found of one service."""

    qualification_result: str | None = None
    """`qualified`, `alternate` or `unqualified`."""
    service: Service | None = None
    eligibility_unavailability_reason: Many[UnavailabilityReason]
    expected_service_availability_date: Moment | None = None


class CheckServiceQualification(Resource):
    """The answer of TMF645."""

    state: str | None = None
    service_qualification_item: list[QualificationItem]


class ErrorMessage(Resource):
    """What went wrong with an order."""

    code: str | None = None
    reason: str | None = None
    message: str | None = None


class Milestone(Resource):
    """A point that an order has come to."""

    name: str
    message: str | None = None
    milestone_date: Moment | None = None


class JeopardyAlert(Resource):
    """A danger that an order is in."""

    name: str | None = None
    jeopardy_type: str | None = None
    message: str | None = None


class ExternalReference(Resource):
    """Something of ours that an order is about."""

    name: str
    external_reference_type: str | None = None


class OrderItem(Resource):
    """What an order does, and to which service."""

    action: str | None = None
    service: Service | None = None
    appointment: AppointmentRef | None = None


class AppointmentRef(Resource):
    """An order's appointment."""

    id: str
    valid_for: Period | None = None


class ServiceOrder(Resource):
    """An order of TMF641."""

    id: str
    state: str | None = None
    external_id: str | None = None
    category: str | None = None
    expected_completion_date: Moment | None = None
    service_order_item: Many[OrderItem]
    related_party: Many[RelatedParty]
    external_reference: Many[ExternalReference]
    error_message: Many[ErrorMessage]
    milestone: Many[Milestone]
    jeopardy_alert: Many[JeopardyAlert]


class CancelServiceOrder(Resource):
    """A cancellation of TMF641, as a task of its own."""

    id: str
    state: str
    external_id: str | None = None
    service_order: Reference | None = None
    error_message: Many[ErrorMessage]


class Happening(Resource):
    """What an event is about: one of the two."""

    service_order: ServiceOrder | None = None
    cancel_service_order: CancelServiceOrder | None = None


class Event(Resource):
    """A notification."""

    event_id: str
    event_type: str
    event_time: Moment | None = None
    description: str | None = None
    event: Happening


OrderItem.model_rebuild()
