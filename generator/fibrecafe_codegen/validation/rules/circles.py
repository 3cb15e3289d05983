"""Schemas that contain themselves without a way out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...document.pointers import join
from ...finding import Finding
from ..composition import parts, properties, required
from ..view import View, mapping

RULE = "circular-schema"
TITLE = "No schema contains itself without end"


def check(view: View) -> Iterator[Finding]:
    names = list(view.component_schemas)
    needed = {name: _needed(view, view.component_schemas[name]) for name in names}
    told: set[str] = set()
    for name in names:
        circle = _circle(needed, name)
        if circle and not told & set(circle):
            told.update(circle)
            shown = " -> ".join([*circle, circle[0]])
            yield view.finding(
                RULE,
                join("/components/schemas", name),
                f"no value can have this schema, it needs itself: {shown}",
                "make one of these properties optional, or a list",
            )


def _needed(view: View, schema: Any) -> set[str]:
    """The named schemas of which a value must hold one. `allOf` of itself counts."""
    found = set()
    own = properties(view, schema)
    for name in required(view, schema):
        found |= _named(own.get(name))
    for part in parts(view, schema):
        for inner in part.get("allOf") or () if isinstance(part.get("allOf"), list) else ():
            found |= _named(inner)
    return found


def _named(node: Any) -> set[str]:
    reference = mapping(node).get("$ref")
    prefix = "#/components/schemas/"
    if isinstance(reference, str) and reference.startswith(prefix):
        return {reference[len(prefix) :]}
    return set()


def _circle(needed: dict[str, set[str]], start: str) -> list[str]:
    """A way from a schema back to itself; empty if there is none."""
    stack: list[list[str]] = [[start]]
    seen: set[str] = set()
    while stack:
        way = stack.pop()
        for following in sorted(needed.get(way[-1], ())):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                stack.append([*way, following])
    return []
