"""Parameters of requests and headers of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ..document.pointers import join
from .comparison import Comparison
from .difference import Direction
from .pairs import Side
from .paths import Operation
from .texts import compare_marks, compare_texts

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_IGNORED = frozenset({"accept", "content-type", "authorization"})  # spec: parameters of that name
_SINGLE = frozenset({"string", "number", "integer", "boolean"})
_Key = tuple[str, str]


def compare_parameters(comparison: Comparison, old: Operation, new: Operation, number: int) -> None:
    """Notes what differs in the parameters of an operation."""
    before, after = _parameters(comparison.old, old), _parameters(comparison.new, new)
    places = _renamed_places(comparison, old, new, number)
    gone = {key: place for key, place in before.items() if places.get(key, key) not in after}
    kept = {places.get(key, key) for key in before} & after.keys()
    come = {key: place for key, place in after.items() if key not in kept}
    for (where, name), pointer in list(gone.items()):
        there = next((key for key in come if key[1].lower() == name.lower()), None)
        if there is not None:
            at = (pointer, come.pop(there))
            del gone[where, name]
            comparison.note(
                "parameter-moved", name, at, old=where, new=there[0], operation=number,
                direction="request",
            )  # fmt: skip
            _kept(comparison, "parameter", name, at, number, "request")
    _came_and_went(
        comparison, "parameter", gone, come, (old.pointer, new.pointer), number, "request"
    )
    for key in before:
        if places.get(key, key) in kept:
            at = (before[key], after[places.get(key, key)])
            _kept(comparison, "parameter", key[1], at, number, "request")


def compare_headers(comparison: Comparison, at: tuple[str, str], number: int) -> None:
    """Notes what differs in the headers of an answer."""
    before, after = _headers(comparison.old, at[0]), _headers(comparison.new, at[1])
    gone = {key: place for key, place in before.items() if key not in after}
    come = {key: place for key, place in after.items() if key not in before}
    _came_and_went(comparison, "header", gone, come, at, number, "response")
    for key in before:
        if key in after:
            places = (before[key], after[key])
            _kept(comparison, "header", key[1], places, number, "response")


def _parameters(side: Side, operation: Operation) -> dict[_Key, str]:
    """Each parameter by where it is and its name; those of the operation replace its path's."""
    found: dict[_Key, str] = {}
    for holder in (operation.item, operation.pointer):
        stated = side.schemas.at(join(holder, "parameters"))
        for index in range(len(stated) if isinstance(stated, list) else 0):
            pointer = side.schemas.follow(join(holder, "parameters", index))
            content = side.schemas.schema(pointer)
            where, name = str(content.get("in")), str(content.get("name"))
            if where == "header":
                name = name.lower()
            if where != "header" or name not in _IGNORED:
                found[where, name] = pointer
    return found


def _headers(side: Side, response: str) -> dict[_Key, str]:
    stated = side.schemas.at(join(response, "headers"))
    return {
        ("header", str(name).lower()): side.schemas.follow(join(response, "headers", name))
        for name in (stated if isinstance(stated, dict) else ())
        if str(name).lower() != "content-type"
    }


def _renamed_places(
    comparison: Comparison, old: Operation, new: Operation, number: int
) -> dict[_Key, _Key]:
    """Parameters of the path are known by their place in it."""
    found: dict[_Key, _Key] = {}
    if old.key != new.key:
        return found
    for before, after in zip(old.places, new.places, strict=True):
        if before != after:
            found["path", before] = ("path", after)
            at = (old.item, new.item)
            comparison.note(
                "path-parameter-renamed", before, at, old=before, new=after, operation=number,
                direction="request",
            )  # fmt: skip
    return found


def _came_and_went(
    comparison: Comparison,
    noun: Literal["parameter", "header"],
    gone: Mapping[_Key, str],
    come: Mapping[_Key, str],
    at: tuple[str, str],
    number: int,
    direction: Direction,
) -> None:
    for (where, name), pointer in gone.items():
        comparison.note(
            f"{noun}-removed", name, (pointer, at[1]), old=where, operation=number,
            direction=direction,
        )  # fmt: skip
    for (where, name), pointer in come.items():
        content = comparison.new.schemas.schema(pointer)
        kind = "required" if content.get("required") is True else "optional"
        comparison.note(
            f"{kind}-{noun}-added", name, (at[0], pointer), new=where, operation=number,
            direction=direction,
        )  # fmt: skip


def _kept(
    comparison: Comparison,
    noun: Literal["parameter", "header"],
    name: str,
    at: tuple[str, str],
    number: int,
    direction: Direction,
) -> None:
    old, new = comparison.old.schemas.schema(at[0]), comparison.new.schemas.schema(at[1])

    def note(kind: str, key: str, before: Any, after: Any) -> None:
        places = (join(at[0], key), join(at[1], key))
        comparison.note(
            f"{noun}-{kind}", name, places, old=before, new=after, operation=number,
            direction=direction,
        )  # fmt: skip

    for key, gained, lost in (
        ("required", "became-required", "became-optional"),
        ("deprecated", "deprecated", "undeprecated"),
    ):
        was, now = old.get(key) is True, new.get(key) is True
        if was != now:
            note(gained if now else lost, key, was, now)
    places = _schema_of(old, at[0]), _schema_of(new, at[1])
    ways = _way(comparison.old, old, places[0]), _way(comparison.new, new, places[1])
    if ways[0] != ways[1]:
        note("encoding-changed", "style", ways[0], ways[1])
    comparison.schema(*places, direction, number)
    compare_texts(comparison, at, number)
    compare_marks(comparison, at, number)


def _schema_of(content: Mapping[str, Any], pointer: str) -> str:
    media = content.get("content")
    if isinstance(media, dict) and media:
        return join(pointer, "content", next(iter(media)), "schema")
    return join(pointer, "schema")


def _way(side: Side, content: Mapping[str, Any], schema: str) -> str:
    """How a value becomes text."""
    media = content.get("content")
    if isinstance(media, dict) and media:
        return str(next(iter(media)))
    style = str(content.get("style") or _STYLES.get(str(content.get("in", "header")), "form"))
    types = side.shape(side.at(schema)).types
    if types and types <= _SINGLE and style in ("form", "simple"):
        return "plain text"
    explode = content.get("explode", style == "form")
    reserved = " with reserved characters" if content.get("allowReserved") else ""
    return f"{style}, {'exploded' if explode is True else 'joined'}{reserved}"
