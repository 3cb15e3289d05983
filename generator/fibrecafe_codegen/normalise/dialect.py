"""OpenAPI 3.1 brought to the notation of 3.0, so that the stages after it know one dialect."""

from __future__ import annotations

from typing import Any

from .shape import Normalised, Schema, operations, subschemas

# Keywords of JSON Schema 2020-12 that say something which models cannot.
_UNSUPPORTED = (
    "not", "if", "patternProperties", "dependentSchemas", "dependentRequired", "prefixItems",
    "contains", "propertyNames", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef",
)  # fmt: skip


def to_one_dialect(document: Normalised) -> None:
    """Rewrites every schema in place; what cannot be said is noted."""
    data = document.data
    components = data.setdefault("components", {})
    if not isinstance(components.get("schemas"), dict):
        components["schemas"] = {}
    for name, schema in list(document.schemas.items()):
        pointer = f"/components/schemas/{_escape(name)}"
        document.schemas[name] = _rewrite(document, _as_schema(schema), pointer)
    for path, method, _, operation in operations(data):
        pointer = f"/paths/{_escape(path)}/{method}"
        _rewrite_operation(document, operation, pointer)
    if data.get("webhooks"):
        document.note("/webhooks", "unsupported: webhooks are left out")


def _rewrite_operation(document: Normalised, operation: dict[str, Any], pointer: str) -> None:
    if operation.get("callbacks"):
        document.note(f"{pointer}/callbacks", "unsupported: callbacks are left out")
    for index, parameter in enumerate(operation.get("parameters") or ()):
        if isinstance(parameter.get("schema"), dict):
            place = f"{pointer}/parameters/{index}/schema"
            parameter["schema"] = _rewrite(document, parameter["schema"], place)
    bodies: list[tuple[str, Any]] = [(f"{pointer}/requestBody", operation.get("requestBody"))]
    for status, response in (operation.get("responses") or {}).items():
        bodies.append((f"{pointer}/responses/{status}", response))
    for place, holder in bodies:
        for media_type, media in ((holder or {}).get("content") or {}).items():
            if isinstance(media.get("schema"), dict):
                inner = f"{place}/content/{_escape(media_type)}/schema"
                media["schema"] = _rewrite(document, media["schema"], inner)


def _as_schema(schema: Any) -> Schema:
    return schema if isinstance(schema, dict) else {}  # true and false of 3.1: anything


def _rewrite(document: Normalised, schema: Schema, pointer: str) -> Schema:
    for keyword in _UNSUPPORTED:
        if keyword in schema:
            document.note(f"{pointer}/{keyword}", f"unsupported: `{keyword}` is not checked")
            schema.pop(keyword)
    _null_type(schema)
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(schema.get(exclusive), (int, float)) and schema[exclusive] is not True:
            if schema[exclusive] is not False:
                schema[limit] = schema[exclusive]
            schema[exclusive] = schema[exclusive] is not False
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            schema[key] = _rewrite(document, schema[key], f"{pointer}/{key}")
            if schema[key].pop("nullable", False):
                text = "unsupported: null as an item or a value of a map is refused"
                document.note(f"{pointer}/{key}", text)
    for key in ("allOf", "anyOf", "oneOf"):
        if isinstance(schema.get(key), list):
            schema[key] = [
                _rewrite(document, _as_schema(part), f"{pointer}/{key}/{index}")
                for index, part in enumerate(schema[key])
            ]
    if isinstance(schema.get("properties"), dict):
        schema["properties"] = {
            name: _rewrite(document, _as_schema(part), f"{pointer}/properties/{_escape(name)}")
            for name, part in schema["properties"].items()
        }
    return _without_null_variant(schema)


def _null_type(schema: Schema) -> None:
    """`type: [string, null]` is `type: string, nullable: true`."""
    kinds = schema.get("type")
    if not isinstance(kinds, list):
        return
    others = [kind for kind in kinds if kind != "null"]
    if len(others) < len(kinds):
        schema["nullable"] = True
        if isinstance(schema.get("enum"), list):
            schema["enum"] = [value for value in schema["enum"] if value is not None]
    if len(others) == 1:
        schema["type"] = others[0]
    else:
        schema.pop("type")
        if others:
            schema["anyOf"] = [{"type": kind} for kind in others]


def _without_null_variant(schema: Schema) -> Schema:
    """`oneOf: [X, {type: null}]` is X, nullable."""
    for key in ("oneOf", "anyOf"):
        parts = schema.get(key)
        if not isinstance(parts, list):
            continue
        others = [part for part in parts if part.get("type") != "null"]
        if len(others) == len(parts):
            continue
        schema["nullable"] = True
        schema[key] = others
        if len(others) == 1:
            schema["allOf"] = schema.pop(key)
    return schema


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def every_schema(document: Normalised) -> list[Schema]:
    """All schemas of the document, nested ones too, components first."""
    found: list[Schema] = []

    def collect(schema: Schema) -> None:
        found.append(schema)
        for inner in subschemas(schema):
            collect(inner)

    for schema in document.schemas.values():
        collect(schema)
    return found
