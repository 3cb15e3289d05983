"""Black, a top-level block at a time.

Formatting costs about 0.25 ms a line, and most blocks of a run are those of the last: a block
whose raw text was formatted before is taken from where it stands now. The result is that of
formatting the whole file (a test says so).
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .tidy import is_tidy

LINE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Whole:
    """A module as the last run left it."""

    made_of: str
    text: str
    blocks: list[tuple[str, int]]


@dataclass(slots=True)
class BlockCache:
    """Formatted blocks by the hash of their raw text."""

    known: dict[str, str] = field(default_factory=dict)
    used: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    whole: dict[str, Whole] = field(default_factory=dict)
    """Modules of the last run, for those that would be made of the same."""
    made_of: dict[str, str] = field(default_factory=dict)
    """Of modules of this run, the hash of what they were made of."""

    @classmethod
    def of_files(
        cls, files: Mapping[str, str], index: Mapping[str, list[tuple[str, int]]]
    ) -> BlockCache:
        """What the last run left: the files as they stand and, of each, its blocks as (hash,
        number of lines)."""
        known: dict[str, str] = {}
        for path, blocks in index.items():
            if path not in files:
                continue
            lines = files[path].splitlines(keepends=True)
            start = 0
            for key, length in blocks:
                known[key] = "".join(lines[start : start + length]).strip("\n")
                start += length
        return cls(known)


def format_module(path: str, source: str, cache: BlockCache) -> str:
    """The module as black leaves it. Raises black.InvalidInput for what is not Python."""
    pieces: list[str] = []
    index: list[tuple[str, int]] = []
    blocks = list(_blocks(source))
    for number, (kind, raw) in enumerate(blocks):
        key = hashlib.sha256(f"{LINE_LENGTH}{raw}".encode()).hexdigest()[:16]
        formatted = cache.known.get(key)
        if formatted is None:
            formatted = raw.strip("\n") if is_tidy(raw, LINE_LENGTH) else _black(raw)
            cache.known[key] = formatted
        if number + 1 < len(blocks):
            formatted += "\n" * (1 + _blank_lines(kind, blocks[number + 1][0]))
        else:
            formatted += "\n"
        pieces.append(formatted)
        index.append((key, formatted.count("\n")))
    cache.used[path] = index
    return "".join(pieces)


def _black(raw: str) -> str:
    import black
    from black.mode import TargetVersion

    mode = black.Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)
    return black.format_str(raw, mode=mode).strip("\n")


def _blank_lines(kind: str, following: str) -> int:
    if kind == "import" and following == "import":
        return 0
    if kind in ("import", "assignment") and following == "assignment":
        return 1
    return 1 if kind == "head" or following == "import" else 2


def _blocks(source: str) -> Iterator[tuple[str, str]]:
    """The top-level statements as (kind, text); a comment above and a text below an assignment
    belong to it, and neighbouring imports are one block."""
    lines = source.splitlines()
    starts: list[tuple[str, int]] = []
    for node in ast.parse(source).body:
        kind = _kind(node)
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))]) - 1
        while first > 0 and lines[first - 1].startswith("#"):
            first -= 1
        if kind == "text":
            if starts and starts[-1][0] == "assignment":
                continue
            kind = "head"
        if kind == "import" and starts and starts[-1][0] == "import":
            continue
        starts.append((kind, first))
    if starts and any(line.strip() for line in lines[: starts[0][1]]):
        starts.insert(0, ("head", 0))
    for number, (kind, first) in enumerate(starts):
        end = starts[number + 1][1] if number + 1 < len(starts) else len(lines)
        yield kind, "\n".join(lines[first:end]).strip("\n") + "\n"


def _kind(node: ast.stmt) -> str:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return "import"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return "text"
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return "assignment"
    return "block"
