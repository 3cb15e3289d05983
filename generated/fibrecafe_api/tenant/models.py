"""Models of Fibre Cafe : Tenant API 1.17.

Made by fibrecafe from spec/tenant/1.17.yaml. Do not edit: change the document and run `fibrecafe generate`.
"""

from enum import StrEnum
from datetime import date
from uuid import UUID
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator
from typing_extensions import TypeAliasType

from .._support.model import UnknownVariant, WireModel, refuse_known

__all__ = [
    "Action",
    "ActionType",
    "Address",
    "AddressAttribute",
    "AddressIdentifier",
    "AnyActionType",
    "AnyChargeType",
    "AnyErrorCode",
    "AnyInformationType",
    "AnyOrderStatus",
    "AnyQuoteItemStatus",
    "AnyRequestStatus",
    "AnyResolutionCode",
    "AnyServiceCharacteristicAction",
    "AnyServiceProblemResolutionStatus",
    "AnyServiceProblemStatus",
    "AnyServiceTestStatus",
    "AnySiteRole",
    "AnyTimeslotClassification",
    "AnyUpdateType",
    "Appointment",
    "AppointmentAvailability",
    "AppointmentAvailabilityServiceId",
    "AppointmentPurpose",
    "AvailableCharacteristic",
    "AvailableServiceSpecification",
    "CancellationReasonCode",
    "CeaseOrderType",
    "CeaseServiceOrder",
    "CeaseServiceOrderAmendment",
    "CeaseServiceOrderUpdate",
    "Characteristic",
    "ChargeType",
    "Constraint",
    "Contact",
    "ContractItem",
    "ContractLength",
    "ConversationId",
    "CreateAppointment",
    "CreateCeaseServiceOrder",
    "CreateCeaseServiceOrderAmendment",
    "CreateEthernetOrder",
    "CreateModifyServiceOrder",
    "CreateModifyServiceOrderAmendment",
    "CreateProvideEthernetOrder",
    "CreateProvideServiceOrder",
    "CreateProvideServiceOrderAmendment",
    "CreateQuote",
    "CreateQuoteItem",
    "CreateServiceOrder",
    "CreateServiceOrderAmendment",
    "CreateServiceOrderCancellation",
    "CreateServiceProblem",
    "CreateServiceProblemAmendment",
    "CreateServiceProblemCancellation",
    "CreateServiceTest",
    "EngineerTasks",
    "Error",
    "ErrorCode",
    "EthernetCharacteristic",
    "EthernetOrder",
    "EthernetOrderItem",
    "EthernetSiteInformation",
    "ExistingLine",
    "Information",
    "InformationType",
    "LineCharacteristic",
    "ModifyOrderType",
    "ModifyServiceCharacteristic",
    "ModifyServiceOrder",
    "ModifyServiceOrderAmendment",
    "ModifyServiceOrderUpdate",
    "NewLine",
    "OntPort",
    "OrderCommon",
    "OrderRequestCommon",
    "OrderStatus",
    "OrderUpdateCommon",
    "ProblemCancellationReasonCode",
    "ProvideEthernetOrder",
    "ProvideEthernetOrderUpdate",
    "ProvideOrderType",
    "ProvideServiceOrder",
    "ProvideServiceOrderAmendment",
    "ProvideServiceOrderUpdate",
    "Quote",
    "QuoteCharge",
    "QuoteItem",
    "QuoteItemStatus",
    "RequestId",
    "RequestStatus",
    "ResolutionCode",
    "ResolutionDetails",
    "SecondaryAddressIdentifier",
    "Service",
    "ServiceAvailability",
    "ServiceCharacteristic",
    "ServiceCharacteristicAction",
    "ServiceOrder",
    "ServiceOrderAmendment",
    "ServiceOrderCancellation",
    "ServiceOrderItem",
    "ServiceProblem",
    "ServiceProblemAmendment",
    "ServiceProblemCancellation",
    "ServiceProblemResolution",
    "ServiceProblemResolutionStatus",
    "ServiceProblemStatus",
    "ServiceProblemUpdate",
    "ServiceSpecification",
    "ServiceTest",
    "ServiceTestRequest",
    "ServiceTestResult",
    "ServiceTestStatus",
    "ServiceType",
    "ServiceTypeList",
    "Site",
    "SiteInformation",
    "SiteRole",
    "SolicitedEthernetOrder",
    "SolicitedServiceOrder",
    "SubAddress",
    "SupplierId",
    "SupplierList",
    "SupplierNote",
    "TestMeasure",
    "TestOutcome",
    "Timeslot",
    "TimeslotClassification",
    "UnavailabilityReason",
    "UnknownServiceOrder",
    "UnknownSolicitedServiceOrder",
    "UnsolicitedCeaseOrderType",
    "UnsolicitedCeaseServiceOrder",
    "UnsolicitedCeaseServiceOrderUpdate",
    "UpdateServiceProblemResolution",
    "UpdateType",
    "Wayleave",
]


class ActionType(StrEnum):
    """
    Kinds of action.
    """

    INFORMATION_REQUIRED = "INFORMATION_REQUIRED"
    REAPPOINT = "REAPPOINT"
    RESUBMIT = "RESUBMIT"
    CONFIRM = "CONFIRM"


AnyActionType = TypeAliasType(
    "AnyActionType", Annotated[ActionType | str, Field(union_mode="left_to_right")]
)
"""ActionType, or a value that a newer version of the document brings."""


class Action(WireModel):
    """Something the tenant has to do. (older: stands in an earlier published state of the page)"""

    type: AnyActionType
    """What is asked for."""
    code: str | None = None
    """Problem code."""
    text: str | None = None
    """What has to be done."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it."""
    supplier_codes: list[str] | None = None
    """Supplier's own codes."""


class AddressAttribute(WireModel):
    """Something else that is known of an address."""

    name: str | None = None
    """Name of the attribute."""
    value: str | None = None
    """Value of the attribute."""


