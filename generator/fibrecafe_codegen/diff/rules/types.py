"""Types of values."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

NARROWED = Kind(
    "type-narrowed",
    "{where} was {old}, may only be {new} now",
    Meaning(
        "breaking",
        client="Values other than {new} are refused.",
        server="Refuses what is not {new}; older clients may send {old}.",
        adapter="Is given {new} alone.",
    ),
    Told(
        "attention",
        reader="Is given {new} alone.",
        writer="Must give {new}: readers of the new document refuse anything else.",
        adapter="Must give {new}.",
        news="breaking",
        news_reader="Refuses what is not {new}; older senders may give {old}.",
    ),
)
WIDENED = Kind(
    "type-widened",
    "{where} was {old}, may be {new} now",
    Meaning(
        "compatible",
        client="May send {new}.",
        server="May be given {new}.",
        adapter="May be given {new}: see whether the supplier takes it.",
    ),
    Told(
        "breaking",
        reader="May be given {new}; readers of the old document refuse what is not {old}.",
        writer="May give {new}.",
        adapter="May give {new}.",
    ),
)
CHANGED = Kind(
    "type-changed",
    "{where} was {old}, is {new} now",
    Meaning(
        "breaking",
        client="Send {new}: {old} is refused.",
        server="Takes {new}; older clients send {old}.",
        adapter="Is given {new}: the mapping must change.",
    ),
    Told(
        "breaking",
        reader="Is given {new}; readers of the old document refuse that.",
        writer="Gives {new}; readers of the old document wait for {old}.",
        adapter="Must give {new}: the mapping must change.",
    ),
)

KINDS = (NARROWED, WIDENED, CHANGED)
