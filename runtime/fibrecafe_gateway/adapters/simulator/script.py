"""What a scenario is: a list of timed KCIs, and how the request itself is answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fibrecafe_api.supplier_updates.models import ProblemCode, ReasonCode

TERMINAL = frozenset({"REJECTED", "CANCELLED", "COMPLETED", "PARTIAL", "FAILED"})
"""States after which nothing comes."""

# How a request can be answered.
AT_ONCE = "201"
AT_ONCE_COMMITTED = "committed"
LATER = "202"
REFUSED = "422"


class Section(StrEnum):
    """What a scenario is for."""

    ORDERS = "orders"
    AMENDMENTS = "amendments"
    CANCELLATIONS = "cancellations"
    SERVICE_TESTS = "service tests"
    SERVICE_PROBLEMS = "service problems"
    CEASES = "unsolicited ceases"
    APPOINTMENTS = "appointments"
    LOOK_UPS = "look-ups"


class Brings(StrEnum):
    """What a KCI adds to the entity."""

    DATES = "dates"
    LATER_TARGET = "later target"
    NEW_SLOT = "new slot"
    SERVICE_ID = "service id"
    RESULT = "result"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Kci:
    """A KCI to come."""

    reason: ReasonCode
    status: str | None = None
    """State that the entity is in with it; None: as before."""
    problem: ProblemCode | None = None
    """Problem code that goes with it, unless the request names another one."""
    text: str | None = None
    brings: Brings | None = None
    after: float = 1.0
    """KCI delays since the one before."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens to what is asked."""

    name: str
    section: Section
    summary: str
    kcis: tuple[Kci, ...] = ()
    answers: tuple[str, ...] = ()
    """What `answer=` may be, the default first."""
    outcome: str = ""
    """Where no KCI tells it: result of a test, what a look-up finds."""
    resume: tuple[Kci, ...] = ()
    """What follows when an amendment ends the waiting for the tenant."""
    ours: bool = False
    """Not among the published names."""
