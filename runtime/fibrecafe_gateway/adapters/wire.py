"""Models as plain JSON values, and back: the ground of both directions of mapping."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
from pydantic_core import to_json

from fibrecafe_api._support.codec import Codec

T = TypeVar("T")

_AS_IS = frozenset({str, int, float, bool})


def plain(value: Any) -> Any:
    """JSON values under the API's names; what is absent, or not in the document, is left out.

    What a newer version of one API brings must not slip into the other under the same name.
    A mapping, such as a stored entity, is taken as it is.
    """
    kind = type(value)
    if kind in _AS_IS:  # nearly all that is met, so it is looked for first
        return value
    if kind is dict:
        return {name: plain(item) for name, item in value.items() if item is not None}
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        held = ((f.serialization_alias or n, value.__dict__.get(n)) for n, f in fields)
        return {name: plain(item) for name, item in held if item is not None}
    if isinstance(value, Mapping):
        pairs: Mapping[str, Any] = value
        return {name: plain(item) for name, item in pairs.items() if item is not None}
    if isinstance(value, (list, tuple)):
        items: list[Any] = list(value)  # type checkers differ on what isinstance makes of it
        return [plain(item) for item in items]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        # With its offset: timeslots are told in UK local time (guide).
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value


def asked(kind: Any, values: Mapping[str, Any]) -> Any:
    """A model as strictly as a request is read. Raises pydantic's ValidationError."""
    return _codec(kind).accept(to_json(values))


def told(kind: type[T], values: Mapping[str, Any]) -> T:
    """A model as tolerantly as an answer is read. Raises pydantic's ValidationError."""
    known: Any = kind
    read: T = _codec(known).read(to_json(values))
    return read


@cache
def _codec(kind: Any) -> Codec[Any]:
    return Codec(kind)
