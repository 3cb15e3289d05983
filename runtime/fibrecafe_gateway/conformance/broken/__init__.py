"""Adapters that are wrong on purpose: each fails the checks that it is named for, and no others.

What the kit is worth is seen here: a check that none of them fails could as well not be there.
"""

from __future__ import annotations

from collections.abc import Iterable

from .breaking import Broken
from .contract import CONTRACT
from .life import LIFE
from .mute import MUTE
from .requests import REQUESTS
from .resilience import RESILIENCE

BROKEN: tuple[type[Broken], ...] = (*CONTRACT, *REQUESTS, *MUTE, *LIFE, *RESILIENCE)
"""All of them."""

TOGETHER: tuple[tuple[str, ...], ...] = (
    ("SaysLessThanItHas", "KeepsCallsInItself", "LooseEnds", "ServesInItsOwnForm"),
    ("MakesUpAnswers", "SaysNotForWhom", "TakesItsTime"),
    ("NeverAnswersAtOnce", "LetsErrorsThrough"),
    (
        "TellsOfTheLastOrder", "CountsAttempts", "PlacesAgain", "KnowsProvideOrdersOnly",
        "UsesTheGatewaysNumbers", "NamesTheLastRequest", "ForgetsFields", "SendsNoNews",
        "TakesSilenceForNo",
    ),
    ("TellsNoAnswers", "TellsNoProgress"),
    ("TellsNoTrouble", "GrantsWhatWasOnlyTaken"),
    ("TakesRefusalsForFaults", "TakesSilenceForYes"),
    ("OneAtATime", "HasNoPatience", "StaysBroken", "FetchesOneToken", "RemembersOrders"),
)  # fmt: skip
"""Names of those that do not get into each other's way: one run shows what each of them fails."""


def together(names: Iterable[str]) -> type[Broken]:
    """One that is wrong in all these ways; it fails what each of them fails."""
    found = {one.__name__: one for one in BROKEN}
    parts = tuple(found[name] for name in names)
    failing = frozenset[str]().union(*(part.fails for part in parts))
    if len(failing) != sum(len(part.fails) for part in parts):
        raise ValueError("two of them fail the same check")
    return type("And".join(names), parts, {"fails": failing, "level": parts[0].level})


__all__ = ["BROKEN", "TOGETHER", "Broken", "together"]
