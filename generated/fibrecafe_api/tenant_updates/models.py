"""Models of Fibre Cafe : Tenant Updates API 1.14.

Made by fibrecafe from spec/tenant-updates/1.14.yaml. Do not edit: change the document and run `fibrecafe generate`.
"""

from enum import StrEnum
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator
from typing_extensions import TypeAliasType

from .._support.model import UnknownVariant, WireModel, refuse_known

__all__ = [
    "Action",
    "ActionRequiredUpdateType",
    "ActionType",
    "AddressIdentifier",
    "AnyActionType",
    "AnyCeaseOrderType",
    "AnyErrorCode",
    "AnyInformationType",
    "AnyModifyOrderType",
    "AnyOrderStatus",
    "AnyProvideOrderType",
    "AnyRequestStatus",
    "AnyResolutionCode",
    "AnyServiceCharacteristicAction",
    "AnyServiceProblemResolutionStatus",
    "AnyServiceProblemStatus",
    "AnyServiceTestStatus",
    "AnySiteRole",
    "AnyTimeslotClassification",
    "AnyUnsolicitedCeaseOrderType",
    "CancellationReasonCode",
    "CeaseOrderEntityType",
    "CeaseOrderType",
    "CeaseServiceOrder",
    "CeaseServiceOrderActionRequiredUpdate",
    "CeaseServiceOrderAmendment",
    "CeaseServiceOrderErrorUpdate",
    "CeaseServiceOrderInformationalUpdate",
    "CeaseServiceOrderUpdate",
    "Characteristic",
    "Contact",
    "ContractItem",
    "ContractLength",
    "ConversationId",
    "CreateCeaseServiceOrder",
    "CreateCeaseServiceOrderAmendment",
    "CreateModifyServiceOrder",
    "CreateModifyServiceOrderAmendment",
    "CreateProvideEthernetOrder",
    "CreateProvideServiceOrder",
    "CreateProvideServiceOrderAmendment",
    "CreateServiceOrderCancellation",
    "CreateServiceProblem",
    "CreateServiceProblemAmendment",
    "CreateServiceProblemCancellation",
    "CreateServiceTest",
    "EngineerTasks",
    "Error",
    "ErrorCode",
    "ErrorUpdateType",
    "EthernetCharacteristic",
    "EthernetOrderItem",
    "EthernetSiteInformation",
    "Information",
    "InformationType",
    "InformationalUpdateType",
    "KciBase",
    "ModifyOrderEntityType",
    "ModifyOrderType",
    "ModifyServiceCharacteristic",
    "ModifyServiceOrder",
    "ModifyServiceOrderActionRequiredUpdate",
    "ModifyServiceOrderAmendment",
    "ModifyServiceOrderErrorUpdate",
    "ModifyServiceOrderInformationalUpdate",
    "ModifyServiceOrderUpdate",
    "OrderCommon",
    "OrderRequestCommon",
    "OrderStatus",
    "ProblemCancellationReasonCode",
    "ProvideEthernetOrder",
    "ProvideEthernetOrderActionRequiredUpdate",
    "ProvideEthernetOrderEntityType",
    "ProvideEthernetOrderErrorUpdate",
    "ProvideEthernetOrderInformationalUpdate",
    "ProvideEthernetOrderUpdate",
    "ProvideOrderEntityType",
    "ProvideOrderType",
    "ProvideServiceOrder",
    "ProvideServiceOrderActionRequiredUpdate",
    "ProvideServiceOrderAmendment",
    "ProvideServiceOrderErrorUpdate",
    "ProvideServiceOrderInformationalUpdate",
    "ProvideServiceOrderUpdate",
    "RequestId",
    "RequestStatus",
    "ResolutionCode",
    "ResolutionDetails",
    "SecondaryAddressIdentifier",
    "Service",
    "ServiceCharacteristic",
    "ServiceCharacteristicAction",
    "ServiceOrderCancellation",
    "ServiceOrderItem",
    "ServiceProblem",
    "ServiceProblemActionRequiredUpdate",
    "ServiceProblemAmendment",
    "ServiceProblemCancellation",
    "ServiceProblemEntityType",
    "ServiceProblemErrorUpdate",
    "ServiceProblemInformationalUpdate",
    "ServiceProblemResolution",
    "ServiceProblemResolutionStatus",
    "ServiceProblemStatus",
    "ServiceProblemUpdate",
    "ServiceSpecification",
    "ServiceTest",
    "ServiceTestActionRequiredUpdate",
    "ServiceTestEntityType",
    "ServiceTestErrorUpdate",
    "ServiceTestInformationalUpdate",
    "ServiceTestRequest",
    "ServiceTestResult",
    "ServiceTestStatus",
    "ServiceTestUpdate",
    "SiteRole",
    "SupplierId",
    "SupplierNote",
    "TenantUpdate",
    "TestMeasure",
    "TestOutcome",
    "Timeslot",
    "TimeslotClassification",
    "UnknownTenantUpdate",
    "UnsolicitedCeaseOrderEntityType",
    "UnsolicitedCeaseOrderType",
    "UnsolicitedCeaseServiceOrder",
    "UnsolicitedCeaseServiceOrderActionRequiredUpdate",
    "UnsolicitedCeaseServiceOrderErrorUpdate",
    "UnsolicitedCeaseServiceOrderInformationalUpdate",
    "UnsolicitedCeaseServiceOrderUpdate",
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


class ActionRequiredUpdateType(StrEnum):
    """
    Value of updateType. (inferred: the value is published, the name of its type is not)
    """

    ACTION_REQUIRED = "ACTION_REQUIRED"


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


class CeaseOrderType(StrEnum):
    """
    An order to end a service. (inferred: not stated on any published page, follows by analogy)
    """

    CEASE = "CEASE"


AnyCeaseOrderType = TypeAliasType(
    "AnyCeaseOrderType", Annotated[CeaseOrderType | str, Field(union_mode="left_to_right")]
)
"""CeaseOrderType, or a value that a newer version of the document brings."""


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


class ModifyOrderType(StrEnum):
    """
    An order to change a service. (older: stands in an earlier published state of the page)
    """

    MODIFY = "MODIFY"


AnyModifyOrderType = TypeAliasType(
    "AnyModifyOrderType", Annotated[ModifyOrderType | str, Field(union_mode="left_to_right")]
)
"""ModifyOrderType, or a value that a newer version of the document brings."""


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


class ProvideOrderType(StrEnum):
    """
    NEW line, START of an idle one, TAKEOVER by a new occupier, TRANSFER from another provider, SWAP of one's own service.
    """

    NEW = "NEW"
    START = "START"
    TAKEOVER = "TAKEOVER"
    TRANSFER = "TRANSFER"
    SWAP = "SWAP"


AnyProvideOrderType = TypeAliasType(
    "AnyProvideOrderType", Annotated[ProvideOrderType | str, Field(union_mode="left_to_right")]
)
"""ProvideOrderType, or a value that a newer version of the document brings."""


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


class UnsolicitedCeaseOrderType(StrEnum):
    """
    An end of service that the tenant did not ask for. (older: stands in an earlier published state of the page)
    """

    UNSOLICITED_CEASE = "UNSOLICITED_CEASE"


AnyUnsolicitedCeaseOrderType = TypeAliasType(
    "AnyUnsolicitedCeaseOrderType",
    Annotated[UnsolicitedCeaseOrderType | str, Field(union_mode="left_to_right")],
)
"""UnsolicitedCeaseOrderType, or a value that a newer version of the document brings."""

CancellationReasonCode = TypeAliasType(
    "CancellationReasonCode", Annotated[str, Field(pattern="^[A-Z_]{1,30}$")]
)
"""Why an order is to be cancelled."""


class CeaseOrderEntityType(StrEnum):
    """
    Value of entityType. (inferred: the value is published, the name of its type is not)
    """

    CEASE_ORDER = "CEASE_ORDER"


SupplierId = TypeAliasType("SupplierId", Annotated[str, Field(pattern="^[A-Za-z0-9_]{1,20}$")])
"""Name under which the gateway knows a supplier."""


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


class ServiceCharacteristic(WireModel):
    """One option of a service."""

    name: Annotated[str, Field(max_length=50, min_length=1)]
    """Which characteristic, such as LINE_PROFILE."""
    value: Annotated[str, Field(max_length=50, min_length=1)]
    """Value of the characteristic."""


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
    order_type: AnyCeaseOrderType
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
    service_order_amendment: CeaseServiceOrderAmendment | None = None
    """Amendment whose outcome the update reports. (older: the entity carries the request when its outcome is reported)"""
    service_order_cancellation: ServiceOrderCancellation | None = None
    """Cancellation whose outcome the update reports. (inferred: by analogy with the amendment)"""


class SupplierNote(WireModel):
    """A remark of the supplier. (older: stands in an earlier published state of the page)"""

    note: str | None = None
    """Text of the remark."""
    type: str | None = None
    """Kind of remark."""
    created: AwareDatetime | None = None
    """When it was written."""


class CeaseServiceOrderActionRequiredUpdate(WireModel):
    """Asks for something about an order that ends a service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ActionRequiredUpdateType.ACTION_REQUIRED]
    """Information, call for action, or error."""
    action: Action
    """What the tenant has to do."""
    entity_type: Literal[CeaseOrderEntityType.CEASE_ORDER]
    """What kind of thing the update is about."""
    entity: CeaseServiceOrder
    """The whole thing, as it is after the update."""


class Error(WireModel):
    """Body of every error answer."""

    uuid: str
    """Identifies this one error; quote it when asking for support."""
    code: AnyErrorCode
    """What kind of error it is."""
    messages: list[str]
    """What was wrong, in words."""


class ErrorUpdateType(StrEnum):
    """
    Value of updateType. (inferred: the value is published, the name of its type is not)
    """

    ERROR = "ERROR"


class CeaseServiceOrderErrorUpdate(WireModel):
    """Reports a failure of an order that ends a service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ErrorUpdateType.ERROR]
    """Information, call for action, or error."""
    error: Error
    """What failed."""
    entity_type: Literal[CeaseOrderEntityType.CEASE_ORDER]
    """What kind of thing the update is about."""
    entity: CeaseServiceOrder
    """The whole thing, as it is after the update."""


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


