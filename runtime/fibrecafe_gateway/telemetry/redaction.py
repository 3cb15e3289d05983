"""Takes personal data and secrets out of what is logged or shown.

`redact` follows the marks of the documents; `redact_text` knows how e-mail addresses, British
telephone numbers and postcodes look. A person's name in running text cannot be told from other
words: what may hold one is a body, and goes through `redact`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from functools import cache, lru_cache
from typing import Any

from pydantic import BaseModel

from .marks import APIS, Api, Place, marks_by_name, marks_of

SECRET = "[secret]"

NOT_LOGGED = "[not logged]"
"""Stands for a body that was given to a log line and not as `Redacted`."""

UNEXPECTED = "[unexpected]"
"""Stands for what is of another kind than the document says, such as a text for a contact."""

_SECRET_NAME = re.compile(
    r"(authorization|token|secret|passw(or)?d|passphrase|cookie|api_?-?key|private_?key)s?$", re.I
)

_AS_IS = (bool, int, float, type(None))


@lru_cache(maxsize=4096)
def is_secret(name: str) -> bool:
    """Whether a key names a secret: `Authorization`, `access_token`, `clientSecret`."""
    return _SECRET_NAME.search(name) is not None


def redact(value: Any, schema: str | type[BaseModel] | None = None, api: Api | None = None) -> Any:
    """The same JSON value with `[contact]`, `[location]` and `[free-text]` where the document
    marks such data.

    `schema` is the name of a schema, with the API when several have it, or its model; None when it
    is not known. A property that the schema does not know is masked when its name is marked
    anywhere, and texts in it go through `redact_text`. Raises KeyError for an unknown schema.
    """
    return _redact(value, None if schema is None else _place(schema, api))


@dataclass(frozen=True, slots=True)
class Redacted:
    """A body as a value of a log line: it is redacted when the line is written, if it is."""

    value: Any
    schema: str | type[BaseModel] | None = None
    api: Api | None = None

    def plain(self) -> Any:
        """The redacted body."""
        value = self.value
        if isinstance(value, BaseModel):
            value = value.model_dump(mode="json", by_alias=True, exclude_none=True)
        return redact(value, self.schema or _class_of(self.value), self.api)


def _class_of(value: Any) -> type[BaseModel] | None:
    return type(value) if isinstance(value, BaseModel) and _is_schema(type(value)) else None


def _is_schema(cls: type[BaseModel]) -> bool:
    _, _, rest = cls.__module__.partition("fibrecafe_api.")
    api = next((api for api in APIS if api == rest.partition(".")[0]), None)
    return api is not None and cls.__name__ in marks_of(api)


@cache
def _place(schema: str | type[BaseModel], api: Api | None) -> Place:
    if isinstance(schema, str):
        name, module = schema, ""
    else:
        name, module = schema.__name__, schema.__module__
    for known in APIS:
        named = api == known if api else not module or f".{known}." in f".{module}."
        if named and name in marks_of(known):
            return marks_of(known).schema(name)
    raise KeyError(f"no schema {name} in {api or module or 'any document'}")


def _redact(value: Any, place: Place | None) -> Any:
    if isinstance(value, dict):
        return {key: _property(str(key), held, place) for key, held in value.items()}
    if isinstance(value, list | tuple):
        if place is not None and place.items is None:
            return UNEXPECTED
        of_items = None if place is None else place.items
        return [_redact(item, of_items) for item in value]
    if place is not None and value is not None:
        if place.mark is not None:
            return f"[{place.mark}]"
        if place.structured:
            return UNEXPECTED
    if isinstance(value, str):
        return redact_text(value) if place is None else value
    if isinstance(value, _AS_IS):
        return value
    whole = isinstance(value, BaseModel | bytes | bytearray) or is_dataclass(value)
    return NOT_LOGGED if whole else redact_text(str(value))


def _property(name: str, value: Any, place: Place | None) -> Any:
    known = None if place is None else place.of(name)
    if known is not None:
        return f"[{known.mark}]" if known.mark and value is not None else _redact(value, known)
    if is_secret(name):
        return SECRET
    mark = marks_by_name().get(name.lower().replace("_", ""))
    # What is called as a marked property may still be something else, such as an object.
    if mark is not None and isinstance(value, str | int | float):
        return f"[{mark}]"
    return _redact(value, None)


_EMAIL = re.compile(r"[\w.+'%-]{1,64}@[\w.-]{1,255}")

_PHONE = re.compile(r"(?<![\w.:-])(?:\(?\+44\)?|\(?0044\)?|\(?0)(?:[\s()-]{0,3}\d){9,11}(?![\w-])")

_POSTCODE = re.compile(
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|\d[A-Z]|[A-HK-Y]\d{1,2}|[A-HK-Y]\d[A-Z])"
    r" ?\d[ABD-HJLNP-UW-Z]{2})\b",
    re.I,
)

_Step = tuple[Callable[[str], bool], re.Pattern[str], str]

# What must be in a text for a pattern to fit is looked for first: most texts have none of it.
_STEPS: tuple[_Step, ...] = (
    # What pydantic and SQLAlchemy quote of their input in an exception.
    (
        lambda t: "input_value=" in t,
        re.compile(r"input_value=.*?(?=, input_type=|$)", re.S),
        "input_value=[not logged]",
    ),
    (
        lambda t: "[parameters: " in t,
        re.compile(r"\[parameters: .*?(?=\n\(Background|\Z)", re.S),
        "[parameters: not logged]",
    ),
    (lambda t: "eyJ" in t, re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), SECRET),
    (
        lambda t: "earer " in t or "asic " in t,
        # With a capital or a digit in it: "Basic authentication" is none.
        re.compile(r"\b((?i:bearer|basic)) +(?=\S*[A-Z0-9])[\w.~+/=-]{6,}"),
        rf"\1 {SECRET}",
    ),
    (lambda t: "://" in t, re.compile(r"://[^/@\s]{1,200}@"), f"://{SECRET}@"),
    (
        lambda t: "=" in t,
        re.compile(r"\b(\w*(?:token|secret|password))=[^&\s\"']+", re.I),
        rf"\1={SECRET}",
    ),
    (lambda t: "@" in t, _EMAIL, "[contact]"),
    (lambda t: "0" in t or "+44" in t, _PHONE, "[contact]"),
    (lambda t: len(t) >= 5, _POSTCODE, "[location]"),
)


def redact_text(text: str) -> str:
    """A line with e-mail addresses, British telephone numbers, postcodes and secrets masked."""
    for may_fit, pattern, mask in _STEPS:
        if may_fit(text):
            text = pattern.sub(mask, text)
    return text
