"""A state machine made of a table. It decides; it stores and sends nothing.

An entity has a state and, while the supplier owes an answer to an amendment or a cancellation, a
*resume* state: where it was before, and where it goes back to when the request is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Generic

from .definition import DefinitionError, configurations, faults_of
from .transition import (
    ERROR,
    Actor,
    Back,
    S_co,
    Source,
    Step,
    Tells,
    Transition,
    UpdateType,
    asks,
    informs,
    row,
)

__all__ = [
    "Actor",
    "Back",
    "DefinitionError",
    "Illegal",
    "Machine",
    "Source",
    "Step",
    "Tells",
    "Transition",
    "UpdateType",
    "ERROR",
    "asks",
    "informs",
    "row",
]


class Illegal(Exception):
    """A trigger that the table does not know in this state.

    `legal` are the triggers that it knows; none when the state is terminal.
    """

    def __init__(
        self,
        machine: str,
        state: str | None,
        trigger: str,
        legal: tuple[str, ...],
        resume: str | None = None,
    ) -> None:
        self.machine = machine
        self.state = state
        self.trigger = trigger
        self.legal = legal
        self.resume = resume
        was = "none yet" if state is None else str(state)
        before = f" (before it: {resume})" if resume is not None else ""
        super().__init__(
            f"{machine}: state was {was}{before}, KCI says {trigger},"
            f" legal were {', '.join(legal) or 'none'}"
        )


@dataclass(frozen=True, eq=False)
class Machine(Generic[S_co]):
    """A table and its states. Raises DefinitionError when the table is not sound."""

    name: str
    enum: type[S_co]
    """The generated enum; its values are the states."""
    initial: S_co
    terminal: frozenset[S_co]
    transitions: tuple[Transition[S_co], ...]
    requests: frozenset[S_co] = frozenset()
    """States in which the supplier owes an answer; entering them keeps the state before."""
    unused: frozenset[S_co] = frozenset()
    """Values of the enum that this kind of entity never has."""
    _rows: dict[tuple[str | None, str], list[Transition[S_co]]] = field(
        init=False, repr=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for transition in self.transitions:
            for state in transition.sources or (None,):
                self._rows.setdefault((state, transition.trigger), []).append(transition)
        faults = faults_of(self)
        if faults:
            raise DefinitionError(self.name, faults)

    @cached_property
    def states(self) -> tuple[S_co, ...]:
        """All states, in the order of the enum."""
        return tuple(state for state in self.enum if state not in self.unused)

    @cached_property
    def triggers(self) -> tuple[str, ...]:
        """All triggers, in the order of the table."""
        return tuple(dict.fromkeys(t.trigger for t in self.transitions))

    @cached_property
    def configurations(self) -> tuple[tuple[S_co, S_co | None], ...]:
        """Every pair of state and resume state that can occur."""
        return configurations(self)

    def decide(
        self,
        state: str | None,
        trigger: str,
        *,
        resume: str | None = None,
        still: str | None = None,
    ) -> tuple[Step[S_co], ...]:
        """The steps that a trigger brings, in order; more than one where some were missed.

        `state` None: the entity comes into being. `still`: the state that another open request
        keeps it in; the answer to this one then leads there instead of back. Raises Illegal;
        ValueError for a state that this machine does not have, or has not for this use.
        """
        now, back, kept = self._state(state), self._state(resume), self._state(still)
        if kept is not None and kept not in self.requests:
            raise ValueError(f"{self.name}: no request is open in {kept}")
        transition = self._find(now, trigger, back)
        if transition is None:
            raise Illegal(self.name, now, trigger, self.legal(now, back), back)
        if transition.first is not None:
            missed = _filled_in(self.decide(now, transition.first, resume=back))
            last = missed[-1]
            rest = self.decide(last.after, trigger, resume=last.resume_after, still=still)
            return (*missed, *rest)
        step = self._apply(transition, now, back, kept)
        if transition.then is None:
            return (step,)
        implied = self.decide(step.after, transition.then, resume=step.resume_after)
        return (step, *_filled_in(implied))

    def legal(self, state: str | None, resume: str | None = None) -> tuple[str, ...]:
        """The triggers that are legal, in the order of the table. Raises ValueError as `decide`."""
        now, back = self._state(state), self._state(resume)
        return tuple(t for t in self.triggers if self._find(now, t, back) is not None)

    def _state(self, state: str | None) -> S_co | None:
        if state is None:
            return None
        try:
            found = self.enum(state)
        except ValueError:
            found = None
        if found is None or found in self.unused:
            raise ValueError(f"{self.name}: there is no state {state}")
        return found

    def _find(
        self, state: S_co | None, trigger: str, resume: S_co | None
    ) -> Transition[S_co] | None:
        for transition in self._rows.get((state, trigger), ()):
            if transition.resuming is None or resume in transition.resuming:
                return transition
        return None

    def _apply(
        self,
        transition: Transition[S_co],
        state: S_co | None,
        resume: S_co | None,
        still: S_co | None,
    ) -> Step[S_co]:
        # What was remembered, or where the first request finds it.
        beneath = (transition.resume or resume) if state in self.requests else state
        after = self._target(transition, state, beneath, still)
        return Step(
            transition=transition,
            before=state,
            after=after,
            resume_before=resume,
            resume_after=beneath if after in self.requests else None,
            gateway_made=transition.actor is not Actor.SUPPLIER,
        )

    def _target(
        self,
        transition: Transition[S_co],
        state: S_co | None,
        beneath: S_co | None,
        still: S_co | None,
    ) -> S_co:
        target = transition.target
        if not isinstance(target, Back):
            return target
        found = state if target is Back.SAME else still or beneath
        if found is None or (target is Back.PREVIOUS and beneath is None):
            raise ValueError(
                f"{self.name}: {transition.trigger} in {state} needs the state before the request,"
                " and none is known"
            )
        return found


def _filled_in(steps: tuple[Step[S_co], ...]) -> tuple[Step[S_co], ...]:
    return tuple(replace(step, gateway_made=True) for step in steps)


AnyMachine = Machine[StrEnum]
"""A machine of whatever entity."""
