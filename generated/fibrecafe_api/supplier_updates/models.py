"""Models of Fibre Cafe : Supplier Updates API 1.8.

Made by fibrecafe from spec/supplier-updates/1.8.yaml. Do not edit: change the document and run `fibrecafe generate`.
"""

from enum import StrEnum
from datetime import date
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Discriminator, Field, Tag
from typing_extensions import TypeAliasType

from .._support.model import Present, UnknownVariant, WireModel

__all__ = [
    "AddressIdentifier",
    "AnyErrorCode",
    "AnyOrderStatus",
    "AnyProblemCode",
    "AnyReasonCode",
    "AnyResolutionCode",
    "AnyServiceProblemResolutionStatus",
    "AnyServiceProblemStatus",
    "AnyServiceTestStatus",
    "AnySiteRole",
    "AnyTimeslotClassification",
    "CeaseServiceOrder",
    "CeaseServiceOrderUpdate",
    "Characteristic",
    "Contact",
    "ContractItem",
    "ContractLength",
    "ConversationId",
    "EngineerTasks",
    "Error",
    "ErrorCode",
    "EthernetOrderItem",
    "EthernetSiteInformation",
    "ModifyServiceOrder",
    "ModifyServiceOrderUpdate",
    "OrderStatus",
    "ProblemCode",
    "ProvideEthernetOrder",
    "ProvideEthernetOrderUpdate",
    "ProvideOrderType",
    "ProvideServiceOrder",
    "ProvideServiceOrderUpdate",
    "ReasonCode",
    "ReportableIncident",
    "ReportableIncidentUpdate",
    "RequestId",
    "ResolutionCode",
    "ResolutionDetails",
    "Service",
    "ServiceCharacteristic",
    "ServiceOrderItem",
    "ServiceProblem",
    "ServiceProblemResolution",
    "ServiceProblemResolutionStatus",
    "ServiceProblemStatus",
    "ServiceProblemType",
    "ServiceProblemUpdate",
    "ServiceSpecification",
    "ServiceTest",
    "ServiceTestResult",
    "ServiceTestStatus",
    "ServiceTestUpdate",
    "SiteRole",
    "SupplierKciBase",
    "SupplierNote",
    "SupplierOrderCommon",
    "SupplierUpdate",
    "TestMeasure",
    "TestOutcome",
    "Timeslot",
    "TimeslotClassification",
    "UnknownSupplierUpdate",
    "UnsolicitedCeaseServiceOrder",
    "UnsolicitedCeaseServiceOrderUpdate",
    "Wayleave",
]


class AddressIdentifier(WireModel):
    """Refers to an address by its entry in a register. (inferred: limits as in the Tenant API)"""

    id: Annotated[str, Field(max_length=20, min_length=1)]
    """Value of the identifier."""
    type: Annotated[str, Field(pattern="^[A-Za-z]{1,15}$")]
    """Which register the identifier comes from: UPRN, NAD, DistrictCode or ROBT."""


class ErrorCode(StrEnum):
    """
    Kinds of error.
    """

    INVALID_REQUEST = "INVALID_REQUEST"
    MALFORMED_REQUEST = "MALFORMED_REQUEST"
    NOT_AUTHORISED = "NOT_AUTHORISED"
    NOT_FOUND = "NOT_FOUND"
    NOT_IMPLEMENTED = "NOT_IMPLEMENTED"
    GATEWAY_FAULT = "GATEWAY_FAULT"


AnyErrorCode = TypeAliasType(
    "AnyErrorCode", Annotated[ErrorCode | str, Field(union_mode="left_to_right")]
)
"""ErrorCode, or a value that a newer version of the document brings."""


