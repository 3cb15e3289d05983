"""Marks of ours that a document from outside cannot have, and that generation lives on.

An owner's file knows no `x-personal-data`; without it logs would no longer be redacted. It may have no
`operationId`s either. Where the new document has none of a kind of mark, those of the old one are kept by an overlay: a proposal, for a
person to look through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from ..diff import walk_together
from ..diff.conjunction import Node
from ..diff.pairs import Pair, Side
from ..diff.paths import operations, pair_up
from ..document.load import Document
from ..document.pointers import parts, walk

_SCHEMAS = "/components/schemas/"
_REASONS = {
    "x-personal-data": "logs are redacted by it",
    "x-tolerant-reader": "what its reader does not know is kept by it, not refused",
    "x-discriminate-by-presence": "the variants are told by it",
    "operationId": "the method of client and server is named after it",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark, and where it goes in the new document."""

    pointer: str
    key: str
    value: Any


def kept(old: Document, new: Document) -> list[Mark]:
    """Marks of the old document for the same places of the new one, in its order of keys."""
    missing = _keys(old) - _keys(new)
    if not missing:
        return []
    found: dict[tuple[str, str], Mark] = {}
    comparison = walk_together(old, new)
    for pair in comparison.pairs.values():
        for key in sorted(missing):
            fact = pair.old.first(key)
            if fact is not None:
                place = _place(pair, fact.pointer.rpartition("/")[0], comparison.new)
                found.setdefault((place, key), Mark(place, key, fact.value))
    for mark in _of_operations(comparison.old, comparison.new):
        if mark.key in missing:
            found[mark.pointer, mark.key] = mark
    return sorted(found.values(), key=lambda mark: (new.line_of(mark.pointer) or 0, mark.pointer))


def overlay_text(marks: list[Mark], old: Document, new: Document) -> str:
    """The overlay."""
    actions = [
        {
            "target": _path(mark.pointer),
            "description": f"Ours, as in {old.version}: {_REASONS[mark.key]}.",
            "update": {mark.key: mark.value},
        }
        for mark in marks
    ]
    title = f"Marks of ours that {new.version} does not have"
    content = {"overlay": "1.0.0", "info": {"title": title, "version": "1"}, "actions": actions}
    return "# Proposed by `fibrecafe bump`; look it through, it is not written again.\n" + str(
        yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    )


def _keys(document: Document) -> set[str]:
    return {
        key for _, value in walk(document.data) if isinstance(value, dict) for key in value
    } & _REASONS.keys()


def _place(pair: Pair, holder: str, new: Side) -> str:
    """Where in the new schema a mark goes that `holder` had in the old one: the same component
    where there is one, else the schema itself."""
    node: Node = pair.new.node
    if holder in new.schemas.parts(node) and "/" not in holder.removeprefix(_SCHEMAS):
        return holder
    return pair.new.unions[0].pointer if pair.new.unions else node[0]


def _of_operations(old: Side, new: Side) -> Iterator[Mark]:
    for one, other in pair_up(operations(old), operations(new))[0]:
        for key in ("x-tolerant-reader", "operationId"):
            if key in one.content:
                yield Mark(other.pointer, key, one.content[key])


def _path(pointer: str) -> str:
    """A pointer as a JSONPath."""
    words = [
        f".{part}" if re.fullmatch(r"[A-Za-z_]\w*", part)
        else f"[{part}]" if part.isdigit() and _in_list(pointer, index)
        else "['" + part.replace("\\", "\\\\").replace("'", "\\'") + "']"
        for index, part in enumerate(parts(pointer))
    ]  # fmt: skip
    return "$" + "".join(words)


def _in_list(pointer: str, index: int) -> bool:
    """Whether a part is a position: below `allOf` and the like, where keys are no names."""
    return parts(pointer)[index - 1] in ("allOf", "oneOf", "anyOf", "parameters", "prefixItems")
