"""What to look for in code because of a change."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..diff import Change
from ..model.names import PythonName
from ..surface.members import members_of
from .graph import Graph

_ABOUT_CALLS = ("operation-", "parameter", "body", "media-", "success-", "error-", "header",
                "callbacks")  # fmt: skip
_MANY = 6  # operations from which a change is of the whole API, not of a call


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names in code; empty for what code does not show."""

    classes: frozenset[str] = frozenset()
    attributes: frozenset[tuple[str, str]] = frozenset()
    """Class and attribute."""
    lacking: frozenset[tuple[str, str]] = frozenset()
    """Made without this attribute."""
    matching: frozenset[str] = frozenset()
    """Enums whose values code decides by."""
    members: frozenset[tuple[str, str]] = frozenset()
    """Enum and the name of a member."""
    values: frozenset[str] = frozenset()
    """Texts that code may hold instead of a member."""
    methods: frozenset[str] = frozenset()
    servers: frozenset[tuple[str, str]] = frozenset()
    """Class of a server, and a method that those made of it must have."""

    @property
    def words(self) -> frozenset[str]:
        """A file without any of these has none of it."""
        pairs = [*self.attributes, *self.lacking, *self.members]
        names = {second for _, second in pairs} | {
            first for first, _ in (*self.lacking, *self.servers)
        }
        return frozenset(names | self.classes | self.matching | self.values | self.methods)


def wanted_of(change: Change, graph: Graph) -> Wanted:
    """What code that meets a change would hold."""
    kind = change.kind
    if kind == "operation-added":
        methods = map(PythonName.of_operation, change.operations)
        return Wanted(servers=frozenset((s, m) for m in methods for s in graph.servers))
    if kind in ("enum-value-added", "enum-value-removed"):
        return _enum(change, graph)
    if kind in ("schema-renamed", "schema-replaced", "schema-removed", "schema-in-line"):
        return Wanted(classes=frozenset({str(change.old or change.what)}))
    if "property" in kind:
        return _property(change, graph)
    if "variant" in kind or "discriminator" in kind:
        names = {change.schema, _plain(change.what)} & graph.classes
        return Wanted(classes=frozenset(name for name in names if name))
    if change.schema is not None:
        return _value(change, graph)
    if kind == "operation-id-changed":
        return Wanted(methods=frozenset({PythonName.of_operation(str(change.old))}))
    if any(part in kind for part in _ABOUT_CALLS) or change.operations:
        if len(change.operations) >= _MANY:
            return Wanted()
        return Wanted(methods=frozenset(map(PythonName.of_operation, change.operations)))
    return Wanted()


def _enum(change: Change, graph: Graph) -> Wanted:
    names = _values_of(change, graph)
    enums = frozenset(names & graph.enums.keys())
    holders = frozenset(pair for enum in enums for pair in graph.leading_to(enum))
    if change.kind == "enum-value-added":
        return Wanted(attributes=holders, matching=enums)
    value = _plain(change.what)
    members = frozenset(
        (enum, name) for enum in enums for name, v in members_of(graph.enums[enum]) if v == value
    )
    return Wanted(members=members, values=frozenset({value}), attributes=holders)


def _values_of(change: Change, graph: Graph) -> set[str]:
    if change.schema is not None and change.property is None:
        return {change.schema}
    if change.property is None:
        return set()
    name = PythonName.of(change.property)
    owners = graph.owners(change.schema, name)
    return {lead for owner in owners for lead in graph.attributes[owner][name]}


def _property(change: Change, graph: Graph) -> Wanted:
    renamed = change.kind == "property-renamed"
    wire = str(change.old) if renamed else _plain(change.what) or change.property or ""
    name = PythonName.of(wire)
    if change.kind in ("property-became-required", "required-property-added"):
        made = graph.bases.get(change.schema or "", frozenset({change.schema or ""}))
        return Wanted(lacking=frozenset((owner, name) for owner in made if owner))
    owners = graph.owners(change.schema, name)
    return Wanted(attributes=frozenset((owner, name) for owner in owners))


def _value(change: Change, graph: Graph) -> Wanted:
    """A value takes other texts, numbers or types, or is deprecated."""
    if change.property is not None:
        name = PythonName.of(change.property)
        owners = graph.owners(change.schema, name)
        return Wanted(attributes=frozenset((owner, name) for owner in owners))
    schema = change.schema or ""
    if graph.attributes.get(schema) or schema in graph.members:
        return Wanted(classes=frozenset({schema}))
    return Wanted(attributes=frozenset(graph.leading_to(schema)))


def _plain(what: str) -> str:
    """`"HELD"` as a rule writes it, without its quotes."""
    try:
        value = json.loads(what)
    except ValueError:
        return what
    return value if isinstance(value, str) else what
