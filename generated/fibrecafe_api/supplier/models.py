"""Models of Fibre Cafe : Supplier API 1.15.

Made by fibrecafe from spec/supplier/1.15.yaml. Do not edit: change the document and run `fibrecafe generate`.
"""

from enum import StrEnum
from datetime import date
from uuid import UUID
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator
from typing_extensions import TypeAliasType

from .._support.model import UnknownVariant, WireModel, refuse_known

__all__ = [
    "Address",
    "AddressIdentifier",
    "AmendCeaseServiceOrder",
    "AmendModifyServiceOrder",
    "AmendProvideServiceOrder",
    "AmendServiceOrder",
    "AmendServiceProblem",
    "AnyChargeType",
    "AnyErrorCode",
    "AnyInstallationType",
    "AnyQuoteItemStatus",
    "AnyResolutionDecision",
    "AnySiteRole",
    "AnyTimeslotClassification",
    "AppointmentPurpose",
    "AppointmentReservation",
    "AvailableAppointments",
    "AvailableCharacteristic",
    "AvailableServiceSpecification",
    "CancelServiceOrder",
    "CancelServiceProblem",
    "CancellationReasonCode",
    "CeaseOrderType",
    "CeaseServiceOrder",
    "Characteristic",
    "ChargeType",
    "Constraint",
    "Contact",
    "ContractItem",
    "ContractLength",
    "ConversationId",
    "CreateCeaseServiceOrder",
    "CreateEthernetOrder",
    "CreateModifyServiceOrder",
    "CreateProvideEthernetOrder",
    "CreateProvideServiceOrder",
    "CreateServiceOrder",
    "CreateServiceProblem",
    "CreateServiceTest",
    "EngineerTasks",
    "Error",
    "ErrorCode",
    "EthernetOrderItem",
    "EthernetSiteInformation",
    "ExistingLine",
    "InstallationType",
    "LineCharacteristic",
    "ModifyOrderType",
    "ModifyServiceOrder",
    "Ont",
    "OntPort",
    "OrderStatusSupplier",
    "ProvideEthernetOrder",
    "ProvideOrderType",
    "ProvideServiceOrder",
    "Quote",
    "QuoteCharge",
    "QuoteItemStatus",
    "QuoteRequest",
    "RequestId",
    "ReserveAppointment",
    "ResolutionDecision",
    "ResolutionDetails",
    "Service",
    "ServiceAvailability",
    "ServiceCharacteristic",
    "ServiceOrder",
    "ServiceOrderCancellation",
    "ServiceOrderItem",
    "ServiceProblem",
    "ServiceProblemCancellation",
    "ServiceProblemCancellationReasonCode",
    "ServiceProblemResolution",
    "ServiceProblemType",
    "ServiceSpecification",
    "ServiceTest",
    "ServiceType",
    "ServiceTypeList",
    "Site",
    "SiteInformation",
    "SiteRole",
    "SubAddress",
    "Timeslot",
    "TimeslotClassification",
    "UnavailabilityReason",
    "UnknownServiceOrder",
    "UpdateServiceProblemResolution",
    "Wayleave",
]


class AddressIdentifier(WireModel):
    """Refers to an address by its entry in a register. (inferred: limits as in the Tenant API)"""

    id: Annotated[str, Field(max_length=20, min_length=1)]
    """Value of the identifier."""
    type: Annotated[str, Field(pattern="^[A-Za-z]{1,15}$")]
    """Which register the identifier comes from: UPRN, NAD, DistrictCode or ROBT."""


class SubAddress(WireModel):
    """Part of a building."""

    name: str | None = None
    """Name of the unit or its occupier."""
    unit_number: str | None = None
    """Number of the unit or floor."""


class Address(WireModel):
    """A postal address."""

    identifier: AddressIdentifier
    """How the address is referred to in requests."""
    name: str | None = None
    """Name of the house or building."""
    street_number: str | None = None
    """House number, with its suffix if any."""
    street_name: str | None = None
    """Street."""
    locality: str | None = None
    """Part of the town."""
    city: str | None = None
    """Post town."""
    postcode: str | None = None
    """Postcode."""
    country: str | None = None
    """Country."""
    sub_address: SubAddress | None = None
    """Flat, unit or floor within the building."""


class AmendCeaseServiceOrder(WireModel):
    """Changes to a cease order. (inferred: by analogy with the provide variant)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the order."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order. (inferred: as on the cancellation)"""
    supplier_reference: str | None = None
    """Supplier's reference of it. (older: in the answer only: supplier's reference of the amendment)"""


