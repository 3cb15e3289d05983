"""What a schema allows, keyword by keyword, each with the place that says so.

Where several parts speak of the same thing, all of them hold: the tightest limit, the values that
every list has, the last word on texts and marks to the outermost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ..document.pointers import join
from .conjunction import Node, Schemas
from .unions import Union, unions_at

LOWER = ("minLength", "minItems", "minProperties")
UPPER = ("maxLength", "maxItems", "maxProperties")
WHOLE = frozenset({"integer"})
OPAQUE = (
    "not", "if", "then", "else", "patternProperties", "dependentSchemas", "dependentRequired",
    "prefixItems", "contains", "minContains", "maxContains", "propertyNames", "unevaluatedItems",
    "unevaluatedProperties", "contentEncoding", "contentMediaType", "contentSchema", "xml",
)  # fmt: skip
TEXTS = ("title", "description", "externalDocs")
EXAMPLES = ("example", "examples")


class Fact(NamedTuple):
    """A value and the place that states it."""

    value: Any
    pointer: str


class Bound(NamedTuple):
    """A limit of numbers."""

    value: float
    exclusive: bool


class Shape:
    """One schema of one document."""

    def __init__(self, schemas: Schemas, node: Node) -> None:
        self.schemas = schemas
        self.node = node
        self.pointer = node[0]
        self._parts = [(pointer, schemas.schema(pointer)) for pointer in schemas.parts(node)]

    @property
    def written(self) -> list[dict[str, Any]]:
        """The parts as they are written."""
        return [schema for _, schema in self._parts]

    def facts(self, keyword: str) -> list[Fact]:
        """What each part says."""
        return [
            Fact(schema[keyword], join(pointer, keyword))
            for pointer, schema in self._parts
            if keyword in schema
        ]

    def first(self, keyword: str) -> Fact | None:
        """What the outermost part that speaks of it says."""
        found = self.facts(keyword)
        return found[0] if found else None

    def place(self, keyword: str) -> str:
        """Where a keyword stands, or would."""
        found = self.first(keyword)
        return found.pointer if found else self.pointer

    def flag(self, keyword: str) -> bool:
        """Whether a mark is set."""
        found = self.first(keyword)
        return found is not None and found.value is True

    @cached_property
    def types(self) -> frozenset[str] | None:
        """The types that are allowed; None for any."""
        allowed: frozenset[str] | None = None
        for _, schema in self._parts:
            own = _types(schema)
            if own is not None:
                allowed = own if allowed is None else allowed & own
        if allowed and "number" in allowed and self._whole:
            allowed = allowed - {"number"} | {"integer"}
        return allowed

    @cached_property
    def _whole(self) -> bool:
        return any(
            isinstance(fact.value, (int, float)) and fact.value >= 1 and fact.value % 1 == 0
            for fact in self.facts("multipleOf")
        )

    @cached_property
    def nullable(self) -> Fact | None:
        """Where null is allowed, by which place."""
        for pointer, schema in self._parts:
            if "nullable" in schema:
                return Fact(True, join(pointer, "nullable")) if schema["nullable"] is True else None
            kinds = schema.get("type")
            if isinstance(kinds, list):
                return Fact(True, join(pointer, "type")) if "null" in kinds else None
            for key in ("oneOf", "anyOf"):
                stated = schema.get(key)
                if isinstance(stated, list) and len(stated) > len(
                    self.schemas.variants(pointer, key)
                ):
                    return Fact(True, join(pointer, key))
            if kinds is not None:
                return None
        return None

    @cached_property
    def enum(self) -> dict[str, Fact] | None:
        """The values that are allowed, each by how it is written; None for any."""
        allowed: dict[str, Fact] | None = None
        for pointer, schema in self._parts:
            own: dict[str, Fact] | None = None
            if isinstance(schema.get("enum"), list):
                own = {
                    _written(value): Fact(value, join(pointer, "enum", index))
                    for index, value in enumerate(schema["enum"])
                    if value is not None
                }
            elif "const" in schema:
                own = {_written(schema["const"]): Fact(schema["const"], join(pointer, "const"))}
            if own is not None:
                inner = own
                allowed = (
                    own
                    if allowed is None
                    else {k: inner.get(k, v) for k, v in allowed.items() if k in own}
                )
        return allowed

    @cached_property
    def required(self) -> dict[str, str]:
        """Names that must be there, with the place that says so."""
        found: dict[str, str] = {}
        for fact in self.facts("required"):
            if isinstance(fact.value, list):
                for index, name in enumerate(fact.value):
                    found.setdefault(str(name), join(fact.pointer, index))
        return found

    @cached_property
    def properties(self) -> dict[str, Node]:
        """Each property by name."""
        places: dict[str, list[str]] = {}
        for fact in self.facts("properties"):
            if isinstance(fact.value, dict):
                for name in fact.value:
                    places.setdefault(name, []).append(join(fact.pointer, name))
        return {name: self.schemas.node(pointers) for name, pointers in places.items()}

    @cached_property
    def closed(self) -> Fact | None:
        """Where other properties are refused."""
        return next(
            (fact for fact in self.facts("additionalProperties") if fact.value is False), None
        )

    @cached_property
    def values(self) -> Node | None:
        """The schema of properties without a name; None for anything."""
        places = [
            f.pointer for f in self.facts("additionalProperties") if isinstance(f.value, dict)
        ]
        return self.schemas.node(places) if places and not self.closed else None

    @cached_property
    def items(self) -> Node | None:
        """The schema of items; None for anything."""
        places = [f.pointer for f in self.facts("items") if isinstance(f.value, dict)]
        return self.schemas.node(places) if places else None

    @cached_property
    def unions(self) -> list[Union]:
        """The unions that hold, nearly always one or none."""
        return [
            union
            for pointer, schema in self._parts
            if "oneOf" in schema or "anyOf" in schema
            for union in unions_at(self.schemas, pointer)
        ]

    def bound(self, keyword: str) -> tuple[Bound, str] | None:
        """`minimum` or `maximum`, the tightest, exclusive ones of integers as inclusive."""
        exclusive = "exclusive" + keyword[0].upper() + keyword[1:]
        sign = 1 if keyword == "minimum" else -1
        found: list[tuple[Bound, str]] = []
        for pointer, schema in self._parts:
            for key in (keyword, exclusive):
                value = schema.get(key)
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    out = key == exclusive or schema.get(exclusive) is True
                    found.append((self._inclusive(Bound(value, out), sign), join(pointer, key)))
        if not found:
            return None
        return max(found, key=lambda one: (sign * one[0].value, one[0].exclusive))

    def _inclusive(self, bound: Bound, sign: int) -> Bound:
        if bound.exclusive and self.types == WHOLE and float(bound.value).is_integer():
            return Bound(bound.value + sign, False)
        return bound

    def size(self, keyword: str) -> Fact | None:
        """A limit of length, the tightest; None where there is none."""
        found = [
            fact
            for fact in self.facts(keyword)
            if isinstance(fact.value, (int, float)) and not (keyword in LOWER and fact.value <= 0)
        ]
        choose = max if keyword in LOWER else min
        return choose(found, key=lambda fact: fact.value) if found else None

    @cached_property
    def patterns(self) -> dict[str, str]:
        """Each pattern that holds, with its place."""
        return {str(fact.value): fact.pointer for fact in self.facts("pattern")}

    @cached_property
    def extensions(self) -> dict[str, Fact]:
        """The `x-` keys that rules of their own do not read."""
        found: dict[str, Fact] = {}
        for pointer, schema in self._parts:
            for key, value in schema.items():
                if key.startswith("x-") and key != "x-discriminate-by-presence":
                    found.setdefault(key, Fact(value, join(pointer, key)))
        return found

    @property
    def free(self) -> bool:
        """Allows anything."""
        return self.types is None and self.enum is None and not self.unions

    @property
    def only_union(self) -> bool:
        """Says nothing beside which variants there are."""
        return bool(self.unions) and not (self.properties or self.required or self.enum)


def _types(schema: Mapping[str, Any]) -> frozenset[str] | None:
    stated = schema.get("type")
    if stated is None:
        if "properties" in schema:
            return frozenset({"object"})
        if "items" in schema:
            return frozenset({"array"})
        values = schema.get("enum")
        if isinstance(values, list) and values and all(isinstance(v, str) for v in values):
            return frozenset({"string"})
        return frozenset({"string"}) if isinstance(schema.get("const"), str) else None
    kinds = stated if isinstance(stated, list) else [stated]
    found = frozenset(str(kind) for kind in kinds if kind != "null")
    return found | {"integer"} if "number" in found else found


def _written(value: Any) -> str:
    """One text for equal values of JSON."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
