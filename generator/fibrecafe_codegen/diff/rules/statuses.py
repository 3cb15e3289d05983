"""Statuses of answers. Our clients read a success that they do not know as the first one they do."""

from __future__ import annotations

from .kind import Kind, Told

SUCCESS_ADDED = Kind(
    "success-added",
    "{where} is new: a success that carries something else",
    told=Told(
        "breaking",
        reader="May be answered {what}, which clients of the old document cannot read.",
        writer="May answer {what}.",
        adapter="The answer may be another: see what it holds.",
        in_news=False,
    ),
)
ALIKE_ADDED = Kind(
    "alike-success-added",
    "{where} is new: a success that carries the same",
    told=Told(
        "attention",
        reader="May be answered {what}: clients of the old document read it like the one they know.",
        writer="May answer {what}.",
        adapter="Nothing to do: what is answered is the same.",
        in_news=False,
    ),
)
SUCCESS_REMOVED = Kind(
    "success-removed",
    "{where}, a success, is gone",
    told=Told(
        "breaking",
        reader="Is no longer answered {what}: code that waits for it must change.",
        writer="Must answer another status than {what}.",
        adapter="The answer is another: see what it holds.",
        in_news=False,
    ),
)
ERROR_ADDED = Kind(
    "error-added",
    "{where} is new",
    told=Told(
        "compatible",
        reader="May be answered {what}, which clients of the old document raise all the same.",
        writer="May answer {what}.",
        adapter="May lead to {what} where it fits.",
        in_news=False,
    ),
)
ERROR_REMOVED = Kind(
    "error-removed",
    "{where} is gone",
    told=Told(
        "attention",
        reader="Is no longer answered {what}: code that waits for it does so in vain.",
        writer="Must answer another status than {what}.",
        adapter="Must not lead to {what}.",
        in_news=False,
    ),
)

KINDS = (SUCCESS_ADDED, ALIKE_ADDED, SUCCESS_REMOVED, ERROR_ADDED, ERROR_REMOVED)
