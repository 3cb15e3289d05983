"""What time brings: gaps that are given up, KCIs that waited for an answer, resolved problems that
close by themselves."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..store.entities import Entities, Entity
from ..store.messages import enqueue, supplier_endpoint, supplier_lane
from ..store.replays import forget_old
from ..store.timers import clear_timer, due_timers, set_timer
from ..store.unit import Row, Unit
from .answers import ANSWERED
from .inbound import GAP, Inbound
from .journey import advance
from .news import News
from .resolutions import CLOSE, WARN, close_resolution, open_resolution

_logger = logging.getLogger(__name__)

_HOURS = "{:g} hours"

_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Timing:
    """Fires the timers of the store."""

    inbound: Inbound
    close_after: timedelta = timedelta(hours=24)
    """From the warning to the closing (guide: 24 hours)."""

    def fire(self, unit: Unit) -> int:
        """Do what is due; how many timers that were. One that fails takes no other with it."""
        rows = due_timers(unit)
        for row in rows:
            clear_timer(unit, row["tenant"], row["entity"], row["what"])
            try:
                with unit.savepoint():
                    self._fire(unit, row)
            except DBAPIError:
                raise  # of the whole unit, which is run again
            except Exception:
                _logger.exception("timer %s of %s %s failed; it is tried again in %s",
                                  row["what"], row["tenant"], row["entity"], _AGAIN)  # fmt: skip
                set_timer(unit, row["tenant"], row["entity"], row["what"], _AGAIN)
        return len(rows)

    def _fire(self, unit: Unit, row: Row) -> None:
        entity = Entities(unit, row["tenant"]).lock(row["entity"], tuple(EntityKind))
        if entity is None:
            return
        if row["what"] == GAP:
            self.inbound.release_gap(unit, entity)
        elif row["what"] == ANSWERED:
            self.inbound.answered(unit, entity)
        elif row["what"] == WARN:
            self._warn(unit, entity)
        elif row["what"] == CLOSE:
            self._close(unit, entity)

    def _warn(self, unit: Unit, problem: Entity) -> None:
        if not _is_legal(problem, triggers.CLOSURE_WARNED):
            return
        hours = _HOURS.format(self.close_after.total_seconds() / 3600)
        text = f"the problem closes in {hours} unless the resolution is rejected"
        about = open_resolution(unit, problem)
        advance(unit, problem, triggers.CLOSURE_WARNED, News(text=text, about=about))
        set_timer(unit, problem.tenant, problem.id, CLOSE, self.close_after)

    def _close(self, unit: Unit, problem: Entity) -> None:
        """The tenant's silence is its consent; the supplier is told so (rule: ours)."""
        if not _is_legal(problem, triggers.CLOSED_BY_TIME):
            return
        resolution = open_resolution(unit, problem)
        if resolution is not None:
            close_resolution(unit, resolution, triggers.CLOSED_BY_TIME)
            _tell_supplier(unit, problem, resolution)
        advance(unit, problem, triggers.CLOSED_BY_TIME, News(about=resolution))

    def tidy(self, unit: Unit) -> None:
        """Drop what is kept for a time only."""
        dropped = forget_old(unit)
        if dropped:
            _logger.info("%d answers for repeated requests are past their window", dropped)


def _is_legal(entity: Entity, trigger: str) -> bool:
    return trigger in machine_of(EntityKind(entity.kind)).legal(entity.status, entity.resume)


def _tell_supplier(unit: Unit, problem: Entity, resolution: Entity) -> None:
    problem.asked += 1
    enqueue(
        unit,
        lane=supplier_lane(problem.tenant, problem.id),
        endpoint=supplier_endpoint(problem.supplier),
        seq=problem.asked,
        what="service_problem_resolution",
        key=unit.new_id(),
        subject=resolution.id,
        conversation_id=problem.conversation_id,
    )
