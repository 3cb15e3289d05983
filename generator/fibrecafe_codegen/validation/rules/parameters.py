"""Parameters: those of the path are declared, and none comes twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...document.pointers import join
from ...finding import Finding
from ..view import METHODS, View, mapping, sequence

RULE = "parameter"
TITLE = "Path parameters stand in the path, and no parameter comes twice"


def check(view: View) -> Iterator[Finding]:
    for path, item in mapping(view.data.get("paths")).items():
        item = mapping(item)
        base = join("/paths", path)
        shared = list(_declared(view, item, base))
        yield from _twice(view, shared)
        for method in METHODS:
            if isinstance(item.get(method), dict):
                own = list(_declared(view, item[method], join(base, method)))
                yield from _twice(view, own)
                yield from _path(view, str(path), join(base, method), shared, own)


_Declared = tuple[str, str, str]  # name, location, pointer


def _declared(view: View, holder: dict[str, Any], base: str) -> Iterator[_Declared]:
    for index, node in enumerate(sequence(holder.get("parameters"))):
        parameter = view.resolved(node)
        if isinstance(parameter.get("name"), str) and isinstance(parameter.get("in"), str):
            yield parameter["name"], parameter["in"], join(base, "parameters", index)


def _twice(view: View, declared: list[_Declared]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], str] = {}
    for name, location, pointer in declared:
        known = seen.setdefault((name, location), pointer)
        if known != pointer:
            line = view.document.line_of(known)
            message = f"the {location} parameter {name} comes twice, first in line {line}"
            yield view.finding(RULE, pointer, message, "keep one of the two")


def _path(
    view: View, path: str, pointer: str, shared: list[_Declared], own: list[_Declared]
) -> Iterator[Finding]:
    wanted = set(re.findall(r"\{([^{}]*)\}", path))
    given = {name: place for name, location, place in [*shared, *own] if location == "path"}
    for name in sorted(wanted - given.keys()):
        hint = f"add a parameter with `name: {name}`, `in: path`, `required: true`"
        yield view.finding(RULE, pointer, f"{{{name}}} of the path is not declared", hint)
    for name, place in given.items():
        if name not in wanted:
            hint = f"write {{{name}}} in the path, or take the parameter away"
            yield view.finding(RULE, place, f"the path {path} has no {{{name}}}", hint)