class SecondaryAddressIdentifier(WireModel):
    """Another entry of the same address."""

    id: Annotated[str, Field(max_length=20, min_length=1)]
    """Value of the identifier."""
    type: Annotated[str, Field(pattern="^[A-Za-z]{1,15}$")]
    """Which register the identifier comes from."""


class AddressIdentifier(WireModel):
    """Refers to an address by its entry in a register."""

    id: Annotated[str, Field(max_length=20, min_length=1)]
    """Value of the identifier."""
    type: Annotated[str, Field(pattern="^[A-Za-z]{1,15}$")]
    """Which register the identifier comes from: UPRN, NAD, DistrictCode or ROBT."""
    additional_identifiers: Annotated[
        list[SecondaryAddressIdentifier] | None, Field(min_length=1)
    ] = None
    """The same address in other registers, for suppliers that need another one."""


class SubAddress(WireModel):
    """Part of a building."""

    name: str | None = None
    """Name of the unit or its occupier."""
    unit_number: str | None = None
    """Number of the unit or floor."""


class Address(WireModel):
    """A postal address. (older: stands in an earlier published state of the page)"""

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
    qualifier: str | None = None
    """How well the look-up matched the address."""
    source: str | None = None
    """Who supplied the address."""
    additional_attributes: list[AddressAttribute] | None = None
    """What else the source says of the address."""


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

    GATEWAY_FAULT = "GATEWAY_FAULT"
    INVALID_REQUEST = "INVALID_REQUEST"
    MALFORMED_REQUEST = "MALFORMED_REQUEST"
    NOT_AUTHORISED = "NOT_AUTHORISED"
    NOT_FOUND = "NOT_FOUND"
    NOT_IMPLEMENTED = "NOT_IMPLEMENTED"
    SUPPLIER_FAULT = "SUPPLIER_FAULT"
    SUPPLIER_TIMED_OUT = "SUPPLIER_TIMED_OUT"
    TENANT_FAULT = "TENANT_FAULT"


AnyErrorCode = TypeAliasType(
    "AnyErrorCode", Annotated[ErrorCode | str, Field(union_mode="left_to_right")]
)
"""ErrorCode, or a value that a newer version of the document brings."""


class InformationType(StrEnum):
    """
    Kinds of news.
    """

    CREATED = "CREATED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    COMMITTED = "COMMITTED"
    DELAY = "DELAY"
    RESUMED = "RESUMED"
    REAPPOINTED = "REAPPOINTED"
    ADDITIONAL = "ADDITIONAL"
    WARNING = "WARNING"
    UPDATE = "UPDATE"
    AMENDED = "AMENDED"
    CANCELLED = "CANCELLED"
    TERMINATED = "TERMINATED"
    COMPLETED = "COMPLETED"


AnyInformationType = TypeAliasType(
    "AnyInformationType", Annotated[InformationType | str, Field(union_mode="left_to_right")]
)
"""InformationType, or a value that a newer version of the document brings."""


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


class RequestStatus(StrEnum):
    """
    State of a request to amend or cancel.
    """

    RECEIVED_BY_GATEWAY = "RECEIVED_BY_GATEWAY"
    PENDING = "PENDING"
    FAILED_TO_SEND = "FAILED_TO_SEND"
    REJECTED = "REJECTED"
    COMPLETED = "COMPLETED"


AnyRequestStatus = TypeAliasType(
    "AnyRequestStatus", Annotated[RequestStatus | str, Field(union_mode="left_to_right")]
)
"""RequestStatus, or a value that a newer version of the document brings."""


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


class ServiceCharacteristicAction(StrEnum):
    """
    What happens to an option. (inferred: not stated on any published page, follows by analogy)
    """

    ADD = "ADD"
    DELETE = "DELETE"


AnyServiceCharacteristicAction = TypeAliasType(
    "AnyServiceCharacteristicAction",
    Annotated[ServiceCharacteristicAction | str, Field(union_mode="left_to_right")],
)
"""ServiceCharacteristicAction, or a value that a newer version of the document brings."""


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


class UpdateType(StrEnum):
    """
    Kinds of update.
    """

    INFORMATIONAL = "INFORMATIONAL"
    ACTION_REQUIRED = "ACTION_REQUIRED"
    ERROR = "ERROR"


AnyUpdateType = TypeAliasType(
    "AnyUpdateType", Annotated[UpdateType | str, Field(union_mode="left_to_right")]
)
"""UpdateType, or a value that a newer version of the document brings."""

AppointmentPurpose = TypeAliasType("AppointmentPurpose", str)
"""What a visit is for. (older: stands in an earlier published state of the page)"""


class ServiceCharacteristic(WireModel):
    """One option of a service."""

    name: Annotated[str, Field(max_length=50, min_length=1)]
    """Which characteristic, such as LINE_PROFILE."""
    value: Annotated[str, Field(max_length=50, min_length=1)]
    """Value of the characteristic."""


class ServiceSpecification(WireModel):
    """Product family or access technology."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"name"})
    id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the specification in the supplier's catalogue."""
    name: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Name of the specification; given in answers only."""


SupplierId = TypeAliasType("SupplierId", Annotated[str, Field(pattern="^[A-Za-z0-9_]{1,20}$")])
"""Name under which the gateway knows a supplier."""


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


class Appointment(WireModel):
    """A slot that is held. (older: stands in an earlier published state of the page)"""

    supplier: SupplierId
    """Gateway's name of the supplier."""
    address: AddressIdentifier
    """Where the service is, or shall be."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    service_characteristics: Annotated[list[ServiceCharacteristic] | None, Field(min_length=0)] = (
        None
    )
    """Options of the service."""
    service_id: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Identifier of the live service."""
    purpose: AppointmentPurpose
    """What the visit is for."""
    timeslot: Timeslot
    """Slot to reserve."""
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Give it as appointmentReservationId on the order."""
    supplier_reference: str | None = None
    """Supplier's reference of it."""
    expiry_date_time: AwareDatetime | None = None
    """When the hold on the slot lapses."""


