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
from .strictness import Rewriter

T = TypeVar("T")

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
    schema = Rewriter(source, tolerant=tolerant).rewrite(source)
    title = "told" if tolerant else "asked"
    return SchemaValidator(schema, {"title": title}, **_OWN_VALIDATORS), schema
