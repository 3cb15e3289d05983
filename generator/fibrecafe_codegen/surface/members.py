"""Names of enum members, as datamodel-code-generator makes them of values."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Sequence
from typing import Any

_WORDS = re.compile(r"(.)([A-Z][a-z]+)")
_HUMPS = re.compile(r"([a-z0-9])([A-Z])")


def members_of(values: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Each value with the name of its member."""
    taken: set[str] = set()
    for value in values:
        if value is None:
            continue
        text = value if isinstance(value, str) else f"{_type(value)}_{value}"
        name = _member(text, taken)
        taken.add(name)
        yield name, value


def _type(value: Any) -> str:
    names = {bool: "boolean", int: "integer", float: "number"}
    return names.get(type(value), type(value).__name__)


def _member(text: str, taken: set[str]) -> str:
    text = "mro_" if text == "mro" else text.removeprefix("#") or "_"
    name = re.sub(r"\W", "_", text)
    if name[0].isnumeric():
        name = f"field_{name}"
    if name.startswith("_"):
        name = f"field{name}"
    name = _HUMPS.sub(r"\1_\2", _WORDS.sub(r"\1_\2", name)).lower()
    if keyword.iskeyword(name.upper()):
        name += "_"
    found, number = name.upper(), 1
    while found in taken or keyword.iskeyword(found):
        found, number = f"{name}_{number}", number + 1  # in lower case, whatever the others are
    return found
