"""The schemas of one document with references followed and `allOf` taken apart.

A schema is a conjunction of *parts*: what stands at some pointers holds together. Moving a part into
a component, or out of one, leaves the parts as they are.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any

from ..document.load import Document
from ..document.pointers import BrokenReference, at, join, target

Node = tuple[str, ...]
"""A schema: the places that define it together, references followed; nearly always one."""

_SCHEMAS = "/components/schemas/"
_ANNOTATIONS = frozenset(
    {"title", "description", "nullable", "deprecated", "readOnly", "writeOnly", "default",
     "example", "examples", "externalDocs", "summary", "allOf", "$ref"}
)  # fmt: skip


class Schemas:
    """Finds what a schema is made of."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.is_31 = str(document.data.get("openapi", "")).startswith("3.1")
        self._raw: dict[str, Any] = {}
        self._resolved: dict[str, str] = {}
        self._parts: dict[Node, tuple[str, ...]] = {}
        components = document.data.get("components")
        named = components.get("schemas") if isinstance(components, dict) else None
        self.named: dict[str, Any] = named if isinstance(named, dict) else {}

    def at(self, pointer: str) -> Any:
        """What stands at a pointer; None for nothing."""
        if pointer not in self._raw:
            try:
                self._raw[pointer] = at(self.document.data, pointer)
            except BrokenReference:
                self._raw[pointer] = None
        return self._raw[pointer]

    def schema(self, pointer: str) -> dict[str, Any]:
        """The schema at a pointer; an empty one allows anything."""
        raw = self.at(pointer)
        if raw is False:
            return {"not": {}}
        return raw if isinstance(raw, dict) else {}

    def resolve(self, pointer: str) -> str:
        """Where the references of a schema end."""
        if pointer not in self._resolved:
            self._resolved[pointer] = self._follow(pointer, alone=self.is_31)
        return self._resolved[pointer]

    def follow(self, pointer: str) -> str:
        """Where the references of anything else end."""
        return self._follow(pointer, alone=False)

    def _follow(self, pointer: str, *, alone: bool) -> str:
        """`alone`: what stands beside a reference holds too, so it is not followed (3.1)."""
        seen = {pointer}
        while (there := self._step(pointer, alone)) is not None and there not in seen:
            seen.add(there)
            pointer = there
        return pointer

    def _step(self, pointer: str, alone: bool) -> str | None:
        raw = self.at(pointer)
        if not isinstance(raw, dict) or not isinstance(raw.get("$ref"), str):
            return None
        if alone and len(raw) > 1:
            return None
        try:
            return target(raw["$ref"])
        except BrokenReference:
            return None

    def node(self, pointers: Iterable[str]) -> Node:
        """The schema that some places define together."""
        return tuple(dict.fromkeys(map(self.resolve, pointers)))

    def parts(self, node: Node) -> tuple[str, ...]:
        """Pointers of all that holds; what only leads on to others is left out."""
        if node not in self._parts:
            found: dict[str, None] = {}
            seen: set[str] = set()
            stack = list(reversed(node))
            while stack:
                pointer = self.resolve(stack.pop())
                if pointer in seen:
                    continue
                seen.add(pointer)
                inner = self._inner(pointer)
                if not inner or any(key not in ("allOf", "$ref") for key in self.schema(pointer)):
                    found[pointer] = None
                stack.extend(reversed(inner))
            self._parts[node] = tuple(found)
        return self._parts[node]

    def _inner(self, pointer: str) -> list[str]:
        """Places of the parts below a schema."""
        schema = self.schema(pointer)
        inner = [join(pointer, "allOf", i) for i in range(len(_list(schema.get("allOf"))))]
        if isinstance(schema.get("$ref"), str):
            with contextlib.suppress(BrokenReference):
                inner.append(target(schema["$ref"]))
        for key in ("oneOf", "anyOf"):
            variants = self.variants(pointer, key)
            if len(variants) == 1:
                inner.append(variants[0])
        return inner

    def variants(self, pointer: str, key: str) -> list[str]:
        """Pointers of the variants of a union, without `{type: null}`."""
        found = []
        for index, variant in enumerate(_list(self.schema(pointer).get(key))):
            if not (isinstance(variant, dict) and variant.get("type") == "null"):
                found.append(join(pointer, key, index))
        return found

    def name_of(self, node: Node) -> str | None:
        """The component that a schema is, perhaps under a description of its own."""
        if len(node) != 1:
            return None
        pointer, seen = node[0], set()
        while pointer not in seen:
            seen.add(pointer)
            if pointer.startswith(_SCHEMAS) and "/" not in pointer[len(_SCHEMAS) :]:
                return pointer[len(_SCHEMAS) :].replace("~1", "/").replace("~0", "~")
            schema = self.schema(pointer)
            parts = _list(schema.get("allOf"))
            if len(parts) == 1 and not any(_shapes(key) for key in schema):
                pointer = self.resolve(join(pointer, "allOf", 0))
        return None


def _shapes(key: str) -> bool:
    return key not in _ANNOTATIONS and not key.startswith("x-")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
