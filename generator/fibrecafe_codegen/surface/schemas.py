"""What `models.py` holds: classes with their attributes, enums with their members, unions, types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..model.names import PythonName
from ..model.read_only import is_nullable, is_read_only
from ..normalise.shape import Normalised, Schema, Union
from .kind import kind_of
from .members import members_of


def model_lines(document: Normalised) -> Iterator[str]:
    """By name; what belongs to a name follows it in the document's order."""
    opened = {name: enum for enum, name in document.open_enums.items()}
    blocks: dict[str, list[str]] = {}
    for name, schema in document.schemas.items():
        at = f"models.{name}"
        union = document.unions.get(name)
        if union is not None:
            blocks[name] = list(_union(at, union))
            if union.unknown:
                blocks[union.unknown] = list(_unknown(document, union))
        elif name in opened:
            blocks[name] = [f"{at} = {opened[name]} | str"]
        elif isinstance(schema.get("enum"), list):
            blocks[name] = list(_enum(at, schema))
        elif _is_class(schema):
            blocks[name] = list(_class(document, at, schema))
        else:
            blocks[name] = [f"{at} = {kind_of(schema)}"]
    for name in sorted(blocks):
        yield from blocks[name]


def class_names(document: Normalised) -> list[str]:
    """The classes of `models.py`, in the document's order, without those for unknown variants."""
    opened = set(document.open_enums.values())
    return [
        name
        for name, schema in document.schemas.items()
        if name not in document.unions
        and name not in opened
        and not isinstance(schema.get("enum"), list)
        and _is_class(schema)
    ]


def _is_class(schema: Schema) -> bool:
    if "properties" in schema:
        return True
    return schema.get("type") == "object" and not schema.get("additionalProperties")


def _class(document: Normalised, at: str, schema: Schema) -> Iterator[str]:
    yield f"{at}: class{_deprecated(schema)}"
    required = set(schema.get("required") or ())
    for wire, part in (schema.get("properties") or {}).items():
        name = str(PythonName.of(wire))
        marks = ["required" if wire in required and not is_nullable(part) else "optional"]
        if is_read_only(document, part):
            marks.append("read-only")
        if is_nullable(part):
            marks.append("nullable")
        if part.get("deprecated"):
            marks.append("deprecated")
        if "default" in part:
            marks.append(f"default {_json(part['default'])}")
        if wire != _camel(name):
            marks.append(f"as {_json(wire)}")
        yield f"{at}.{name}: {kind_of(part)}, {', '.join(marks)}"


def _enum(at: str, schema: Schema) -> Iterator[str]:
    yield f"{at}: enum{_deprecated(schema)}"
    for name, value in members_of(schema["enum"]):
        yield f"{at}.{name} = {_json(value)}"


def _union(at: str, union: Union) -> Iterator[str]:
    variants = union.mapping or union.presence
    if not variants:
        yield f"{at} = {' | '.join(union.members)}"
        return
    told = f"by {union.tag}" if union.tag else "by what is present"
    yield f"{at}: union {told}{f', else {union.unknown}' if union.unknown else ''}"
    for value, member in variants.items():
        yield f"{at}[{_json(value)}]: {member}"


def _unknown(document: Normalised, union: Union) -> Iterator[str]:
    at = f"models.{union.unknown}"
    yield f"{at}: class"
    if union.tag:
        yield f"{at}.{PythonName.of(union.tag)}: str, required"
        inner = [document.unions.get(member) for member in union.mapping.values()]
        for tag in dict.fromkeys(u.tag for u in inner if u is not None and u.tag):
            yield f"{at}.{PythonName.of(tag)}: str, optional"


def _deprecated(schema: Schema) -> str:
    return ", deprecated" if schema.get("deprecated") else ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _camel(name: str) -> str:
    """The API's name of an attribute, where nothing else is said."""
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)