class OrderStatus(StrEnum):
    """
    State of an order. (truncated: the page shows ten values; the last four are named elsewhere, their order is a guess)
    """

    RECEIVED_BY_GATEWAY = "RECEIVED_BY_GATEWAY"
    SENT_TO_SUPPLIER = "SENT_TO_SUPPLIER"
    FAILED_TO_SEND = "FAILED_TO_SEND"
    REJECTED = "REJECTED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    IN_PROGRESS = "IN_PROGRESS"
    PENDING = "PENDING"
    HELD = "HELD"
    PENDING_AMENDMENT = "PENDING_AMENDMENT"
    PENDING_CANCELLATION = "PENDING_CANCELLATION"
    CANCELLED = "CANCELLED"
    COMPLETED = "COMPLETED"
    PARTIAL = "PARTIAL"
    FAILED = "FAILED"


AnyOrderStatus = TypeAliasType(
    "AnyOrderStatus", Annotated[OrderStatus | str, Field(union_mode="left_to_right")]
)
"""OrderStatus, or a value that a newer version of the document brings."""


class ProblemCode(StrEnum):
    """
    What got in the way. (older: stands in an earlier published state of the page)
    """

    ACCESS_ISSUE = "ACCESS_ISSUE"
    ACTIVATION_FAILED = "ACTIVATION_FAILED"
    ADDITIONAL_WORK = "ADDITIONAL_WORK"
    APPOINTMENT_NOT_REQUIRED = "APPOINTMENT_NOT_REQUIRED"
    CAPACITY_ISSUE = "CAPACITY_ISSUE"
    COST_ISSUE = "COST_ISSUE"
    CUSTOMER_CHANGED_MIND = "CUSTOMER_CHANGED_MIND"
    FAULT_AT_NODE = "FAULT_AT_NODE"
    FAULT_AT_ONT = "FAULT_AT_ONT"
    FAULT_AT_POP = "FAULT_AT_POP"
    INFORMATION_REQUIRED = "INFORMATION_REQUIRED"
    INSTALL_FAILED = "INSTALL_FAILED"
    INVALID_REQUEST = "INVALID_REQUEST"
    LINKED_ORDER_ISSUE = "LINKED_ORDER_ISSUE"
    NETWORK_ISSUE = "NETWORK_ISSUE"
    NETWORK_UNAVAILABLE = "NETWORK_UNAVAILABLE"
    NO_LONGER_REQUIRED = "NO_LONGER_REQUIRED"
    OTHER = "OTHER"
    PLANNING_ISSUE = "PLANNING_ISSUE"
    PROPERTY_UNOCCUPIED = "PROPERTY_UNOCCUPIED"
    ROUTER_NOT_AVAILABLE = "ROUTER_NOT_AVAILABLE"
    SITE_UNSAFE = "SITE_UNSAFE"
    SUPPLIER_FAULT = "SUPPLIER_FAULT"
    SURVEY_REQUIRED = "SURVEY_REQUIRED"
    TIMED_OUT = "TIMED_OUT"
    UNABLE_TO_ATTEND = "UNABLE_TO_ATTEND"
    UNKNOWN_FAULT = "UNKNOWN_FAULT"
    WAYLEAVE_ISSUE = "WAYLEAVE_ISSUE"


AnyProblemCode = TypeAliasType(
    "AnyProblemCode", Annotated[ProblemCode | str, Field(union_mode="left_to_right")]
)
"""ProblemCode, or a value that a newer version of the document brings."""


class ReasonCode(StrEnum):
    """
    What a supplier's update reports. (truncated: codes of problems, tests and incidents are not visible; RESOLVED is a guess)
    """

    CREATED = "CREATED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    COMMITTED = "COMMITTED"
    UPDATE = "UPDATE"
    INFORMATION_REQUIRED = "INFORMATION_REQUIRED"
    DELAY = "DELAY"
    RESUBMIT = "RESUBMIT"
    RESUMED = "RESUMED"
    REAPPOINT = "REAPPOINT"
    REAPPOINTED = "REAPPOINTED"
    ADDITIONAL = "ADDITIONAL"
    WARNING = "WARNING"
    AMENDED = "AMENDED"
    AMENDMENT_REJECTED = "AMENDMENT_REJECTED"
    CANCELLED = "CANCELLED"
    CANCELLATION_REJECTED = "CANCELLATION_REJECTED"
    ORDER_REJECTED = "ORDER_REJECTED"
    COMPLETED = "COMPLETED"
    RESOLVED = "RESOLVED"


