"""`fibrecafe validate` and `list`: every rule with a document that breaks it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_codegen.document.load import load
from fibrecafe_codegen.normalise.shape import operations
from fibrecafe_codegen.validation.check import check_document
from tests.documents import ROOT, VERSIONS, document
from tests.generator.command import fibrecafe
from tests.generator.shop import GOOD, ORDER, changed, written

# rule: (where to write what, where the finding is expected)
WRONG: dict[str, tuple[str, Any, str, str]] = {
    "no title": ("/info/title", None, "openapi", "/info"),
    "an unknown key": ("/paths/~1orders~1{id}/get/colour", "x", "openapi", "/paths/~1orders~1{id}/get/colour"),
    "a wrong type": (f"{ORDER}/properties/code/type", "text", "openapi", f"{ORDER}/properties/code/type"),
    "a reference to nothing": (
        f"{ORDER}/properties/parent/$ref", "#/components/schemas/Ordre", "reference",
        f"{ORDER}/properties/parent/$ref",
    ),
    "a reference outside": (
        f"{ORDER}/properties/parent/$ref", "other.yaml#/Order", "reference",
        f"{ORDER}/properties/parent/$ref",
    ),
    "a circular reference": (
        f"{ORDER}", {"$ref": "#/components/schemas/Order"}, "reference", f"{ORDER}/$ref",
    ),
    "a schema that needs itself": (f"{ORDER}/required", ["kind", "parent"], "circular-schema", ORDER),
    "an operation id twice": (
        "/paths/~1orders~1{id}/get/operationId", "sendOrder", "operation-id",
        "/paths/~1orders~1{id}/get/operationId",
    ),
    "ids that are one method": (
        "/paths/~1orders~1{id}/get/operationId", "handleSendOrder", "operation-id",
        "/paths/~1orders~1{id}/get/operationId",
    ),
    "no operation id": (
        "/paths/~1orders~1{id}/get/operationId", None, "operation-id", "/paths/~1orders~1{id}/get",
    ),
    "an undeclared parameter of the path": (
        "/paths/~1orders~1{id}/get/parameters", [], "parameter", "/paths/~1orders~1{id}/get",
    ),
    "a declared parameter that is not in the path": (
        "/paths/~1orders~1{id}/get/parameters/0/name", "key", "parameter",
        "/paths/~1orders~1{id}/get/parameters/0",
    ),
    "an example that does not validate": (
        "/paths/~1orders~1{id}/post/requestBody/content/application~1json/example/code", "a", "example",
        "/paths/~1orders~1{id}/post/requestBody/content/application~1json/example/code",
    ),
    "a default that does not validate": (f"{ORDER}/properties/code/default", 3, "example", f"{ORDER}/properties/code/default"),
    "an example of an unknown variant": (
        "/paths/~1orders~1{id}/get/responses/200/content/application~1json/example", {"kind": "NEW", "code": 1},
        "example", "/paths/~1orders~1{id}/get/responses/200/content/application~1json/example/code",
    ),
    "a pattern that does not compile": (f"{ORDER}/properties/code/pattern", "^[A$", "pattern", f"{ORDER}/properties/code/pattern"),
    "a pattern without anchors": (f"{ORDER}/properties/code/pattern", "[A-Z]", "pattern", f"{ORDER}/properties/code/pattern"),
    "a pattern that takes for ever": (f"{ORDER}/properties/code/pattern", "^(A+)+$", "pattern", f"{ORDER}/properties/code/pattern"),
    "a pattern that looks around": (f"{ORDER}/properties/code/pattern", "^(?=A)A1$", "pattern", f"{ORDER}/properties/code/pattern"),
    "a required property that is none": (f"{ORDER}/required", ["kind", "kode"], "required-property", f"{ORDER}/required/1"),
    "a mapping to nothing": (
        "/components/schemas/Any/discriminator/mapping/NEW", "#/components/schemas/New", "discriminator",
        "/components/schemas/Any/discriminator/mapping/NEW",
    ),
    "a mapping that is not complete": (
        "/components/schemas/Any/discriminator/mapping/NEW", None, "discriminator",
        "/components/schemas/Any/discriminator",
    ),
    "a mapping of a value that the variant has not": (
        "/components/schemas/Any/discriminator/mapping/OLD", "#/components/schemas/Order", "discriminator",
        "/components/schemas/Any/discriminator/mapping/OLD",
    ),
    "a tag that is optional": (f"{ORDER}/required", None, "discriminator", "/components/schemas/Any/discriminator/mapping/NEW"),
    "an enum value twice": (f"{ORDER}/properties/kind/enum", ["NEW", "NEW"], "enum", f"{ORDER}/properties/kind/enum/1"),
    "an enum value of another type": (f"{ORDER}/properties/kind/enum", ["NEW", 1], "enum", f"{ORDER}/properties/kind/enum/1"),
    "a security scheme that is not there": ("/security", [{"logon": []}], "security-scheme", "/security/0/logon"),
    "a scope that is not there": ("/security", [{"login": ["write"]}], "security-scheme", "/security/0/login/0"),
    "no security at all": ("/security", None, "security-scheme", "/paths/~1orders~1{id}/get"),
    "an unknown provenance": (
        "/components/schemas/Cease/properties/note/x-provenance/level", "guessed", "extension",
        "/components/schemas/Cease/properties/note/x-provenance",
    ),
    "a provenance without reason": (
        "/components/schemas/Cease/properties/note/x-provenance/reason", "", "extension",
        "/components/schemas/Cease/properties/note/x-provenance",
    ),
    "a waiver of no rule": (f"{ORDER}/x-waiver", {"rule": "nonsense", "reason": "it is so here"}, "extension", f"{ORDER}/x-waiver"),
    "an unknown extension": (f"{ORDER}/x-provenence", 1, "extension", f"{ORDER}/x-provenence"),
    "an unknown kind of personal data": (f"{ORDER}/properties/code/x-personal-data", "secret", "extension", f"{ORDER}/properties/code/x-personal-data"),
}  # fmt: skip


def test_a_good_document_has_no_findings(tmp_path: Path) -> None:
    assert check_document(load(written(GOOD, tmp_path))) == []


@pytest.mark.parametrize(("place", "value", "rule", "expected"), WRONG.values(), ids=WRONG)
def test_a_rule_finds_what_breaks_it(
    place: str, value: Any, rule: str, expected: str, tmp_path: Path
) -> None:
    findings = check_document(load(written(changed(place, value), tmp_path)))
    assert (rule, expected) in {(f.rule, f.pointer) for f in findings}, findings
    found = next(f for f in findings if (f.rule, f.pointer) == (rule, expected))
    assert found.line
    assert found.message


def test_a_waiver_silences_its_rule_at_its_place(tmp_path: Path) -> None:
    document = changed(f"{ORDER}/properties/code/pattern", "[A-Z]")
    code = document["components"]["schemas"]["Order"]["properties"]["code"]
    code["x-waiver"] = {"rule": "pattern", "reason": "published so"}
    document["components"]["schemas"]["Cease"]["properties"]["note"]["pattern"] = "[a-z]"
    found = check_document(load(written(document, tmp_path)))
    assert [(f.rule, f.pointer) for f in found] == [
        ("pattern", "/components/schemas/Cease/properties/note/pattern")
    ]


def test_house_rules_are_not_for_foreign_documents(tmp_path: Path) -> None:
    file = written(changed(f"{ORDER}/properties/code/pattern", "[A-Z]"), tmp_path)
    assert check_document(load(file), house=False) == []
    assert fibrecafe("validate", file, cwd=tmp_path).code == 1
    assert fibrecafe("validate", "--foreign", file, cwd=tmp_path).code == 0


FILES: dict[str, tuple[bytes, str]] = {
    "broken YAML": (b"a: [\nb: 1", "yaml-syntax"),
    "broken JSON": (b'{"openapi": "3.0.3",', "json-syntax"),
    "a key twice": (b"openapi: 3.0.3\ninfo: {}\ninfo: {}\n", "yaml-duplicate-key"),
    "empty": (b"  \n", "file-empty"),
    "binary": (b"\x7fELF\x00\x01\x02", "file-binary"),
    "another encoding": ("title: Café".encode("latin-1"), "file-encoding"),
    "swagger": (b"swagger: '2.0'\ninfo: {}\n", "openapi-version"),
    "another version": (b"openapi: 4.0.0\n", "openapi-version"),
    "a list": (b"- 1\n", "not-openapi"),
    "something else": (b"name: x\n", "not-openapi"),
    "nothing but the version": (b"openapi: 3.0.3\n", "openapi"),
    "wrong everywhere": (
        b"openapi: 3.0.3\ninfo: 1\npaths: [1]\ncomponents: {schemas: 3}\n",
        "openapi",
    ),
    "deep": (b"openapi: 3.0.3\na: " + b"[" * 5000 + b"]" * 5000, "yaml-syntax"),
    "a bomb": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9))
            for i in range(9)
        ),
        "yaml-aliases",
    ),
}


@pytest.mark.parametrize(("content", "rule"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_document(content: bytes, rule: str, tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_bytes(content)
    ended = fibrecafe("validate", "api.yaml", "--format", "json", cwd=tmp_path)
    assert ended.code == 1
    assert rule in {finding["rule"] for finding in ended.json["findings"]}
    made = fibrecafe("generate", "--spec", "api.yaml", "--package", "x", cwd=tmp_path)
    assert made.code == 1
    assert not (tmp_path / "x").exists()


def test_a_file_of_ten_megabytes(tmp_path: Path) -> None:
    document = copy.deepcopy(GOOD)
    document["components"]["schemas"]["Order"]["description"] = "word " * 2_100_000
    (tmp_path / "api.json").write_text(json.dumps(document))
    ended = fibrecafe("validate", "api.json", "--foreign", cwd=tmp_path)
    assert (ended.code, ended.out.splitlines()[-1]) == (0, "1 document, 2 operations: no findings")


def test_all_findings_of_all_files_at_once(tmp_path: Path) -> None:
    document = changed(f"{ORDER}/properties/code/pattern", "[A-Z]")
    document["components"]["schemas"]["Cease"]["required"] = ["kind", "nothing"]
    file = written(document, tmp_path)
    (tmp_path / "empty.yaml").write_text("")
    ended = fibrecafe("validate", file.name, "empty.yaml", "nowhere.yaml", cwd=tmp_path)
    assert ended.code == 1
    for part in (
        "api.yaml:",
        "error[pattern]",
        "error[required-property]",
        "empty.yaml: error[file-empty]",
        "nowhere.yaml: error[file-unreadable]",
    ):
        assert part in ended.out
    assert ended.out.splitlines()[-1] == "3 documents, 2 operations: 4 findings"
    assert "\x1b" not in ended.out


def test_the_family_is_fine_and_listed() -> None:
    ended = fibrecafe("validate", cwd=ROOT)
    count = sum(1 for api in VERSIONS for _ in operations(document(api)))
    assert (ended.code, ended.out) == (0, f"4 documents, {count} operations: no findings\n")
    listed = fibrecafe("list", "--format", "json", cwd=ROOT).json["documents"]
    assert [(d["api"], d["version"], d["state"]) for d in listed] == [
        (api.replace("_", "-"), version, "generated") for api, version in VERSIONS.items()
    ]
    assert sum(len(d["operations"]) for d in listed) == count


@pytest.mark.parametrize("name", ["generate", "list", "validate"])
def test_help_has_an_example(name: str, tmp_path: Path) -> None:
    ended = fibrecafe(name, "--help", cwd=tmp_path)
    assert ended.code == 0
    assert f"fibrecafe {name}" in ended.out.split("Example")[1]
