"""Which schemas we read as well as serve, and so stay open to what a newer version brings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .shape import Normalised, Schema, name_of, operations, ref_to, references, wrapped_name


def open_what_we_are_told(document: Normalised) -> None:
    """Gives each enum that is read an open form, and each union that is read an unknown variant.

    A tag stays closed: an unknown value of it is an unknown variant.
    """
    document.told = _reachable(document, _told_roots(document))
    tags = tag_properties(document)
    for name in sorted(document.told):
        schema = document.schemas.get(name, {})
        closed = tags.get(name, set())
        for key, part in (schema.get("properties") or {}).items():
            if key not in closed:
                schema["properties"][key] = _opened(document, part)
        if isinstance(schema.get("items"), dict):
            schema["items"] = _opened(document, schema["items"])
    for union in document.unions.values():
        if union.name in document.told and not union.inner and (union.tag or union.presence):
            union.unknown = f"Unknown{union.name}"


def _told_roots(document: Normalised) -> Iterator[str]:
    for _, _, _, operation in operations(document.data):
        holders: list[Any] = list((operation.get("responses") or {}).values())
        if operation.get("x-tolerant-reader"):
            holders.append(operation.get("requestBody") or {})
        for holder in holders:
            for media in (holder.get("content") or {}).values():
                if isinstance(media.get("schema"), dict):
                    yield from references(media["schema"])


def _reachable(document: Normalised, roots: Iterator[str]) -> set[str]:
    found: set[str] = set()
    queue = list(roots)
    while queue:
        name = queue.pop()
        if name not in found and name in document.schemas:
            found.add(name)
            queue.extend(references(document.schemas[name]))
    return found


def tag_properties(document: Normalised) -> dict[str, set[str]]:
    """Of each schema, the properties that tell it apart in some union."""
    tags: dict[str, set[str]] = {}

    def mark(name: str, tag: str) -> None:
        union = document.unions.get(name)
        if union is None:
            tags.setdefault(name, set()).add(tag)
            return
        for member in union.members:
            mark(member, tag)

    for union in document.unions.values():
        if union.tag:
            for member in union.members:
                mark(member, union.tag)
    return tags


def _opened(document: Normalised, schema: Schema) -> Schema:
    if isinstance(schema.get("items"), dict):
        return {**schema, "items": _opened(document, schema["items"])}
    if isinstance(schema.get("additionalProperties"), dict):
        opened = _opened(document, schema["additionalProperties"])
        return {**schema, "additionalProperties": opened}
    name = wrapped_name(schema)
    target = document.schemas.get(name or "", {})
    if name is None or not _is_text_enum(target):
        return schema
    open_name = document.open_enums.setdefault(name, f"Any{name}")
    document.schemas.setdefault(open_name, {"anyOf": [ref_to(name), {"type": "string"}]})
    return ref_to(open_name) if name_of(schema) else {**schema, "allOf": [ref_to(open_name)]}


def _is_text_enum(schema: Schema) -> bool:
    values = schema.get("enum")
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
