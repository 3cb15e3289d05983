"""Inline schemas lifted to named ones, so that every class has a name that says where it is used.

A name that datamodel-code-generator makes up (`Status`, `Status1`) depends on the order of the
schemas; one that is made of its place does not.
"""

from __future__ import annotations

from typing import Any

from ..model.names import ClassName, PythonName
from .shape import Normalised, Schema, name_of, operations, ref_to, wrapped_name

_PLAIN_FORMATS = frozenset({"date", "date-time", "uuid"})
_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_LIMITS = (
    "pattern", "minLength", "maxLength", "minimum", "maximum", "multipleOf", "minItems", "maxItems",
    "uniqueItems", "exclusiveMinimum", "exclusiveMaximum",
)  # fmt: skip


def lift_inline(document: Normalised) -> None:
    """Lifts what operations and schemas hold inline."""
    for path, method, _, operation in operations(document.data):
        stem = operation_stem(operation, method, path)
        _lift_operation(document, operation, stem)
    queue = list(document.schemas)
    while queue:
        name = queue.pop(0)
        before = set(document.schemas)
        _lift_inside(document, document.schemas[name], name)
        queue.extend(new for new in document.schemas if new not in before)


def operation_stem(operation: dict[str, Any], method: str, path: str) -> str:
    """What names made for an operation begin with; its id, else made of its method and path."""
    identifier = str(operation.get("operationId") or f"{method} {path}")
    return str(ClassName.of(str(PythonName.of_operation(identifier)).rstrip("_")))


def _lift_operation(document: Normalised, operation: dict[str, Any], stem: str) -> None:
    for parameter in operation.get("parameters") or ():
        holders = [parameter, *(parameter.get("content") or {}).values()]
        for holder in holders:
            if isinstance(holder.get("schema"), dict):
                holder["schema"] = _named(
                    document, holder["schema"], stem + ClassName.of(str(parameter.get("name")))
                )
    for media in ((operation.get("requestBody") or {}).get("content") or {}).values():
        if isinstance(media.get("schema"), dict):
            media["schema"] = _named(document, media["schema"], stem + "Request")
    responses = operation.get("responses") or {}
    for status, response in responses.items():
        suffix = "Response" if str(status).startswith("2") else f"Response{status}"
        for media in (response.get("content") or {}).values():
            if isinstance(media.get("schema"), dict):
                media["schema"] = _named(document, media["schema"], stem + suffix)


def _lift_inside(document: Normalised, schema: Schema, name: str) -> None:
    for key, part in (schema.get("properties") or {}).items():
        schema["properties"][key] = _lift_value(document, part, name + ClassName.of(key))
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            suffix = "Item" if key == "items" else "Value"
            schema[key] = _lift_value(document, schema[key], name + suffix)
    for key in ("oneOf", "anyOf"):
        parts = schema.get(key)
        if isinstance(parts, list):
            schema[key] = [
                _lift_value(document, part, f"{name}Variant{index}", union=True)
                for index, part in enumerate(parts, 1)
            ]


def _lift_value(document: Normalised, schema: Schema, name: str, *, union: bool = False) -> Schema:
    if wrapped_name(schema) is not None:
        return schema
    if schema.get("type") == "array" and not union:
        if isinstance(schema.get("items"), dict):
            schema["items"] = _lift_value(document, schema["items"], name + "Item")
        return schema
    needs_name = (
        "enum" in schema or "properties" in schema or "oneOf" in schema or "anyOf" in schema
    )
    if needs_name:
        kept: Schema = {
            k: schema[k] for k in ("description", "readOnly", "x-provenance") if k in schema
        }
        nullable = schema.pop("nullable", None)
        lifted: Schema = _add(document, schema, name)
        if kept or nullable:
            lifted = {"allOf": [lifted], **kept, **({"nullable": True} if nullable else {})}
        return lifted
    if isinstance(schema.get("additionalProperties"), dict):
        schema["additionalProperties"] = _lift_value(
            document, schema["additionalProperties"], name + "Value"
        )
    return schema


def _named(document: Normalised, schema: Schema, name: str) -> Schema:
    """A schema of an operation as a reference, an array of one, or a scalar without limits."""
    wrapped = wrapped_name(schema)
    if wrapped is not None:
        return ref_to(wrapped)
    kind = schema.get("type")
    limited = any(limit in schema for limit in _LIMITS)
    if kind == "array" and not limited and isinstance(schema.get("items"), dict):
        return {"type": "array", "items": _named(document, schema["items"], name + "Item")}
    plain = not limited and "enum" not in schema and kind in _SCALARS
    if plain and (kind != "string" or schema.get("format", "date") in _PLAIN_FORMATS):
        return schema
    return _add(document, schema, name)


def _add(document: Normalised, schema: Schema, name: str) -> Schema:
    candidate, number = name, 2
    while candidate in document.schemas and document.schemas[candidate] != schema:
        candidate = f"{name}{number}"
        number += 1
    document.schemas[candidate] = schema
    return ref_to(candidate)


def is_reference(schema: Schema) -> bool:
    """Whether a schema only names another."""
    return name_of(schema) is not None