class InformationalUpdateType(StrEnum):
    """
    Value of updateType.
    """

    INFORMATIONAL = "INFORMATIONAL"


class CeaseServiceOrderInformationalUpdate(WireModel):
    """Tells an order that ends a service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[InformationalUpdateType.INFORMATIONAL]
    """Information, call for action, or error."""
    information: Information
    """What happened."""
    entity_type: Literal[CeaseOrderEntityType.CEASE_ORDER]
    """What kind of thing the update is about."""
    entity: CeaseServiceOrder
    """The whole thing, as it is after the update."""


CeaseServiceOrderUpdate = TypeAliasType(
    "CeaseServiceOrderUpdate",
    Annotated[
        CeaseServiceOrderInformationalUpdate
        | CeaseServiceOrderActionRequiredUpdate
        | CeaseServiceOrderErrorUpdate,
        Field(discriminator="update_type"),
    ],
)
"""An update of a cease order."""


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


class CreateCeaseServiceOrder(WireModel):
    """Asks to end a service. (inferred: not stated on any published page, follows by analogy)"""

    order_type: CeaseOrderType
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


EngineerTasks = TypeAliasType("EngineerTasks", list[str])
"""Tasks for the engineer on a visit."""


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

    order_type: ModifyOrderType
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


class EthernetCharacteristic(WireModel):
    """One named value of an ethernet service or site."""

    name: str
    """Which characteristic."""
    value: str
    """Value of the characteristic."""


class ServiceSpecification(WireModel):
    """Product family or access technology."""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"name"})
    id: Annotated[str, Field(max_length=50, min_length=1)]
    """Identifier of the specification in the supplier's catalogue."""
    name: Annotated[str | None, Field(max_length=50, min_length=1)] = None
    """Name of the specification; given in answers only."""


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


