"""What a KCI to the tenant says beside the entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..store.entities import Entity


@dataclass(frozen=True, slots=True)
class News:
    """What is said with a step; all of it for the step that was meant, the times and the supplier's
    reference only for steps that were missing before it."""

    kci: str | None = None
    """Id of the supplier's KCI; None: the gateway made it."""
    issued_on: str | None = None
    received_on: str | None = None
    code: str | None = None
    """Problem code."""
    text: str | None = None
    supplier_code: str | None = None
    supplier_codes: tuple[str, ...] = ()
    notes: tuple[dict[str, Any], ...] = ()
    error: dict[str, Any] | None = None
    """Of an ERROR: uuid, code, messages."""
    about: Entity | None = None
    """The request or resolution whose outcome it reports."""
    flag: str | None = None
    """What was out of the ordinary, for the history."""


NOTHING = News()
