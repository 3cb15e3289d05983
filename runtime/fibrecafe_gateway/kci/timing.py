"""What time brings: gaps that are given up, resolved problems that close by themselves."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..store.entities import Entities, Entity
from ..store.replays import forget_old
from ..store.timers import clear_timer, due_timers, set_timer
from ..store.unit import Unit
from .answers import close_resolution
from .applying import CLOSE, WARN
from .inbound import GAP, Inbound
from .journey import advance
from .kinds import RESOLUTION
from .news import News

_logger = logging.getLogger(__name__)

_HOURS = "{:g} hours"


@dataclass(frozen=True, slots=True)
class Timing:
    """Fires the timers of the store."""

    inbound: Inbound
    close_after: timedelta = timedelta(hours=24)
    """From the warning to the closing (guide: 24 hours)."""

    def fire(self, unit: Unit) -> int:
        """Do what is due; how many timers that were."""
        rows = due_timers(unit)
        for row in rows:
            clear_timer(unit, row["tenant"], row["entity"], row["what"])
            entity = Entities(unit, row["tenant"]).lock(row["entity"], tuple(EntityKind))
            if entity is None:
                continue
            if row["what"] == GAP:
                self.inbound.release_gap(unit, entity)
            elif row["what"] == WARN:
                self._warn(unit, entity)
            elif row["what"] == CLOSE:
                self._close(unit, entity)
        return len(rows)

    def _warn(self, unit: Unit, problem: Entity) -> None:
        if not _is_legal(problem, triggers.CLOSURE_WARNED):
            return
        hours = _HOURS.format(self.close_after.total_seconds() / 3600)
        text = f"the problem closes in {hours} unless the resolution is rejected"
        about = _open_resolution(unit, problem)
        advance(unit, problem, triggers.CLOSURE_WARNED, News(text=text, about=about))
        set_timer(unit, problem.tenant, problem.id, CLOSE, self.close_after)

    def _close(self, unit: Unit, problem: Entity) -> None:
        if not _is_legal(problem, triggers.CLOSED_BY_TIME):
            return
        resolution = _open_resolution(unit, problem)
        if resolution is not None:
            close_resolution(unit, resolution, accepted=True)
        advance(unit, problem, triggers.CLOSED_BY_TIME, News(about=resolution))

    def tidy(self, unit: Unit) -> None:
        """Drop what is kept for a time only."""
        dropped = forget_old(unit)
        if dropped:
            _logger.info("%d answers for repeated requests are past their window", dropped)


def _is_legal(entity: Entity, trigger: str) -> bool:
    return trigger in machine_of(EntityKind(entity.kind)).legal(entity.status, entity.resume)


def _open_resolution(unit: Unit, problem: Entity) -> Entity | None:
    children = Entities(unit, problem.tenant).children(problem.id, ("PENDING",))
    resolutions = [child for child in children if child.kind == RESOLUTION]
    return resolutions[-1] if resolutions else None
