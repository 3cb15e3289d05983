"""JSON Schema errors in words, at the place that is wrong."""

from __future__ import annotations

import difflib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..document.pointers import join
from .view import mapping

_KINDS = {dict: "an object", list: "a list", str: "text", bool: "a boolean", type(None): "null"}
_TYPES = {
    "object": "an object", "array": "a list", "string": "text", "boolean": "true or false",
    "integer": "a whole number", "number": "a number", "null": "null",
}  # fmt: skip
_LIMITS = {
    "minLength": "at least {} characters", "maxLength": "at most {} characters",
    "minItems": "at least {} items", "maxItems": "at most {} items",
    "minProperties": "at least {} properties", "maxProperties": "at most {} properties",
    "minimum": "at least {}", "maximum": "at most {}", "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}", "multipleOf": "a multiple of {}", "format": "a {}",
}  # fmt: skip


class Trouble(NamedTuple):
    """One thing wrong with a value."""

    pointer: str  # from the value
    message: str
    hint: str = ""


def explain(error: Any) -> Iterator[Trouble]:
    """The troubles behind an error of jsonschema; of a union, those of the variant meant."""
    for leaf in _leaves(error):
        yield from _told(leaf)


def _leaves(error: Any) -> Iterator[Any]:
    if error.validator not in ("oneOf", "anyOf") or not error.context:
        yield error
        return
    branches: dict[Any, list[Any]] = defaultdict(list)
    for inner in error.context:
        branches[inner.schema_path[0]].append(inner)
    candidates = list(branches.values())
    if isinstance(error.instance, dict) and "$ref" not in error.instance:
        candidates = [
            b for b in candidates if not any(_wants_reference(e) for e in b)
        ] or candidates
    fitting = [b for b in candidates if not any(_wrong_type(e, error) for e in b)]
    if not fitting and len(candidates) > 1:
        yield error
        return
    for inner in min(fitting or candidates, key=_badness):
        yield from _leaves(inner)


def _wants_reference(error: Any) -> bool:
    return bool(error.validator == "required" and error.message.startswith("'$ref'"))


def _wrong_type(error: Any, outer: Any) -> bool:
    return error.validator == "type" and len(error.absolute_path) == len(outer.absolute_path)


def _badness(branch: list[Any]) -> tuple[int, int]:
    """A variant whose errors lie deep inside it is likelier meant than one wrong at its door."""
    depth = min(len(error.relative_path) for error in branch)
    return -depth, len(branch)


def _told(error: Any) -> Iterator[Trouble]:
    place = join("", *error.absolute_path)
    kind, value, wanted = error.validator, error.instance, error.validator_value
    if kind == "required" or "is a required property" in error.message:
        name = re.sub(r"^'(.*)' is a required property$", r"\1", error.message)
        yield Trouble(place, f"`{name}` is missing")
    elif kind in ("additionalProperties", "unevaluatedProperties") and isinstance(value, dict):
        yield from _unknown(error, place, value)
    elif kind == "type" and not isinstance(value, bytes):
        types = wanted if isinstance(wanted, list) else [wanted]
        expected = " or ".join(_TYPES.get(str(t), str(t)) for t in types)
        yield Trouble(place, f"must be {expected}, not {_kind(value)}")
    elif kind in ("enum", "const"):
        values = wanted if kind == "enum" and isinstance(wanted, list) else [wanted]
        close = difflib.get_close_matches(str(value), [str(v) for v in values], 1)
        hint = f"did you mean {close[0]}?" if close else ""
        yield Trouble(place, f"must be {_some(values)}, not {_short(value)}", hint)
    elif kind == "pattern":
        yield Trouble(place, f"{_short(value)} does not fit the pattern {wanted}")
    elif kind in _LIMITS:
        wanted = "date and time with a zone" if wanted == "date-time" else wanted
        yield Trouble(place, f"must be {_LIMITS[kind].format(wanted)}, {_short(value)} is not")
    elif kind == "uniqueItems":
        yield Trouble(place, "the same item comes twice")
    elif kind in ("oneOf", "anyOf", "not"):
        fits = "more than one" if "more than one" in error.message or kind == "not" else "none"
        yield Trouble(place, f"{_short(value)} fits {fits} of what is allowed here")
    else:
        yield Trouble(place, error.message[:200])


def _unknown(error: Any, place: str, value: Mapping[str, Any]) -> Iterator[Trouble]:
    known = [name for name in mapping(error.schema.get("properties")) if name not in value]
    patterns = list(mapping(error.schema.get("patternProperties")))
    if isinstance(error.validator_value, dict) and error.validator_value:
        yield Trouble(place, error.message[:200])
        return
    quoted = error.message.partition("(")[2] or error.message
    for name in value:
        if f"'{name}'" in quoted and name not in mapping(error.schema.get("properties")):
            close = difflib.get_close_matches(str(name), known, 1)
            hint = f"did you mean `{close[0]}`?" if close else ""
            if not hint and place.endswith("paths") and patterns:
                hint = "a path begins with a slash"
            yield Trouble(join(place, name), f"`{name}` is not known here", hint)


def _kind(value: Any) -> str:
    named = _KINDS.get(type(value))
    return f"{named} ({_short(value)})" if isinstance(value, str) else named or _short(value)


def _some(values: list[Any]) -> str:
    shown = [_short(value) for value in values[:12]]
    more = f" or {len(values) - 12} more" if len(values) > 12 else ""
    return (shown[0] if len(shown) == 1 else "one of " + ", ".join(shown)) + more


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."
