"""Results that are kept beside a project, so that what passed once is seen to fail."""

from __future__ import annotations

import json
from pathlib import Path

from .findings import Report, Status

FILE = "conformance.json"


class RecordUnusable(Exception):
    """The recorded results cannot be read; the text says what to do."""


def passed_before(file: Path) -> frozenset[str]:
    """The checks that passed; none when nothing was recorded. Raises RecordUnusable."""
    if not file.exists():
        return frozenset()
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        return frozenset(values["passed"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordUnusable(
            f"{file} does not hold recorded results ({type(error).__name__}); run with --record to"
            " write it anew"
        ) from error


def record(report: Report, file: Path) -> None:
    """Keep what passed. Raises OSError."""
    reached = report.reached
    values = {
        "subject": report.subject,
        "reached": reached.word if reached else None,
        "versions": list(report.versions),
        "passed": [result.id for result in report.of(Status.PASSED)],
    }
    file.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