class AppointmentAvailability(WireModel):
    """Slots that are free. (older: stands in an earlier published state of the page)"""

    supplier: SupplierId | None = None
    """Gateway's name of the supplier."""
    address: AddressIdentifier | None = None
    """Where the service is, or shall be."""
    service_specification: ServiceSpecification | None = None
    """Product or access technology."""
    available_timeslots: list[Timeslot] | None = None
    """Slots that are free."""


AppointmentAvailabilityServiceId = TypeAliasType(
    "AppointmentAvailabilityServiceId", Annotated[str, Field(max_length=50, min_length=1)]
)


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


class CeaseOrderType(StrEnum):
    """
    An order to end a service. (inferred: not stated on any published page, follows by analogy)
    """

    CEASE = "CEASE"


class CeaseServiceOrderAmendment(WireModel):
    """An amendment of a cease order. (inferred: not stated on any published page, follows by analogy)"""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of it."""
    status: AnyRequestStatus
    """State it is in."""
    order_id: Annotated[int, Field(le=9007199254740991)]
    """Gateway's number of the order."""
    supplier: SupplierId | None = None
    """Gateway's name of the supplier."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""


class Error(WireModel):
    """Body of every error answer."""

    uuid: str
    """Identifies this one error; quote it when asking for support."""
    code: AnyErrorCode
    """What kind of error it is."""
    messages: list[str]
    """What was wrong, in words."""


class Information(WireModel):
    """News that ask for nothing. (older: stands in an earlier published state of the page)"""

    type: AnyInformationType
    """What happened."""
    code: str | None = None
    """Problem code, when something got in the way."""
    text: str | None = None
    """Explanation."""
    supplier_code: Annotated[str | None, Field(deprecated=True, max_length=50, min_length=1)] = None
    """Supplier's own code; supplierCodes replaces it."""
    supplier_codes: list[str] | None = None
    """Supplier's own codes."""


class ServiceOrderCancellation(WireModel):
    """A cancellation and how far it is."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of it."""
    status: AnyRequestStatus
    """State it is in."""
    supplier: SupplierId | None = None
    """Gateway's name of the supplier."""
    order_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the order."""
    reason_code: CancellationReasonCode
    """Why it is asked for."""
    text: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Explanation in words."""


class SupplierNote(WireModel):
    """A remark of the supplier. (older: stands in an earlier published state of the page)"""

    note: str | None = None
    """Text of the remark."""
    type: str | None = None
    """Kind of remark."""
    created: AwareDatetime | None = None
    """When it was written."""


class CeaseServiceOrderUpdate(WireModel):
    """An update of a cease order. (inferred: not stated on any published page, follows by analogy)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime | None = None
    """When it was delivered to the tenant."""
    delivery_status: str | None = None
    """How far its delivery to the tenant is."""
    update_type: AnyUpdateType | None = None
    """Information, call for action, or error."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    information: Information | None = None
    """What happened; with updateType INFORMATIONAL."""
    action: Action | None = None
    """What the tenant has to do; with updateType ACTION_REQUIRED."""
    error: Error | None = None
    """What failed; with updateType ERROR."""
    service_order_amendment: CeaseServiceOrderAmendment | None = None
    """Amendment whose outcome the update reports."""
    service_order_cancellation: ServiceOrderCancellation | None = None
    """Cancellation whose outcome the update reports."""


class CeaseServiceOrder(WireModel):
    """An order that ends a service. (older: stands in an earlier published state of the page)"""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyOrderStatus
    """State it is in."""
    supplier_order_number: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's number of the order."""
    created: AwareDatetime | None = None
    """When it was created."""
    updated: AwareDatetime | None = None
    """When it last changed."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    order_type: Literal["CEASE"]
    """Kind of order."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service. (older: stands in an earlier published state of the page)"""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides. (older: stands in an earlier published state of the page)"""
    service_characteristics: Annotated[list[ServiceCharacteristic] | None, Field(min_length=1)] = (
        None
    )
    """Options of the service. (older: stands in an earlier published state of the page)"""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""
    updates: Annotated[list[CeaseServiceOrderUpdate] | None, Field(min_length=0)] = None
    """KCIs of it so far. (inferred: not stated on any published page, follows by analogy)"""


class Characteristic(WireModel):
    """One named value."""

    name: str
    """Which characteristic."""
    value: str
    """Value of the characteristic."""


class Constraint(WireModel):
    """Something that may hinder an installation."""

    code: str
    """Kind of constraint."""
    text: str | None = None
    """Explanation of the constraint."""


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


class CreateAppointment(WireModel):
    """Asks to hold a slot."""

    supplier: SupplierId
    """Gateway's name of the supplier."""
    address: AddressIdentifier
    """Where the service is, or shall be."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    service_characteristics: Annotated[list[ServiceCharacteristic] | None, Field(min_length=0)] = (
        None
    )
    """Options of the service."""
    service_id: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Identifier of the live service."""
    purpose: AppointmentPurpose
    """What the visit is for."""
    timeslot: Timeslot
    """Slot to reserve."""


class CreateCeaseServiceOrder(WireModel):
    """Asks to end a service. (inferred: not stated on any published page, follows by analogy)"""

    order_type: Literal[CeaseOrderType.CEASE]
    """Kind of order."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service. (older: stands in an earlier published state of the page)"""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides. (older: stands in an earlier published state of the page)"""
    service_characteristics: Annotated[list[ServiceCharacteristic] | None, Field(min_length=1)] = (
        None
    )
    """Options of the service. (older: stands in an earlier published state of the page)"""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""


class CreateCeaseServiceOrderAmendment(WireModel):
    """Changes to a cease order. (inferred: not stated on any published page, follows by analogy)"""

    order_id: Annotated[int, Field(le=9007199254740991)]
    """Gateway's number of the order."""
    supplier: SupplierId | None = None
    """Gateway's name of the supplier."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""


class EthernetCharacteristic(WireModel):
    """One named value of an ethernet service or site."""

    name: str
    """Which characteristic."""
    value: str
    """Value of the characteristic."""


class Service(WireModel):
    """A service with its options."""

    service_specification: ServiceSpecification
    """Product or access technology."""
    service_characteristic: list[EthernetCharacteristic] | None = None
    """Options of the service."""


class EthernetOrderItem(WireModel):
    """One service of an ethernet order."""

    service: Service
    """Services to be provided."""
    contract_details: ContractItem
    """Length and billing of the contract."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    technical_contact: Contact | None = None
    """Whom to call on technical questions."""