AnyReasonCode = TypeAliasType(
    "AnyReasonCode", Annotated[ReasonCode | str, Field(union_mode="left_to_right")]
)
"""ReasonCode, or a value that a newer version of the document brings."""


class ResolutionCode(StrEnum):
    """
    Kinds of solution. (truncated: the published page is cut here)
    """

    ACCESS_ISSUE = "ACCESS_ISSUE"
    BACKHAUL_CORE_NETWORK = "BACKHAUL_CORE_NETWORK"
    CUSTOMER_FAULT = "CUSTOMER_FAULT"
    CUSTOMER_FAULT_B_END = "CUSTOMER_FAULT_B_END"
    CUSTOMER_FAULT_EQUIPMENT = "CUSTOMER_FAULT_EQUIPMENT"
    CUSTOMER_FAULT_MODEM = "CUSTOMER_FAULT_MODEM"
    CUSTOMER_FAULT_WIRING = "CUSTOMER_FAULT_WIRING"
    EXTERNAL_REIN = "EXTERNAL_REIN"
    INTERNAL_REIN = "INTERNAL_REIN"
    LINE_TEST_NORMAL = "LINE_TEST_NORMAL"
    NETWORK_ISSUE = "NETWORK_ISSUE"


AnyResolutionCode = TypeAliasType(
    "AnyResolutionCode", Annotated[ResolutionCode | str, Field(union_mode="left_to_right")]
)
"""ResolutionCode, or a value that a newer version of the document brings."""


class ServiceProblemResolutionStatus(StrEnum):
    """
    What the tenant says of a resolution.
    """

    PENDING = "PENDING"
    REJECTED = "REJECTED"
    ACCEPTED = "ACCEPTED"


AnyServiceProblemResolutionStatus = TypeAliasType(
    "AnyServiceProblemResolutionStatus",
    Annotated[ServiceProblemResolutionStatus | str, Field(union_mode="left_to_right")],
)
"""ServiceProblemResolutionStatus, or a value that a newer version of the document brings."""


class ServiceProblemStatus(StrEnum):
    """
    State of a problem.
    """

    RECEIVED_BY_GATEWAY = "RECEIVED_BY_GATEWAY"
    SENT_TO_SUPPLIER = "SENT_TO_SUPPLIER"
    FAILED_TO_SEND = "FAILED_TO_SEND"
    REJECTED = "REJECTED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    IN_PROGRESS = "IN_PROGRESS"
    PENDING = "PENDING"
    HELD = "HELD"
    NETWORK_INCIDENT = "NETWORK_INCIDENT"
    PENDING_AMENDMENT = "PENDING_AMENDMENT"
    PENDING_CANCELLATION = "PENDING_CANCELLATION"
    CANCELLED = "CANCELLED"
    RESOLVED = "RESOLVED"
    COMPLETED = "COMPLETED"


AnyServiceProblemStatus = TypeAliasType(
    "AnyServiceProblemStatus",
    Annotated[ServiceProblemStatus | str, Field(union_mode="left_to_right")],
)
"""ServiceProblemStatus, or a value that a newer version of the document brings."""


class ServiceTestStatus(StrEnum):
    """
    State of a test.
    """

    RECEIVED_BY_GATEWAY = "RECEIVED_BY_GATEWAY"
    SENT_TO_SUPPLIER = "SENT_TO_SUPPLIER"
    FAILED_TO_SEND = "FAILED_TO_SEND"
    REJECTED = "REJECTED"
    IN_PROGRESS = "IN_PROGRESS"
    FAILED = "FAILED"
    COMPLETED = "COMPLETED"


