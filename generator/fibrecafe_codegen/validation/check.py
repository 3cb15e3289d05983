"""Checks of one document: OpenAPI's own rules first, then ours, all findings at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..document.load import Document
from ..document.pointers import BrokenReference, at, parts
from ..finding import Finding, in_order
from . import openapi
from .rules import FIRST, GENERAL, HOUSE
from .view import View


def check_document(document: Document, *, house: bool = True) -> list[Finding]:
    """Everything that is wrong with a document. `house`: our own rules too."""
    view = View(document, house=house)
    findings = list(FIRST.check(view))
    broken = {finding.pointer.rpartition("/")[0] for finding in findings}
    findings += openapi.check(view, broken)
    for rule in (*GENERAL, *(HOUSE if house else ())):
        findings += rule.check(view)
    return in_order(f for f in findings if not _waived(document.data, f))


def _waived(data: Mapping[str, Any], finding: Finding) -> bool:
    """Whether the place of a finding, or one around it, says that it breaks this rule."""
    return any(rule == finding.rule for rule in _waivers(data, finding.pointer))


def _waivers(data: Mapping[str, Any], pointer: str) -> Iterator[Any]:
    names = parts(pointer)
    for count in range(len(names), -1, -1):
        place = "".join(f"/{n.replace('~', '~0').replace('/', '~1')}" for n in names[:count])
        try:
            node = at(data, place)
        except BrokenReference:
            continue
        if isinstance(node, dict) and isinstance(node.get("x-waiver"), dict):
            yield node["x-waiver"].get("rule")
