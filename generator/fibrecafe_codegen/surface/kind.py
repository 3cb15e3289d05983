"""A schema as a type that a person reads at a glance: `list[Address](minItems=1)`."""

from __future__ import annotations

import json

from ..normalise.shape import Schema, wrapped_name

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_FORMATS = {"date": "date", "date-time": "datetime", "uuid": "UUID"}
_LIMITS = (
    "minLength", "maxLength", "pattern", "minimum", "exclusiveMinimum", "maximum",
    "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems",
    "minProperties", "maxProperties",
)  # fmt: skip


def kind_of(schema: Schema) -> str:
    """The type of a value, with its limits in the document's words."""
    name = wrapped_name(schema)
    if name is not None:
        return name
    limits = ", ".join(
        f"{limit}={json.dumps(schema[limit], ensure_ascii=False)}"
        for limit in _LIMITS
        if limit in schema
    )
    return f"{_kind(schema)}({limits})" if limits else _kind(schema)


def _kind(schema: Schema) -> str:
    for key in ("oneOf", "anyOf"):
        if isinstance(schema.get(key), list):
            return " | ".join(dict.fromkeys(kind_of(part) for part in schema[key]))
    kind = schema.get("type")
    if kind == "array":
        return f"list[{kind_of(schema.get('items') or {})}]"
    if kind == "string" and schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"dict[str, {kind_of(values) if isinstance(values, dict) and values else 'Any'}]"
    return _SCALARS.get(str(kind), "Any")
