"""Copies made in this process, and what is run in them."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from click.testing import CliRunner

from fibrecafe_codegen.commands.vendor import command
from fibrecafe_codegen.settings import load_settings
from fibrecafe_codegen.vendor import Copy, choose, make_copy, write_copy
from tests.documents import ROOT
from tests.generator.command import Ended

PYDANTIC = ("pydantic", "pydantic_core", "annotated_types", "typing_extensions",
            "typing_inspection")  # fmt: skip


@cache
def copy_of(package: str, apis: str, only: str) -> Copy:
    """A copy of some of the family, in memory."""
    settings = load_settings(ROOT)
    chosen = choose(settings, apis.split(","), only.split(","))
    return make_copy(settings, chosen, package, lambda _: None)


def written(copy: Copy, folder: Path) -> Path:
    """A copy in a folder of its package's name."""
    target = folder / copy.record.package
    write_copy(copy, target)
    return target


def vendor(*arguments: str | Path, cwd: Path) -> Ended:
    """Runs `fibrecafe vendor`; an exception that nobody foresaw is raised."""
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def verify(copy: Path) -> tuple[int, list[str]]:
    """Runs a copy's own verify.py with nothing but the standard library; gives its exit code and
    the lines about files."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", copy / "verify.py"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert not done.stderr, done.stderr
    lines = done.stdout.splitlines()
    return done.returncode, [" ".join(line.split()) for line in lines[:-1]]


def pydantic_alone(folder: Path) -> Path:
    """A folder to import from, that holds the installed pydantic and nothing else."""
    folder.mkdir()
    for name in PYDANTIC:
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        origin = Path(spec.origin)
        source = origin.parent if origin.name == "__init__.py" else origin
        (folder / source.name).symlink_to(source)
    return folder
