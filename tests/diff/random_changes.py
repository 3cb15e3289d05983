"""Random changes of random documents. Each says whether it found something to change."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.diff.pairs import Schema
from tests.diff.random_documents import (
    PATTERNS,
    Parts,
    random_parameter,
    random_schema,
    random_variant,
)

Change = Callable[[random.Random, Parts], bool]


def _pick(dice: random.Random, parts: Parts) -> tuple[Schema, str] | None:
    """A property of some object, other than a tag."""
    places = [(o, name) for o in parts.objects() for name in o["properties"] if name != "kind"]
    return dice.choice(places) if places else None


def _property_added(dice: random.Random, parts: Parts) -> bool:
    holder = dice.choice(parts.objects())
    holder["properties"]["extra"] = random_schema(dice, parts, 0)
    if dice.random() < 0.5:
        holder.setdefault("required", []).append("extra")
    return True


def _property_removed(dice: random.Random, parts: Parts) -> bool:
    holder, name = _pick(dice, parts) or ({}, "")
    if len(holder.get("properties", ())) < 2:
        return False
    del holder["properties"][name]
    holder["required"] = [n for n in holder.get("required", ()) if n != name]
    if not holder["required"]:
        del holder["required"]
    return True


def _property_renamed(dice: random.Random, parts: Parts) -> bool:
    holder, name = _pick(dice, parts) or ({}, "")
    holder["properties"][name + "s"] = holder["properties"].pop(name)
    if name in holder.get("required", ()):
        holder["required"][holder["required"].index(name)] = name + "s"
    return True


def _required(dice: random.Random, parts: Parts) -> bool:
    holder, name = _pick(dice, parts) or ({}, "")
    required = holder.setdefault("required", [])
    if name in required:
        required.remove(name)
    else:
        required.append(name)
    if not required:
        del holder["required"]
    return True


def _mark(keyword: str, value: Any) -> Change:
    def change(dice: random.Random, parts: Parts) -> bool:
        holder, name = _pick(dice, parts) or ({}, "")
        part = holder["properties"][name]
        if "$ref" in part:
            holder["properties"][name] = {"allOf": [part], keyword: value}
        elif keyword in part:
            del part[keyword]
        else:
            part[keyword] = value
        return True

    return change


def _other_schema(dice: random.Random, parts: Parts) -> bool:
    holder, name = _pick(dice, parts) or ({}, "")
    holder["properties"][name] = random_schema(dice, parts, 1)
    return True


def _limit(dice: random.Random, parts: Parts) -> bool:
    kinds = {"string": ("minLength", "maxLength"), "integer": ("minimum", "maximum")}
    found = [
        (s, kinds[s["type"]])
        for o in parts.objects()
        for s in o["properties"].values()
        if s.get("type") in kinds and not s.keys() & {"enum", "pattern", "format"}
    ]
    if not found:
        return False
    schema, (low, high) = dice.choice(found)
    for keyword, values in ((low, (1, 2, 3)), (high, (5, 6, 9))):
        if dice.random() < 0.6:
            schema[keyword] = dice.choice(values)
        else:
            schema.pop(keyword, None)
    return True


def _pattern(dice: random.Random, parts: Parts) -> bool:
    found = [s for o in parts.objects() for s in o["properties"].values() if "pattern" in s]
    if not found:
        return False
    dice.choice(found)["pattern"] = dice.choice(list(PATTERNS))
    return True


def _enum_value(dice: random.Random, parts: Parts) -> bool:
    own = f"N{parts.number}x"
    named = [s for name, s in parts.schemas.items() if name.startswith(own)]
    inline = [s for o in parts.objects() for n, s in o["properties"].items() if n != "kind"]
    found = [schema for schema in (*named, *inline) if "enum" in schema]
    if not found:
        return False
    values = dice.choice(found)["enum"]
    if dice.random() < 0.6 and "PINK" not in values:
        values.append("PINK")
    elif len(values) > 1:
        values.pop()
    return True


def _variants(dice: random.Random, parts: Parts) -> bool:
    own = f"N{parts.number}x"
    unions = [s for n, s in parts.schemas.items() if n.startswith(own) and "oneOf" in s]
    if not unions:
        return False
    union = dice.choice(unions)
    mapping = union["discriminator"]["mapping"]
    if len(mapping) > 2 or "DOG" not in mapping:
        return False
    if dice.random() < 0.6:
        mapping["BIRD"] = random_variant(dice, parts, "BIRD")["$ref"]
        union["oneOf"].append({"$ref": mapping["BIRD"]})
    else:
        mapping["FISH"] = random_variant(dice, parts, "FISH")["$ref"]
        gone = mapping.pop("DOG")
        union["oneOf"] = [v for v in union["oneOf"] if v["$ref"] != gone] + [
            {"$ref": mapping["FISH"]}
        ]
    return True


def _moved(dice: random.Random, parts: Parts) -> bool:
    holder, name = _pick(dice, parts) or ({}, "")
    part = holder["properties"][name]
    if "$ref" in part:
        holder["properties"][name] = {"allOf": [part], "description": "Moved."}
    elif "nullable" not in part:
        holder["properties"][name] = parts.name(part)
    return True


def _split(dice: random.Random, parts: Parts) -> bool:
    """A part of an object becomes a schema that it is composed of."""
    holder = dice.choice([o for o in parts.objects() if "kind" not in o["properties"]])
    name = next(iter(holder["properties"]))
    base = {"type": "object", "properties": {name: holder["properties"].pop(name)}}
    rest = dict(holder)
    holder.clear()
    holder["allOf"] = [parts.name(base), rest]
    return True


def _parameter_changed(dice: random.Random, parts: Parts) -> bool:
    assert parts.operation is not None
    kept = parts.operation.get("parameters", [])
    parts.operation["parameters"] = dice.choice(
        [[], [random_parameter(dice, "q")], [*kept, random_parameter(dice, "r")]]
    )
    return True


def _status(dice: random.Random, parts: Parts) -> bool:
    assert parts.operation is not None
    answers = parts.operation["responses"]
    if dice.random() < 0.5:
        answers["409"] = {"description": "conflict"}
    else:
        parts.operation["responses"] = {"201": next(iter(answers.values()))}
    return True


def _gone(dice: random.Random, parts: Parts) -> bool:
    item = parts.data["paths"].pop(parts.path)
    if dice.random() < 0.5:
        parts.data["paths"][parts.path + "/moved"] = item
    return True


CHANGES: tuple[Change, ...] = (
    _property_added, _property_added, _property_removed, _property_renamed, _required, _required,
    _mark("nullable", True), _mark("readOnly", True), _mark("deprecated", True), _other_schema,
    _limit, _limit, _pattern, _pattern, _enum_value, _enum_value, _variants, _moved, _split,
    _parameter_changed, _status, _gone,
)  # fmt: skip


def mutate(dice: random.Random, data: dict[str, Any], number: int, most: int = 2) -> list[str]:
    """Changes one operation in some ways; says which."""
    done: list[str] = []
    parts = Parts(data, number)
    for _ in range(dice.randint(1, most)):
        change = dice.choice(CHANGES)
        if parts.operation is not None and change(dice, parts):
            done.append(change.__qualname__)
    return done
