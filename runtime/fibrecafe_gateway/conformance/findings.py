"""What a check finds: results are data, which the reports show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .levels import Level


class Status(StrEnum):
    """What became of a check."""

    PASSED = "passed"
    FAILED = "failed"
    BLOCKED = "blocked"
    """What it builds on does not work, and is reported by its own check."""
    SKIPPED = "skipped"


class Why(StrEnum):
    """Why a check was skipped."""

    UNSUPPORTED = "unsupported"
    """The adapter does not have it, or it cannot be brought about."""
    NOT_YET = "not yet"
    """Declared as planned."""
    REGRESSION = "regression"
    """It passed when results were last recorded."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something that was said in a check, redacted."""

    who: str
    """`sent`, `received`, `KCI`, `tenant sees`."""
    what: str
    """In a few words."""
    body: Any = None
    """JSON values, or a text."""


class Unmet(Exception):
    """A rule is not kept; the text says how."""

    def __init__(self, said: str, *, cause: str = "", fix: str = "") -> None:
        """`cause` and `fix` where they are known better than the check knows them."""
        super().__init__(said)
        self.said = said
        self.cause = cause
        self.fix = fix


class Blocked(Exception):
    """A check cannot be made, since something else does not work."""

    def __init__(self, said: str, by: str = "") -> None:
        """`by` is the id of the check that reports it."""
        super().__init__(said)
        self.said = said
        self.by = by


class NotHere(Exception):
    """A check does not apply to this subject; the text says why."""

    def __init__(self, said: str, why: Why = Why.UNSUPPORTED) -> None:
        super().__init__(said)
        self.said = said
        self.why = why


@dataclass(frozen=True, slots=True)
class Result:
    """One check of one subject."""

    id: str
    level: Level
    title: str
    rule: str
    source: str
    status: Status
    said: str = ""
    why: Why | None = None
    cause: str = ""
    fix: str = ""
    alone: str = ""
    """The command that runs it alone."""
    exchanges: Sequence[Exchange] = ()
    seconds: float = 0.0
    regression: bool = False
    """It passed when results were last recorded, and does not now."""
    required: bool = False

    @property
    def stands_in_the_way(self) -> bool:
        """Whether its level is not reached because of it."""
        if self.status in (Status.FAILED, Status.BLOCKED):
            return True
        if self.status is Status.SKIPPED:
            return self.required or self.why is Why.REGRESSION
        return False


@dataclass(frozen=True, slots=True)
class Field:
    """What becomes of a field of a tenant's request."""

    operation: str
    name: str
    """`primaryContact.name`."""
    reaches: bool
    seen_as: str = ""
    """Where in what the supplier received."""
    reason: str = ""
    """Why it is not passed on, where the adapter says so."""


@dataclass(frozen=True, slots=True)
class Report:
    """All of it."""

    subject: str
    wanted: Level
    results: Sequence[Result]
    mapping: Sequence[Field] = ()
    seconds: float = 0.0
    versions: Sequence[str] = ()
    partial: bool = False
    """Only some checks were run."""
    notes: Sequence[str] = field(default_factory=tuple[str, ...])

    @property
    def reached(self) -> Level | None:
        """The highest level of those that were run in which nothing stands in the way."""
        found: Level | None = None
        for level in Level:
            of_level = [result for result in self.results if result.level is level]
            if not of_level or any(result.stands_in_the_way for result in of_level):
                break
            found = level
        return found

    @property
    def is_good(self) -> bool:
        """Whether what was asked for was reached."""
        if self.partial:
            return not any(
                result.status in (Status.FAILED, Status.BLOCKED) or result.regression
                for result in self.results
            )
        return self.reached is not None and self.reached >= self.wanted

    def of(self, status: Status) -> list[Result]:
        """The results of a status."""
        return [result for result in self.results if result.status is status]
