"""The page of the lifecycles, drawn from the tables.

python -m fibrecafe_gateway.lifecycle.diagrams > docs/lifecycle.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum

from .machine import AnyMachine
from .tables import TABLES
from .transition import Back, Transition

_INTRODUCTION = """\
# Lifecycles

<!-- Made by: python -m fibrecafe_gateway.lifecycle.diagrams > docs/lifecycle.md -->

An order, request, service test or service problem is always in one of the states below, and moves
only by a row of its table. What no row allows is not done: a tenant's request is refused with 422,
the state, and what is allowed; a supplier's KCI is quarantined with "state was X, KCI says Y, legal
were ...".

**By whom.** The *tenant* acts through the Tenant API. The *supplier* acts by KCI, or by its answer to
a call, which counts as the same trigger: 201 as ACKNOWLEDGED, COMMITTED, AMENDED, CANCELLED or
STARTED, 422 as ORDER_REJECTED, AMENDMENT_REJECTED or CANCELLATION_REJECTED. The *gateway* acts when
it sends, cannot send, is told "later" (202), or time has passed.

**What the tenant is told.** Each transition that says so makes one KCI, with the whole entity as it
is then. The KCIs of an entity are numbered 1, 2, 3 by the gateway, in the order of its transitions
and without gaps; the supplier's own numbers do not reach the tenant. So the KCI that says "sent to
the supplier" has number 1, and the supplier's first KCI has 2. A supplier's KCI keeps its id.

**Missing steps.** A supplier may skip steps, or its KCI may overtake its answer to the gateway's
call. A row with *first* then applies what was missed before its own trigger, and one with *then*
what it implies afterwards; each step makes its own KCI, and those filled in are the gateway's. So an
order that is committed at once is told as ACKNOWLEDGED, then COMMITTED.

**Open requests.** While the supplier owes an answer to an amendment or a cancellation, the status is
PENDING_AMENDMENT or PENDING_CANCELLATION, and the state before is remembered. A refusal leads back
to it. The supplier's work goes on meanwhile: a milestone changes the remembered state, not the
status; what ends the work ends the waiting too. When a cancellation follows an amendment, the state
before the amendment stays remembered. When one request is answered and another is still open, the
status becomes that of the other.

**Source.** `spec`: the current documents or their pages say so. `guide`: a guide or an earlier page
does. `ours`: inferred, or decided here, since nothing published says.

The diagrams leave out what stays in its state, missing steps, and what happens beneath an open
request; the tables have all. PREVIOUS stands for the remembered state.
"""

_ABOUT = {
    "order": "Provide, cease, modify and ethernet orders. (An ethernet order is never amended: no"
    " document has that.)",
    "unsolicited cease": "Made by the supplier, about a service that the tenant loses. The tenant"
    " cannot amend it, and objects to it by a cancellation.",
    "request": "Amendments and cancellations, of orders and of problems. What the tenant is told"
    " of them is told by the transition of the order or problem.",
    "service test": "It ends with a result, and cannot be amended or cancelled.",
    "service problem": "It is closed when the tenant accepts the resolution, or stays silent for 24"
    " hours after a warning. No request before acknowledgement: it needs the supplier's reference.",
    "resolution": "The supplier's report that a problem is fixed. A rejected one stays rejected;"
    " the next fix is a new resolution.",
}


def page() -> str:
    """The whole page."""
    return "\n".join([_INTRODUCTION, *(_section(machine) for machine in TABLES)])


def diagram(machine: AnyMachine) -> str:
    """A machine as a Mermaid state diagram."""
    edges: dict[tuple[str, str], list[str]] = {}
    for transition in machine.transitions:
        if _drawn(transition):
            end = _to(transition).upper()
            for state in _in_order(machine, transition.sources) or ["[*]"]:
                if state != end:
                    edges.setdefault((state, end), []).append(transition.trigger)
    lines = ["stateDiagram-v2"]
    if any(end == "PREVIOUS" for _, end in edges):
        lines.append('    state "the state before" as PREVIOUS')
    lines += [f"    {a} --> {b} : {', '.join(triggers)}" for (a, b), triggers in edges.items()]
    lines += [f"    {state} --> [*]" for state in machine.states if state in machine.terminal]
    return "\n".join(lines) + "\n"


def _drawn(transition: Transition[StrEnum]) -> bool:
    target = transition.target
    beneath = transition.resuming is not None and target is not Back.PREVIOUS
    return target is not Back.SAME and transition.first is None and not beneath


def _section(machine: AnyMachine) -> str:
    return "\n".join(
        [
            f"## {machine.name.capitalize()}",
            "",
            _ABOUT[machine.name],
            "",
            "```mermaid",
            diagram(machine).rstrip("\n"),
            "```",
            "",
            "| from | trigger | by | to | the tenant is told | source | remarks |",
            "|---|---|---|---|---|---|---|",
            *(_line(machine, transition) for transition in machine.transitions),
            "",
        ]
    )


def _line(machine: AnyMachine, transition: Transition[StrEnum]) -> str:
    cells = [
        _from(machine, transition),
        transition.trigger,
        str(transition.actor).lower(),
        _to(transition),
        str(transition.tells or "nothing"),
        str(transition.source),
        "; ".join(_remarks(transition)),
    ]
    return f"| {' | '.join(cells)} |"


def _from(machine: AnyMachine, transition: Transition[StrEnum]) -> str:
    states = _names(machine, transition.sources) or "(new)"
    if transition.resuming is None:
        return states
    return f"{states}; before it {_names(machine, transition.resuming)}"


def _to(transition: Transition[StrEnum]) -> str:
    target = transition.target
    if not isinstance(target, Back):
        return str(target)
    if transition.resume is None:
        return target.value
    if target is Back.PREVIOUS:
        return str(transition.resume)
    return f"{target.value}; before it {transition.resume}"


def _remarks(transition: Transition[StrEnum]) -> Iterator[str]:
    if transition.first is not None:
        yield f"first {transition.first}"
    if transition.then is not None:
        yield f"then {transition.then}"
    if transition.note:
        yield transition.note


def _names(machine: AnyMachine, states: frozenset[StrEnum]) -> str:
    return ", ".join(_in_order(machine, states))


def _in_order(machine: AnyMachine, states: frozenset[StrEnum]) -> list[str]:
    return [str(state) for state in machine.states if state in states]


if __name__ == "__main__":
    sys.stdout.write(page())
