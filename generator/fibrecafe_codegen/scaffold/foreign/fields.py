"""Schemas as trees of fields, and the leaves of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ...model.build import type_of
from ...model.names import PythonName
from ...normalise import Normalised
from ...normalise.shape import Schema, name_of, ref_to, wrapped_name

Kind = Literal["scalar", "object", "scalars", "objects", "other"]

MAX_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Field:
    """A property, as it is written and read."""

    wire: str
    attribute: str
    kind: Kind
    type: str
    """Of a scalar, or of the items: `str`, `date`, ...; of objects the schema's name."""
    required: bool
    enum: tuple[str, ...] = ()
    bounded: bool = False
    """Whether a text or number of ours may not fit: a pattern, or narrow limits."""
    optional: bool = False
    """Whether reading it may give None."""


def fields_of(document: Normalised, name: str, *, answer: bool) -> list[Field]:
    """The fields of a named schema that is an object; of a union, those of its first member. An
    `answer` has read-only ones too."""
    schema = resolve(document, ref_to(name))[1]
    required = set(schema.get("required") or ())
    return [
        _field(document, wire, part, wire in required)
        for wire, part in (schema.get("properties") or {}).items()
        if answer or not part.get("readOnly")
    ]


def resolve(document: Normalised, schema: Mapping[str, Any]) -> tuple[str | None, Schema]:
    """The name and the schema behind references, open enums and unions."""
    name: str | None = None
    current: Schema = dict(schema)
    opened = {open_name: closed for closed, open_name in document.open_enums.items()}
    for _ in range(20):
        found = wrapped_name(current)
        if found is None:
            break
        name = opened.get(found, found)
        union = document.unions.get(name)
        if union is not None and union.members:
            name = union.members[0]
        current = document.schemas.get(name, {})
    return name, current


def _field(document: Normalised, wire: str, part: Schema, required: bool) -> Field:
    name, schema = resolve(document, part)
    kind: Kind = "other"
    described, type_name = schema, _type(name, schema)
    if schema.get("type") == "array":
        item_name, item = resolve(document, schema.get("items") or {})
        kind = "objects" if "properties" in item else "scalars" if _is_scalar(item) else "other"
        described, type_name = item, _type(item_name, item)
    elif "properties" in schema:
        kind = "object"
    elif _is_scalar(schema) or not schema.keys() - {"description", "title", "nullable"}:
        kind = "scalar"
    return Field(
        wire=wire,
        attribute=str(PythonName.of(wire)),
        kind=kind,
        type=type_name,
        required=required,
        enum=tuple(map(str, described.get("enum") or ())),
        bounded=_is_bounded(described),
        optional=not required or bool(schema.get("nullable")),
    )


def _is_scalar(schema: Schema) -> bool:
    return schema.get("type") in ("string", "integer", "number", "boolean") or "enum" in schema


def _type(name: str | None, schema: Schema) -> str:
    if "properties" in schema:
        return str(name or "object")
    if "enum" in schema:
        return "str"
    return type_of({**schema, "allOf": None}).expression if name_of(schema) is None else "Any"


def _is_bounded(schema: Schema) -> bool:
    limits = ("pattern", "maximum", "minimum", "exclusiveMinimum", "exclusiveMaximum")
    short = schema.get("maxLength", 255) < 50 or schema.get("minLength", 0) > 1
    return short or any(key in schema for key in limits) or schema.get("format") == "uuid"


def plain(text: str) -> str:
    """A name of the document as a comment may hold it: on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@dataclass(frozen=True, slots=True)
class Leaf:
    """Something that can be read, with the code that reads it."""

    path: tuple[str, ...]
    code: str
    field: Field
    guard: str | None = None
    """What above it may be None."""

    @property
    def shown(self) -> str:
        """Its path for people."""
        return plain(".".join(self.path))


def leaves(
    document: Normalised,
    name: str,
    code: str,
    *,
    answer: bool,
    path: tuple[str, ...] = (),
    guard: str | None = None,
) -> Iterator[Leaf]:
    """All that is below an object that `code` names: values, lists, and the objects themselves."""
    for field in fields_of(document, name, answer=answer):
        if len(path) >= MAX_DEPTH or field.wire in path:
            continue
        here, whole = (*path, field.wire), f"{code}.{field.attribute}"
        yield Leaf(here, whole, field, guard)
        if field.kind == "object" and (guard is None or not field.optional):
            below = whole if field.optional else guard
            yield from leaves(document, field.type, whole, answer=answer, path=here, guard=below)
