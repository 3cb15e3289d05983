"""How far an errand came."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..impact import Impact
from .stop import Stop


@dataclass(slots=True)
class Done:
    """What a step came to."""

    step: str
    said: str


@dataclass(slots=True)
class Bump:
    """How far the errand came."""

    old: str
    new: str
    done: list[Done] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Files that changed, below the project; with a dry run those that would."""
    impact: Impact | None = None
    stop: Stop | None = None
