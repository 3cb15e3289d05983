"""Checks of a table, made when it is imported: a broken one never runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from .transition import Back, S_co, Step, Transition

if TYPE_CHECKING:
    from .machine import Machine


class DefinitionError(Exception):
    """A table is not sound. `faults` says what is wrong, one sentence each."""

    def __init__(self, machine: str, faults: Iterable[str]) -> None:
        self.machine = machine
        self.faults = tuple(faults)
        super().__init__(f"the table of {machine} is not sound: " + "; ".join(self.faults))


def faults_of(machine: Machine[S_co]) -> list[str]:
    """What is wrong with a table; first each row alone, then where they lead."""
    return list(_row_faults(machine)) or list(_path_faults(machine))


def configurations(machine: Machine[S_co]) -> tuple[tuple[S_co, S_co | None], ...]:
    """Every pair of state and resume state that can occur, the nearest to creation first."""
    found: dict[tuple[S_co, S_co | None], None] = {}
    waiting: list[tuple[S_co | None, S_co | None]] = [(None, None)]
    while waiting:
        state, resume = waiting.pop(0)
        for step in _steps_from(machine, state, resume):
            place = (step.after, step.resume_after)
            if place not in found:
                found[place] = None
                waiting.append(place)
    return tuple(found)


def _steps_from(
    machine: Machine[S_co], state: S_co | None, resume: S_co | None
) -> Iterator[Step[S_co]]:
    for trigger in machine.legal(state, resume):
        yield from machine.decide(state, trigger, resume=resume)


def _row_faults(machine: Machine[S_co]) -> Iterator[str]:
    states = set(machine.states)
    mentioned = {machine.initial, *machine.terminal, *machine.requests}
    for transition in machine.transitions:
        mentioned |= _mentioned_by(transition)
        yield from _faults_of_row(machine, transition)
    for state in sorted(mentioned - states):
        yield f"{state} is declared unused and used"
    creating = [t for t in machine.transitions if not t.sources]
    if not creating:
        yield "no row creates the entity"
    for transition in creating:
        if transition.target != machine.initial:
            yield f"{transition.trigger} creates it in {_name(transition)}, not {machine.initial}"
    for one, other in combinations(machine.transitions, 2):
        if one.trigger == other.trigger:
            yield from _overlap(one, other)


def _faults_of_row(machine: Machine[S_co], transition: Transition[S_co]) -> Iterator[str]:
    trigger = transition.trigger
    for state in sorted(transition.sources & machine.terminal):
        yield f"{state} is terminal and {trigger} leaves it"
    remembers = (
        transition.resuming is not None
        or transition.resume is not None
        or transition.target is Back.PREVIOUS
    )
    if remembers and not transition.sources <= machine.requests:
        yield f"{trigger} uses the resume state outside of {_listed(machine.requests)}"
    for other in (transition.first, transition.then):
        if other is not None and other not in machine.triggers:
            yield f"{trigger} needs {other}, which has no row"
    if not transition.sources and isinstance(transition.target, Back):
        yield f"{trigger} creates it and has no state"


def _overlap(one: Transition[S_co], other: Transition[S_co]) -> Iterator[str]:
    both = one.sources & other.sources
    creating = not one.sources and not other.sources
    if not both and not creating:
        return
    if one.resuming is None or other.resuming is None or one.resuming & other.resuming:
        yield f"{one.trigger} has two rows in {_listed(both) or 'creation'}"


def _path_faults(machine: Machine[S_co]) -> Iterator[str]:
    try:
        places = configurations(machine)
    except RecursionError:
        yield "the steps to fill in (first, then) never end"
        return
    except Exception as error:  # Illegal or ValueError of a chain, named as it is
        yield f"the steps to fill in (first, then) do not fit: {error}"
        return
    yield from _unreached(machine, {state for state, _ in places})
    yield from _traps(machine, places)
    yield from _idle_rows(machine, places)
    yield from _wrong_ends(machine, places)


def _unreached(machine: Machine[S_co], reached: set[S_co]) -> Iterator[str]:
    for state in machine.states:
        if state not in reached:
            yield f"{state} cannot be reached; remove it from the table or declare it unused"


def _traps(machine: Machine[S_co], places: tuple[tuple[S_co, S_co | None], ...]) -> Iterator[str]:
    leads_to = {
        place: {(s.after, s.resume_after) for s in _steps_from(machine, *place)} for place in places
    }
    ending = {place for place in places if place[0] in machine.terminal}
    grown = True
    while grown:
        more = {place for place, after in leads_to.items() if after & ending} - ending
        grown = bool(more)
        ending |= more
    for state in dict.fromkeys(place[0] for place in places if place not in ending):
        yield f"{state} leads to no terminal state"


def _idle_rows(
    machine: Machine[S_co], places: tuple[tuple[S_co, S_co | None], ...]
) -> Iterator[str]:
    for transition in machine.transitions:
        beneath = {resume for state, resume in places if state in transition.sources}
        for resume in sorted((transition.resuming or frozenset()) - beneath):
            yield f"{transition.trigger} waits for the resume state {resume}, which never occurs"


def _wrong_ends(
    machine: Machine[S_co], places: tuple[tuple[S_co, S_co | None], ...]
) -> Iterator[str]:
    """A row with `first` says where the whole chain leads; it must be true."""
    for transition in machine.transitions:
        if transition.first is None or isinstance(transition.target, Back):
            continue
        for state, resume in places:
            if state not in transition.sources:
                continue
            if transition.resuming is None or resume in transition.resuming:
                end = machine.decide(state, transition.trigger, resume=resume)[-1].after
                if end != transition.target:
                    yield f"{transition.trigger} in {state} says {_name(transition)}, goes to {end}"


def _mentioned_by(transition: Transition[S_co]) -> set[S_co]:
    states = set(transition.sources) | set(transition.resuming or ())
    if not isinstance(transition.target, Back):
        states.add(transition.target)
    if transition.resume is not None:
        states.add(transition.resume)
    return states


def _name(transition: Transition[S_co]) -> str:
    target = transition.target
    return target.value if isinstance(target, Back) else str(target)


def _listed(states: Iterable[S_co]) -> str:
    return ", ".join(sorted(states))
