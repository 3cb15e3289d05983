"""Where the documents mark personal data (`x-personal-data`), ready to be asked quickly.

A place in a JSON value is a set of schemas, all that may hold there: a reference is followed, and
of `allOf`, `oneOf` and `anyOf` every part counts, so that a value is marked when any of them says
so. Places are worked out at their first use and kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

Api = Literal["tenant", "tenant_updates", "supplier", "supplier_updates"]

APIS: tuple[Api, ...] = ("tenant", "tenant_updates", "supplier", "supplier_updates")

MARK = "x-personal-data"


class Place:
    """A place in the values of a schema."""

    def __init__(self, marks: Marks, schemas: tuple[Mapping[str, Any], ...]) -> None:
        self._marks = marks
        self._schemas = schemas
        self._properties: dict[str, Place | None] = {}

    @cached_property
    def mark(self) -> str | None:
        """`contact`, `location` or `free-text`; None: nothing personal."""
        return next((schema[MARK] for schema in self._schemas if MARK in schema), None)

    @cached_property
    def items(self) -> Place | None:
        """Of a list; None when no schema here is one."""
        items = [schema["items"] for schema in self._schemas if "items" in schema]
        return self._marks.place(items) if items else None

    @cached_property
    def structured(self) -> bool:
        """Whether only objects or lists belong here."""
        kinds = {schema["type"] for schema in self._schemas if "type" in schema}
        return bool(kinds) and kinds <= {"object", "array"}

    def of(self, name: str) -> Place | None:
        """Of a property; None when no schema here knows it."""
        if name not in self._properties:
            schemas = [
                schema["properties"][name]
                for schema in self._schemas
                if name in schema.get("properties", ())
            ]
            # Names of unknown properties are not kept: there is no end to them.
            if not schemas:
                return None
            self._properties[name] = self._marks.place(schemas)
        return self._properties[name]


class Marks:
    """The marks of one document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._schemas: Mapping[str, Any] = document["components"]["schemas"]
        self._places: dict[tuple[int, ...], Place] = {}

    def schema(self, name: str) -> Place:
        """The values of a schema. Raises KeyError."""
        return self.place([self._schemas[name]])

    def __contains__(self, name: str) -> bool:
        return name in self._schemas

    def place(self, schemas: Iterable[Mapping[str, Any]]) -> Place:
        """The place where any of these schemas may hold."""
        parts: dict[int, Mapping[str, Any]] = {}
        for schema in schemas:
            self._gather(schema, parts)
        key = tuple(sorted(parts))
        if key not in self._places:
            self._places[key] = Place(self, tuple(parts.values()))
        return self._places[key]

    def names(self) -> Iterator[tuple[str, str]]:
        """Each marked property and its mark, wherever it is."""
        for schema in self._schemas.values():
            yield from _marked_names(schema)

    def _gather(self, schema: Mapping[str, Any], parts: dict[int, Mapping[str, Any]]) -> None:
        if id(schema) in parts:
            return
        parts[id(schema)] = schema
        if "$ref" in schema:
            self._gather(self._schemas[schema["$ref"].rpartition("/")[2]], parts)
        for keyword in ("allOf", "oneOf", "anyOf"):
            for part in schema.get(keyword, ()):
                self._gather(part, parts)


def _marked_names(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, schema in (node.get("properties") or {}).items():
            if isinstance(schema, dict) and MARK in schema:
                yield name, schema[MARK]
        for part in node.values():
            yield from _marked_names(part)
    elif isinstance(node, list):
        for part in node:
            yield from _marked_names(part)


@cache
def marks_of(api: Api) -> Marks:
    """The marks of an API's document, as it is in its generated package."""
    text = files(f"fibrecafe_api.{api}").joinpath("openapi.json").read_text("utf-8")
    return Marks(json.loads(text))


@cache
def marks_by_name() -> Mapping[str, str]:
    """Names of properties that are marked somewhere in the family, for what no schema knows."""
    found: dict[str, str] = {}
    for api in APIS:
        for name, mark in marks_of(api).names():
            found.setdefault(name.lower(), mark)
    return found