class Wayleave(WireModel):
    """Permission to cross land."""

    wayleave_owner: bool | None = None
    """Whether the customer owns the land."""
    wayleave_characteristics: list[EthernetCharacteristic] | None = None
    """Properties of the wayleave."""
    wayleave_contact: Contact | None = None
    """Whom to ask for the wayleave."""


class EthernetSiteInformation(WireModel):
    """One end of an ethernet service."""

    name: str
    """Name of the site."""
    address: AddressIdentifier
    """Where the service is, or shall be."""
    postcode: str
    """Postcode."""
    role: AnySiteRole
    """Which end of the circuit the site is."""
    site_characteristics: list[EthernetCharacteristic] | None = None
    """Properties of the site."""
    wayleave: Wayleave | None = None
    """Permission of the land owner."""
    primary_contact: Contact
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site."""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""


class CreateProvideEthernetOrder(WireModel):
    """Asks for an ethernet service between sites."""

    supplier: SupplierId
    """Gateway's name of the supplier."""
    supplier_quote_id: Annotated[str, Field(max_length=64, min_length=0)]
    """Supplier's identifier of the quote item; an ethernet order refers to it."""
    site_information: Annotated[list[EthernetSiteInformation], Field(min_length=2)]
    """Lines and sites at the address."""
    ethernet_order_items: Annotated[list[EthernetOrderItem], Field(min_length=1)]
    """Services that are ordered."""


CreateEthernetOrder = TypeAliasType("CreateEthernetOrder", CreateProvideEthernetOrder)
"""A new ethernet order."""

EngineerTasks = TypeAliasType("EngineerTasks", list[str])
"""Tasks for the engineer on a visit."""


class ModifyOrderType(StrEnum):
    """
    An order to change a service. (older: stands in an earlier published state of the page)
    """

    MODIFY = "MODIFY"


class ModifyServiceCharacteristic(WireModel):
    """One option of a service, and whether it comes or goes. (inferred: not stated on any published page, follows by analogy)"""

    name: Annotated[str, Field(max_length=50, min_length=1)]
    """Which characteristic, such as LINE_PROFILE."""
    value: Annotated[str, Field(max_length=50, min_length=1)]
    """Value of the characteristic."""
    action: AnyServiceCharacteristicAction | None = None
    """Whether the characteristic is added or taken away."""


class CreateModifyServiceOrder(WireModel):
    """Asks to change a service. (inferred: not stated on any published page, follows by analogy)"""

    order_type: Literal[ModifyOrderType.MODIFY]
    """Kind of order."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service. (older: stands in an earlier published state of the page)"""
    service_characteristics: Annotated[list[ModifyServiceCharacteristic], Field(min_length=1)]
    """Options of the service. (older: stands in an earlier published state of the page)"""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    engineer_tasks: EngineerTasks | None = None
    """What the engineer shall do on the visit."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""


class CreateModifyServiceOrderAmendment(WireModel):
    """Changes to a modify order. (inferred: not stated on any published page, follows by analogy)"""

    order_id: Annotated[int, Field(le=9007199254740991)]
    """Gateway's number of the order."""
    supplier: SupplierId | None = None
    """Gateway's name of the supplier."""
    service_characteristics: Annotated[
        list[ModifyServiceCharacteristic] | None, Field(min_length=1)
    ] = None
    """Options of the service."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    engineer_tasks: EngineerTasks | None = None
    """What the engineer shall do on the visit."""
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

    order_type: Literal[
        ProvideOrderType.NEW,
        ProvideOrderType.START,
        ProvideOrderType.TAKEOVER,
        ProvideOrderType.TRANSFER,
        ProvideOrderType.SWAP,
    ]
    """Kind of order."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
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


class CreateProvideServiceOrderAmendment(WireModel):
    """Changes to a provide order."""

    order_id: Annotated[int, Field(le=9007199254740991)]
    """Gateway's number of the order."""
    supplier: SupplierId | None = None
    """Gateway's name of the supplier."""
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


class Site(WireModel):
    """One end of a circuit."""

    name: str
    """Name of the site."""
    address: AddressIdentifier
    """Where the service is, or shall be."""
    postcode: str
    """Postcode."""
    role: AnySiteRole
    """Which end of the circuit the site is."""
    site_characteristics: list[EthernetCharacteristic] | None = None
    """Properties of the site."""


class CreateQuoteItem(WireModel):
    """One item to quote, from one supplier."""

    id: Annotated[int, Field(ge=1)]
    """Number of the item within the quote."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sites: Annotated[list[Site], Field(min_length=2)]
    """Ends of the circuit."""
    contract_details: ContractItem
    """Length and billing of the contract."""
    service: Annotated[list[Service], Field(min_length=1)]
    """Services to be provided."""


class CreateQuote(WireModel):
    """Asks for prices."""

    external_identifier: Annotated[str, Field(max_length=64, min_length=0)]
    """Tenant's own reference."""
    quote_items: Annotated[list[CreateQuoteItem], Field(min_length=1)]
    """What is to be quoted, each for one supplier."""


CreateServiceOrder = TypeAliasType(
    "CreateServiceOrder",
    Annotated[
        CreateProvideServiceOrder | CreateCeaseServiceOrder | CreateModifyServiceOrder,
        Field(discriminator="order_type"),
    ],
)
"""A new order; orderType says of which kind."""

CreateServiceOrderAmendment = TypeAliasType(
    "CreateServiceOrderAmendment",
    CreateProvideServiceOrderAmendment
    | CreateModifyServiceOrderAmendment
    | CreateCeaseServiceOrderAmendment,
)
"""Changes to an order in flight. Which kind of order it is, only the order tells."""