class ServiceOrderItem(WireModel):
    """Product and options."""

    service_specification: ServiceSpecification
    """Product or access technology."""
    service_characteristics: Annotated[list[ServiceCharacteristic], Field(min_length=0)]
    """Options of the service."""


class CreateProvideServiceOrder(WireModel):
    """Asks for a service at an address."""

    order_type: ProvideOrderType
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


class KciBase(WireModel):
    """What all updates to a tenant have. (older: stands in an earlier published state of the page)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""


class ModifyOrderEntityType(StrEnum):
    """
    Value of entityType. (inferred: the value is published, the name of its type is not)
    """

    MODIFY_ORDER = "MODIFY_ORDER"


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
    order_type: AnyModifyOrderType
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
    service_order_amendment: ModifyServiceOrderAmendment | None = None
    """Amendment whose outcome the update reports. (older: the entity carries the request when its outcome is reported)"""
    service_order_cancellation: ServiceOrderCancellation | None = None
    """Cancellation whose outcome the update reports. (inferred: by analogy with the amendment)"""


class ModifyServiceOrderActionRequiredUpdate(WireModel):
    """Asks for something about an order that changes a service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ActionRequiredUpdateType.ACTION_REQUIRED]
    """Information, call for action, or error."""
    action: Action
    """What the tenant has to do."""
    entity_type: Literal[ModifyOrderEntityType.MODIFY_ORDER]
    """What kind of thing the update is about."""
    entity: ModifyServiceOrder
    """The whole thing, as it is after the update."""


