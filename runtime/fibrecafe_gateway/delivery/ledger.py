"""Writes down what workers did: lanes, attempts, circuits, and what follows from each message.

Rows are locked in one order everywhere, so that nobody waits in a circle: what a message is about,
then its lanes, then endpoints.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from .. import faults
from ..store.database import is_passing
from ..store.unit import Unit
from . import circuit as circuits
from . import lanes, policy, recording
from .circuit import Circuit
from .flushed import Flushed
from .looking import Seen
from .outcome import Claim, Completion, Handler, Health, Kind, Message, Outcome, as_kept

_logger = logging.getLogger(__name__)

_SHAKY = 5.0  # seconds before a message whose consequences could not be written is looked at again


def flush(
    unit: Unit,
    completions: Sequence[Completion],
    handlers: Mapping[str, Handler],
    seen: Seen,
    *,
    probe: float,
    random: Random,
) -> Flushed:
    """Record completions, each if its claim still holds; what is `seen` is as it is after that."""
    if not completions:
        return Flushed()
    book = _Book(unit, completions, seen, probe, random)
    rows: list[dict[str, Any]] = []
    settled: list[str] = []
    for completion in sorted(completions, key=lambda c: c.claim.key):
        row = book.row_of(completion)
        handler = handlers[completion.claim.key[0]]
        if completion.claim.key.startswith("t/"):
            rows.append(row)  # nothing follows from these: written together
        else:
            _settle(unit, completion, row, handler)
            settled.append(completion.claim.key)
    recording.record(unit, rows)
    recording.add_attempts(unit, _attempts(unit, completions))
    lanes.drop_empty(unit, settled)
    for name in sorted(book.done.closed):
        lanes.release(unit, name)
    # What goes on, and what was released, is due now.
    seen.due |= {completion.claim.endpoint for completion in completions}
    book.write_circuits(unit)
    faults.point("attempt.recorded")
    return book.done


class _Book:
    """What the circuits and the lanes are after all completions."""

    def __init__(
        self,
        unit: Unit,
        completions: Sequence[Completion],
        seen: Seen,
        probe: float,
        random: Random,
    ) -> None:
        self._now = unit.lease_now
        self._probe = probe
        self._random = random
        self._before = dict(seen.circuits)
        self._circuits = seen.circuits
        self._told: dict[str, list[Completion]] = {}
        self.done = Flushed()
        # In the order in which they came to their end.
        self._rows = {id(c): self._judge(c) for c in completions}
        for name, circuit in self._circuits.items():
            if self._before.get(name, _OPEN).is_open and not circuit.is_open:
                self.done.closed.append(name)

    def write_circuits(self, unit: Unit) -> None:
        """Those that have changed."""
        changed = {n: c for n, c in self._circuits.items() if self._before.get(n) != c}
        self._circuits |= circuits.write(unit, changed, self._before, self._again)
        for name in changed:
            circuit = self._circuits[name]
            if circuit.is_open and not self._before.get(name, _OPEN).is_open:
                self.done.opened[name] = circuit

    def _again(self, name: str, circuit: Circuit) -> Circuit:
        """What one that somebody else has changed meanwhile is after all of its completions."""
        self._before[name] = circuit
        for completion in self._told[name]:
            circuit = self._after(circuit, completion) or circuit
        return circuit

    def row_of(self, completion: Completion) -> dict[str, Any]:
        """Its lane as it is to be."""
        return self._rows[id(completion)]

    def _judge(self, completion: Completion) -> dict[str, Any]:
        name = completion.claim.endpoint
        self._told.setdefault(name, []).append(completion)
        circuit = self._after(self._circuits.get(name), completion)
        if circuit is not None:
            self._circuits[name] = circuit
        return self._lane_after(completion, circuit or _OPEN)

    def _after(self, circuit: Circuit | None, completion: Completion) -> Circuit | None:
        """What a circuit is after a completion; None for one that never failed."""
        for _, outcome, _ in completion.outcomes:
            if outcome.health is Health.GOOD:
                self.done.succeeded.add(completion.claim.endpoint)
                circuit = circuit and circuit.succeeded(self._now)
            elif outcome.health is Health.BAD:
                circuit = (circuit or _OPEN).failed(
                    outcome, self._now, probe=self._probe, random=self._random
                )
            else:
                circuit = circuit and circuit.unprobed()
        if circuit and completion.claim.is_probe and not completion.outcomes:
            return circuit.unprobed()
        return circuit

    def _lane_after(self, completion: Completion, circuit: Circuit) -> dict[str, Any]:
        claim = completion.claim
        row = _as_before(claim, self._now)
        if not claim.messages:
            return row | self._parked(claim, "its next message is not in the store")
        if not completion.outcomes:  # given back untouched
            return row
        row["delivered"] = completion.delivered
        last = completion.outcomes[-1][1]
        if last.kind is Kind.DONE:
            end = claim.next_seq + completion.delivered - 1
            row |= _CLEAN
            row["upto"] = end if end >= claim.last_seq else None
            return row
        if completion.delivered:
            row |= _CLEAN
        if last.kind is Kind.WAIT:
            return row | self._waiting(row, last)
        return row | self._failed(claim, row, last, circuit)

    def _waiting(self, row: Mapping[str, Any], last: Outcome) -> dict[str, Any]:
        after: dict[str, Any] = {"due": self._now + round((last.after or 0.0) * 1000)}
        if row["unknown"]:
            after["failing_since"] = row["failing_since"] or self._now
        return after

    def _failed(
        self, claim: Claim, row: Mapping[str, Any], last: Outcome, circuit: Circuit
    ) -> dict[str, Any]:
        attempts = row["attempts"] + 1
        refusals = row["refusals"] + (last.kind is Kind.REFUSED)
        others = row["failed_at"] is not None and (circuit.last_success or 0) > row["failed_at"]
        strikes = row["strikes"] + (others or row["failed_at"] is None)
        wait = _wait(last, attempts, refusals, self._random)
        due = self._now + round(wait * 1000)
        if last.health is Health.BAD and circuit.until > self._now:
            due = max(due, circuit.until + 1)  # behind all that the next probe may be made with
        after: dict[str, Any] = {
            "attempts": attempts, "refusals": refusals, "strikes": strikes, "failed_at": self._now,
            "failing_since": row["failing_since"] or self._now, "due": due,
            "unknown": last.kind is Kind.UNKNOWN,
        }  # fmt: skip
        reason = _why_parked(last, refusals, strikes)
        if reason and claim.key.startswith("t/"):
            after |= self._parked(claim, reason)
        return after

    def _parked(self, claim: Claim, reason: str) -> dict[str, Any]:
        self.done.parked[claim.key] = reason
        return {"parked": as_kept(reason), "due": lanes.NEVER}


_OPEN = Circuit()

_CLEAN: dict[str, Any] = {
    "attempts": 0, "refusals": 0, "strikes": 0, "failing_since": None, "failed_at": None,
    "unknown": False,
}  # fmt: skip


def _as_before(claim: Claim, now: int) -> dict[str, Any]:
    return {
        "_key": claim.key, "_token": claim.token, "delivered": 0, "due": now,
        "attempts": claim.attempts, "refusals": claim.refusals, "strikes": claim.strikes,
        "failing_since": claim.failing_since, "failed_at": claim.failed_at,
        "unknown": claim.unknown, "parked": None, "upto": None,
    }  # fmt: skip


def _wait(last: Outcome, attempts: int, refusals: int, random: Random) -> float:
    if last.kind is Kind.UNKNOWN and last.after is not None:
        return last.after
    if last.kind is Kind.REFUSED:
        return policy.quick(refusals)
    return policy.back_off(attempts, random, last.after)


def _why_parked(last: Outcome, refusals: int, strikes: int) -> str | None:
    if last.kind is Kind.REFUSED and refusals > policy.QUICK_RETRIES:
        return f"refused {refusals} times: {last.detail}"
    if strikes >= policy.PATIENCE:
        return f"failed {strikes} times while others of its endpoint succeeded: {last.detail}"
    return None


def _settle(unit: Unit, completion: Completion, row: dict[str, Any], handler: Handler) -> None:
    """The lane and what follows from its message, both or neither."""
    claim = completion.claim
    try:
        with unit.savepoint():
            for message, outcome, _ in completion.outcomes:
                _follow(unit, message, outcome, row, handler)
            if not recording.record_if_held(unit, row):
                raise _TakenOver
    except _TakenOver:
        _logger.warning("lane %s was taken over before its result was kept", claim.key)
    except Exception as error:
        if is_passing(error):
            raise  # the tick has failed as a whole, and is tried again with what was answered
        _logger.exception(
            "what follows from lane %s could not be kept; it is tried again", claim.key
        )
        now = unit.lease_now
        recording.record_if_held(unit, _as_before(claim, now) | {
            "due": now + round(_SHAKY * 1000), "attempts": claim.attempts + 1, "unknown": True,
            "failing_since": claim.failing_since or now, "failed_at": now,
        })  # fmt: skip


def _follow(
    unit: Unit, message: Message, outcome: Outcome, row: dict[str, Any], handler: Handler
) -> None:
    if outcome.kind is Kind.DONE:
        handler.settle(unit, message, outcome)
    elif outcome.kind in (Kind.UNKNOWN, Kind.WAIT) and handler.overtaken(unit, message):
        row["due"] = unit.lease_now


class _TakenOver(Exception):
    """The lease had ended; another worker has the lane."""


def _attempts(unit: Unit, completions: Sequence[Completion]) -> list[dict[str, Any]]:
    again = [c.claim.key for c in completions if c.repeated]
    known = recording.known_attempts(unit, again) if again else set[tuple[str, int, str]]()
    found = (
        _attempt(message, tried, at)
        for completion in completions
        for message, outcome, at in completion.outcomes
        for tried in (*outcome.earlier, outcome)
        if tried.sent and tried.kind is not Kind.WAIT
    )
    return [row for row in found if (row["lane"], row["seq"], row["request_id"]) not in known]


def _attempt(message: Message, outcome: Outcome, at: int) -> dict[str, Any]:
    return {
        "lane": message.lane, "seq": message.seq, "at": at, "ok": outcome.kind is Kind.DONE,
        "status": outcome.status, "request_id": outcome.request_id[:64],
        "detail": as_kept(outcome.detail) or None,
    }  # fmt: skip
