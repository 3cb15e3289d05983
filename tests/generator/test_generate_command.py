"""`fibrecafe generate` as a maintainer meets it."""

from __future__ import annotations

import copy
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_codegen import generation
from fibrecafe_codegen.settings import load_settings
from tests.documents import ROOT
from tests.generator.command import fibrecafe

DOCUMENT = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
components:
  schemas:
    Order:
      type: object
      description: An order.
      properties: {id: {type: integer}, note: {type: string, description: A note.}}
"""


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of somebody who generates from one document, made once for all tests."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "api.yaml").write_text(DOCUMENT)
    (folder / "pyproject.toml").write_text(
        '[tool.fibrecafe]\ndocuments = ["api.yaml"]\npackage = "shop_api"\noutput = "src"\n'
    )
    assert fibrecafe("generate", cwd=folder).code == 0
    return folder


@pytest.fixture
def project(made_once: Path, tmp_path: Path) -> Path:
    """A copy of it for one test to change."""
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    return tmp_path


def tree(root: Path) -> dict[str, bytes]:
    """Every file by its path, caches apart."""
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file() and "__pycache__" not in p.parts
    }


def test_what_is_generated_imports_and_is_all_there(project: Path) -> None:
    made = set(tree(project / "src/shop_api"))
    assert {"__init__.py", "models.py", "client.py", "server.py", "py.typed"} <= made
    assert {"openapi.json", "reference.html", "generated_files.json"} <= made


def test_nothing_to_do_writes_nothing(project: Path) -> None:
    before = {
        p: (project / "src/shop_api" / p).stat().st_mtime_ns for p in tree(project / "src/shop_api")
    }
    ended = fibrecafe("generate", cwd=project)
    assert "nothing to do" in ended.out
    assert before == {p: (project / "src/shop_api" / p).stat().st_mtime_ns for p in before}


def append(path: Path, text: str) -> None:
    """Add to a file."""
    path.write_text(path.read_text() + text)


def describe_anew(path: Path) -> None:
    """Change one description of the document."""
    path.write_text(DOCUMENT.replace("A note.", "Another note."))


CAUSES: dict[str, Callable[[Path], object]] = {
    "edit": lambda p: append(p / "src/shop_api/models.py", "# mine\n"),
    "missing": lambda p: (p / "src/shop_api/models.py").unlink(),
    "untracked": lambda p: (p / "src/shop_api/mine.py").write_text(""),
    "spec": lambda p: describe_anew(p / "api.yaml"),
    "options": lambda p: append(p / "pyproject.toml", 'artifacts = ["models"]\n'),
}


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("full", [False, True])
def test_check_names_the_cause_and_writes_nothing(cause: str, full: bool, project: Path) -> None:
    CAUSES[cause](project)
    before = tree(project)
    arguments = ["generate", "--check", "--format", "json"] + (["--full"] if full else [])
    ended = fibrecafe(*arguments, cwd=project)
    assert ended.code == 1
    found = ended.json["differences"]
    assert cause in {difference["cause"] for difference in found}, found
    assert all(difference["command"] for difference in found)
    assert tree(project) == before


def test_generate_mends_what_check_finds(project: Path) -> None:
    good = tree(project / "src")
    CAUSES["edit"](project)
    (project / "src/shop_api/client.py").unlink()
    assert fibrecafe("generate", cwd=project).code == 0
    assert tree(project / "src") == good
    assert fibrecafe("generate", "--check", "--full", cwd=project).code == 0


def test_what_is_no_longer_generated_is_removed_and_what_is_not_ours_stays(project: Path) -> None:
    (project / "src/shop_api/mine.py").write_text("mine = 1\n")
    assert fibrecafe("generate", "--only", "models", cwd=project).code == 0
    made = set(tree(project / "src/shop_api"))
    assert not {"client.py", "server.py", "openapi.json"} & made
    assert {"models.py", "mine.py"} <= made


def test_a_changed_description_changes_what_it_describes_only(project: Path) -> None:
    before = tree(project / "src/shop_api")
    CAUSES["spec"](project)
    assert fibrecafe("generate", cwd=project).code == 0
    after = tree(project / "src/shop_api")
    changed = {path for path in after if after[path] != before[path]}
    assert changed == {"models.py", "openapi.json", "reference.html", "generated_files.json"}


def test_models_are_taken_over_when_they_would_be_made_of_the_same(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed operation makes no models anew; a changed schema does."""
    settings = load_settings(project)
    (project / "api.yaml").write_text(
        DOCUMENT.replace("getOrder\n", "getOrder\n      summary: Get\n")
    )
    expected = generation._generate(settings, None, lambda _: None)
    monkeypatch.setattr("fibrecafe_codegen.artifacts.package.models_source", None)
    outcome = generation.generate(settings, force=False, progress=lambda _: None)
    assert "server.py" in outcome.changed
    assert "models.py" not in outcome.changed
    made = tree(project / "src/shop_api")
    assert {path: made[path] for path in expected.files.files} == expected.files.files
    describe_anew(project / "api.yaml")
    with pytest.raises(Exception, match="NoneType"):
        generation.generate(settings, force=False, progress=lambda _: None)


