"""Time, injected: a test runs an order's life in virtual time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """The time, aware, in UTC, to the millisecond: what is stored is what is told."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time."""
        return datetime.fromtimestamp(time.time_ns() // 1_000_000 / 1000, UTC)


class VirtualClock:
    """Stands still until it is told to go on."""

    def __init__(self, start: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC)) -> None:
        self._now = to_milliseconds(start)

    def now(self) -> datetime:
        """The time."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Let time pass."""
        self._now = to_milliseconds(self._now + by)
        return self._now


def to_milliseconds(moment: datetime) -> datetime:
    """Cut what is below a millisecond."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@lru_cache(maxsize=64)  # asked for each KCI, of which many go out in a millisecond
def to_text(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and Z, as all that the gateway writes."""
    whole = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return f"{whole.isoformat(timespec='milliseconds')[:-6]}Z"


def from_text(text: str) -> datetime:
    """The moment that `to_text` wrote."""
    return datetime.fromisoformat(text)
