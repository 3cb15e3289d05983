"""One page that needs nothing else: for the person who asks how far it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import jinja2

from ..findings import Exchange, Field, Report, Result, Status
from ..levels import Level
from .words import missing, skipped_words, tally, verdict

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class _LevelShown:
    level: Level
    results: list[Result]
    reached: bool

    @property
    def passed(self) -> int:
        return sum(r.status is Status.PASSED for r in self.results)

    @property
    def skipped(self) -> int:
        return sum(r.status is Status.SKIPPED for r in self.results)

    @property
    def counted(self) -> int:
        return len(self.results) - self.skipped

    @property
    def share(self) -> int:
        return round(100 * self.passed / self.counted) if self.counted else 0

    @property
    def groups(self) -> list[tuple[str, list[Result]]]:
        """By what they are about."""
        key = _group
        return [(name, list(found)) for name, found in groupby(sorted(self.results, key=key), key)]


def as_html(report: Report) -> str:
    """The page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    template = environment.get_template("page.html")
    levels = list(_levels(report))
    return template.render(
        report=report,
        levels=levels,
        verdict=verdict(report),
        missing=missing(report),
        tally=tally(report.results),
        reached=report.reached,
        wrong=[r for r in report.results if r.status is Status.FAILED],
        blocked=[r for r in report.results if r.status is Status.BLOCKED],
        skipped=[r for r in report.results if r.status is Status.SKIPPED],
        skipped_words=skipped_words,
        body_of=_body_of,
        operations=_operations(report.mapping),
        Status=Status,
    )


def _group(result: Result) -> str:
    return result.id.split(".")[1].replace("-", " ")


def _levels(report: Report) -> Iterable[_LevelShown]:
    for level in Level:
        results = [r for r in report.results if r.level is level]
        if results:
            reached = report.reached is not None and report.reached >= level
            yield _LevelShown(level, results, reached)


def _operations(mapping: Iterable[Field]) -> list[tuple[str, list[Field], int]]:
    found = [(name, list(fields)) for name, fields in groupby(mapping, lambda f: f.operation)]
    return [(name, fields, sum(f.reaches for f in fields)) for name, fields in found]


def _body_of(exchange: Exchange) -> str:
    if exchange.body is None:
        return ""
    if isinstance(exchange.body, str):
        return exchange.body
    return json.dumps(exchange.body, indent=1, ensure_ascii=False)
