"""Which fields of a tenant's requests reach the supplier, and which an adapter drops silently.

Every text of a request is replaced by a marker of its own, and looked for in what came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import count
from typing import Any, get_args, get_origin
from urllib.parse import unquote

from pydantic import BaseModel

from fibrecafe_api.supplier.server import ROUTES

from ..adapters.wire import plain, told
from .findings import Blocked, Field, NotHere, Unmet
from .preparing import sample_for
from .samples import Sample
from .subject import Received
from .trial import Trial

_BODIES: Mapping[str, Any] = {
    route.handler: route.body.type for route in ROUTES if route.body is not None
}

_KEPT = frozenset(
    {"id", "tenant", "orderType", "type", "role", "orderId", "serviceProblemId", "timeslot"}
)
"""Names whose values mean something to the supplier, and stay as they are; they are looked for
where they are numbers."""

_NOT_SENT = frozenset({"status", "supplierReference", "classification", "standard"})
"""Written by suppliers."""


async def coverage(trial: Trial) -> list[Field]:
    """A row for each field of each operation with a body; empty where nothing is recorded."""
    found: list[Field] = []
    for operation in _BODIES:
        if trial.has(operation):
            found += await of_operation(trial, operation)
    return found


async def of_operation(trial: Trial, operation: str) -> list[Field]:
    """The rows of one operation."""
    try:
        sample, markers = await _marked(trial, operation)
    except (Blocked, NotHere, Unmet):
        return []
    since = trial.count
    await trial.ask(sample)
    received = trial.received(since)
    if not received:
        return []
    seen = list(_seen(received))
    places = {name: _place_of(value, seen) for name, value in markers}
    return [_row(trial, operation, name, places) for name, _ in markers]


def _place_of(value: str, seen: Iterable[tuple[str, str]]) -> str:
    return next((place for place, text in seen if _holds(text, value)), "")


_EITHER = (
    ("orderId", "supplierOrderReference"),
    ("serviceProblemId", "supplierServiceProblemReference"),
    ("appointmentReservationId", "appointmentReservationReference"),
    ("serviceTestId", "serviceTestReference"),
)
"""The gateway's number and the supplier's reference: one of them says which is meant."""


def _stand_in(name: str, places: Mapping[str, str]) -> str:
    """Where something that says as much arrived."""
    for pair in _EITHER:
        if name in pair:
            return next((places[other] for other in pair if places.get(other)), "")
    if name.endswith("address.type"):  # a supplier that knows one kind of address needs no name
        return places.get(name.removesuffix("type") + "id", "")
    return ""


def _row(trial: Trial, operation: str, name: str, places: Mapping[str, str]) -> Field:
    where = places[name] or _stand_in(name, places)
    reason = trial.subject.drops.get(f"{operation}.{name}", "")
    return Field(operation, name, bool(where), where, "" if where else reason)


_MOMENT = re.compile(r"(\.0+)?(Z|\+00:00)$")


def _holds(text: str, value: str) -> bool:
    if _MOMENT.sub("Z", text) == _MOMENT.sub("Z", value):
        return True
    return len(value) > 4 and value in text


def silently_dropped(fields: Iterable[Field]) -> list[str]:
    """`create_order.hazards` of what does not arrive and is not declared."""
    return [f"{f.operation}.{f.name}" for f in fields if not f.reaches and not f.reason]


async def dropped(trial: Trial) -> list[str]:
    """What is dropped silently. Raises NotHere where nothing is recorded."""
    fields = await coverage(trial)
    if not fields:
        raise NotHere("what the supplier receives is not recorded (`Subject.received`)")
    return silently_dropped(fields)


async def _marked(trial: Trial, operation: str) -> tuple[Sample, list[tuple[str, str]]]:
    """A request with every optional field in it, and what each field holds. Raises Blocked."""
    sample = await sample_for(trial, operation)
    given = plain(sample.body)
    values = _filled(type(sample.body), given, Marks(trial.subject.first_number))
    body = told(type(sample.body), values)
    return Sample(operation, body, sample.named), list(_leaves(plain(body)))


class Marks:
    """Values that no other field has."""

    def __init__(self, first: int) -> None:
        self._numbers = count(first + 9_000_001)
        self._days = count(1)

    def text(self, name: str) -> str:
        """A text that fits every pattern of the document."""
        return f"MARK{next(self._numbers)}X"

    def number(self) -> int:
        """A whole number."""
        return next(self._numbers)

    def day(self) -> date:
        """A day."""
        return date(2031, 1, 1) + timedelta(days=next(self._days))


def _filled(kind: type[BaseModel], given: Mapping[str, Any], marks: Marks) -> dict[str, Any]:
    """The JSON values of a request with what is left out in `given` filled in."""
    values: dict[str, Any] = {}
    for attribute, field in kind.model_fields.items():
        name = field.serialization_alias or attribute
        if name in _NOT_SENT and name not in given:
            continue
        if attribute in getattr(kind, "READ_ONLY", ()):
            continue
        held = given.get(name)
        made = _value(field.annotation, name, held, marks)
        if made is not None:
            values[name] = made
    return values


def _value(annotation: Any, name: str, held: Any, marks: Marks) -> Any:
    kind = _plain_type(annotation)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if held is None and name in ("address", "timeslot"):
            return None
        return held if name in _KEPT | {"address"} else _filled(kind, held or {}, marks)
    if get_origin(kind) is list or kind is list:
        item = (get_args(kind) or (str,))[0]
        items = held if held else [None]
        return [_value(item, name, one, marks) for one in items]
    if name in _KEPT and held is not None:
        return held
    return _scalar(kind, name, held, marks)


def _scalar(kind: Any, name: str, held: Any, marks: Marks) -> Any:
    if isinstance(kind, type):
        if issubclass(kind, Enum) or kind is bool:
            return held
        if issubclass(kind, datetime):
            return held or datetime(2031, 1, 1, tzinfo=UTC).isoformat()
        if issubclass(kind, date):
            return marks.day().isoformat()
        if issubclass(kind, int | float):
            return marks.number() if held is None else held
    if held is not None and name in _MEANINGFUL:
        return held
    if name in ("email",):
        return f"{marks.text(name)}@example.org"
    if name == "phoneNumber":
        return f"0163{marks.number()}"
    return marks.text(name)


_MEANINGFUL = frozenset(
    {
        "serviceId", "supplierQuoteId", "reasonCode", "problemType", "purpose", "role", "unit",
        "supplierOrderReference", "supplierServiceProblemReference", "postcode", "status",
    }
)  # fmt: skip
"""Texts that a supplier looks up."""


def _plain_type(annotation: Any) -> Any:
    """Without Annotated and None."""
    kind = annotation
    while True:
        if hasattr(kind, "__value__"):  # a named type
            kind = kind.__value__
            continue
        if hasattr(kind, "__metadata__"):
            kind = get_args(kind)[0]
            continue
        options = [one for one in get_args(kind) if one is not type(None)]
        if get_origin(kind) is not list and options and not isinstance(options[0], str | Enum):
            if get_origin(kind) is dict:
                return kind
            kind = options[0]
            continue
        return kind


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, held in value.items():
            yield from _leaves(held, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for held in value[:1]:
            yield from _leaves(held, f"{name}[]")
    elif value is not None:
        yield name, str(value)


def _seen(received: Iterable[Received]) -> Iterator[tuple[str, str]]:
    """Every text that came, by where."""
    for one in received:
        for part in one.what.split("/")[1:]:
            yield "path", unquote(part)
        for place, text in _leaves_of_all(one.body):
            yield place, text
        for name, text in one.query.items():
            yield f"?{name}", text
        for name, text in one.headers.items():
            if name != "authorization":
                yield f"header {name}", text


def _leaves_of_all(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, held in value.items():
            yield from _leaves_of_all(held, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for place, held in enumerate(value):
            yield from _leaves_of_all(held, f"{name}[{place}]")
    elif value is not None:
        yield name, str(value)
