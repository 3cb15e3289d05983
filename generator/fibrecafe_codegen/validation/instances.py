"""Checks values (examples, defaults) against the schemas of their document.

Validators look references up in the document itself, so nothing is copied; each named schema is
read once.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
import uuid
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from .explain import Trouble, explain
from .patterns import matcher
from .view import Direction, View, mapping, sequence

_URI = "urn:document"
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_SKIPPED = {"request": ("readOnly",), "response": ("writeOnly",), "both": ("readOnly", "writeOnly")}


class Instances:
    """Validates values at places of one document."""

    def __init__(self, view: View) -> None:
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        resource: Any = DRAFT202012.create_resource(view.data)
        self._registry: Any = Registry().with_resource(_URI, resource)
        self._view = view
        self._validators: dict[tuple[str, Direction], Any] = {}

    def troubles(self, pointer: str, value: Any, direction: Direction) -> list[Trouble]:
        """What is wrong with a value for the schema at a pointer; empty where the schema itself is
        so broken that nothing can be said."""
        validator = self._validators.get((pointer, direction))
        if validator is None:
            reference = {"$ref": f"{_URI}#{quote(pointer, safe='/~')}"}
            kind = _validator_class(self._view.is_31, direction)
            validator = kind(reference, registry=self._registry, format_checker=_formats())
            self._validators[pointer, direction] = validator
        try:
            return [trouble for error in validator.iter_errors(value) for trouble in explain(error)]
        except Exception:  # any fault of the schema; the rules about schemas tell of it
            return []


@lru_cache(maxsize=1)
def _formats() -> Any:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, check in _CHECKS.items():
        checker.checks(name, raises=ValueError)(check)
    return checker


def _is_date(value: object) -> bool:
    if isinstance(value, str):
        datetime.date.fromisoformat(value)
        return _DATE.fullmatch(value) is not None
    return True


def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    found = _DATE_TIME.fullmatch(value)
    if found is None:
        return False
    day, minute, second, _, zone = found.groups()
    shown = "59" if second == "60" else second  # a leap second
    datetime.datetime.fromisoformat(f"{day}T{minute}:{shown}{zone.upper()}")
    return True


def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or str(uuid.UUID(value)) == value.lower()


def _is_ipv4(value: object) -> bool:
    return not isinstance(value, str) or bool(ipaddress.IPv4Address(value))


def _is_ipv6(value: object) -> bool:
    return not isinstance(value, str) or ipaddress.IPv6Address(value) is not None


def _fits(bits: int) -> Any:
    limit = 1 << (bits - 1)

    def check(value: object) -> bool:
        return not isinstance(value, int) or isinstance(value, bool) or -limit <= value < limit

    return check


_CHECKS = {
    "date": _is_date,
    "date-time": _is_date_time,
    "uuid": _is_uuid,
    "ipv4": _is_ipv4,
    "ipv6": _is_ipv6,
    "int32": _fits(32),
    "int64": _fits(64),
}


@lru_cache(maxsize=6)
def _validator_class(is_31: bool, direction: Direction) -> Any:
    """JSON Schema as the version of OpenAPI has it, for one direction of messages."""
    from jsonschema.validators import extend
    from openapi_schema_validator import OAS30Validator, OAS31Validator

    base: Any = OAS31Validator if is_31 else OAS30Validator
    keywords = dict(base.VALIDATORS)

    def union(name: str) -> Any:
        plain = _plain_keyword(name)

        def check(validator: Any, variants: Any, value: Any, schema: Any) -> Iterator[Any]:
            variant = _told(value, schema)
            if variant is None:
                yield from plain(validator, variants, value, schema)
            else:
                yield from validator.descend(value, {"$ref": variant})

        return check

    def required(validator: Any, names: Any, value: Any, schema: Any) -> Iterator[Any]:
        from jsonschema import ValidationError

        if isinstance(value, dict):
            for name in names:
                if name not in value and not _left_out(validator, schema, name, direction):
                    yield ValidationError(f"{name!r} is a required property")

    keywords.update(oneOf=union("oneOf"), anyOf=union("anyOf"), allOf=_plain_keyword("allOf"))
    keywords.update(required=required, pattern=_pattern)
    extended: Any = extend(base, keywords)  # type: ignore[no-untyped-call]
    return extended


def _plain_keyword(name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator.VALIDATORS[name]


def _told(value: Any, schema: Mapping[str, Any]) -> str | None:
    """The variant that a discriminator names; with it errors are at the place that is wrong."""
    discriminator = mapping(schema.get("discriminator"))
    tag = mapping(value).get(str(discriminator.get("propertyName")))
    target = mapping(discriminator.get("mapping")).get(tag) if isinstance(tag, str) else None
    if not isinstance(target, str):
        return None
    return target if "/" in target else f"#/components/schemas/{target}"


def _left_out(validator: Any, schema: Mapping[str, Any], name: str, direction: Direction) -> bool:
    """Whether messages of this direction need not carry a property although it is required."""
    part = mapping(mapping(schema.get("properties")).get(name))
    marks = _SKIPPED[direction]
    nested = [part, *(mapping(p) for p in sequence(part.get("allOf")))]
    for node in nested:
        if isinstance(node.get("$ref"), str):
            node = mapping(validator._resolver.lookup(node["$ref"]).contents)
        if any(node.get(mark) is True for mark in marks):
            return True
    return False


def _pattern(validator: Any, pattern: Any, value: Any, schema: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    if isinstance(value, str) and isinstance(pattern, str):
        try:
            fits = matcher(pattern)(value)
        except ValueError:  # the pattern's own fault, told by its rules
            return
        if not fits:
            yield ValidationError(f"{value!r} does not match {pattern!r}")