class Contact(WireModel):
    """A person to call."""

    name: Annotated[str, Field(max_length=100, min_length=1)]
    """Full name."""
    email: Annotated[str | None, Field(pattern="^\\S{1,64}@\\S{2,254}$")] = None
    """E-mail address."""
    phone_number: Annotated[str, Field(pattern="^\\+?[0-9\\s\\-#]{8,50}$")]
    """Telephone number, with or without country code."""


EngineerTasks = TypeAliasType("EngineerTasks", list[str])
"""Tasks for the engineer on a visit."""


class ServiceCharacteristic(WireModel):
    """One option of a service."""

    name: Annotated[str, Field(max_length=50, min_length=1)]
    """Which characteristic, such as LINE_PROFILE."""
    value: Annotated[str, Field(max_length=50, min_length=1)]
    """Value of the characteristic."""


class AmendModifyServiceOrder(WireModel):
    """Changes to a modify order. (inferred: by analogy with the provide variant)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the order."""
    service_characteristics: Annotated[list[ServiceCharacteristic] | None, Field(min_length=1)] = (
        None
    )
    """Options of the service."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    engineer_tasks: EngineerTasks | None = None
    """What the engineer shall do on the visit."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order. (inferred: as on the cancellation)"""
    supplier_reference: str | None = None
    """Supplier's reference of it. (older: in the answer only: supplier's reference of the amendment)"""


