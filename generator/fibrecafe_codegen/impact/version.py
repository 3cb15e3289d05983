"""The version number that a change deserves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..diff import Change

_NUMBERS = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the number should be, and what it is."""

    kind: Literal["major", "minor", "none"]
    deserved: str
    """Empty where the old number is none of the form 1.17."""
    claimed: str
    fits: bool
    reason: str

    def __str__(self) -> str:
        if self.kind == "none":
            return f"no new version is due ({self.reason}); the document says {self.claimed}"
        said = (
            "and that is what the document says"
            if self.fits
            else f"the document says {self.claimed}"
        )
        return (
            f"a {self.kind} version, {self.deserved or 'whatever that is'} ({self.reason}); {said}"
        )


def verdict(old: str, new: str, changes: Iterable[Change]) -> Verdict:
    """Major for what breaks, minor for the rest; texts alone need no new number (`ours`)."""
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.severity] = counts.get(change.severity, 0) + 1
    before, after = _numbers(old), _numbers(new)
    if counts.get("breaking"):
        due = f"{before[0] + 1}.0" if before else ""
        fits = bool(before and after and after[0] > before[0])
        number = counts["breaking"]
        return Verdict("major", due, new, fits, f"{number} change{'s' * (number > 1)} that break")
    if counts.get("attention") or counts.get("compatible"):
        due = f"{before[0]}.{before[1] + 1}" if before else ""
        fits = bool(before and after and after[:2] > before[:2])
        return Verdict("minor", due, new, fits, "nothing breaks, and more than texts changed")
    fits = bool(before and after and after >= before) or old == new
    return Verdict("none", old, new, fits, "texts only" if counts else "nothing changed")


def _numbers(text: str) -> tuple[int, int, int] | None:
    found = _NUMBERS.match(text)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None