def test_a_template_of_the_user_shadows_ours(project: Path) -> None:
    mine = project / "mine" / "package"
    mine.mkdir(parents=True)
    (mine / "api.py.jinja").write_text('{{ head }}\nTEAM = "fibre"\n')
    assert fibrecafe("generate", "--templates", "mine", cwd=project).code == 0
    made = tree(project / "src/shop_api")
    assert b'TEAM = "fibre"' in made["__init__.py"]
    assert b"class Order" in made["models.py"]


def test_a_broken_template_of_the_user_is_named(project: Path) -> None:
    (project / "mine/package").mkdir(parents=True)
    (project / "mine/package/api.py.jinja").write_text("\n{{ nothing }}\n")
    ended = fibrecafe("generate", "--templates", "mine", cwd=project)
    assert ended.code == 1
    assert "nothing" in ended.err


WRONG_USE = {
    "package without spec": ["--package", "x"],
    "spec without package": ["--spec", "api.yaml"],
    "spec that is not there": ["--spec", "no.yaml", "--package", "x"],
    "a package that is no name": ["--spec", "api.yaml", "--package", "no-name"],
    "an artifact we do not make": ["--only", "models,rockets"],
    "templates that are not there": ["--templates", "no"],
}


@pytest.mark.parametrize("arguments", WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(DOCUMENT)
    ended = fibrecafe("generate", *arguments, cwd=tmp_path)
    assert ended.code == 2
    assert "Error:" in ended.err
    assert [p.name for p in tmp_path.iterdir()] == ["api.yaml"]


@pytest.mark.parametrize(
    "table", ['colour = "blue"', "artifacts = []", "documents = 3", 'package = "a b"', "output = 3"]
)
def test_wrong_settings(table: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.fibrecafe]\n{table}\n")
    ended = fibrecafe("generate", cwd=tmp_path)
    assert ended.code == 2
    assert "pyproject.toml" in ended.err


def test_a_document_with_findings_changes_nothing(project: Path) -> None:
    before = tree(project / "src")
    (project / "api.yaml").write_text(DOCUMENT.replace("schemas/Order'", "schemas/Ordre'"))
    ended = fibrecafe("generate", cwd=project)
    assert ended.code == 1
    assert "did you mean #/components/schemas/Order?" in ended.out
    assert tree(project / "src") == before


def test_same_bytes_in_any_folder_locale_and_hash_seed(tmp_path: Path) -> None:
    """The committed tree was made elsewhere, with another seed."""
    place = tmp_path / "a folder"
    place.mkdir()
    ended = fibrecafe("generate", cwd=place, PYTHONHASHSEED="3", LC_ALL="C", TZ="Asia/Tokyo")
    assert ended.code == 0, ended.err
    assert tree(place / "generated") == tree(ROOT / "generated")


def test_two_hash_seeds_make_the_same(made_once: Path, tmp_path: Path) -> None:
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    ended = fibrecafe("generate", "--full", cwd=tmp_path, PYTHONHASHSEED="4", LANG="tr_TR.UTF-8")
    assert ended.code == 0
    assert tree(tmp_path / "src") == tree(made_once / "src")


@pytest.mark.parametrize("damage", ["gone", "edited"])
def test_a_kill_at_every_write_is_repaired_by_the_next_run(
    damage: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(project)
    good = tree(project / "src")
    made = generation._generate(settings, None, lambda _: None)
    monkeypatch.setattr(generation, "_generate", lambda *_: copy.deepcopy(made))
    replace = os.replace
    for kill_at in range(1, 100):
        if damage == "gone":
            shutil.rmtree(project / "src/shop_api")
        else:
            for path in ("models.py", "client.py", "_support/model.py"):
                (project / "src/shop_api" / path).write_text("x")
        countdown = iter(range(kill_at - 1, -1, -1))

        def killing(source: Any, target: Any, left: Iterator[int] = countdown) -> None:
            if next(left) == 0:
                raise Killed
            replace(source, target)

        monkeypatch.setattr(os, "replace", killing)
        with suppress(Killed):
            generation.generate(settings, force=False, progress=lambda _: None)
        finished = next(countdown, None) is not None
        monkeypatch.setattr(os, "replace", replace)
        generation.generate(settings, force=False, progress=lambda _: None)
        assert tree(project / "src") == good, f"killed at write {kill_at}"
        assert not generation.check(settings, full=False, progress=lambda _: None).differences
        if finished:
            assert kill_at > 3
            return
    pytest.fail("every run was killed")


class Killed(BaseException):
    """The end of a process, as far as it can be had within one."""


def test_the_manifest_says_what_the_tree_was_made_from(project: Path) -> None:
    manifest = json.loads((project / "src/shop_api/generated_files.json").read_text())
    assert manifest["documents"]["api.yaml"]["version"] == "1"
    assert set(manifest["inputs"]["tools"]) >= {"black", "datamodel-code-generator"}
    assert str(project) not in json.dumps(manifest)
