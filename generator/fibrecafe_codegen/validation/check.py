"""Checks of one document and of the family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..document.load import Document
from ..finding import Finding


def check_document(document: Document, *, house: bool = True) -> list[Finding]:
    return []


def check_family(documents: Sequence[Document], family: Mapping[str, Any]) -> list[Finding]:
    return []
