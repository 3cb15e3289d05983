"""A folder that is there whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

_STAGED = ".fibrecafe-part"


class FolderExists(Exception):
    """Something already stands where the folder should go; it is left alone."""


def make_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Makes `target`: `fill` is given a folder beside it, which then takes its place in one step.

    What a killed run has left beside is removed by the next. Raises FolderExists and OSError.
    """
    if target.exists() or target.is_symlink():
        raise FolderExists(target)
    staged = target.with_name(f".{target.name}{_STAGED}")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        fill(staged)
        if target.exists():  # made meanwhile; an empty folder would be replaced silently
            raise FolderExists(target)
        os.rename(staged, target)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
