"""Lifecycle tables beside a changed document: values that no table knows, states that are gone.

The tables are read from the JSON that the gateway exports; the toolkit never imports the gateway.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..document.load import Document
from ..model.names import PythonName

FILE = "lifecycle/tables.json"
_PACKAGE = "fibrecafe_gateway"


class UnreadableTables(Exception):
    """A file that holds no lifecycle tables; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What was exported."""

    path: Path
    machines: tuple[Mapping[str, Any], ...]
    enums: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class LifecycleFinding:
    """A value of the document and a table that do not fit."""

    enum: str
    value: str
    machine: str
    message: str
    hint: str
    severity: str = "breaking"

    def as_dict(self) -> dict[str, str]:
        """For `--format json`."""
        return asdict(self)


def tables_of(project: Path | None) -> Path | None:
    """The export of the gateway: of the project, else of the installed one."""
    if project is not None:
        inside = project / "runtime" / _PACKAGE / FILE
        if inside.is_file():
            return inside
    spec = find_spec(_PACKAGE)  # finds, and imports nothing
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if Path(place, FILE).is_file():
            return Path(place, FILE)
    return None


def read_tables(path: Path) -> Tables:
    """The tables in a file. Raises UnreadableTables."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        machines = tuple(content["machines"])
        for machine in machines:
            machine["name"], machine["enum"], [*machine["states"]], [*machine["unused"]]
        for enum in content["enums"]:
            enum["api"], enum["name"], [*enum["used"]]
        return Tables(path, machines, tuple(content["enums"]))
    except OSError as error:
        raise UnreadableTables(f"{path.as_posix()}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableTables(
            f"{path.as_posix()} holds no lifecycle tables ({error!r}); they are what `export()` of"
            " fibrecafe_gateway.lifecycle.export gives, as JSON"
        ) from error


def check_tables(tables: Tables, old: Document, new: Document) -> Iterator[LifecycleFinding]:
    """What of the new document the tables do not know, and the reverse."""
    api = api_of(new)
    home = {str(enum["name"]): str(enum["api"]) for enum in tables.enums}
    states = {str(machine["enum"]) for machine in tables.machines}
    for machine in tables.machines:
        name, known = str(machine["enum"]), {*machine["states"], *machine["unused"]}
        if home.get(name) == api or set(_values(old, name)) == known:
            yield from _machine(machine, known, _values(new, name))
    for enum in tables.enums:
        name = str(enum["name"])
        if name not in states and home[name] == api:
            yield from _told(name, set(enum["used"]), _values(old, name), _values(new, name))


def api_of(document: Document) -> str:
    """`tenant_updates` of the title `Fibre Cafe : Tenant Updates API`."""
    info = document.data.get("info")
    title = str(info.get("title", "")) if isinstance(info, dict) else ""
    return PythonName.of(title.rpartition(":")[2].strip().removesuffix("API").strip())


def _machine(
    machine: Mapping[str, Any], known: set[str], values: list[str]
) -> Iterator[LifecycleFinding]:
    name, enum = str(machine["name"]), str(machine["enum"])
    for value in values:
        if value not in known:
            yield LifecycleFinding(
                enum, value, name, f"status {value} has no state in the lifecycle `{name}`",
                f"give {value} transitions in the table of `{name}`, or name it among `unused`",
            )  # fmt: skip
    for value in machine["states"] if values else ():
        if value not in values:
            yield LifecycleFinding(
                enum, str(value), name,
                f"state {value} of the lifecycle `{name}` is no longer a value of {enum}",
                f"take {value} out of the table of `{name}`, and say what becomes of those in it",
            )  # fmt: skip


def _told(
    enum: str, used: set[str], before: list[str], values: list[str]
) -> Iterator[LifecycleFinding]:
    for value in values:
        if value not in before and value not in used:
            yield LifecycleFinding(
                enum, value, "", f"no transition is told or triggered by {enum} {value}",
                "decide which transition it belongs to, if any", "attention",
            )  # fmt: skip
    for value in sorted(used - set(values)) if values else ():
        yield LifecycleFinding(
            enum, value, "", f"the tables use {enum} {value}, which the document no longer has",
            "take it out of the tables",
        )  # fmt: skip


def _values(document: Document, name: str) -> list[str]:
    schemas = (document.data.get("components") or {}).get("schemas") or {}
    schema = schemas.get(name)
    values = schema.get("enum") if isinstance(schema, Mapping) else None
    return [str(value) for value in values] if isinstance(values, list) else []
