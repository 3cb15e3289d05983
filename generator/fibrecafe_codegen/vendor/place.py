"""Where a copy goes, and where it is."""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path

from ..scaffold.staging import FolderExists
from ..settings import SettingsError
from .project import as_typed
from .record import RECORD

# What a copy imports: a copy of that name would hide it.
_IMPORTED = frozenset({"annotated_types", "anyio", "httpx2", "pydantic", "pydantic_core",
                       "typing_extensions"})  # fmt: skip

__all__ = ["FolderExists", "find_copy", "is_empty", "place_for", "taken"]


def place_for(output: Path, package: str | None) -> tuple[Path, str]:
    """The folder of a new copy and its package's name: `output` itself, or `package` below it.

    Raises SettingsError for a name that cannot be imported and a place that cannot be, FolderExists.
    """
    name = output.absolute().resolve().name if package is None else package
    _check_name(name, f"; {_below(output)}" if package is None else "")
    target = output if package is None else output.joinpath(*name.split("."))
    if target.resolve() == Path.cwd() and not (target / RECORD).is_file():
        raise SettingsError(
            "the folder that you are in cannot become the copy; go one up and name it, or "
            + _below(output)
        )
    for folder in (*reversed(target.absolute().parents), target):
        if folder.exists() and not folder.is_dir():
            raise SettingsError(f"{_shown(folder, output)} is a file; name a folder")
    if (target.exists() or target.is_symlink()) and not is_empty(target):
        raise FolderExists(target)
    return target, name


def _check_name(name: str, hint: str) -> None:
    parts = name.split(".")
    for part in parts:
        if keyword.iskeyword(part):
            text = f"{name!r} is not a Python package name: {part!r} is a word of the language"
            raise SettingsError(text + hint)
        if not part.isidentifier():
            better = ".".join(re.sub(r"\W+", "_", part).strip("_") for part in parts)
            fits = all(p.isidentifier() and not keyword.iskeyword(p) for p in better.split("."))
            text = f"{name!r} is not a Python package name{f', {better!r} is' if fits else ''}"
            raise SettingsError(text + hint)
    if parts[0] in _IMPORTED or parts[0] in sys.stdlib_module_names:
        raise SettingsError(f"a package {name!r} would hide the module {parts[0]!r}{hint}")


def taken(target: Path) -> str:
    """What to say of a folder that is there already."""
    shown = target.as_posix()
    if (target / RECORD).is_file():
        return f"{shown} holds a copy already; make it anew with: fibrecafe vendor --update {shown}"
    if not target.is_dir():
        return f"{shown} is there, and is no folder; name one that is not there yet"
    names = sorted(path.name for path in target.iterdir())
    held = f"{names[0]}{' and more' if len(names) > 1 else ''}" if names else "something"
    return (
        f"{shown} holds {held} that fibrecafe did not make; name a folder that is not there yet, or "
        f"{_below(target)}"
    )


def _below(folder: Path) -> str:
    return f"with --package NAME it goes into {(folder / 'NAME').as_posix()}"


def _shown(folder: Path, output: Path) -> str:
    return (folder if output.is_absolute() else as_typed(folder)).as_posix()


def is_empty(folder: Path) -> bool:
    """Whether it is a folder with nothing in it, which is as good as none."""
    return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())


def find_copy(folder: Path) -> Path:
    """The folder of a copy, given it or the one around it. Raises SettingsError."""
    shown = folder.as_posix()
    if (folder / RECORD).is_file():
        return folder
    if not folder.is_dir():
        inside = folder.parent if folder.is_file() else None
        if inside is not None and (inside / RECORD).is_file():
            raise SettingsError(f"--update: {shown} is a file; name its folder {inside.as_posix()}")
        kind = "is a file, not the folder of a copy" if inside else "is not there"
        raise SettingsError(f"--update: {shown} {kind}")
    found = sorted(file.parent for file in folder.glob(f"*/{RECORD}"))
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(place.as_posix() for place in found)
        raise SettingsError(f"--update: several copies in {shown}; say which: {listed}")
    if (folder / "verify.py").is_file():
        raise SettingsError(
            f"--update: {shown} has lost its {RECORD}, which says what it was made of; take it from "
            "version control"
        )
    raise SettingsError(
        f"--update: {shown} holds no copy made by fibrecafe (no {RECORD}); make one with --output"
    )
