"""Values that a schema allows, with a liking for its limits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from fibrecafe_codegen.document.pointers import resolve
from tests.diff.pairs import Schema
from tests.diff.random_documents import PATTERNS

_FORMATTED = {
    "date": ["2022-01-10", "2024-02-29"],
    "date-time": ["2022-01-10T09:00:00Z", "2022-01-10T09:00:00.250Z"],
    "uuid": ["5251cf7d-7971-42e4-a5be-c24ed58a7aa1"],
}


class Values:
    """Makes values for schemas of one document."""

    def __init__(self, data: dict[str, Any], dice: random.Random) -> None:
        self._data = data
        self._dice = dice

    def of(self, schema: Schema) -> Any:
        """A value."""
        if "$ref" in schema:
            return self.of(resolve(self._data, schema["$ref"]))
        if schema.get("nullable") and self._dice.random() < 0.3:
            return None
        if "allOf" in schema and not any("properties" in part for part in self._parts(schema)):
            return self.of(schema["allOf"][0])
        if "oneOf" in schema:
            return self.of(self._dice.choice(schema["oneOf"]))
        if "enum" in schema:
            return self._dice.choice(schema["enum"])
        kind = schema.get("type", "object")
        return getattr(self, f"_{kind}")(schema)

    def _at(self, schema: Schema) -> Schema:
        found: Schema = resolve(self._data, schema["$ref"]) if "$ref" in schema else schema
        return found

    def _parts(self, schema: Schema) -> Iterator[Schema]:
        schema = self._at(schema)
        if "allOf" not in schema:
            yield schema
        for part in schema.get("allOf", ()):
            yield from self._parts(part)

    def _object(self, schema: Schema) -> Any:
        parts = list(self._parts(schema))
        required = {name for part in parts for name in part.get("required", ())}
        found = {}
        for part in parts:
            for name, inner in part.get("properties", {}).items():
                if name in required or self._dice.random() < 0.6:
                    found[name] = self.of(inner)
        return found

    def _array(self, schema: Schema) -> Any:
        count = self._dice.choice([0, 1, schema.get("maxItems", 5)])
        return [self.of(schema["items"]) for _ in range(count)]

    def _string(self, schema: Schema) -> str:
        if "pattern" in schema:
            return self._dice.choice(PATTERNS[schema["pattern"]])
        if "format" in schema:
            return self._dice.choice(_FORMATTED[schema["format"]])
        return "x" * int(
            self._dice.choice([schema.get("minLength", 0), schema.get("maxLength", 30)])
        )

    def _integer(self, schema: Schema) -> int:
        low, high = schema.get("minimum", -1000), schema.get("maximum", 1000)
        return int(self._dice.choice([low, high]))

    def _number(self, schema: Schema) -> float:
        return self._dice.choice([self._integer(schema), 1.5])

    def _boolean(self, _: Schema) -> bool:
        return self._dice.random() < 0.5
