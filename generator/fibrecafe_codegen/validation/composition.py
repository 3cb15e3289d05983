"""What a schema says together with those it is composed of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .view import View, mapping, sequence


def parts(view: View, schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all that it takes over by `$ref` and `allOf`, each once."""
    seen: set[int] = set()
    stack = [schema]
    while stack:
        part = view.resolved(stack.pop())
        if id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        stack.extend(reversed(sequence(part.get("allOf"))))


def properties(view: View, schema: Any) -> dict[str, Any]:
    """The properties of a schema, with those taken over."""
    found: dict[str, Any] = {}
    for part in parts(view, schema):
        for name, value in mapping(part.get("properties")).items():
            found.setdefault(name, value)
    return found


def required(view: View, schema: Any) -> set[str]:
    """The names that a schema requires, with those taken over."""
    return {
        name
        for part in parts(view, schema)
        for name in sequence(part.get("required"))
        if isinstance(name, str)
    }


def enum_of(view: View, schema: Any) -> list[Any] | None:
    """The values that a schema allows; None where they are not listed."""
    for part in parts(view, schema):
        if isinstance(part.get("enum"), list):
            values: list[Any] = part["enum"]
            return values
        if "const" in part:
            return [part["const"]]
    return None


def members(schema: dict[str, Any]) -> list[Any]:
    """The variants of a union."""
    return sequence(schema.get("oneOf")) or sequence(schema.get("anyOf"))


def leaves(view: View, member: Any) -> list[Any]:
    """A variant, or where it is a union itself its variants."""
    found: list[Any] = []
    seen: set[int] = set()
    stack = [member]
    while stack:
        node = stack.pop()
        schema = view.resolved(node)
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        inner = members(schema)
        if inner:
            stack.extend(reversed(inner))
        else:
            found.append(node)
    return found
