"""For a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import wrap

from ..findings import Exchange, Field, Report, Result, Status
from ..levels import Level
from .words import missing, skipped_words, tally, verdict

_SHOWN = 12

_WIDTH = 600


def as_text(report: Report) -> str:
    """All that a person needs to go on; what passed is counted."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    for level in Level:
        results = [result for result in report.results if result.level is level]
        if results:
            yield f"{level.word.upper()}  {tally(results)}"
            yield from _of_level(results)
            yield ""
    yield from _mapping(report)
    yield from (f"Note: {note}" for note in report.notes)
    yield verdict(report) + (f"; {missing(report)}" if missing(report) else "")
    yield f"{len(report.results)} checks in {report.seconds:.1f} s; " + ", ".join(report.versions)


def _of_level(results: list[Result]) -> Iterator[str]:
    for result in results:
        if result.status is Status.FAILED:
            yield ""
            yield from failure(result)
    blocked = [result for result in results if result.status is Status.BLOCKED]
    if blocked:
        yield ""
        yield "  blocked, by what is reported elsewhere:"
        yield from (f"    {result.id}: {result.said}" for result in blocked)
    skipped = [result for result in results if result.status is Status.SKIPPED]
    if skipped:
        yield ""
        yield "  skipped:"
        for words, ids in _by_reason(skipped).items():
            yield f"    {words}"
            yield from wrap(", ".join(ids), 100, initial_indent=" " * 6, subsequent_indent=" " * 6,
                            break_on_hyphens=False)  # fmt: skip


def _by_reason(skipped: list[Result]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for result in skipped:
        found.setdefault(skipped_words(result), []).append(result.id)
    return found


def failure(result: Result) -> Iterator[str]:
    """All about one that failed."""
    again = "  (it passed before)" if result.regression else ""
    yield f"  FAILED  {result.id}  {result.title}{again}"
    yield f"    what    {result.said}"
    yield f"    rule    {result.rule}"
    yield f"    where   {result.source}"
    if result.exchanges:
        yield "    said"
        yield from (f"      {line}" for line in _said(result))
    yield f"    cause   {result.cause}"
    yield f"    fix     {result.fix}"
    yield f"    alone   {result.alone}"


def _said(result: Result) -> Iterator[str]:
    left = len(result.exchanges) - _SHOWN
    if left > 0:
        yield f"... {left} before these"
    for exchange in result.exchanges[-_SHOWN:]:
        yield line_of(exchange)


def line_of(exchange: Exchange) -> str:
    """What was said, on one line."""
    body = "" if exchange.body is None else " " + json.dumps(exchange.body, ensure_ascii=False)
    if len(body) > _WIDTH:
        body = body[:_WIDTH] + "..."
    return f"{exchange.who}: {exchange.what}{body}"


def _mapping(report: Report) -> Iterator[str]:
    if not report.mapping:
        return
    lost = [field for field in report.mapping if not field.reaches]
    yield f"MAPPING  {len(report.mapping) - len(lost)} of {len(report.mapping)} fields reach the supplier"
    yield from (f"  {_lost(field)}" for field in lost)
    yield ""


def _lost(field: Field) -> str:
    reason = f"not passed on: {field.reason}" if field.reason else "DROPPED SILENTLY"
    return f"{field.operation}.{field.name}  {reason}"
