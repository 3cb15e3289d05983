"""`converters.py` of a package beside: its text."""

from __future__ import annotations

from ..artifacts.package import head
from ..render import Renderer
from ..settings import Beside, SettingsError
from .pairs import pairs_of
from .version import Version

MODULE = "converters.py"
SUPPORT = ("converting", "thinning")
"""Modules of `_support` that it needs."""


def module(own: Version, other: Version, beside: Beside, renderer: Renderer) -> str:
    """Raw text of `converters.py`. Raises SettingsError where both are one version."""
    if own.order == other.order:
        raise SettingsError(
            f"beside: {own.document.name} and {other.document.name} both say version "
            f"{own.api.version}"
        )
    older, newer = (own, other) if own.order < other.order else (other, own)
    nested = beside.source.package is not None
    at = f"{beside.package}.{beside.source.package}" if nested else beside.package
    text = f"Carries models of {own.api.title} over between {older.api.version} and {newer.api.version}."
    return renderer.render(
        "package/converters.py.jinja",
        head=head(text, own.api.document),
        own=own, other=other, older=older, newer=newer,
        other_package=at, other_support=f"{beside.package}._support",
        pairs=pairs_of(older, newer),
    )  # fmt: skip
