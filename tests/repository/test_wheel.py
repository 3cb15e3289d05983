"""The wheel, in an environment that has what the wheel asks for and nothing else."""

from __future__ import annotations

import subprocess
import sys
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.documents import ROOT
from tests.generator.test_generate_command import tree


def needed(name: str, extras: set[str], found: dict[str, Distribution]) -> None:
    """The distributions that one asks for, and those ask for."""
    own = distribution(name)
    key = own.metadata["Name"].lower()
    if key in found and not extras:
        return
    found[key] = own
    for text in own.requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": e}) for e in (extras or {""})):
            needed(requirement.name, set(requirement.extras), found)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", symlinks=True)
    (site,) = (folder / "env").glob("lib/*/site-packages")
    found: dict[str, Distribution] = {}
    needed("fibrecafe", set(), found)
    del found["fibrecafe"]
    for dist in found.values():
        tops = {
            file.parts[0] for file in dist.files or () if file.parts[0] not in ("..", "__pycache__")
        }
        for top in tops:
            target = Path(str(dist.locate_file(top)))
            if target.exists() and not (site / top).exists():
                (site / top).symlink_to(target)
    python = folder / "env/bin/python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
         "--no-index", "--disable-pip-version-check", wheel],
        check=True, capture_output=True,
    )  # fmt: skip
    return python


def test_it_generates_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    command = installed.parent / "fibrecafe"
    done = subprocess.run(
        [command, "generate"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(tmp_path / "generated") == tree(ROOT / "generated")
    again = subprocess.run(
        [command, "list"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert again.stdout.count(": generated\n") == 4


def test_models_and_server_need_pydantic_alone(installed: Path, tmp_path: Path) -> None:
    code = (
        "import sys, fibrecafe_api.tenant.models, fibrecafe_api.tenant.server;"
        "print(sorted({n.split('.')[0] for n in sys.modules} - sys.stdlib_module_names))"
    )
    done = subprocess.run(
        [installed, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    known = {"__main__", "annotated_types", "fibrecafe_api", "pydantic", "pydantic_core",
             "typing_extensions", "typing_inspection"}  # fmt: skip
    others = {name for name in eval(done.stdout) if not name.startswith("_sysconfigdata")}
    assert others - known == set()


def test_the_client_says_what_it_needs(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [installed, "-c", "import fibrecafe_api.tenant.client"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "httpx2" in done.stderr


@pytest.mark.parametrize("command", [["serve"], ["demo"], ["adapter", "check", "native"]])
def test_a_command_of_the_gateway_says_what_it_needs(
    installed: Path, tmp_path: Path, command: list[str]
) -> None:
    done = subprocess.run(
        [installed.parent / "fibrecafe", *command],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "pip install 'fibrecafe[gateway]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_new_adapter_and_a_copy_to_vendor_come_from_the_wheel(
    installed: Path, tmp_path: Path
) -> None:
    command = installed.parent / "fibrecafe"
    subprocess.run([command, "--help"], check=True, capture_output=True)
    subprocess.run(
        [command, "adapter", "new", "acme"], cwd=tmp_path, check=True, capture_output=True
    )
    assert (tmp_path / "acme-adapter/src/acme_adapter/_base.py").is_file()
    made = [command, "vendor", "--api", "tenant-updates", "--only", "models", "--output", "copied"]
    subprocess.run(made, cwd=tmp_path, check=True, capture_output=True)
    subprocess.run([installed, tmp_path / "copied/verify.py"], check=True, capture_output=True)
