"""Copies of the models in other projects: which version they hold, which of their names change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..document.load import Document
from ..model.build import build_api
from ..normalise import normalise
from ..surface import FILE, NameChange, changes, surface_of
from ..vendor import NotACopy, Record, read_record

_Surface = Callable[[Document, str, Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class CopyImpact:
    """A copy, and what the new document does to its names."""

    folder: str
    package: str
    version: str
    """Of the document that it was made from; empty where it cannot be told."""
    behind: bool
    """Whether that is another version than the old document's, too."""
    names: tuple[NameChange, ...] = field(default=())
    problem: str = ""

    @property
    def message(self) -> str:
        """One sentence."""
        if self.problem:
            return f"{self.folder}: {self.problem}"
        held = f"{self.folder} holds the models of {self.version}"
        count = len(self.names)
        return f"{held}; {count} name{'s' * (count != 1)} of it would change"

    def as_dict(self) -> dict[str, Any]:
        """For `--format json`."""
        return {
            "folder": self.folder,
            "package": self.package,
            "version": self.version,
            "behind": self.behind,
            "names": [name.as_dict() for name in self.names],
            "problem": self.problem,
        }


def surface_text(document: Document, key: str, artifacts: Sequence[str]) -> str:
    """The names that code would see of a document."""
    normalised = normalise(document.data)
    api = build_api(normalised, document.data, key=key, package=key, path=document.name)
    return surface_of(normalised, api, artifacts)


def find_copies(
    folders: Sequence[Path], old: Document, new: Document, surface: _Surface, base: Path
) -> Iterator[CopyImpact]:
    """Those copies that hold the API of the documents."""
    title = str((new.data.get("info") or {}).get("title", ""))
    surfaces: dict[tuple[str, ...], str] = {}
    for folder in folders:
        shown = _shown(folder, base)
        try:
            record = read_record(folder)
        except NotACopy as error:
            yield CopyImpact(shown, "", "", False, problem=str(error))
            continue
        for key, origin in record.documents.items():
            if origin.title != title:
                continue
            if record.artifacts not in surfaces:
                surfaces[record.artifacts] = surface(new, key, record.artifacts)
            before = _surface(folder, record, key)
            names = tuple(changes(before, surfaces[record.artifacts])) if before else ()
            problem = "" if before else f"its {FILE} is missing, so names cannot be compared"
            behind = origin.version != old.version
            yield CopyImpact(shown, record.package, origin.version, behind, names, problem)


def _surface(folder: Path, record: Record, key: str) -> str:
    package = key.replace("-", "_")
    for path in (f"{package}/{FILE}", FILE):
        if path in record.files and (folder / path).is_file():
            return (folder / path).read_text(encoding="utf-8", errors="replace")
    return ""


def _shown(folder: Path, base: Path) -> str:
    whole, root = folder.resolve(), base.resolve()
    inside = whole.is_relative_to(root)
    return (whole.relative_to(root) if inside else folder).as_posix()