class AmendProvideServiceOrder(WireModel):
    """Changes to a provide order. (older: stands in an earlier published state of the page)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the order."""
    service_characteristics: Annotated[list[ServiceCharacteristic] | None, Field(min_length=1)] = (
        None
    )
    """Options of the service."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    engineer_tasks: EngineerTasks | None = None
    """What the engineer shall do on the visit."""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site."""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order. (inferred: as on the cancellation)"""
    supplier_reference: str | None = None
    """Supplier's reference of it. (older: in the answer only: supplier's reference of the amendment)"""


AmendServiceOrder = TypeAliasType(
    "AmendServiceOrder", AmendProvideServiceOrder | AmendModifyServiceOrder | AmendCeaseServiceOrder
)
"""Changes to an order in flight. Which kind of order it is, only the order tells."""


class Characteristic(WireModel):
    """One named value."""

    name: str
    """Which characteristic."""
    value: str
    """Value of the characteristic."""


class AmendServiceProblem(WireModel):
    """Changes to a problem in flight."""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    supplier_reference: Annotated[str | None, Field(pattern="^[A-Z0-9_]{5,25}$")] = None
    """Supplier's reference of it."""
    service_problem_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the problem."""
    supplier_service_problem_reference: Annotated[
        str | None, Field(pattern="^[A-Z0-9_]{5,25}$")
    ] = None
    """Supplier's reference of the problem."""
    problem_text: Annotated[str | None, Field(max_length=80, min_length=10)] = None
    """What is wrong, in words."""
    escalation_request: bool | None = None
    """Asks for escalation under the agreed service levels."""
    characteristics: Annotated[list[Characteristic] | None, Field(min_length=1)] = None
    """What is known of the fault."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    hazards: str | None = None
    """Dangers on site."""
    on_site_restrictions: str | None = None
    """What limits access to the site."""
    notes: str | None = None
    """Anything else worth knowing."""


class ChargeType(StrEnum):
    """
    Whether a charge recurs. (invented: no page shows the priced part of a quote)
    """

    ONE_OFF = "ONE_OFF"
    RECURRING = "RECURRING"


AnyChargeType = TypeAliasType(
    "AnyChargeType", Annotated[ChargeType | str, Field(union_mode="left_to_right")]
)
"""ChargeType, or a value that a newer version of the document brings."""


class ErrorCode(StrEnum):
    """
    Kinds of error.
    """

    INVALID_REQUEST = "INVALID_REQUEST"
    MALFORMED_REQUEST = "MALFORMED_REQUEST"
    NOT_AUTHORISED = "NOT_AUTHORISED"
    NOT_FOUND = "NOT_FOUND"
    NOT_IMPLEMENTED = "NOT_IMPLEMENTED"
    SUPPLIER_FAULT = "SUPPLIER_FAULT"


AnyErrorCode = TypeAliasType(
    "AnyErrorCode", Annotated[ErrorCode | str, Field(union_mode="left_to_right")]
)
"""ErrorCode, or a value that a newer version of the document brings."""


class InstallationType(StrEnum):
    """
    What kind of installation a visit is.
    """

    STANDARD = "STANDARD"
    EXTENDED_STANDARD = "EXTENDED_STANDARD"
    NON_STANDARD = "NON_STANDARD"


AnyInstallationType = TypeAliasType(
    "AnyInstallationType", Annotated[InstallationType | str, Field(union_mode="left_to_right")]
)
"""InstallationType, or a value that a newer version of the document brings."""


class QuoteItemStatus(StrEnum):
    """
    Outcome of one item. (invented: no page shows the priced part of a quote)
    """

    QUOTED = "QUOTED"
    NOT_QUOTED = "NOT_QUOTED"


AnyQuoteItemStatus = TypeAliasType(
    "AnyQuoteItemStatus", Annotated[QuoteItemStatus | str, Field(union_mode="left_to_right")]
)
"""QuoteItemStatus, or a value that a newer version of the document brings."""


class ResolutionDecision(StrEnum):
    """
    The tenant's decision on a resolution.
    """

    REJECTED = "REJECTED"
    ACCEPTED = "ACCEPTED"


AnyResolutionDecision = TypeAliasType(
    "AnyResolutionDecision", Annotated[ResolutionDecision | str, Field(union_mode="left_to_right")]
)
"""ResolutionDecision, or a value that a newer version of the document brings."""


class SiteRole(StrEnum):
    """
    Which end of a circuit.
    """

    A_END = "A-END"
    B_END = "B-END"
    MULTI_POINT = "MULTI-POINT"


AnySiteRole = TypeAliasType(
    "AnySiteRole", Annotated[SiteRole | str, Field(union_mode="left_to_right")]
)
"""SiteRole, or a value that a newer version of the document brings."""


class TimeslotClassification(StrEnum):
    """
    Day and part of the day of a slot.
    """

    WEEKDAY = "WEEKDAY"
    WEEKDAY_AM = "WEEKDAY_AM"
    WEEKDAY_PM = "WEEKDAY_PM"
    WEEKDAY_EARLY = "WEEKDAY_EARLY"
    WEEKDAY_EVENING = "WEEKDAY_EVENING"
    SATURDAY = "SATURDAY"
    SATURDAY_AM = "SATURDAY_AM"
    SATURDAY_PM = "SATURDAY_PM"
    SATURDAY_EARLY = "SATURDAY_EARLY"
    SATURDAY_EVENING = "SATURDAY_EVENING"
    SUNDAY = "SUNDAY"
    SUNDAY_AM = "SUNDAY_AM"
    SUNDAY_PM = "SUNDAY_PM"
    SUNDAY_EARLY = "SUNDAY_EARLY"
    SUNDAY_EVENING = "SUNDAY_EVENING"


AnyTimeslotClassification = TypeAliasType(
    "AnyTimeslotClassification",
    Annotated[TimeslotClassification | str, Field(union_mode="left_to_right")],
)
"""TimeslotClassification, or a value that a newer version of the document brings."""

AppointmentPurpose = TypeAliasType(
    "AppointmentPurpose", Annotated[str, Field(pattern="^[A-Za-z0-9_]{1,20}$")]
)
"""What a visit is for. (older: stands in an earlier published state of the page)"""


class ServiceSpecification(WireModel):
    """Product family or access technology."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"name"})
    id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the specification in the supplier's catalogue."""
    name: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Name of the specification; given in answers only."""


class Timeslot(WireModel):
    """When an engineer may come."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"classification", "standard"})
    timeslot_start_date_time: AwareDatetime
    """Earliest arrival of the engineer."""
    timeslot_end_date_time: AwareDatetime
    """Latest arrival of the engineer."""
    classification: AnyTimeslotClassification | None = None
    """Kind of slot."""
    standard: bool | None = None
    """False for a slot at a premium."""


class AppointmentReservation(WireModel):
    """A slot that is held. (older: stands in an earlier published state of the page)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    address: AddressIdentifier
    """Where the service is, or shall be."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    purpose: AppointmentPurpose | None = None
    """What the visit is for."""
    timeslot: Timeslot
    """Slot to reserve."""
    supplier_reference: str | None = None
    """Supplier's reference of it."""
    expiry_date_time: AwareDatetime | None = None
    """When the hold on the slot lapses."""


class AvailableAppointments(WireModel):
    """Slots that are free."""

    address: AddressIdentifier | None = None
    """Where the service is, or shall be."""
    service_specification: ServiceSpecification | None = None
    """Product or access technology."""
    available_timeslots: list[Timeslot] | None = None
    """Slots that are free."""


class AvailableCharacteristic(WireModel):
    """An option with the values to choose from."""

    name: str
    """Which characteristic can be chosen."""
    values: list[str]
    """Values that can be chosen."""


