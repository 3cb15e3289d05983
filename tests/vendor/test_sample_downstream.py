"""The sample of a downstream project, in a git repository of its own, with pre-commit for real."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from pre_commit.clientlib import load_config, load_manifest

from fibrecafe_codegen.settings import SettingsError, load_settings
from fibrecafe_codegen.vendor import choose, settings_with
from fibrecafe_codegen.vendor.requirements import requirements_of
from tests.documents import ROOT
from tests.generator.command import fibrecafe
from tests.vendor.copies import copy_of, written

SAMPLE = ROOT / "docs/sample-downstream"
_CODE = """\
from datetime import date
from acme_portal.visits import visit_of
from acme_wire.tenant_updates.models import ProvideServiceOrder
order = ProvideServiceOrder.model_construct(id=7, status="HELD", appointment_timeslot=None)
print(visit_of(order, date(2026, 11, 2)).model_dump_json(by_alias=True, exclude_unset=True))
"""


@pytest.fixture(scope="module")
def _repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with what the toolkit makes, committed through its hooks."""
    folder = tmp_path_factory.mktemp("downstream") / "portal"
    shutil.copytree(SAMPLE, folder)
    written(copy_of("acme_wire", "tenant-updates", "models"), folder / "src")
    assert fibrecafe("generate", cwd=folder).code == 0
    _run(folder, "git", "init", "--quiet")
    _run(folder, sys.executable, "-m", "pre_commit", "install")
    done = commit(folder)
    assert done.code == 0, done.said
    assert done.said.count("Passed") == 2
    return folder


@pytest.fixture
def repository(_repository: Path) -> Iterator[Path]:
    """The same for each test."""
    yield _repository
    _run(_repository, "git", "reset", "--quiet", "--hard")
    _run(_repository, "git", "clean", "--quiet", "-fd")


def commit(folder: Path) -> SimpleNamespace:
    """Commits all that is tracked or new, as a person would."""
    _run(folder, "git", "add", "--all")
    done = _run(folder, "git", "commit", "--message", "x", check=False)
    return SimpleNamespace(code=done.returncode, said=done.stdout + done.stderr)


def _run(
    folder: Path, *command: str | Path, check: bool = True
) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    who = {f"GIT_{role}_{what}": "a@b.test" for role in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")}  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**kept, **who, "PATH": path, "PYTHONPATH": str(folder / "src"),
                   "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
                   "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
                   "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    return subprocess.run(
        command, cwd=folder, env=environment, check=check, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip


def edit_both(folder: Path) -> None:
    for file in ("acme_wire/tenant_updates/models.py", "visits_api/models.py"):
        with (folder / "src" / file).open("a") as stream:
            stream.write("mine = 1\n")


def delete_one_of_the_copy(folder: Path) -> None:
    (folder / "src/acme_wire/_support/faults.py").unlink()


def add_to_the_copy_and_forget_to_generate(folder: Path) -> None:
    (folder / "src/acme_wire/mine.py").write_text("")
    spec = folder / "spec/visits.yaml"
    spec.write_text(spec.read_text().replace("maxLength: 200", "maxLength: 100"))


def generate_with_another_black(folder: Path) -> None:
    models, manifest = (
        folder / f"src/visits_api/{n}" for n in ("models.py", "generated_files.json")
    )
    models.write_text(models.read_text().replace("\n\n\nclass", "\n\nclass", 1))
    content = json.loads(manifest.read_text())
    content["inputs"]["tools"]["black"] = "25.1.0"
    content["files"]["models.py"] = sha256(models.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(content, indent=1))


@pytest.mark.parametrize(
    ("tampering", "says"),
    [
        (edit_both, ["MODIFIED tenant_updates/models.py", "acme_wire: 1 file is not as made",
                     "edit  models.py was edited by hand"]),
        (delete_one_of_the_copy, ["MISSING  _support/faults.py"]),
        (add_to_the_copy_and_forget_to_generate, [
            "EXTRA    mine.py", "models.py is out of date: spec spec/visits.yaml changed\n"
            "    fibrecafe generate\n"]),
        (generate_with_another_black, [
            f"models.py is out of date: black is {version('black')}, the tree was made with 25.1.0\n"
            "    fibrecafe generate\n"]),
    ],
)  # fmt: skip
def test_a_commit_is_refused_that_leaves_what_was_made_other_than_it_was(
    tampering: Callable[[Path], None], says: list[str], repository: Path
) -> None:
    tampering(repository)
    done = commit(repository)
    assert done.code == 1
    for text in says:
        assert text in done.said


def test_ci_and_make_check_what_the_hooks_check(repository: Path) -> None:
    workflow = yaml.safe_load((SAMPLE / ".github/workflows/check.yml").read_text())
    steps = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    assert steps == ['python -m pip install -e ".[dev]"', "make check"]
    done = _run(repository, *shlex.split(steps[-1]))
    file = SAMPLE / ".pre-commit-config.yaml"
    assert f"```yaml\n{file.read_text()}```" in (ROOT / "docs/downstream.md").read_text()
    config = load_config(str(file))
    for hook in config["repos"][0]["hooks"]:
        assert hook["entry"] in done.stdout
    delete_one_of_the_copy(repository)
    done = _run(repository, "make", "check", check=False)
    assert done.returncode != 0
    assert "MISSING  _support/faults.py" in done.stdout


def test_its_code_runs_on_both(repository: Path) -> None:
    done = _run(repository, sys.executable, "-c", _CODE)
    assert json.loads(done.stdout) == {"orderId": 7, "when": "2026-11-02"}


def test_a_project_with_documents_of_its_own_takes_copies_of_the_family_too() -> None:
    own = load_settings(SAMPLE)
    assert settings_with(own, ["visits"]) is own
    family = settings_with(own, ["tenant_updates", "supplier"])
    assert [source.key for source in choose(family, ["supplier"], None).sources] == ["supplier"]
    with pytest.raises(SettingsError, match="known: visits, or apart from these tenant, "):
        choose(settings_with(own, ["visits", "tenant"]), ["visits", "tenant"], None)


def test_it_asks_for_what_we_ask_for() -> None:
    project = tomllib.loads((SAMPLE / "pyproject.toml").read_text())["project"]
    assert project["dependencies"] == [f"pydantic{requirements_of(['models'])['pydantic']}"]
    assert f"fibrecafe=={version('fibrecafe')}" in project["optional-dependencies"]["dev"]


def test_our_hooks_are_such_that_pre_commit_takes_them() -> None:
    hooks = load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    assert {hook["id"] for hook in hooks} == {"fibrecafe-generate-check", "fibrecafe-validate"}
    assert all(hook["language"] == "python" and not hook["pass_filenames"] for hook in hooks)
