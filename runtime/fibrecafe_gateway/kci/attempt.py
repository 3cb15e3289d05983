"""Tries a KCI as things stand: what becomes of it, applied or not."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from fibrecafe_api._support.problem import Problem

from ..clock import to_text
from ..delivery.lanes import stir
from ..lifecycle import triggers
from ..lifecycle.kinds import EntityKind, machine_of
from ..lifecycle.machine import Illegal
from ..store import inbound as kept
from ..store.entities import Entities, Entity
from ..store.inbound import State
from ..store.messages import lane_state, supplier_lane
from ..store.unit import Unit
from .applying import Application, Early, apply
from .journey import AnyStep
from .outbound import Untellable
from .reading import Told

_logger = logging.getLogger(__name__)

_TURNS = frozenset(
    {
        triggers.COMMITTED_LATE,
        triggers.DELAY,
        triggers.INFORMATION_REQUIRED,
        triggers.REAPPOINT,
        triggers.RESUMED,
        triggers.RESUMED_BY_UPDATE,
        triggers.RESUMED_BY_REAPPOINTED,
        triggers.NETWORK_INCIDENT,
        triggers.RESOLVED,
    }
)
"""What says whether the work goes on or waits: the latest of these counts."""

_SETTLES = _TURNS | {triggers.COMMITTED}

_ENDS = {
    triggers.COMPLETED: ("COMPLETED", "PARTIAL"),
    triggers.CANCELLED: ("CANCELLED",),
    triggers.ORDER_REJECTED: ("REJECTED",),
}
"""The ends that a reason code reports."""


class Overtaken(Exception):
    """A late KCI that would undo what a later one said."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a KCI came, and what was out of the ordinary."""

    received: int
    """Milliseconds since 1970."""
    flag: str | None = None
    late: bool = False
    """Later ones came before it."""
    patient: bool = True
    """Whether it may wait for an answer of the supplier that is on its way."""


def attempt(
    application: Application, unit: Unit, entity: Entity, told: Told, arrival: Arrival
) -> tuple[State, str | None]:
    """Apply it, or leave everything as it was; what became of it, and why.

    Raises Problem for a cease that cannot even begin.
    """
    news = replace(told.news(received_on(arrival.received)), flag=arrival.flag)
    before = (
        entity.status, entity.resume, entity.reference, dict(entity.body), entity.told, entity.steps
    )  # fmt: skip

    def asking() -> bool:
        return arrival.patient and is_asking(unit, entity)

    try:
        with unit.savepoint():
            steps = apply(application, unit, entity, told, news, late=arrival.late, asking=asking)
            if arrival.late and (entity.status, entity.resume) != before[:2]:
                _check_turn(unit, entity, told, before[0], steps)
    except (Illegal, Untellable, Overtaken, Early) as error:
        (
            entity.status, entity.resume, entity.reference, entity.body, entity.told, entity.steps
        ) = before  # fmt: skip
        if not entity.status:
            raise Problem.invalid(str(error)) from error
        ended = entity.status in machine_of(EntityKind(entity.kind)).terminal
        if isinstance(error, Early) or (isinstance(error, Illegal) and not ended and asking()):
            return State.WAITING, "the supplier's own answer is on its way"
        Entities(unit, entity.tenant).save(entity)
        if confirms(unit, entity, told):
            return State.IGNORED, f"confirms that it is {entity.status}"
        _logger.error("KCI %s of %s is quarantined: %s", told.kci, entity.supplier, error)
        return State.QUARANTINED, str(error)
    stir(unit, supplier_lane(entity.tenant, entity.id))
    return State.APPLIED, arrival.flag


def received_on(received: int) -> str:
    """As the tenant is told it."""
    return to_text(datetime.fromtimestamp(received / 1000, UTC))


def is_asking(unit: Unit, entity: Entity) -> bool:
    """Whether a question to the supplier is on its way, or its outcome is not known."""
    lane = lane_state(unit, supplier_lane(entity.tenant, entity.id))
    return lane is not None and (lane["token"] is not None or bool(lane["unknown"]))


def confirms(unit: Unit, entity: Entity, told: Told) -> bool:
    """Whether it says no more than that something ended which ended without a KCI: by the
    supplier's own answer, by the tenant's decision on a resolution, by time (rule: ours)."""
    if entity.status not in machine_of(EntityKind(entity.kind)).terminal:
        return False
    if entity.status not in _ENDS.get(told.reason, ()) or told.status not in (None, entity.status):
        return False
    return Entities(unit, entity.tenant).history(entity.id)[-1]["kci"] is None


def _check_turn(
    unit: Unit, entity: Entity, told: Told, before: str, steps: tuple[AnyStep, ...]
) -> None:
    """Old news that the work waits, or goes on, does not undo newer news (rule: ours)."""
    if not any(step.trigger in _TURNS for step in steps):
        return
    for row in Entities(unit, entity.tenant).history(entity.id):
        if row["kci"] in (None, told.kci) or row["trigger"] not in _SETTLES:
            continue
        newer = kept.find(unit, entity.supplier, row["kci"])
        if newer is not None and newer["seq"] > told.seq:
            raise Overtaken(
                f"state was {before}, KCI says {told.reason} with number {told.seq}, and number"
                f" {newer['seq']} ({row['trigger']}) was applied before it came"
            )
