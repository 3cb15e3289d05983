"""Reads and writes one type as JSON, as strictly as the direction asks for.

*What we are asked is strict, what we are told is tolerant* (rule: ours). The models are the same
in both directions; two validators are built from each, by rewriting pydantic's core schema, so
that both run in pydantic's compiled core without a call back into Python:

- `accept` (a request that we serve): enums closed, known variants only, null only where the
  document allows it, read-only properties ignored, unknown properties left out;
- `read` (an answer, a KCI): unknown enum values, properties and variants are kept, null counts as
  absent, a date-time is taken where a date is documented.

Both take the API's names only, and JSON's own types only: "345", true and epoch numbers are not
taken for what they are not; 345.0 is an integer, as JSON Schema has it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, cached_property
from inspect import signature
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import (
    InitErrorDetails,
    PydanticCustomError,
    SchemaValidator,
    core_schema,
)

from .faults import Fault, list_faults
from .model import UnknownVariant, WireModel

T = TypeVar("T")

# Parts of a core schema that are not schemas.
_OPAQUE = frozenset({"cls", "config", "default", "metadata", "members", "expected", "function"})

# Without this a validator takes the one that the model's class was built with.
_OWN_VALIDATORS: dict[str, Any] = (
    {"_use_prebuilt": False} if "_use_prebuilt" in str(signature(SchemaValidator)) else {}
)

# Looks for NaN and Infinity a few times faster than `in` does.
_may_hold_constants = SchemaValidator(
    core_schema.str_schema(pattern="NaN|Infinity")
).isinstance_python


class Codec(Generic[T]):
    """Reads and writes one type. Cheap to make; validators are built at first use and shared."""

    def __init__(self, type_: Any) -> None:
        self._type = type_

    @cached_property
    def _accept(self) -> Callable[[bytes | str], T]:
        return _reader(_strict(self._type)[0])

    @cached_property
    def _told(self) -> Callable[[bytes | str], T]:
        return _reader(_tolerant(self._type)[0])

    def accept(self, data: bytes | str) -> T:
        """Read a request. Raises pydantic's ValidationError, see `faults`."""
        return self._accept(data)

    def read(self, data: bytes | str) -> T:
        """Read an answer or a KCI. Raises pydantic's ValidationError, see `faults`."""
        return self._told(data)

    def verify(self, written: bytes, *, told: bool = False) -> None:
        """Check what `write` gave as the one who gets it will: as a request, or as what is `told`.

        Raises pydantic's ValidationError, see `faults`.
        """
        build = _tolerant if told else _strict
        build(self._type)[0].validate_json(written, strict=True, by_alias=True, by_name=False)

    def accept_text(self, text: str) -> T:
        """Read one plain parameter value. Raises pydantic's ValidationError."""
        texts: Any = text  # pydantic allows more here than it says
        value: T = _strict(self._type)[0].validate_strings(texts, strict=True)
        return value

    def accept_value(self, value: list[str]) -> T:
        """Read the texts of an array parameter. Raises pydantic's ValidationError."""
        read: T = _strict(self._type)[0].validate_python(value, strict=False)
        return read

    def write(self, value: T, exclude: Any = None, *, checked: bool = True) -> bytes:
        """Write with the API's names; what is absent stays absent.

        `checked`: values of another type than the field's, which assignment lets through, raise
        pydantic's PydanticSerializationError; else they are written as they are.
        """
        warnings: Literal["error", "none"] = "error" if checked else "none"
        if isinstance(value, BaseModel):  # its own class, which may be narrower than the type
            return value.__pydantic_serializer__.to_json(
                value, by_alias=True, exclude_none=True, exclude=exclude, warnings=warnings
            )
        return _adapter(self._type).serializer.to_json(
            value, by_alias=True, exclude_none=True, exclude=exclude, warnings=warnings
        )

    def write_text(self, value: T) -> str:
        """Write one plain parameter value: `true`, `2022-01-10`."""
        written = json.loads(
            _adapter(self._type).serializer.to_json(value, by_alias=True, warnings=False)
        )
        return written if isinstance(written, str) else json.dumps(written)

    def write_texts(self, value: T) -> list[str]:
        """Write the items of an array parameter, each as `write_text` does."""
        written = json.loads(
            _adapter(self._type).serializer.to_json(value, by_alias=True, warnings=False)
        )
        return [item if isinstance(item, str) else json.dumps(item) for item in written]

    def faults(self, error: ValidationError) -> list[Fault]:
        """What an error of this codec says is wrong, one fault for each wrong place."""
        build = _tolerant if error.title == "told" else _strict
        return list_faults(error, build(self._type)[1])


