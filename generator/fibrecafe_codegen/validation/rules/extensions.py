"""Our extensions (docs/spec-extensions.md): known, and in their form."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...document.pointers import join
from ...finding import Finding
from ..view import View

RULE = "extension"
TITLE = "Extensions are known and well-formed, provenance and waivers among them"

LEVELS = ("documented", "older", "inferred", "truncated", "invented")
PERSONAL = ("contact", "location", "free-text")
WAIVABLE = ("published-value-fits",)
"""Rules that no check here enforces, and that a document may still say it breaks."""


def check(view: View) -> Iterator[Finding]:
    for pointer, value in _extensions(view.data, ""):
        name = pointer.rpartition("/")[2]
        form = _FORMS.get(name)
        if form is None:
            close = difflib.get_close_matches(name, list(_FORMS), 1)
            hint = f"did you mean {close[0]}?" if close else "docs/spec-extensions.md has them all"
            yield view.finding(RULE, pointer, f"{name} is not an extension of ours", hint)
            continue
        wrong = form(value)
        if wrong:
            yield view.finding(RULE, pointer, wrong[0], wrong[1])


def _extensions(node: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("example", "examples", "default", "enum"):
                continue
            place = join(pointer, name)
            if isinstance(name, str) and name.startswith("x-") and not _is_name(pointer):
                yield place, value
            else:
                yield from _extensions(value, place)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _extensions(value, join(pointer, index))


def _is_name(pointer: str) -> bool:
    """Whether keys below are names that the document gives, as those of properties."""
    return pointer.endswith(("/properties", "/headers", "/mapping", "/scopes"))


Wrong = tuple[str, str] | None


def _provenance(value: Any) -> Wrong:
    hint = "write {level: inferred, reason: why}"
    if not isinstance(value, Mapping) or set(value) != {"level", "reason"}:
        return "provenance has a level and a reason, and nothing else", hint
    if value["level"] not in LEVELS[1:]:
        known = ", ".join(LEVELS[1:])
        return (
            f"the level is one of {known} (documented is not written), not {value['level']}",
            hint,
        )
    return _reason(value["reason"], hint)


def _waiver(value: Any) -> Wrong:
    from . import rule_names

    hint = "write {rule: the rule broken, reason: why}"
    if not isinstance(value, Mapping) or set(value) != {"rule", "reason"}:
        return "a waiver has a rule and a reason, and nothing else", hint
    known = sorted({*WAIVABLE, *rule_names()})
    if value["rule"] not in known:
        return f"there is no rule {value['rule']}", f"rules are {', '.join(known)}"
    return _reason(value["reason"], hint)


def _reason(reason: Any, hint: str) -> Wrong:
    if not isinstance(reason, str) or len(reason.split()) < 2:
        return "the reason is missing, or says nothing", hint
    return None


def _personal(value: Any) -> Wrong:
    if value not in PERSONAL:
        return f"{value!r} is no kind of personal data", f"write one of {', '.join(PERSONAL)}"
    return None


def _texts(value: Any) -> Wrong:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value) or not value:
        return "must be a list of texts", "write ['ONE', 'TWO']"
    return None


def _flag(value: Any) -> Wrong:
    return None if value is True else ("must be true", "leave it away where it does not hold")


def _mapping(value: Any) -> Wrong:
    return None if isinstance(value, Mapping) else ("must be a mapping", "see the documentation")


def _any_text(value: Any) -> Wrong:
    texts = value if isinstance(value, list) else [value]
    if all(isinstance(text, str) and text for text in texts) and texts:
        return None
    return "must be text, or a list of texts", "write TMF641"


_FORMS: Mapping[str, Callable[[Any], Wrong]] = {
    "x-discriminate-by-presence": _mapping,
    "x-known-values": _texts,
    "x-personal-data": _personal,
    "x-provenance": _provenance,
    "x-tmf": _any_text,
    "x-tolerant-reader": _flag,
    "x-waiver": _waiver,
}
