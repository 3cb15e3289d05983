"""Formats of texts and numbers."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

ADDED = Kind(
    "format-added",
    "{where} has the format {new} now",
    Meaning(
        "breaking",
        client="Values that are no {new} are refused.",
        server="Refuses what is no {new}; older clients may send it.",
        adapter="Is given a {new}; its type in Python may change.",
    ),
    Told(
        "attention",
        reader="Is given a {new}; its type in Python may change.",
        writer="Must give a {new}: readers of the new document may refuse anything else.",
        adapter="Must give a {new}.",
        news="breaking",
        news_reader="May refuse what is no {new}; older senders may give it.",
    ),
)
REMOVED = Kind(
    "format-removed",
    "{where} no longer has the format {old}",
    Meaning(
        "compatible",
        client="May send what is no {old}.",
        server="May be given what is no {old}; its type in Python may change.",
        adapter="May be given what is no {old}: see whether the supplier takes it.",
    ),
    Told(
        "breaking",
        reader="May be given what is no {old}: readers of the old document may refuse it.",
        writer="May give what is no {old}.",
        adapter="May give what is no {old}.",
    ),
)
CHANGED = Kind(
    "format-changed",
    "{where} was a {old}, is a {new} now",
    Meaning(
        "breaking",
        client="Send a {new}: a {old} may be refused.",
        server="Takes a {new}; older clients send a {old}.",
        adapter="Is given a {new}: the mapping must change.",
    ),
    Told(
        "breaking",
        reader="Is given a {new}: readers of the old document may refuse it.",
        writer="Gives a {new}; readers of the old document wait for a {old}.",
        adapter="Must give a {new}: the mapping must change.",
    ),
)
MOMENT = Kind(
    "date-became-date-time",
    "{where} was a date, is a date-time now",
    Meaning(
        "breaking",
        client="Send a date-time: a date is refused.",
        server="Takes a date-time; older clients send a date.",
        adapter="Is given a date-time: the mapping must change.",
    ),
    Told(
        "attention",
        reader="Is given a date-time; our readers of the old document keep its day.",
        writer="Must give a date-time: readers of the new document refuse a date.",
        adapter="Must give a date-time.",
        news="breaking",
        news_reader="Refuses a date, which older senders give.",
    ),
)

KINDS = (ADDED, REMOVED, CHANGED, MOMENT)
