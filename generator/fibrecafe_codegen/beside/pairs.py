"""Which classes of two versions are of one schema, and which of their properties are one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..diff import Diff, compare
from ..document.load import Document
from ..document.pointers import parts
from ..model.names import ClassName
from ..surface.schemas import class_names
from .version import Version

_SCHEMAS = ["components", "schemas"]


@dataclass(slots=True)
class Pairs:
    """Names in the older version, and in the newer one."""

    classes: dict[str, str]
    only_older: list[str]
    only_newer: list[str]
    properties: dict[str, dict[str, str]] = field(default_factory=dict)
    """Properties that look renamed, by class of the older version."""


def pairs_of(older: Version, newer: Version) -> Pairs:
    """Schemas go by their names, and where `diff` finds them called otherwise, by that."""
    difference = compare(older.document, newer.document)
    here, there = class_names(older.normalised), class_names(newer.normalised)
    called = dict(_called(older, newer, difference))
    pairs: dict[str, str] = {}
    met: set[str] = set()
    for name in here:
        to = _counterpart(name, called, here, there)
        if to is not None and to not in met:  # two that became one: `down` can give but one
            pairs[name] = to
            met.add(to)
    found = Pairs(
        pairs,
        [name for name in here if name not in pairs],
        [name for name in there if name not in met],
    )
    for name, old, new in _renamed(older, difference):
        to = pairs.get(name)
        if to is None:
            continue
        was, now = _properties(older, name), _properties(newer, to)
        if old in was and old not in now and new in now and new not in was:
            found.properties.setdefault(name, {})[old] = new
    return found


def _called(older: Version, newer: Version, difference: Diff) -> Iterator[tuple[str, str]]:
    """Classes that the documents have a name for."""
    for schema, name in older.normalised.classes.items():
        to = newer.normalised.classes.get(difference.renamed.get(schema, schema))
        if to is not None:
            yield name, to


def _counterpart(
    name: str, called: dict[str, str], here: list[str], there: list[str]
) -> str | None:
    """The class of the other version; what was lifted out of a schema follows that schema."""
    to = called.get(name, name)
    if name not in called and name not in there:
        above = [one for one in called if name.startswith(one) and called[one] != one]
        owner = max(above, key=len, default=None)
        to = called[owner] + name[len(owner) :] if owner is not None else name
        to = name if to in here else to
    return to if to in there else None


def _properties(version: Version, name: str) -> dict[str, Any]:
    return version.normalised.schemas[name].get("properties") or {}


def _renamed(older: Version, difference: Diff) -> Iterator[tuple[str, str, str]]:
    """Each class that may have a property that looks renamed, with both names of it."""
    composed = _composed(older.document)
    for found in difference.differences:
        if found.kind != "property-renamed":
            continue
        steps = parts(found.old_pointer)
        suffix = _suffix(steps[3:-2]) if steps[:2] == _SCHEMAS else None
        for name in composed.get(steps[2], ()) if suffix is not None else ():
            holder = older.normalised.classes.get(name, "")
            yield f"{holder}{suffix}", str(found.old), str(found.new)


def _suffix(steps: list[str]) -> str | None:
    """What the name of a class has behind that of its schema, when it was lifted out of it; None
    for what was not (rule: ours, see `normalise.lift`)."""
    name = ""
    while steps:
        step = steps.pop(0)
        if step in ("items", "additionalProperties"):
            name += "Item" if step == "items" else "Value"
        elif step == "properties" and steps:
            name += ClassName.of(steps.pop(0))
        elif step in ("oneOf", "anyOf") and steps and steps[0].isdigit():
            name += f"Variant{int(steps.pop(0)) + 1}"
        elif step == "allOf" and steps:
            steps.pop(0)
        else:
            return None
    return name


def _composed(document: Document) -> dict[str, list[str]]:
    """Each schema, with those that take over its properties: itself, and by `allOf`."""
    schemas: dict[str, Any] = (document.data.get("components") or {}).get("schemas") or {}
    found: dict[str, list[str]] = {name: [] for name in schemas}
    for name in schemas:
        queue, met = [name], set[str]()
        while queue:
            one = queue.pop()
            if one in met or one not in schemas:
                continue
            met.add(one)
            found[one].append(name)
            for part in schemas[one].get("allOf") or ():
                target = parts(str(part.get("$ref", "")).removeprefix("#"))
                queue += target[2:] if target[:2] == _SCHEMAS else []
    return found
