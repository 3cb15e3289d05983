"""How an entity is brought to where a transition of the tables can be seen, the shortest way.

Computed from the tables: what a tenant may ask, how a supplier may answer, what it may say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import cache

from fibrecafe_api.supplier_updates.models import ReasonCode

from ..kci.kinds import ORDERS_WITH_DATES
from ..lifecycle import triggers as t
from ..lifecycle.kinds import EntityKind, machine_of
from ..lifecycle.machine import AnyMachine, Illegal
from ..lifecycle.reading import trigger_of
from ..lifecycle.requests import Ask, allows
from ..lifecycle.transition import Transition
from .behaviours import Behaviour
from .moves import Do, Move, Path, Place

Row = Transition[StrEnum]

_GATEWAYS_OWN = ("RECEIVED_BY_GATEWAY", "SENT_TO_SUPPLIER")
"""States that a supplier does not know of."""

_COMMITS = frozenset(ORDERS_WITH_DATES)

_ENDS_AMENDMENT = frozenset({t.AMENDED, t.AMENDMENT_REJECTED})
_ENDS_CANCELLATION = frozenset({t.CANCELLED, t.CANCELLATION_REJECTED})


_CEASE = EntityKind.UNSOLICITED_CEASE_ORDER


def rows_of(machine: AnyMachine, move: Move) -> Iterator[Row]:
    """The rows of the table that a move takes, those in between too."""
    state, resume = move.before.state, move.before.resume
    for trigger in move.triggers:
        yield from _rows(machine, state, trigger, resume)
        last = machine.decide(state, trigger, resume=resume)[-1]
        state, resume = last.after, last.resume_after


def _rows(
    machine: AnyMachine, state: str | None, trigger: str, resume: str | None
) -> Iterator[Row]:
    for row in machine.transitions:
        here = state in row.sources if row.sources else state is None
        if row.trigger != trigger or not here:
            continue
        if row.resuming is not None and resume not in row.resuming:
            continue
        yield row
        if row.first is not None:
            yield from _rows(machine, state, row.first, resume)
            last = machine.decide(state, row.first, resume=resume)[-1]
            yield from _rows(machine, last.after, trigger, last.resume_after)
        if row.then is not None:
            yield from _rows(machine, str(row.target), row.then, None)


@cache
def paths_to(kind: EntityKind, behaviours: frozenset[Behaviour]) -> tuple[tuple[Row, Path], ...]:
    """The shortest path to each row of a kind's table that a supplier brings about.

    Each ends with the move that takes the row. Rows that cannot be reached are left out.
    """
    machine = machine_of(kind)
    found: dict[int, tuple[Row, Path]] = {}
    aside: dict[int, tuple[Row, Path]] = {}
    known: set[Place] = {Place()}
    waiting: deque[tuple[Place, Path]] = deque([(Place(), ())])
    while waiting:
        place, path = waiting.popleft()
        for move in _moves(kind, place, behaviours):
            longer = (*path, move)
            for row in rows_of(machine, move):
                meant = found if row.trigger in move.triggers else aside
                meant.setdefault(id(row), (row, longer))
            if move.after not in known and not move.after.last:
                known.add(move.after)
                waiting.append((move.after, longer))
    merged = {**aside, **found}
    return tuple(
        merged[id(row)]
        for row in machine.transitions
        if id(row) in merged and row.trigger in t.BY_SUPPLIER
    )


def unseen(kind: EntityKind, row: Row) -> str | None:
    """Why a supplier cannot bring a row about, where the table has it only for completeness."""
    early = {"RECEIVED_BY_GATEWAY"} == set(map(str, row.sources))
    if early and row.trigger in _ENDS_CANCELLATION and kind is not _CEASE:
        return "a cancellation goes to the supplier when it has answered the order"
    if kind is _CEASE and row.trigger == t.TERMINATED and row.resuming is not None:
        return "CANCELLED while the tenant objects is taken for the answer to that"
    return None


def _moves(kind: EntityKind, place: Place, behaviours: frozenset[Behaviour]) -> Iterator[Move]:
    machine = machine_of(kind)
    if place.state is None:
        if kind is _CEASE:
            for trigger, status in _BIRTHS:
                yield from _made(kind, place, Do.CEASE, (trigger,), status=status)
        else:
            yield from _made(kind, place, Do.CREATE, (t.ACCEPTED,))
        return
    if place.state in machine.terminal:
        return
    if place.state == "RECEIVED_BY_GATEWAY" and kind is not _CEASE and not place.creating:
        yield from _sendings(kind, place, behaviours)
        return
    if place.amending != "flight" and not place.creating:
        yield from _asks(kind, place, behaviours)
    yield from _news(kind, place)


_BIRTHS = (
    (t.CREATED, "RECEIVED_BY_GATEWAY"),
    (t.CREATED_ACKNOWLEDGED, "ACKNOWLEDGED"),
    (t.CREATED_COMMITTED, "IN_PROGRESS"),
)


def _sendings(kind: EntityKind, place: Place, can: frozenset[Behaviour]) -> Iterator[Move]:
    if Behaviour.HANG in can:
        yield Move(Do.SEND_HELD, (), place, replace(place, creating=True), Behaviour.HANG)
    if Behaviour.REFUSE in can:
        yield from _made(kind, place, Do.SEND, (t.ORDER_REJECTED,), Behaviour.REFUSE)
    if kind is EntityKind.SERVICE_TEST:  # it has no 202
        yield from _made(kind, place, Do.SEND, (t.SENT, t.STARTED))
        return
    for behaviour, triggers in (
        (Behaviour.LATER, (t.SENT,)),
        (Behaviour.AT_ONCE, (t.SENT, t.ACKNOWLEDGED)),
        (Behaviour.COMMITTED_AT_ONCE, (t.SENT, t.COMMITTED)),
    ):
        if behaviour in can:
            yield from _made(kind, place, Do.SEND, triggers, behaviour)


def _asks(kind: EntityKind, place: Place, can: frozenset[Behaviour]) -> Iterator[Move]:
    assert place.state is not None
    for ask, do, answers, is_open in (
        (Ask.AMENDMENT, Do.AMEND, _AMENDMENTS, place.amending),
        (Ask.CANCELLATION, Do.CANCEL, _CANCELLATIONS, place.cancelling),
    ):
        if is_open or place.cancelling or not allows(kind, place.state, ask):
            continue
        for behaviour, trigger in answers:
            if behaviour in can:
                yield from _made(kind, place, do, (trigger,), behaviour)
        if ask is Ask.AMENDMENT and Behaviour.HANG in can:
            flight = replace(place, amending="flight")
            yield Move(Do.AMEND_HELD, (), place, flight, Behaviour.HANG)


_AMENDMENTS = (
    (Behaviour.LATER, t.AMENDMENT_PENDING),
    (Behaviour.AT_ONCE, t.AMENDED),
    (Behaviour.REFUSE, t.AMENDMENT_REJECTED),
)
_CANCELLATIONS = (
    (Behaviour.LATER, t.CANCELLATION_PENDING),
    (Behaviour.AT_ONCE, t.CANCELLED),
    (Behaviour.REFUSE, t.CANCELLATION_REJECTED),
)


def _news(kind: EntityKind, place: Place) -> Iterator[Move]:
    machine = machine_of(kind)
    for trigger in machine.legal(place.state, place.resume):
        if trigger not in t.BY_SUPPLIER:
            continue
        if trigger in _ENDS_AMENDMENT and not place.amending:
            continue
        if trigger in _ENDS_CANCELLATION and not place.cancelling:
            continue
        said = _said(kind, machine, place, trigger)
        if said is not None:
            reason, status = said
            yield from _made(kind, place, Do.SAY, (trigger,), reason=reason, status=status)


def _said(
    kind: EntityKind, machine: AnyMachine, place: Place, trigger: str
) -> tuple[str, str | None] | None:
    """The reason code and status that mean a trigger here, the plainest first."""
    try:
        after = _after(machine, place, trigger)
    except Illegal:
        return None
    reasons = [trigger, t.COMPLETED, t.CANCELLED, *(str(reason) for reason in ReasonCode)]
    likely = [after.resume or after.state, place.resume or place.state]
    statuses = [
        *(status for status in likely if status not in _GATEWAYS_OWN), None,
        after.state, place.state, *map(str, machine.states),
    ]  # fmt: skip
    for reason in dict.fromkeys(reasons):
        if reason not in set(ReasonCode):
            continue
        for status in dict.fromkeys(statuses):
            meant = trigger_of(
                kind, reason, status, state=place.state, resume=place.resume,
                cancellation_open=bool(place.cancelling),
                committed=place.committed or kind not in _COMMITS,
            )  # fmt: skip
            if meant == trigger:
                return reason, status
    return None


def _made(
    kind: EntityKind,
    place: Place,
    do: Do,
    triggers: tuple[str, ...],
    behaviour: Behaviour | None = None,
    *,
    reason: str = "",
    status: str | None = None,
) -> Iterator[Move]:
    machine, after = machine_of(kind), place
    try:
        for trigger in triggers:
            after = _after(machine, after, trigger)
    except Illegal:
        return
    yield Move(do, triggers, place, after, behaviour, reason, status)


def _after(machine: AnyMachine, place: Place, trigger: str) -> Place:
    """Raises Illegal."""
    amending, cancelling = place.amending, place.cancelling
    if trigger in _ENDS_AMENDMENT:
        amending = ""
    elif trigger in _ENDS_CANCELLATION:
        cancelling = ""
    elif trigger == t.AMENDMENT_PENDING:
        amending = "open"
    elif trigger == t.CANCELLATION_PENDING:
        cancelling = "open"
    still = None
    if trigger in _ENDS_AMENDMENT | _ENDS_CANCELLATION:
        still = "PENDING_CANCELLATION" if cancelling == "open" else None
        still = still or ("PENDING_AMENDMENT" if amending == "open" else None)
    step = machine.decide(place.state, trigger, resume=place.resume, still=still)[-1]
    commits = trigger in (t.COMMITTED, t.COMMITTED_LATE)
    return Place(
        state=str(step.after),
        resume=None if step.resume_after is None else str(step.resume_after),
        committed=place.committed or commits,
        amending=amending,
        cancelling=cancelling,
        creating=place.creating,
        last=trigger == t.RESUBMIT or place.creating,
    )