class CreateServiceOrderCancellation(WireModel):
    """Asks to cancel an order in flight."""

    supplier: SupplierId | None = None
    """Gateway's name of the supplier."""
    order_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the order."""
    reason_code: CancellationReasonCode
    """Why it is asked for."""
    text: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Explanation in words."""


class CreateServiceProblem(WireModel):
    """Reports a fault of a live service. (older: stands in an earlier published state of the page)"""

    external_identifier: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    """Tenant's own reference."""
    problem_type: Annotated[str, Field(pattern="^[A-Za-z0-9_]{3,50}$")]
    """What is wrong with the service."""
    problem_text: Annotated[str, Field(max_length=80, min_length=10)]
    """What is wrong, in words."""
    service_id: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Identifier of the live service."""
    service_specification: ServiceSpecification | None = None
    """Product or access technology."""
    address: AddressIdentifier | None = None
    """Where the service is, or shall be."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    service_test_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the test that shows the fault."""
    characteristics: Annotated[list[Characteristic], Field(min_length=1)]
    """What is known of the fault."""
    primary_contact: Contact
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    parent_service_problem_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Problem that this one belongs to."""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site."""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""


class CreateServiceProblemAmendment(WireModel):
    """Changes to a problem in flight."""

    service_problem_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the problem."""
    problem_text: Annotated[str | None, Field(max_length=80, min_length=10)] = None
    """What is wrong, in words."""
    characteristics: Annotated[list[Characteristic] | None, Field(min_length=1)] = None
    """What is known of the fault."""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site."""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""


ProblemCancellationReasonCode = TypeAliasType(
    "ProblemCancellationReasonCode", Annotated[str, Field(pattern="^[A-Z_]{5,50}$")]
)
"""Why a problem is to be cancelled. (older: stands in an earlier published state of the page)"""


class CreateServiceProblemCancellation(WireModel):
    """Asks to cancel a problem in flight."""

    service_problem_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the problem."""
    reason_code: ProblemCancellationReasonCode
    """Why it is asked for."""
    text: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Explanation in words."""


class CreateServiceTest(WireModel):
    """Asks for a test of a live service."""

    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    problem_type: Annotated[str, Field(pattern="^[A-Za-z0-9_]{3,15}$")]
    """What is wrong with the service."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    characteristics: Annotated[list[Characteristic], Field(min_length=1)]
    """What is known of the fault."""


class ProvideEthernetOrderUpdate(WireModel):
    """An update of an ethernet order. (older: stands in an earlier published state of the page)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime | None = None
    """When it was delivered to the tenant."""
    delivery_status: str | None = None
    """How far its delivery to the tenant is."""
    update_type: AnyUpdateType | None = None
    """Information, call for action, or error."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    information: Information | None = None
    """What happened; with updateType INFORMATIONAL."""
    action: Action | None = None
    """What the tenant has to do; with updateType ACTION_REQUIRED."""
    error: Error | None = None
    """What failed; with updateType ERROR."""


class ProvideEthernetOrder(WireModel):
    """An order that provides an ethernet service."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyOrderStatus
    """State it is in."""
    supplier_order_number: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's number of the order."""
    created: AwareDatetime | None = None
    """When it was created."""
    updated: AwareDatetime | None = None
    """When it last changed."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    supplier_quote_id: Annotated[str, Field(max_length=64, min_length=0)]
    """Supplier's identifier of the quote item; an ethernet order refers to it."""
    site_information: Annotated[list[EthernetSiteInformation], Field(min_length=2)]
    """Lines and sites at the address."""
    ethernet_order_items: Annotated[list[EthernetOrderItem], Field(min_length=1)]
    """Services that are ordered."""
    updates: Annotated[list[ProvideEthernetOrderUpdate] | None, Field(min_length=0)] = None
    """KCIs of it so far."""


EthernetOrder = TypeAliasType("EthernetOrder", ProvideEthernetOrder)
"""An ethernet order as it is now."""


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
    status: str
    """Whether the port carries a service."""
    tenant_active: bool | None = None
    """Whether the service on the port is this tenant's own."""
    stopped_date: AwareDatetime | None = None
    """When the service on the port ended."""


class ExistingLine(WireModel):
    """A line that is already there. (older: stands in an earlier published state of the page)"""

    enni_id: str | None = None
    """Handover point."""
    site_name: str | None = None
    """Name of the handover site."""
    site_location: str | None = None
    """Where the handover site is."""
    installation_type: str | None = None
    """Given when an engineer has to visit."""
    line_characteristics: list[LineCharacteristic] | None = None
    """Speeds and other properties of the line."""
    line_type: str | None = None
    """Medium of the line. (inferred: not stated on any published page, follows by analogy)"""
    ont_reference: str | None = None
    """Supplier's reference of the optical terminal. (inferred: not stated on any published page, follows by analogy)"""
    ont_serial_number: str | None = None
    """Serial number of the optical terminal. (inferred: not stated on any published page, follows by analogy)"""
    ont_manufacturer: str | None = None
    """Maker of the optical terminal. (inferred: not stated on any published page, follows by analogy)"""
    ont_floor: str | None = None
    """Floor on which the terminal is. (inferred: not stated on any published page, follows by analogy)"""
    ont_room: str | None = None
    """Room in which the terminal is. (inferred: not stated on any published page, follows by analogy)"""
    ont_position: str | None = None
    """Place of the terminal in the room. (inferred: not stated on any published page, follows by analogy)"""
    ports: list[OntPort] | None = None
    """Ports of the optical terminal. (inferred: not stated on any published page, follows by analogy)"""
    line_id: str | None = None
    """Identifier of a copper line."""