@cache
def codec_of(type_: Any) -> Codec[Any]:
    """The one codec of a type, for types that are only known when they are met."""
    return Codec(type_)


def _reader(validator: SchemaValidator) -> Callable[[bytes | str], Any]:
    validate, title = validator.validate_json, validator.title

    def read(data: bytes | str) -> Any:
        text = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
        if _may_hold_constants(text):
            _refuse_constants(title, text)
        return validate(text, strict=True, by_alias=True, by_name=False)

    return read


def _refuse_constants(title: str, data: bytes) -> None:
    """NaN and Infinity are not JSON, though many parsers take them."""

    def refuse(name: str) -> None:
        problem = PydanticCustomError(
            "json_invalid", "Invalid JSON: {name} is not a value", {"name": name}
        )
        raise ValidationError.from_exception_data(
            title, [InitErrorDetails(type=problem, loc=(), input=name)]
        )

    try:
        json.loads(data, parse_constant=refuse)
    except ValidationError:
        raise
    except (ValueError, RecursionError):
        return  # broken in another way, which the validator says better


@cache
def _adapter(type_: Any) -> TypeAdapter[Any]:
    return TypeAdapter(type_)


@cache
def _strict(type_: Any) -> tuple[SchemaValidator, Mapping[str, Any]]:
    return _build(type_, tolerant=False)


@cache
def _tolerant(type_: Any) -> tuple[SchemaValidator, Mapping[str, Any]]:
    return _build(type_, tolerant=True)


def _build(type_: Any, *, tolerant: bool) -> tuple[SchemaValidator, Mapping[str, Any]]:
    source: Any = _adapter(type_).core_schema
    schema = _Rewriter(source, tolerant=tolerant).rewrite(source)
    title = "told" if tolerant else "asked"
    return SchemaValidator(schema, {"title": title}, **_OWN_VALIDATORS), schema


