"""Requests that the supplier can take: what they are about is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fibrecafe_api.supplier import models

from .findings import NotHere
from .samples import Sample
from .trial import Trial

_SLOTS, _WEEK = "slots", "week of slots"

_A_WEEK = timedelta(weeks=1)


async def sample_for(trial: Trial, operation: str) -> Sample:
    """A request of an operation, with what it needs prepared. Raises Blocked, and NotHere."""
    if operation in ("amend_order", "cancel_order"):
        id, reference = await trial.order()
        return trial.sample(operation, order_id=id, supplier_order_reference=reference)
    if operation in ("amend_problem", "cancel_problem"):
        id, reference = await trial.problem()
        if reference is None and operation == "cancel_problem":
            raise NotHere("the supplier's reference of the problem comes later, by KCI")
        known = {} if reference is None else {"supplier_service_problem_reference": reference}
        return trial.sample(operation, service_problem_id=id, **known)
    if operation == "reserve_appointment":
        return trial.sample(operation, **await _free_slot(trial))
    return trial.sample(operation)


async def _free_slot(trial: Trial) -> dict[str, Any]:
    """A slot that the supplier offers and nobody has taken; else any, on a day of its own."""
    offered: list[Any] = trial.memory.setdefault(_SLOTS, [])
    if not offered:
        week = trial.memory[_WEEK] = trial.memory.get(_WEEK, 0) + 1
        day = date(2030, 1, 7) + timedelta(weeks=week)
        offered += await _offered(trial, day)
        if not offered:
            begin = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
            return {"timeslot": _slot(begin, begin + timedelta(hours=5))}
    slot = offered.pop(0)
    return {"timeslot": _slot(slot.timeslot_start_date_time, slot.timeslot_end_date_time)}


def _slot(begin: datetime, end: datetime) -> models.Timeslot:
    return models.Timeslot(timeslot_start_date_time=begin, timeslot_end_date_time=end)


async def _offered(trial: Trial, day: date) -> list[Any]:
    """From a day on, and no more than of that week."""
    if not trial.has("appointment_availability"):
        return []
    sample = trial.sample("appointment_availability")
    named = {**(sample.named or {}), "appointment_from_date": day}
    outcome = await trial.ask(replace(sample, named=named))
    slots = getattr(outcome.answer, "available_timeslots", None)
    known = slots if isinstance(slots, list) else []  # what comes may be anything
    return [
        slot
        for slot in known
        if isinstance(slot, models.Timeslot)
        and slot.timeslot_start_date_time.date() < day + _A_WEEK
    ]
