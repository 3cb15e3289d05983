"""Carries models of one version of a document over into another, and says what does not get there.

A body is written, and read as the other version reads what it is told. A property that the other
version does not have, or a value that it refuses, is left out and listed. What it does not know but
keeps (a new enum value, a variant, a property that neither version has) stays, and is listed too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError

from .thinning import Body, Place

__all__ = ["Conversion", "Converter", "NotConvertible", "Place"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Conversion(Generic[T]):
    """A model of the other version, and what became of the rest."""

    value: T
    lost: tuple[Place, ...]
    """Left out: the other version has no such property, or refuses the value. What it can only
    take as something else (a date-time as a date) is here too, and the reason has what it became."""
    unknown: tuple[Place, ...]
    """Kept, though the other version does not know it: a server of it may refuse a request."""
    renamed: tuple[Place, ...]
    """Under another name there. Names are paired by a guess, see `RENAMED`."""

    @property
    def is_whole(self) -> bool:
        """Whether the other version knows all of it."""
        return not (self.lost or self.unknown)


class NotConvertible(ValueError):
    """What the other version requires is not there, or what was given cannot be written as JSON;
    `faults` has the places."""

    def __init__(self, name: str, version: str, faults: Iterable[object], advice: str) -> None:
        self.faults = [str(fault) for fault in faults]
        super().__init__(
            f"{name} cannot be made one of {version}: {'; '.join(self.faults)}; {advice}"
        )


class Converter:
    """Makes models of one version those of another."""

    def __init__(
        self,
        source: ModuleType,
        target: ModuleType,
        version: str,
        *,
        codec_of: Callable[[Any], Any],
        unknown_values: Callable[[Any], Iterable[Any]],
        schemas: Mapping[str, str],
        renamed: Mapping[str, Mapping[str, str]],
    ) -> None:
        """`version` is the target's, `codec_of` and `unknown_values` its support's. `schemas`:
        the names of classes here and there. `renamed`: those of properties, by class."""
        self._source = source
        self._target = target
        self._version = version
        self._codec_of = codec_of
        self._unknown_values = unknown_values
        self._schemas = schemas
        self._renamed = renamed

    def convert(self, value: BaseModel, fill: Mapping[str, Any] | None = None) -> Conversion[Any]:
        """Raises TypeError for what is no model of the source, NotConvertible, and ValueError for
        a `fill` that has no place."""
        name = type(value).__name__
        if name not in self._schemas or getattr(self._source, name, None) is not type(value):
            raise TypeError(
                f"{type(value).__module__}.{name} has no counterpart in {self._version}"
            )
        try:
            body = Body(value, self._renamed)
        except PydanticSerializationError as error:
            advice = "a value in it is none of JSON"
            raise NotConvertible(name, self._version, [error], advice) from error
        body.fill(fill or {})
        codec = self._codec_of(getattr(self._target, self._schemas[name]))
        while True:
            try:
                made = codec.read(json.dumps(body.data))
            except ValidationError as error:
                faults = codec.faults(error)
                if not body.drop_faults(faults):
                    advice = "give what is missing as fill={pointer: value}"
                    raise NotConvertible(name, self._version, faults, advice) from error
                continue
            found = list(self._unknown_values(made))
            if not body.drop_strangers(found, self._version):
                break
        body.compare(json.loads(made.to_json()), self._version)
        unknown = tuple(
            Place(body.origin_of(at.pointer), _plain(at.value), f"{self._version} does not know it")
            for at in found
        )
        return Conversion(made, tuple(body.lost), unknown, tuple(body.renamed))


def _plain(value: Any) -> Any:
    return (
        json.loads(value.model_dump_json(by_alias=True)) if isinstance(value, BaseModel) else value
    )