class _Rewriter:
    """Makes the strict or the tolerant form of a core schema."""

    def __init__(self, source: Mapping[str, Any], *, tolerant: bool) -> None:
        self._tolerant = tolerant
        self._definitions = {item["ref"]: item for item in source.get("definitions", ())}
        self._special: dict[str, Callable[[dict[str, Any]], Any]] = {
            "int": self._integer,
            "date": self._date,
            "nullable": self._nullable,
            "union": self._union,
            "tagged-union": self._tagged_union,
            "model": self._model,
        }

    def rewrite(self, schema: Any) -> Any:
        """Any part of a core schema."""
        part: Any = schema  # type checkers differ on what isinstance makes of it
        if isinstance(schema, list):
            return [self.rewrite(item) for item in part]
        if isinstance(schema, tuple):
            return tuple(self.rewrite(item) for item in part)
        if not isinstance(schema, dict):
            return schema
        kind = part.get("type")  # a field of that name, in a mapping of fields, is no text
        special = self._special.get(kind) if isinstance(kind, str) else None
        return special(part) if special else self._parts(part)

    def _parts(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {k: v if k in _OPAQUE else self.rewrite(v) for k, v in schema.items()}

    def _integer(self, schema: dict[str, Any]) -> dict[str, Any]:
        """345.0 is an integer in JSON Schema; the error is always that of the integer."""
        limits = {k: v for k, v in schema.items() if k in ("ge", "gt", "le", "lt", "multiple_of")}
        whole = {"multiple_of": 1, "type": "float", "allow_inf_nan": False, **limits}
        return _first_only(
            {k: v for k, v in schema.items() if k != "ref"},
            {
                "type": "function-after",
                "function": {"type": "no-info", "function": int},
                "schema": whole,
            },
            ref=schema.get("ref"),
        )

    def _date(self, schema: dict[str, Any]) -> dict[str, Any]:
        if not self._tolerant:
            return schema
        moment = {"type": "datetime", "microseconds_precision": "truncate"}
        to_date = {"type": "no-info", "function": _date_of}
        return _first_only(
            {k: v for k, v in schema.items() if k != "ref"},
            {"type": "function-after", "function": to_date, "schema": moment},
            ref=schema.get("ref"),
        )

    def _nullable(self, schema: dict[str, Any]) -> Any:
        """Optional is not nullable: in a request null is refused, `_model` keeps documented ones."""
        return self._parts(schema) if self._tolerant else self.rewrite(schema["schema"])

    def _union(self, schema: dict[str, Any]) -> Any:
        """An enum beside `str`, or known variants beside an unknown one: open for what we are
        told, closed for what we are asked."""
        choices: list[Any] = [c[0] if isinstance(c, tuple) else c for c in schema["choices"]]
        if len(choices) == 2 and self._is_open(choices[1], choices[0]):
            if not self._tolerant:
                closed = self.rewrite(choices[0])
                return {**closed, "ref": schema["ref"]} if "ref" in schema else closed
            return _first_only(*self.rewrite(choices), ref=schema.get("ref"))
        rewritten = self._parts({k: v for k, v in schema.items() if k != "choices"})
        rewritten["choices"] = [(c, str(i)) for i, c in enumerate(self.rewrite(choices))]
        return rewritten

    def _is_open(self, second: dict[str, Any], first: dict[str, Any]) -> bool:
        if second["type"] == "str":
            return bool(self._resolve(first)["type"] == "enum")
        return self._is_unknown(second)

    def _resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        while schema["type"] == "definition-ref":
            schema = self._definitions[schema["schema_ref"]]
        return schema

    def _tagged_union(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The tag is read under the API's name only; a variant for the unknown is left out of
        what we are asked."""
        rewritten = self._parts({k: v for k, v in schema.items() if k != "discriminator"})
        discriminator: Any = schema["discriminator"]
        if isinstance(discriminator, list):  # [[name], [alias]]
            discriminator = schema["discriminator"][-1][0]
        if not self._tolerant:
            rewritten["choices"] = {
                tag: choice
                for tag, choice in rewritten["choices"].items()
                if not self._is_unknown(choice)
            }
        return {**rewritten, "discriminator": discriminator}

    def _is_unknown(self, choice: dict[str, Any]) -> bool:
        resolved = self._resolve(choice)
        while resolved["type"].startswith("function"):
            resolved = self._resolve(resolved["schema"])
        cls = resolved.get("cls")
        return isinstance(cls, type) and issubclass(cls, UnknownVariant)

    def _model(self, schema: dict[str, Any]) -> dict[str, Any]:
        rewritten = self._parts(schema)
        cls = schema["cls"]
        if self._tolerant or not issubclass(cls, WireModel):
            return rewritten
        fields: dict[str, Any] = (
            rewritten["schema"]["fields"] if rewritten["schema"]["type"] == "model-fields" else {}
        )
        for name in cls.READ_ONLY & fields.keys():
            fields[name] = {**fields[name], "schema": _IGNORED}
        for name in cls.NULLABLE & fields.keys():
            fields[name] = {**fields[name], "schema": _or_null(fields[name]["schema"])}
        if "extras_schema" not in rewritten["schema"]:
            behaviour = schema.get("config", {}).get("extra_fields_behavior")
            if behaviour == "allow":
                rewritten["config"] = {**schema["config"], "extra_fields_behavior": "ignore"}
        return rewritten


def _first_only(
    first: dict[str, Any], second: dict[str, Any], *, ref: str | None
) -> dict[str, Any]:
    """A union whose second alternative is there for tolerance, and speaks of no errors."""
    union: dict[str, Any] = {
        "type": "union",
        "choices": [(first, "0"), (second, "1")],  # labels, which `faults` reads
        "mode": "left_to_right",
        "metadata": {"first_only": True},
    }
    return {**union, "ref": ref} if ref else union


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if schema["type"] == "default":
        return {**schema, "schema": {"type": "nullable", "schema": schema["schema"]}}
    return {"type": "nullable", "schema": schema}


def _date_of(moment: datetime) -> date:
    return moment.date()


def _absent(_: Any) -> None:
    return None


_IGNORED: dict[str, Any] = {
    "type": "default",
    "schema": {"type": "function-plain", "function": {"type": "no-info", "function": _absent}},
    "default": None,
}
