"""Patterns of texts, as far as it can be decided which take more."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

_NARROWER = Meaning(
    "breaking",
    client="Texts that do not match {new} are refused.",
    server="Refuses texts that do not match {new}; older clients may send them.",
    adapter="Is given only what matches {new}.",
)
_NARROWER_TOLD = Told(
    "attention",
    reader="Is given only what matches {new}.",
    writer="Must give what matches {new}: readers of the new document refuse anything else.",
    adapter="Must give what matches {new}.",
    news="breaking",
    news_reader="Refuses texts that do not match {new}; older senders may give them.",
)
_WIDER = Meaning(
    "compatible",
    client="May send texts that do not match {old}.",
    server="May be given texts that do not match {old}.",
    adapter="May be given texts that do not match {old}: see whether the supplier takes them.",
)
_WIDER_TOLD = Told(
    "breaking",
    reader="May be given texts that do not match {old}: readers of the old document refuse them.",
    writer="May give texts that do not match {old}.",
    adapter="May give texts that do not match {old}.",
)

ADDED = Kind("pattern-added", "{where} must match {new} now", _NARROWER, _NARROWER_TOLD)
REMOVED = Kind("pattern-removed", "{where} need not match {old} any more", _WIDER, _WIDER_TOLD)
NARROWED = Kind(
    "pattern-narrowed",
    "{where} must match {new}, which takes less than {old}",
    _NARROWER,
    _NARROWER_TOLD,
)
WIDENED = Kind(
    "pattern-widened", "{where} must match {new}, which takes more than {old}", _WIDER, _WIDER_TOLD
)
CHANGED = Kind(
    "pattern-changed",
    "{where} must match {new}, not {old}; which of them takes more is not decided here",
    Meaning(
        "breaking",
        client="Texts that match {old} may be refused: see whether yours match {new}.",
        server="May refuse what older clients send.",
        adapter="May be given other texts: see whether the supplier takes them.",
    ),
    Told(
        "breaking",
        reader="May be given texts that readers of the old document refuse.",
        writer="Must give what matches {new}.",
        adapter="Must give what matches {new}.",
    ),
)

KINDS = (ADDED, REMOVED, NARROWED, WIDENED, CHANGED)
