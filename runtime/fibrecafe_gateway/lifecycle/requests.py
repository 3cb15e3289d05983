"""Amendments and cancellations: their own life, and when they may be asked for.

A request has no KCI of its own: the transition of the order or problem tells the tenant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from fibrecafe_api.tenant_updates.models import RequestStatus

from . import triggers as t
from .kinds import MACHINES, EntityKind, machine_of
from .machine import Machine
from .transition import Source, row

RECEIVED, PENDING = RequestStatus.RECEIVED_BY_GATEWAY, RequestStatus.PENDING
OPEN: Final = frozenset({RECEIVED, PENDING})

REQUEST: Final = Machine(
    name="request",
    enum=RequestStatus,
    initial=RECEIVED,
    terminal=frozenset(RequestStatus) - OPEN,
    transitions=(
        row((), t.ACCEPTED, RECEIVED, None, Source.SPEC),
        row({RECEIVED}, t.AMENDMENT_PENDING, PENDING, None, Source.OURS),
        row({RECEIVED}, t.CANCELLATION_PENDING, PENDING, None, Source.OURS),
        row({RECEIVED}, t.AMENDMENT_SEND_FAILED, RequestStatus.FAILED_TO_SEND, None, Source.SPEC),
        row(
            {RECEIVED}, t.CANCELLATION_SEND_FAILED, RequestStatus.FAILED_TO_SEND, None, Source.SPEC
        ),
        row(OPEN, t.AMENDED, RequestStatus.COMPLETED, None, Source.SPEC),
        row(OPEN, t.CANCELLED, RequestStatus.COMPLETED, None, Source.SPEC),
        row(OPEN, t.AMENDMENT_REJECTED, RequestStatus.REJECTED, None, Source.GUIDE),
        row(OPEN, t.CANCELLATION_REJECTED, RequestStatus.REJECTED, None, Source.GUIDE),
        row(OPEN, t.RESUBMIT, RequestStatus.REJECTED, None, Source.OURS),
        row(
            OPEN,
            t.ENTITY_ENDED,
            RequestStatus.REJECTED,
            None,
            Source.OURS,
            "what it was about ended before it was answered",
        ),
    ),
)


class Ask(StrEnum):
    """What a tenant may ask of an order or problem in flight."""

    AMENDMENT = "amendment"
    CANCELLATION = "cancellation"


# No document has an amendment of an ethernet order (`ours`: so there is none).
_WITHOUT_AMENDMENT: Final = frozenset({EntityKind.PROVIDE_ETHERNET_ORDER})


def _states_with(
    trigger: str, *, but: Iterable[EntityKind] = ()
) -> Mapping[EntityKind, frozenset[str]]:
    return MappingProxyType(
        {
            kind: (
                frozenset[str]()
                if kind in but
                else frozenset(
                    str(state)
                    for transition in machine.transitions
                    if transition.trigger == trigger
                    for state in transition.sources
                )
            )
            for kind, machine in MACHINES.items()
        }
    )


AMENDABLE: Final = _states_with(t.AMENDMENT_PENDING, but=_WITHOUT_AMENDMENT)
"""The states in which an entity of a kind can be amended; none: never."""

CANCELLABLE: Final = _states_with(t.CANCELLATION_PENDING)
"""The states in which an entity of a kind can be cancelled; none: never."""


def allows(kind: EntityKind, state: str, what: Ask) -> bool:
    """Whether it may be asked for now."""
    return state in _allowing(what)[kind]


def refusal(kind: EntityKind, state: str, what: Ask) -> str:
    """Why it may not be asked for now, for the 422: the state, and what is allowed."""
    machine = machine_of(kind)
    verb = _VERBS[what]
    other = Ask.CANCELLATION if what is Ask.AMENDMENT else Ask.AMENDMENT
    where = f"the {kind.words} is in state {state}"
    allowed = [s for s in machine.states if s in _allowing(what)[kind]]
    if not allowed:
        reason = f"{where}; its kind can never be {verb}"
    elif state in machine.terminal:
        return f"{where}: it has ended, and can be {verb} only in {_listed(allowed)}"
    else:
        reason = f"{where}, and can be {verb} only in {_listed(allowed)}"
    return f"{reason}; now it can be {_VERBS[other]}" if allows(kind, state, other) else reason


_VERBS: Final = {Ask.AMENDMENT: "amended", Ask.CANCELLATION: "cancelled"}


def _allowing(what: Ask) -> Mapping[EntityKind, frozenset[str]]:
    return AMENDABLE if what is Ask.AMENDMENT else CANCELLABLE


def _listed(states: Iterable[str]) -> str:
    *most, last = states
    return f"{', '.join(most)} or {last}" if most else last
