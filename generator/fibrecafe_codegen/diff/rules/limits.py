"""Limits of numbers, lengths and counts."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

NARROWED = Kind(
    "limit-narrowed",
    "{where}: {what} was {old}, is {new} now and takes less",
    Meaning(
        "breaking",
        client="Values beyond {what} {new} are refused.",
        server="Refuses values beyond {what} {new}; older clients may send them.",
        adapter="Is given only what keeps to {what} {new}.",
    ),
    Told(
        "attention",
        reader="Is given only what keeps to {what} {new}.",
        writer="Must keep to {what} {new}: readers of the new document refuse anything else.",
        adapter="Must keep to {what} {new}: see what the supplier gives.",
        news="breaking",
        news_reader="Refuses values beyond {what} {new}; older senders may give them.",
    ),
)
WIDENED = Kind(
    "limit-widened",
    "{where}: {what} was {old}, is {new} now and takes more",
    Meaning(
        "compatible",
        client="May send values beyond {what} {old}.",
        server="May be given values beyond {what} {old}: see that they can be kept.",
        adapter="May be given values beyond {what} {old}: see whether the supplier takes them.",
    ),
    Told(
        "breaking",
        reader="May be given values beyond {what} {old}: readers of the old document refuse them.",
        writer="May give values beyond {what} {old}.",
        adapter="May give values beyond {what} {old}.",
    ),
)
CHANGED = Kind(
    "limit-changed",
    "{where}: {what} was {old}, is {new} now, and neither includes the other",
    Meaning(
        "breaking",
        client="Values that keep to {what} {old} alone are refused.",
        server="Refuses what older clients may send.",
        adapter="Is given what keeps to {what} {new}.",
    ),
    Told(
        "breaking",
        reader="May be given values that readers of the old document refuse.",
        writer="Must keep to {what} {new}.",
        adapter="Must keep to {what} {new}.",
    ),
)

KINDS = (NARROWED, WIDENED, CHANGED)
