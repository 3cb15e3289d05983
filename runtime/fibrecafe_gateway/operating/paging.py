"""Pages of lists: a cursor says behind what the next one begins, and is nothing to be read."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, and_, literal, or_, tuple_

T = TypeVar("T")

_LONGEST = 2**63


class BadCursor(ValueError):
    """A cursor that no answer of this list gave."""

    def __init__(self) -> None:
        super().__init__("it is none that an answer to the same list gave")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a list."""

    items: list[T]
    next: str | None
    """Cursor of the next one; None: this is the last."""


def cursor_of(kind: str, *place: int | str) -> str:
    """The cursor behind a place in a kind of list."""
    return urlsafe_b64encode(json.dumps([kind, *place]).encode()).decode().rstrip("=")


def place_of(kind: str, cursor: str, *types: type) -> tuple[Any, ...]:
    """The place that a cursor says, of values of these types. Raises BadCursor."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        known, *place = json.loads(urlsafe_b64decode(padded))
    except (ValueError, TypeError, RecursionError):
        raise BadCursor from None
    if known != kind or [type(value) for value in place] != list(types):
        raise BadCursor
    for value in place:
        if not -_LONGEST <= value < _LONGEST if isinstance(value, int) else "\0" in value:
            raise BadCursor
    return tuple(place)


def behind(
    columns: Sequence[tuple[ColumnElement[Any], bool]], place: Sequence[Any]
) -> ColumnElement[bool]:
    """Rows behind a place, in the order of columns; each with whether it falls.

    Where all go the same way they are compared as one, so that an index that begins with the first is
    entered at the place, and not read up to it.
    """
    ways = {falls for _, falls in columns}
    if len(ways) == 1:
        here = tuple_(*(column for column, _ in columns))
        values = zip(columns, place, strict=True)
        there = tuple_(*(literal(value, column.type) for (column, _), value in values))
        return here < there if ways.pop() else here > there
    either: list[ColumnElement[bool]] = []
    same: list[ColumnElement[bool]] = []
    for (column, falls), value in zip(columns, place, strict=True):
        either.append(and_(*same, column < value if falls else column > value))
        same.append(column == value)
    return or_(*either)
