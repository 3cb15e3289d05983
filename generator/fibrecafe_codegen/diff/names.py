"""Names of schemas: what is called otherwise, and what no operation uses."""

from __future__ import annotations

from ..document.pointers import join, walk
from .comparison import Comparison
from .conjunction import Node
from .pairs import Key, Side

_SCHEMAS = "/components/schemas"


def compare_names(comparison: Comparison) -> dict[str, str]:
    """Notes schemas that go by another name at the same place; gives those that were renamed."""
    old, new = comparison.old.schemas, comparison.new.schemas
    met: dict[str, dict[str, Key]] = {}
    in_line: dict[str, Key] = {}
    for key in comparison.pairs:
        one, other = old.name_of(key[0]), new.name_of(key[1])
        if one and other:
            met.setdefault(one, {}).setdefault(other, key)
        elif one and one not in new.named:
            in_line.setdefault(one, key)
    for one in in_line.keys() - met.keys():
        key = in_line[one]
        at = (join(_SCHEMAS, one), key[1][0])
        comparison.pairs[key].add("schema-in-line", one, at=at, old=one, directions=())
    renamed: dict[str, str] = {}
    for one, others in met.items():
        for other, key in others.items():
            if one == other:
                continue
            kind = "schema-replaced"
            if one not in new.named and other not in old.named and len(others) == 1:
                kind, renamed[one] = "schema-renamed", other
            at = (join(_SCHEMAS, one), join(_SCHEMAS, other))
            comparison.pairs[key].add(kind, one, at=at, old=one, new=other, directions=())
    return renamed


def unused(comparison: Comparison) -> list[tuple[Node, Node]]:
    """Pairs of schemas of one name that nothing refers to, so that no operation led to them; notes
    those that only one document has."""
    old, new = comparison.old.schemas, comparison.new.schemas
    if old.named.keys() == new.named.keys() and _reached(comparison) >= old.named.keys():
        return []
    before, after = _referred(comparison.old), _referred(comparison.new)
    found = []
    for name in dict.fromkeys([*old.named, *new.named]):
        place = join(_SCHEMAS, name)
        if name in old.named and name in new.named:
            if name not in before and name not in after:
                found.append((comparison.old.at(place), comparison.new.at(place)))
        elif name in old.named and name not in before:
            comparison.note("schema-removed", name, (place, _SCHEMAS), old=name)
        elif name in new.named and name not in after:
            comparison.note("schema-added", name, (_SCHEMAS, place), new=name)
    return found


def _reached(comparison: Comparison) -> set[str]:
    prefix = _SCHEMAS + "/"
    return {pointer[len(prefix) :] for key in comparison.pairs for pointer in key[0]}


def _referred(side: Side) -> set[str]:
    """Names of the schemas that something refers to."""
    found = set()
    for _, value in walk(side.schemas.document.data):
        reference = value.get("$ref") if isinstance(value, dict) else None
        if isinstance(reference, str):
            found.add(reference.rpartition("/")[2].replace("~1", "/").replace("~0", "~"))
    return found
