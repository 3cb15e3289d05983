"""What takes the place of a property that is deprecated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..document.load import Document
from ..document.pointers import BrokenReference, at, parts


def replacement(document: Document, pointer: str) -> str:
    """What to say of it behind "is deprecated now"; nothing where nothing is known.

    Another property beside it that its description names, or its plural, which is a guess.
    `pointer` leads to the property's `deprecated`.
    """
    *above, name, _ = parts(pointer) or ["", ""]
    if above[-1:] != ["properties"]:
        return ""
    try:
        beside = at(document.data, "".join(f"/{_escaped(part)}" for part in above))
    except BrokenReference:
        return ""
    others = [other for other in beside if other != name]
    named = _named(beside[name], others)
    if named:
        return f"; its description names {named}"
    found = [plural for plural in _plurals(name) if plural in others]
    return f"; {found[0]} beside it looks like what takes its place (a guess)" if found else ""


def _named(schema: Any, others: list[str]) -> str | None:
    text = schema.get("description") if isinstance(schema, dict) else None
    words = set(re.findall(r"\w+", text)) if isinstance(text, str) else set[str]()
    # A common word in a sentence names no property; one written as code does.
    telling = [other for other in others if other in words and not other.islower()]
    return telling[0] if telling else None


def _plurals(name: str) -> Iterator[str]:
    yield f"{name}s"
    yield f"{name}es"
    yield f"{name}List"
    if name.endswith("y"):
        yield f"{name[:-1]}ies"


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