class ModifyServiceOrderErrorUpdate(WireModel):
    """Reports a failure of an order that changes a service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ErrorUpdateType.ERROR]
    """Information, call for action, or error."""
    error: Error
    """What failed."""
    entity_type: Literal[ModifyOrderEntityType.MODIFY_ORDER]
    """What kind of thing the update is about."""
    entity: ModifyServiceOrder
    """The whole thing, as it is after the update."""


class ModifyServiceOrderInformationalUpdate(WireModel):
    """Tells an order that changes a service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[InformationalUpdateType.INFORMATIONAL]
    """Information, call for action, or error."""
    information: Information
    """What happened."""
    entity_type: Literal[ModifyOrderEntityType.MODIFY_ORDER]
    """What kind of thing the update is about."""
    entity: ModifyServiceOrder
    """The whole thing, as it is after the update."""


ModifyServiceOrderUpdate = TypeAliasType(
    "ModifyServiceOrderUpdate",
    Annotated[
        ModifyServiceOrderInformationalUpdate
        | ModifyServiceOrderActionRequiredUpdate
        | ModifyServiceOrderErrorUpdate,
        Field(discriminator="update_type"),
    ],
)
"""An update of a modify order."""


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


class ProvideEthernetOrderEntityType(StrEnum):
    """
    Value of entityType. (inferred: by analogy with the other kinds of order)
    """

    PROVIDE_ETHERNET_ORDER = "PROVIDE_ETHERNET_ORDER"


class ProvideEthernetOrderActionRequiredUpdate(WireModel):
    """Asks for something about an order that provides an ethernet service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ActionRequiredUpdateType.ACTION_REQUIRED]
    """Information, call for action, or error."""
    action: Action
    """What the tenant has to do."""
    entity_type: Literal[ProvideEthernetOrderEntityType.PROVIDE_ETHERNET_ORDER]
    """What kind of thing the update is about."""
    entity: ProvideEthernetOrder
    """The whole thing, as it is after the update."""


class ProvideEthernetOrderErrorUpdate(WireModel):
    """Reports a failure of an order that provides an ethernet service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ErrorUpdateType.ERROR]
    """Information, call for action, or error."""
    error: Error
    """What failed."""
    entity_type: Literal[ProvideEthernetOrderEntityType.PROVIDE_ETHERNET_ORDER]
    """What kind of thing the update is about."""
    entity: ProvideEthernetOrder
    """The whole thing, as it is after the update."""


