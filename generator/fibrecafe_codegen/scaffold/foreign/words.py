"""How alike two names are, in the words of this field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ...model.names import PythonName

# Words that mean the same in APIs of suppliers.
_SAME = {
    word: words[0]
    for words in (
        ("id", "identifier", "reference", "ref", "number", "no", "uprn"),
        ("phone", "telephone", "tel", "mobile"),
        ("postcode", "postal", "zip", "post"),
        ("email", "mail"),
        ("note", "comment", "description", "text", "message", "remark", "instruction"),
        ("product", "specification", "spec", "offering", "offer", "profile"),
        ("characteristic", "option", "attribute", "feature", "parameter"),
        ("address", "place", "site", "location", "premise", "property"),
        ("contact", "party", "person"),
        ("appointment", "visit", "booking", "reservation", "hold"),
        ("slot", "timeslot", "window"),
        ("start", "from", "begin"),
        ("end", "to", "until", "finish"),
        ("request", "desired", "wanted", "expected", "preferred"),
        ("completion", "complete", "due", "delivery"),
        ("cancellation", "cancel"),
        ("hazard", "risk", "danger"),
        ("status", "state"),
        ("tenant", "customer", "account", "buyer", "client"),
        ("city", "town"),
        ("street", "road"),
        ("type", "kind", "category"),
        ("reason", "cause", "why"),
        ("amount", "price", "cost"),
        ("test", "diagnostic"),
        ("problem", "ticket", "trouble", "fault", "incident"),
        ("available", "availability", "free"),
    )
    for word in words
}

# On their own they say nothing: what is above them counts.
_GENERIC = frozenset({"id", "name", "type", "value", "code", "note", "status", "date", "time"})

_NUMBERED = frozenset({"phone", "street", "unit", "port", "serial"})

# Words without weight.
_NOISE = frozenset({"date", "time", "list", "value", "item", "related", "the", "of", "a"})


@cache
def words_of(name: str) -> frozenset[str]:
    """`requestedCompletionDate` and `due_dates` as words that compare."""
    words = frozenset(_word(word) for word in PythonName.of(name).strip("_").split("_"))
    if words == {"code"}:
        return frozenset({"id"})
    return words - {"id"} if words & _NUMBERED else words  # a phone number names nobody's order


def _word(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")):
        word = word[:-1]
    if word.endswith("ed") and len(word) > 5:
        word = word[:-2] if word[:-2] in _SAME else word[:-1]
    return _SAME.get(word, word)


# What everything here is about.
_ABOUT = frozenset({"service", "order"})


def likeness(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """From 0 up, of two paths of names; the first name is what both are about."""
    last = _dice(_own(ours[-1]), _own(theirs[-1]))
    if last == 0:
        return 0.0
    whole = _dice(_all(ours) - _NOISE, _all(theirs) - _NOISE)
    parents = [_all(path[1:-1]) - _NOISE - _ABOUT for path in (ours, theirs)]
    same_parent = (
        0.1 * _dice(_own(ours[-2]), _own(theirs[-2])) if min(map(len, (ours, theirs))) > 2 else 0
    )
    if words_of(ours[-1]) <= _GENERIC or words_of(theirs[-1]) <= _GENERIC:
        if all(parents) and not parents[0] & parents[1]:
            return 0.0
        return 0.3 * last + 0.7 * whole + same_parent
    return 0.7 * last + 0.3 * whole + same_parent


def _own(name: str) -> frozenset[str]:
    """Words of a name, without those that everything here is about."""
    words = words_of(name)
    return words - _ABOUT - {"code"} or words


def _all(path: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*map(words_of, path))


def _dice(left: frozenset[str], right: frozenset[str]) -> float:
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 0.0
