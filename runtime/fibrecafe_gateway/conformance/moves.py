"""The vocabulary of paths: where an entity is, and what is done to bring it on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .behaviours import Behaviour


class Do(StrEnum):
    """What is done in a move."""

    CREATE = "the tenant asks for it"
    SEND = "it goes to the supplier"
    SEND_HELD = "it goes to the supplier, whose answer is late"
    AMEND = "the tenant amends"
    AMEND_HELD = "the tenant amends, and the supplier's answer is late"
    CANCEL = "the tenant cancels"
    SAY = "the supplier tells"
    CEASE = "the supplier begins a cease"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entity is, with all that decides what its next news mean."""

    state: str | None = None
    resume: str | None = None
    committed: bool = False
    amending: str = ""
    """`flight`: with the supplier, not answered; `open`: to be answered by a KCI."""
    cancelling: str = ""
    creating: bool = False
    """Its own request has not been answered."""
    last: bool = False
    """Nothing sensible goes on from here."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step on a path."""

    do: Do
    triggers: tuple[str, ...]
    """Those of the tables, one after the other."""
    before: Place
    after: Place
    behaviour: Behaviour | None = None
    reason: str = ""
    status: str | None = None


Path = tuple[Move, ...]
