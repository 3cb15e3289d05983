"""Changes as text for people, as JSON for programs, as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...document.load import Document
from ..change import Change


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be written."""

    old: Document
    new: Document
    changes: Sequence[Change]

    @property
    def title(self) -> str:
        """Which documents."""
        one, other = (document.version for document in (self.old, self.new))
        return f"{self.old.name} ({one}) -> {self.new.name} ({other})"


def place(report: Report, change: Change) -> str:
    """File and line of a change: in the new document, or in the old one for what is gone."""
    if change.pointer == change.new_pointer:
        return f"{report.new.name}:{change.new_line}"
    return f"{report.old.name}:{change.old_line}"


def asked(change: Change, most: int = 4) -> str:
    """The operations of a change, not too many of them."""
    names = list(change.operations)
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


_NAMES = ("schema-renamed", "operation-id-changed")
_MANY = 3  # names that are told one by one without a word on how to keep ours


def names_hint(changes: Sequence[Change]) -> str:
    """How to compare a document from outside without its names; empty where there are few."""
    names = sum(change.rule in _NAMES for change in changes)
    if names < _MANY:
        return ""
    return f"{names} of these are names alone: `fibrecafe bump` keeps ours and tells of the rest"
