"""Appointment slots: what kind each is, and which are standard.

`guide`: where a supplier gives no classification, or one that is not known, the gateway
classifies; the marker of standard and premium slots can be set by agreement with a supplier.
`ours`: how both are done.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from fibrecafe_api.tenant import models as tenant

from ..settings import SupplierSettings

StandardSlots = frozenset[str]
"""Classifications that are standard."""

USUAL_STANDARD: StandardSlots = frozenset({"WEEKDAY", "WEEKDAY_AM", "WEEKDAY_PM"})
"""Without an agreement: working days in working hours (ours)."""

UK = ZoneInfo("Europe/London")

_MORNING_STARTS = time(8)
_MORNING_ENDS = time(13)
_AFTERNOON_STARTS = time(12)
_EVENING_STARTS = time(17)

_KNOWN = {member.value for member in tenant.TimeslotClassification}


def standard_slots(settings: SupplierSettings) -> StandardSlots | None:
    """The agreement with a supplier, `options.standard_slots`; None: there is none.

    Raises ValueError for classifications that do not exist.
    """
    given = settings.options.get("standard_slots")
    if given is None:
        return None
    if not isinstance(given, list) or not _KNOWN.issuperset(map(str, given)):
        raise ValueError(
            f"options.standard_slots must be a list of {', '.join(sorted(_KNOWN))}; it is {given!r}"
        )
    return frozenset(map(str, given))


def classify(start: datetime, end: datetime) -> tenant.TimeslotClassification:
    """The classification of a slot, by weekday and hours in the United Kingdom.

    Ends by 13:00: AM, or EARLY when it starts before 8:00. Starts from 17:00: EVENING; from
    12:00: PM. Anything longer is the day.
    """
    begins, ends = start.astimezone(UK), end.astimezone(UK)
    day = {5: "SATURDAY", 6: "SUNDAY"}.get(begins.weekday(), "WEEKDAY")
    return tenant.TimeslotClassification(day + _part(begins, ends))


def _part(begins: datetime, ends: datetime) -> str:
    if begins.date() == ends.date() and ends.time() <= _MORNING_ENDS:
        return "_EARLY" if begins.time() < _MORNING_STARTS else "_AM"
    if begins.time() >= _EVENING_STARTS:
        return "_EVENING"
    return "_PM" if begins.time() >= _AFTERNOON_STARTS else ""


def mark(slot: tenant.Timeslot, agreed: StandardSlots | None = None) -> tenant.Timeslot:
    """The slot with classification and marker; an agreement goes over the supplier's marker."""
    known = slot.classification
    if not isinstance(known, tenant.TimeslotClassification):
        known = classify(slot.timeslot_start_date_time, slot.timeslot_end_date_time)
    standard = slot.standard
    if agreed is not None or standard is None:
        standard = known.value in (USUAL_STANDARD if agreed is None else agreed)
    return slot.model_copy(update={"classification": known, "standard": standard})


def sift(
    slots: Iterable[tenant.Timeslot], *, standard_only: bool, single_day: bool
) -> list[tenant.Timeslot]:
    """Marked slots that a tenant wants to see."""
    return [
        slot
        for slot in slots
        if (not standard_only or slot.standard)
        and (not single_day or _on_one_day(slot.timeslot_start_date_time, slot))
    ]


def _on_one_day(start: datetime, slot: tenant.Timeslot) -> bool:
    end = slot.timeslot_end_date_time
    return start.astimezone(UK).date() == end.astimezone(UK).date()
