"""Visits of engineers, computed: nothing is remembered, a reservation's reference says its slot."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")

DAYS = 14
"""Days ahead that are offered."""

_PARTS = {"AM": (9, 13), "PM": (13, 17), "EARLY": (8, 10), "EVENING": (17, 20)}
_USUAL = ("AM", "PM")

_REFERENCE = re.compile(r"A[0-9]+-([0-9]{12})-([0-9]{1,5})-[0-9A-F]{4}")


@dataclass(frozen=True, slots=True)
class Slot:
    """When an engineer may come."""

    start: datetime
    end: datetime
    classification: str
    standard: bool
    """False: at a premium."""


def offered(today: date, first: date | None, asked: Collection[str] | None) -> Iterator[Slot]:
    """Slots from tomorrow or from `first`, whichever is later, in UK time.

    Mornings and afternoons from Monday to Saturday; early and evening ones when they are asked
    for. `asked` are classifications, a plain one means all parts of its day. Nobody comes on
    Sundays. Saturdays, early and evening slots cost more.
    """
    day = max(first or today, today + timedelta(days=1))
    for _ in range(DAYS):
        kind = {5: "SATURDAY", 6: "SUNDAY"}.get(day.weekday(), "WEEKDAY")
        if kind != "SUNDAY":
            yield from _of_day(day, kind, asked)
        if day == date.max:
            return
        day += timedelta(days=1)


def _of_day(day: date, kind: str, asked: Collection[str] | None) -> Iterator[Slot]:
    for part, (start, end) in _PARTS.items():
        name = f"{kind}_{part}"
        wanted = part in _USUAL if asked is None else _is_asked(kind, part, asked)
        if wanted:
            standard = kind == "WEEKDAY" and part in _USUAL
            yield Slot(at(day, start), at(day, end), name, standard)


def _is_asked(kind: str, part: str, asked: Collection[str]) -> bool:
    return f"{kind}_{part}" in asked or (kind in asked and part in _USUAL)


def at(day: date, hour: int) -> datetime:
    """An hour of a day in the UK, with its own offset."""
    return datetime.combine(day, time(hour), UK)


def classify(start: datetime) -> tuple[str, bool]:
    """Classification of a slot by its start, and whether it is a standard one."""
    local = start.astimezone(UK)
    kind = {5: "SATURDAY", 6: "SUNDAY"}.get(local.weekday(), "WEEKDAY")
    part = "EARLY" if local.hour < 9 else "AM" if local.hour < 12 else "PM"
    part = "EVENING" if local.hour >= 17 else part
    return f"{kind}_{part}", kind == "WEEKDAY" and part in _USUAL


def reference_of(tenant: str, reservation: int, start: datetime, end: datetime) -> str:
    """The supplier's reference of a reservation: the slot is in it."""
    minutes = int((end - start).total_seconds() // 60)
    mark = crc32(f"{tenant}/{reservation}".encode()) & 0xFFFF
    return f"A{reservation}-{start.astimezone(UTC):%Y%m%d%H%M}-{minutes}-{mark:04X}"


def slot_of(reference: str | None) -> tuple[datetime, datetime] | None:
    """The slot that a reference of ours stands for."""
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return None
    try:
        start = datetime.strptime(found[1], "%Y%m%d%H%M").replace(tzinfo=UTC)
        return start, start + timedelta(minutes=int(found[2]))
    except (ValueError, OverflowError):
        return None


def next_morning(after: datetime) -> tuple[datetime, datetime]:
    """The first weekday's morning slot on or after a moment's day."""
    day = after.astimezone(UK).date()
    while day.weekday() > 4:
        day += timedelta(days=1)
    return at(day, 9), at(day, 13)
