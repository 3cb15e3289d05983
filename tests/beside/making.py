"""A project with two versions of an API, made; and its packages, imported."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.generator.command import fibrecafe


def make_project(folder: Path, *, old: str, new: str, project: str) -> Path:
    """Documents 1.9 and 1.10, and what `fibrecafe generate` makes of them."""
    (folder / "api").mkdir()
    (folder / "api/1.9.yaml").write_text(old)
    (folder / "api/1.10.yaml").write_text(new)
    (folder / "pyproject.toml").write_text(project)
    ended = fibrecafe("generate", cwd=folder)
    assert ended.code == 0, ended.out + ended.err
    return folder


@contextmanager
def imported(project: Path, package: str) -> Iterator[tuple[Any, Any, Any]]:
    """Models of 1.9, of 1.10, and the converters."""
    sys.path.insert(0, str(project / "made"))
    try:
        yield (
            importlib.import_module(f"{package}_1_9.models"),
            importlib.import_module(f"{package}.models"),
            importlib.import_module(f"{package}_1_9.converters"),
        )
    finally:
        sys.path.remove(str(project / "made"))
        for name in [name for name in sys.modules if name.startswith(package)]:
            del sys.modules[name]
