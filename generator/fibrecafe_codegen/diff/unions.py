"""`oneOf` and `anyOf`, and what tells their variants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..document.pointers import join
from .conjunction import Schemas


@dataclass(frozen=True)
class Union:
    """A choice of schemas."""

    pointer: str
    """Of the schema that holds it."""
    key: str
    """`oneOf` or `anyOf`."""
    variants: list[str]
    """Their places."""
    tag: str | None = None
    """The property that a discriminator names."""
    leads: Mapping[str, str] = field(default_factory=dict)
    """Values of the tag, or properties that are there, to where they lead; implied ones too."""
    by_presence: bool = False
    """`x-discriminate-by-presence`: the one property that is there tells the variant."""


def unions_at(schemas: Schemas, pointer: str) -> list[Union]:
    """The unions of the schema at a pointer."""
    found = []
    for key in ("oneOf", "anyOf"):
        variants = schemas.variants(pointer, key)
        if len(variants) > 1:
            found.append(_union(schemas, pointer, key, variants))
    return found


def _union(schemas: Schemas, pointer: str, key: str, variants: list[str]) -> Union:
    schema = schemas.schema(pointer)
    presence = schema.get("x-discriminate-by-presence")
    if isinstance(presence, dict) and presence:
        leads = {str(name): _reached(schemas, target) for name, target in presence.items()}
        return Union(pointer, key, variants, None, leads, by_presence=True)
    declared = schema.get("discriminator")
    tag = declared.get("propertyName") if isinstance(declared, dict) else None
    if not isinstance(declared, dict) or not isinstance(tag, str):
        return Union(pointer, key, variants)
    mapping = declared.get("mapping")
    leads = {
        str(value): _reached(schemas, target)
        for value, target in (mapping.items() if isinstance(mapping, dict) else ())
    }
    for variant in variants:  # a variant that is not mapped goes by its name (spec)
        place = schemas.resolve(variant)
        name = schemas.name_of((place,))
        if name and place not in leads.values():
            leads[name] = place
    return Union(pointer, key, variants, tag, leads)


def _reached(schemas: Schemas, reference: Any) -> str:
    """The place that a mapping leads to, by a reference or the name of a schema."""
    text = str(reference)
    if text in schemas.named:
        return schemas.resolve(join("/components/schemas", text))
    return schemas.resolve(text.removeprefix("#"))
