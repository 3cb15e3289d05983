"""What changed between two states of the contract, and what there is to decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .reach import Reach

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """What code that uses something would hold."""

    names: frozenset[str] = frozenset()
    """Attributes, keywords, and texts that are their names."""
    schema: str | None = None
    """Only where this schema can be meant."""
    functions: frozenset[str] = frozenset()
    """Functions that are named so."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    kind: str
    what: str
    decide: str
    operations: frozenset[str]
    """Operations that it concerns."""
    look: Look = field(default_factory=Look)

    @property
    def is_offer(self) -> bool:
        """Something new, which an adapter need not care for."""
        return self.kind == "operation-added"


def compare(old: Record, new: Record) -> list[Change]:
    """All differences: operations, then enums, then schemas, each by name."""
    before, after = Reach(old), Reach(new)
    return [
        *_operations(old, new),
        *_enums(old, new, before, after),
        *_schemas(old, new, before, after),
    ]


def _operations(old: Record, new: Record) -> Iterator[Change]:
    was, now = old["operations"], new["operations"]
    for name in _added(was, now):
        yield Change(
            "operation-added",
            f"operation {name} ({now[name]['id']}, {now[name]['request']})",
            f"write `async def {name}` as in _base.py and name it in CAPABILITIES, or in PLANNED"
            " until then; or leave it: it answers Unsupported",
            frozenset({name}),
        )
    for name in _added(now, was):
        yield Change(
            "operation-removed",
            f"operation {name} ({was[name]['id']})",
            "take it out of CAPABILITIES, and its code away: the gateway no longer asks it",
            frozenset({name}),
            Look(names=frozenset({name}), functions=_functions(name)),
        )
    for name in sorted(was.keys() & now.keys()):
        yield from _operation(name, was[name], now[name])


def _operation(name: str, was: Record, now: Record) -> Iterator[Change]:
    own, functions = frozenset({name}), _functions(name)
    for argument in _added(was["arguments"], now["arguments"]):
        kind = now["arguments"][argument]
        yield Change(
            "argument-added",
            f"{name} has the argument {argument}: {kind}",
            f"add it to `async def {name}`, or calls fail; map it, or leave it unused",
            own,
            Look(functions=frozenset({name})),
        )
    for argument in _added(now["arguments"], was["arguments"]):
        yield Change(
            "argument-removed",
            f"{name} has no argument {argument} any more",
            f"take it out of `async def {name}`",
            own,
            Look(names=frozenset({argument}), functions=frozenset({name})),
        )
    for argument in sorted(was["arguments"].keys() & now["arguments"].keys()):
        before, after = was["arguments"][argument], now["arguments"][argument]
        if before != after:
            yield Change(
                "argument-changed",
                f"{name}: {argument} was {before}, is {after}",
                "run mypy: it shows where the type no longer fits",
                own,
                Look(functions=functions),
            )
    for part, title in (("body", "takes"), ("returns", "answers")):
        if was[part] != now[part]:
            yield Change(
                f"{part}-changed",
                f"{name} {title} {now[part]}, was {was[part]}",
                "run mypy: it shows where the type no longer fits",
                own,
                Look(functions=functions),
            )


def _enums(old: Record, new: Record, before: Reach, after: Reach) -> Iterator[Change]:
    was, now = old["enums"], new["enums"]
    for name in sorted(was.keys() & now.keys()):
        asked = after.asked(name)
        for value in (v for v in now[name] if v not in was[name]):
            decide = (
                "the gateway may ask it: map it to what the supplier has, or raise Refused"
                if asked
                else "the supplier may say it: map to it where it fits; nothing breaks without"
            )
            yield Change(
                "enum-value-added",
                f"{name} has the value {value}",
                decide,
                after.operations(name),
                Look(names=_members(now[name]) | _holders(new, name) | {name}, schema=name),
            )
        for value in (v for v in was[name] if v not in now[name]):
            yield Change(
                "enum-value-removed",
                f"{name} has no value {value} any more",
                (
                    "it is no longer asked: its mapping can go"
                    if before.asked(name)
                    else "answer with another value: the gateway no longer knows it"
                ),
                before.operations(name),
                Look(names=_members([value]) | _holders(old, name), schema=name),
            )


