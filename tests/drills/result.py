"""What a drill tells: each promise of the delivery, tried, with its figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was looked at."""

    what: str
    """What was counted or measured, with its unit."""
    value: str
    limit: str = ""
    """What was promised; empty: told only."""
    kept: bool = True
    """Whether the promise was kept."""


@dataclass(frozen=True, slots=True)
class Drill:
    """One of the drills, at the size that `make drill` runs."""

    number: int
    """As issue 6 counts them."""
    name: str
    run: Callable[[], list[Figure]]
    """Raises AssertionError, with what was seen, where a promise is broken."""
    quick: Callable[[], list[Figure]] | None = None
    """The same at a small size; None: there is only the one."""
