"""Discriminators: a complete mapping to variants that all have the tag."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...document.pointers import join
from ...finding import Finding
from ..composition import enum_of, leaves, members, properties, required
from ..view import Place, View, mapping

RULE = "discriminator"
TITLE = "Discriminators and their mappings lead to variants that carry the tag"


def check(view: View) -> Iterator[Finding]:
    for place in view.schemas:
        discriminator = place.value.get("discriminator")
        if isinstance(discriminator, dict):
            yield from _mapping(view, place, discriminator)
        presence = place.value.get("x-discriminate-by-presence")
        if presence is not None:
            yield from _presence(view, place, presence)


def _mapping(view: View, place: Place, discriminator: dict[str, Any]) -> Iterator[Finding]:
    tag = str(discriminator.get("propertyName"))
    base = join(place.pointer, "discriminator")
    targets = mapping(discriminator.get("mapping"))
    reached = set()
    for value, reference in targets.items():
        pointer = join(base, "mapping", value)
        target = view.target(reference) if isinstance(reference, str) else None
        if not isinstance(target, dict):
            hint = "write '#/components/schemas/Name' of a schema that is there"
            yield view.finding(RULE, pointer, f"{reference} leads nowhere", hint)
            continue
        for leaf in leaves(view, target):
            reached.add(id(view.resolved(leaf)))
        yield from _tagged(view, pointer, tag, str(value), target)
    yield from _unreached(view, place, base, tag, targets, reached)


def _tagged(
    view: View, pointer: str, tag: str, value: str, target: dict[str, Any]
) -> Iterator[Finding]:
    for leaf in leaves(view, target):
        own = properties(view, leaf)
        if tag not in own:
            hint = "add the property to the variant"
            yield view.finding(RULE, pointer, f"the variant has no property `{tag}`", hint)
            return
        values = enum_of(view, own[tag])
        if values is not None and value not in [str(v) for v in values]:
            message = (
                f"`{tag}` of the variant cannot be {value}; it is {', '.join(map(str, values))}"
            )
            yield view.finding(RULE, pointer, message, "let mapping and enum agree")
            return
        if view.house and tag not in required(view, leaf):
            hint = "add it to `required`: without the tag nothing tells the variant"
            yield view.finding(RULE, pointer, f"`{tag}` is optional in the variant", hint)
            return


def _unreached(
    view: View, place: Place, base: str, tag: str, targets: dict[str, Any], reached: set[int]
) -> Iterator[Finding]:
    variants = [leaf for member in members(place.value) for leaf in leaves(view, member)]
    missing = [leaf for leaf in variants if id(view.resolved(leaf)) not in reached]
    if not missing or not (targets or view.house):
        return
    names = ", ".join(str(mapping(m).get("$ref", "?")).rpartition("/")[2] for m in missing)
    hint = f"name each value of `{tag}` in `mapping`"
    yield view.finding(RULE, base, f"no value of `{tag}` leads to {names}", hint)


def _presence(view: View, place: Place, presence: Any) -> Iterator[Finding]:
    base = join(place.pointer, "x-discriminate-by-presence")
    if not isinstance(presence, dict):
        hint = "write `property: '#/components/schemas/Variant'` for each variant"
        yield view.finding(RULE, base, "must be a mapping", hint)
        return
    reached = set()
    for name, reference in presence.items():
        target = view.target(reference) if isinstance(reference, str) else None
        pointer = join(base, name)
        if not isinstance(target, dict):
            hint = "write '#/components/schemas/Name' of a schema that is there"
            yield view.finding(RULE, pointer, f"{reference} leads nowhere", hint)
            continue
        reached.add(id(target))
        if name not in required(view, target):
            message = f"the variant does not require `{name}`, so its presence tells nothing"
            yield view.finding(RULE, pointer, message, "add it to `required` of the variant")
        for other, reference_ in presence.items():
            rival = view.target(reference_) if isinstance(reference_, str) else None
            if other != name and isinstance(rival, dict) and name in properties(view, rival):
                message = f"`{name}` is a property of the variant for `{other}` too"
                yield view.finding(RULE, pointer, message, "choose a property of one variant only")
    for member in members(place.value):
        if id(view.resolved(member)) not in reached:
            shown = str(mapping(member).get("$ref", "?")).rpartition("/")[2]
            yield view.finding(RULE, base, f"no property tells {shown}", "add one for it")