def _schemas(old: Record, new: Record, before: Reach, after: Reach) -> Iterator[Change]:
    was, now = old["schemas"], new["schemas"]
    for name in sorted(was.keys() & now.keys()):
        for attribute in _added(was[name], now[name]):
            part = now[name][attribute]
            yield Change(
                "field-added",
                f"{name} has {_field(attribute, part)}",
                _for_added(part, after.asked(name), after.told(name)),
                after.operations(name),
                Look(names=_names(attribute, part), schema=name),
            )
        for attribute in _added(now[name], was[name]):
            part = was[name][attribute]
            yield Change(
                "field-removed",
                f"{name} has no {attribute} any more (`{part['wire']}`)",
                "it is no longer there to read, and not to be given: take it out of the mapping",
                before.operations(name),
                Look(names=_names(attribute, part), schema=name),
            )
        for attribute in sorted(was[name].keys() & now[name].keys()):
            yield from _changed_field(
                name, attribute, was[name][attribute], now[name][attribute], after
            )
    for name in _added(now, was):
        yield Change(
            "schema-removed",
            f"{name} is gone",
            "use what the operation takes or answers now",
            before.operations(name),
            Look(names=frozenset({name})),
        )
    for name in sorted(old["unions"].keys() & new["unions"].keys()):
        for member in sorted(set(new["unions"][name]) - set(old["unions"][name])):
            yield Change(
                "variant-added",
                f"{name} can be a {member}",
                "map it where the other variants are told apart, or raise Refused",
                after.operations(name),
                Look(names=frozenset({name, *old["unions"][name]})),
            )


def _changed_field(
    name: str, attribute: str, was: Record, now: Record, after: Reach
) -> Iterator[Change]:
    look = Look(names=_names(attribute, now), schema=name)
    if was["type"] != now["type"]:
        yield Change(
            "field-changed",
            f"{name}.{attribute} was {was['type']}, is {now['type']}",
            "run mypy: it shows where the type no longer fits",
            after.operations(name),
            look,
        )
    if was["required"] != now["required"]:
        if now["required"]:
            what, decide = "must be there now", "answers have to give it"
        else:
            what, decide = "may be absent now", "requests may come without it: handle None"
        yield Change(
            "field-required" if now["required"] else "field-optional",
            f"{name}.{attribute} {what}",
            decide,
            after.operations(name),
            look,
        )


def _for_added(part: Record, asked: bool, told: bool) -> str:
    if asked:
        return "map it to what the supplier has; else it is dropped silently"
    if told and part["required"]:
        return "answers have to give it: map it, or they are invalid"
    return "map it if the supplier says it; nothing breaks without"


def _field(attribute: str, part: Record) -> str:
    optional = "" if part["required"] else ", optional"
    return f"{attribute} (`{part['wire']}`: {part['type']}{optional})"


def _names(attribute: str, part: Record) -> frozenset[str]:
    return frozenset({attribute, part["wire"]})


def _members(values: Iterable[Any]) -> frozenset[str]:
    """Values as texts, and as members of the generated enum."""
    texts = {str(value) for value in values}
    return frozenset(texts | {re.sub(r"\W", "_", text) for text in texts})


def _holders(record: Record, enum: str) -> frozenset[str]:
    """Fields and arguments that have an enum for a type."""
    word = re.compile(rf"\b{enum}\b")
    fields = {
        name
        for schema in record["schemas"].values()
        for attribute, part in schema.items()
        if word.search(part["type"])
        for name in (attribute, part["wire"])
    }
    arguments = {
        name
        for operation in record["operations"].values()
        for name, kind in operation["arguments"].items()
        if word.search(kind)
    }
    return frozenset(fields | arguments)


def _functions(operation: str) -> frozenset[str]:
    return frozenset({operation, f"{operation}_request", f"{operation}_answer"})


def _added(was: Iterable[str], now: Iterable[str]) -> list[str]:
    return sorted(set(now) - set(was))
