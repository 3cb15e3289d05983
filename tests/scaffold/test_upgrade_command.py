"""`fibrecafe adapter upgrade`: what is ours is made anew, what is the team's is read only."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.generator.command import Ended, fibrecafe
from tests.scaffold.projects import new, tree

RECORD = "src/acme_adapter/_contract.json"
BASE = "src/acme_adapter/_base.py"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new(tmp_path_factory.mktemp("projects"), "acme")


@pytest.fixture
def project(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "acme-adapter"))


def made_for_before(project: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """The project, as if made when the contract was another."""
    record = json.loads((project / RECORD).read_text())
    record["version"] = "1.14"
    change(record)
    (project / RECORD).write_text(json.dumps(record))
    file = project / "pyproject.toml"
    file.write_text(file.read_text().replace('supplier-api = "1.15"', 'supplier-api = "1.14"'))


def upgrade(project: Path, *options: str) -> Ended:
    return fibrecafe("adapter", "upgrade", project, *options, cwd=project.parent)


def changes(project: Path) -> list[dict[str, Any]]:
    ended = upgrade(project, "--dry-run", "--format", "json")
    assert ended.code == 0, ended.err
    found: list[dict[str, Any]] = ended.json["changes"]
    return found


def line_of(project: Path, file: str, text: str) -> str:
    lines = (project / "src/acme_adapter" / file).read_text().splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if text in line]
    return f"src/acme_adapter/{file}:{numbers[0]}"


def test_with_nothing_new_nothing_is_written(project: Path) -> None:
    before = tree(project)
    ended = upgrade(project)
    assert ended.code == 0
    assert "Supplier API 1.15, as before" in ended.out
    assert "nothing to write" in ended.out
    assert tree(project) == before


def test_ours_is_made_anew_and_the_teams_is_left_alone(project: Path) -> None:
    made_for_before(project, lambda record: record["operations"].pop("quote"))
    mapping = project / "src/acme_adapter/mapping.py"
    mapping.write_text("# the team's\n" + mapping.read_text())
    file = project / "pyproject.toml"
    file.write_text(file.read_text() + '\n[tool.other]\ncontract = "old"\n')
    before = tree(project)
    ended = upgrade(project)
    assert ended.code == 0
    after = tree(project)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {RECORD, "pyproject.toml"}
    text = file.read_text()
    assert 'supplier-api = "1.15"' in text
    assert '[tool.other]\ncontract = "old"' in text
    assert "nothing to write" in upgrade(project).out


def test_a_dry_run_tells_and_writes_nothing(project: Path) -> None:
    made_for_before(project, lambda record: record["operations"].pop("quote"))
    before = tree(project)
    ended = upgrade(project, "--dry-run")
    assert "Supplier API 1.14 -> 1.15" in ended.out
    assert "would be written" in ended.out
    assert tree(project) == before


def test_a_new_operation_is_an_offer(project: Path) -> None:
    made_for_before(project, lambda record: record["operations"].pop("quote"))
    told = upgrade(project, "--dry-run").out
    assert "operation quote (handleQuote, POST /quote)" in told
    assert "it answers Unsupported" in told


def test_a_new_field_of_a_request_names_where_it_is_mapped(project: Path) -> None:
    made_for_before(
        project, lambda record: record["schemas"]["CreateProvideServiceOrder"].pop("hazards")
    )
    (change,) = changes(project)
    assert change["kind"] == "field-added"
    assert change["declared"]
    assert "dropped silently" in change["decide"]
    used = [f"{use['file']}:{use['line']}" for use in change["uses"]]
    wanted = "hazards=body.hazards,\n"
    mapping = (project / "src/acme_adapter/mapping.py").read_text()
    start = mapping.index("def _provide_order")
    line = mapping[: mapping.index(wanted, start)].count("\n") + 1
    assert f"src/acme_adapter/mapping.py:{line}" in used


def test_a_field_that_is_gone_names_where_it_is_used(project: Path) -> None:
    def change(record: dict[str, Any]) -> None:
        record["schemas"]["Contact"]["name_of_pet"] = {
            "wire": "nameOfPet", "type": "str", "required": False,
        }  # fmt: skip

    made_for_before(project, change)
    mapping = project / "src/acme_adapter/mapping.py"
    mapping.write_text(mapping.read_text().replace("contact.email)", "contact.name_of_pet)"))
    (found,) = changes(project)
    assert found["kind"] == "field-removed"
    place = line_of(project, "mapping.py", "name_of_pet")
    assert [f"{use['file']}:{use['line']}" for use in found["uses"]] == [place]
    assert place in upgrade(project, "--dry-run").out


def test_a_new_value_of_an_enum_names_what_hands_it_on(project: Path) -> None:
    made_for_before(project, lambda record: record["enums"]["ProvideOrderType"].remove("SWAP"))
    (change,) = changes(project)
    assert change["what"] == "ProvideOrderType has the value SWAP"
    assert "raise Refused" in change["decide"]
    used = [f"{use['file']}:{use['line']}" for use in change["uses"]]
    assert line_of(project, "mapping.py", "kind=body.order_type.value") in used


def test_a_value_that_is_gone_names_who_says_it(project: Path) -> None:
    made_for_before(project, lambda record: record["enums"]["InstallationType"].append("ODD"))
    mapping = project / "src/acme_adapter/mapping.py"
    text = mapping.read_text().replace("new_line=True,", 'new_line=True, installation_type="ODD",')
    mapping.write_text(text)
    (change,) = changes(project)
    assert change["kind"] == "enum-value-removed"
    used = [f"{use['file']}:{use['line']}" for use in change["uses"]]
    assert used == [line_of(project, "mapping.py", '"ODD"')]


def test_arguments_and_operations_that_go_name_the_method(project: Path) -> None:
    def change(record: dict[str, Any]) -> None:
        record["operations"]["create_order"]["arguments"]["urgent"] = "bool"
        record["operations"]["appointment_availability"]["arguments"].pop("classifications")

    made_for_before(project, change)
    found = {change["kind"]: change for change in changes(project)}
    assert set(found) == {"argument-removed", "argument-added"}
    uses = found["argument-removed"]["uses"]
    place = line_of(project, "adapter.py", "async def create_order(")
    assert f"{uses[0]['file']}:{uses[0]['line']}" == place


def test_changes_of_undeclared_operations_are_counted(project: Path) -> None:
    made_for_before(
        project, lambda record: record["schemas"]["CreateServiceTest"].pop("problem_type")
    )
    told = upgrade(project, "--dry-run").out
    assert "1 more change in operations that this adapter does not declare" in told
    assert "problem_type" not in told


def test_a_base_edited_by_hand_is_shown_and_kept(project: Path) -> None:
    path = project / BASE
    path.write_text(path.read_text() + "\nMINE = 1\n")
    before = tree(project)
    ended = upgrade(project)
    assert ended.code == 1
    assert "+MINE = 1" in ended.out
    assert "was edited by hand" in ended.err
    assert "--force" in ended.err
    assert tree(project) == before
    forced = upgrade(project, "--force")
    assert forced.code == 0
    assert "MINE" not in path.read_text()


def test_a_missing_base_is_made_again(project: Path) -> None:
    before = (project / BASE).read_bytes()
    (project / BASE).unlink()
    assert upgrade(project).code == 0
    assert (project / BASE).read_bytes() == before


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": 99}', '{"format": 1, "operations": []}', None]
)
def test_a_record_that_cannot_be_read_is_told_and_made_again(
    project: Path, content: str | None
) -> None:
    good = (project / RECORD).read_bytes()
    (project / RECORD).unlink()
    if content is not None:
        (project / RECORD).write_text(content)
    ended = upgrade(project)
    assert ended.code == 0
    assert "what changed cannot be told this time" in ended.out
    assert (project / RECORD).read_bytes() == good


def test_a_record_with_holes_is_told_and_made_again(project: Path) -> None:
    made_for_before(project, lambda record: record["operations"]["create_order"].pop("returns"))
    ended = upgrade(project)
    assert ended.code == 0
    assert "cannot be compared with" in ended.out


def test_a_project_of_a_newer_toolkit_is_not_taken_back_silently(project: Path) -> None:
    made_for_before(project, lambda record: record.update(version="1.99"))
    ended = upgrade(project)
    assert ended.code == 1
    assert "made for Supplier API 1.99" in ended.err
    assert upgrade(project, "--force").code == 0


def test_a_module_that_is_no_python_is_told_and_not_fatal(project: Path) -> None:
    made_for_before(project, lambda record: record["operations"].pop("quote"))
    (project / "src/acme_adapter/half.py").write_text("def half(:\n")
    ended = upgrade(project)
    assert ended.code == 0
    assert "src/acme_adapter/half.py" in ended.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "does not exist"),
        ("[project", "not valid TOML"),
        ("[project]\nname = 'x'\n", "no table [tool.fibrecafe.adapter]"),
        ("[tool.fibrecafe.adapter]\nname = 'x'\n", 'needs package = "..."'),
        ("[tool.fibrecafe.adapter]\nname = 'x'\npackage = '../x'\n", "no Python name"),
        ("[tool.fibrecafe.adapter]\nname = 'x'\npackage = 'x'\n", "does not exist"),
        (
            "[tool.fibrecafe.adapter]\nname = 'x'\npackage = 'x'\nspec = '../../x'\n",
            "outside the project",
        ),
    ],
)
def test_a_folder_that_is_no_project_is_wrong_use(
    text: str | None, told: str, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text)
    ended = upgrade(tmp_path)
    assert ended.code == 2
    assert told in ended.err
