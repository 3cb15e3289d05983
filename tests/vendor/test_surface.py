"""The surface says what the generated code has, name by name."""

from __future__ import annotations

import importlib
import inspect
import re
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from fibrecafe_codegen.artifacts.dcg import classes
from fibrecafe_codegen.normalise import Normalised
from fibrecafe_codegen.surface import changes
from fibrecafe_codegen.surface.members import members_of
from tests.documents import PATHS, ROOT
from tests.generated.answering import class_name
from tests.generator.execution import generate_package


def surface(folder: Path) -> dict[str, str]:
    """Names of a surface, with what is said of each."""
    lines = (folder / "surface.txt").read_text(encoding="utf-8").split("\n")
    return dict(
        [*line.replace(" -> ", ": ").replace(" = ", ": ").split(": ", 1), ""][:2]
        for line in lines
        if line and not line.startswith("#")
    )


def below(names: dict[str, str], parent: str) -> list[str]:
    found = (re.fullmatch(re.escape(parent) + r"\.(\w+)", name) for name in names)
    return [match[1] for match in found if match]


def check_models(models: Any, names: dict[str, str]) -> None:
    listed = {n.split(".")[1] for n in names if re.fullmatch(r"models\.\w+", n)}
    assert listed == set(models.__all__)
    for name in listed:
        kind, said = getattr(models, name), f"models.{name}"
        if isinstance(kind, type) and issubclass(kind, Enum):
            assert {n: m.value for n, m in kind.__members__.items()} == {
                n: eval(names[f"{said}.{n}"]) for n in below(names, said)
            }, name
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = kind.model_fields
            assert below(names, said) == list(fields), name
            for field, info in fields.items():
                text = f"{names[f'{said}.{field}']},"
                assert (", required," in text) == info.is_required(), (name, field)
                assert (", read-only," in text) == (field in kind.READ_ONLY), (name, field)
                assert (", nullable," in text) == (field in kind.NULLABLE), (name, field)
                assert (", deprecated," in text) == bool(info.deprecated), (name, field)
        else:
            assert not names[said].startswith(("class", "enum")), name


def check_methods(cls: Any, at: str, names: dict[str, str], apart: set[str]) -> None:
    methods = [n for n, m in vars(cls).items() if inspect.isfunction(m) and n[0] != "_"]
    assert below(names, at) == sorted(methods)
    for method in methods:
        signature = inspect.signature(getattr(cls, method))
        assert names[f"{at}.{method}"].removesuffix(", deprecated") == signature.return_annotation
        found = (re.fullmatch(re.escape(f"{at}.{method}") + r"\((\w+)\)", n) for n in names)
        assert [m[1] for m in found if m] == [p for p in signature.parameters if p not in apart]
        for name, parameter in signature.parameters.items():
            if name not in apart:
                text = names[f"{at}.{method}({name})"]
                kind, need = re.match(r"(.*?), (required|optional)", text).groups()  # type: ignore[union-attr]
                given = "None" not in parameter.annotation and parameter.default is parameter.empty
                assert (need == "required") == given or ", default " in text
                assert parameter.annotation.removesuffix(" | None") == kind


@pytest.mark.parametrize("api", PATHS)
def test_it_says_what_the_generated_code_has(api: str) -> None:
    names = surface(ROOT / "generated/fibrecafe_api" / api)
    module = f"fibrecafe_api.{api}"
    check_models(importlib.import_module(f"{module}.models"), names)
    client = getattr(importlib.import_module(f"{module}.client"), f"{class_name(api)}Client")
    check_methods(client, f"client.{client.__name__}", names, {"self", "timeout"})
    server = importlib.import_module(f"{module}.server")
    base = getattr(server, f"{class_name(api)}Api")
    sections = [c for c in base.__mro__ if c.__module__ == server.__name__ and c is not base]
    assert {n for n in names if re.fullmatch(r"server\.\w+", n)} == {
        f"server.{c.__name__}" for c in (base, *sections)
    }
    for section in sections:
        check_methods(section, f"server.{section.__name__}", names, {"self", "ctx"})


