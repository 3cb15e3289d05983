"""The supplier's news, as KCIs that carry all that their reason asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from pydantic import BaseModel

from fibrecafe_api.supplier_updates import models
from fibrecafe_api.supplier_updates.models import SupplierUpdate

from ..adapters.wire import told
from ..clock import to_text
from ..lifecycle.content import missing_content
from ..lifecycle.kinds import EntityKind

NAMES: Mapping[EntityKind, str] = {
    EntityKind.PROVIDE_ORDER: "provideServiceOrder",
    EntityKind.CEASE_ORDER: "ceaseServiceOrder",
    EntityKind.MODIFY_ORDER: "modifyServiceOrder",
    EntityKind.UNSOLICITED_CEASE_ORDER: "unsolicitedCeaseServiceOrder",
    EntityKind.PROVIDE_ETHERNET_ORDER: "provideEthernetOrder",
    EntityKind.SERVICE_TEST: "serviceTest",
    EntityKind.SERVICE_PROBLEM: "serviceProblem",
}
"""Property of a KCI that holds what it is about."""

_MODELS: Mapping[EntityKind, type[BaseModel]] = {
    EntityKind.PROVIDE_ORDER: models.ProvideServiceOrderUpdate,
    EntityKind.CEASE_ORDER: models.CeaseServiceOrderUpdate,
    EntityKind.MODIFY_ORDER: models.ModifyServiceOrderUpdate,
    EntityKind.UNSOLICITED_CEASE_ORDER: models.UnsolicitedCeaseServiceOrderUpdate,
    EntityKind.PROVIDE_ETHERNET_ORDER: models.ProvideEthernetOrderUpdate,
    EntityKind.SERVICE_TEST: models.ServiceTestUpdate,
    EntityKind.SERVICE_PROBLEM: models.ServiceProblemUpdate,
}

_REFERENCES: Mapping[EntityKind, str] = {
    EntityKind.SERVICE_TEST: "supplierReference",
    EntityKind.SERVICE_PROBLEM: "supplierServiceProblemReference",
}

PROBLEM_CODES: Mapping[str, str] = {
    "INFORMATION_REQUIRED": "INFORMATION_REQUIRED",
    "REAPPOINT": "ACCESS_ISSUE",
    "CANCELLED": "NO_LONGER_REQUIRED",
    "ORDER_REJECTED": "INVALID_REQUEST",
    "AMENDMENT_REJECTED": "INVALID_REQUEST",
    "CANCELLATION_REJECTED": "INVALID_REQUEST",
    "DELAY": "NETWORK_ISSUE",
    "WARNING": "PLANNING_ISSUE",
}

_FIELDS: Mapping[str, str] = {
    "serviceOrderAmendmentId or serviceOrderAmendmentReference": "amendment",
    "serviceOrderCancellationId or serviceOrderCancellationReference": "cancellation",
    "appointmentTimeslot or appointmentSupplierReference": "appointment",
    "text or supplierCodes": "text-of-other",
}


def content_rules() -> Iterator[tuple[EntityKind, str, str]]:
    """Every rule of what a KCI must carry: kind, reason code, and the field."""
    for kind in EntityKind:
        for reason in models.ReasonCode:
            for is_open in (False, True):
                for message in missing_content(kind, reason, cancellation_open=is_open):
                    yield kind, str(reason), message.partition(" must be given")[0]
        for message in missing_content(kind, "UPDATE", problem_code="OTHER"):
            yield kind, "any", message.partition(" must be given")[0]


def short(field: str) -> str:
    """A rule's field as part of an id: `committedDate`, `amendment`."""
    return _FIELDS.get(field, field)


def news(
    kind: EntityKind,
    *,
    number: int,
    reason: str,
    status: str | None,
    tenant: str,
    now: datetime,
    id: int | None = None,
    reference: str | None = None,
    amendment: int | None = None,
    cancellation: int | None = None,
    service_id: str = "S12345",
    resolution: str = "RES_1",
    problem_code: str | None = None,
    text: str | None = None,
) -> SupplierUpdate:
    """A KCI. `number`: its sequence number; `resolution`: the supplier's reference of one."""
    entity: dict[str, Any] = {
        "id": id,
        "tenant": tenant,
        _REFERENCES.get(kind, "supplierOrderReference"): reference,
        "status": status,
        **_brought(kind, reason, now, amendment, cancellation, service_id, resolution),
    }
    body = {
        "id": str(uuid4()),
        "sequenceNumber": number,
        "issuedOn": to_text(now),
        "reasonCode": reason,
        "problemCode": problem_code or PROBLEM_CODES.get(reason),
        "text": text or f"The conformance kit says {reason}",
        NAMES[kind]: _present(entity),
    }
    update: SupplierUpdate = told(_MODELS[kind], _present(body))  # type: ignore[assignment]
    return update


def _brought(
    kind: EntityKind,
    reason: str,
    now: datetime,
    amendment: int | None,
    cancellation: int | None,
    service_id: str,
    resolution: str,
) -> dict[str, Any]:
    """What a reason brings with it."""
    later, much_later = to_text(now + timedelta(days=7)), to_text(now + timedelta(days=9))
    if kind is EntityKind.SERVICE_TEST:
        result = {"testOutcome": {"testResult": "GREEN", "description": "No fault"}}
        return {"result": result} if reason == "COMPLETED" else {}
    if kind is EntityKind.SERVICE_PROBLEM:
        if reason == "REAPPOINTED":
            return {"appointmentTimeslot": _slot(now)}
        resolved = {
            "supplierReference": resolution,
            "resolvedDate": to_text(now),
            "resolutionDetails": {"resolutionCode": "NETWORK_ISSUE"},
        }
        return {"serviceProblemResolution": resolved} if reason == "RESOLVED" else {}
    found: dict[str, Any] = {}
    if kind is EntityKind.UNSOLICITED_CEASE_ORDER:
        found = {"serviceId": service_id, "reason": "CHANGE_OF_CP", "requestedCeaseDate": later}
    elif reason in ("COMMITTED", "DELAY"):
        found = {"committedDate": later, "targetDate": much_later}
    if reason == "REAPPOINTED":
        found |= {"appointmentSupplierReference": "VISIT-2", "appointmentTimeslot": _slot(now)}
    if reason in ("AMENDED", "AMENDMENT_REJECTED"):
        found["serviceOrderAmendmentId"] = amendment
    if reason in ("CANCELLED", "CANCELLATION_REJECTED"):
        found["serviceOrderCancellationId"] = cancellation
    return found


def _slot(now: datetime) -> dict[str, str]:
    begin = now + timedelta(days=8)
    return {
        "timeslotStartDateTime": to_text(begin),
        "timeslotEndDateTime": to_text(begin + timedelta(hours=4)),
    }


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