class ProvideEthernetOrderInformationalUpdate(WireModel):
    """Tells an order that provides an ethernet service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[InformationalUpdateType.INFORMATIONAL]
    """Information, call for action, or error."""
    information: Information
    """What happened."""
    entity_type: Literal[ProvideEthernetOrderEntityType.PROVIDE_ETHERNET_ORDER]
    """What kind of thing the update is about."""
    entity: ProvideEthernetOrder
    """The whole thing, as it is after the update."""


ProvideEthernetOrderUpdate = TypeAliasType(
    "ProvideEthernetOrderUpdate",
    Annotated[
        ProvideEthernetOrderInformationalUpdate
        | ProvideEthernetOrderActionRequiredUpdate
        | ProvideEthernetOrderErrorUpdate,
        Field(discriminator="update_type"),
    ],
)
"""An update of an ethernet order."""


class ProvideOrderEntityType(StrEnum):
    """
    Value of entityType.
    """

    PROVIDE_ORDER = "PROVIDE_ORDER"


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
    order_type: AnyProvideOrderType
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
    service_order_amendment: ProvideServiceOrderAmendment | None = None
    """Amendment whose outcome the update reports. (older: the entity carries the request when its outcome is reported)"""
    service_order_cancellation: ServiceOrderCancellation | None = None
    """Cancellation whose outcome the update reports. (inferred: by analogy with the amendment)"""


class ProvideServiceOrderActionRequiredUpdate(WireModel):
    """Asks for something about an order that provides a service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ActionRequiredUpdateType.ACTION_REQUIRED]
    """Information, call for action, or error."""
    action: Action
    """What the tenant has to do."""
    entity_type: Literal[ProvideOrderEntityType.PROVIDE_ORDER]
    """What kind of thing the update is about."""
    entity: ProvideServiceOrder
    """The whole thing, as it is after the update."""


class ProvideServiceOrderErrorUpdate(WireModel):
    """Reports a failure of an order that provides a service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ErrorUpdateType.ERROR]
    """Information, call for action, or error."""
    error: Error
    """What failed."""
    entity_type: Literal[ProvideOrderEntityType.PROVIDE_ORDER]
    """What kind of thing the update is about."""
    entity: ProvideServiceOrder
    """The whole thing, as it is after the update."""


class ProvideServiceOrderInformationalUpdate(WireModel):
    """Tells an order that provides a service. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[InformationalUpdateType.INFORMATIONAL]
    """Information, call for action, or error."""
    information: Information
    """What happened."""
    entity_type: Literal[ProvideOrderEntityType.PROVIDE_ORDER]
    """What kind of thing the update is about."""
    entity: ProvideServiceOrder
    """The whole thing, as it is after the update."""


ProvideServiceOrderUpdate = TypeAliasType(
    "ProvideServiceOrderUpdate",
    Annotated[
        ProvideServiceOrderInformationalUpdate
        | ProvideServiceOrderActionRequiredUpdate
        | ProvideServiceOrderErrorUpdate,
        Field(discriminator="update_type"),
    ],
)
"""An update of a provide order."""

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
    service_problem_amendment: ServiceProblemAmendment | None = None
    """Amendment whose outcome the update reports. (inferred: reported with the problem; its place in the KCI is a guess)"""
    service_problem_cancellation: ServiceProblemCancellation | None = None
    """Cancellation whose outcome the update reports. (inferred: reported with the problem; its place in the KCI is a guess)"""
    service_problem_resolution: ServiceProblemResolution | None = None
    """How the supplier says the problem was solved. (inferred: reported with the problem; its place in the KCI is a guess)"""


class ServiceProblemEntityType(StrEnum):
    """
    Value of entityType. (inferred: the value is published, the name of its type is not)
    """

    SERVICE_PROBLEM = "SERVICE_PROBLEM"


class ServiceProblemActionRequiredUpdate(WireModel):
    """Asks for something about a problem. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ActionRequiredUpdateType.ACTION_REQUIRED]
    """Information, call for action, or error."""
    action: Action
    """What the tenant has to do."""
    entity_type: Literal[ServiceProblemEntityType.SERVICE_PROBLEM]
    """What kind of thing the update is about."""
    entity: ServiceProblem
    """The whole thing, as it is after the update."""


class ServiceProblemErrorUpdate(WireModel):
    """Reports a failure of a problem. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ErrorUpdateType.ERROR]
    """Information, call for action, or error."""
    error: Error
    """What failed."""
    entity_type: Literal[ServiceProblemEntityType.SERVICE_PROBLEM]
    """What kind of thing the update is about."""
    entity: ServiceProblem
    """The whole thing, as it is after the update."""


