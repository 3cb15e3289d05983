"""The Supplier API as an adapter has it: a method for each operation, and what they are made of.

The record of it, `_contract.json` in a project, says what an upgrade starts from, so that no
older toolkit is needed to compare.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..document.load import Document, load
from ..locate import spec_root
from ..model.api import Api, Operation, Parameter
from ..model.build import build_api, type_of
from ..model.names import PythonName
from ..normalise import Normalised, normalise
from ..normalise.shape import Schema, wrapped_name

RECORD = "_contract.json"
FORMAT = 1

# Where the adapter contract differs from the document's own words.
_IN_CALL = frozenset({"Tenant"})  # part of `SupplierCall`
_RENAMED = {("service_problem_resolution", "id"): "reference"}
_ALWAYS_GIVEN = {("availability_check", "service_types")}


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of an adapter's method, after `call` and the body; given by name."""

    name: str
    annotation: str


@dataclass(frozen=True, slots=True)
class Method:
    """One operation, as an adapter implements it."""

    operation: Operation
    name: PythonName
    body: str | None
    arguments: tuple[Argument, ...]
    returns: str


@dataclass(frozen=True, slots=True)
class Contract:
    """All that an adapter may be asked."""

    api: Api
    document: Normalised
    methods: tuple[Method, ...]


@cache
def supplier_contract(path: Path | None = None) -> Contract:
    """The contract of the installed toolkit, or of another version of the Supplier API."""
    if path is None:
        # One version of a document is in its folder; the last, should there be several.
        path = max(
            (spec_root() / "supplier").glob("*.yaml"),
            key=lambda file: [int(part) for part in file.stem.split(".") if part.isdigit()],
        )
    shown = f"spec/supplier/{path.name}"
    document: Document = load(path, name=shown)
    normalised = normalise(document.data)
    api = build_api(normalised, document.data, key="supplier", package="supplier", path=shown)
    return Contract(api, normalised, tuple(_method(operation) for operation in api.operations))


def _method(operation: Operation) -> Method:
    return Method(
        operation,
        operation.name,
        _ours(operation.body.type.expression) if operation.body else None,
        tuple(
            _argument(operation, parameter)
            for parameter in operation.parameters_given
            if parameter.name not in _IN_CALL
        ),
        _ours(operation.returns),
    )


def _argument(operation: Operation, parameter: Parameter) -> Argument:
    key = (str(operation.name), str(parameter.python_name))
    kind = parameter.type.expression
    if parameter.item_type is not None:
        kind = f"Sequence[{parameter.item_type.expression}]"
    optional = not parameter.required and key not in _ALWAYS_GIVEN
    name = _RENAMED.get(key, parameter.python_name)
    return Argument(name, _ours(f"{kind} | None" if optional else kind))


def _ours(expression: str) -> str:
    return expression.replace("models.", "supplier.")


def record_of(contract: Contract) -> dict[str, Any]:
    """What is kept of a contract: operations, schemas with their fields, enums."""
    document = contract.document
    closed = {opened: name for name, opened in document.open_enums.items()}
    schemas: dict[str, Any] = {}
    enums: dict[str, list[Any]] = {}
    for name, schema in sorted(document.schemas.items()):
        if name in closed or name in document.unions:
            continue
        if "enum" in schema:
            enums[name] = list(schema["enum"])
        elif "properties" in schema:
            schemas[name] = _fields(schema, closed)
    return {
        "format": FORMAT,
        "note": "Made by fibrecafe, which compares with it; do not edit.",
        "toolkit": version("fibrecafe"),
        "version": contract.api.version,
        "operations": {method.name: _operation(method) for method in contract.methods},
        "unions": {name: union.members for name, union in sorted(document.unions.items())},
        "schemas": schemas,
        "enums": enums,
    }


def _operation(method: Method) -> dict[str, Any]:
    operation = method.operation
    return {
        "id": operation.id,
        "request": f"{operation.method} {operation.path}",
        "body": method.body,
        "arguments": {argument.name: argument.annotation for argument in method.arguments},
        "returns": method.returns,
    }


def _fields(schema: Schema, closed: Mapping[str, str]) -> dict[str, Any]:
    required = set(schema.get("required") or ())
    return {
        str(PythonName.of(wire)): {
            "wire": wire,
            "type": _kind(part, closed),
            "required": wire in required,
        }
        for wire, part in schema["properties"].items()
    }


def _kind(schema: Schema, closed: Mapping[str, str]) -> str:
    name = wrapped_name(schema)
    if name is not None:
        return closed.get(name, name)
    if schema.get("type") == "array":
        return f"list[{_kind(schema.get('items') or {}, closed)}]"
    return type_of(schema).expression


def record_text(record: Mapping[str, Any]) -> str:
    """As it is written: a line for each field, so that it reads well in a diff."""
    lines = json.dumps(record, indent=1, ensure_ascii=False).split("\n")
    return "\n".join(_joined(lines)) + "\n"


def _joined(lines: Iterable[str]) -> Iterable[str]:
    """Innermost objects and lists on one line."""
    held: list[str] = []
    for line in lines:
        if line.endswith(("{", "[")):
            yield from held
            held = [line]
        elif held and line.strip().rstrip(",") in ("}", "]"):
            inner = " ".join(part.strip() for part in held[1:])
            yield f"{held[0]}{inner}{line.strip()}"
            held = []
        elif held:
            held.append(line)
        else:
            yield line
    yield from held


class UnreadableRecord(ValueError):
    """A record that cannot be used."""


def read_record(text: str) -> dict[str, Any]:
    """A record as it was written. Raises UnreadableRecord."""
    try:
        record: dict[str, Any] = json.loads(text)
        if record["format"] != FORMAT:
            raise UnreadableRecord(
                f"it is of format {record['format']}, this toolkit's is {FORMAT}"
            )
        for key in ("operations", "unions", "schemas", "enums"):
            if not isinstance(record[key], dict):
                raise UnreadableRecord(f"{key!r} is no object")
        str(record["version"])
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, UnreadableRecord):
            raise
        raise UnreadableRecord(f"{type(error).__name__}: {error}") from error
    return record
