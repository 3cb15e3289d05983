"""Projects as `fibrecafe adapter new` makes them, and what is run in them."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import black

from tests.generator.command import fibrecafe

DOCUMENTS = Path(__file__).parent / "documents"


def new(folder: Path, name: str, *options: str | Path) -> Path:
    """A project; gives its folder."""
    made = fibrecafe("adapter", "new", name, *options, cwd=folder)
    assert made.code == 0, made.err
    return folder / f"{name}-adapter"


def run(project: Path, *command: str) -> str:
    """Runs a tool of this environment in a project, as its team would; gives what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def base_module(project: Path) -> ModuleType:
    """`_base.py` of a project, imported by itself."""
    (path,) = project.glob("src/*/_base.py")
    spec = importlib.util.spec_from_file_location(f"base_of_{project.name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unformatted(project: Path) -> list[str]:
    """Modules that black would change, what is generated of a supplier's API apart."""
    mode = black.Mode(line_length=100, target_versions={black.TargetVersion.PY311})
    return [
        path.relative_to(project).as_posix()
        for path in project.rglob("*.py")
        if "supplier_api" not in path.parts
        if (text := path.read_text()) and black.format_str(text, mode=mode) != text
    ]


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
