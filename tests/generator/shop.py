"""A small document with nothing wrong, and ways to make it wrong."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

GOOD: dict[str, Any] = yaml.safe_load("""
openapi: 3.0.3
info: {title: Shop, version: "1"}
security: [{login: [read]}]
paths:
  /orders/{id}:
    post:
      operationId: sendOrder
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Order'}
            example: {kind: NEW, code: A1}
      responses:
        "204": {description: ok}
    get:
      operationId: getOrder
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Any'}}}
components:
  securitySchemes:
    login:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: /token, scopes: {read: to read}}}
  schemas:
    Any:
      oneOf: [{$ref: '#/components/schemas/Order'}, {$ref: '#/components/schemas/Cease'}]
      discriminator:
        propertyName: kind
        mapping: {NEW: '#/components/schemas/Order', CEASE: '#/components/schemas/Cease'}
    Order:
      type: object
      required: [kind]
      properties:
        kind: {type: string, enum: [NEW]}
        code: {type: string, pattern: '^[A-Z][0-9]$', x-personal-data: contact}
        parent: {$ref: '#/components/schemas/Order'}
    Cease:
      type: object
      required: [kind]
      properties:
        kind: {type: string, enum: [CEASE]}
        note: {type: string, x-provenance: {level: inferred, reason: it must be so}}
""")
ORDER = "/components/schemas/Order"


def changed(pointer: str, value: Any) -> dict[str, Any]:
    """The good document with one change; None takes the place away."""
    document = copy.deepcopy(GOOD)
    *way, last = [p.replace("~1", "/").replace("~0", "~") for p in pointer.split("/")[1:]]
    node: Any = document
    for part in way:
        node = node[int(part)] if isinstance(node, list) else node.setdefault(part, {})
    if value is None:
        del node[last]
    else:
        node[int(last) if isinstance(node, list) else last] = value
    return document


def written(document: dict[str, Any], folder: Path) -> Path:
    """The document as a file."""
    file = folder / "api.yaml"
    file.write_text(yaml.safe_dump(document, sort_keys=False))
    return file
