"""From a supplier's KCI to a trigger: the reason code, and where needed the status beside it.

The reason code says what happened; the status decides only where one code can mean several things.
What contradicts itself becomes a trigger that no table has (`UPDATE_TO_COMPLETED`), so that it is
quarantined with a text that says what came.
"""

from __future__ import annotations

from typing import Final

from . import triggers as t
from .kinds import EntityKind, machine_of
from .machine import AnyMachine

# How far an entity has come; statuses that wait count as the work that they interrupt.
_RANK: Final = {
    "RECEIVED_BY_GATEWAY": 0,
    "SENT_TO_SUPPLIER": 1,
    "ACKNOWLEDGED": 2,
    "IN_PROGRESS": 3,
    "PENDING": 3,
    "HELD": 3,
    "NETWORK_INCIDENT": 3,
    "RESOLVED": 4,
}
_MILESTONES: Final = ("RECEIVED_BY_GATEWAY", "SENT_TO_SUPPLIER", "ACKNOWLEDGED", "IN_PROGRESS")
_WAITING: Final = frozenset({"PENDING", "HELD", "NETWORK_INCIDENT"})
_MAY_REPORT_FAILURE: Final = frozenset({t.COMPLETED, t.UPDATE, t.CANCELLED, t.ORDER_REJECTED})
_CREATED_AS: Final = {
    None: t.CREATED,
    "RECEIVED_BY_GATEWAY": t.CREATED,
    "ACKNOWLEDGED": t.CREATED_ACKNOWLEDGED,
    "IN_PROGRESS": t.CREATED_COMMITTED,
    "COMMITTED": t.CREATED_COMMITTED,  # no status, but an earlier page calls it so
}


def trigger_of(
    kind: EntityKind,
    reason_code: str,
    status: str | None,
    *,
    state: str | None,
    resume: str | None = None,
    cancellation_open: bool = False,
    committed: bool = True,
) -> str:
    """The trigger that a supplier's KCI is.

    `status` is the one in the KCI's entity; `state` and `resume` are ours, `state` None when the
    entity is not known yet. `cancellation_open`: the tenant asked for a cancellation and has no
    answer. `committed`: the order has its committed date. An unknown reason code comes back as it
    is: no table has it.
    """
    machine = machine_of(kind)
    cancellation_open = cancellation_open or state == "PENDING_CANCELLATION"
    place = resume if resume is not None and state in machine.requests else state
    if reason_code == t.CREATED and state is None and kind is EntityKind.UNSOLICITED_CEASE_ORDER:
        return _CREATED_AS.get(status, f"{reason_code}_TO_{status}")
    if status == t.FAILED and t.FAILED in machine.triggers and reason_code in _MAY_REPORT_FAILURE:
        return t.FAILED
    if kind is EntityKind.SERVICE_TEST:
        trigger = _of_test(reason_code, status, state)
    else:
        trigger = _of_order_or_problem(
            machine, reason_code, status, place, cancellation_open, committed
        )
    if trigger == t.UPDATE and reason_code == t.UPDATE:
        trigger = _of_update(machine, status, state, place)
    if _contradicts(machine, trigger, status):
        return f"{reason_code}_TO_{status}"
    return trigger


def _of_test(reason_code: str, status: str | None, state: str | None) -> str:
    not_started = state in ("RECEIVED_BY_GATEWAY", "SENT_TO_SUPPLIER")
    if reason_code == t.COMPLETED or (reason_code == t.UPDATE and status == "COMPLETED"):
        return t.RESULT
    if reason_code in (t.ACKNOWLEDGED, t.COMMITTED):
        return t.STARTED
    if reason_code == t.UPDATE and status == "IN_PROGRESS" and not_started:
        return t.STARTED
    return reason_code


def _of_order_or_problem(
    machine: AnyMachine,
    reason_code: str,
    status: str | None,
    place: str | None,
    cancellation_open: bool,
    committed: bool,
) -> str:
    match reason_code:
        case t.ACKNOWLEDGED if _RANK.get(place or "", 0) >= _RANK["ACKNOWLEDGED"]:
            return t.UPDATE  # guide: further KCIs around the acknowledgement are told as UPDATE
        case t.COMMITTED if not committed and t.COMMITTED_LATE in machine.triggers:
            late = place == "IN_PROGRESS" or place in _WAITING
            return t.COMMITTED_LATE if late else t.COMMITTED
        case t.COMPLETED if status == "PARTIAL":
            return t.COMPLETED_PARTIALLY
        case t.COMPLETED | t.UPDATE if status == "RESOLVED" != place:
            return t.RESOLVED
        case t.UPDATE if status == "NETWORK_INCIDENT" != place:
            return t.NETWORK_INCIDENT
        case t.CANCELLED:
            return t.CANCELLED if cancellation_open else t.TERMINATED
        case t.DELAY if status is not None and status == place != "HELD":
            return t.DELAY_WITHOUT_HOLD
        case t.REAPPOINTED if status == "IN_PROGRESS" and place in _WAITING:
            return t.RESUMED_BY_REAPPOINTED
    return reason_code


def _of_update(
    machine: AnyMachine, status: str | None, state: str | None, place: str | None
) -> str:
    if status is None or status in (state, place) or status in machine.requests:
        return t.UPDATE  # which requests are open, the gateway knows best
    if status in _MILESTONES and _RANK[status] < _RANK.get(place or "", 0):
        return t.UPDATE
    if status == "IN_PROGRESS" and place in _WAITING:
        return t.RESUMED_BY_UPDATE
    return f"{t.UPDATE}_TO_{status}"


def _contradicts(machine: AnyMachine, trigger: str, status: str | None) -> bool:
    """Whether the status says that it ended, and the trigger does not lead there."""
    ends = {row.target for row in machine.transitions if row.trigger == trigger}
    return status in machine.terminal and bool(ends) and status not in ends