class AvailableServiceSpecification(WireModel):
    """A product that can be ordered. (older: stands in an earlier published state of the page)"""

    id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the specification."""
    name: str | None = None
    """Name of the specification."""
    service_characteristics: list[AvailableCharacteristic] | None = None
    """Options of the service."""


CancellationReasonCode = TypeAliasType(
    "CancellationReasonCode", Annotated[str, Field(pattern="^[A-Z_]{1,30}$")]
)
"""Why an order is to be cancelled."""


class CancelServiceOrder(WireModel):
    """Asks to cancel an order."""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the order."""
    reason_code: CancellationReasonCode
    """Why it is asked for."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""


ServiceProblemCancellationReasonCode = TypeAliasType(
    "ServiceProblemCancellationReasonCode", Annotated[str, Field(pattern="^[A-Z_]{5,50}$")]
)
"""Why a problem is to be cancelled. (older: stands in an earlier published state of the page)"""


class CancelServiceProblem(WireModel):
    """Asks to cancel a problem."""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    service_problem_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the problem."""
    supplier_service_problem_reference: Annotated[str, Field(pattern="^[A-Z0-9_]{5,25}$")]
    """Supplier's reference of the problem."""
    reason_code: ServiceProblemCancellationReasonCode
    """Why it is asked for."""
    text: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Explanation in words."""


class CeaseOrderType(StrEnum):
    """
    An order to end a service. (inferred: not stated on any published page, follows by analogy)
    """

    CEASE = "CEASE"


OrderStatusSupplier = TypeAliasType("OrderStatusSupplier", str)
"""State of an order at the supplier."""


class CeaseServiceOrder(WireModel):
    """An order that ends a service. (inferred: not stated on any published page, follows by analogy)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_type: Literal[CeaseOrderType.CEASE]
    """Kind of order. (inferred: tells the variants apart, as in the Tenant API)"""
    tenant: Annotated[str, Field(max_length=50, min_length=1)]
    """Tenant the request comes from."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    requested_completion_date: date
    """Day on which it is wanted, if no visit decides."""
    service_characteristics: Annotated[list[ServiceCharacteristic] | None, Field(min_length=1)] = (
        None
    )
    """Options of the service."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    status: OrderStatusSupplier
    """State it is in."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""


class Constraint(WireModel):
    """Something that may hinder an installation."""

    code: str
    """Kind of constraint."""
    text: str | None = None
    """Explanation of the constraint."""


class ContractLength(WireModel):
    """Duration of a contract."""

    value: int
    """Number of units."""
    unit: str
    """Unit of time."""


class ContractItem(WireModel):
    """Terms of a contract."""

    contract_length: ContractLength
    """How long the contract runs."""
    billing_frequency: str | None = None
    """How often it is invoiced."""
    price_alteration: str | None = None
    """How prices may change during the contract."""


ConversationId = TypeAliasType(
    "ConversationId", Annotated[str, Field(max_length=255, min_length=1)]
)
"""Id of a whole journey, over many requests. (inferred: no limits are published; an id has to be there, and fit a log line)"""


class CreateCeaseServiceOrder(WireModel):
    """Asks to end a service. (inferred: the variant is assembled from KCIs and the Tenant API)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_type: Literal[CeaseOrderType.CEASE]
    """Kind of order. (inferred: tells the variants apart, as in the Tenant API)"""
    tenant: Annotated[str, Field(max_length=50, min_length=1)]
    """Tenant the request comes from."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    requested_completion_date: date
    """Day on which it is wanted, if no visit decides."""
    service_characteristics: Annotated[list[ServiceCharacteristic] | None, Field(min_length=1)] = (
        None
    )
    """Options of the service."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""


class Service(WireModel):
    """A service with its options. (older: stands in an earlier published state of the page)"""

    service_specification: ServiceSpecification
    """Product or access technology."""
    service_characteristic: list[Characteristic] | None = None
    """Options of the service."""


class EthernetOrderItem(WireModel):
    """One service of an ethernet order. (inferred: from the sample of the Tenant API)"""

    service: Service | None = None
    """Services to be provided."""
    contract_details: ContractItem | None = None
    """Length and billing of the contract."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    technical_contact: Contact | None = None
    """Whom to call on technical questions."""


class Wayleave(WireModel):
    """Permission to cross land. (older: stands in an earlier published state of the page)"""

    wayleave_owner: bool | None = None
    """Whether the customer owns the land."""
    wayleave_characteristics: list[Characteristic] | None = None
    """Properties of the wayleave."""
    wayleave_contact: Contact | None = None
    """Whom to ask for the wayleave."""


class EthernetSiteInformation(WireModel):
    """One end of an ethernet service. (older: stands in an earlier published state of the page)"""

    name: str
    """Name of the site."""
    postcode: str
    """Postcode."""
    role: AnySiteRole
    """Which end of the circuit the site is."""
    address: AddressIdentifier
    """Where the service is, or shall be."""
    site_characteristics: list[Characteristic] | None = None
    """Properties of the site."""
    wayleave: Wayleave | None = None
    """Permission of the land owner."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    hazards: str | None = None
    """Dangers on site."""
    on_site_restrictions: str | None = None
    """What limits access to the site."""
    notes: str | None = None
    """Anything else worth knowing."""


