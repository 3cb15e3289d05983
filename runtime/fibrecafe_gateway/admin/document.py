"""The OpenAPI document of the admin API, made of what is declared."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any, Literal

from pydantic import TypeAdapter

from fibrecafe_api._support.routing import Parameter, Route

from .api import AdminApi
from .routes import ROUTES

VERSION = "1.0"

_REF = "#/components/schemas/{model}"

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "Names this answer, also in the log."},
    },
}


@cache
def document() -> bytes:
    """As it is served."""
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    told = {
        "openapi": "3.1.0",
        "info": {
            "title": "Fibre Cafe gateway: admin API",
            "version": VERSION,
            "description": "What operators look at and decide; see docs/admin-api.md.",
        },
        "servers": [{"url": "/admin/v1"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }
    return json.dumps(told, indent=1).encode()


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    said = inspect.getdoc(getattr(AdminApi, route.handler)) or ""
    summary, _, more = said.partition("\n\n")
    made: dict[str, Any] = {
        "operationId": route.operation_id,
        "summary": summary,
        "parameters": [_parameter(one, schemas) for one in route.parameters],
        "responses": dict(_answers(route, schemas)),
    }
    if more:
        made["description"] = more
    if route.body is not None:
        content = {"application/json": {"schema": _schema(route.body.type, schemas, "validation")}}
        made["requestBody"] = {"required": route.body.required, "content": content}
    return made


def _parameter(one: Parameter, schemas: dict[str, Any]) -> dict[str, Any]:
    schema = _schema(one.type, schemas, "validation")
    if one.default is not None:
        schema = {**schema, "default": json.loads(one.default)}
    return {"name": one.name, "in": one.location, "required": one.required, "schema": schema}


def _answers(route: Route, schemas: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for answer in route.answers:
        schema = _schema(answer.type, schemas, "serialization")
        content: dict[str, Any] = {answer.media_type: {"schema": schema}}
        yield str(answer.status), {"description": "Done.", "content": content}
    problem = {"schema": {"$ref": _REF.format(model="Problem")}}
    for status in sorted(route.failures):
        content = {"application/problem+json": problem}
        yield str(status), {"description": HTTPStatus(status).phrase, "content": content}


def _schema(
    type_: Any, schemas: dict[str, Any], mode: Literal["validation", "serialization"]
) -> dict[str, Any]:
    made = TypeAdapter(type_).json_schema(by_alias=True, ref_template=_REF, mode=mode)
    for name, schema in made.pop("$defs", {}).items():
        schemas[name] = _plain(schema)
    if "properties" in made:  # a model: told of by its name
        schemas[type_.__name__] = _plain(made)
        return {"$ref": _REF.format(model=type_.__name__)}
    plain: dict[str, Any] = _plain(made)
    return plain


def _plain(schema: Any) -> Any:
    """Optional is not nullable: what is absent is left out, and never null."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        rest = {k: v for k, v in schema.items() if k not in ("anyOf", "default")}
        return _plain({**choices[0], **rest})
    kept = {k: v for k, v in schema.items() if not (k == "default" and v is None)}
    return {key: _plain(value) for key, value in kept.items()}
