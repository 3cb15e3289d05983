"""The work of one comparison: both sides, the pairs that were met, and what was found on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..document.load import Document
from .conjunction import Node
from .difference import ABSENT, Direction
from .pairs import Edge, Found, Key, Pair, Side
from .schemas import compare_schemas


class Root(NamedTuple):
    """A pair of schemas that an operation uses as they are."""

    key: Key
    direction: Direction
    operation: int


class Placed(NamedTuple):
    """A difference outside schemas, and the operations it concerns by direction, as bits."""

    found: Found
    uses: Mapping[Direction, int]
    operations: int


class Comparison:
    """Collects what differs."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old = Side(old)
        self.new = Side(new)
        self.old.mark_tags()
        self.new.mark_tags()
        self.operations: list[str] = []
        self.pairs: dict[Key, Pair] = {}
        self.roots: list[Root] = []
        self.placed: list[Placed] = []

    def operation(self, name: str) -> int:
        """A number for an operation."""
        self.operations.append(name)
        return len(self.operations) - 1

    def note(
        self,
        kind: str,
        what: str,
        at: tuple[str, str],
        *,
        old: Any = ABSENT,
        new: Any = ABSENT,
        operation: int | None = None,
        direction: Direction | None = None,
    ) -> None:
        """A difference that is not one of schemas."""
        bit = 0 if operation is None else 1 << operation
        uses = {direction: bit} if direction else {}
        self.placed.append(Placed(Found(kind, what, *at, old, new), uses, bit))

    def schema(self, old: str, new: str, direction: Direction, operation: int) -> None:
        """Two schemas that an operation uses."""
        self.roots.append(Root((self.old.at(old), self.new.at(new)), direction, operation))

    def settle(self, extra: list[tuple[Node, Node]]) -> None:
        """Compares all schemas that are met from the roots, and `extra` ones."""
        queue: list[Key] = [root.key for root in self.roots] + list(extra)
        while queue:
            key = queue.pop()
            if key in self.pairs:
                continue
            pair = Pair(self.old.shape(key[0]), self.new.shape(key[1]))
            self.pairs[key] = pair
            compare_schemas(pair, self.old, self.new)
            edges = dict.fromkeys(pair.edges)
            pair.edges = list[Edge](edges)
            queue.extend(edge.below for edge in pair.edges)
