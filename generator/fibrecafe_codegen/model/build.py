"""From the normalised document to the typed view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from ..normalise.lift import operation_stem
from ..normalise.shape import Normalised, Schema, name_of, operations
from .api import (
    Api,
    Body,
    Encoding,
    ErrorShape,
    Header,
    Location,
    Operation,
    Parameter,
    Response,
    Tag,
    TypeRef,
)
from .names import ClassName, PythonName
from .read_only import read_only_paths

_JSON = "application/json"
_SCALARS = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "dict[str, Any]",
}
_FORMATS = {
    "date": TypeRef("date", frozenset({("datetime", "date")})),
    "date-time": TypeRef("AwareDatetime", frozenset({("pydantic", "AwareDatetime")})),
    "uuid": TypeRef("UUID", frozenset({("uuid", "UUID")})),
}
_ROLES = {"x-request-id": "request_id", "x-conversation-id": "conversation_id"}


def build_api(
    document: Normalised, published: Mapping[str, Any], *, key: str, package: str, path: str
) -> Api:
    """The typed view of a document.

    `published` is the document as its server shows it; `key` and `path` are how the user names it.
    """
    data = document.data
    info = data.get("info") or {}
    built = [_operation(document, *found) for found in operations(data)]
    scheme = _oauth(data)
    error_shape, error_codes = _errors(document)
    return Api(
        title=str(info.get("title", "")),
        version=str(info.get("version", "")),
        description=str(info.get("description", "")).strip(),
        key=key,
        package=PythonName(package),
        class_name=ClassName.of(package.replace("_", " ")),
        document=path,
        servers=tuple(
            (str(s.get("url", "")), str(s.get("description", "")))
            for s in data.get("servers") or ()
        ),
        token_url=scheme.get("tokenUrl"),
        scopes=tuple(scheme.get("scopes") or ()),
        error_shape=error_shape,
        error_codes=error_codes,
        tags=tuple(_tags(data, [operation for operation in built if operation])),
        schema_names=tuple(ClassName(name) for name in document.schemas),
        served_document=published,
    )


def _tags(data: Mapping[str, Any], built: list[Operation]) -> Iterator[Tag]:
    """The sections in the order of the document's `tags`, then those only operations name."""
    described = {t["name"]: str(t.get("description", "")) for t in data.get("tags") or ()}
    names = [*described, *(o.tag for o in built if o.tag not in described)]
    for name in dict.fromkeys(names):
        own = tuple(operation for operation in built if operation.tag == name)
        if own:
            description = described.get(name, "").strip()
            yield Tag(name, ClassName.of(name), description, own)


def _operation(
    document: Normalised, path: str, method: str, item: Schema, source: Schema
) -> Operation | None:
    pointer = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}"
    identifier = str(source.get("operationId") or operation_stem(source, method, path))
    tolerant = bool(source.get("x-tolerant-reader"))
    security = source.get("security", document.data.get("security")) or []
    parameters = [
        built
        for index, parameter in enumerate(source.get("parameters") or ())
        if (built := _parameter(document, parameter, f"{pointer}/parameters/{index}"))
    ]
    tags = source.get("tags") or ["Default"]
    return Operation(
        id=identifier,
        name=PythonName.of_operation(identifier),
        method=method.upper(),
        path=path,
        tag=str(tags[0]),
        summary=str(source.get("summary", "")).strip(),
        description=str(source.get("description", "")).strip(),
        parameters=tuple(parameters),
        body=_body(document, source.get("requestBody"), tolerant, pointer),
        responses=tuple(_responses(document, source.get("responses") or {}, pointer)),
        secured=bool(security) and {} not in security,
        scopes=tuple(dict.fromkeys(s for entry in security for v in entry.values() for s in v)),
        deprecated=bool(source.get("deprecated")),
        provenance=provenance_of(source),
    )


def _parameter(document: Normalised, source: Schema, pointer: str) -> Parameter | None:
    content = source.get("content") or {}
    schema: Schema = source.get("schema") or {}
    location = cast(Location, source["in"])
    encoding: Encoding = "plain"
    if content:
        if _JSON not in content:
            document.note(pointer, "unsupported: a parameter whose content is not JSON")
            return None
        schema, encoding = content[_JSON].get("schema") or {}, "json"
    resolved = _resolved(document, schema)
    item_type = None
    if encoding == "plain" and resolved.get("type") == "array":
        style = source.get("style", "form" if location in ("query", "cookie") else "simple")
        if style not in ("form", "simple"):
            document.note(pointer, f"unsupported: parameter style {style!r}")
            return None
        exploded = source.get("explode", style == "form") and location == "query"
        encoding = "exploded" if exploded else "comma"
        item_type = type_of(resolved.get("items") or {})
    elif encoding == "plain" and "properties" in resolved:
        document.note(pointer, "unsupported: an object as a parameter, unless its content is JSON")
        return None
    if location == "cookie":
        document.note(pointer, "unsupported: cookie parameters are left out")
        return None
    name = str(source["name"])
    role = _ROLES.get(name.lower()) if location == "header" else None
    return Parameter(
        name=name,
        python_name=PythonName.of_parameter(name),
        location=location,
        required=bool(source.get("required")) or location == "path",
        encoding=encoding,
        type=type_of(schema),
        item_type=item_type,
        description=str(source.get("description") or resolved.get("description") or "").strip(),
        provenance=provenance_of(source),
        default=resolved.get("default"),
        deprecated=bool(source.get("deprecated")),
        role=cast(Any, role),
    )


