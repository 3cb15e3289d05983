"""What is wrong with a body, as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

# Pydantic prints the members of an enum as Python does: <OrderType.NEW: 'NEW'>.
_ENUM_MEMBER = re.compile(r"<\w+\.\w+: ('[^']*')>")


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong place."""

    pointer: str
    """RFC 6901, with the API's names; empty for the whole body."""
    message: str
    type: str
    """Pydantic's name of the kind of error, such as `missing` or `string_too_long`."""

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.message}"


def list_faults(error: ValidationError, schema: Mapping[str, Any]) -> list[Fault]:
    """The faults in an error of the validator that was made from `schema`.

    A location as pydantic gives it also holds the tags of unions; following the schema tells
    which parts are names of the body.
    """
    definitions = {item["ref"]: item for item in schema.get("definitions", ())}
    faults: dict[tuple[str, str], Fault] = {}
    for line in error.errors(include_url=False, include_input=False):
        location = _names(line["loc"], schema, definitions)
        if location is None:
            continue
        if line["type"] in ("union_tag_invalid", "union_tag_not_found"):
            location = [*location, *_tag_property(line.get("ctx"))]
        pointer = "".join("/" + _escape(str(part)) for part in location)
        message = _ENUM_MEMBER.sub(r"\1", line["msg"])
        faults.setdefault((pointer, message), Fault(pointer, message, line["type"]))
    return list(faults.values())


def _names(
    location: Sequence[str | int], schema: Mapping[str, Any], definitions: Mapping[str, Any]
) -> list[str | int] | None:
    """The parts of a location that are names or indexes; None: an error to leave out, because it
    comes from an alternative that is only there to be tolerant."""
    parts = iter(location)
    names: list[str | int] = []
    for consumed, schema_after in _follow(parts, schema, definitions):
        if schema_after is _LEFT_OUT:
            return None
        if consumed is not None:
            names.append(consumed)
    return names


_LEFT_OUT: Mapping[str, Any] = {"type": "left-out"}


def _follow(
    parts: Iterator[str | int], schema: Mapping[str, Any], definitions: Mapping[str, Any]
) -> Iterator[tuple[str | int | None, Mapping[str, Any]]]:
    """Walk down a schema along a location; yields each part that names a place in the body."""
    current: Mapping[str, Any] | None = schema
    while True:
        current = _unwrap(current, definitions)
        part = next(parts, None)
        if part is None:
            return
        kind = current["type"] if current else None
        if current and kind == "tagged-union":
            current = current["choices"].get(part)
        elif current and kind == "union":
            index = int(part)  # the labels that `codec` gave the alternatives
            metadata: Mapping[str, Any] = current.get("metadata") or {}
            if index and metadata.get("first_only"):
                yield None, _LEFT_OUT
                return
            current = current["choices"][index][0]
        else:
            current = _child(current, part)
            yield part, current or {}


def _unwrap(
    schema: Mapping[str, Any] | None, definitions: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """The schema behind wrappers that leave no trace in a location."""
    while schema is not None:
        if schema["type"] == "definition-ref":
            schema = definitions.get(schema["schema_ref"])
        elif schema["type"] in ("list", "dict", "model-fields", "tagged-union", "union"):
            return schema
        elif "schema" in schema:
            schema = schema["schema"]
        else:
            return schema
    return None


def _child(schema: Mapping[str, Any] | None, part: str | int) -> Mapping[str, Any] | None:
    child: Mapping[str, Any] | None = None
    if schema is None:
        return None
    if schema["type"] == "list":
        child = schema.get("items_schema")
    if schema["type"] == "dict":
        child = schema.get("values_schema")
    if schema["type"] == "model-fields":
        for name, field in schema["fields"].items():
            if part in (name, field.get("validation_alias")):
                return dict(field)
        child = schema.get("extras_schema")
    return child


def _tag_property(context: Any) -> list[str]:
    """The property that a tagged union is told by, as pydantic prints it: `'orderType'`."""
    told: Mapping[str, Any] = context or {}
    name = str(told.get("discriminator", "")).strip("'")
    return [name] if name and not name.endswith(")") else []


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
