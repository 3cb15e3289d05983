"""The impact report over a downstream project of 1,000 Python files, and how it grows with them.

Beside it what one would use instead: mypy, which says as much only once the new models are there,
and a bare `ast.parse` of all files, below which nothing that reads Python can be.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from .bodies import ROOT
from .diff import FIBRECAFE, TENANT, next_version, written
from .downstream import write_project
from .measure import Command, commands, table, verdict

_FILES = 1_000
_IMPACT = f"fibrecafe impact, {_FILES:,} files"
_TWICE = f"fibrecafe impact, {2 * _FILES:,} files"
_NONE = "fibrecafe impact, no file"
_MYPY = f"mypy without a cache, {_FILES:,} files"
_PARSE = f"ast.parse alone, {_FILES:,} files"
_PARSING = (
    "import ast, pathlib\nfor file in pathlib.Path().rglob('*.py'): ast.parse(file.read_bytes())"
)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="fibrecafe-") as name:
        folder = Path(name)
        old = yaml.safe_load(TENANT.read_text())
        files = written(folder, "old", old), written(folder, "new", next_version(old))
        lines = write_project(folder / "one", _FILES)
        write_project(folder / "two", 2 * _FILES)
        (folder / "none").mkdir()
        impact = [FIBRECAFE, "impact", *files]
        print(f"{_FILES:,} files of {lines:,} lines; {_met([*impact, 'one'], folder)}\n")
        taken = commands(
            {
                _IMPACT: Command([*impact, "one"], folder),
                _TWICE: Command([*impact, "two"], folder),
                _NONE: Command([*impact, "none"], folder),
                _PARSE: Command([sys.executable, "-c", _PARSING], folder / "one"),
            }
        )
        taken |= commands({_MYPY: Command(_mypy(folder / "one"), ROOT)}, rounds=2)
    rows = [[name, f"{one.seconds:.2f}", f"{one.cpu:.2f}", f"{one.megabytes:.0f}"] for name, one in taken.items()]  # fmt: skip
    print(table(["case", "s", "CPU s", "MB"], rows))
    print()
    print(verdict(f"impact over {_FILES:,} files, s", taken[_IMPACT].seconds, 3))
    print(
        verdict(f"{2 * _FILES:,} files to {_FILES:,}", taken[_TWICE].cpu / taken[_IMPACT].cpu, 2.2)
    )
    print(verdict("impact to mypy", taken[_IMPACT].cpu / taken[_MYPY].cpu, 1))
    start = taken[_NONE].cpu  # the documents, which are the same
    growth = (taken[_TWICE].cpu - start) / (taken[_IMPACT].cpu - start)
    print(f"reading alone, {2 * _FILES:,} files to {_FILES:,}: {growth:.2f}")


def _mypy(project: Path) -> list[str]:
    options = ["--no-incremental", "--cache-dir=/dev/null", "--follow-imports=silent"]
    return [str(Path(sys.executable).with_name("mypy")), *options, str(project)]


def _met(command: list[str], folder: Path) -> str:
    """What is found, so that a run that finds nothing is not taken for a quick one."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    found = re.search(r"\d+ of \d+ changes.*", done.stdout)
    assert found is not None, done.stdout
    return found[0]


if __name__ == "__main__":
    main()