class CreateProvideEthernetOrder(WireModel):
    """Asks for an ethernet service between sites. (older: stands in an earlier published state of the page)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    tenant: Annotated[str, Field(max_length=50, min_length=1)]
    """Tenant the request comes from."""
    supplier_quote_id: Annotated[str, Field(max_length=64, min_length=0)]
    """Supplier's identifier of the quote item; an ethernet order refers to it."""
    site_information: Annotated[list[EthernetSiteInformation], Field(min_length=2)]
    """Lines and sites at the address."""
    ethernet_order_items: Annotated[list[EthernetOrderItem], Field(min_length=1)]
    """Services that are ordered."""


CreateEthernetOrder = TypeAliasType("CreateEthernetOrder", CreateProvideEthernetOrder)
"""A new ethernet order."""


class ModifyOrderType(StrEnum):
    """
    An order to change a service. (older: stands in an earlier published state of the page)
    """

    MODIFY = "MODIFY"


class CreateModifyServiceOrder(WireModel):
    """Asks to change a service. (inferred: the variant is assembled from KCIs and the Tenant API)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_type: Literal[ModifyOrderType.MODIFY]
    """Kind of order. (inferred: tells the variants apart, as in the Tenant API)"""
    tenant: Annotated[str, Field(max_length=50, min_length=1)]
    """Tenant the request comes from."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    service_characteristics: list[ServiceCharacteristic]
    """Options of the service."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    engineer_tasks: EngineerTasks | None = None
    """What the engineer shall do on the visit."""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site."""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""


class ProvideOrderType(StrEnum):
    """
    NEW line, START of an idle one, TAKEOVER by a new occupier, TRANSFER from another provider, SWAP of one's own service.
    """

    NEW = "NEW"
    START = "START"
    TAKEOVER = "TAKEOVER"
    TRANSFER = "TRANSFER"
    SWAP = "SWAP"


class ServiceOrderItem(WireModel):
    """Product and options."""

    service_specification: ServiceSpecification
    """Product or access technology."""
    service_characteristics: Annotated[list[ServiceCharacteristic], Field(min_length=0)]
    """Options of the service."""


class CreateProvideServiceOrder(WireModel):
    """Asks for a service at an address."""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_type: Literal[
        ProvideOrderType.NEW,
        ProvideOrderType.START,
        ProvideOrderType.TAKEOVER,
        ProvideOrderType.TRANSFER,
        ProvideOrderType.SWAP,
    ]
    """Kind of order."""
    tenant: Annotated[str, Field(max_length=50, min_length=1)]
    """Tenant the request comes from."""
    address: AddressIdentifier
    """Where the service is, or shall be."""
    service_order_item: ServiceOrderItem
    """Product and options that are ordered."""
    primary_contact: Contact
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides. (inferred: the page is cut before it; as in the amendment)"""
    engineer_tasks: EngineerTasks | None = None
    """What the engineer shall do on the visit. (inferred: the page is cut before it; as in the amendment)"""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site. (inferred: the page is cut before it; as in the amendment)"""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site. (inferred: the page is cut before it; as in the amendment)"""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing. (inferred: the page is cut before it; as in the amendment)"""


CreateServiceOrder = TypeAliasType(
    "CreateServiceOrder",
    Annotated[
        CreateProvideServiceOrder | CreateCeaseServiceOrder | CreateModifyServiceOrder,
        Field(discriminator="order_type"),
    ],
)
"""A new order; orderType says of which kind."""

ServiceProblemType = TypeAliasType(
    "ServiceProblemType", Annotated[str, Field(pattern="^[A-Z_]{3,25}$")]
)
"""What is wrong with a service. (older: stands in an earlier published state of the page)"""


