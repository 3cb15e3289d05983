"""What the published facts say of a machine, written down apart from its table.

A fact is (states, trigger, where to, KCI): states as words, `where to` a state, `same` or
`previous`, KCI as `I/TYPE`, `A/TYPE`, `ERROR` or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fibrecafe_gateway.lifecycle import AnyMachine, Illegal, triggers

ALL_TRIGGERS = sorted(triggers.BY_TENANT | triggers.BY_GATEWAY | triggers.BY_SUPPLIER)
UNKNOWN_TRIGGERS = ["UPDATE_TO_COMPLETED", "REPORTABLE_INCIDENT", ""]
KINDS = {"I": "INFORMATIONAL", "A": "ACTION_REQUIRED"}

Fact = tuple[str, str, str, str]
Place = tuple[str, str | None]
"""State and resume state."""


@dataclass
class Outcome:
    """Where a trigger leads from a place, and what the tenant is told on the way."""

    place: Place
    told: list[str] = field(default_factory=list)


Expected = dict[tuple[Place, str], Outcome]


def direct(facts: Iterable[Fact], requests: str) -> Expected:
    """What the facts say of places without a resume state."""
    found: Expected = {}
    for states, trigger, to, told in facts:
        for state in states.split():
            if state in requests.split():
                continue
            after = state if to == "same" else to
            resume = state if after in requests.split() else None
            key = ((state, None), trigger)
            assert key not in found, key
            found[key] = Outcome((after, resume), [told] if told else [])
    return found


def asked(facts: Iterable[Fact], requests: str, places: Iterable[Place]) -> Expected:
    """What the facts say of PENDING_AMENDMENT and PENDING_CANCELLATION themselves."""
    found: Expected = {}
    for state, resume in places:
        for states, trigger, to, told in facts:
            if state not in requests.split() or state not in states.split():
                continue
            assert resume is not None
            after = {"same": state, "previous": resume}.get(to, to)
            place = (after, resume if after in requests.split() else None)
            found[((state, resume), trigger)] = Outcome(place, [told] if told else [])
    return found


def beneath(known: Expected, milestones: str, ends: str, places: Iterable[Place]) -> Expected:
    """The rule `ours`: a milestone changes the resume state, what ends ends."""
    found: Expected = {}
    for state, resume in places:
        if resume is None:
            continue
        for trigger in milestones.split():
            outcome = known.get(((resume, None), trigger))
            if outcome is not None:
                after = outcome.place[0]
                place = (after, None) if after in ends.split() else (state, after)
                found[((state, resume), trigger)] = Outcome(place, outcome.told)
    return found


def overtaken(known: Expected, received: str, sent: str, by: Iterable[str]) -> Expected:
    """The rule `ours`: what is legal once sent is legal before, and tells of the sending first."""
    return {
        ((received, None), trigger): Outcome(outcome.place, ["I/UPDATE", *outcome.told])
        for (place, trigger), outcome in known.items()
        if place == (sent, None) and trigger in by
    }


def assert_as_expected(machine: AnyMachine, expected: Expected) -> None:
    """Every pair of place and trigger does what is expected, or is Illegal."""
    wrong = list(_differences(machine, expected))
    assert not wrong, "\n".join(wrong)


def _differences(machine: AnyMachine, expected: Expected) -> Iterator[str]:
    places = machine.configurations
    for (place, trigger), _ in expected.items():
        if place not in places:
            yield f"expected {trigger} in {place}, which never occurs"
    for state, resume in places:
        for trigger in (*ALL_TRIGGERS, *UNKNOWN_TRIGGERS):
            outcome = expected.get(((state, resume), trigger))
            try:
                steps = machine.decide(state, trigger, resume=resume)
            except Illegal:
                if outcome is not None:
                    yield f"{state} ({resume}) {trigger}: illegal, not {outcome}"
                continue
            last = steps[-1]
            told = [_code(str(step.tells)) for step in steps if step.tells is not None]
            found = Outcome((last.after, last.resume_after), told)
            if found != outcome:
                yield f"{state} ({resume}) {trigger}: {found}, not {outcome}"


def _code(tells: str) -> str:
    kind, _, of = tells.partition(" / ")
    for letter, name in KINDS.items():
        if kind == name:
            return f"{letter}/{of}"
    return kind
