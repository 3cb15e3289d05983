"""Environments beside the project for what the benchmark of delivery needs: a peer, the receiver's
server. Each below `.bench/`, installed when it is missing or was made for other versions."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import peers


def environment(name: str, needs: Sequence[str]) -> str:
    """The Python of one with just these packages. Raises RuntimeError where they cannot be had."""
    folder = peers.FOLDER / name
    mark = folder / "installed.txt"
    python = peers.python(name)
    if Path(python).exists() and mark.exists() and mark.read_text().split() == list(needs):
        return python
    print(f"installing {name} ...", file=sys.stderr)
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *needs]
    try:
        for command in ([sys.executable, "-m", "venv", str(folder)], pip):
            subprocess.run(command, check=True, stdout=sys.stderr)
        mark.write_text("\n".join(needs))
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError(f"could not install {', '.join(needs)}") from error
    return python
