"""The classes of a document as code meets them: attributes, what they lead to, methods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..document.load import Document
from ..model.names import ClassName, PythonName
from ..normalise import normalise
from ..normalise.shape import Normalised, Schema, name_of, operations, references

_PACKAGE = "fibrecafe_api"


@dataclass(slots=True)
class Graph:
    """What leads where."""

    attributes: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    """Class to attribute to the classes it leads to; none for plain values."""
    anywhere: dict[str, frozenset[str]] = field(default_factory=dict)
    """Attribute to what it leads to in any class."""
    classes: frozenset[str] = frozenset()
    enums: dict[str, list[str]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    """Union to its variants."""
    bases: dict[str, frozenset[str]] = field(default_factory=dict)
    """Schema to those that are made of it by `allOf`, itself among them."""
    methods: dict[str, frozenset[str]] = field(default_factory=dict)
    """Method of a client to the classes that it returns."""
    packages: frozenset[str] = frozenset({_PACKAGE})
    servers: frozenset[str] = frozenset()
    """What the class of all operations may be called."""

    @staticmethod
    def of(document: Document) -> Graph:
        """The graph of a valid document."""
        normalised = normalise(document.data)
        graph = Graph(bases=_bases(document.data))
        opened = {name: enum for enum, name in normalised.open_enums.items()}
        anywhere: dict[str, set[str]] = {}
        for name, schema in normalised.schemas.items():
            if isinstance(schema.get("enum"), list) and name not in opened:
                graph.enums[name] = [str(value) for value in schema["enum"]]
            graph.attributes[name] = {}
            for wire, part in (schema.get("properties") or {}).items():
                leads = {opened.get(n, n) for n in references(part)}
                graph.attributes[name][PythonName.of(wire)] = frozenset(leads)
                anywhere.setdefault(PythonName.of(wire), set()).update(leads)
        graph.members = {name: list(union.members) for name, union in normalised.unions.items()}
        graph.anywhere = {name: frozenset(leads) for name, leads in anywhere.items()}
        graph.classes = frozenset(normalised.schemas) | graph.members.keys()
        graph.methods = dict(_methods(normalised))
        graph.servers = frozenset(_servers(str(document.data.get("info", {}).get("title", ""))))
        return graph

    def with_variants(self, names: Iterable[str]) -> frozenset[str]:
        """Classes, and of unions the variants too."""
        found: set[str] = set()
        queue = list(names)
        while queue:
            name = queue.pop()
            if name not in found:
                found.add(name)
                queue += self.members.get(name, ())
        return frozenset(found)

    def owners(self, schema: str | None, attribute: str) -> frozenset[str]:
        """The classes that have an attribute from a schema."""
        made = self.bases.get(schema, frozenset({schema})) if schema else frozenset()
        own = {name for name in made if attribute in self.attributes.get(name, {})}
        if own or schema is None:
            return frozenset(own)
        inside = [name for name in self.attributes if name.startswith(ClassName.of(schema))]
        return frozenset(name for name in inside if attribute in self.attributes[name])

    def leading_to(self, name: str) -> Iterator[tuple[str, str]]:
        """Attributes whose value is of a schema, as (class, attribute)."""
        for owner, attributes in self.attributes.items():
            for attribute, leads in attributes.items():
                if name in leads:
                    yield owner, attribute


def _servers(title: str) -> Iterator[str]:
    """`TenantApi` for "Fibre Cafe: Tenant API"; which words count is the family's to say."""
    words = [word.capitalize() for word in re.findall(r"[A-Za-z0-9]+", title)]
    words = words[:-1] if words[-1:] == ["Api"] else words
    for first in range(len(words)):
        yield f"{''.join(words[first:])}Api"


def _methods(document: Normalised) -> Iterator[tuple[str, frozenset[str]]]:
    for _, _, _, operation in operations(document.data):
        if isinstance(operation.get("operationId"), str):
            schemas = _answers(operation)
            names = frozenset(name for schema in schemas for name in references(schema))
            yield PythonName.of_operation(operation["operationId"]), names


def _answers(operation: Mapping[str, Any]) -> Iterator[Schema]:
    for status, answer in (operation.get("responses") or {}).items():
        if str(status).startswith("2") and isinstance(answer, Mapping):
            for media in (answer.get("content") or {}).values():
                if isinstance(media, Mapping) and isinstance(media.get("schema"), dict):
                    yield media["schema"]


def _bases(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    schemas = (data.get("components") or {}).get("schemas") or {}
    parents = {
        name: {base for part in schema.get("allOf") or () if (base := name_of(part))}
        for name, schema in schemas.items()
        if isinstance(schema, Mapping)
    }
    found: dict[str, set[str]] = {name: {name} for name in parents}
    for name in parents:
        queue, seen = list(parents[name]), set[str]()
        while queue:
            base = queue.pop()
            if base not in seen:
                seen.add(base)
                found.setdefault(base, {base}).add(name)
                queue += parents.get(base, ())
    return {name: frozenset(made) for name, made in found.items()}
