"""Small pairs of documents, made of what differs."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from fibrecafe_codegen.diff import Change, compare, judge
from fibrecafe_codegen.document.load import Document

JSON = "application/json"
Schema = dict[str, Any]


def document(data: dict[str, Any], name: str = "test.yaml") -> Document:
    """A document as if it had been read from a file."""
    text = json.dumps(data, indent=1)
    return Document(Path(name), name, text.encode(), json.loads(text))


def of_operation(operation: Any, **rest: Any) -> dict[str, Any]:
    """A document of one operation: `POST /things`."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Test", "version": "1"},
        "paths": {"/things": {"post": {"operationId": "sendThing", **operation}}},
        **rest,
    }


def carrying(schema: Schema, direction: str, *, parts: dict[str, Schema] | None = None) -> Any:
    """A document whose one message is made of `Thing`."""
    content = {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    operation: dict[str, Any] = {"responses": {"204": {"description": "ok"}}}
    if direction in ("request", "news", "both"):
        operation["requestBody"] = {"required": True, **content}
    if direction in ("response", "both"):
        operation["responses"] = {"200": {"description": "ok", **content}}
    if direction == "news":
        operation["x-tolerant-reader"] = True
    schemas = {"Thing": schema, **(parts or {})}
    return of_operation(operation, components={"schemas": copy.deepcopy(schemas)})


def holding(part: Any) -> Schema:
    """An object with one optional property."""
    return {"type": "object", "properties": {"p": part}}


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What the toolkit says of a pair."""
    return judge(compare(document(old, "old.yaml"), document(new, "new.yaml")))


def told(old: dict[str, Any], new: dict[str, Any]) -> dict[str, str]:
    """Rules and severities."""
    return {change.rule: change.severity for change in changes(old, new)}