class ModifyServiceOrderAmendment(WireModel):
    """An amendment of a modify order. (inferred: not stated on any published page, follows by analogy)"""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of it."""
    status: AnyRequestStatus
    """State it is in."""
    order_id: Annotated[int, Field(le=9007199254740991)]
    """Gateway's number of the order."""
    supplier: SupplierId | None = None
    """Gateway's name of the supplier."""
    service_characteristics: Annotated[
        list[ModifyServiceCharacteristic] | None, Field(min_length=1)
    ] = None
    """Options of the service."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    engineer_tasks: EngineerTasks | None = None
    """What the engineer shall do on the visit."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""


class ModifyServiceOrderUpdate(WireModel):
    """An update of a modify order. (inferred: not stated on any published page, follows by analogy)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime | None = None
    """When it was delivered to the tenant."""
    delivery_status: str | None = None
    """How far its delivery to the tenant is."""
    update_type: AnyUpdateType | None = None
    """Information, call for action, or error."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    information: Information | None = None
    """What happened; with updateType INFORMATIONAL."""
    action: Action | None = None
    """What the tenant has to do; with updateType ACTION_REQUIRED."""
    error: Error | None = None
    """What failed; with updateType ERROR."""
    service_order_amendment: ModifyServiceOrderAmendment | None = None
    """Amendment whose outcome the update reports."""
    service_order_cancellation: ServiceOrderCancellation | None = None
    """Cancellation whose outcome the update reports."""


class ModifyServiceOrder(WireModel):
    """An order that changes a service. (older: stands in an earlier published state of the page)"""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyOrderStatus
    """State it is in."""
    supplier_order_number: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's number of the order."""
    created: AwareDatetime | None = None
    """When it was created."""
    updated: AwareDatetime | None = None
    """When it last changed."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    order_type: Literal["MODIFY"]
    """Kind of order."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service. (older: stands in an earlier published state of the page)"""
    service_characteristics: Annotated[list[ModifyServiceCharacteristic], Field(min_length=1)]
    """Options of the service. (older: stands in an earlier published state of the page)"""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    requested_completion_date: date | None = None
    """Day on which it is wanted, if no visit decides."""
    engineer_tasks: EngineerTasks | None = None
    """What the engineer shall do on the visit."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""
    appointment_supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of an appointment that it moved. (inferred: not stated on any published page, follows by analogy)"""
    appointment_timeslot: Timeslot | None = None
    """Slot of an appointment that the supplier moved. (inferred: not stated on any published page, follows by analogy)"""
    updates: Annotated[list[ModifyServiceOrderUpdate] | None, Field(min_length=0)] = None
    """KCIs of it so far. (inferred: not stated on any published page, follows by analogy)"""


class NewLine(WireModel):
    """A line that could be installed. (older: stands in an earlier published state of the page)"""

    type: str | None = None
    """What can be done, such as NEW."""
    line_type: str | None = None
    """Medium of the line."""
    constraints: list[Constraint] | None = None
    """What may get in the way of an installation."""
    enni_id: str | None = None
    """Handover point."""
    site_name: str | None = None
    """Name of the handover site."""
    site_location: str | None = None
    """Where the handover site is."""
    installation_type: str | None = None
    """Given when an engineer has to visit."""
    line_characteristics: list[LineCharacteristic] | None = None
    """Speeds and other properties of the line."""


class OrderCommon(WireModel):
    """What all orders have."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: OrderStatus
    """State it is in."""
    supplier_order_number: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's number of the order."""
    created: AwareDatetime | None = None
    """When it was created."""
    updated: AwareDatetime | None = None
    """When it last changed."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""


class OrderRequestCommon(WireModel):
    """What amendments and cancellations have in common."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of it."""
    status: RequestStatus
    """State it is in."""


class OrderUpdateCommon(WireModel):
    """What all stored updates have. (older: stands in an earlier published state of the page)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime | None = None
    """When it was delivered to the tenant."""
    delivery_status: str | None = None
    """How far its delivery to the tenant is."""
    update_type: UpdateType | None = None
    """Information, call for action, or error."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    information: Information | None = None
    """What happened; with updateType INFORMATIONAL."""
    action: Action | None = None
    """What the tenant has to do; with updateType ACTION_REQUIRED."""
    error: Error | None = None
    """What failed; with updateType ERROR."""


class ProvideServiceOrderAmendment(WireModel):
    """An amendment of a provide order."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of it."""
    status: AnyRequestStatus
    """State it is in."""
    order_id: Annotated[int, Field(le=9007199254740991)]
    """Gateway's number of the order."""
    supplier: SupplierId | None = None
    """Gateway's name of the supplier."""
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


class ProvideServiceOrderUpdate(WireModel):
    """An update of a provide order."""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime | None = None
    """When it was delivered to the tenant."""
    delivery_status: str | None = None
    """How far its delivery to the tenant is."""
    update_type: AnyUpdateType | None = None
    """Information, call for action, or error."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    information: Information | None = None
    """What happened; with updateType INFORMATIONAL."""
    action: Action | None = None
    """What the tenant has to do; with updateType ACTION_REQUIRED."""
    error: Error | None = None
    """What failed; with updateType ERROR."""
    service_order_amendment: ProvideServiceOrderAmendment | None = None
    """Amendment whose outcome the update reports. (older: stands in an earlier published state of the page)"""
    service_order_cancellation: ServiceOrderCancellation | None = None
    """Cancellation whose outcome the update reports. (inferred: not stated on any published page, follows by analogy)"""


class ProvideServiceOrder(WireModel):
    """An order that provides a service."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyOrderStatus
    """State it is in."""
    supplier_order_number: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's number of the order."""
    created: AwareDatetime | None = None
    """When it was created."""
    updated: AwareDatetime | None = None
    """When it last changed."""
    committed_date: AwareDatetime | None = None
    """Completion date the supplier committed to; only the tenant or the customer can move it."""
    target_date: AwareDatetime | None = None
    """Completion date expected now."""
    order_type: Literal["NEW", "START", "TAKEOVER", "TRANSFER", "SWAP"]
    """Kind of order."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
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
    appointment_supplier_reference: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's reference of an appointment that it moved."""
    appointment_timeslot: Timeslot | None = None
    """Slot of an appointment that the supplier moved."""
    updates: Annotated[list[ProvideServiceOrderUpdate] | None, Field(min_length=0)] = None
    """KCIs of it so far."""


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


