"""Whether two schemas have the same shape, whatever they are called: for guesses and matches."""

from __future__ import annotations

from .conjunction import Node
from .pairs import Side
from .shape import LOWER, UPPER

_DEPTH = 4
"""Levels that count; what is deeper alike is alike enough for a guess."""


def fingerprint(side: Side, node: Node, depth: int = _DEPTH) -> int:
    """Equal for schemas that allow the same down to some depth; texts and names do not count."""
    known = side.fingerprints
    key = (node, depth)
    if key not in known:
        known[key] = hash(_content(side, node, depth))
    return known[key]


def _content(side: Side, node: Node, depth: int) -> tuple[object, ...]:
    shape = side.shape(node)
    form = shape.first("format")
    own = (
        shape.types,
        shape.nullable is not None,
        frozenset(shape.enum) if shape.enum is not None else None,
        str(form.value) if form else None,
        frozenset(shape.patterns),
        shape.bound("minimum") and shape.bound("minimum")[0],  # type: ignore[index]
        shape.bound("maximum") and shape.bound("maximum")[0],  # type: ignore[index]
        tuple(fact.value if (fact := shape.size(key)) else None for key in (*LOWER, *UPPER)),
        frozenset(shape.required),
        frozenset(shape.properties),
        shape.closed is not None,
    )
    if depth == 0:
        return own
    below = (
        frozenset((n, fingerprint(side, p, depth - 1)) for n, p in shape.properties.items()),
        fingerprint(side, shape.items, depth - 1) if shape.items else None,
        fingerprint(side, shape.values, depth - 1) if shape.values else None,
        tuple(
            frozenset(fingerprint(side, side.at(v), depth - 1) for v in union.variants)
            for union in shape.unions
        ),
    )
    return (*own, *below)
