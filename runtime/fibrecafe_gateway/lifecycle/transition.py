"""The vocabulary of the tables: what a transition is, and what a step of it did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final, Generic, TypeVar

from fibrecafe_api.tenant_updates.models import ActionType, InformationType

from . import triggers

S_co = TypeVar("S_co", bound=StrEnum, covariant=True)
S = TypeVar("S", bound=StrEnum)


class Actor(StrEnum):
    """Who causes a transition."""

    TENANT = "TENANT"
    SUPPLIER = "SUPPLIER"
    GATEWAY = "GATEWAY"


class Source(StrEnum):
    """Where a rule comes from."""

    SPEC = "spec"
    """The current documents or their pages say so."""
    GUIDE = "guide"
    """A guide or an earlier page says so."""
    OURS = "ours"
    """Inferred, or decided here."""


class Back(Enum):
    """A target that depends on where the entity is."""

    SAME = "same"
    """The state stays."""
    PREVIOUS = "previous"
    """The state before the open request: the entity's resume state."""


class UpdateType(StrEnum):
    """Kinds of KCI to the tenant; the documents have one enum for each variant."""

    INFORMATIONAL = "INFORMATIONAL"
    ACTION_REQUIRED = "ACTION_REQUIRED"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class Tells:
    """What the tenant's KCI is."""

    update_type: UpdateType
    type: InformationType | ActionType | None
    """None for an error: it has an error object instead."""

    def __str__(self) -> str:
        return f"{self.update_type} / {self.type}" if self.type else str(self.update_type)


ERROR: Final = Tells(UpdateType.ERROR, None)


def informs(kind: InformationType) -> Tells:
    """An informational KCI."""
    return Tells(UpdateType.INFORMATIONAL, kind)


def asks(kind: ActionType) -> Tells:
    """A KCI after which the tenant has to act."""
    return Tells(UpdateType.ACTION_REQUIRED, kind)


@dataclass(frozen=True, slots=True)
class Transition(Generic[S_co]):
    """A row of a table."""

    sources: frozenset[S_co]
    """Empty: the entity comes into being."""
    trigger: str
    target: S_co | Back
    """Where the entity is after `first`, the trigger itself; `then` goes on from there."""
    actor: Actor
    tells: Tells | None
    source: Source
    note: str = ""
    resuming: frozenset[S_co] | None = None
    """Only when the resume state is one of these."""
    resume: S_co | None = None
    """What the resume state becomes, before PREVIOUS leads there; None: it stays."""
    first: str | None = None
    """A step that was missed: applied before, then the trigger is decided again from there."""
    then: str | None = None
    """What the trigger implies: applied afterwards."""


@dataclass(frozen=True, slots=True)
class Step(Generic[S_co]):
    """What one transition does to one entity: one history row, and one KCI if it `tells`."""

    transition: Transition[S_co]
    before: S_co | None
    """None: the entity comes into being."""
    after: S_co
    resume_before: S_co | None
    resume_after: S_co | None
    gateway_made: bool
    """No supplier's KCI stands behind it: the gateway or the tenant acted, or it was missing. (For
    a supplier's synchronous answer the caller knows that all of it is the gateway's.)"""

    @property
    def trigger(self) -> str:
        """The trigger of this step."""
        return self.transition.trigger

    @property
    def tells(self) -> Tells | None:
        """What the tenant is told, if anything."""
        return self.transition.tells


def row(
    sources: Iterable[S],
    trigger: str,
    target: S | Back,
    tells: Tells | None,
    source: Source,
    note: str = "",
    *,
    resuming: Iterable[S] | None = None,
    resume: S | None = None,
    first: str | None = None,
    then: str | None = None,
) -> Transition[S]:
    """A row; who causes it follows from the trigger. Raises ValueError for an unknown trigger."""
    return Transition(
        sources=frozenset(sources),
        trigger=trigger,
        target=target,
        actor=_actor_of(trigger),
        tells=tells,
        source=source,
        note=note,
        resuming=None if resuming is None else frozenset(resuming),
        resume=resume,
        first=first,
        then=then,
    )


def _actor_of(trigger: str) -> Actor:
    for actor, names in (
        (Actor.TENANT, triggers.BY_TENANT),
        (Actor.GATEWAY, triggers.BY_GATEWAY),
        (Actor.SUPPLIER, triggers.BY_SUPPLIER),
    ):
        if trigger in names:
            return actor
    raise ValueError(f"no such trigger: {trigger}; name it in lifecycle/triggers.py")
