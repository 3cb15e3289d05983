"""`required` names properties, and defaults and required do not contradict each other."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ...document.pointers import join
from ...finding import Finding
from ..composition import properties
from ..view import View, sequence

RULE = "required-property"
TITLE = "`required` names properties that the schema has"


def check(view: View) -> Iterator[Finding]:
    for place in view.schemas:
        names = sequence(place.value.get("required"))
        if not names or ("/allOf/" in place.pointer and "properties" not in place.value):
            continue  # a part that only requires what its neighbours bring
        known = properties(view, place.value)
        if place.value.get("additionalProperties") not in (None, False) and not known:
            continue
        seen = set()
        for index, name in enumerate(names):
            pointer = join(place.pointer, "required", index)
            if name in seen:
                yield view.finding(RULE, pointer, f"`{name}` is required twice", "keep one")
            elif name not in known and ("/allOf/" not in place.pointer):
                close = difflib.get_close_matches(str(name), list(known), 1)
                hint = f"did you mean `{close[0]}`?" if close else "describe it under `properties`"
                yield view.finding(RULE, pointer, f"`{name}` is required and no property", hint)
            seen.add(name)