AnyServiceTestStatus = TypeAliasType(
    "AnyServiceTestStatus", Annotated[ServiceTestStatus | str, Field(union_mode="left_to_right")]
)
"""ServiceTestStatus, or a value that a newer version of the document brings."""


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


class CeaseServiceOrder(WireModel):
    """An order that ends a service."""

    id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Number that identifies it at the gateway."""
    tenant: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Tenant the request comes from."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    status: AnyOrderStatus | None = None
    """State it is in."""
    order_type: str | None = None
    """Kind of order."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    appointment_supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of an appointment that it moved. (older: named by the rule of REAPPOINTED)"""
    appointment_timeslot: Timeslot | None = None
    """Slot of an appointment that the supplier moved."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    service_order_amendment_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the amendment."""
    service_order_amendment_reference: str | None = None
    """Supplier's reference of the amendment."""
    service_order_cancellation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the cancellation."""
    service_order_cancellation_reference: str | None = None
    """Supplier's reference of the cancellation."""
    service_id: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Identifier of the live service."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""


class SupplierNote(WireModel):
    """A remark of the supplier. (older: stands in an earlier published state of the page)"""

    note: str | None = None
    """Text of the remark."""
    type: str | None = None
    """Kind of remark."""
    created: AwareDatetime | None = None
    """When it was written."""


class CeaseServiceOrderUpdate(WireModel):
    """An update of a cease order. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which the gateway knows duplicates."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime
    """When the supplier issued it."""
    reason_code: AnyReasonCode
    """What happened at the supplier."""
    problem_code: AnyProblemCode | None = None
    """What got in the way; needed outside the happy path."""
    text: str | None = None
    """Explanation in words."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it. (older: stands in an earlier published state of the page)"""
    supplier_codes: list[str] | None = None
    """Supplier's own codes. (older: stands in an earlier published state of the page)"""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier. (older: stands in an earlier published state of the page)"""
    cease_service_order: CeaseServiceOrder
    """The order, as it is after the update."""


class Characteristic(WireModel):
    """One named value."""

    name: str
    """Which characteristic."""
    value: str
    """Value of the characteristic."""


class Contact(WireModel):
    """A person to call."""

    name: Annotated[str, Field(max_length=100, min_length=1)]
    """Full name."""
    email: Annotated[str | None, Field(pattern="^\\S{1,64}@\\S{2,254}$")] = None
    """E-mail address."""
    phone_number: Annotated[str, Field(pattern="^\\+?[0-9\\s\\-#]{8,50}$")]
    """Telephone number, with or without country code."""


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

EngineerTasks = TypeAliasType("EngineerTasks", list[str])
"""Tasks for the engineer on a visit."""


class Error(WireModel):
    """Body of every error answer."""

    uuid: str
    """Identifies this one error; quote it when asking for support."""
    code: AnyErrorCode
    """What kind of error it is."""
    messages: list[str]
    """What was wrong, in words."""


class ServiceSpecification(WireModel):
    """Product family or access technology."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"name"})
    id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the specification in the supplier's catalogue."""
    name: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Name of the specification; given in answers only."""


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


class ServiceCharacteristic(WireModel):
    """One option of a service."""

    name: Annotated[str, Field(max_length=50, min_length=1)]
    """Which characteristic, such as LINE_PROFILE."""
    value: Annotated[str, Field(max_length=50, min_length=1)]
    """Value of the characteristic."""


class ModifyServiceOrder(WireModel):
    """An order that changes a service."""

    id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Number that identifies it at the gateway."""
    tenant: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Tenant the request comes from."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    status: AnyOrderStatus | None = None
    """State it is in."""
    order_type: str | None = None
    """Kind of order."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    appointment_supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of an appointment that it moved. (older: named by the rule of REAPPOINTED)"""
    appointment_timeslot: Timeslot | None = None
    """Slot of an appointment that the supplier moved."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    service_order_amendment_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the amendment."""
    service_order_amendment_reference: str | None = None
    """Supplier's reference of the amendment."""
    service_order_cancellation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the cancellation."""
    service_order_cancellation_reference: str | None = None
    """Supplier's reference of the cancellation."""
    service_id: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Identifier of the live service."""
    service_characteristics: list[ServiceCharacteristic] | None = None
    """Options of the service."""


class ModifyServiceOrderUpdate(WireModel):
    """An update of a modify order. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which the gateway knows duplicates."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime
    """When the supplier issued it."""
    reason_code: AnyReasonCode
    """What happened at the supplier."""
    problem_code: AnyProblemCode | None = None
    """What got in the way; needed outside the happy path."""
    text: str | None = None
    """Explanation in words."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it. (older: stands in an earlier published state of the page)"""
    supplier_codes: list[str] | None = None
    """Supplier's own codes. (older: stands in an earlier published state of the page)"""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier. (older: stands in an earlier published state of the page)"""
    modify_service_order: ModifyServiceOrder
    """The order, as it is after the update."""


class ProvideEthernetOrder(WireModel):
    """An order that provides an ethernet service. (inferred: by analogy with the other orders)"""

    id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Number that identifies it at the gateway."""
    tenant: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Tenant the request comes from."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    status: AnyOrderStatus | None = None
    """State it is in."""
    order_type: str | None = None
    """Kind of order."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    appointment_supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of an appointment that it moved. (older: named by the rule of REAPPOINTED)"""
    appointment_timeslot: Timeslot | None = None
    """Slot of an appointment that the supplier moved."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    service_order_amendment_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the amendment."""
    service_order_amendment_reference: str | None = None
    """Supplier's reference of the amendment."""
    service_order_cancellation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the cancellation."""
    service_order_cancellation_reference: str | None = None
    """Supplier's reference of the cancellation."""
    supplier_quote_id: Annotated[str | None, Field(max_length=64, min_length=0)] = None
    """Supplier's identifier of the quote item; an ethernet order refers to it."""
    site_information: Annotated[list[EthernetSiteInformation] | None, Field(min_length=2)] = None
    """Lines and sites at the address."""
    ethernet_order_items: Annotated[list[EthernetOrderItem] | None, Field(min_length=1)] = None
    """Services that are ordered."""


