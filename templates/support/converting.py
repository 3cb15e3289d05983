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

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a body that was converted."""

    pointer: str
    """JSON pointer (RFC 6901) into what was given, with the API's names."""
    value: Any
    """What stood there, as JSON has it."""
    reason: str


@dataclass(frozen=True, slots=True)
class Conversion(Generic[T]):
    """A model of the other version, and what became of the rest."""

    value: T
    lost: tuple[Place, ...]
    """Left out: the other version has no such property, or refuses the value."""
    unknown: tuple[Place, ...]
    """Kept, though the other version does not know it: a server of it may refuse a request."""
    renamed: tuple[Place, ...]
    """Under another name there. Names are paired by a guess, see `RENAMED`."""

    @property
    def is_whole(self) -> bool:
        """Whether the other version knows all of it."""
        return not (self.lost or self.unknown)


class NotConvertible(ValueError):
    """What the other version requires is not there; `faults` has the places."""

    def __init__(self, name: str, version: str, faults: Iterable[object]) -> None:
        self.faults = [str(fault) for fault in faults]
        super().__init__(
            f"{name} cannot be made one of {version}: {'; '.join(self.faults)}; "
            "give what is missing as fill={pointer: value}"
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
        """Raises TypeError for what is no model of the source, NotConvertible."""
        name = type(value).__name__
        if name not in self._schemas or getattr(self._source, name, None) is not type(value):
            raise TypeError(
                f"{type(value).__module__}.{name} has no counterpart in {self._version}"
            )
        body = _Body(value, self._renamed)
        for pointer, given in (fill or {}).items():
            body.fill(pointer, given)
        codec = self._codec_of(getattr(self._target, self._schemas[name]))
        while True:
            try:
                made = codec.read(json.dumps(body.data))
            except ValidationError as error:
                faults = codec.faults(error)
                if not body.drop_faults(faults):
                    raise NotConvertible(name, self._version, faults) from error
                continue
            found = list(self._unknown_values(made))
            if not body.drop_strangers(found, self._version):
                break
        unknown = tuple(
            Place(body.origin_of(at.pointer), _plain(at.value), f"{self._version} does not know it")
            for at in found
        )
        return Conversion(made, tuple(body.lost), unknown, tuple(body.renamed))


class _Body:
    """JSON that is thinned out, with the places at which its parts stood at first."""

    def __init__(self, value: BaseModel, renamed: Mapping[str, Mapping[str, str]]) -> None:
        self.data: Any = json.loads(
            value.__pydantic_serializer__.to_json(value, by_alias=True, exclude_none=True)
        )
        self.lost: list[Place] = []
        self.renamed: list[Place] = []
        self._new_names = renamed
        self._places: dict[int, list[int]] = {}
        """What is left of a list that lost items: at which index each stood."""
        self._old: dict[str, str] = {}
        """Pointers of what was renamed, to where it stood."""
        self._declared: set[str] = set()
        self._walk(value, self.data, "")

    def _walk(self, value: Any, data: Any, pointer: str) -> None:
        if isinstance(value, BaseModel) and isinstance(data, dict):
            self._walk_model(value, data, pointer)
        elif isinstance(value, list) and isinstance(data, list):
            for index, (item, written) in enumerate(zip(value, data, strict=False)):
                self._walk(item, written, f"{pointer}/{index}")
        elif isinstance(value, dict) and isinstance(data, dict):
            for key, item in value.items():
                self._walk(item, data.get(key), f"{pointer}/{_escape(str(key))}")

    def _walk_model(self, value: BaseModel, data: dict[str, Any], pointer: str) -> None:
        cls = type(value)
        names = self._new_names.get(cls.__name__, {})
        for attribute, field in cls.model_fields.items():
            name = field.serialization_alias or field.alias or attribute
            if name not in data:
                continue
            at = f"{pointer}/{_escape(name)}"
            new = names.get(name)
            if new is not None and new not in data:
                data[new] = data.pop(name)
                self.renamed.append(Place(at, data[new], f"is {new} there"))
                self._old[f"{pointer}/{_escape(new)}"] = at
                at, name = f"{pointer}/{_escape(new)}", new
            self._declared.add(at)
            self._walk(value.__dict__.get(attribute), data[name], at)

    def fill(self, pointer: str, value: Any) -> None:
        """Put a value where there is none. Raises ValueError."""
        *above, last = _parts(pointer)
        holder = self._at(above)
        if not isinstance(holder, dict):
            raise ValueError(f"fill: there is no object above {pointer}")
        holder.setdefault(last, value)

    def drop_faults(self, faults: Iterable[Any]) -> bool:
        """Leave out what is wrong; what lacks something that it needs is left out as a whole.

        False: there is nothing that could be left out.
        """
        dropped = False
        seen: set[tuple[str, ...]] = set()
        for fault in sorted(faults, key=lambda f: _order(f.pointer), reverse=True):
            parts = _parts(fault.pointer)
            reason = fault.message
            if not self._holds(parts):
                reason = f"{parts[-1] if parts else 'it'} is missing in it: {fault.message}"
                parts = parts[:-1]
            if tuple(parts) in seen:
                continue
            seen.add(tuple(parts))
            dropped = self._drop(parts, reason) or dropped
        return dropped

    def drop_strangers(self, found: Iterable[Any], version: str) -> bool:
        """Leave out properties that the source declares and the target does not."""
        strangers = [
            at.pointer
            for at in found
            if at.kind == "property" and self._now_of(at.pointer) in self._declared
        ]
        for pointer in sorted(strangers, key=_order, reverse=True):
            self._drop(_parts(pointer), f"{version} has no such property")
        return bool(strangers)

    def origin_of(self, pointer: str) -> str:
        """Where something stood at first."""
        now = self._now_of(pointer)
        for new in sorted(self._old, key=len, reverse=True):
            if now == new or now.startswith(new + "/"):
                return self._old[new] + now[len(new) :]
        return now

    def _now_of(self, pointer: str) -> str:
        """The same with the indexes that lists had at first."""
        named, data = "", self.data
        for part in _parts(pointer):
            if isinstance(data, list) and part.isdigit() and int(part) < len(data):
                index = int(part)
                places = self._places.get(id(data))
                named += f"/{places[index] if places else index}"
                data = data[index]
            else:
                named += f"/{_escape(part)}"
                data = data.get(part) if isinstance(data, dict) else None
        return named

    def _drop(self, parts: list[str], reason: str) -> bool:
        if not parts or not self._holds(parts):
            return False
        pointer = self.origin_of("".join(f"/{_escape(part)}" for part in parts))
        holder, last = self._at(parts[:-1]), parts[-1]
        if isinstance(holder, list):
            places = self._places.setdefault(id(holder), list(range(len(holder))))
            value = holder.pop(int(last))
            places.pop(int(last))
        else:
            value = holder.pop(last)
        self.lost.append(Place(pointer, value, reason))
        return True

    def _holds(self, parts: list[str]) -> bool:
        if not parts:
            return True
        holder = self._at(parts[:-1])
        if isinstance(holder, list):
            return parts[-1].isdigit() and int(parts[-1]) < len(holder)
        return isinstance(holder, dict) and parts[-1] in holder

    def _at(self, parts: list[str]) -> Any:
        data = self.data
        for part in parts:
            if isinstance(data, list) and part.isdigit() and int(part) < len(data):
                data = data[int(part)]
            elif isinstance(data, dict):
                data = data.get(part)
            else:
                return None
        return data


def _plain(value: Any) -> Any:
    return json.loads(value.model_dump_json(by_alias=True)) if isinstance(value, BaseModel) else value


def _order(pointer: str) -> list[tuple[int, str]]:
    """Sorts indexes as numbers."""
    return [(int(part) if part.isdigit() else -1, part) for part in _parts(pointer)]


def _parts(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
