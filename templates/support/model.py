"""The base of all models, and what they have in common.

A model is *tolerant*: it keeps what a newer version of the document may bring (enum values,
properties, variants), `unknown_values` lists it, and it is written back unchanged. How strict a
body is read is decided where it is read, see `codec`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer
from pydantic.alias_generators import to_camel


class WireModel(BaseModel):
    """A schema of the document.

    Attributes are snake_case, the API's own names are used on the wire. None means absent, and is
    not written, but for the properties in `NULLABLE` (rule: ours).
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        extra="allow",
        protected_namespaces=(),
        allow_inf_nan=False,
    )

    READ_ONLY: ClassVar[frozenset[str]] = frozenset()
    """Attributes that a request does not carry (`readOnly` in the document)."""

    NULLABLE: ClassVar[frozenset[str]] = frozenset()
    """Attributes for which the document allows null, so that None given is not None left out."""

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """Read what we are told, as `Codec.read` does.

        Raises pydantic's ValidationError.
        """
        from .codec import Codec

        codec: Codec[Self] = Codec(cls)
        return codec.read(data)

    def to_json(self) -> bytes:
        """Write with the API's names; what is absent stays absent."""
        return self.__pydantic_serializer__.to_json(self, by_alias=True, exclude_none=True)


class NullableModel(WireModel):
    """A schema with properties that may be null: null is written where it was given."""

    @model_serializer(mode="wrap")
    def _write_given_nulls(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        for name in self.NULLABLE & self.model_fields_set:
            if self.__dict__.get(name) is None:
                written[_wire_name(type(self), name)] = None
        return written


class UnknownVariant(WireModel):
    """A variant that this version of the document does not know, kept as it came."""


_Unknown = TypeVar("_Unknown", bound=UnknownVariant)


def refuse_known(variant: _Unknown, known: Mapping[str, tuple[str, ...]]) -> _Unknown:
    """Keeps a broken known variant from passing as an unknown one.

    `known` holds the values of the first tag and, where variants have a second one, its values.
    Raises ValueError.
    """
    outer, *rest = (getattr(variant, name) for name in type(variant).model_fields)
    if outer in known and (not rest or not known[outer] or rest[0] in known[outer]):
        raise ValueError(f"{outer} is a known variant")
    return variant


@dataclass(frozen=True, slots=True)
class Present:
    """Tells a variant by the one property that is there (`x-discriminate-by-presence`)."""

    properties: tuple[str, ...]
    otherwise: str | None = None
    __name__: ClassVar[str] = "present"  # pydantic asks every discriminator for one

    def __call__(self, value: Any) -> str | None:
        if not isinstance(value, dict):
            return next(
                (name for name in self.properties if _holds(value, name)),
                self.otherwise,
            )
        return next((name for name in self.properties if name in value), self.otherwise)


def _holds(model: object, wire_name: str) -> bool:
    if not isinstance(model, BaseModel):
        return False
    fields = type(model).model_fields.items()
    return any(
        f.serialization_alias == wire_name and n in model.model_fields_set for n, f in fields
    )


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """Something that came and that this version of the document does not know."""

    pointer: str
    """Where, as a JSON pointer with the API's names."""
    value: Any
    kind: Literal["enum", "property", "variant"]


def unknown_values(model: BaseModel) -> list[UnknownValue]:
    """What `model` and everything in it holds beyond the document, in the order of its fields."""
    return list(_unknown(model, ""))


def _unknown(value: Any, pointer: str, enum: bool = False) -> Iterator[UnknownValue]:
    whole: Any = value  # type checkers differ on what isinstance makes of it
    if isinstance(value, BaseModel):
        if isinstance(value, UnknownVariant):
            yield UnknownValue(pointer, value, "variant")
            return
        cls = type(value)
        for name, open_enum in _fields(cls).items():
            held = value.__dict__.get(name)  # getattr warns of deprecated ones
            if held is not None:
                yield from _unknown(held, f"{pointer}/{_wire_name(cls, name)}", open_enum)
        for name, extra in (value.model_extra or {}).items():
            yield UnknownValue(f"{pointer}/{_escape(name)}", extra, "property")
    elif isinstance(value, list):
        for index, item in enumerate(whole):
            yield from _unknown(item, f"{pointer}/{index}", enum)
    elif isinstance(value, dict):
        for key, item in whole.items():
            yield from _unknown(item, f"{pointer}/{_escape(str(key))}", enum)
    elif enum and type(value) is str:
        yield UnknownValue(pointer, value, "enum")


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


@cache
def _wire_name(cls: type[BaseModel], name: str) -> str:
    field = cls.model_fields[name]
    return _escape(field.serialization_alias or field.alias or name)


@cache
def _fields(cls: type[BaseModel]) -> dict[str, bool]:
    """Each field of a class, and whether an enum of it is open."""
    return {name: _is_open(field.annotation) for name, field in cls.model_fields.items()}


def _is_open(annotation: Any) -> bool:
    """Whether somewhere in a type an enum stands beside `str`."""
    if hasattr(annotation, "__value__"):  # an alias
        return _is_open(annotation.__value__)
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _is_open(arguments[0])
    if str in arguments and any(isinstance(a, type) and issubclass(a, Enum) for a in arguments):
        return True
    return any(_is_open(argument) for argument in arguments if not isinstance(argument, str))
