"""Where a copy goes, and where it is."""

from __future__ import annotations

import keyword
import sys
from pathlib import Path

from ..scaffold.staging import FolderExists
from ..settings import SettingsError
from .record import RECORD

# What a copy imports: a copy of that name would hide it.
_IMPORTED = frozenset({"annotated_types", "anyio", "httpx2", "pydantic", "pydantic_core",
                       "typing_extensions"})  # fmt: skip

__all__ = ["FolderExists", "find_copy", "is_empty", "place_for"]


def place_for(output: Path, package: str | None) -> tuple[Path, str]:
    """The folder of a new copy and its package's name: `output` itself, or `package` below it.

    Raises SettingsError for a name that cannot be imported, FolderExists.
    """
    name = package or output.absolute().resolve().name
    parts = name.split(".")
    hint = "" if package else f"; with --package NAME it goes into {output.as_posix()}/NAME"
    if not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
        raise SettingsError(f"{name!r} is not a Python package name{hint}")
    if parts[0] in _IMPORTED or parts[0] in sys.stdlib_module_names:
        raise SettingsError(f"a package {name!r} would hide the module {parts[0]!r}{hint}")
    target = output.joinpath(*parts) if package else output
    if (target.exists() or target.is_symlink()) and not is_empty(target):
        raise FolderExists(target)
    return target, name


def is_empty(folder: Path) -> bool:
    """Whether it is a folder with nothing in it, which is as good as none."""
    return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())


def find_copy(folder: Path) -> Path:
    """The folder of a copy, given it or the one around it. Raises SettingsError."""
    if (folder / RECORD).is_file():
        return folder
    if not folder.is_dir():
        raise SettingsError(f"--update: {folder.as_posix()} is not a folder")
    found = sorted(file.parent for file in folder.glob(f"*/{RECORD}"))
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(place.as_posix() for place in found)
        raise SettingsError(f"--update: several copies in {folder.as_posix()}; say which: {listed}")
    raise SettingsError(
        f"--update: {folder.as_posix()} holds no copy made by fibrecafe (no {RECORD}); make one with "
        "--output"
    )
