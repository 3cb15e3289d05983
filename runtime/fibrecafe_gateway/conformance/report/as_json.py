"""For programs; also what is recorded."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ..findings import Report, Result

FORMAT = 1
"""Counted up when something in it means something else."""


def as_json(report: Report) -> str:
    """One object; times are left out where they would make two runs differ for nothing."""
    reached = report.reached
    values: dict[str, Any] = {
        "format": FORMAT,
        "subject": report.subject,
        "wanted": report.wanted.word,
        "reached": reached.word if reached and not report.partial else None,
        "good": report.is_good,
        "versions": list(report.versions),
        "seconds": round(report.seconds, 3),
        "checks": [_values(result) for result in report.results],
        "mapping": [asdict(field) for field in report.mapping],
    }
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def _values(result: Result) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": result.id,
        "level": result.level.word,
        "title": result.title,
        "status": str(result.status),
    }
    if result.status == "passed":
        return values
    more = {
        "said": result.said,
        "why": str(result.why) if result.why else None,
        "rule": result.rule,
        "source": result.source,
        "cause": result.cause,
        "fix": result.fix,
        "alone": result.alone,
        "regression": result.regression,
        "required": result.required,
        "exchanges": [asdict(exchange) for exchange in result.exchanges],
    }
    return values | {name: value for name, value in more.items() if value not in (None, "", [])}
