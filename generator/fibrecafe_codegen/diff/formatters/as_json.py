"""For programs."""

from __future__ import annotations

import json

from ..judge import summary
from . import Report


def write(report: Report) -> str:
    """The report as one object."""
    counts: dict[str, int] = {str(k): number for k, number in summary(report.changes).items()}
    content = {
        "old": {"document": report.old.name, "version": report.old.version},
        "new": {"document": report.new.name, "version": report.new.version},
        "changes": [change.as_dict() for change in report.changes],
        "summary": {**counts, "total": len(report.changes)},
    }
    return json.dumps(content, indent=2, ensure_ascii=False, default=str)