class ServiceProblemInformationalUpdate(WireModel):
    """Tells a problem. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[InformationalUpdateType.INFORMATIONAL]
    """Information, call for action, or error."""
    information: Information
    """What happened."""
    entity_type: Literal[ServiceProblemEntityType.SERVICE_PROBLEM]
    """What kind of thing the update is about."""
    entity: ServiceProblem
    """The whole thing, as it is after the update."""


ServiceProblemUpdate = TypeAliasType(
    "ServiceProblemUpdate",
    Annotated[
        ServiceProblemInformationalUpdate
        | ServiceProblemActionRequiredUpdate
        | ServiceProblemErrorUpdate,
        Field(discriminator="update_type"),
    ],
)
"""An update of a problem."""


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


class ServiceTestEntityType(StrEnum):
    """
    Value of entityType. (inferred: the value is published, the name of its type is not)
    """

    SERVICE_TEST = "SERVICE_TEST"


class ServiceTestActionRequiredUpdate(WireModel):
    """Asks for something about a test. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ActionRequiredUpdateType.ACTION_REQUIRED]
    """Information, call for action, or error."""
    action: Action
    """What the tenant has to do."""
    entity_type: Literal[ServiceTestEntityType.SERVICE_TEST]
    """What kind of thing the update is about."""
    entity: ServiceTest
    """The whole thing, as it is after the update."""


class ServiceTestErrorUpdate(WireModel):
    """Reports a failure of a test. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ErrorUpdateType.ERROR]
    """Information, call for action, or error."""
    error: Error
    """What failed."""
    entity_type: Literal[ServiceTestEntityType.SERVICE_TEST]
    """What kind of thing the update is about."""
    entity: ServiceTest
    """The whole thing, as it is after the update."""


class ServiceTestInformationalUpdate(WireModel):
    """Tells a test. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[InformationalUpdateType.INFORMATIONAL]
    """Information, call for action, or error."""
    information: Information
    """What happened."""
    entity_type: Literal[ServiceTestEntityType.SERVICE_TEST]
    """What kind of thing the update is about."""
    entity: ServiceTest
    """The whole thing, as it is after the update."""


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
    status: ServiceTestStatus
    """State it is in."""
    created: AwareDatetime | None = None
    """When it was created."""
    updated: AwareDatetime | None = None
    """When it last changed."""
    supplier_reference: str | None = None
    """Supplier's reference of it."""


ServiceTestUpdate = TypeAliasType(
    "ServiceTestUpdate",
    Annotated[
        ServiceTestInformationalUpdate | ServiceTestActionRequiredUpdate | ServiceTestErrorUpdate,
        Field(discriminator="update_type"),
    ],
)
"""An update of a test."""


class UnsolicitedCeaseOrderEntityType(StrEnum):
    """
    Value of entityType. (inferred: the value is published, the name of its type is not)
    """

    UNSOLICITED_CEASE_ORDER = "UNSOLICITED_CEASE_ORDER"


class UnsolicitedCeaseServiceOrder(WireModel):
    """A cease that the supplier began, because another provider takes over or the line is needed. (older: stands in an earlier published state of the page)"""

    READ_ONLY: ClassVar[frozenset[str]] = frozenset({"status"})
    id: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Number that identifies it at the gateway."""
    status: AnyOrderStatus
    """State it is in."""
    order_type: AnyUnsolicitedCeaseOrderType
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
    service_order_cancellation: ServiceOrderCancellation | None = None
    """Cancellation whose outcome the update reports. (inferred: by analogy with the amendment)"""


class UnsolicitedCeaseServiceOrderActionRequiredUpdate(WireModel):
    """Asks for something about a cease that the supplier began. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ActionRequiredUpdateType.ACTION_REQUIRED]
    """Information, call for action, or error."""
    action: Action
    """What the tenant has to do."""
    entity_type: Literal[UnsolicitedCeaseOrderEntityType.UNSOLICITED_CEASE_ORDER]
    """What kind of thing the update is about."""
    entity: UnsolicitedCeaseServiceOrder
    """The whole thing, as it is after the update."""


