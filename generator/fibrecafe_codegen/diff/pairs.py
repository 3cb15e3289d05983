"""Schemas of two documents that stand at the same place, each pair looked at once.

A pair knows what differs between its two schemas and which pairs are below it; who uses it is
worked out afterwards (`uses`), so that a schema in fifty places is reported once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ..document.load import Document
from ..document.pointers import join
from .conjunction import Node, Schemas
from .difference import ABSENT, DIRECTIONS, Direction
from .shape import Shape
from .unions import Union, unions_at

Exposed = Literal["no", "yes", "closed", "needed"]
"""Where the tolerance of readers does not reach: nowhere, everywhere, in places where an enum is
closed, in places where a value must be there."""
Step = Literal["root", "property", "tag", "item", "value", "variant"]
Key = tuple[Node, Node]


class Found(NamedTuple):
    """A difference whose uses are not known yet."""

    kind: str
    what: str
    old_pointer: str
    new_pointer: str
    old: Any = ABSENT
    new: Any = ABSENT
    directions: tuple[Direction, ...] = DIRECTIONS
    """In which it can matter."""
    exposed: Exposed = "no"


class Edge(NamedTuple):
    """The way from a pair to one below it."""

    below: Key
    step: Step
    optional: bool = False
    directions: tuple[Direction, ...] = DIRECTIONS


@dataclass
class Pair:
    """Two schemas."""

    old: Shape
    new: Shape
    found: list[Found] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    def add(
        self,
        kind: str,
        what: str = "",
        *,
        at: tuple[str, str] | None = None,
        old: Any = ABSENT,
        new: Any = ABSENT,
        directions: tuple[Direction, ...] = DIRECTIONS,
        exposed: Exposed = "no",
    ) -> None:
        """Notes a difference. `at`: where, in the old and in the new document."""
        places = at or (self.old.pointer, self.new.pointer)
        self.found.append(Found(kind, what, *places, old, new, directions, exposed))

    def lead(
        self,
        old: Node,
        new: Node,
        step: Step,
        *,
        optional: bool = False,
        directions: tuple[Direction, ...] = DIRECTIONS,
    ) -> None:
        """Notes a pair below this one."""
        self.edges.append(Edge((old, new), step, optional, directions))


class Side:
    """One document's schemas, as shapes."""

    def __init__(self, document: Document) -> None:
        self.schemas = Schemas(document)
        self._shapes: dict[Node, Shape] = {}
        self.tags: dict[str, set[str]] = {}
        """Of each place of a schema, the properties that tell it apart in some union."""
        self.fingerprints: dict[tuple[Node, int], int] = {}

    def shape(self, node: Node) -> Shape:
        """The shape of a schema."""
        if node not in self._shapes:
            self._shapes[node] = Shape(self.schemas, node)
        return self._shapes[node]

    def at(self, pointers: Iterable[str] | str) -> Node:
        """The schema at some places."""
        return self.schemas.node([pointers] if isinstance(pointers, str) else pointers)

    def is_tag(self, shape: Shape, name: str) -> bool:
        """Whether a property of a schema tells it apart in a union."""
        return name in self.tags.get(shape.pointer, ())

    def mark_tags(self) -> None:
        """Looks for the unions that have a name, and for the tags of their variants."""
        for name, schema in self.schemas.named.items():
            if not isinstance(schema, dict) or not schema.keys() & {"oneOf", "anyOf"}:
                continue
            for union in unions_at(self.schemas, join("/components/schemas", name)):
                self._mark(union, self.tag_of(union), set())

    def _mark(self, union: Union, tag: str | None, seen: set[str]) -> None:
        for variant in union.variants if tag else ():
            shape = self.shape(self.at(variant))
            if shape.pointer not in seen:
                seen.add(shape.pointer)
                self.tags.setdefault(shape.pointer, set()).add(str(tag))
                for inner in shape.unions:
                    self._mark(inner, tag, seen)

    def tag_of(self, union: Union) -> str | None:
        """The property that tells the variants: declared, or the first one that all of them require
        with values that no two share."""
        if union.tag or union.by_presence:
            return union.tag
        shapes = [self.shape(self.at(variant)) for variant in union.variants]
        return next((name for name in shapes[0].required if self._tells(shapes, name)), None)

    def _tells(self, shapes: list[Shape], name: str) -> bool:
        seen: set[str] = set()
        for shape in shapes:
            node = shape.properties.get(name) if name in shape.required else None
            enum = self.shape(node).enum if node else None
            if not enum or seen & enum.keys():
                return False
            seen |= enum.keys()
        return True

    def leads_of(self, union: Union, tag: str) -> dict[str, Node]:
        """Values of a tag, each with the variant that has it; empty where they do not tell, or a
        discriminator says otherwise."""
        variants = [self.at(variant) for variant in union.variants]
        shapes = [self.shape(node) for node in variants]
        if not self._tells(shapes, tag):
            return {}
        found = {
            str(fact.value): node
            for node, shape in zip(variants, shapes, strict=True)
            for fact in (self.shape(shape.properties[tag]).enum or {}).values()
        }
        stated = {value: self.at(pointer) for value, pointer in union.leads.items()}
        agree = all(stated.get(value) == node for value, node in found.items())
        return found if agree or not union.tag else {}

    def told(self, union: Union) -> bool:
        """Whether readers can tell a variant that they do not know."""
        return union.by_presence or self.tag_of(union) is not None
