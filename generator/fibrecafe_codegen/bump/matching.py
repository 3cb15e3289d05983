"""Schemas of a document from outside that are ours under other names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..diff import compare
from ..diff.fingerprint import fingerprint
from ..diff.pairs import Side
from ..document.load import Document
from ..document.pointers import join

_SCHEMAS = "/components/schemas"


@dataclass(slots=True)
class Matches:
    """What is called otherwise."""

    certain: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Their name to ours, and why."""
    undecided: dict[str, list[str]] = field(default_factory=dict)
    """Their name to those of ours that it may be."""


def match(before: Document, after: Document) -> Matches:
    """Names by place (the same operation uses it at the same place) and by shape."""
    ours, theirs = _names(before), _names(after)
    gone = {name for name in ours if name not in theirs}
    come = {name for name in theirs if name not in ours}
    found = Matches()
    if not gone or not come:
        return found
    old, new = Side(before), Side(after)
    shapes = {name: fingerprint(old, old.at(join(_SCHEMAS, name))) for name in sorted(gone)}
    others = {name: fingerprint(new, new.at(join(_SCHEMAS, name))) for name in sorted(come)}
    for one, other in compare(before, after).renamed.items():
        if one in gone and other in come:
            why = "same shape" if shapes[one] == others[other] else "same place, another shape"
            found.certain[other] = (one, why)
            gone.discard(one)
            come.discard(other)
    by_shape: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for name in sorted(gone):
        by_shape[shapes[name]][0].append(name)
    for name in sorted(come):
        by_shape[others[name]][1].append(name)
    for mine, others_ in by_shape.values():
        if not mine or not others_ or not _telling(ours[mine[0]]):
            continue
        if len(mine) == len(others_) == 1:
            found.certain[others_[0]] = (mine[0], "same shape")
        else:
            found.undecided.update(dict.fromkeys(others_, mine))
    return found


def _telling(schema: Any) -> bool:
    """Whether a shape says something; that of a plain text is that of any other."""
    return isinstance(schema, Mapping) and bool(
        {"properties", "enum", "allOf", "oneOf"} & schema.keys()
    )


def _names(document: Document) -> dict[str, Any]:
    schemas = (document.data.get("components") or {}).get("schemas")
    return schemas if isinstance(schemas, dict) else {}
