"""Generated files in memory: written, compared and shown by the same code.

Writing is staged so that a killed run is finished by the next one: each file goes beside its place
and is moved there in one step, and the manifest, which says what the tree should be, goes last.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

MANIFEST = "generated_files.json"
_STAGED = ".fibrecafe-part"
_IGNORED_FOLDERS = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache"})


@dataclass(slots=True)
class FileSet:
    """Paths below the generated package, with what belongs there."""

    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, path: str, content: str | bytes) -> None:
        """Adds a file. Raises ValueError when something already stands there."""
        if path in self.files:
            raise ValueError(f"two artifacts make {path}")
        self.files[path] = content.encode() if isinstance(content, str) else content

    def update(self, other: FileSet) -> None:
        """Adds all files of another set."""
        for path, content in other.files.items():
            self.add(path, content)

    def hashes(self) -> dict[str, str]:
        """SHA-256 of each file but the manifest, by path."""
        return {p: digest(c) for p, c in sorted(self.files.items()) if p != MANIFEST}

    def write(self, root: Path, *, owned: Mapping[str, str]) -> list[str]:
        """Brings the tree below `root` to this set; returns the paths that changed.

        `owned` is what the last manifest lists; files of it that this set no longer has are
        removed, files of nobody's are left alone.
        """
        changed = [path for path in sorted(self.files) if self._write_one(root, path)]
        for path in sorted(owned.keys() - self.files.keys()):
            if (root / path).is_file():
                (root / path).unlink()
                changed.append(path)
                _remove_empty(root, (root / path).parent)
        if MANIFEST in self.files and self._write_one(root, MANIFEST, last=True):
            changed.append(MANIFEST)
        _remove_staged(root)
        return changed

    def _write_one(self, root: Path, path: str, *, last: bool = False) -> bool:
        if path == MANIFEST and not last:
            return False
        target = root / path
        content = self.files[path]
        if target.is_file() and target.read_bytes() == content:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = target.with_name(target.name + _STAGED)
        staged.write_bytes(content)
        os.replace(staged, target)
        return True


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def files_below(root: Path) -> Iterator[str]:
    """Every file below a folder as a path with slashes, caches apart, sorted."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in _IGNORED_FOLDERS]
        relative = Path(folder).relative_to(root)
        found += [(relative / name).as_posix() for name in names if not name.endswith(".pyc")]
    return iter(sorted(found))


def _remove_staged(root: Path) -> None:
    """What a killed run left beside its place."""
    for path in files_below(root):
        if path.endswith(_STAGED):
            (root / path).unlink()


def _remove_empty(root: Path, folder: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
