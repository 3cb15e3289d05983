"""`vendored_files.json`: what a copy is, what it was made from and with, and its files.

Enough to make it again; no time stamp, and no path of the machine that made it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from .verify import RECORD, seal_of

FORMAT = 1
_NOTE = "Made by fibrecafe; `python verify.py` says whether the files are as it made them."
_SKIPPED = frozenset({".git", ".hg", ".tox", ".venv", "node_modules", "venv", "__pycache__"})

__all__ = ["FORMAT", "RECORD", "NotACopy", "Record", "copies_below", "read_record"]


class NotACopy(Exception):
    """A folder holds no vendored copy, or none that this toolkit can read."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The document that an API of a copy was made from."""

    title: str
    version: str
    path: str  # as the settings name it, below the project
    sha256: str
    overlays: Mapping[str, str]  # name to hash


@dataclass(frozen=True, slots=True)
class Record:
    """All that a copy says of itself."""

    package: str
    artifacts: tuple[str, ...]
    documents: Mapping[str, Origin]  # by the key of the API, as `--api` has it
    tools: Mapping[str, str]
    requires: Mapping[str, str]
    files: Mapping[str, str]  # path to hash, see `verify.digest_of`

    @property
    def versions(self) -> dict[str, str]:
        """The version of each API's document."""
        return {api: origin.version for api, origin in self.documents.items()}

    def to_bytes(self) -> bytes:
        """JSON that reads well in a diff."""
        content: dict[str, Any] = {
            "format": FORMAT,
            "note": _NOTE,
            "package": self.package,
            "options": {"api": list(self.documents), "only": list(self.artifacts)},
            "documents": {api: asdict(origin) for api, origin in self.documents.items()},
            "tools": dict(self.tools),
            "requires": dict(self.requires),
            "files": dict(sorted(self.files.items())),
        }
        content["seal"] = seal_of(content)
        return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def read_record(folder: Path) -> Record:
    """What the copy in a folder says of itself. Raises NotACopy."""
    file = folder / RECORD
    try:
        content = json.loads(file.read_bytes())
        if content["format"] != FORMAT:
            raise NotACopy(
                f"{file} is of format {content['format']}, this fibrecafe reads {FORMAT}: use the "
                "fibrecafe that made the copy, or a newer one"
            )
        record = Record(
            str(content["package"]),
            tuple(map(str, content["options"]["only"])),
            {api: Origin(**origin) for api, origin in content["documents"].items()},
            dict(content["tools"]),
            dict(content["requires"]),
            {str(path): str(key) for path, key in content["files"].items()},
        )
    except OSError as error:
        raise NotACopy(f"{folder} holds no copy made by fibrecafe: no {RECORD} there") from error
    except ValueError as error:
        raise NotACopy(f"{file} is damaged: {error}; take it from version control") from error
    except (KeyError, TypeError, AttributeError) as error:
        text = f"{file} is damaged: it is no record of a copy; take it from version control"
        raise NotACopy(text) from error
    outside = [path for path in record.files if not _is_below(path)]
    if outside:
        raise NotACopy(f"{file} is damaged: {outside[0]!r} is no path of a copy")
    return record


def _is_below(path: str) -> bool:
    parts = PurePosixPath(path)
    return not (parts.is_absolute() or ".." in parts.parts or "\\" in path or ":" in path)


def copies_below(folder: Path) -> Iterator[Path]:
    """The folders of all copies in a project, sorted; environments and caches are passed over."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        if RECORD in names:
            folders.clear()
            yield Path(place)
