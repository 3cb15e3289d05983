"""What a change leaves to a person."""

from __future__ import annotations

from collections.abc import Iterator

from ..impact import Impact
from .decisions import Question


def questions_of(impact: Impact) -> Iterator[Question]:
    """The number of the version, and lifecycles that do not fit; in the order to decide them."""
    verdict = impact.verdict
    if not verdict.fits:
        broken = sorted({c.rule for c in impact.changes if c.severity == "breaking"})
        rules = f" ({', '.join(broken)})" if broken else ""
        yield Question(
            "version",
            f"the changes deserve {verdict.deserved or f'a {verdict.kind} version'}, the document says"
            f" {verdict.claimed}: {verdict.reason}{rules}. Is that meant?",
            f"bump to {verdict.deserved or 'another number'} instead",
        )
    for finding in impact.lifecycle:
        table = "-".join((finding.machine or "tables").split())
        name = f"lifecycle-{table}-{finding.value}"
        yield Question(name, f"{finding.message}. What becomes of it?", finding.hint)