class CreateServiceProblem(WireModel):
    """Reports a fault of a live service."""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    problem_type: ServiceProblemType
    """What is wrong with the service."""
    problem_text: Annotated[str, Field(max_length=80, min_length=10)]
    """What is wrong, in words."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    address: AddressIdentifier | None = None
    """Where the service is, or shall be."""
    service_test_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the test that shows the fault."""
    service_test_reference: str | None = None
    """Supplier's reference of the test."""
    characteristics: list[Characteristic] | None = None
    """What is known of the fault."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments. (inferred: the page is cut before it; as in the Tenant API)"""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation. (inferred: the page is cut before it; as in the Tenant API)"""
    parent_service_problem_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Problem that this one belongs to. (inferred: the page is cut before it; as in the Tenant API)"""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site. (inferred: the page is cut before it; as in the Tenant API)"""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site. (inferred: the page is cut before it; as in the Tenant API)"""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing. (inferred: the page is cut before it; as in the Tenant API)"""


class CreateServiceTest(WireModel):
    """Asks for a test of a live service."""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    problem_type: ServiceProblemType
    """What is wrong with the service."""


class Error(WireModel):
    """Body of every error answer."""

    uuid: str
    """Identifies this one error; quote it when asking for support."""
    code: AnyErrorCode
    """What kind of error it is."""
    messages: list[str]
    """What was wrong, in words."""


class LineCharacteristic(WireModel):
    """One property of a line. (older: stands in an earlier published state of the page)"""

    name: str
    """Which characteristic of the line."""
    value: str
    """Value of the characteristic."""


class OntPort(WireModel):
    """Port of an optical terminal. (older: stands in an earlier published state of the page)"""

    port_number: int
    """Number printed on the port."""
    description: str | None = None
    """What the port is for."""
    status: str | None = None
    """Whether the port carries a service."""
    tenant_active: bool | None = None
    """Whether the service on the port is this tenant's own."""
    stopped_date: AwareDatetime | None = None
    """When the service on the port ended."""


class Ont(WireModel):
    """An optical terminal. (older: stands in an earlier published state of the page)"""

    ont_reference: str | None = None
    """Supplier's reference of the optical terminal."""
    serial_number: str | None = None
    """Serial number of the optical terminal."""
    manufacturer: str | None = None
    """Maker of the optical terminal."""
    floor: str | None = None
    """Floor on which the terminal is."""
    room: str | None = None
    """Room in which the terminal is."""
    position: str | None = None
    """Place of the terminal in the room."""
    ports: list[OntPort]
    """Ports of the optical terminal."""


class ExistingLine(WireModel):
    """A line that is already there. (older: stands in an earlier published state of the page)"""

    enni_id: str | None = None
    """Handover point."""
    site_name: str | None = None
    """Name of the handover site."""
    site_location: str | None = None
    """Where the handover site is."""
    installation_type: AnyInstallationType | None = None
    """Given when an engineer has to visit."""
    ont: Ont | None = None
    """Optical terminal of the line."""
    line_id: str | None = None
    """Identifier of a copper line."""
    line_characteristics: list[LineCharacteristic] | None = None
    """Speeds and other properties of the line."""


class ModifyServiceOrder(WireModel):
    """An order that changes a service. (inferred: not stated on any published page, follows by analogy)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_type: Literal[ModifyOrderType.MODIFY]
    """Kind of order. (inferred: tells the variants apart, as in the Tenant API)"""
    tenant: Annotated[str, Field(max_length=50, min_length=1)]
    """Tenant the request comes from."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    service_characteristics: list[ServiceCharacteristic]
    """Options of the service."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    engineer_tasks: EngineerTasks | None = None
    """What the engineer shall do on the visit."""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site."""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    status: OrderStatusSupplier
    """State it is in."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""


class ProvideEthernetOrder(WireModel):
    """An order that provides an ethernet service. (inferred: by analogy with service orders)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    tenant: Annotated[str, Field(max_length=50, min_length=1)]
    """Tenant the request comes from."""
    supplier_quote_id: Annotated[str, Field(max_length=64, min_length=0)]
    """Supplier's identifier of the quote item; an ethernet order refers to it."""
    site_information: Annotated[list[EthernetSiteInformation], Field(min_length=2)]
    """Lines and sites at the address."""
    ethernet_order_items: Annotated[list[EthernetOrderItem], Field(min_length=1)]
    """Services that are ordered."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    status: OrderStatusSupplier
    """State it is in."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""


class ProvideServiceOrder(WireModel):
    """An order that provides a service. (older: stands in an earlier published state of the page)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_type: Literal[
        ProvideOrderType.NEW,
        ProvideOrderType.START,
        ProvideOrderType.TAKEOVER,
        ProvideOrderType.TRANSFER,
        ProvideOrderType.SWAP,
    ]
    """Kind of order."""
    tenant: Annotated[str, Field(max_length=50, min_length=1)]
    """Tenant the request comes from."""
    address: AddressIdentifier
    """Where the service is, or shall be."""
    service_order_item: ServiceOrderItem
    """Product and options that are ordered."""
    primary_contact: Contact
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides. (inferred: the page is cut before it; as in the amendment)"""
    engineer_tasks: EngineerTasks | None = None
    """What the engineer shall do on the visit. (inferred: the page is cut before it; as in the amendment)"""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site. (inferred: the page is cut before it; as in the amendment)"""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site. (inferred: the page is cut before it; as in the amendment)"""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing. (inferred: the page is cut before it; as in the amendment)"""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    status: OrderStatusSupplier
    """State it is in."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""


