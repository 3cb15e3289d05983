"""Whether one regular expression takes all that another takes, where that can be decided.

Two patterns are compared as they are built: anchors, characters, repetitions, alternatives. What is
built in different ways stays undecided, though it may mean the same.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Literal

Relation = Literal["equal", "narrower", "wider", "unknown"]

_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_START = (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING)
_END = (sre.AT_END, sre.AT_END_STRING)
_CLASSES = {
    sre.CATEGORY_DIGIT: frozenset("0123456789"),
    sre.CATEGORY_WORD: frozenset("0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
}
_LARGEST = 4096  # characters of a range that are spelled out

_Item = tuple[Any, Any]


def relation(old: str, new: str) -> Relation:
    """How the new pattern stands to the old one."""
    if old == new:
        return "equal"
    one, other = _parsed(old), _parsed(new)
    if one is None or other is None:
        return "unknown"
    wider = _within(one, other)
    narrower = _within(other, one)
    if wider and narrower:
        return "equal"
    return "wider" if wider else "narrower" if narrower else "unknown"


@lru_cache(maxsize=512)
def _parsed(pattern: str) -> tuple[bool, list[_Item], bool] | None:
    """The pattern between its anchors, and whether it has them; None where Python cannot read it."""
    try:
        with warnings.catch_warnings(action="ignore"):
            items = list(_parser.parse(pattern))
    except (re.error, RecursionError, OverflowError, ValueError):
        return None
    start = bool(items) and items[0][0] is sre.AT and items[0][1] in _START
    items = items[1:] if start else items
    end = bool(items) and items[-1][0] is sre.AT and items[-1][1] in _END
    return start, items[:-1] if end else items, end


def _within(inner: tuple[bool, list[_Item], bool], outer: tuple[bool, list[_Item], bool]) -> bool:
    """Whether every text that the inner one takes is surely taken by the outer one."""
    if (outer[0] and not inner[0]) or (outer[2] and not inner[2]):
        return False
    return _sequence(inner[1], outer[1])


def _sequence(inner: list[_Item], outer: list[_Item]) -> bool:
    inner, outer = _flat(inner), _flat(outer)
    return len(inner) == len(outer) and all(map(_item, inner, outer))


def _flat(items: list[_Item]) -> list[_Item]:
    """Groups that only group, opened."""
    found: list[_Item] = []
    for op, argument in items:
        if op is sre.SUBPATTERN and not argument[1] and not argument[2]:
            found += _flat(list(argument[3]))
        else:
            found.append((op, argument))
    return found


def _item(inner: _Item, outer: _Item) -> bool:
    (op, argument), (other, limit) = inner, outer
    if op in _REPEATS or other in _REPEATS:
        low, high, body = argument if op in _REPEATS else (1, 1, [inner])
        least, most, allowed = limit if other in _REPEATS else (1, 1, [outer])
        fits = bool(least <= low and high <= most)
        return fits and _sequence(list(body), list(allowed))
    if op is sre.BRANCH or other is sre.BRANCH:
        branches = argument[1] if op is sre.BRANCH else [[inner]]
        choices = limit[1] if other is sre.BRANCH else [[outer]]
        return all(any(_sequence(list(b), list(c)) for c in choices) for b in branches)
    taken, allowed_characters = _characters(inner), _characters(outer)
    if taken is not None and allowed_characters is not None:
        return taken <= allowed_characters
    return repr(inner) == repr(outer) or (other is sre.ANY and taken is not None)


def _characters(item: _Item) -> frozenset[str] | None:
    """The characters that an item takes one of; None where they are not listed here."""
    op, argument = item
    if op is sre.LITERAL:
        return frozenset({chr(argument)})
    if op is sre.RANGE and argument[1] - argument[0] <= _LARGEST:
        return frozenset(map(chr, range(argument[0], argument[1] + 1)))
    if op is sre.CATEGORY:
        return _CLASSES.get(argument)
    if op is not sre.IN or argument[0][0] is sre.NEGATE:
        return None
    found: frozenset[str] = frozenset()
    for part in argument:
        characters = _characters(part)
        if characters is None:
            return None
        found |= characters
    return found
