"""What of a body a request does not send."""

from __future__ import annotations

from typing import Any

from ..normalise.shape import Normalised, Schema, wrapped_name
from .names import PythonName


def read_only_paths(document: Normalised, schema: Schema) -> dict[str, Any] | None:
    """Pydantic's `exclude` of every read-only property below `schema`; None when there is none.

    A schema within itself is followed once; below that a read-only property is left out by the
    server, which ignores it.
    """
    found = _below(document, schema, ())
    return found if isinstance(found, dict) else None


def _below(document: Normalised, schema: Schema, on_the_way: tuple[str, ...]) -> Any:
    name = wrapped_name(schema)
    if name is not None:
        if name in on_the_way:
            return None
        return _below(document, document.schemas.get(name, {}), (*on_the_way, name))
    if isinstance(schema.get("items"), dict):
        inner = _below(document, schema["items"], on_the_way)
        return {"__all__": inner} if inner else None
    merged: dict[str, Any] = {}
    for part in schema.get("oneOf") or schema.get("anyOf") or ():
        inner = _below(document, part, on_the_way)
        if isinstance(inner, dict):
            merged.update(inner)
    for key, part in (schema.get("properties") or {}).items():
        attribute = str(PythonName.of(key))
        if is_read_only(document, part):
            merged[attribute] = True
        else:
            inner = _below(document, part, on_the_way)
            if inner:
                merged[attribute] = inner
    return merged or None


def is_read_only(document: Normalised, schema: Schema) -> bool:
    """Whether a property is read-only, by itself or by the schema it refers to."""
    if schema.get("readOnly"):
        return True
    name = wrapped_name(schema)
    if name is None:
        return False
    for enum, opened in document.open_enums.items():
        if opened == name:
            name = enum
    return bool(document.schemas.get(name, {}).get("readOnly"))


def is_nullable(schema: Schema) -> bool:
    """Whether the document allows null for a property."""
    return bool(schema.get("nullable"))
