"""Security: the schemes and scopes that operations name are described."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from ...document.pointers import join
from ...finding import Finding
from ..view import View, mapping, sequence

RULE = "security-scheme"
TITLE = "Security schemes and scopes that are asked for are described"


def check(view: View) -> Iterator[Finding]:
    schemes = mapping(mapping(view.data.get("components")).get("securitySchemes"))
    places = [("", view.data), *((p.pointer, p.value) for p in view.of("operation"))]
    for pointer, holder in places:
        for index, needed in enumerate(sequence(holder.get("security"))):
            for name, scopes in mapping(needed).items():
                place = join(pointer, "security", index, name)
                if name not in schemes:
                    close = difflib.get_close_matches(str(name), list(schemes), 1)
                    hint = f"did you mean {close[0]}?" if close else "add it to securitySchemes"
                    message = f"there is no security scheme {name}"
                    yield view.finding(RULE, place, message, hint)
                elif view.house:
                    yield from _scopes(view, place, view.resolved(schemes[name]), scopes)
    if view.house:
        for operation in view.of("operation"):
            if "security" not in operation.value and "security" not in view.data:
                hint = "add `security`, or `security: []` where everybody may ask"
                message = "nothing says who may ask"
                yield view.finding(RULE, operation.pointer, message, hint)


def _scopes(view: View, place: str, scheme: dict[str, Any], scopes: Any) -> Iterator[Finding]:
    if scheme.get("type") != "oauth2":
        return
    known: set[str] = set()
    for flow in mapping(scheme.get("flows")).values():
        known |= mapping(mapping(flow).get("scopes")).keys()
    for index, scope in enumerate(sequence(scopes)):
        if scope not in known:
            message = f"no flow of the scheme has the scope {scope}"
            yield view.finding(RULE, join(place, index), message, "add it to `scopes` of a flow")
