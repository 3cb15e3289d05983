"""Operation ids: there, and each once, since methods are named after them."""

from __future__ import annotations

from collections.abc import Iterator

from ...document.pointers import join
from ...finding import Finding
from ...model.names import PythonName
from ..view import View

RULE = "operation-id"
TITLE = "Operation ids are there, and unique also as the names of methods"


def check(view: View) -> Iterator[Finding]:
    first: dict[str, tuple[str, str]] = {}
    for place in view.of("operation"):
        identifier = place.value.get("operationId")
        if identifier is None:
            if view.house:
                hint = "add `operationId`; the method of client and server is named after it"
                yield view.finding(RULE, place.pointer, "there is no `operationId`", hint)
            continue
        pointer = join(place.pointer, "operationId")
        name = PythonName.of_operation(str(identifier))
        if name in first:
            other, where = first[name]
            line = view.document.line_of(where)
            if other == identifier:
                message = f"the operation id {identifier} comes twice, first in line {line}"
            else:
                message = f"{identifier} and {other} (line {line}) give one method name, {name}"
            yield view.finding(RULE, pointer, message, "give each operation its own id")
        else:
            first[name] = (str(identifier), pointer)
