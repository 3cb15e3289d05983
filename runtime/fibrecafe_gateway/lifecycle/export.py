"""The tables as plain data, for who asks what a changed document does to them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from fibrecafe_api.supplier_updates.models import ReasonCode
from fibrecafe_api.tenant_updates.models import ActionType, InformationType

from . import triggers
from .kinds import MACHINES
from .machine import AnyMachine
from .tables import TABLES
from .transition import Back, Transition


def export() -> dict[str, Any]:
    """All tables; json.dumps takes it as it is.

    `enums` lists every generated enum that the tables name, with its API and the values they use.
    """
    return {
        "kinds": {str(kind): machine.name for kind, machine in MACHINES.items()},
        "machines": [_machine(machine) for machine in TABLES],
        "enums": _enums(),
    }


def _machine(machine: AnyMachine) -> dict[str, Any]:
    return {
        "name": machine.name,
        "enum": machine.enum.__name__,
        "states": _values(machine.states),
        "unused": _values(sorted(machine.unused)),
        "initial": str(machine.initial),
        "terminal": _values(s for s in machine.states if s in machine.terminal),
        "requests": _values(s for s in machine.states if s in machine.requests),
        "triggers": list(machine.triggers),
        "transitions": [_transition(machine, t) for t in machine.transitions],
    }


def _transition(machine: AnyMachine, transition: Transition[StrEnum]) -> dict[str, Any]:
    target, tells, resuming = transition.target, transition.tells, transition.resuming
    return {
        "from": _values(s for s in machine.states if s in transition.sources),
        "trigger": transition.trigger,
        "to": target.value if isinstance(target, Back) else str(target),
        "actor": str(transition.actor),
        "tells": (
            None
            if tells is None
            else {
                "updateType": str(tells.update_type),
                "type": None if tells.type is None else str(tells.type),
            }
        ),
        "source": str(transition.source),
        "note": transition.note,
        "resuming": (
            None if resuming is None else _values(s for s in machine.states if s in resuming)
        ),
        "resume": None if transition.resume is None else str(transition.resume),
        "first": transition.first,
        "then": transition.then,
    }


def _enums() -> list[dict[str, Any]]:
    told = {t.tells.type for m in TABLES for t in m.transitions if t.tells is not None}
    named: dict[type[StrEnum], set[str]] = {
        InformationType: {v for v in InformationType if v in told},
        ActionType: {v for v in ActionType if v in told},
        ReasonCode: {v for v in ReasonCode if v in triggers.BY_SUPPLIER},
    }
    for machine in TABLES:
        named.setdefault(machine.enum, set()).update(machine.states)
    return [
        {"api": _api(enum), "name": enum.__name__, "used": _values(v for v in enum if v in used)}
        for enum, used in named.items()
    ]


def _api(enum: type[StrEnum]) -> str:
    """`tenant_updates` of `fibrecafe_api.tenant_updates.models`."""
    return enum.__module__.rpartition(".")[0].rpartition(".")[2]


def _values(states: Iterable[str]) -> list[str]:
    return [str(state) for state in states]


if __name__ == "__main__":
    print(json.dumps(export(), indent=1))