class QuoteCharge(WireModel):
    """One price of a quote. (invented: no page shows the priced part of a quote)"""

    name: Annotated[str, Field(max_length=100, min_length=1)]
    """What is charged for."""
    type: AnyChargeType
    """Once, or again in each period."""
    amount: Annotated[float, Field(ge=0.0)]
    """Amount without VAT."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """ISO 4217 code."""
    period: str | None = None
    """Period of a recurring charge."""


class Site(WireModel):
    """One end of a circuit."""

    name: str
    """Name of the site."""
    postcode: str
    """Postcode."""
    role: AnySiteRole
    """Which end of the circuit the site is."""
    address: AddressIdentifier
    """Where the service is, or shall be."""
    site_characteristics: list[Characteristic] | None = None
    """Properties of the site."""


class Quote(WireModel):
    """Answer to a request for prices. (truncated: the published page is cut here)"""

    id: UUID
    """Identifies the quote."""
    external_identifier: Annotated[str | None, Field(max_length=64, min_length=0)] = None
    """Tenant's own reference."""
    sites: Annotated[list[Site] | None, Field(min_length=2)] = None
    """Ends of the circuit."""
    contract_details: ContractItem | None = None
    """Length and billing of the contract."""
    service: Annotated[list[Service] | None, Field(min_length=1)] = None
    """Services to be provided. (inferred: the page is cut before it)"""
    status: AnyQuoteItemStatus | None = None
    """State it is in. (invented: no page shows the priced part of a quote)"""
    valid_until: date | None = None
    """Last day on which the prices hold. (invented: no page shows the priced part of a quote)"""
    charges: list[QuoteCharge] | None = None
    """What the supplier charges. (invented: no page shows the priced part of a quote)"""
    messages: list[str] | None = None
    """What was wrong, in words. (invented: no page shows the priced part of a quote)"""


class QuoteRequest(WireModel):
    """Asks one supplier for prices."""

    id: Annotated[int, Field(ge=1)]
    """Number that identifies it at the gateway."""
    external_identifier: Annotated[str | None, Field(max_length=64, min_length=0)] = None
    """Tenant's own reference."""
    sites: Annotated[list[Site], Field(min_length=2)]
    """Ends of the circuit."""
    contract_details: ContractItem
    """Length and billing of the contract."""
    service: Annotated[list[Service], Field(min_length=1)]
    """Services to be provided."""


RequestId = TypeAliasType("RequestId", Annotated[str, Field(max_length=255, min_length=1)])
"""Id of one request, as its sender made it. (inferred: no limits are published; an id has to be there, and fit a log line)"""


class ReserveAppointment(WireModel):
    """Asks to hold a slot."""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    address: AddressIdentifier
    """Where the service is, or shall be."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    purpose: AppointmentPurpose | None = None
    """What the visit is for."""
    timeslot: Timeslot
    """Slot to reserve."""


class ResolutionDetails(WireModel):
    """What was done. (older: stands in an earlier published state of the page)"""

    resolution_code: str | None = None
    """Kind of solution."""
    resolution_text: str | None = None
    """What was done, in words."""
    supplier_codes: list[str] | None = None
    """Supplier's own codes."""
    fault_code: list[str] | None = None
    """What was found to be broken."""


class SiteInformation(WireModel):
    """Lines at an address. (older: stands in an earlier published state of the page)"""

    new_line: bool | None = True
    """Whether a new line can be installed."""
    installation_type: AnyInstallationType | None = None
    """Given when an engineer has to visit."""
    constraints: list[Constraint] | None = None
    """What may get in the way of an installation."""
    service_ready_date: date | None = None
    """From when service is possible."""
    enni_id: str | None = None
    """Handover point."""
    site_name: str | None = None
    """Name of the handover site."""
    site_location: str | None = None
    """Where the handover site is."""
    existing_lines: list[ExistingLine] | None = None
    """Lines that are already there."""
    line_characteristics: list[LineCharacteristic] | None = None
    """Speeds and other properties of the line."""
    line_type: Annotated[str | None, Field(deprecated=True)] = None
    """Medium of the line. (older: ignored since 1.7)"""
    onts: Annotated[list[dict[str, Any]] | None, Field(deprecated=True)] = None
    """No longer used; existingLines replaces it. (older: no longer used since 1.7)"""


