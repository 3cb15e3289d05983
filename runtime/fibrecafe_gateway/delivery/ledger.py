"""Writes down what workers did: lanes, attempts, circuits, and what follows from each message."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from ..store.unit import Unit
from . import lanes, policy
from .circuit import Circuit, circuits, failed, succeeded
from .outcome import Claim, Completion, Handler, Kind, Outcome

_logger = logging.getLogger(__name__)

_SHAKY = 5.0  # seconds before a message whose consequences could not be written is looked at again


@dataclass(slots=True)
class Flushed:
    """What was learned while writing."""

    circuits: dict[str, Circuit] = field(default_factory=dict[str, Circuit])
    succeeded: set[str] = field(default_factory=set[str])
    parked: list[str] = field(default_factory=list[str])


def flush(
    unit: Unit,
    completions: Sequence[Completion],
    handlers: Mapping[str, Handler],
    *,
    probe: float,
    random: Random,
) -> Flushed:
    """Record completions, each if its claim still holds."""
    known = circuits(unit)
    done = Flushed(known)
    rows: list[dict[str, Any]] = []
    for completion in completions:
        last = completion.outcomes[-1][1] if completion.outcomes else None
        _judge_endpoint(unit, completion.claim.endpoint, last, done, probe, random)
        row = _lane_after(unit, completion, done, random)
        if row["parked"]:
            done.parked.append(completion.claim.key)
        if completion.claim.key.startswith("t/"):
            rows.append(row)  # nothing follows from these: written together
        else:
            _settle(unit, completion, row, handlers["s"])
    lanes.record(unit, rows)
    lanes.add_attempts(unit, [row for c in completions for row in _attempts(c)])
    lanes.drop_empty(unit, [c.claim.key for c in completions if c.delivered])
    return done


def _judge_endpoint(
    unit: Unit, name: str, last: Outcome | None, done: Flushed, probe: float, random: Random
) -> None:
    circuit = done.circuits.get(name)
    if last is None:
        return
    if last.kind in (Kind.DONE, Kind.REFUSED):  # it answers
        done.succeeded.add(name)
        if circuit is not None:
            succeeded(unit, name)
            if circuit.fails >= policy.STRIKES:
                lanes.release(unit, name)
            done.circuits[name] = Circuit(held=circuit.held, last_success=unit.milliseconds)
        return
    done.circuits[name] = failed(unit, name, circuit or Circuit(), last, probe=probe, random=random)


def _lane_after(
    unit: Unit, completion: Completion, done: Flushed, random: Random
) -> dict[str, Any]:
    claim = completion.claim
    row: dict[str, Any] = {
        "_key": claim.key, "_token": claim.token, "delivered": completion.delivered,
        "due": unit.milliseconds, "attempts": 0, "refusals": 0, "failing_since": None,
        "unknown": False, "parked": None,
    }  # fmt: skip
    last = completion.outcomes[-1][1] if completion.outcomes else None
    if last is None or last.kind is Kind.DONE:
        if not completion.outcomes:  # given back untouched
            row |= {"attempts": claim.attempts, "refusals": claim.refusals,
                    "failing_since": claim.failing_since, "unknown": claim.unknown}  # fmt: skip
        return row
    fresh = completion.delivered > 0
    attempts = 1 if fresh else claim.attempts + 1
    refusals = (0 if fresh else claim.refusals) + (last.kind is Kind.REFUSED)
    since = unit.milliseconds if fresh else claim.failing_since or unit.milliseconds
    wait = _wait(last, attempts, refusals, random)
    row |= {
        "attempts": attempts, "refusals": refusals, "failing_since": since,
        "unknown": last.kind is Kind.UNKNOWN, "due": unit.milliseconds + round(wait * 1000),
    }  # fmt: skip
    circuit = done.circuits.get(claim.endpoint)
    reason = _why_parked(last, attempts, refusals, since, circuit)
    if reason and claim.key.startswith("t/"):
        row |= {"parked": reason[:500], "due": lanes.NEVER}
    return row


def _wait(last: Outcome, attempts: int, refusals: int, random: Random) -> float:
    if last.kind is Kind.UNKNOWN and last.after is not None:
        return last.after
    if last.kind is Kind.REFUSED:
        return policy.quick(refusals)
    return policy.back_off(attempts, random, last.after)


def _why_parked(
    last: Outcome, attempts: int, refusals: int, since: int, circuit: Circuit | None
) -> str | None:
    if last.kind is Kind.REFUSED and refusals > policy.QUICK_RETRIES:
        return f"refused {refusals} times: {last.detail}"
    others = circuit.last_success if circuit else None
    if attempts >= policy.PATIENCE and others is not None and others > since:
        return f"failed {attempts} times while others of its endpoint succeeded: {last.detail}"
    return None


def _settle(unit: Unit, completion: Completion, row: dict[str, Any], handler: Handler) -> None:
    """The lane and what follows from its message, both or neither."""
    claim = completion.claim
    try:
        with unit.savepoint():
            if not lanes.record_if_held(unit, row):
                _logger.warning("lane %s was taken over before its result was kept", claim.key)
                return
            for message, outcome, _ in completion.outcomes:
                if outcome.kind is Kind.DONE:
                    handler.settle(unit, message, outcome)
    except Exception:
        _logger.exception(
            "what follows from lane %s could not be kept; it is tried again", claim.key
        )
        lanes.record_if_held(unit, {
            "_key": claim.key, "_token": claim.token, "delivered": 0,
            "due": unit.milliseconds + round(_SHAKY * 1000), "attempts": claim.attempts + 1,
            "refusals": claim.refusals, "unknown": True, "parked": None,
            "failing_since": claim.failing_since or unit.milliseconds,
        })  # fmt: skip


def _attempts(completion: Completion) -> list[dict[str, Any]]:
    return [
        {
            "lane": completion.claim.key, "seq": message.seq, "at": at,
            "ok": outcome.kind is Kind.DONE, "status": outcome.status,
            "request_id": outcome.request_id[:64], "detail": outcome.detail[:500] or None,
        }
        for message, outcome, at in completion.outcomes
    ]  # fmt: skip


def given_back(claims: Sequence[Claim]) -> list[Completion]:
    """Claims that nothing was done with."""
    return [Completion(claim) for claim in claims]
