"""Python code below some folders, read without running it; one pass over each file."""

from __future__ import annotations

import ast
import os
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..fileset import MANIFEST
from ..vendor import RECORD
from .graph import Graph
from .scan import Scan
from .use import Use
from .wanted import Wanted

__all__ = ["Code", "Use"]

_SKIPPED = frozenset({".git", ".hg", ".tox", ".venv", "node_modules", "venv", "__pycache__"})
_HOLDS_NO_OWN_CODE = frozenset({RECORD, MANIFEST, "pyvenv.cfg"})
_WORD = re.compile(rb"[A-Za-z_]\w*")
_MOST = 2 * 1024 * 1024  # bytes; no person wrote more


class Code:
    """The files, and the copies among them. What is generated or copied is not looked into."""

    def __init__(self, paths: Sequence[Path], base: Path) -> None:
        self._paths = paths
        self._base = base.resolve()
        self.files = 0
        self.unreadable: list[str] = []
        self.copies: list[Path] = []
        self._found = list(self._walk())

    def uses(self, graph: Graph, wanted: Mapping[int, Wanted]) -> dict[int, list[Use]]:
        """The places of each wanted thing, by file and line."""
        words = frozenset(word.encode() for want in wanted.values() for word in want.words)
        packages = {*graph.packages, *(copy.name for copy in self.copies)}
        related = frozenset(name.encode() for name in packages | graph.classes)
        scan = Scan(graph, wanted)
        for path in self._found:
            self.files += 1
            module = self._module(path, words, related)
            if module is not None:
                scan.module(self.shown(path), module)
        return {index: sorted(uses) for index, uses in scan.found.items()}

    def shown(self, path: Path) -> str:
        """A path as the user would type it."""
        whole = path.resolve()
        inside = whole.is_relative_to(self._base)
        return (whole.relative_to(self._base) if inside else path).as_posix()

    def _walk(self) -> Iterator[Path]:
        seen: set[Path] = set()
        for root in self._paths:
            if root.is_file():
                found: Iterator[Path] = iter([root])
            else:
                found = self._below(root)
            for path in found:
                whole = path.resolve()
                if whole not in seen:
                    seen.add(whole)
                    yield path

    def _below(self, root: Path) -> Iterator[Path]:
        for place, folders, names in os.walk(root):
            if RECORD in names:
                self.copies.append(Path(place))
            if not _HOLDS_NO_OWN_CODE.isdisjoint(names):
                folders.clear()
                continue
            folders[:] = sorted(name for name in folders if name not in _SKIPPED)
            yield from (Path(place, name) for name in sorted(names) if name.endswith(".py"))

    def _module(
        self, path: Path, words: frozenset[bytes], related: frozenset[bytes]
    ) -> ast.Module | None:
        try:
            if path.stat().st_size > _MOST:
                return None
            raw = path.read_bytes()
            held = set(_WORD.findall(raw))
            if held.isdisjoint(words) or held.isdisjoint(related):
                return None
            with warnings.catch_warnings(action="ignore"):  # of escapes in other people's texts
                return ast.parse(raw)
        except (SyntaxError, ValueError, OSError, RecursionError, MemoryError) as error:
            self.unreadable.append(f"{self.shown(path)}: {error}; it was not looked through")
            return None
