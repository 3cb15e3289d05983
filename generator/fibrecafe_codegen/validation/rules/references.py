"""References that lead nowhere, outside the document, or back to themselves."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from ...document.pointers import BrokenReference, parts, resolve, walk
from ...finding import Finding
from ..view import View

RULE = "reference"
TITLE = "Every reference leads somewhere in the document"


def check(view: View) -> Iterator[Finding]:
    for pointer, node in walk(view.data):
        if not isinstance(node, dict) or "$ref" not in node or _is_property(pointer):
            continue
        reference = node["$ref"]
        place = f"{pointer}/$ref"
        if not isinstance(reference, str):
            yield view.finding(
                RULE, place, "`$ref` is not text", "write '#/components/schemas/Name'"
            )
            continue
        try:
            resolve(view.data, reference)
        except BrokenReference as error:
            yield view.finding(
                RULE, place, f"{reference} leads nowhere: {error}", _hint(view, reference)
            )


def _is_property(pointer: str) -> bool:
    """Whether a mapping is one of properties, which may have a property of that name."""
    names = parts(pointer)
    return bool(names) and names[-1] == "properties"


def _hint(view: View, reference: str) -> str:
    if not reference.startswith("#/"):
        return "bundle the files into one document first, for instance with `redocly bundle`"
    names = parts(reference[1:])
    holder: Any = view.data
    for name in names[:-1]:
        holder = holder.get(name) if isinstance(holder, dict) else None
    if isinstance(holder, dict):
        close = difflib.get_close_matches(names[-1], [str(key) for key in holder], 1)
        if close:
            return f"did you mean {reference.rpartition('/')[0]}/{close[0]}?"
    return "add what it names, or name something that is there"
