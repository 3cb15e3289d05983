"""The command as a user calls it, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
    """Run it; nothing that it prints may be a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "fibrecafe_codegen", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)
