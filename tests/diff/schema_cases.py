"""For each kind of difference of schemas: a pair that has it, and what it means in a request, an
answer and news. The test turns each pair in both directions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.diff.pairs import Schema, holding

B, A, C, D = "breaking", "attention", "compatible", "documentation"


@dataclass(frozen=True)
class Case:
    """A pair, and the severities in request, response and news."""

    kind: str
    old: Schema
    new: Schema
    severities: tuple[str, str, str]
    parts: dict[str, Schema] = field(default_factory=dict)


def _text(**more: Any) -> Schema:
    return holding({"type": "string", **more})


def _number(**more: Any) -> Schema:
    return holding({"type": "integer", **more})


def _list(**more: Any) -> Schema:
    return holding({"type": "array", "items": {"type": "string"}, **more})


def _needing(*names: str, **properties: Schema) -> Schema:
    return {"type": "object", "required": list(names), "properties": properties}


_S: Schema = {"type": "string"}
_X: Schema = {
    "type": "object",
    "required": ["kind", "x"],
    "properties": {"kind": {"enum": ["X"]}, "x": _S},
}
_Y: Schema = {
    "type": "object",
    "required": ["kind", "y"],
    "properties": {"kind": {"enum": ["Y"]}, "y": _S},
}
_Z: Schema = {
    "type": "object",
    "required": ["kind", "z"],
    "properties": {"kind": {"enum": ["Z"]}, "z": _S},
}
_PLAIN = {"U": {"type": "object", "properties": {"u": _S}}, "V": {"type": "object", "properties": {"v": _S}}}  # fmt: skip
_PARTS = {"X": _X, "Y": _Y, "Z": _Z}
_LOOSE = {"X": {**_X, "properties": {"kind": _S, "x": _S}}, "Y": {**_Y, "properties": {"kind": _S, "y": _S}}}  # fmt: skip


def _refs(*names: str) -> list[Schema]:
    return [{"$ref": f"#/components/schemas/{name}"} for name in names]


def _union(*names: str, key: str = "oneOf", tag: str | None = "kind", **values: str) -> Schema:
    found: Schema = {key: _refs(*names)}
    if tag:
        mapping = values or {name: name for name in names}
        mapped = {value: f"#/components/schemas/{name}" for value, name in mapping.items()}
        found["discriminator"] = {"propertyName": tag, "mapping": mapped}
    return found


_ONE_TAG: dict[str, Schema] = {
    "X": {**_X, "properties": {"kind": {"enum": ["X", "W"]}, "x": _S}},
    "Y": {**_Y, "properties": {"kind": {"enum": ["Y", "W"]}, "y": _S}},
}
_OTHER_TAG: dict[str, Schema] = {
    name: {**part, "required": ["kind", "sort"], "properties": {**part["properties"], "sort": _S}}
    for name, part in _PARTS.items()
}

CASES = [
    Case("required-property-added", _needing(a=_S), _needing("b", a=_S, b={"type": "boolean"}), (B, A, B)),
    Case("optional-property-added", _needing(a=_S), _needing(a=_S, b=_S), (C, C, C)),
    Case("property-removed", _needing(a=_S, b=_S), _needing(a=_S), (B, B, B)),
    Case("property-renamed", _needing(number=_S), _needing(numbers=_S), (B, B, B)),
    Case("property-became-required", _needing(a=_S), _needing("a", a=_S), (B, A, B)),
    Case("property-became-optional", _needing("a", a=_S), _needing(a=_S), (C, B, B)),
    Case("property-became-read-only", _text(), _text(readOnly=True), (B, C, B)),
    Case("property-became-writable", _text(readOnly=True), _text(), (C, C, C)),
    Case("property-became-write-only", _text(), _text(writeOnly=True), (C, B, C)),
    Case("property-became-readable", _text(writeOnly=True), _text(), (C, A, A)),
    Case("became-nullable", _text(), _text(nullable=True), (C, A, A)),
    Case("became-nullable", _needing("a", a=_S), _needing("a", a={**_S, "nullable": True}), (C, B, B)),
    Case("became-not-nullable", _text(nullable=True), _text(), (B, A, A)),
    Case("became-not-nullable", _needing("a", a={**_S, "nullable": True}), _needing("a", a=_S), (B, A, B)),
    Case("type-narrowed", holding({"type": "number"}), _number(), (B, A, B)),
    Case("type-narrowed", holding({}), _text(), (B, A, B)),
    Case("type-widened", _number(), holding({"type": "number"}), (C, B, B)),
    Case("type-changed", _number(), _text(), (B, B, B)),
    Case("format-added", _text(), _text(format="uuid"), (B, A, B)),
    Case("format-removed", _text(format="date"), _text(), (C, B, B)),
    Case("format-changed", _text(format="date-time"), _text(format="date"), (B, B, B)),
    Case("date-became-date-time", _text(format="date"), _text(format="date-time"), (B, A, B)),
    Case("pattern-added", _text(), _text(pattern="^a$"), (B, A, B)),
    Case("pattern-removed", _text(pattern="^a$"), _text(), (C, B, B)),
    Case("pattern-narrowed", _text(pattern="[A-Z]{2}"), _text(pattern="^[A-Z]{2}$"), (B, A, B)),
    Case("pattern-widened", _text(pattern="^[A-F]{2,3}$"), _text(pattern="^[A-Z]{2,9}$"), (C, B, B)),
    Case("pattern-changed", _text(pattern="^a+$"), _text(pattern="^(ab?)+$"), (B, B, B)),
    Case("limit-narrowed", _text(maxLength=9), _text(maxLength=5), (B, A, B)),
    Case("limit-narrowed", _text(), _text(minLength=1), (B, A, B)),
    Case("limit-narrowed", _number(minimum=1), _number(minimum=1, exclusiveMinimum=True), (B, A, B)),
    Case("limit-narrowed", _number(multipleOf=2), _number(multipleOf=4), (B, A, B)),
    Case("limit-narrowed", _list(), _list(uniqueItems=True), (B, A, B)),
    Case("limit-widened", _number(maximum=9), _number(maximum=99), (C, B, B)),
    Case("limit-widened", _list(minItems=1), _list(), (C, B, B)),
    Case("limit-widened", _number(minimum=5), _number(), (C, B, B)),
    Case("limit-changed", _number(multipleOf=2), _number(multipleOf=3), (B, B, B)),
    Case("enum-value-added", _text(enum=["A"]), _text(enum=["A", "B"]), (C, A, A)),
    Case("enum-value-added", {"type": "string", "enum": ["A"]}, {"type": "string", "enum": ["A", "B"]}, (C, B, B)),
    Case("enum-value-added", _number(enum=[1]), _number(enum=[1, 2]), (C, B, B)),
    Case("enum-value-removed", _text(enum=["A", "B"]), _text(enum=["A"]), (B, A, A)),
    Case("enum-value-removed", {"type": "string", "enum": ["A", "B"]}, {"type": "string", "enum": ["A"]}, (B, A, B)),
    Case("enum-added", _text(), _text(enum=["A"]), (B, A, A)),
    Case("enum-added", _number(), _number(enum=[1]), (B, A, B)),
    Case("enum-removed", _text(enum=["A"]), _text(), (C, A, A)),
    Case("enum-removed", _number(enum=[1]), _number(), (C, B, B)),
    Case("variant-added", _union("X", "Y"), _union("X", "Y", "Z"), (C, A, A), _PARTS),
    Case("variant-added", _union("U", "V", tag=None), _union("U", "V", "Z", tag=None), (C, B, B), _PLAIN | _PARTS),
    Case("variant-added", holding(_refs("X")[0]), holding(_union("X", "Y")), (C, B, B), _PARTS),
    Case("variant-removed", _union("X", "Y", "Z"), _union("X", "Y"), (B, A, A), _PARTS),
    Case("variant-removed", _union("U", "V", "Z", tag=None), _union("U", "V", tag=None), (B, A, B), _PLAIN | _PARTS),
    Case("union-kind-changed", _union("X", "Y"), _union("X", "Y", key="anyOf"), (A, A, A), _PARTS),
    Case("discriminator-added", _union("X", "Y", tag=None), _union("X", "Y"), (B, A, B), _LOOSE),
    Case("discriminator-removed", _union("X", "Y"), _union("X", "Y", tag=None), (A, B, B), _LOOSE),
    Case("discriminator-changed", _union("X", "Y"), _union("X", "Y", tag="sort"), (B, B, B), _OTHER_TAG),
    Case("discriminator-value-added", _union("X", "Y", X="X", Y="Y"), _union("X", "Y", X="X", Y="Y", W="Y"), (C, A, A), _ONE_TAG),
    Case("discriminator-value-removed", _union("X", "Y", X="X", Y="Y", W="Y"), _union("X", "Y", X="X", Y="Y"), (B, A, A), _ONE_TAG),
    Case("discriminator-value-moved", _union("X", "Y", X="X", Y="Y", W="Y"), _union("X", "Y", X="X", Y="Y", W="X"), (B, B, B), _ONE_TAG),
    Case("default-changed", _text(default="a"), _text(default="b"), (A, A, A)),
    Case("default-changed", _text(), _text(default="b"), (A, A, A)),
    Case("object-closed", _text(), {**_text(), "additionalProperties": False}, (B, C, A)),
    Case("object-opened", {**_text(), "additionalProperties": False}, _text(), (C, C, C)),
    Case("constraint-changed", _text(), holding({**_S, "not": {"enum": ["A"]}}), (B, B, B)),
    Case("deprecated", _text(), _text(deprecated=True), (A, A, A)),
    Case("undeprecated", _text(deprecated=True), _text(), (D, D, D)),
    # Below a property that is a list, a map, a part of a union.
    Case("enum-value-added", _list(items={**_S, "enum": ["A"]}), _list(items={**_S, "enum": ["A", "B"]}), (C, A, A)),
    Case("type-changed", {"type": "object", "additionalProperties": _S}, {"type": "object", "additionalProperties": {"type": "integer"}}, (B, B, B)),
]  # fmt: skip
