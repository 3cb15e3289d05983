"""Which operations use each pair of schemas, in which direction, and how."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .comparison import Root
from .difference import DIRECTIONS, Direction
from .pairs import Edge, Exposed, Key, Pair


@dataclass(slots=True)
class Reached:
    """The operations that reach a pair in one direction, as bits."""

    all: int = 0
    closed: int = 0
    """Where an enum stands in a place in which readers keep no unknown value."""
    needed: int = 0
    """Where a value must be there."""
    direct: int = 0
    """Other than as the variant of a union."""

    def add(self, other: Reached) -> bool:
        """Takes another's operations; whether that was news."""
        before = (self.all, self.closed, self.needed, self.direct)
        self.all |= other.all
        self.closed |= other.closed
        self.needed |= other.needed
        self.direct |= other.direct
        return before != (self.all, self.closed, self.needed, self.direct)

    def exposed(self, how: Exposed) -> int:
        """The operations for which tolerance does not help."""
        return {"no": 0, "yes": self.all, "closed": self.closed, "needed": self.needed}[how]


@dataclass(slots=True)
class PairUse:
    """How a pair is used."""

    by: dict[Direction, Reached] = field(
        default_factory=lambda: {direction: Reached() for direction in DIRECTIONS}
    )


def spread(pairs: Mapping[Key, Pair], roots: Iterable[Root]) -> dict[Key, PairUse]:
    """The uses of every pair."""
    uses = {key: PairUse() for key in pairs}
    queue: deque[Key] = deque()
    waiting: set[Key] = set()

    def push(key: Key) -> None:
        if key not in waiting:
            waiting.add(key)
            queue.append(key)

    for root in roots:
        bit = 1 << root.operation
        if uses[root.key].by[root.direction].add(Reached(bit, bit, bit, bit)):
            push(root.key)
    while queue:
        key = queue.popleft()
        waiting.discard(key)
        for edge in pairs[key].edges:
            below = uses[edge.below]
            changed = False
            for direction in edge.directions:
                reached = uses[key].by[direction]
                if reached.all:
                    changed |= below.by[direction].add(_through(edge, reached))
            if changed:
                push(edge.below)
    return uses


def _through(edge: Edge, above: Reached) -> Reached:
    """What of a pair's uses goes on to one below it, and how it gets there.

    Readers keep unknown texts in properties and items; not in a body that is an enum, in what a
    union is told by when it is not read as a union, nor in maps.
    """
    everywhere = above.all
    closed = {"root": everywhere, "variant": everywhere, "value": everywhere, "tag": above.direct}
    return Reached(
        everywhere,
        closed.get(edge.step, 0),
        0 if edge.optional else everywhere,
        0 if edge.step == "variant" else everywhere,
    )
