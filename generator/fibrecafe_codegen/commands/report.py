"""Findings, counts, paths and progress as a person or a program reads them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..finding import Finding, in_order

_COLOURS = {"error": "red", "warning": "yellow"}


def show_findings(findings: Sequence[Finding], shape: str) -> None:
    """Prints findings by file and line; colour only on a terminal."""
    ordered = in_order(findings)
    if shape == "json":
        content = {"findings": [finding.as_dict() for finding in ordered]}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
        return
    for finding in ordered:
        place = finding.document if finding.line is None else f"{finding.document}:{finding.line}"
        mark = click.style(f"{finding.severity}[{finding.rule}]", fg=_COLOURS[finding.severity])
        click.echo(f"{place}: {mark} {finding.message}")
        if finding.pointer:
            click.echo(f"    at #{finding.pointer}")
        if finding.hint:
            click.echo(f"    hint: {finding.hint}")


def count_of(number: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def shown_path(path: Path) -> str:
    """A path as the user would type it."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


class ProgressLine:
    """One line on the terminal that says what is being done, and leaves no trace."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown

    def __call__(self, text: str) -> None:
        if self._shown:
            click.echo(f"\r\x1b[K{text}", nl=False, err=True)


def progress_line(shape: str) -> ProgressLine:
    """Progress for people who watch; programs that read are not disturbed."""
    return ProgressLine(shown=shape == "text" and sys.stderr.isatty())
