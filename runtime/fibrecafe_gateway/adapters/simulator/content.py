"""What an entity's KCIs bring: dates, visits, results, resolutions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ...clock import from_text, to_text
from .entity import Entity
from .slots import UK, at, next_morning, reference_of, slot_of

DAYS_TO_DELIVER = 10
"""Days from the commitment to the target date, where nothing says otherwise."""

MAX_AHEAD = timedelta(days=3650)

TEST_VALIDITY = timedelta(hours=2)

_OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    # result: code, description, light level in decibel; codes of FAILED and UNAVAILABLE: ours
    "GREEN": ("NO_FAULT_FOUND", "No fault was found", "-14.5"),
    "AMBER": ("NO_FAULT_FOUND", "No fault was found, the light level is low", "-24.5"),
    "RED": ("DAMAGED_CPE", "The customer's equipment does not answer", "-31.0"),
    "FAILED": ("TEST_FAILED", "The test broke off", ""),
    "UNAVAILABLE": ("TEST_UNAVAILABLE", "There is no test for this line now", ""),
}


def commit(entity: Entity, now: datetime) -> None:
    """Set both dates: by an asked offset, the visit, the day asked for, or ten days on."""
    slot = slot_of(entity.facts.get("appointmentReservationReference"))
    if entity.target_offset is not None:
        day = _on(now + timedelta(days=entity.target_offset))
    elif slot is not None:
        day = slot[0]
    elif entity.wanted is not None:
        day = max(at(date.fromisoformat(entity.wanted[:10]), 9), now)
    else:
        day = _on(now + timedelta(days=DAYS_TO_DELIVER))
    day = min(day, now + MAX_AHEAD)
    entity.facts["committedDate"] = entity.facts["targetDate"] = to_text(day)


def moves_the_day(changes: Mapping[str, Any]) -> bool:
    """Whether an amendment asks for another day."""
    return bool(changes.keys() & {"appointmentReservationReference", "requestedCompletionDate"})


def delay(entity: Entity) -> None:
    """Move the target date; the committed date stays."""
    if "targetDate" in entity.facts:
        target = from_text(entity.facts["targetDate"]) + timedelta(days=entity.delay_days)
        entity.facts["targetDate"] = to_text(target)


def move_visit(entity: Entity, now: datetime) -> None:
    """Give an order another visit, and the target date with it."""
    target = entity.facts.get("targetDate")
    before = from_text(target) if target else now
    start, end = next_morning(before + timedelta(days=entity.delay_days))
    entity.facts["appointmentSupplierReference"] = reference_of(
        entity.tenant, entity.id or 0, start, end
    )
    entity.facts["appointmentTimeslot"] = {
        "timeslotStartDateTime": to_text(start),
        "timeslotEndDateTime": to_text(end),
    }
    entity.facts["targetDate"] = to_text(start)


def name_service(entity: Entity) -> None:
    """A service that was provided has an id, among the order's characteristics."""
    item = entity.facts.get("serviceOrderItem")
    if isinstance(item, dict):
        held = item.setdefault("serviceCharacteristics", [])
        if not any(one.get("name") == "SERVICE_ID" for one in held):
            held.append({"name": "SERVICE_ID", "value": f"S{entity.reference[2:]}"})


def result(entity: Entity, now: datetime) -> dict[str, Any]:
    """The result of a test."""
    code, description, level = _OUTCOMES[entity.outcome]
    measure = {
        "metricName": "ONT_LIGHT_LEVEL",
        "captureDateTime": to_text(now),
        "metricValue": level,
        "unitOfMeasure": "decibel",
        "ruleViolation": entity.outcome == "RED",
        "ruleSeverity": "WARNING",
    }
    return {
        "testValidity": to_text(now + TEST_VALIDITY),
        "testMeasures": [measure] if level else [],
        "testOutcome": {
            "testResult": entity.outcome,
            "code": code,
            "description": description,
            "supplierCodes": ["SIM1"],
        },
    }


def resolution(entity: Entity, now: datetime) -> dict[str, Any]:
    """How the supplier says that a problem was solved."""
    entity.resolutions += 1
    return {
        "supplierReference": f"{entity.reference}_R{entity.resolutions}",
        "status": "PENDING",
        "resolvedDate": to_text(now),
        "resolutionDetails": {
            "resolutionCode": "NETWORK_ISSUE",
            "resolutionCategory": "FAULTY_EQUIPMENT",
            "resolutionText": "A line card was replaced",
            "supplierCodes": ["R9"],
            "faultCode": ["DAMAGED_ONT"],
        },
    }


def _on(moment: datetime) -> datetime:
    return at(moment.astimezone(UK).date(), 9).astimezone(UTC)
