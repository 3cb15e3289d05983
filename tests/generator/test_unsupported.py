"""What is not supported is a finding at its place; the rest works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.generator.command import fibrecafe
from tests.generator.execution import generate_package

HEAD = """\
openapi: 3.1.0
info: {title: Foreign, version: "1"}
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
PARAMETER
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
ANSWER
OPERATION
components:
  schemas:
    Thing:
      type: object
      properties:
        name: {type: string}
PROPERTY
"""

CASES = {
    "a cookie": ("PARAMETER", "        - {name: c, in: cookie, schema: {type: string}}", "/paths/~1things~1{id}/get/parameters/1"),
    "a style": ("PARAMETER", "        - {name: q, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}", "/paths/~1things~1{id}/get/parameters/1"),
    "a deep object": ("PARAMETER", "        - {name: q, in: query, style: deepObject, schema: {type: object, properties: {a: {type: string}}}}", "/paths/~1things~1{id}/get/parameters/1"),
    "a range of statuses": ("ANSWER", "        4XX: {description: wrong}", "/paths/~1things~1{id}/get/responses/4XX"),
    "an answer that is not JSON": ("ANSWER", "        \"203\": {description: picture, content: {image/png: {}}}", "/paths/~1things~1{id}/get/responses/203"),
    "a body that is not JSON": ("OPERATION", "    put:\n      operationId: putThing\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      requestBody: {content: {multipart/form-data: {schema: {type: object}}}}\n      responses: {\"204\": {description: ok}}", "/paths/~1things~1{id}/put/requestBody"),
    "not": ("PROPERTY", "        odd: {not: {type: string}}", "/components/schemas/Thing/properties/odd/not"),
    "prefixItems": ("PROPERTY", "        pair: {type: array, prefixItems: [{type: string}]}", "/components/schemas/Thing/properties/pair/prefixItems"),
    "patternProperties": ("PROPERTY", "        any: {type: object, patternProperties: {'^a': {type: string}}}", "/components/schemas/Thing/properties/any/patternProperties"),
    "null as an item": ("PROPERTY", "        some: {type: array, items: {type: string, nullable: true}}", "/components/schemas/Thing/properties/some/items"),
    "a pattern that looks around": ("PROPERTY", "        code: {type: string, pattern: '^(?!x)[a-z]+$'}", None),
}  # fmt: skip


def document(place: str = "", text: str = "") -> str:
    """The document with one more thing."""
    made = HEAD
    for name in ("PARAMETER", "ANSWER", "OPERATION", "PROPERTY"):
        made = made.replace(f"{name}\n", f"{text}\n" if name == place else "")
    return made


def test_what_is_supported_gives_no_finding(tmp_path: Path) -> None:
    assert generate_package(document(), tmp_path).findings == []


@pytest.mark.parametrize(("place", "text", "pointer"), CASES.values(), ids=CASES)
def test_an_unsupported_thing_is_a_finding(
    place: str, text: str, pointer: str | None, tmp_path: Path
) -> None:
    package = generate_package(document(place, text), tmp_path)
    (found,) = package.findings
    assert (found.rule, found.severity) == ("unsupported", "warning")
    assert found.message.startswith("unsupported: ")
    if pointer is not None:
        assert found.pointer == pointer
        assert found.line
    assert package.accept("Thing", {"name": "x"}).name == "x"
    assert hasattr(package.client, "ForeignClient") or package.client.__all__
    assert package.server.ROUTES[0].operation_id == "getThing"


def test_the_command_shows_it_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(document(*CASES["a cookie"][:2]))
    ended = fibrecafe("generate", "--spec", "api.yaml", "--package", "foreign", cwd=tmp_path)
    assert ended.code == 0
    assert "warning[unsupported] unsupported: cookie parameters" in ended.out
    assert (tmp_path / "foreign" / "client.py").is_file()


def test_names_that_would_be_wrong_code(tmp_path: Path) -> None:
    """Whatever a document names its things, the code is Python and the wire keeps the names."""
    text = """
    openapi: 3.0.3
    info: {title: 'A \"\"\" quoted \\\\ title \\\\', version: '1 \"\"\"'}
    paths:
      /a/{class}/{self}:
        post:
          operationId: import
          tags: ['Tag "one"']
          summary: "ends with a backslash \\\\"
          parameters:
            - {name: class, in: path, required: true, schema: {type: string}}
            - {name: self, in: path, required: true, schema: {type: string}}
            - {name: X-From, in: header, schema: {type: string}}
            - {name: 'filter[name]', in: query, schema: {type: string}}
            - {name: body, in: query, schema: {type: string}}
          requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/list'}}}}
          responses: {"200": {description: 'a \"\"\" b', content: {application/json: {schema: {$ref: '#/components/schemas/list'}}}}}
    components:
      schemas:
        list:
          type: object
          description: 'A \"\"\" in a text, and a \\\\'
          properties:
            model_config: {type: string}
            json: {type: string}
            copy: {type: string}
            None: {type: string}
            _private: {type: string}
            self: {type: string}
            'with space': {type: string}
            "a\\nimport os": {type: string}
            'back\\\\slash': {type: string}
            "both\\"'": {type: string}
    """
    package = generate_package(text, tmp_path)
    value = {
        "model_config": "a",
        "json": "b",
        "copy": "c",
        "None": "d",
        "_private": "e",
        "self": "f",
        "a\nimport os": "h",
        "back\\slash": "i",
        "both\"'": "j",
        "with space": "g",
    }
    read = package.codec("List" if hasattr(package.models, "List") else "list").read(
        json.dumps(value)
    )
    assert json.loads(read.to_json()) == value
    assert package.client
    assert package.server
