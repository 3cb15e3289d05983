"""The project's files as an errand writes them, and what it says of each step."""

from __future__ import annotations

import os
from pathlib import Path

from .project import Project
from .result import Bump, Done


class Tree:
    """Writes, unless it is a dry run; notes what was written and done."""

    def __init__(self, project: Project, result: Bump, *, dry: bool) -> None:
        self.project = project
        self.result = result
        self.dry = dry

    def write(self, path: Path, text: str) -> bool:
        """Whether the file is another now, or would be."""
        if path.is_file() and path.read_bytes() == text.encode():
            return False
        self.result.written.append(self.project.shown(path))
        if not self.dry:
            path.parent.mkdir(parents=True, exist_ok=True)
            staged = path.with_name(path.name + ".fibrecafe-part")
            staged.write_text(text, encoding="utf-8", newline="\n")
            os.replace(staged, path)
        return True

    def said(self, step: str, said: str) -> None:
        """A step that was done, and what came of it."""
        self.result.done.append(Done(step, said))
