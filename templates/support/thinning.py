"""A body on its way into another version: JSON that is thinned out, and where its parts stood."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a body that was converted."""

    pointer: str
    """JSON pointer (RFC 6901) into what was given, with the API's names."""
    value: Any
    """What stood there, as JSON has it."""
    reason: str


class Body:
    """JSON that is thinned out, with the places at which its parts stood at first."""

    def __init__(self, value: BaseModel, renamed: Mapping[str, Mapping[str, str]]) -> None:
        """`renamed`: names of properties here and there, by class. Raises pydantic's
        PydanticSerializationError for what cannot be written."""
        self.data: Any = json.loads(
            value.__pydantic_serializer__.to_json(
                value, by_alias=True, exclude_none=True, warnings="none"
            )
        )
        self.lost: list[Place] = []
        self.renamed: list[Place] = []
        self._new_names = renamed
        self._places: dict[int, list[int]] = {}
        """What is left of a list that lost items: at which index each stood."""
        self._old: dict[str, str] = {}
        """Pointers of what was renamed, to where it stood."""
        self._declared: set[str] = set()
        self._waiting: dict[str, Any] = {}
        """What to fill in, where a value stands as yet."""
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

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put values where there are none, by pointer. Raises ValueError."""
        for pointer, given in values.items():
            if not pointer.startswith("/"):
                raise ValueError(f"fill: {pointer!r} is no JSON pointer, such as /sender")
            if not isinstance(self._at(_parts(pointer)[:-1]), dict):
                raise ValueError(f"fill: there is no object above {pointer}")
            try:  # a copy, as parts of it may be left out
                self._waiting[pointer] = json.loads(json.dumps(given, allow_nan=False))
            except (TypeError, ValueError) as error:
                raise ValueError(f"fill: what is given for {pointer} is not JSON") from error
        self._fill()

    def _fill(self) -> None:
        for pointer in list(self._waiting):
            *above, last = _parts(pointer)
            holder = self._at(above)
            if isinstance(holder, dict) and last not in holder:
                holder[last] = self._waiting.pop(pointer)

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
        self._fill()
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

    def compare(self, written: Any, version: str) -> None:
        """Note what was taken, and is not written again as it was."""
        for pointer, value, now in _changes(self.data, written, ""):
            if now is not _GONE:
                reason = f"is {json.dumps(now, ensure_ascii=False)} there"
            elif value is None:
                reason = f"null is not allowed in {version}: it counts as absent"
            else:
                reason = f"{version} does not keep it"
            self.lost.append(Place(self.origin_of(pointer), value, reason))
        self.lost.sort(key=lambda place: _order(place.pointer))

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


_GONE: Any = object()


def _changes(was: Any, now: Any, pointer: str) -> Iterator[tuple[str, Any, Any]]:
    """Each place that differs, with both values."""
    if isinstance(was, dict) and isinstance(now, dict):
        for name, value in was.items():
            yield from _changes(value, now.get(name, _GONE), f"{pointer}/{_escape(name)}")
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for index, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _changes(one, other, f"{pointer}/{index}")
    elif was != now and not _is_one_instant(was, now):
        yield pointer, was, now


def _is_one_instant(was: Any, now: Any) -> bool:
    try:
        one, other = datetime.fromisoformat(was), datetime.fromisoformat(now)
    except (TypeError, ValueError):
        return False
    return one.tzinfo is not None and one == other


def _order(pointer: str) -> list[tuple[int, str]]:
    """Sorts indexes as numbers."""
    return [(int(part) if part.isdigit() else -1, part) for part in _parts(pointer)]


def _parts(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
