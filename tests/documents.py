"""The four documents, and what their examples say of each operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fibrecafe_codegen.document.load import load, load_mapping
from fibrecafe_codegen.document.pointers import resolve
from fibrecafe_codegen.model.names import PythonName
from fibrecafe_codegen.normalise.shape import operations

ROOT = Path(__file__).parents[1]
# The versions in use: a bump changes the family's file, and no test.
_FAMILY = load_mapping(ROOT / "spec/family.yaml", name="family.yaml").data["documents"]
PATHS: dict[str, str] = {entry["package"]: f"spec/{entry['path']}" for entry in _FAMILY}
VERSIONS: dict[str, str] = {entry["package"]: entry["version"] for entry in _FAMILY}


@cache
def document(api: str) -> dict[str, Any]:
    """A document by the name of its package."""
    return load(ROOT / PATHS[api]).data


def follow(api: str, node: Any) -> Any:
    """A node, its reference followed."""
    if isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
        return resolve(document(api), node["$ref"])
    return node


@dataclass(frozen=True)
class Described:
    """An operation as its document describes it."""

    api: str
    id: str
    method: str
    path: str
    source: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The method of client and server."""
        return PythonName.of_operation(self.id)

    @property
    def bodies(self) -> dict[str, Any]:
        """Examples of the body by name."""
        return self._examples((self.source.get("requestBody") or {}).get("content") or {})

    @property
    def successes(self) -> dict[int, dict[str, Any]]:
        """Examples of each success."""
        return {
            int(status): self._examples(follow(self.api, response).get("content") or {})
            for status, response in self.source["responses"].items()
            if status.startswith("2")
        }

    @property
    def parameters(self) -> list[Mapping[str, Any]]:
        """All parameters."""
        return [follow(self.api, parameter) for parameter in self.source.get("parameters") or ()]

    def sample(self, parameter: Mapping[str, Any]) -> Any:
        """A value that a parameter may have."""
        media = (parameter.get("content") or {}).get("application/json") or {}
        for holder in (parameter, media):
            if "example" in holder:
                return holder["example"]
            for example in (holder.get("examples") or {}).values():
                return example["value"]
        return self._of_schema(parameter.get("schema") or media["schema"])

    def _of_schema(self, schema: Any) -> Any:
        schema = follow(self.api, schema)
        if "example" in schema:
            return schema["example"]
        if schema.get("enum"):
            return schema["enum"][0]
        if schema.get("type") == "array":
            return [self._of_schema(schema["items"])]
        if schema.get("type") == "object":
            return {name: self._of_schema(s) for name, s in schema["properties"].items()}
        return {"boolean": True, "string": "sample", "number": 345, "integer": 345}[schema["type"]]

    def _examples(self, content: Mapping[str, Any]) -> dict[str, Any]:
        media = content.get("application/json") or {}
        if "example" in media:
            return {"example": media["example"]}
        return {n: follow(self.api, e)["value"] for n, e in (media.get("examples") or {}).items()}


@cache
def described(api: str) -> tuple[Described, ...]:
    """The operations of a document."""
    return tuple(
        Described(api, operation["operationId"], method.upper(), path, operation)
        for path, method, _, operation in operations(document(api))
    )


def every_operation() -> Iterator[Described]:
    """All operations of the family."""
    for api in PATHS:
        yield from described(api)
