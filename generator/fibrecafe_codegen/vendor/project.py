"""The project that holds a copy: where its own code is."""

from __future__ import annotations

import os
from pathlib import Path

_MARKS = ("pyproject.toml", ".git", "setup.py", "setup.cfg")


def project_around(copy: Path, package: str) -> Path:
    """The nearest folder around a copy that is a project's, else the one its package is imported
    from. As one would type it from where one stands."""
    whole = copy.resolve()
    for folder in whole.parents:
        if any((folder / mark).exists() for mark in _MARKS):
            return as_typed(folder)
    depth = min(package.count("."), len(whole.parents) - 1)
    return as_typed(whole.parents[depth])


def as_typed(folder: Path) -> Path:
    """A path relative to where one stands, where there is one (`../portal`)."""
    try:
        return Path(os.path.relpath(folder))
    except ValueError:  # another drive
        return folder
