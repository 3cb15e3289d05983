"""What differs between two documents, as data: no severity, no words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..document.load import Document

Direction = Literal["request", "response", "news"]
"""Which way a message goes. `news`: the body of a request whose receiver is tolerant (a KCI), see
`x-tolerant-reader`."""

DIRECTIONS: tuple[Direction, ...] = ("request", "response", "news")


class _Absent:
    """Stands for what a document does not say, as None may be said."""

    def __repr__(self) -> str:
        return "absent"


ABSENT: Any = _Absent()


@dataclass(frozen=True, slots=True)
class Use:
    """The operations that a difference concerns in one direction."""

    operations: tuple[str, ...]
    exposed: bool = False
    """In one of them at least the tolerance of readers does not reach this place: the body itself,
    the tag of a union that is not read as one, a value that must be there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference."""

    kind: str
    """Which rules speak of it, see `rules`."""
    old_pointer: str
    """Where; for what was added, the place that lacks it."""
    new_pointer: str
    """Where; for what was removed, the place that lacks it."""
    what: str = ""
    """The property, value, keyword or status that it is about."""
    old: Any = ABSENT
    new: Any = ABSENT
    uses: Mapping[Direction, Use] = field(default_factory=dict)
    """Empty for what no message is made of."""
    operations: tuple[str, ...] = ()
    """All operations that it concerns, in the order of the documents."""

    @property
    def added(self) -> bool:
        """Only the new document has it."""
        return self.old is ABSENT and self.new is not ABSENT

    @property
    def removed(self) -> bool:
        """Only the old document has it."""
        return self.new is ABSENT and self.old is not ABSENT


@dataclass(frozen=True, slots=True)
class Diff:
    """All differences of two documents."""

    old: Document
    new: Document
    differences: tuple[Difference, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Schemas of one shape that the new document calls otherwise: old name to new."""