class QuoteItem(WireModel):
    """One quoted item. (older: stands in an earlier published state of the page)"""

    id: Annotated[int, Field(ge=1)]
    """Number of the item within the quote."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sites: Annotated[list[Site], Field(min_length=2)]
    """Ends of the circuit."""
    contract_details: ContractItem
    """Length and billing of the contract."""
    service: Annotated[list[Service], Field(min_length=1)]
    """Services to be provided."""
    supplier_quote_id: Annotated[str | None, Field(max_length=64, min_length=0)] = None
    """Supplier's identifier of the quote item; an ethernet order refers to it. (inferred: not stated on any published page, follows by analogy)"""
    status: AnyQuoteItemStatus | None = None
    """Outcome at the supplier. (invented: no page shows the priced part of a quote)"""
    valid_until: date | None = None
    """Last day on which the prices hold. (invented: no page shows the priced part of a quote)"""
    charges: list[QuoteCharge] | None = None
    """What the supplier charges. (invented: no page shows the priced part of a quote)"""
    messages: list[str] | None = None
    """Why there is no price. (invented: no page shows the priced part of a quote)"""


class Quote(WireModel):
    """Answer to a request for prices. (truncated: the published page is cut here)"""

    id: UUID
    """Identifies the quote."""
    created: AwareDatetime | None = None
    """When it was created."""
    external_id: Annotated[str | None, Field(max_length=64, min_length=0)] = None
    """Tenant's own reference, as given in the request."""
    quote_items: list[QuoteItem]
    """What is to be quoted, each for one supplier."""


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


class SiteInformation(WireModel):
    """Lines at an address. (older: stands in an earlier published state of the page)"""

    line: NewLine | None = None
    """Given when a new line can be installed."""
    existing_lines: list[ExistingLine] | None = None
    """Lines that are already there."""


class UnavailabilityReason(WireModel):
    """Why nothing is available. (inferred: not stated on any published page, follows by analogy)"""

    code: str | None = None
    """Kind of reason."""
    text: str | None = None
    """Explanation of the reason."""


class ServiceAvailability(WireModel):
    """What one supplier can provide at an address. (older: stands in an earlier published state of the page)"""

    supplier: SupplierId
    """Gateway's name of the supplier."""
    address: Address
    """Where the service is, or shall be."""
    service_specifications: list[AvailableServiceSpecification] | None = None
    """What can be ordered at the address."""
    site_information: SiteInformation | None = None
    """Lines and sites at the address."""
    unavailability_reasons: list[UnavailabilityReason] | None = None
    """Why nothing is available."""


class UnsolicitedCeaseOrderType(StrEnum):
    """
    An end of service that the tenant did not ask for. (older: stands in an earlier published state of the page)
    """

    UNSOLICITED_CEASE = "UNSOLICITED_CEASE"


class UnsolicitedCeaseServiceOrderUpdate(WireModel):
    """An update of an unsolicited cease. (inferred: not stated on any published page, follows by analogy)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime | None = None
    """When it was delivered to the tenant."""
    delivery_status: str | None = None
    """How far its delivery to the tenant is."""
    update_type: AnyUpdateType | None = None
    """Information, call for action, or error."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    information: Information | None = None
    """What happened; with updateType INFORMATIONAL."""
    action: Action | None = None
    """What the tenant has to do; with updateType ACTION_REQUIRED."""
    error: Error | None = None
    """What failed; with updateType ERROR."""
    service_order_cancellation: ServiceOrderCancellation | None = None
    """Cancellation whose outcome the update reports."""


class UnsolicitedCeaseServiceOrder(WireModel):
    """A cease that the supplier began, because another provider takes over or the line is needed. (older: stands in an earlier published state of the page)"""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyOrderStatus
    """State it is in."""
    order_type: Literal[UnsolicitedCeaseOrderType.UNSOLICITED_CEASE]
    """Kind of order."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    supplier_order_number: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Supplier's number of the order."""
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    reason: str | None = None
    """Why the service ends."""
    requested_cease_date: AwareDatetime | None = None
    """When the service shall end."""
    created: AwareDatetime | None = None
    """When it was created."""
    updated: AwareDatetime | None = None
    """When it last changed."""
    updates: Annotated[list[UnsolicitedCeaseServiceOrderUpdate] | None, Field(min_length=0)] = None
    """KCIs of it so far. (inferred: not stated on any published page, follows by analogy)"""


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
    "UNSOLICITED_CEASE": (),
}

ServiceOrder = TypeAliasType(
    "ServiceOrder",
    Annotated[
        Annotated[
            ProvideServiceOrder
            | CeaseServiceOrder
            | ModifyServiceOrder
            | UnsolicitedCeaseServiceOrder,
            Field(discriminator="order_type"),
        ]
        | UnknownServiceOrder,
        Field(union_mode="left_to_right"),
    ],
)
"""An order as it is now. Solicited ones and unsolicited ceases side by side."""

ServiceOrderAmendment = TypeAliasType(
    "ServiceOrderAmendment",
    ProvideServiceOrderAmendment | ModifyServiceOrderAmendment | CeaseServiceOrderAmendment,
)
"""An amendment and how far it is."""


class ServiceProblemAmendment(WireModel):
    """An amendment of a problem. (older: stands in an earlier published state of the page)"""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    service_problem_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the problem."""
    problem_text: Annotated[str | None, Field(max_length=80, min_length=10)] = None
    """What is wrong, in words."""
    characteristics: Annotated[list[Characteristic] | None, Field(min_length=1)] = None
    """What is known of the fault."""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site."""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""
    primary_contact: Contact | None = None
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyRequestStatus
    """State it is in."""


