"""Random small documents.

Each operation has schemas of its own, so that what breaks can be laid at one operation's door, and
many examples share the cost of one generated package.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.diff.pairs import JSON, Schema

PATTERNS = {
    "^[A-Z]{2,4}$": ["AB", "XYZ", "ABCD"],
    "^[A-Z]{2}$": ["AB", "XY"],
    "[A-Z]{2}": ["AB", "xABy", "ABCD"],
    "^[A-Z0-9]{2,9}$": ["AB", "A1", "123456789"],
    "^(a|b)+$": ["a", "abba"],
}
FORMATS = ("date", "date-time", "uuid")
_REF = "#/components/schemas/"


class Parts:
    """What belongs to one operation of a document."""

    def __init__(self, data: dict[str, Any], number: int) -> None:
        self.data = data
        self.number = number
        self.path = f"/op{number}"

    @property
    def operation(self) -> dict[str, Any] | None:
        """The operation; None after it was taken away."""
        item = self.data["paths"].get(self.path)
        return item["post"] if item else None

    @property
    def schemas(self) -> dict[str, Schema]:
        """All schemas of the document."""
        found: dict[str, Schema] = self.data["components"]["schemas"]
        return found

    def objects(self) -> list[Schema]:
        """The named objects of this operation."""
        own = f"N{self.number}x"
        return [s for name, s in self.schemas.items() if name.startswith(own) and "properties" in s]

    def name(self, schema: Schema) -> Schema:
        """A schema as a component; a reference to it."""
        free = f"N{self.number}x{sum(n.startswith(f'N{self.number}x') for n in self.schemas)}"
        self.schemas[free] = schema
        return {"$ref": _REF + free}


def random_document(dice: random.Random, operations: int) -> dict[str, Any]:
    """A document in which anything may be asked and told."""
    data: dict[str, Any] = {
        "openapi": "3.0.3",
        "info": {"title": "Test", "version": "1"},
        "paths": {},
        "components": {"schemas": {}},
    }
    for number in range(operations):
        parts = Parts(data, number)
        asked, told = _object(dice, parts, 2), _object(dice, parts, 2)
        if dice.random() < 0.4:
            told = asked
        if dice.random() < 0.3:
            told = {"type": "array", "items": told}
        operation: dict[str, Any] = {
            "operationId": f"op{number}",
            "requestBody": {"required": True, "content": {JSON: {"schema": asked}}},
            "responses": {"200": {"description": "ok", "content": {JSON: {"schema": told}}}},
        }
        if dice.random() < 0.35:
            operation["x-tolerant-reader"] = True
        if dice.random() < 0.4:
            operation["parameters"] = [random_parameter(dice, "q")]
        data["paths"][parts.path] = {"post": operation}
    return data


def random_parameter(dice: random.Random, name: str) -> dict[str, Any]:
    """A parameter of the query."""
    schema = dice.choice(
        [{"type": "integer", "maximum": 9}, {"type": "string", "enum": ["A", "B"]}]
    )
    return {"name": name, "in": "query", "required": dice.random() < 0.5, "schema": schema}


def _object(dice: random.Random, parts: Parts, depth: int) -> Schema:
    names = dice.sample(["amount", "colour", "day", "reference", "size", "weight"], 3)
    properties = {name: random_schema(dice, parts, depth) for name in names}
    required = [name for name in names if dice.random() < 0.5]
    found: Schema = {"type": "object", "properties": properties}
    return parts.name({**found, "required": required} if required else found)


def random_schema(dice: random.Random, parts: Parts, depth: int) -> Schema:
    """A schema with at most so many levels below it."""
    kinds: list[Callable[[random.Random, Parts], Schema]]
    kinds = [_text, _text, _number, _truth, _enum, _enum]
    if depth:
        kinds += [_list, _union, lambda d, p: _object(d, p, depth - 1)]
    found = dice.choice(kinds)(dice, parts)
    if "$ref" not in found and dice.random() < 0.15:
        found["nullable"] = True
    return found


def _text(dice: random.Random, _: Parts) -> Schema:
    return dice.choice(
        [
            {"type": "string"},
            {"type": "string", "minLength": 2, "maxLength": 5},
            {"type": "string", "pattern": dice.choice(list(PATTERNS))},
            {"type": "string", "format": dice.choice(FORMATS)},
        ]
    )


def _number(dice: random.Random, _: Parts) -> Schema:
    return dice.choice(
        [{"type": "integer"}, {"type": "integer", "minimum": 2, "maximum": 7}, {"type": "number"}]
    )


def _truth(*_: object) -> Schema:
    return {"type": "boolean"}


def _enum(dice: random.Random, parts: Parts) -> Schema:
    schema = {"type": "string", "enum": ["RED", "GREEN", "BLUE"][: dice.randint(2, 3)]}
    return parts.name(schema) if dice.random() < 0.5 else schema


def _list(dice: random.Random, parts: Parts) -> Schema:
    items = random_schema(dice, parts, 0)
    items.pop("nullable", None)  # generated lists hold no null
    found: Schema = {"type": "array", "items": items}
    return {**found, "maxItems": 3} if dice.random() < 0.5 else found


def random_variant(dice: random.Random, parts: Parts, tag: str) -> Schema:
    """A variant of a union, told by its tag."""
    kind = {"type": "string", "enum": [tag]}
    return parts.name(
        {
            "type": "object",
            "required": ["kind", f"its{tag}"],
            "properties": {"kind": kind, f"its{tag}": random_schema(dice, parts, 0)},
        }
    )


def _union(dice: random.Random, parts: Parts) -> Schema:
    tags = ["CAT", "DOG"]
    members = {tag: random_variant(dice, parts, tag) for tag in tags}
    mapping = {tag: member["$ref"] for tag, member in members.items()}
    discriminator = {"propertyName": "kind", "mapping": mapping}
    return parts.name({"oneOf": list(members.values()), "discriminator": discriminator})
