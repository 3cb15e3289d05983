"""The rules: what each kind of difference means, in which direction. The only registry; the page
`docs/diff-rules.md` is made of it."""

from __future__ import annotations

from . import (
    bodies,
    constraints,
    defaults,
    deprecations,
    discriminators,
    enums,
    formats,
    headers,
    limits,
    names,
    nullability,
    openness,
    operations,
    parameters,
    patterns,
    properties,
    security,
    servers,
    statuses,
    texts,
    types,
    variants,
)
from .kind import Kind, Meaning, Rule, rules_of

__all__ = ["BY_ID", "TOPICS", "Kind", "Meaning", "Rule"]

_MODULES = (
    operations, parameters, bodies, statuses, headers, security, servers,
    properties, types, nullability, formats, patterns, limits, enums, variants, discriminators,
    defaults, openness, constraints, deprecations, names, texts,
)  # fmt: skip

TOPICS: dict[str, tuple[str, tuple[Kind, ...]]] = {
    module.__name__.rpartition(".")[2]: (str(module.__doc__), module.KINDS) for module in _MODULES
}
"""Kinds by topic, with what the topic is about."""

BY_ID: dict[str, Rule] = {
    rule.id: rule for _, kinds in TOPICS.values() for kind in kinds for rule in rules_of(kind)
}
"""Every rule."""
