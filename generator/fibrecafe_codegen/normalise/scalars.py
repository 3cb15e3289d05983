"""Numbers that are integers, and patterns that mean in Python what they mean in ECMAScript."""

from __future__ import annotations

import re

from .dialect import every_schema
from .shape import Normalised, Schema, operations

_ASCII = {"d": "0-9", "w": "A-Za-z0-9_"}


def fix_scalars(document: Normalised) -> None:
    """Rewrites every schema in place."""
    for schema in every_schema(document):
        _integral(schema)
        _pattern(document, schema)
        _formats(schema)
    for _, _, _, operation in operations(document.data):
        for parameter in operation.get("parameters") or ():
            if isinstance(parameter.get("schema"), dict):
                _integral(parameter["schema"])


def _integral(schema: Schema) -> None:
    """A number that is a multiple of 1 is an integer (the ids of all four documents)."""
    if schema.get("type") == "number" and schema.get("multipleOf") in (1, 1.0):
        schema["type"] = "integer"
        schema.pop("multipleOf")
        for limit in ("minimum", "maximum"):
            if isinstance(schema.get(limit), float) and schema[limit].is_integer():
                schema[limit] = int(schema[limit])


def _pattern(document: Normalised, schema: Schema) -> None:
    pattern = schema.get("pattern")
    if not isinstance(pattern, str):
        return
    if re.search(r"\(\?[=!<]|\\[1-9]", pattern):
        document.note("", f"unsupported: pattern {pattern!r} looks around or back; not checked")
        schema.pop("pattern")
        return
    schema["pattern"] = ascii_pattern(pattern)


def ascii_pattern(pattern: str) -> str:
    """`\\d` and `\\w` name ASCII in ECMAScript, but all of Unicode in Python and Rust; a
    backslash before a hyphen is refused by Rust outside a class."""
    result: list[str] = []
    in_class = False
    index = 0
    while index < len(pattern):
        char = pattern[index]
        if char == "\\" and index + 1 < len(pattern):
            result.append(_escape(pattern[index + 1], in_class))
            index += 2
            continue
        if char == "[" and not in_class:
            in_class = True
        elif char == "]" and in_class:
            in_class = False
        result.append(char)
        index += 1
    return "".join(result)


def _escape(letter: str, in_class: bool) -> str:
    if letter in _ASCII:
        return _ASCII[letter] if in_class else f"[{_ASCII[letter]}]"
    if letter in ("D", "W") and not in_class:
        return f"[^{_ASCII[letter.lower()]}]"
    if letter == "/" or (letter == "-" and not in_class):
        return letter
    return "\\" + letter


def _formats(schema: Schema) -> None:
    """Formats that would change the text of a value stay text: `uri` is normalised by pydantic,
    `email` needs another package, `byte` is decoded."""
    if schema.get("type") == "string" and schema.get("format") not in (
        None,
        "date",
        "date-time",
        "uuid",
    ):
        schema.pop("format")
    if schema.get("type") in ("integer", "number"):
        schema.pop("format", None)
