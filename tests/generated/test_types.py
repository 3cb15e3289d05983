"""Type checkers pass on the generated layer, and report a user's mistakes: all, and no other."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents import ROOT

CASE = ROOT / "tests/typing_cases/user_code.py"
WRONG = {
    number
    for number, line in enumerate(CASE.read_text().splitlines(), 1)
    if line.endswith("# wrong")
}


def test_mypy_reports_the_mistakes_of_a_user(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", "--cache-dir",
         ROOT / ".mypy_cache/user", CASE],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = {int(line) for line in re.findall(r"user_code\.py:(\d+): error", done.stdout)}
    assert found == WRONG, done.stdout


def pyright(*paths: Path, strict: bool, folder: Path) -> list[tuple[str, int, str]]:
    """Errors by file and line."""
    settings = {
        "include": [os.path.relpath(path, folder) for path in paths],
        "extraPaths": [str(ROOT / "generated")],
        "pythonVersion": "3.11",
        "venvPath": str(Path(sys.prefix).parent),
        "venv": Path(sys.prefix).name,
        "typeCheckingMode": "strict" if strict else "standard",
        "reportPrivateUsage": "none",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "-p", folder],
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    if not done.stdout.startswith("{"):
        pytest.skip(f"pyright cannot be fetched here: {done.stderr[-200:]}")
    told = json.loads(done.stdout)
    assert told["summary"]["filesAnalyzed"] > 0
    found = told["generalDiagnostics"]
    return [
        (Path(d["file"]).name, d["range"]["start"]["line"] + 1, d["message"])
        for d in found
        if d["severity"] == "error"
    ]


def test_pyright_reports_the_mistakes_of_a_user(tmp_path: Path) -> None:
    found = pyright(CASE, strict=False, folder=tmp_path)
    assert {line for _, line, _ in found} == WRONG, found


def test_pyright_is_strict_about_the_generated_layer(tmp_path: Path) -> None:
    assert pyright(ROOT / "generated", strict=True, folder=tmp_path) == []
