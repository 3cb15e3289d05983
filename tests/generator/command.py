"""The command as a user calls it; in this process, unless a test is about processes."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from fibrecafe_codegen.cli import main


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed with `--format json`."""
        return json.loads(self.out)


def fibrecafe(*arguments: str | Path, cwd: Path, **environment: str) -> Ended:
    """Run it; an exception that nobody foresaw is raised. `environment` asks for a process."""
    if environment:
        return _process([str(argument) for argument in arguments], cwd, environment)
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def _process(arguments: list[str], cwd: Path, environment: dict[str, str]) -> Ended:
    done = subprocess.run(
        [sys.executable, "-m", "fibrecafe_codegen", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)
