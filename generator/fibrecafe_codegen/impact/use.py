"""A place in code that meets a change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A place in code."""

    file: str
    line: int
    what: str
    sure: bool = True
