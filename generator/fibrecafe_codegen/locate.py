"""Where our own documents and templates are: in the repository, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root(name: str) -> Path:
    inside = _PACKAGE / "_data" / name  # a wheel carries both
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name


def spec_root() -> Path:
    """The folder `spec/` that came with the toolkit."""
    return _root("spec")


def template_root() -> Path:
    """The folder `templates/` that came with the toolkit."""
    return _root("templates")