class ProvideEthernetOrderUpdate(WireModel):
    """An update of an ethernet order. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which the gateway knows duplicates."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime
    """When the supplier issued it."""
    reason_code: AnyReasonCode
    """What happened at the supplier."""
    problem_code: AnyProblemCode | None = None
    """What got in the way; needed outside the happy path."""
    text: str | None = None
    """Explanation in words."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it. (older: stands in an earlier published state of the page)"""
    supplier_codes: list[str] | None = None
    """Supplier's own codes. (older: stands in an earlier published state of the page)"""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier. (older: stands in an earlier published state of the page)"""
    provide_ethernet_order: ProvideEthernetOrder
    """The order, as it is after the update."""


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


class ProvideServiceOrder(WireModel):
    """An order that provides a service. (older: stands in an earlier published state of the page)"""

    id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Number that identifies it at the gateway."""
    tenant: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Tenant the request comes from."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    status: AnyOrderStatus | None = None
    """State it is in."""
    order_type: str | None = None
    """Kind of order."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    appointment_supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of an appointment that it moved. (older: named by the rule of REAPPOINTED)"""
    appointment_timeslot: Timeslot | None = None
    """Slot of an appointment that the supplier moved."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    service_order_amendment_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the amendment."""
    service_order_amendment_reference: str | None = None
    """Supplier's reference of the amendment."""
    service_order_cancellation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the cancellation."""
    service_order_cancellation_reference: str | None = None
    """Supplier's reference of the cancellation."""
    address: AddressIdentifier | None = None
    """Where the service is, or shall be."""
    service_order_item: ServiceOrderItem | None = None
    """Product and options that are ordered."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""


class ProvideServiceOrderUpdate(WireModel):
    """An update of a provide order. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which the gateway knows duplicates."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime
    """When the supplier issued it."""
    reason_code: AnyReasonCode
    """What happened at the supplier."""
    problem_code: AnyProblemCode | None = None
    """What got in the way; needed outside the happy path."""
    text: str | None = None
    """Explanation in words."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it. (older: stands in an earlier published state of the page)"""
    supplier_codes: list[str] | None = None
    """Supplier's own codes. (older: stands in an earlier published state of the page)"""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier. (older: stands in an earlier published state of the page)"""
    provide_service_order: ProvideServiceOrder
    """The order, as it is after the update."""


class ReportableIncident(WireModel):
    """An incident that the supplier has to report. (invented: named in one description, nothing else of it is visible)"""

    id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Number that identifies it at the gateway."""
    status: str | None = None
    """State it is in."""
    text: str | None = None
    """Explanation in words."""


