"""What goes wrong on request, chosen by a seeded generator so that it can be repeated."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fibrecafe_api.supplier_updates.models import ReasonCode

from .script import Kci


class Misbehaviour(StrEnum):
    """A thing that can go wrong."""

    LATE = "late"
    DUPLICATE = "duplicate"
    OUT_OF_ORDER = "out_of_order"
    GAP = "gap"
    UNKNOWN_ENUM = "unknown_enum"
    SKIP_COMMIT = "skip_commit"
    WRONG_CONTENT = "wrong_content"
    ILLEGAL = "illegal"
    GARBAGE = "garbage"
    WRONG_ANSWER = "wrong_answer"
    RESET = "reset"


MEANINGS: Mapping[Misbehaviour, str] = {
    Misbehaviour.LATE: "some KCIs come 1 to 5 KCI delays after they were issued",
    Misbehaviour.DUPLICATE: "some KCIs come twice, with the same id",
    Misbehaviour.OUT_OF_ORDER: "some KCIs come after their successor",
    Misbehaviour.GAP: "one sequence number is left out for good",
    Misbehaviour.UNKNOWN_ENUM: "an extra KCI has a reason and a problem code that nobody knows",
    Misbehaviour.SKIP_COMMIT: "COMMITTED is never sent",
    Misbehaviour.WRONG_CONTENT: "KCIs lack what their reason demands: dates, problem code, text",
    Misbehaviour.ILLEGAL: "after the last KCI the first one's news comes again, as a new KCI",
    Misbehaviour.GARBAGE: "acted on, but answered with something that is no JSON",
    Misbehaviour.WRONG_ANSWER: "acted on, but answered with JSON that is not as the document says",
    Misbehaviour.RESET: "acted on, but the connection breaks in the middle of the answer",
}

ON_ANSWERS = frozenset({Misbehaviour.GARBAGE, Misbehaviour.WRONG_ANSWER, Misbehaviour.RESET})
"""Those of the answer; the others are of KCIs."""

UNKNOWN_REASON = "SIMULATED_REASON"
UNKNOWN_PROBLEM = "SIMULATED_PROBLEM"


@dataclass(slots=True)
class Planned:
    """A KCI to come, and what goes wrong with it."""

    reason: str
    kci: Kci
    quirks: list[Misbehaviour] = field(default_factory=list[Misbehaviour])
    late: float = 0.0
    """KCI delays between its issue and its sending."""


def plan(
    kcis: Sequence[Kci], misbehaviours: Collection[Misbehaviour], rng: random.Random
) -> list[Planned]:
    """Says which KCIs what goes wrong with. The same generator, the same plan."""
    planned = [Planned(kci.reason, kci) for kci in kcis]
    if not planned:
        return planned
    if Misbehaviour.ILLEGAL in misbehaviours:
        planned.append(Planned(planned[0].reason, planned[0].kci, [Misbehaviour.ILLEGAL]))
    if Misbehaviour.UNKNOWN_ENUM in misbehaviours:
        place = rng.randint(1, len(planned))
        extra = Planned(UNKNOWN_REASON, Kci(ReasonCode.UPDATE), [Misbehaviour.UNKNOWN_ENUM])
        planned.insert(place, extra)
    for one in planned:
        if Misbehaviour.SKIP_COMMIT in misbehaviours and one.reason == ReasonCode.COMMITTED:
            one.quirks.append(Misbehaviour.SKIP_COMMIT)
        if Misbehaviour.WRONG_CONTENT in misbehaviours:
            one.quirks.append(Misbehaviour.WRONG_CONTENT)
    sent = [one for one in planned if Misbehaviour.SKIP_COMMIT not in one.quirks]
    if Misbehaviour.LATE in misbehaviours:
        for one in _some(sent, rng):
            one.late = rng.uniform(1, 5)
    if Misbehaviour.DUPLICATE in misbehaviours:
        for one in _some(sent, rng):
            one.quirks.append(Misbehaviour.DUPLICATE)
    if Misbehaviour.GAP in misbehaviours and sent:
        rng.choice(sent).quirks.append(Misbehaviour.GAP)
    if Misbehaviour.OUT_OF_ORDER in misbehaviours:
        _swap(sent, rng)
    return planned


def _some(planned: list[Planned], rng: random.Random) -> list[Planned]:
    """At least one of them."""
    return rng.sample(planned, rng.randint(1, len(planned))) if planned else []


def _swap(sent: list[Planned], rng: random.Random) -> None:
    """Mark KCIs that wait for their successor, never two in a row."""
    held = -2
    places = (
        sorted(rng.sample(range(len(sent) - 1), rng.randint(1, len(sent) - 1))) if sent[1:] else []
    )
    for place in places:
        if place - held > 1:
            sent[place].quirks.append(Misbehaviour.OUT_OF_ORDER)
            held = place