class ServiceProblemCancellation(WireModel):
    """A cancellation of a problem."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    service_problem_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the problem."""
    reason_code: ProblemCancellationReasonCode
    """Why it is asked for."""
    text: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Explanation in words."""
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyRequestStatus
    """State it is in."""


class ServiceProblemResolution(WireModel):
    """How the supplier says a problem was solved."""

    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    service_problem_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the problem."""
    status: AnyServiceProblemResolutionStatus
    """State it is in."""
    resolved_date: AwareDatetime
    """When the supplier solved the problem."""
    closed_date: AwareDatetime | None = None
    """When the problem was closed."""
    resolution_details: ResolutionDetails
    """What was done."""
    sla_violation: list[str] | None = None
    """Service levels that were missed."""
    tenant_notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Tenant's remark on the resolution."""


class ServiceProblemUpdate(WireModel):
    """An update of a problem. (older: stands in an earlier published state of the page)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime | None = None
    """When it was delivered to the tenant."""
    delivery_status: str | None = None
    """How far its delivery to the tenant is."""
    update_type: AnyUpdateType | None = None
    """Information, call for action, or error."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    information: Information | None = None
    """What happened; with updateType INFORMATIONAL."""
    action: Action | None = None
    """What the tenant has to do; with updateType ACTION_REQUIRED."""
    error: Error | None = None
    """What failed; with updateType ERROR."""
    service_problem_resolution: ServiceProblemResolution | None = None
    """How the supplier says the problem was solved."""
    service_problem_amendment: ServiceProblemAmendment | None = None
    """Amendment whose outcome the update reports. (inferred: by analogy with order updates)"""
    service_problem_cancellation: ServiceProblemCancellation | None = None
    """Cancellation whose outcome the update reports. (inferred: by analogy with order updates)"""


class ServiceProblem(WireModel):
    """A problem as it is now."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    external_identifier: Annotated[str | None, Field(max_length=64, min_length=1)] = None
    """Tenant's own reference."""
    problem_type: Annotated[str, Field(pattern="^[A-Za-z0-9_]{3,50}$")]
    """What is wrong with the service."""
    problem_text: Annotated[str, Field(max_length=80, min_length=10)]
    """What is wrong, in words."""
    service_id: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Identifier of the live service."""
    service_specification: ServiceSpecification | None = None
    """Product or access technology."""
    address: AddressIdentifier | None = None
    """Where the service is, or shall be."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    service_test_id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Gateway's number of the test that shows the fault."""
    characteristics: Annotated[list[Characteristic], Field(min_length=1)]
    """What is known of the fault."""
    primary_contact: Contact
    """Whom to call first."""
    secondary_contact: Contact | None = None
    """Whom to call otherwise."""
    appointment_reservation_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Reservation made with POST /appointments."""
    parent_service_problem_id: Annotated[int | None, Field(ge=1, le=9007199254740991)] = None
    """Problem that this one belongs to."""
    hazards: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Dangers on site."""
    on_site_restrictions: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """What limits access to the site."""
    notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Anything else worth knowing."""
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyServiceProblemStatus
    """State it is in."""
    created: AwareDatetime | None = None
    """When it was created."""
    updated: AwareDatetime | None = None
    """When it last changed."""
    supplier_identifier: str | None = None
    """Supplier's reference of the problem."""
    updates: list[ServiceProblemUpdate] | None = None
    """KCIs of it so far."""


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
    """A test, with its result once there is one."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    problem_type: Annotated[str, Field(pattern="^[A-Za-z0-9_]{3,15}$")]
    """What is wrong with the service."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    characteristics: Annotated[list[Characteristic], Field(min_length=1)]
    """What is known of the fault."""
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyServiceTestStatus
    """State it is in."""
    created: AwareDatetime | None = None
    """When it was created."""
    updated: AwareDatetime | None = None
    """When it last changed."""
    supplier_reference: str | None = None
    """Supplier's reference of it."""
    result: ServiceTestResult | None = None
    """Outcome of the test, once there is one."""


class ServiceTestRequest(WireModel):
    """A test that was asked for."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    service_id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the live service."""
    problem_type: Annotated[str, Field(pattern="^[A-Za-z0-9_]{3,15}$")]
    """What is wrong with the service."""
    service_specification: ServiceSpecification
    """Product or access technology."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    characteristics: Annotated[list[Characteristic], Field(min_length=1)]
    """What is known of the fault."""
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyServiceTestStatus
    """State it is in."""
    created: AwareDatetime | None = None
    """When it was created."""
    updated: AwareDatetime | None = None
    """When it last changed."""
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

SolicitedEthernetOrder = TypeAliasType("SolicitedEthernetOrder", ProvideEthernetOrder)
"""An ethernet order that the tenant placed."""


class UnknownSolicitedServiceOrder(UnknownVariant):
    """A variant of SolicitedServiceOrder that this version of the document does not know."""

    order_type: str

    @model_validator(mode="after")
    def _refuse_known(self) -> Self:
        return refuse_known(self, _KNOWN_SOLICITEDSERVICEORDER)


_KNOWN_SOLICITEDSERVICEORDER: dict[str, tuple[str, ...]] = {
    "NEW": (),
    "START": (),
    "TAKEOVER": (),
    "TRANSFER": (),
    "SWAP": (),
    "CEASE": (),
    "MODIFY": (),
}

SolicitedServiceOrder = TypeAliasType(
    "SolicitedServiceOrder",
    Annotated[
        Annotated[
            ProvideServiceOrder | CeaseServiceOrder | ModifyServiceOrder,
            Field(discriminator="order_type"),
        ]
        | UnknownSolicitedServiceOrder,
        Field(union_mode="left_to_right"),
    ],
)
"""An order that the tenant placed."""

SupplierList = TypeAliasType("SupplierList", Annotated[list[str], Field(min_length=1)])
"""Names of suppliers. (older: stands in an earlier published state of the page)"""


class UpdateServiceProblemResolution(WireModel):
    """Accepts or rejects a resolution."""

    status: ServiceProblemResolutionStatus
    """State it is in."""
    tenant_notes: Annotated[str | None, Field(max_length=1000, min_length=1)] = None
    """Tenant's remark on the resolution."""
