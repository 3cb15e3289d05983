"""Bodies, media types and statuses."""

from __future__ import annotations

from typing import Any

from ..document.pointers import join
from .comparison import Comparison
from .difference import Direction
from .fingerprint import fingerprint
from .pairs import Side
from .parameters import compare_headers
from .paths import Operation
from .schemas import same
from .texts import compare_marks, compare_texts

_JSON = "application/json"


def compare_request(
    comparison: Comparison, old: Operation, new: Operation, number: int, *, news: bool
) -> None:
    """Notes what differs in the body of a request. `news`: its receivers are tolerant."""
    direction: Direction = "news" if news else "request"
    holders = (join(old.pointer, "requestBody"), join(new.pointer, "requestBody"))
    at = (comparison.old.schemas.follow(holders[0]), comparison.new.schemas.follow(holders[1]))
    before, after = _content(comparison.old, at[0]), _content(comparison.new, at[1])
    was, now = (
        side.schemas.schema(place).get("required") is True
        for side, place in ((comparison.old, at[0]), (comparison.new, at[1]))
    )
    if not before or not after:
        if before:
            places = (at[0], new.pointer)
            _note(comparison, "body-removed", new, places, number, direction, old=_first(before))
        if after:
            kind = "required-body-added" if now else "optional-body-added"
            places = (old.pointer, at[1])
            _note(comparison, kind, new, places, number, "request", new=_first(after))
        return
    if was != now:
        places = (join(at[0], "required"), join(at[1], "required"))
        kind = "body-became-required" if now else "body-became-optional"
        comparison.note(
            kind, new.name, places, old=was, new=now, operation=number, direction="request"
        )
    _media_types(comparison, at, before, after, number, direction)
    compare_texts(comparison, at, number)
    compare_marks(comparison, at, number)


def _note(
    comparison: Comparison, kind: str, operation: Operation, at: tuple[str, str], number: int,
    direction: Direction, **values: Any,
) -> None:  # fmt: skip
    comparison.note(kind, operation.name, at, operation=number, direction=direction, **values)


def compare_responses(comparison: Comparison, old: Operation, new: Operation, number: int) -> None:
    """Notes what differs in the answers of an operation."""
    before, after = _statuses(comparison.old, old), _statuses(comparison.new, new)
    for status, pointer in before.items():
        if status in after:
            _response(comparison, status, (pointer, after[status]), number)
            continue
        kind = "success-removed" if _is_success(status) else "error-removed"
        at = (pointer, join(new.pointer, "responses"))
        comparison.note(kind, status, at, old=status, operation=number, direction="response")
    for status, pointer in after.items():
        if status not in before:
            kind = "error-added"
            if _is_success(status):
                alike = _alike(comparison, before, pointer)
                kind = "alike-success-added" if alike else "success-added"
            at = (join(old.pointer, "responses"), pointer)
            comparison.note(kind, status, at, new=status, operation=number, direction="response")


def _statuses(side: Side, operation: Operation) -> dict[str, str]:
    stated = side.schemas.at(join(operation.pointer, "responses"))
    return {
        str(status): side.schemas.follow(join(operation.pointer, "responses", status))
        for status in (stated if isinstance(stated, dict) else ())
        if not str(status).startswith("x-")
    }


def _is_success(status: str) -> bool:
    return status.startswith("2")


def _alike(comparison: Comparison, before: dict[str, str], pointer: str) -> bool:
    """Whether a success that came carries what clients read in the first one they know."""
    first = next((place for status, place in before.items() if _is_success(status)), None)
    if first is None:
        return False
    one, other = _content(comparison.old, first), _content(comparison.new, pointer)
    if not one or not other:
        return not one  # clients that expect no body read none
    schemas = (join(one[_first(one)], "schema"), join(other[_first(other)], "schema"))
    return fingerprint(comparison.old, comparison.old.at(schemas[0])) == fingerprint(
        comparison.new, comparison.new.at(schemas[1])
    )


def _response(comparison: Comparison, status: str, at: tuple[str, str], number: int) -> None:
    before, after = _content(comparison.old, at[0]), _content(comparison.new, at[1])
    if before and after:
        _media_types(comparison, at, before, after, number, "response")
    elif before:
        comparison.note(
            "body-removed", status, at, old=_first(before), operation=number, direction="response"
        )
    elif after:
        comparison.note(
            "body-added", status, at, new=_first(after), operation=number, direction="response"
        )
    compare_headers(comparison, at, number)
    compare_texts(comparison, at, number)
    compare_marks(comparison, at, number)
    links = [
        side.schemas.schema(p).get("links")
        for side, p in ((comparison.old, at[0]), (comparison.new, at[1]))
    ]
    if not same(links[0], links[1]):
        places = (join(at[0], "links"), join(at[1], "links"))
        comparison.note(
            "links-changed", status, places, old=links[0], new=links[1], operation=number
        )


def _content(side: Side, pointer: str) -> dict[str, str]:
    """Each media type in one spelling, with its place."""
    stated = side.schemas.schema(pointer).get("content")
    return {
        str(name).lower().replace(" ", ""): join(pointer, "content", name)
        for name in (stated if isinstance(stated, dict) else ())
    }


def _first(content: dict[str, str]) -> str:
    return _JSON if _JSON in content else next(iter(content))


def _media_types(
    comparison: Comparison, at: tuple[str, str],
    before: dict[str, str], after: dict[str, str],
    number: int, direction: Direction,
) -> None:  # fmt: skip
    for name, pointer in before.items():
        if name not in after:
            places = (pointer, join(at[1], "content"))
            comparison.note(
                "media-type-removed", name, places, old=name, operation=number, direction=direction
            )
            continue
        places = (pointer, after[name])
        comparison.schema(join(pointer, "schema"), join(after[name], "schema"), direction, number)
        old, new = (
            side.schemas.schema(p).get("encoding")
            for side, p in ((comparison.old, places[0]), (comparison.new, places[1]))
        )
        if not same(old, new):
            comparison.note(
                "media-encoding-changed", name, places, old=old, new=new, operation=number,
                direction=direction,
            )  # fmt: skip
        compare_texts(comparison, places, number)
        compare_marks(comparison, places, number)
    for name, pointer in after.items():
        if name not in before:
            places = (join(at[0], "content"), pointer)
            comparison.note(
                "media-type-added", name, places, new=name, operation=number, direction=direction
            )
