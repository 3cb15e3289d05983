"""Sentences that several forms of a report have."""

from __future__ import annotations

from collections.abc import Iterable

from ..findings import Report, Result, Status, Why
from ..levels import Level


def verdict(report: Report) -> str:
    """One sentence."""
    if report.partial:
        good = "all is well" if report.is_good else "something is wrong"
        return f"{report.subject}: {_count(len(report.results), 'check')} alone, {good}"
    level = report.reached
    if level is None:
        return f"{report.subject} has not reached bronze yet"
    if level is report.wanted:
        return f"{report.subject} has reached {level.word}"
    return f"{report.subject} has reached {level.word}, and not yet {report.wanted.word}"


def missing(report: Report) -> str:
    """What is between it and the next level; empty: nothing."""
    if report.partial or report.is_good:
        return ""
    following = Level((report.reached or 0) + 1)
    ways = [r for r in report.results if r.level is following and r.stands_in_the_way]
    return f"{_count(len(ways), 'check')} between it and {following.word}"


def tally(results: Iterable[Result]) -> str:
    """`50 passed, 2 failed, 3 skipped`."""
    found = list(results)
    counts = [(status, sum(r.status is status for r in found)) for status in Status]
    return ", ".join(f"{count} {status}" for status, count in counts if count) or "none"


def skipped_words(result: Result) -> str:
    """Why it was skipped."""
    if result.why is Why.REGRESSION:
        return f"regression (it passed before): {result.said}"
    why = f"{result.why}" if result.why else "skipped"
    needed = "; this level cannot be reached without it" if result.required else ""
    return f"{why}: {result.said}{needed}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
