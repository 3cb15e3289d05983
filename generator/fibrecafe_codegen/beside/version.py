"""A version of a document, and which of two is the older."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..document.load import Document
from ..model.api import Api
from ..normalise import Normalised


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document, read."""

    document: Document
    normalised: Normalised
    api: Api

    @property
    def alias(self) -> str:
        """What code calls it, such as `v1_16`."""
        return f"v{re.sub(r'[^0-9A-Za-z]', '_', self.api.version)}"

    @property
    def order(self) -> list[tuple[int, str]]:
        """1.9 is before 1.10."""
        return [*_parts(self.api.version)]


def _parts(version: str) -> Iterator[tuple[int, str]]:
    for part in re.findall(r"\d+|[A-Za-z]+", version):
        yield (int(part), "") if part.isdigit() else (-1, part)
