"""The normalised document: the shape that every later stage relies on.

All schemas are named and flat; every place that holds a value is a reference to one of them, an
array of such, or a plain scalar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]

REF = "#/components/schemas/"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(slots=True)
class Union:
    """A named union of named schemas."""

    name: str
    members: list[str]
    tag: str | None = None  # the property that tells the variant
    mapping: dict[str, str] = field(default_factory=dict)  # value of the tag -> member
    presence: dict[str, str] = field(default_factory=dict)  # property that is there -> member
    inner: bool = False  # a member of another union
    unknown: str | None = None  # name of the class for variants that are not known
    description: str = ""


@dataclass(slots=True)
class Normalised:
    """A document after all of `normalise`."""

    data: dict[str, Any]
    unions: dict[str, Union] = field(default_factory=dict)
    open_enums: dict[str, str] = field(default_factory=dict)  # enum -> name of its open form
    told: set[str] = field(default_factory=set)  # schemas that we also read, not only serve
    notes: list[Note] = field(default_factory=list)
    classes: dict[str, str] = field(default_factory=dict)  # name in the document -> of the class

    @property
    def schemas(self) -> dict[str, Schema]:
        """All schemas by name."""
        found: dict[str, Schema] = self.data["components"]["schemas"]
        return found

    def note(self, pointer: str, message: str, *, rule: str = "unsupported") -> None:
        """Remember what could not be carried over; becomes a finding."""
        self.notes.append(Note(rule, pointer, message))


@dataclass(frozen=True, slots=True)
class Note:
    """Something of the document that generation leaves out, and where it stands."""

    rule: str
    pointer: str
    message: str


def ref_to(name: str) -> Schema:
    """A reference to a named schema."""
    return {"$ref": REF + name}


def name_of(schema: Schema) -> str | None:
    """The name a reference leads to; None for anything else."""
    ref = schema.get("$ref")
    return ref[len(REF) :] if isinstance(ref, str) and ref.startswith(REF) else None


def wrapped_name(schema: Schema) -> str | None:
    """The name behind a reference that only carries a description: `allOf` of one."""
    if (name := name_of(schema)) is not None:
        return name
    parts = schema.get("allOf")
    if isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], dict):
        shaping = {"properties", "required", "type", "oneOf", "anyOf", "additionalProperties"}
        return None if shaping & schema.keys() else name_of(parts[0])
    return None


def operations(data: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Each operation as (path, method, path item, operation)."""
    for path, item in (data.get("paths") or {}).items():
        for method in METHODS:
            if isinstance(item, dict) and isinstance(item.get(method), dict):
                yield path, method, item, item[method]


def subschemas(schema: Schema) -> Iterator[Schema]:
    """The schemas directly inside one."""
    for key in ("items", "additionalProperties", "not"):
        if isinstance(schema.get(key), dict):
            yield schema[key]
    for key in ("allOf", "anyOf", "oneOf"):
        yield from (s for s in schema.get(key) or () if isinstance(s, dict))
    properties = schema.get("properties")
    if isinstance(properties, dict):
        yield from (s for s in properties.values() if isinstance(s, dict))


def references(schema: Schema) -> Iterator[str]:
    """The names that a schema refers to, itself and everything inside."""
    name = name_of(schema)
    if name is not None:
        yield name
    for inner in subschemas(schema):
        yield from references(inner)
