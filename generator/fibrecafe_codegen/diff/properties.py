"""Properties: added, removed, perhaps renamed, required or not, and to whom they are told."""

from __future__ import annotations

import difflib

from .difference import DIRECTIONS, Direction
from .fingerprint import fingerprint
from .pairs import Pair, Side
from .shape import Shape

_ASKED: tuple[Direction, ...] = ("request", "news")
_TOLD: tuple[Direction, ...] = ("response",)
_ALIKE = 0.5  # of two names; below it, only the sole candidate of a telling shape is a guess


def compare_properties(pair: Pair, old: Side, new: Side) -> None:
    """Notes what differs in the properties of two objects."""
    was, now = pair.old.properties, pair.new.properties
    gone = [name for name in was if name not in now]
    come = [name for name in now if name not in was]
    for before, after in _renamed(pair, old, new, gone, come):
        gone.remove(before)
        come.remove(after)
        pair.add(
            "property-renamed", before, at=(was[before][-1], now[after][-1]), old=before, new=after,
            directions=_where(new.shape(now[after])),
        )  # fmt: skip
        pair.lead(was[before], now[after], "property", directions=_where(new.shape(now[after])))
    for name in gone:
        shape = old.shape(was[name])
        place = _property_place(pair.old, name)
        pair.add(
            "property-removed", name, at=(place, pair.new.place("properties")),
            old=_summary(shape), directions=_where(shape),
        )  # fmt: skip
    for name in come:
        shape = new.shape(now[name])
        kind = "required" if name in pair.new.required else "optional"
        place = _property_place(pair.new, name)
        pair.add(
            f"{kind}-property-added", name, at=(pair.old.place("properties"), place),
            new=_summary(shape), directions=_where(shape),
        )  # fmt: skip
    for name in was:
        if name in now:
            _kept(pair, old, new, name)
    _only_required(pair)


def _kept(pair: Pair, old: Side, new: Side, name: str) -> None:
    one, other = old.shape(pair.old.properties[name]), new.shape(pair.new.properties[name])
    places = (_property_place(pair.old, name), _property_place(pair.new, name))
    was, now = name in pair.old.required, name in pair.new.required
    directions = _where(other)
    if was != now:
        at = (pair.old.required.get(name, places[0]), pair.new.required.get(name, places[1]))
        kind = "property-became-required" if now else "property-became-optional"
        pair.add(kind, name, at=at, old=was, new=now, directions=directions)
    if one.flag("readOnly") != other.flag("readOnly"):
        at = (one.place("readOnly"), other.place("readOnly"))
        kind = "property-became-read-only" if other.flag("readOnly") else "property-became-writable"
        pair.add(kind, name, at=at, old=one.flag("readOnly"), new=other.flag("readOnly"))
        if kind == "property-became-writable" and now:
            pair.add("required-property-added", name, at=at, new=_summary(other), directions=_ASKED)
    if one.flag("writeOnly") != other.flag("writeOnly"):
        at = (one.place("writeOnly"), other.place("writeOnly"))
        kind = "write-only" if other.flag("writeOnly") else "readable"
        old_mark, new_mark = one.flag("writeOnly"), other.flag("writeOnly")
        pair.add(f"property-became-{kind}", name, at=at, old=old_mark, new=new_mark)
    tag = old.is_tag(pair.old, name) or new.is_tag(pair.new, name)
    pair.lead(
        pair.old.properties[name],
        pair.new.properties[name],
        "tag" if tag else "property",
        optional=not (was or now),
        directions=directions,
    )


def _only_required(pair: Pair) -> None:
    """Names that must be there and are not described."""
    known = pair.old.properties.keys() | pair.new.properties.keys()
    was = {name: place for name, place in pair.old.required.items() if name not in known}
    now = {name: place for name, place in pair.new.required.items() if name not in known}
    for name in (name for name in now if name not in was):
        at = (pair.old.pointer, now[name])
        pair.add("property-became-required", name, at=at, old=False, new=True)
    for name in (name for name in was if name not in now):
        at = (was[name], pair.new.pointer)
        pair.add("property-became-optional", name, at=at, old=True, new=False)


def _where(shape: Shape) -> tuple[Direction, ...]:
    """The messages that carry a property."""
    asked = () if shape.flag("readOnly") else _ASKED
    told = () if shape.flag("writeOnly") else _TOLD
    return DIRECTIONS if asked and told else (*asked, *told)


def _property_place(shape: Shape, name: str) -> str:
    """Where a property stands, not what it refers to."""
    for fact in shape.facts("properties"):
        if isinstance(fact.value, dict) and name in fact.value:
            escaped = name.replace("~", "~0").replace("/", "~1")
            return f"{fact.pointer}/{escaped}"
    return shape.pointer


def _summary(shape: Shape) -> str:
    """A property in two words."""
    named = shape.schemas.name_of(shape.node)
    return named or " or ".join(sorted(shape.types or {"any"}))


def _renamed(
    pair: Pair, old: Side, new: Side, gone: list[str], come: list[str]
) -> list[tuple[str, str]]:
    """Guesses: a property that went and one of the same shape that came."""
    if not gone or not come:
        return []
    before = {name: fingerprint(old, pair.old.properties[name]) for name in gone}
    after = {name: fingerprint(new, pair.new.properties[name]) for name in come}
    texts = {name: _text(old.shape(pair.old.properties[name])) for name in gone}
    texts |= {name: _text(new.shape(pair.new.properties[name])) for name in come}
    scored = sorted(
        (
            (-_likeness(one, other, texts), gone.index(one), come.index(other))
            for one in gone
            for other in come
            if before[one] == after[other]
        ),
    )
    found: list[tuple[str, str]] = []
    for score, i, j in scored:
        one, other = gone[i], come[j]
        sole = len(gone) == len(come) == 1 and _telling(old.shape(pair.old.properties[one]))
        if any(one in taken or other in taken for taken in found):
            continue
        if -score >= _ALIKE or sole:
            found.append((one, other))
    return found


def _likeness(one: str, other: str, texts: dict[str, str]) -> float:
    if texts[one] and texts[one] == texts[other]:
        return 1.0  # described by the same words
    return difflib.SequenceMatcher(None, one.lower(), other.lower()).ratio()


def _text(shape: Shape) -> str:
    fact = shape.first("description")
    return " ".join(str(fact.value).split()) if fact is not None else ""


def _telling(shape: Shape) -> bool:
    """More than a plain text, number or truth value."""
    return bool(shape.enum or shape.properties or shape.patterns or shape.unions)
