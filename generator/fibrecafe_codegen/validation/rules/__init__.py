"""The rules, one module each: `RULE` is its id, `TITLE` what holds where it finds nothing, `check`
gives its findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ...finding import Finding
from ..view import View
from . import (
    circles,
    discriminators,
    enums,
    examples,
    extensions,
    operations,
    parameters,
    patterns,
    references,
    required,
    security,
)


class Rule(Protocol):
    """A module of this folder."""

    RULE: str
    TITLE: str

    def check(self, view: View) -> Iterator[Finding]: ...


GENERAL: tuple[Rule, ...] = (
    circles, discriminators, enums, operations, parameters, patterns, security,
)  # fmt: skip
"""Rules for everybody's documents: code generated from one that breaks them would be wrong."""

HOUSE: tuple[Rule, ...] = (examples, extensions, required)
"""Rules for our documents, and for those who want them."""

FIRST: Rule = references
"""What all others rely on."""


def rule_names() -> tuple[str, ...]:
    """What a waiver can name."""
    return tuple(rule.RULE for rule in (*GENERAL, *HOUSE))