class ReportableIncidentUpdate(WireModel):
    """An update of an incident. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which the gateway knows duplicates."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime
    """When the supplier issued it."""
    reason_code: AnyReasonCode
    """What happened at the supplier."""
    problem_code: AnyProblemCode | None = None
    """What got in the way; needed outside the happy path."""
    text: str | None = None
    """Explanation in words."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it. (older: stands in an earlier published state of the page)"""
    supplier_codes: list[str] | None = None
    """Supplier's own codes. (older: stands in an earlier published state of the page)"""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier. (older: stands in an earlier published state of the page)"""
    reportable_incident: ReportableIncident
    """The incident, as it is after the update."""


RequestId = TypeAliasType("RequestId", Annotated[str, Field(max_length=255, min_length=1)])
"""Id of one request, as its sender made it. (inferred: no limits are published; an id has to be there, and fit a log line)"""


class ResolutionDetails(WireModel):
    """What was done."""

    resolution_code: AnyResolutionCode
    """Kind of solution."""
    resolution_category: str | None = None
    """Group the solution belongs to."""
    resolution_text: str | None = None
    """What was done, in words."""
    supplier_codes: list[str] | None = None
    """Supplier's own codes."""
    fault_code: list[str] | None = None
    """What was found to be broken."""


class ServiceProblemResolution(WireModel):
    """How the supplier says a problem was solved. (inferred: as the tenant receives it)"""

    supplier_reference: str | None = None
    """Supplier's reference of it."""
    status: AnyServiceProblemResolutionStatus | None = None
    """State it is in."""
    resolved_date: AwareDatetime
    """When the supplier solved the problem."""
    closed_date: AwareDatetime | None = None
    """When the problem was closed."""
    resolution_details: ResolutionDetails
    """What was done."""
    sla_violation: list[str] | None = None
    """Service levels that were missed."""


ServiceProblemType = TypeAliasType(
    "ServiceProblemType", Annotated[str, Field(pattern="^[A-Z_]{3,25}$")]
)
"""What is wrong with a service. (older: stands in an earlier published state of the page)"""


