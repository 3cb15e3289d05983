"""Values that a supplier's document allows, for the fake of it."""

from __future__ import annotations

import re
from typing import Any

from ...model.api import Operation
from ...normalise import Normalised
from ...normalise.shape import Schema
from ...validation.patterns import matcher
from .fields import MAX_DEPTH, resolve

_TEXTS = (
    "sample", "SAMPLE", "A1", "1", "12345", "2030-01-10", "2030-01-10T09:00:00Z", "TW18 4LG",
    "TW184LG", "3456cf7d-4471-42e4-a5be-c24ed58a7aa6", "john@smith.com", "+441234567890",
)  # fmt: skip
_FORMATS = {
    "date": "2030-01-10",
    "date-time": "2030-01-10T09:00:00Z",
    "uuid": "3456cf7d-4471-42e4-a5be-c24ed58a7aa6",
    "email": "john@smith.com",
    "uri": "https://api.supplier.example/sample",
    "time": "09:00:00Z",
}


class NoSample(Exception):
    """No value was found that a schema allows; the message is where."""


def sample(document: Normalised, schema: Schema, place: str = "", depth: int = 0) -> Any:
    """A small value that a schema allows. Raises NoSample."""
    _, found = resolve(document, schema)
    if depth > MAX_DEPTH * 3:
        raise NoSample(f"{place}: it never ends")
    if "enum" in found:
        return found["enum"][0]
    if "properties" in found:
        return _object(document, found, place, depth)
    kind = found.get("type")
    if kind == "array":
        count = max(1, found.get("minItems", 1))
        item = sample(document, found.get("items") or {}, f"{place}[]", depth + 1)
        return [item] * count
    if kind == "string":
        return _text(found, place)
    if kind in ("integer", "number"):
        return _number(found, place)
    others: dict[str, Any] = {"boolean": True, "object": {}}
    return others.get(str(kind), "sample")


def _object(document: Normalised, schema: Schema, place: str, depth: int) -> dict[str, Any]:
    required = set(schema.get("required") or ())
    made = {}
    for wire, part in schema["properties"].items():
        if depth >= MAX_DEPTH and wire not in required:
            continue
        try:
            made[wire] = sample(document, part, f"{place}/{wire}", depth + 1)
        except NoSample:
            if wire in required:
                raise
    return made


def _text(schema: Schema, place: str) -> str:
    example: Any = schema.get("example")
    low, high = int(schema.get("minLength", 0)), int(schema.get("maxLength", 10_000))
    own: list[str] = [example] if isinstance(example, str) else []
    if schema.get("format") in _FORMATS:
        own = [_FORMATS[str(schema["format"])]]
    padded = [text.ljust(low, "x") for text in _TEXTS]
    for text in [*own, *_TEXTS, *padded, "x" * low]:
        if low <= len(text) <= high and _matches(schema.get("pattern"), text):
            return text
    raise NoSample(f"{place}: no text was found for the pattern {schema.get('pattern')!r}")


def _matches(pattern: str | None, text: str) -> bool:
    if pattern is None:
        return True
    try:
        return bool(matcher(pattern)(text))
    except ValueError:
        return False


def _number(schema: Schema, place: str) -> float:
    example = schema.get("example")
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    step = schema.get("multipleOf", 1)
    own = [example] if isinstance(example, int | float) else []
    for number in [*own, 1, 0, 10, *([] if low is None else [low, low + step])]:
        above = number >= schema.get("minimum", number)
        below = number <= schema.get("maximum", number)
        strict = number > schema.get("exclusiveMinimum", number - 1)
        under = number < schema.get("exclusiveMaximum", number + 1)
        if above and below and strict and under and number % step == 0:
            return float(number) if schema["type"] == "number" else int(number)
    raise NoSample(f"{place}: no number was found")


def operation_sample(document: Normalised, operation: Operation) -> dict[str, Any]:
    """A request and an answer of one operation. Raises NoSample."""
    source = document.data["paths"][operation.path][operation.method.lower()]
    arguments = {
        str(parameter.python_name): sample(document, _schema(source, parameter.name))
        for parameter in operation.parameters_given
        if parameter.required
    }
    if operation.body is not None:
        content = source["requestBody"]["content"][operation.body.media_type]
        arguments["body"] = sample(document, content.get("schema") or {})
    success = operation.successes[0] if operation.successes else None
    answer = None
    if success is not None and success.type is not None:
        content = source["responses"][str(success.status)]["content"][success.media_type]
        answer = sample(document, content.get("schema") or {})
    pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(operation.path))
    return {
        "method": operation.method,
        "path": pattern,
        "status": success.status if success else 204,
        "answer": answer,
        "arguments": arguments,
    }


def _schema(source: Schema, name: str) -> Schema:
    for parameter in source.get("parameters") or ():
        if parameter.get("name") == name:
            media: Schema = next(iter((parameter.get("content") or {}).values()), {})
            found: Schema = parameter.get("schema") or media.get("schema") or {}
            return found
    return {}
