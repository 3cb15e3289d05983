"""Types, formats, patterns, limits and values: narrowed, widened or other."""

from __future__ import annotations

from typing import Literal

from .difference import ABSENT
from .pairs import Pair
from .pattern_relation import relation
from .shape import LOWER, UPPER, WHOLE, Bound, Fact

_Way = Literal["narrowed", "widened", "changed"]
_ALL = frozenset({"string", "number", "integer", "boolean", "array", "object"})


def compare_types(pair: Pair) -> bool:
    """Notes how types differ; False where nothing below is worth comparing."""
    old, new = pair.old.types, pair.new.types
    if old == new:
        return True
    before, after = _ALL if old is None else old, _ALL if new is None else new
    at = (pair.old.place("type"), pair.new.place("type"))
    way = "widened" if before < after else "narrowed" if after < before else "changed"
    pair.add(f"type-{way}", at=at, old=_shown(old), new=_shown(new))
    return bool(before & after) and old is not None and new is not None


def _shown(types: frozenset[str] | None) -> str:
    if types is None:
        return "any"
    return " or ".join(sorted(types - {"integer"} if "number" in types else types)) or "nothing"


def compare_scalars(pair: Pair) -> None:
    """Notes what differs in all that speaks of a single value."""
    _format(pair)
    _patterns(pair)
    _limits(pair)
    _enums(pair)


def _format(pair: Pair) -> None:
    old, new = pair.old.first("format"), pair.new.first("format")
    before, after = old.value if old else None, new.value if new else None
    if before == after:
        return
    at = (pair.old.place("format"), pair.new.place("format"))
    if before is None:
        pair.add("format-added", at=at, new=after)
    elif after is None:
        pair.add("format-removed", at=at, old=before)
    elif (before, after) == ("date", "date-time"):
        pair.add("date-became-date-time", at=at, old=before, new=after)
    else:
        pair.add("format-changed", at=at, old=before, new=after)


def _patterns(pair: Pair) -> None:
    old, new = pair.old.patterns, pair.new.patterns
    gone = [pattern for pattern in old if pattern not in new]
    come = [pattern for pattern in new if pattern not in old]
    at = (
        old[gone[0]] if gone else pair.old.place("pattern"),
        new[come[0]] if come else pair.new.place("pattern"),
    )
    if len(gone) == len(come) == 1:
        way = relation(gone[0], come[0])
        kinds = {"narrower": "narrowed", "wider": "widened", "unknown": "changed"}
        if way != "equal":
            pair.add(f"pattern-{kinds[way]}", at=at, old=gone[0], new=come[0])
        return
    for pattern in gone:
        pair.add("pattern-removed", at=(old[pattern], at[1]), old=pattern)
    for pattern in come:
        pair.add("pattern-added", at=(at[0], new[pattern]), new=pattern)


def _limits(pair: Pair) -> None:
    for keyword in ("minimum", "maximum"):
        _bound(pair, keyword)
    for keyword in (*LOWER, *UPPER):
        old, new = pair.old.size(keyword), pair.new.size(keyword)
        before, after = old.value if old else None, new.value if new else None
        if before != after:
            sign = 1 if keyword in LOWER else -1
            _limit(pair, keyword, _way(before, after, sign), before, after, (old, new))
    _multiple(pair)
    if pair.old.flag("uniqueItems") != pair.new.flag("uniqueItems"):
        way: _Way = "narrowed" if pair.new.flag("uniqueItems") else "widened"
        found = (pair.old.first("uniqueItems"), pair.new.first("uniqueItems"))
        values = [fact.value if fact else None for fact in found]
        _limit(pair, "uniqueItems", way, values[0], values[1], found)


def _bound(pair: Pair, keyword: str) -> None:
    old, new = pair.old.bound(keyword), pair.new.bound(keyword)
    before, after = old[0] if old else None, new[0] if new else None
    if before == after:
        return
    sign = 1 if keyword == "minimum" else -1
    way = _way(_order(before, sign), _order(after, sign), 1)
    places = (
        Fact(None, old[1]) if old else None,
        Fact(None, new[1]) if new else None,
    )
    _limit(pair, keyword, way, _bound_shown(before), _bound_shown(after), places)


def _order(bound: Bound | None, sign: int) -> tuple[float, bool] | None:
    return None if bound is None else (sign * bound.value, bound.exclusive)


def _bound_shown(bound: Bound | None) -> object:
    if bound is None:
        return None
    return f"{bound.value} exclusive" if bound.exclusive else bound.value


def _way(before: object, after: object, sign: int) -> _Way:
    if before is None or after is None:
        return "narrowed" if before is None else "widened"
    grown = bool(after > before)  # type: ignore[operator]
    return "narrowed" if grown == (sign == 1) else "widened"


def _multiple(pair: Pair) -> None:
    old, new = pair.old.first("multipleOf"), pair.new.first("multipleOf")
    before = _meant(old, pair.old.types)
    after = _meant(new, pair.new.types)
    if before == after:
        return
    way: _Way = "changed"
    if before is None or (after is not None and before != 0 and after % before == 0):
        way = "narrowed"
    elif after is None or (after != 0 and before % after == 0):
        way = "widened"
    _limit(pair, "multipleOf", way, before, after, (old, new))


def _meant(fact: Fact | None, types: frozenset[str] | None) -> float | None:
    """A multiple of 1 says of an integer nothing."""
    if fact is None or not isinstance(fact.value, (int, float)):
        return None
    return None if fact.value == 1 and types == WHOLE else fact.value


def _limit(
    pair: Pair,
    keyword: str,
    way: _Way,
    old: object,
    new: object,
    found: tuple[Fact | None, Fact | None],
) -> None:
    at = (
        found[0].pointer if found[0] else pair.old.pointer,
        found[1].pointer if found[1] else pair.new.pointer,
    )
    before, after = ABSENT if old is None else old, ABSENT if new is None else new
    pair.add(f"limit-{way}", keyword, at=at, old=before, new=after)


def _enums(pair: Pair) -> None:
    old, new = pair.old.enum, pair.new.enum
    places = (_list_of(pair.old.enum, pair.old.pointer), _list_of(pair.new.enum, pair.new.pointer))
    if old is None and new is not None:
        pair.add(
            "enum-added", at=places, new=[f.value for f in new.values()], exposed=_exposed(pair)
        )
    elif new is None and old is not None:
        pair.add(
            "enum-removed", at=places, old=[f.value for f in old.values()], exposed=_exposed(pair)
        )
    elif old is not None and new is not None:
        for key, fact in new.items():
            if key not in old:
                at = (places[0], fact.pointer)
                pair.add("enum-value-added", key, at=at, new=fact.value, exposed=_exposed(pair))
        for key, fact in old.items():
            if key not in new:
                at = (fact.pointer, places[1])
                pair.add("enum-value-removed", key, at=at, old=fact.value, exposed=_exposed(pair))


def _exposed(pair: Pair) -> Literal["yes", "closed"]:
    """Readers keep an unknown text; of numbers they know which there are."""
    values = [f.value for enum in (pair.old.enum, pair.new.enum) for f in (enum or {}).values()]
    return "closed" if all(isinstance(value, str) for value in values) else "yes"


def _list_of(enum: dict[str, Fact] | None, fallback: str) -> str:
    """The list that the values stand in."""
    if not enum:
        return fallback
    pointer = next(iter(enum.values())).pointer
    return pointer if pointer.endswith("/const") else pointer.rpartition("/")[0]
