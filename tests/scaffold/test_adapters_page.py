"""The page about adapters says what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fibrecafe_codegen.commands.adapter.new import command as new_command
from fibrecafe_codegen.commands.adapter.upgrade import command as upgrade_command
from tests.documents import ROOT
from tests.scaffold.projects import base_module, new

PAGE = (ROOT / "docs/adapters.md").read_text()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new(tmp_path_factory.mktemp("projects"), "acme")


def test_files_and_functions_that_it_names_exist(project: Path) -> None:
    paths = set(re.findall(r"`((?:src|tests)/[\w/]+\.(?:py|json))`", PAGE))
    assert len(paths) >= 7
    paths.discard("tests/fake_supplier.json")  # of projects from a document
    assert [path for path in paths if not (project / path).is_file()] == []
    mapping = (project / "src/acme_adapter/mapping.py").read_text()
    for name in ("amend_order_request", "cancel_order_request", "create_order_answer", "kci"):
        assert f"`{name}" in PAGE
        assert f"def {name}(" in mapping


def test_its_table_of_failures_is_that_of_the_base(project: Path) -> None:
    base = base_module(project)
    rows = re.findall(r"^\| `(\w+)` \| (\d{3}[\d, ]*)", PAGE, re.MULTILINE)
    assert len(rows) == 5
    for name, statuses in rows:
        for status in re.findall(r"\d{3}", statuses):
            assert type(base.failure_of(int(status))).__name__ == name, status


def test_options_that_it_shows_exist() -> None:
    for command in (new_command, upgrade_command):
        known = {option for parameter in command.params for option in parameter.opts}
        lines = re.findall(rf"^fibrecafe adapter {command.name}(.*)$", PAGE, re.MULTILINE)
        assert lines
        for option in re.findall(r"--[\w-]+", " ".join(lines)):
            assert option in known, option
