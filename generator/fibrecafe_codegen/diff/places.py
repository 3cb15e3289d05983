"""Places of a document as people say them: `Order.items[].price`, `createOrder: query colour`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..document.load import Document
from ..document.pointers import BrokenReference, at, join, parts
from .paths import METHODS

_NOUNS = {
    "parameters": "parameter", "headers": "header", "responses": "answer",
    "requestBodies": "request body", "securitySchemes": "security scheme",
}  # fmt: skip
_VARIANTS = ("oneOf", "anyOf")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place."""

    words: str
    schema: str | None = None
    """The component that it is in."""
    property: str | None = None
    """The last property on the way."""


def spot(document: Document, pointer: str) -> Spot:
    """What a pointer leads to."""
    names = parts(pointer)
    if names[:2] == ["components", "schemas"] and len(names) > 2:
        words, last = _schema(names[2], names[3:])
        return Spot(words, names[2], last)
    if names[:1] == ["components"] and len(names) > 2:
        noun = _NOUNS.get(names[1], names[1])
        shown = _name_of(document, "/".join(["", *pointer.split("/")[1:4]])) or names[2]
        words, last = _schema(f"{noun} {shown}", _below_schema(names[3:]))
        return Spot(words, None, last)
    if names[:1] == ["paths"] and len(names) > 1:
        return _operation(document, names)
    return Spot(names[0] if names else "the document")


def _operation(document: Document, names: list[str]) -> Spot:
    head, rest = names[1], names[2:]
    if rest and rest[0] in METHODS:
        method, rest = rest[0], rest[1:]
        content = _at(document, join("", "paths", head, method))
        head = str(content.get("operationId") or f"{method.upper()} {head}")
    if rest[:1] == ["requestBody"]:
        head, rest = f"{head}: body", rest[1:]
    elif rest[:1] == ["responses"] and len(rest) > 1:
        head, rest = f"{head}: answer {rest[1]}", rest[2:]
        if rest[:1] == ["headers"] and len(rest) > 1:
            head, rest = f"{head} header {rest[1]}", rest[2:]
    elif rest[:1] == ["parameters"] and len(rest) > 1:
        place = join("", *names[: len(names) - len(rest) + 2])
        head, rest = f"{head}: {_name_of(document, place) or rest[1]}", rest[2:]
    words, last = _schema(head, _below_schema(rest))
    return Spot(words, None, last)


def _below_schema(names: list[str]) -> list[str]:
    """What comes after `schema`, perhaps behind a media type."""
    if names[:1] == ["content"]:
        names = names[2:]
    return names[1:] if names[:1] == ["schema"] else []


def _schema(head: str, names: list[str]) -> tuple[str, str | None]:
    words, last = head, None
    rest = list(names)
    while rest:
        key = rest.pop(0)
        if key == "properties" and rest:
            last = rest.pop(0)
            words += f".{last}"
        elif key == "items":
            words += "[]"
        elif key == "additionalProperties":
            words += ".*"
        elif key in _VARIANTS and rest:
            words += f" (variant {int(rest.pop(0)) + 1})"
        elif key == "allOf" and rest:
            rest.pop(0)
        else:
            break
    return words, last


def _name_of(document: Document, pointer: str) -> str:
    """A parameter by where it is and its name."""
    content = _at(document, pointer)
    return f"{content['in']} {content.get('name', '')}" if "in" in content else ""


def _at(document: Document, pointer: str) -> dict[str, Any]:
    try:
        found = at(document.data, pointer)
    except BrokenReference:
        return {}
    return found if isinstance(found, dict) else {}
