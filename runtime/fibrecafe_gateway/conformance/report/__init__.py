"""What a run found, in the forms that people and machines read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..findings import Report
from .as_html import as_html
from .as_json import as_json
from .as_junit import as_junit
from .as_text import as_text

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "junit": as_junit,
    "html": as_html,
}

__all__ = ["FORMATS", "as_html", "as_json", "as_junit", "as_text"]
