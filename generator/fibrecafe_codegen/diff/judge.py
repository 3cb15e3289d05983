"""Severities and sentences for differences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal

from .change import SEVERITIES, Change, Severity
from .difference import ABSENT, DIRECTIONS, Diff, Difference
from .places import Spot, spot
from .replacements import replacement
from .rules import BY_ID, Meaning, Rule

_LONGEST = 60  # characters of a value in a message


def judge(diff: Diff) -> list[Change]:
    """The changes of a difference, the worst first, then by place."""
    changes = [_change(diff, difference) for difference in diff.differences]
    return sorted(changes, key=_order)


def summary(changes: Iterable[Change]) -> dict[Severity, int]:
    """How many changes there are of each severity."""
    counts: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
    for change in changes:
        counts[change.severity] += 1
    return counts


def _order(change: Change) -> tuple[object, ...]:
    line = change.new_line if change.pointer == change.new_pointer else change.old_line
    return SEVERITIES.index(change.severity), line or 0, change.pointer, change.rule, change.what


def _change(diff: Diff, difference: Difference) -> Change:
    ranked = _ranked(difference)
    (rule, meaning), others = ranked[0], ranked[1:]
    gone = difference.removed
    pointer = difference.old_pointer if gone else difference.new_pointer
    document = diff.old if gone else diff.new
    place = spot(document, pointer)
    words = _words(difference, place)
    more = replacement(document, pointer) if difference.kind == "deprecated" else ""
    severity: Severity = meaning.severity
    direction: Literal["request", "response", "news", "both", "none"] = "both"
    if rule.direction is not None:
        used = list(difference.uses)
        direction = "none" if not used else used[0] if len(used) == 1 else "both"
        if not used:
            severity = "documentation"
    return Change(
        rule=rule.id,
        severity=severity,
        direction=direction,
        pointer=pointer,
        old_pointer=difference.old_pointer,
        new_pointer=difference.new_pointer,
        old_line=diff.old.line_of(difference.old_pointer),
        new_line=diff.new.line_of(difference.new_pointer),
        message=rule.message.format_map(words) + more,
        client=meaning.client.format_map(words),
        server=meaning.server.format_map(words),
        adapter=meaning.adapter.format_map(words),
        operations=difference.operations,
        kind=difference.kind,
        also=tuple(other.id for other, _ in others),
        what=difference.what,
        schema=place.schema,
        property=place.property,
        old=None if difference.old is ABSENT else difference.old,
        new=None if difference.new is ABSENT else difference.new,
    )


def _ranked(difference: Difference) -> list[tuple[Rule, Meaning]]:
    """The rules that speak of it, the worst first."""
    if difference.kind in BY_ID:
        rule = BY_ID[difference.kind]
        return [(rule, rule.meaning)]
    found = []
    for direction, use in difference.uses.items():
        rule = BY_ID[f"{direction}-{difference.kind}"]
        exposed = rule.exposed if use.exposed else None
        found.append((rule, exposed or rule.meaning))
    if not found:
        ids = (f"{direction}-{difference.kind}" for direction in DIRECTIONS)
        rule = next(BY_ID[name] for name in ids if name in BY_ID)
        found.append((rule, rule.meaning))
    return sorted(found, key=lambda each: SEVERITIES.index(each[1].severity))


def _words(difference: Difference, place: Spot) -> dict[str, str]:
    return {
        "where": place.words,
        "what": _unquoted(difference.what),
        "old": _shown(difference.old),
        "new": _shown(difference.new),
    }


def _shown(value: Any) -> str:
    """A value as a message can hold it."""
    if value is ABSENT:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