class ServiceProblem(WireModel):
    """A problem as it is now. (inferred: as the tenant receives it)"""

    id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Number that identifies it at the gateway."""
    tenant: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Tenant the request comes from."""
    supplier_service_problem_reference: Annotated[
        str | None, Field(pattern="^[A-Z0-9_]{5,25}$")
    ] = None
    """Supplier's reference of the problem."""
    status: AnyServiceProblemStatus | None = None
    """State it is in."""
    problem_type: ServiceProblemType | None = None
    """What is wrong with the service."""
    problem_text: Annotated[str | None, Field(max_length=80, min_length=10)] = None
    """What is wrong, in words."""
    service_id: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Identifier of the live service."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    service_problem_resolution: ServiceProblemResolution | None = None
    """How the supplier says the problem was solved."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_timeslot: Timeslot | None = None
    """Slot of an appointment that the supplier moved."""


class ServiceProblemUpdate(WireModel):
    """An update of a problem. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which the gateway knows duplicates."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime
    """When the supplier issued it."""
    reason_code: AnyReasonCode
    """What happened at the supplier."""
    problem_code: AnyProblemCode | None = None
    """What got in the way; needed outside the happy path."""
    text: str | None = None
    """Explanation in words."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it. (older: stands in an earlier published state of the page)"""
    supplier_codes: list[str] | None = None
    """Supplier's own codes. (older: stands in an earlier published state of the page)"""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier. (older: stands in an earlier published state of the page)"""
    service_problem: ServiceProblem
    """The problem, as it is after the update."""


class TestMeasure(WireModel):
    """One measurement. (older: stands in an earlier published state of the page)"""

    metric_name: str | None = None
    """What was measured."""
    capture_date_time: AwareDatetime | None = None
    """When it was measured."""
    metric_value: str | None = None
    """Measured value."""
    unit_of_measure: str | None = None
    """Unit of the value."""
    rule_violation: bool | None = None
    """Whether the value is outside its limits."""
    rule_severity: str | None = None
    """How bad that is."""


class TestOutcome(WireModel):
    """What the measurements mean. (older: stands in an earlier published state of the page)"""

    test_result: str | None = None
    """Result as a traffic light."""
    code: str | None = None
    """What was found. (truncated: the published page is cut here)"""
    description: str | None = None
    """What was found, in words."""
    supplier_codes: list[str] | None = None
    """Supplier's own codes."""
    supplier_text: str | None = None
    """What the supplier says of it."""


class ServiceTestResult(WireModel):
    """What a test found. (older: stands in an earlier published state of the page)"""

    test_validity: AwareDatetime | None = None
    """Until when a problem may be raised on this test."""
    test_measures: list[TestMeasure] | None = None
    """What was measured."""
    test_outcome: TestOutcome | None = None
    """What the measurements mean."""


class ServiceTest(WireModel):
    """A test, with its result once there is one. (inferred: as the tenant receives it)"""

    id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Number that identifies it at the gateway."""
    tenant: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Tenant the request comes from."""
    supplier_reference: str | None = None
    """Supplier's reference of it."""
    status: AnyServiceTestStatus | None = None
    """State it is in."""
    service_id: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Identifier of the live service."""
    problem_type: ServiceProblemType | None = None
    """What is wrong with the service."""
    service_specification: ServiceSpecification | None = None
    """Product or access technology."""
    result: ServiceTestResult | None = None
    """Outcome of the test, once there is one."""


class ServiceTestUpdate(WireModel):
    """An update of a test. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which the gateway knows duplicates."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime
    """When the supplier issued it."""
    reason_code: AnyReasonCode
    """What happened at the supplier."""
    problem_code: AnyProblemCode | None = None
    """What got in the way; needed outside the happy path."""
    text: str | None = None
    """Explanation in words."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it. (older: stands in an earlier published state of the page)"""
    supplier_codes: list[str] | None = None
    """Supplier's own codes. (older: stands in an earlier published state of the page)"""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier. (older: stands in an earlier published state of the page)"""
    service_test: ServiceTest
    """The test, as it is after the update."""


class SupplierKciBase(WireModel):
    """What all updates from a supplier have."""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which the gateway knows duplicates."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime
    """When the supplier issued it."""
    reason_code: ReasonCode
    """What happened at the supplier."""
    problem_code: ProblemCode | None = None
    """What got in the way; needed outside the happy path."""
    text: str | None = None
    """Explanation in words."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it. (older: stands in an earlier published state of the page)"""
    supplier_codes: list[str] | None = None
    """Supplier's own codes. (older: stands in an earlier published state of the page)"""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier. (older: stands in an earlier published state of the page)"""


class SupplierOrderCommon(WireModel):
    """What all orders in a supplier's update have. (older: stands in an earlier published state of the page)"""

    id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Number that identifies it at the gateway."""
    tenant: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Tenant the request comes from."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    status: OrderStatus | None = None
    """State it is in."""
    order_type: str | None = None
    """Kind of order."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    appointment_supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of an appointment that it moved. (older: named by the rule of REAPPOINTED)"""
    appointment_timeslot: Timeslot | None = None
    """Slot of an appointment that the supplier moved."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    service_order_amendment_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the amendment."""
    service_order_amendment_reference: str | None = None
    """Supplier's reference of the amendment."""
    service_order_cancellation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the cancellation."""
    service_order_cancellation_reference: str | None = None
    """Supplier's reference of the cancellation."""


