"""Two schemas compared: one level, and which pairs are below."""

from __future__ import annotations

from typing import Any

from .pairs import Pair, Side
from .properties import compare_properties
from .scalars import compare_scalars, compare_types
from .shape import EXAMPLES, OPAQUE, TEXTS, Fact
from .variants import compare_variants

_PERSONAL = "x-personal-data"


def compare_schemas(pair: Pair, old: Side, new: Side) -> None:
    """Fills in what differs between the two schemas of a pair."""
    written_alike = pair.old.written == pair.new.written  # then only what is below can differ
    if not written_alike:
        _texts(pair)
        _nullability(pair)
        _default(pair)
    if not compare_variants(pair, old, new):
        return
    if not written_alike:
        if not compare_types(pair):
            return
        compare_scalars(pair)
        _opaque(pair)
    compare_properties(pair, old, new)
    _openness(pair, old, new)
    _items(pair, old, new)


def _texts(pair: Pair) -> None:
    for keyword in TEXTS:
        _stated(pair, "text-changed", keyword)
    for keyword in EXAMPLES:
        _stated(pair, "example-changed", keyword)
    before, after = pair.old.extensions, pair.new.extensions
    for keyword in dict.fromkeys([*before, *after]):
        one, other = before.get(keyword), after.get(keyword)
        kind = "personal-data-changed" if keyword == _PERSONAL else "extension-changed"
        _differs(pair, kind, keyword, one, other)
    was, now = pair.old.flag("deprecated"), pair.new.flag("deprecated")
    if was != now:
        at = (pair.old.place("deprecated"), pair.new.place("deprecated"))
        pair.add("deprecated" if now else "undeprecated", at=at, old=was, new=now)


def _stated(pair: Pair, kind: str, keyword: str) -> None:
    _differs(pair, kind, keyword, pair.old.first(keyword), pair.new.first(keyword))


def _differs(pair: Pair, kind: str, what: str, one: Fact | None, other: Fact | None) -> None:
    before, after = one.value if one else None, other.value if other else None
    if not same(before, after):
        at = (
            one.pointer if one else pair.old.pointer,
            other.pointer if other else pair.new.pointer,
        )
        pair.add(kind, what, at=at, **said(one, other))


def said(one: Fact | None, other: Fact | None) -> dict[str, Any]:
    """The values of two facts, of which one may not be there."""
    found = {}
    if one is not None:
        found["old"] = one.value
    if other is not None:
        found["new"] = other.value
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two values of a document are equal, the order of keys apart; true is not 1."""
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _nullability(pair: Pair) -> None:
    old, new = pair.old.nullable, pair.new.nullable
    if (old is None) == (new is None):
        return
    at = (old.pointer if old else pair.old.pointer, new.pointer if new else pair.new.pointer)
    kind = "became-nullable" if new else "became-not-nullable"
    pair.add(kind, at=at, old=old is not None, new=new is not None, exposed="needed")


def _default(pair: Pair) -> None:
    _stated(pair, "default-changed", "default")


def _openness(pair: Pair, old: Side, new: Side) -> None:
    was, now = pair.old.closed, pair.new.closed
    if (was is None) != (now is None):
        at = (was.pointer if was else pair.old.pointer, now.pointer if now else pair.new.pointer)
        pair.add("object-closed" if now else "object-opened", at=at, old=not was, new=not now)
        return
    before, after = pair.old.values, pair.new.values
    if before or after:
        anything = (
            old.at(f"{pair.old.pointer}/additionalProperties"),
            new.at(f"{pair.new.pointer}/additionalProperties"),
        )
        pair.lead(before or anything[0], after or anything[1], "value")


def _items(pair: Pair, old: Side, new: Side) -> None:
    before, after = pair.old.items, pair.new.items
    if before or after:
        anything = old.at(f"{pair.old.pointer}/items"), new.at(f"{pair.new.pointer}/items")
        pair.lead(before or anything[0], after or anything[1], "item")


def _opaque(pair: Pair) -> None:
    """Keywords that are compared as they are written."""
    for keyword in OPAQUE:
        _stated(pair, "constraint-changed", keyword)
