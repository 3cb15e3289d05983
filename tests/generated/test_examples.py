"""Every example of the documents, and every published payload, through the models and back."""

from __future__ import annotations

import datetime
import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_api._support.codec import Codec
from fibrecafe_api._support.model import unknown_values
from fibrecafe_codegen.document.load import load
from fibrecafe_codegen.document.pointers import join
from fibrecafe_codegen.validation.instances import Instances
from fibrecafe_codegen.validation.view import Direction, View
from tests.documents import PATHS, ROOT, described, every_operation

SEED: dict[str, Any] = json.loads((ROOT / "tests/generated/published-payloads.json").read_text())


def bodies() -> list[Any]:
    found = []
    for operation in every_operation():
        server = importlib.import_module(f"fibrecafe_api.{operation.api}.server")
        route = next(r for r in server.ROUTES if r.operation_id == operation.id)
        for name, example in operation.bodies.items():
            found.append(
                pytest.param(
                    route.body.type, example, id=f"{operation.api}.{operation.name}.{name}"
                )
            )
        for answer in route.answers:
            for name, example in operation.successes[answer.status].items():
                identifier = f"{operation.api}.{operation.name}.{answer.status}.{name}"
                found.append(pytest.param(answer.type, example, id=identifier))
    return found


def instant(value: Any) -> Any:
    """A value with date-times as instants, and numbers without a difference of type."""
    if isinstance(value, dict):
        return {key: instant(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [instant(item) for item in value]
    if isinstance(value, str) and value[:1].isdigit() and value[10:11] == "T":
        return datetime.datetime.fromisoformat(value)
    return value


@pytest.mark.parametrize(("kind", "example"), bodies())
def test_an_example_comes_back_as_it_was(kind: Any, example: Any) -> None:
    codec: Codec[Any] = Codec(kind)
    value = codec.read(json.dumps(example))
    written = codec.write(value)
    assert instant(json.loads(written)) == instant(example)
    assert codec.read(written) == value
    for item in value if isinstance(value, list) else [value]:
        assert unknown_values(item) == []


@pytest.mark.parametrize(
    ("operation_id", "part"), [(name, part) for name in SEED for part in SEED[name]]
)
def test_a_published_payload_fits_document_and_model(operation_id: str, part: str) -> None:
    payload = SEED[operation_id][part]
    operation = next(o for o in described("tenant") if o.id == operation_id)
    server = importlib.import_module("fibrecafe_api.tenant.server")
    route = next(r for r in server.ROUTES if r.operation_id == operation_id)
    path = join("/paths", operation.path, operation.method.lower())
    text = json.dumps(payload)
    if part == "request":
        pointer, codec = join(path, "requestBody"), Codec(route.body.type)
        value = codec.accept(text)
    else:
        pointer = join(path, "responses", part)
        codec = Codec(next(a.type for a in route.answers if a.status == int(part)))
        value = codec.read(text)
    view = View(load(Path(ROOT, PATHS["tenant"])))
    pointer = join(pointer, "content", "application/json", "schema")
    direction: Direction = "request" if part == "request" else "response"
    assert Instances(view).troubles(pointer, payload, direction) == []
    assert instant(json.loads(codec.write(value))) == instant(payload)
    assert unknown_values(value) == []