FOREIGN = """\
openapi: 3.0.3
info: {title: Odd, version: "1"}
tags: [{name: Problem}, {name: Parameter}, {name: date}, {name: Body}]
paths:
  /things:
    get:
      operationId: list
      tags: [Problem]
      parameters: [{name: since, in: query, schema: {type: string, format: date}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {type: array,
        items: {$ref: "#/components/schemas/Thing"}}}}}}
    post:
      operationId: add
      deprecated: true
      tags: [Parameter]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses: {"204": {description: ok}}
  /more:
    get: {operationId: more, tags: [Body], responses: {"204": {description: ok}}}
    put: {operationId: put, tags: [date], responses: {"204": {description: ok}}}
components:
  schemas:
    Thing:
      type: object
      required: [ID, gone]
      properties:
        ID: {type: integer, minimum: 1}
        gone: {type: string, nullable: true}
        class: {type: string, readOnly: true}
        map: {type: object, additionalProperties: {type: number}}
        free: {type: object}
        empty: {$ref: "#/components/schemas/Empty"}
        table: {$ref: "#/components/schemas/Table"}
        level: {type: integer, enum: [1, 2]}
        either: {oneOf: [{type: string}, {type: integer}]}
        colour: {type: string, enum: [red, blueGreen, "24h", "a b", "", "#x", "A-B", "A_B", None]}
        limits: {type: array, minItems: 1, items: {type: string, pattern: "^a = b$"}}
    Empty: {type: object}
    Table: {type: object, additionalProperties: {$ref: "#/components/schemas/Empty"}}
"""


def test_it_says_so_of_foreign_documents_too(tmp_path: Path) -> None:
    made = generate_package(FOREIGN, tmp_path)
    names = surface(made.folder)
    check_models(made.models, names)
    sections = {n.split(".")[1] for n in names if re.fullmatch(r"server\.\w+", n)}
    assert all(hasattr(made.server, section) for section in sections)
    assert len(sections) == 5
    thing = "models.Thing"
    assert names[f"{thing}.id"] == 'int(minimum=1), required, as "ID"'
    assert names[f"{thing}.class_"] == "str, optional, read-only"
    assert names[f"{thing}.map"] == "dict[str, float], optional"
    assert names[f"{thing}.gone"] == "str, optional, nullable"


def test_members_are_named_as_datamodel_code_generator_names_them() -> None:
    values = ["A-END", "24h", "", "#x", "mro", "None", "import", "camelCaseHTTP", "_x", "a b", "a-b",
              "ß", "1.5", "name", "IP v4"]  # fmt: skip
    schema = {"type": "string", "enum": values}
    raw = classes(Normalised({"components": {"schemas": {"Odd": schema}}}))
    made = dict(re.findall(r"^    (\w+) = [\"'](.*)[\"']$", raw, re.MULTILINE))
    assert dict(members_of(values)) == made


def test_changes_are_told_by_name_and_what_belongs_together_is_one() -> None:
    old = '# 1\nmodels.A: class\nmodels.A.x: str, optional\nmodels.A.y: int, required\nmodels.U: union by t\nmodels.U["K = 1"]: A\nclient.C.get -> models.A\nclient.C.get(id): str, required\n'
    new = '# 2\nmodels.A: class\nmodels.A.y: int, required\nmodels.A.x: str, required\nmodels.B: class\nmodels.B.z: str, optional\nmodels.U: union by t\nmodels.U["K = 2"]: A\n'
    assert [str(change) for change in changes(old, new)] == [
        "- client.C.get: models.A (and 1 below it)",
        "~ models.A.x: str, optional -> str, required",
        "+ models.B: class (and 1 below it)",
        '- models.U["K = 1"]: A',
        '+ models.U["K = 2"]: A',
    ]
    assert changes(old, old) == []