class UnsolicitedCeaseServiceOrderErrorUpdate(WireModel):
    """Reports a failure of a cease that the supplier began. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[ErrorUpdateType.ERROR]
    """Information, call for action, or error."""
    error: Error
    """What failed."""
    entity_type: Literal[UnsolicitedCeaseOrderEntityType.UNSOLICITED_CEASE_ORDER]
    """What kind of thing the update is about."""
    entity: UnsolicitedCeaseServiceOrder
    """The whole thing, as it is after the update."""


class UnsolicitedCeaseServiceOrderInformationalUpdate(WireModel):
    """Tells a cease that the supplier began. (inferred: the variant is published, its name is not)"""

    id: Annotated[
        str,
        Field(
            pattern="^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
        ),
    ]
    """Identifies this update; the key by which a receiver knows duplicates."""
    supplier: SupplierId
    """Gateway's name of the supplier."""
    sequence_number: Annotated[int, Field(ge=1, le=9007199254740991)]
    """Place of this update among those of its entity, from 1."""
    issued_on: AwareDatetime | None = None
    """When the supplier issued it."""
    received_on: AwareDatetime | None = None
    """When the gateway received it; absent for updates that the gateway made."""
    delivered_on: AwareDatetime
    """When it was delivered to the tenant."""
    supplier_notes: list[SupplierNote] | None = None
    """Remarks of the supplier."""
    update_type: Literal[InformationalUpdateType.INFORMATIONAL]
    """Information, call for action, or error."""
    information: Information
    """What happened."""
    entity_type: Literal[UnsolicitedCeaseOrderEntityType.UNSOLICITED_CEASE_ORDER]
    """What kind of thing the update is about."""
    entity: UnsolicitedCeaseServiceOrder
    """The whole thing, as it is after the update."""


UnsolicitedCeaseServiceOrderUpdate = TypeAliasType(
    "UnsolicitedCeaseServiceOrderUpdate",
    Annotated[
        UnsolicitedCeaseServiceOrderInformationalUpdate
        | UnsolicitedCeaseServiceOrderActionRequiredUpdate
        | UnsolicitedCeaseServiceOrderErrorUpdate,
        Field(discriminator="update_type"),
    ],
)
"""An update of an unsolicited cease."""


class UnknownTenantUpdate(UnknownVariant):
    """A variant of TenantUpdate that this version of the document does not know."""

    entity_type: str
    update_type: str | None = None

    @model_validator(mode="after")
    def _refuse_known(self) -> Self:
        return refuse_known(self, _KNOWN_TENANTUPDATE)


_KNOWN_TENANTUPDATE: dict[str, tuple[str, ...]] = {
    "PROVIDE_ORDER": (
        "ACTION_REQUIRED",
        "ERROR",
        "INFORMATIONAL",
    ),
    "CEASE_ORDER": (
        "ACTION_REQUIRED",
        "ERROR",
        "INFORMATIONAL",
    ),
    "MODIFY_ORDER": (
        "ACTION_REQUIRED",
        "ERROR",
        "INFORMATIONAL",
    ),
    "UNSOLICITED_CEASE_ORDER": (
        "ACTION_REQUIRED",
        "ERROR",
        "INFORMATIONAL",
    ),
    "PROVIDE_ETHERNET_ORDER": (
        "ACTION_REQUIRED",
        "ERROR",
        "INFORMATIONAL",
    ),
    "SERVICE_TEST": (
        "ACTION_REQUIRED",
        "ERROR",
        "INFORMATIONAL",
    ),
    "SERVICE_PROBLEM": (
        "ACTION_REQUIRED",
        "ERROR",
        "INFORMATIONAL",
    ),
}

TenantUpdate = TypeAliasType(
    "TenantUpdate",
    Annotated[
        Annotated[
            ProvideServiceOrderUpdate
            | CeaseServiceOrderUpdate
            | ModifyServiceOrderUpdate
            | UnsolicitedCeaseServiceOrderUpdate
            | ProvideEthernetOrderUpdate
            | ServiceTestUpdate
            | ServiceProblemUpdate,
            Field(discriminator="entity_type"),
        ]
        | UnknownTenantUpdate,
        Field(union_mode="left_to_right"),
    ],
)
"""One KCI for a tenant: entityType says what it is about, updateType what it asks for."""
