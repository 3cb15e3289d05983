"""`fibrecafe adapter new` as a team meets it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from fibrecafe_codegen.scaffold import staging
from fibrecafe_codegen.settings import load_settings
from tests.generator.command import fibrecafe
from tests.scaffold.projects import new, tree


@pytest.mark.parametrize(
    ("name", "reason", "example"),
    [
        ("Acme", "small letters", "acme"),
        ("acme fibre", "small letters", "acme-fibre"),
        ("acme--fibre", "small letters", "acme-fibre"),
        ("3com", "begins with a letter", "com"),
        ("café", "small letters", "cafe"),
        ("../acme", "small letters", "acme"),
        ("acme\n", "small letters", "acme"),
        ("acme-", "small letters", "acme"),
        ("", "small letters", "acme"),
        ("💡", "small letters", "acme"),
        ("native", "has an adapter of that name", "acme"),
        ("acme-adapter", "is added", "acme"),
        ("x" * 31, "at most 30", "x" * 30),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_with_one_that_can(
    name: str, reason: str, example: str, tmp_path: Path
) -> None:
    ended = fibrecafe("adapter", "new", name, cwd=tmp_path)
    assert ended.code == 2
    assert reason in ended.err
    assert ended.err.endswith(f"fibrecafe adapter new {example}\n")
    assert tree(tmp_path) == {}


def test_dashes_and_underscores_become_what_each_name_needs(tmp_path: Path) -> None:
    project = new(tmp_path, "acme-fibre")
    settings = tomllib.loads((project / "pyproject.toml").read_text())
    assert settings["project"]["name"] == "acme-fibre-adapter"
    points = settings["project"]["entry-points"]["fibrecafe.adapters"]
    assert points == {"acme-fibre": "acme_fibre_adapter:AcmeFibreAdapter"}
    assert (project / "src/acme_fibre_adapter/adapter.py").is_file()


@pytest.mark.parametrize("kind", ["folder", "empty folder", "file", "broken link"])
def test_what_exists_is_left_alone(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "acme-adapter"
    if kind == "file":
        target.write_text("mine")
    elif kind == "broken link":
        target.symlink_to(tmp_path / "nowhere")
    else:
        target.mkdir()
    if kind == "folder":
        (target / "mine.txt").write_text("mine")
    before = tree(tmp_path)
    ended = fibrecafe("adapter", "new", "acme", cwd=tmp_path)
    assert ended.code == 1
    assert "exists already" in ended.err
    assert tree(tmp_path) == before


def test_a_project_goes_below_the_output_folder_which_may_be_new(tmp_path: Path) -> None:
    ended = fibrecafe("adapter", "new", "acme", "--output", "some/where", cwd=tmp_path)
    assert ended.code == 0
    assert (tmp_path / "some/where/acme-adapter/pyproject.toml").is_file()
    assert "cd some/where/acme-adapter" in ended.out


def test_an_output_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert fibrecafe("adapter", "new", "acme", "--output", "file", cwd=tmp_path).code == 2


def test_a_killed_run_leaves_no_project_and_the_next_one_makes_it(tmp_path: Path) -> None:
    code = (
        "import os; from fibrecafe_codegen.scaffold import staging;"
        "staging.os.rename = lambda *_: os._exit(9);"
        "from fibrecafe_codegen.cli import main; main(['adapter', 'new', 'acme'])"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
    assert killed.returncode == 9
    assert not (tmp_path / "acme-adapter").exists()
    new(tmp_path, "acme")
    assert [path.name for path in tmp_path.iterdir()] == ["acme-adapter"]


def test_a_failing_run_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        staging.make_folder(tmp_path / "acme-adapter", fail)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_appears_meanwhile_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "acme-adapter"
    with pytest.raises(staging.FolderExists):
        staging.make_folder(target, lambda _: target.mkdir())
    assert list(tmp_path.iterdir()) == [target]


def test_the_same_name_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert tree(new(tmp_path, "acme")) == tree(new(tmp_path / "other", "acme"))


def test_nothing_of_a_generator_of_models_is_loaded(tmp_path: Path) -> None:
    """They take longer to load than a project takes to make."""
    code = (
        "import sys; from fibrecafe_codegen.cli import main\n"
        "try: main(['adapter', 'new', 'acme'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'black', 'datamodel_code_generator', 'pydantic'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")


def test_generate_knows_that_an_adapters_project_asks_for_nothing(tmp_path: Path) -> None:
    project = new(tmp_path, "acme")
    assert load_settings(project).package == "fibrecafe_api"
