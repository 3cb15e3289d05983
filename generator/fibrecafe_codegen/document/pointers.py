"""JSON pointers (RFC 6901) and local references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote


class BrokenReference(LookupError):
    """A reference that leads nowhere, or outside the document."""


def escape(name: str) -> str:
    """A name as a part of a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def join(pointer: str, *names: str | int) -> str:
    """A pointer to something below another."""
    return pointer + "".join(f"/{escape(str(name))}" for name in names)


def parts(pointer: str) -> list[str]:
    """The names in a pointer."""
    if not pointer:
        return []
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def at(data: Any, pointer: str) -> Any:
    """What a pointer leads to. Raises BrokenReference."""
    for part in parts(pointer):
        try:
            data = data[_index(part)] if isinstance(data, list) else data[part]
        except (LookupError, TypeError, ValueError) as error:
            raise BrokenReference(f"there is no {part!r}") from error
    return data


def _index(part: str) -> int:
    """A place in a list. Raises ValueError."""
    if not part.isascii() or not part.isdigit():
        raise ValueError(part)
    return int(part)


def target(reference: str) -> str:
    """The pointer that a local `$ref` holds. Raises BrokenReference."""
    if not reference.startswith("#/"):
        raise BrokenReference("only references within the document are supported")
    return unquote(reference[1:])


def resolve(data: Any, reference: str) -> Any:
    """What a `$ref` leads to, through further references. Raises BrokenReference."""
    seen: set[str] = set()
    while True:
        pointer = target(reference)
        if pointer in seen:
            raise BrokenReference("the reference leads back to itself")
        seen.add(pointer)
        node = at(data, pointer)
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
            return node
        reference = node["$ref"]


def walk(data: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every mapping and list of a document with its pointer, outside examples."""
    yield pointer, data
    if isinstance(data, dict):
        for name, value in data.items():
            if isinstance(value, (dict, list)) and name not in ("example", "examples"):
                yield from walk(value, join(pointer, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            if isinstance(value, (dict, list)):
                yield from walk(value, join(pointer, index))
