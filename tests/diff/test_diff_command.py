"""`fibrecafe diff` as a person and a program use it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from fibrecafe_codegen.commands.diff import command
from fibrecafe_codegen.diff.rule_page import page
from tests.diff.pairs import carrying, holding
from tests.documents import ROOT, VERSIONS

TENANT = f"tenant@{VERSIONS['tenant']}"

_COLOUR = {"type": "string", "enum": ["red", "green"]}


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    less: dict[str, Any] = {"type": "string", "enum": ["red"], "description": "A | b*"}
    for name, part in (("old", _COLOUR), ("new", less)):
        (tmp_path / f"{name}.json").write_text(
            json.dumps(carrying(holding(part), "both"), indent=1)
        )
    monkeypatch.chdir(tmp_path)
    return "old.json", "new.json"


def _run(*arguments: str) -> Any:
    return CliRunner().invoke(command, arguments)


def test_text_says_what_where_and_what_it_means(pair: tuple[str, str]) -> None:
    result = _run(*pair)
    assert result.exit_code == 0
    assert "breaking (1)" in result.output
    assert re.search(
        r"old.json:\d+: \[request-enum-value-removed\] Thing.p may not be green", result.output
    )
    assert "used by: sendThing" in result.output
    assert "client: A request with green is refused." in result.output
    assert "2 changes: 1 breaking, 0 attention, 0 compatible, 1 documentation" in result.output
    assert click.unstyle(result.output) == result.output


def test_json_has_the_documented_form(pair: tuple[str, str]) -> None:
    content = json.loads(_run(*pair, "--format", "json").output)
    assert content["old"] == {"document": "old.json", "version": "1"}
    assert content["summary"] == {
        "breaking": 1, "attention": 0, "compatible": 0, "documentation": 1, "total": 2,
    }  # fmt: skip
    change = content["changes"][0]
    assert change["rule"] == "request-enum-value-removed"
    assert change["direction"] == "both"
    assert change["also"] == ["response-enum-value-removed"]
    assert change["pointer"] == "/components/schemas/Thing/properties/p/enum/1"
    assert change["old"] == "green"
    for key in ("old_line", "new_line", "message", "client", "server", "adapter"):
        assert change[key]


def test_markdown_is_a_table_that_no_text_of_a_document_breaks(pair: tuple[str, str]) -> None:
    output = _run(*pair, "--format", "markdown").output
    assert "### Breaking" in output
    rows = [line for line in output.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}
    assert "<details><summary>documentation (1)" in output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("old.json", "new.json", "--fail-on", "breaking"), 1),
        (("new.json", "old.json", "--fail-on", "breaking"), 0),
        (("old.json", "old.json"), 0),
        (("old.json",), 2),
        (("old.json", "none.yaml"), 2),
        (("old.json", "broken.yaml"), 2),
        (("tenant@9.9", TENANT), 2),
        (("nothing@1", TENANT), 2),
        ((TENANT, TENANT, "--fail-on", "breaking"), 0),
    ],
)
def test_exit_codes(pair: tuple[str, str], arguments: tuple[str, ...], code: int) -> None:
    Path("broken.yaml").write_text("openapi: 3.0.3\nopenapi: 3.0.3\n")
    result = _run(*arguments)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_wrong_version_is_answered_with_those_there_are(pair: tuple[str, str]) -> None:
    assert VERSIONS["tenant"] in _run("tenant@9.9", "old.json").output.split("there are")[1]
    assert "tenant-updates" in _run("nothing@9.9", "old.json").output


def test_the_page_of_rules_is_as_the_rules_are() -> None:
    assert (
        ROOT / "docs/diff-rules.md"
    ).read_text() == page(), "run: python -m fibrecafe_codegen.diff.rule_page > docs/diff-rules.md"


def test_two_apis_of_the_family_can_be_compared_in_full() -> None:
    result = _run(f"supplier@{VERSIONS['supplier']}", TENANT, "--format", "json")
    assert result.exit_code == 0
    content = json.loads(result.output)
    assert content["summary"]["breaking"] > 10
    assert len({c["rule"] for c in content["changes"]}) > 20