class UnsolicitedCeaseServiceOrder(WireModel):
    """A cease that the supplier began, because another provider takes over or the line is needed. (inferred: as the tenant receives it)"""

    id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Number that identifies it at the gateway."""
    tenant: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Tenant the request comes from."""
    supplier_order_reference: str | None = None
    """Supplier's reference of the order."""
    status: AnyOrderStatus | None = None
    """State it is in."""
    order_type: str | None = None
    """Kind of order."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    appointment_reservation_reference: str | None = None
    """Supplier's reference of the reservation."""
    appointment_supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of an appointment that it moved. (older: named by the rule of REAPPOINTED)"""
    appointment_timeslot: Timeslot | None = None
    """Slot of an appointment that the supplier moved."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    service_order_amendment_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the amendment."""
    service_order_amendment_reference: str | None = None
    """Supplier's reference of the amendment."""
    service_order_cancellation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Gateway's number of the cancellation."""
    service_order_cancellation_reference: str | None = None
    """Supplier's reference of the cancellation."""
    service_id: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Identifier of the live service."""
    reason: str | None = None
    """Why the service ends."""
    requested_cease_date: AwareDatetime | None = None
    """When the service shall end."""


class UnsolicitedCeaseServiceOrderUpdate(WireModel):
    """An update of an unsolicited cease. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which the gateway knows duplicates."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime
    """When the supplier issued it."""
    reason_code: AnyReasonCode
    """What happened at the supplier."""
    problem_code: AnyProblemCode | None = None
    """What got in the way; needed outside the happy path."""
    text: str | None = None
    """Explanation in words."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it. (older: stands in an earlier published state of the page)"""
    supplier_codes: list[str] | None = None
    """Supplier's own codes. (older: stands in an earlier published state of the page)"""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier. (older: stands in an earlier published state of the page)"""
    unsolicited_cease_service_order: UnsolicitedCeaseServiceOrder
    """The cease, as it is after the update."""


class UnknownSupplierUpdate(UnknownVariant):
    """A variant of SupplierUpdate that this version of the document does not know."""


SupplierUpdate = TypeAliasType(
    "SupplierUpdate",
    Annotated[
        Annotated[ProvideServiceOrderUpdate, Tag("provideServiceOrder")]
        | Annotated[CeaseServiceOrderUpdate, Tag("ceaseServiceOrder")]
        | Annotated[ModifyServiceOrderUpdate, Tag("modifyServiceOrder")]
        | Annotated[UnsolicitedCeaseServiceOrderUpdate, Tag("unsolicitedCeaseServiceOrder")]
        | Annotated[ProvideEthernetOrderUpdate, Tag("provideEthernetOrder")]
        | Annotated[ServiceTestUpdate, Tag("serviceTest")]
        | Annotated[ServiceProblemUpdate, Tag("serviceProblem")]
        | Annotated[ReportableIncidentUpdate, Tag("reportableIncident")]
        | Annotated[UnknownSupplierUpdate, Tag("unknown")],
        Discriminator(
            Present(
                (
                    "provideServiceOrder",
                    "ceaseServiceOrder",
                    "modifyServiceOrder",
                    "unsolicitedCeaseServiceOrder",
                    "provideEthernetOrder",
                    "serviceTest",
                    "serviceProblem",
                    "reportableIncident",
                ),
                "unknown",
            )
        ),
    ],
)
"""One KCI from a supplier; the property that carries the entity tells what it is about."""
