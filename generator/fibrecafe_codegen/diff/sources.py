"""Which document a name on the command line means: a file, or `tenant@1.17` of the family."""

from __future__ import annotations

import re
from pathlib import Path

from ..document.load import Document, load
from ..locate import spec_root

_NAME = re.compile(r"(?P<api>[A-Za-z][\w-]*)@(?P<version>[\w.-]+)")


class SourceError(Exception):
    """A name that means no document; the message says which there are."""


def find(name: str, *, root: Path | None = None) -> Document:
    """The document that a name means. `root`: the folder with a folder per API.

    Raises SourceError and DocumentError.
    """
    path = Path(name)
    named = _NAME.fullmatch(name)
    if path.exists() or named is None:
        if not path.exists():
            raise SourceError(f"{name}: there is no such file; versions are named as tenant@1.17")
        return load(path, name=path.as_posix())
    folder = (root or _spec()) / named["api"].replace("_", "-")
    file = folder / f"{named['version']}.yaml"
    if not file.is_file():
        known = sorted(f.stem for f in folder.glob("*.yaml") if f.stem[0].isdigit())
        apis = sorted(found.name for found in folder.parent.iterdir() if found.is_dir())
        there = f"there are {', '.join(known)}" if known else f"APIs are {', '.join(apis)}"
        raise SourceError(f"{name}: there is no such version in {folder.parent.name}/; {there}")
    return load(file, name=f"{folder.parent.name}/{folder.name}/{file.name}")


def _spec() -> Path:
    """`spec/` of the project one stands in, else what came with the toolkit."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "spec" / "family.yaml").is_file():
            return folder / "spec"
    return spec_root()
