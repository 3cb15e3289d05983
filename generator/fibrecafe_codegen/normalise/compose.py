"""`allOf` flattened: each schema stands by itself.

Classes that inherit from several others were tried: the type checkers then refuse a tag that a
variant narrows, and a base used in requests and in answers cannot be closed in one and open in
the other.
"""

from __future__ import annotations

from .shape import Normalised, Schema, name_of, subschemas, wrapped_name

_ANNOTATIONS = (
    "title",
    "description",
    "deprecated",
    "readOnly",
    "writeOnly",
    "default",
    "nullable",
)


def flatten_compositions(document: Normalised) -> None:
    """Merges the parts of every `allOf` that composes, and leaves those that only carry a
    description over a single reference."""
    done: set[str] = set()
    for name in list(document.schemas):
        _flatten_named(document, name, done, ())


def _flatten_named(
    document: Normalised, name: str, done: set[str], on_the_way: tuple[str, ...]
) -> None:
    if name in done or name in on_the_way:
        return
    schema = document.schemas.get(name)
    if schema is None:
        return
    for part in schema.get("allOf") or ():
        target = name_of(part)
        if target is not None:
            _flatten_named(document, target, done, (*on_the_way, name))
    document.schemas[name] = _flatten(document, schema, f"/components/schemas/{name}", top=True)
    done.add(name)


def _flatten(document: Normalised, schema: Schema, pointer: str, *, top: bool = False) -> Schema:
    for inner in list(subschemas(schema)):
        replaced = _flatten(document, inner, pointer)
        if replaced is not inner:
            _replace(schema, inner, replaced)
    parts = schema.get("allOf")
    if not parts or (not top and wrapped_name(schema) is not None):
        return schema
    if top and len(parts) == 1 and wrapped_name(schema) is not None:
        target = document.schemas.get(str(name_of(parts[0])), {})
        if "properties" not in target:  # an alias of an enum, a scalar or a union
            return schema
    merged: Schema = {}
    for part in [*parts, {k: v for k, v in schema.items() if k != "allOf"}]:
        target_name = name_of(part)
        resolved = document.schemas.get(target_name, {}) if target_name else part
        if not _is_mergeable(resolved):
            document.note(pointer, "unsupported: `allOf` of anything but objects is left out")
            continue
        _merge(merged, resolved, annotations=target_name is None)
    return merged


def _is_mergeable(schema: Schema) -> bool:
    return not any(key in schema for key in ("oneOf", "anyOf", "items"))


def _merge(into: Schema, part: Schema, *, annotations: bool) -> None:
    """A property that two parts have keeps its place and takes what the later one says."""
    for key, value in part.items():
        if key == "properties":
            properties = into.setdefault("properties", {})
            for name, schema in value.items():
                properties[name] = {**properties.get(name, {}), **schema}
        elif key == "required":
            required = into.setdefault("required", [])
            required.extend(name for name in value if name not in required)
        elif key in _ANNOTATIONS or key.startswith("x-") or key in ("example", "examples"):
            if annotations:
                into[key] = value
        else:
            into[key] = value


def _replace(schema: Schema, old: Schema, new: Schema) -> None:
    for key in ("items", "additionalProperties"):
        if schema.get(key) is old:
            schema[key] = new
    for key in ("allOf", "anyOf", "oneOf"):
        if key in schema:
            schema[key] = [new if part is old else part for part in schema[key]]
    for name, part in (schema.get("properties") or {}).items():
        if part is old:
            schema["properties"][name] = new