def _body(document: Normalised, source: Schema | None, tolerant: bool, pointer: str) -> Body | None:
    if not source:
        return None
    content = source.get("content") or {}
    media_type = next((m for m in content if _is_json(m)), None)
    if media_type is None:
        kinds = ", ".join(content) or "none"
        document.note(f"{pointer}/requestBody", f"unsupported: a body that is not JSON ({kinds})")
        return None
    schema = content[media_type].get("schema") or {}
    paths = None if tolerant else read_only_paths(document, schema)
    return Body(
        media_type=media_type,
        required=bool(source.get("required")),
        type=type_of(schema),
        tolerant=tolerant,
        read_only=paths,
        description=str(source.get("description", "")).strip(),
        examples=_examples(content[media_type]),
    )


def _responses(document: Normalised, source: Schema, pointer: str) -> Iterator[Response]:
    for status, response in source.items():
        number = 0 if status == "default" else int(status) if str(status).isdigit() else None
        if number is None:
            place = f"{pointer}/responses/{status}"
            document.note(place, f"unsupported: a range of statuses ({status})")
            continue
        content = response.get("content") or {}
        media_type = next((m for m in content if _is_json(m)), None)
        if content and media_type is None:
            kinds = ", ".join(content)
            place = f"{pointer}/responses/{status}"
            document.note(place, f"unsupported: an answer that is not JSON ({kinds})")
        media = content.get(media_type) or {}
        yield Response(
            status=number,
            description=str(response.get("description", "")).strip(),
            type=type_of(media.get("schema") or {}) if media_type else None,
            media_type=media_type,
            headers=tuple(
                Header(name, bool(h.get("required")), str(h.get("description", "")))
                for name, h in (response.get("headers") or {}).items()
            ),
            provenance=provenance_of(response),
            examples=_examples(media),
        )


def _is_json(media_type: str) -> bool:
    base = media_type.split(";")[0].strip().lower()
    return base == _JSON or base.endswith("+json")


def _examples(media: Schema) -> dict[str, Any]:
    if "example" in media:
        return {"example": media["example"]}
    named = media.get("examples") or {}
    return {name: e["value"] for name, e in named.items() if isinstance(e, dict) and "value" in e}


def type_of(schema: Schema) -> TypeRef:
    """The annotation of a value of an operation (see `lift`: a reference, an array or a scalar)."""
    name = name_of(schema)
    if name is not None:
        return TypeRef(f"models.{name}")
    kind = schema.get("type")
    if kind == "array":
        item = type_of(schema.get("items") or {})
        return TypeRef(f"list[{item.expression}]", item.imports)
    if kind == "string" and schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    expression = _SCALARS.get(str(kind), "Any")
    imports = frozenset({("typing", "Any")}) if "Any" in expression else frozenset()
    return TypeRef(expression, imports)


def _resolved(document: Normalised, schema: Schema) -> Schema:
    name = name_of(schema)
    return document.schemas.get(name, {}) if name is not None else schema


def _oauth(data: Mapping[str, Any]) -> Mapping[str, Any]:
    schemes = (data.get("components") or {}).get("securitySchemes") or {}
    for scheme in schemes.values():
        flow = (scheme.get("flows") or {}).get("clientCredentials")
        if flow:
            return cast(Mapping[str, Any], flow)
    return {}


def _errors(document: Normalised) -> tuple[ErrorShape, tuple[str, ...]]:
    """Whether the document's errors have the gateway's shape, and the codes it knows."""
    schema = document.schemas.get("Error") or {}
    properties = schema.get("properties") or {}
    if not {"uuid", "code", "messages"} <= properties.keys():
        return "problem", ()
    name = name_of(properties["code"]) or ""
    name = next((e for e, opened in document.open_enums.items() if opened == name), name)
    return "gateway", tuple(document.schemas.get(name, {}).get("enum") or ())


def provenance_of(source: Mapping[str, Any]) -> str | None:
    """`inferred: few words of reason`; None for what the published pages state."""
    mark = source.get("x-provenance")
    if isinstance(mark, str):
        return mark
    if isinstance(mark, Mapping) and mark.get("level", "documented") != "documented":
        return f"{mark['level']}: {mark.get('reason', '')}".rstrip(": ")
    return None
