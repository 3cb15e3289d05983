"""Resolutions of service problems: the supplier makes one, the tenant or time closes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from ..clock import to_text
from ..lifecycle import triggers
from ..lifecycle.problems import RESOLUTION as LIFE
from ..store.entities import Entities, Entity
from ..store.timers import clear_timer, set_timer
from ..store.unit import Unit
from .kinds import RESOLUTION
from .reading import Told, usable_reference

WARN: Final = "WARN"
"""Timer: a resolution that the tenant has not answered."""

CLOSE: Final = "CLOSE"
"""Timer: the time after that warning."""

_UNANSWERED = "PENDING"


def add_resolution(unit: Unit, problem: Entity, told: Told, warn_after: timedelta) -> Entity:
    """The supplier's resolution, numbered for the tenant; its silence is counted from now."""
    given: dict[str, Any] = told.value("serviceProblemResolution") or {}
    body: dict[str, Any] = {
        "serviceProblemId": problem.id,
        "status": _UNANSWERED,
        "resolvedDate": given.get("resolvedDate") or told.issued_on,
        "resolutionDetails": given.get("resolutionDetails") or {},
    }
    for name in ("closedDate", "slaViolation"):
        if given.get(name):
            body[name] = given[name]
    entities = Entities(unit, problem.tenant)
    resolution = entities.add(
        RESOLUTION, problem.supplier, body, conversation_id=problem.conversation_id,
        parent=problem.id, reference=usable_reference(given.get("supplierReference")),
        timestamps=False, actor=None,
    )  # fmt: skip
    _record(entities, resolution, None, triggers.RESOLVED, kci=told.kci)
    entities.save(resolution)
    set_timer(unit, problem.tenant, problem.id, WARN, warn_after)
    return resolution


def open_resolution(unit: Unit, problem: Entity) -> Entity | None:
    """The one that the tenant has not answered."""
    children = Entities(unit, problem.tenant).children(problem.id, (_UNANSWERED,))
    resolutions = [child for child in children if child.kind == RESOLUTION]
    return resolutions[-1] if resolutions else None


def close_resolution(
    unit: Unit,
    resolution: Entity,
    trigger: str,
    *,
    notes: str | None = None,
    kci: str | None = None,
) -> None:
    """Write what the tenant decided, or its silence, or the supplier. Raises Illegal."""
    (step,) = LIFE.decide(resolution.status, trigger)
    before, resolution.status = resolution.status, step.after.value
    resolution.body["status"] = resolution.status
    if resolution.status == "ACCEPTED":
        resolution.body["closedDate"] = to_text(unit.now)
    if notes:
        resolution.body["tenantNotes"] = notes
    entities = Entities(unit, resolution.tenant)
    _record(entities, resolution, before, trigger, kci=kci)
    entities.save(resolution)


def clear_closing(unit: Unit, problem: Entity) -> None:
    """The problem does not wait for an answer any more."""
    for what in (WARN, CLOSE):
        clear_timer(unit, problem.tenant, problem.id, what)


def _record(
    entities: Entities, resolution: Entity, before: str | None, trigger: str, *, kci: str | None
) -> None:
    (step,) = LIFE.decide(before, trigger)
    entities.record(
        resolution, before=before, trigger=trigger, actor=step.transition.actor.value, kci=kci
    )
