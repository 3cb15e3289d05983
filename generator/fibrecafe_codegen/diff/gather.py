"""From what was found in many places to differences, each once."""

from __future__ import annotations

from typing import Any

from .comparison import Comparison
from .difference import ABSENT, Diff, Difference, Direction, Use
from .pairs import Found
from .uses import spread

_Uses = dict[Direction, tuple[int, int]]  # all operations, and those that are exposed


class _Merged:
    """One difference, met at several places."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.uses: _Uses = {}
        self.operations = 0

    def take(self, direction: Direction, operations: int, exposed: int) -> None:
        if operations:
            was, worse = self.uses.get(direction, (0, 0))
            self.uses[direction] = (was | operations, worse | exposed)
            self.operations |= operations


def gather(comparison: Comparison, renamed: dict[str, str]) -> Diff:
    """All differences, in the order in which the old document, then the new one has them."""
    merged: dict[Any, _Merged] = {}

    def entry(found: Found) -> _Merged:
        key = _key(found)
        if key not in merged:
            merged[key] = _Merged(found)
        return merged[key]

    uses = spread(comparison.pairs, comparison.roots)
    for key, pair in comparison.pairs.items():
        for found in pair.found:
            one = entry(found)
            for direction, reached in uses[key].by.items():
                if direction in found.directions:
                    one.take(direction, reached.all, reached.exposed(found.exposed))
                elif not found.directions:
                    one.operations |= reached.all
    for placed in comparison.placed:
        one = entry(placed.found)
        one.operations |= placed.operations
        for direction, bits in placed.uses.items():
            one.take(direction, bits, 0)
    names = comparison.operations
    differences = tuple(_difference(one, names) for one in merged.values())
    return Diff(
        comparison.old.schemas.document, comparison.new.schemas.document, differences, renamed
    )


def _key(found: Found) -> tuple[object, ...]:
    """What was added is known by its place in the new document, what was removed by the other."""
    if found.old is ABSENT and found.new is not ABSENT:
        return found.kind, found.what, None, found.new_pointer
    if found.new is ABSENT and found.old is not ABSENT:
        return found.kind, found.what, found.old_pointer, None
    return found.kind, found.what, found.old_pointer, found.new_pointer


def _difference(one: _Merged, names: list[str]) -> Difference:
    found = one.found
    return Difference(
        found.kind,
        found.old_pointer,
        found.new_pointer,
        found.what,
        found.old,
        found.new,
        {
            direction: Use(_named(all_, names), bool(exposed))
            for direction, (all_, exposed) in one.uses.items()
        },
        _named(one.operations, names),
    )


def _named(bits: int, names: list[str]) -> tuple[str, ...]:
    found = []
    while bits:
        lowest = bits & -bits
        found.append(names[lowest.bit_length() - 1])
        bits ^= lowest
    return tuple(found)
