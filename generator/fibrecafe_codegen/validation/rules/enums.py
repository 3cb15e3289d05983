"""Code lists: values once each, of the type beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...document.pointers import join
from ...finding import Finding
from ..view import View

RULE = "enum"
TITLE = "Values of an enum are unique and of its type"
_TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool}


def check(view: View) -> Iterator[Finding]:
    for place in view.schemas:
        values = place.value.get("enum")
        if not isinstance(values, list):
            continue
        expected: Any = _TYPES.get(str(place.value.get("type")))
        seen: list[object] = []
        for index, value in enumerate(values):
            pointer = join(place.pointer, "enum", index)
            if any(value == other and type(value) is type(other) for other in seen):
                yield view.finding(RULE, pointer, f"{value!r} comes twice", "keep one")
            seen.append(value)
            if expected is None or (value is None and _nullable(place.value)):
                continue
            if not isinstance(value, expected) or (expected is not bool and value is True):
                hint = (
                    "quote it" if place.value["type"] == "string" else "let type and values agree"
                )
                message = f"{value!r} is not of the type {place.value['type']}"
                yield view.finding(RULE, pointer, message, hint)


def _nullable(schema: dict[str, object]) -> bool:
    return bool(schema.get("nullable"))