class UnavailabilityReason(WireModel):
    """Why nothing is available. (inferred: not stated on any published page, follows by analogy)"""

    code: str | None = None
    """Kind of reason."""
    text: str | None = None
    """Explanation of the reason."""


class ServiceAvailability(WireModel):
    """What one supplier can provide at an address."""

    address: Address
    """Where the service is, or shall be."""
    service_specifications: list[AvailableServiceSpecification] | None = None
    """What can be ordered at the address."""
    site_information: SiteInformation | None = None
    """Lines and sites at the address."""
    unavailability_reasons: list[UnavailabilityReason] | None = None
    """Why nothing is available."""


class UnknownServiceOrder(UnknownVariant):
    """A variant of ServiceOrder that this version of the document does not know."""

    order_type: str

    @model_validator(mode="after")
    def _refuse_known(self) -> Self:
        return refuse_known(self, _KNOWN_SERVICEORDER)


_KNOWN_SERVICEORDER: dict[str, tuple[str, ...]] = {
    "NEW": (),
    "START": (),
    "TAKEOVER": (),
    "TRANSFER": (),
    "SWAP": (),
    "CEASE": (),
    "MODIFY": (),
}

ServiceOrder = TypeAliasType(
    "ServiceOrder",
    Annotated[
        Annotated[
            ProvideServiceOrder | CeaseServiceOrder | ModifyServiceOrder,
            Field(discriminator="order_type"),
        ]
        | UnknownServiceOrder,
        Field(union_mode="left_to_right"),
    ],
)
"""An order as it is now."""


class ServiceOrderCancellation(WireModel):
    """A cancellation and how far it is."""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    order_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the order."""
    reason_code: CancellationReasonCode
    """Why it is asked for."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    supplier_reference: str | None = None
    """Supplier's reference of it."""


class ServiceProblem(WireModel):
    """A problem as it is now. (inferred: answer described in words only)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    problem_type: ServiceProblemType
    """What is wrong with the service."""
    problem_text: Annotated[str, Field(max_length=80, min_length=10)]
    """What is wrong, in words."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    address: AddressIdentifier | None = None
    """Where the service is, or shall be."""
    service_test_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the test that shows the fault."""
    service_test_reference: str | None = None
    """Supplier's reference of the test."""
    characteristics: list[Characteristic] | None = None
    """What is known of the fault."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments. (inferred: the page is cut before it; as in the Tenant API)"""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation. (inferred: the page is cut before it; as in the Tenant API)"""
    parent_service_problem_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Problem that this one belongs to. (inferred: the page is cut before it; as in the Tenant API)"""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site. (inferred: the page is cut before it; as in the Tenant API)"""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site. (inferred: the page is cut before it; as in the Tenant API)"""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing. (inferred: the page is cut before it; as in the Tenant API)"""
    supplier_reference: str | None = None
    """Supplier's reference of it."""
    status: OrderStatusSupplier
    """State it is in."""


class ServiceProblemCancellation(WireModel):
    """A cancellation of a problem. (older: stands in an earlier published state of the page)"""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    service_problem_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the problem."""
    supplier_service_problem_reference: Annotated[str, Field(pattern="^[A-Z0-9_]{5,25}$")]
    """Supplier's reference of the problem."""
    reason_code: ServiceProblemCancellationReasonCode
    """Why it is asked for."""
    text: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Explanation in words."""
    supplier_reference: str | None = None
    """Supplier's reference of it."""


class ServiceProblemResolution(WireModel):
    """How the supplier says a problem was solved."""

    supplier_reference: str
    """Supplier's reference of it."""
    status: AnyResolutionDecision
    """State it is in."""
    resolved_date: AwareDatetime
    """When the supplier solved the problem."""
    closed_date: AwareDatetime | None = None
    """When the problem was closed."""
    resolution_details: ResolutionDetails
    """What was done."""
    sla_violation: list[str] | None = None
    """Service levels that were missed."""
    tenant_notes: str | None = None
    """Tenant's remark on the resolution."""


class ServiceTest(WireModel):
    """A test, with its result once there is one."""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    problem_type: ServiceProblemType
    """What is wrong with the service."""
    supplier_reference: str | None = None
    """Supplier's reference of it."""


class ServiceType(StrEnum):
    """
    Kind of service.
    """

    BROADBAND = "BROADBAND"
    ETHERNET = "ETHERNET"


ServiceTypeList = TypeAliasType(
    "ServiceTypeList", Annotated[list[ServiceType], Field(min_length=1)]
)
"""Kinds of service."""


class UpdateServiceProblemResolution(WireModel):
    """Accepts or rejects a resolution."""

    status: ResolutionDecision
    """State it is in."""
    tenant_notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Tenant's remark on the resolution."""
