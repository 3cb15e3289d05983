"""Regular expressions that every reader of the document understands and survives."""

from __future__ import annotations

from collections.abc import Iterator

from ...document.pointers import join
from ...finding import Finding
from ..patterns import anchored, matcher, nested_quantifier, unsupported
from ..view import View

RULE = "pattern"
TITLE = "Patterns compile, are anchored at both ends, and match in linear time"


def check(view: View) -> Iterator[Finding]:
    for place in view.schemas:
        pattern = place.value.get("pattern")
        if not isinstance(pattern, str):
            continue
        pointer = join(place.pointer, "pattern")
        construct = unsupported(pattern)
        if construct is not None:
            if view.house:
                hint = "say it without; such patterns are not linear in time"
                yield view.finding(RULE, pointer, f"the pattern uses {construct}", hint)
            continue
        try:
            matcher(pattern)
        except ValueError as error:
            hint = "a regular expression of ECMA-262 is expected"
            yield view.finding(RULE, pointer, f"the pattern does not compile: {error}", hint)
            continue
        if view.house:
            yield from _house(view, pointer, pattern)


def _house(view: View, pointer: str, pattern: str) -> Iterator[Finding]:
    start, end = anchored(pattern)
    if not (start and end):
        where = "either end" if not start and not end else "its end" if start else "its start"
        message = f"the pattern is not anchored at {where}, so it finds its text inside any other"
        yield view.finding(RULE, pointer, message, f"write ^(?:{pattern})$")
    if nested_quantifier(pattern):
        message = "a repetition within a repetition can take exponential time to match"
        yield view.finding(
            RULE, pointer, message, "let only one of the two repeat, as ^a+$ for ^(a+)+$"
        )
