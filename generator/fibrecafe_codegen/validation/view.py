"""A document as the rules look at it: every schema, operation and parameter with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from ..document.load import Document
from ..document.pointers import BrokenReference, at, join, resolve, target
from ..finding import Finding, Severity

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
Kind = Literal[
    "root", "components", "path", "operation", "callback", "body", "response", "parameter",
    "header", "media", "encoding", "schema", "example", "link", "security",
]  # fmt: skip
Direction = Literal["request", "response", "both"]
_Shape = Literal["one", "list", "map"]


def _parts(*groups: tuple[_Shape, Kind, tuple[str, ...]]) -> dict[str, tuple[_Shape, Kind]]:
    return {key: (shape, kind) for shape, kind, keys in groups for key in keys}


# What can stand below what (spec, OpenAPI 3.0 and 3.1).
_BELOW: Mapping[Kind, Mapping[str, tuple[_Shape, Kind]]] = {
    "root": _parts(("map", "path", ("paths", "webhooks")), ("one", "components", ("components",))),
    "components": _parts(
        ("map", "schema", ("schemas",)),
        ("map", "response", ("responses",)),
        ("map", "parameter", ("parameters",)),
        ("map", "example", ("examples",)),
        ("map", "body", ("requestBodies",)),
        ("map", "header", ("headers",)),
        ("map", "security", ("securitySchemes",)),
        ("map", "link", ("links",)),
        ("map", "callback", ("callbacks",)),
        ("map", "path", ("pathItems",)),
    ),
    "path": _parts(("one", "operation", METHODS), ("list", "parameter", ("parameters",))),
    "operation": _parts(
        ("list", "parameter", ("parameters",)),
        ("one", "body", ("requestBody",)),
        ("map", "response", ("responses",)),
        ("map", "callback", ("callbacks",)),
    ),
    "body": _parts(("map", "media", ("content",))),
    "response": _parts(
        ("map", "media", ("content",)), ("map", "header", ("headers",)), ("map", "link", ("links",))
    ),
    "parameter": _parts(
        ("one", "schema", ("schema",)),
        ("map", "media", ("content",)),
        ("map", "example", ("examples",)),
    ),
    "media": _parts(
        ("one", "schema", ("schema",)),
        ("map", "encoding", ("encoding",)),
        ("map", "example", ("examples",)),
    ),
    "encoding": _parts(("map", "header", ("headers",))),
    "schema": _parts(
        (
            "map",
            "schema",
            ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
        ),
        ("list", "schema", ("allOf", "anyOf", "oneOf", "prefixItems")),
        (
            "one",
            "schema",
            ("items", "additionalProperties", "not", "if", "then", "else", "contains"),
        ),
        (
            "one",
            "schema",
            ("propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"),
        ),
    ),
}


class Place(NamedTuple):
    """Something in a document, and where."""

    kind: Kind
    pointer: str
    value: dict[str, Any]
    direction: Direction = "both"


@dataclass
class View:
    """One document, looked at by the rules."""

    document: Document
    house: bool = True

    @property
    def data(self) -> dict[str, Any]:
        """The document's content."""
        return self.document.data

    @property
    def is_31(self) -> bool:
        """OpenAPI 3.1, whose schemas are JSON Schema 2020-12."""
        return str(self.data.get("openapi", "")).startswith("3.1")

    @cached_property
    def places(self) -> list[Place]:
        """Everything that has a kind, in document order; references are not followed."""
        return list(self._walk(Place("root", "", self.data)))

    def of(self, *kinds: Kind) -> list[Place]:
        """The places of some kinds."""
        return [place for place in self.places if place.kind in kinds]

    @cached_property
    def schemas(self) -> list[Place]:
        """Every schema, nested ones too."""
        return self.of("schema")

    @cached_property
    def component_schemas(self) -> dict[str, Any]:
        """The named schemas."""
        return mapping(mapping(self.data.get("components")).get("schemas"))

    def _walk(self, place: Place) -> Iterator[Place]:
        yield place
        below = _BELOW.get("path" if place.kind == "callback" else place.kind, {})
        if place.kind == "callback":
            for name, item in place.value.items():
                if isinstance(item, dict) and not name.startswith("x-"):
                    yield from self._walk(Place("path", join(place.pointer, name), item))
            return
        if place.kind == "header":
            below = _BELOW["parameter"]
        for key, value in place.value.items():
            if key in below:
                shape, kind = below[key]
                for pointer, item in _items(shape, join(place.pointer, key), value):
                    yield from self._walk(Place(kind, pointer, item, _direction(place, kind, key)))

    def resolved(self, node: Any) -> dict[str, Any]:
        """A mapping, references followed; an empty one where they lead nowhere."""
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            try:
                node = resolve(self.data, node["$ref"])
            except BrokenReference:
                return {}
        return node if isinstance(node, dict) else {}

    def leads_to_schema(self, reference: str) -> bool:
        """Whether a reference, or the bare name of a schema, leads to a mapping."""
        return isinstance(self.target(reference), dict)

    def target(self, reference: str) -> Any:
        """What a reference or the bare name of a schema leads to; None for nothing."""
        if reference in self.component_schemas:
            return self.component_schemas[reference]
        try:
            return at(self.data, target(reference))
        except BrokenReference:
            return None

    def finding(
        self, rule: str, pointer: str, message: str, hint: str = "", severity: Severity = "error"
    ) -> Finding:
        """A finding with its line."""
        line = self.document.line_of(pointer)
        return Finding(rule, message, self.document.name, pointer, line, hint, severity)


def mapping(value: Any) -> dict[str, Any]:
    """The value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def _items(shape: _Shape, pointer: str, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if shape == "one" and isinstance(value, dict):
        yield pointer, value
    elif shape == "list" and isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield join(pointer, index), item
    elif shape == "map" and isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, dict):
                yield join(pointer, name), item


def _direction(place: Place, kind: Kind, key: str) -> Direction:
    """Which way a message goes; webhooks and callbacks are requests just the same."""
    if kind in ("body", "parameter"):
        return "request"
    if kind == "response":
        return "response"
    return place.direction if kind in ("media", "header") else "both"
