"""`fibrecafe adapter check` as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fibrecafe_gateway.commands.adapter_check import command
from fibrecafe_gateway.conformance import all_checks

PROJECT = """\
from fibrecafe_gateway.conformance import Behaviour
from fibrecafe_gateway.conformance.broken.breaking import Broken
from fibrecafe_gateway.adapters.contract import Faulty, Refused
import acme_words


class Acme(Broken):
    async def around(self, asked):
        try:
            return await super().around(asked)
        except Refused as error:
            raise (Faulty if acme_words.WRONG else Refused)(*error.messages) from error


def subject():
    return Acme()
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path / "unused"))  # sys.path is put back afterwards
    (tmp_path / "tests").mkdir()
    (tmp_path / "src").mkdir()
    (tmp_path / "tests/conformance.py").write_text(PROJECT)
    _words(tmp_path, wrong=False, monkeypatch=monkeypatch)
    return tmp_path


def _words(folder: Path, *, wrong: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.delitem(sys.modules, "acme_words", raising=False)
    # Of another length each time, so that no compiled one is taken for it.
    (folder / "src/acme_words.py").write_text(f"WRONG = {wrong}\n")


def _check(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_a_project_that_keeps_the_contract_ends_with_0(project: Path) -> None:
    result = _check(project, "--level", "bronze")
    assert result.exit_code == 0, result.output
    assert "Acme has reached bronze" in result.output


def test_findings_end_with_1_and_say_how_to_go_on(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _words(project, wrong=True, monkeypatch=monkeypatch)
    result = _check(project, "--level", "bronze")
    assert result.exit_code == 1
    assert "FAILED  bronze.failure.refused" in result.output
    alone = f"fibrecafe adapter check {project} --only bronze.failure.refused"
    assert alone in result.output
    again = _check(*alone.split()[3:])
    assert again.exit_code == 1
    assert "1 checks" in again.output


def test_what_was_recorded_is_compared_with(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _check(project, "--level", "bronze", "--record").exit_code == 0
    kept = json.loads((project / "conformance.json").read_text())
    assert "bronze.failure.refused" in kept["passed"]
    _words(project, wrong=True, monkeypatch=monkeypatch)
    result = _check(project, "--only", "bronze.failure.refused")
    assert result.exit_code == 1
    assert "(it passed before)" in result.output


@pytest.mark.parametrize(
    ("form", "begins"), [("json", "{"), ("junit", "<?xml"), ("html", "<!doct")]
)
def test_a_result_goes_into_a_file(project: Path, form: str, begins: str) -> None:
    file = project / "result"
    result = _check(project, "--only", "bronze.failure", "--format", form, "--output", file)
    assert result.exit_code == 0, result.output
    assert f"written to {file}" in result.output
    assert file.read_text().startswith(begins)


def test_all_checks_can_be_listed() -> None:
    result = _check("--list")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == len(all_checks())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-adapter"], "no folder, no address and no adapter that is installed"),
        (["native", "--only", "bronze.nothing"], "there is no check 'bronze.nothing'"),
        (["native", "--config", "none.toml"], "none.toml: No such file"),
        (["native", "--level", "platinum"], "platinum"),
        (["native", "--only", "bronze.contract.made", "--output", "/no/such/folder/x"], "cannot write"),
    ],
)  # fmt: skip
def test_wrong_use_ends_with_2_and_says_what_to_do(arguments: list[str], said: str) -> None:
    result = _check(*arguments)
    assert result.exit_code == 2, result.output
    assert said in result.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "has no conformance.py or tests/conformance.py"),
        ("x = 1", "no function subject()"),
        ("def subject(): return 7", "gave a int"),
        ("def subject(): raise RuntimeError('no licence')", "raised RuntimeError: no licence"),
        ("import nowhere_at_all", "cannot be imported: ModuleNotFoundError"),
    ],
)
def test_a_project_that_cannot_be_loaded_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, said: str
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path / "unused"))
    if text is not None:
        (tmp_path / "conformance.py").write_text(text)
    result = _check(tmp_path)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_records_that_are_broken_are_no_traceback(project: Path) -> None:
    (project / "conformance.json").write_text("[]")
    result = _check(project, "--only", "bronze.failure.refused")
    assert result.exit_code == 2
    assert "does not hold recorded results" in result.output
    assert "Traceback" not in result.output


def test_a_subject_that_does_not_start_is_no_traceback(project: Path) -> None:
    failing = """    async def start(self):
        raise OSError("no port")


def subject"""
    text = PROJECT.replace("def subject", failing).replace(
        "\n\n    async def start", "\n    async def start"
    )
    (project / "tests/conformance.py").write_text(text)
    result = _check(project)
    assert result.exit_code == 2, result.output
    assert "did not start: OSError: no port" in result.output
