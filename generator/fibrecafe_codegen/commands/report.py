"""Findings as a person or a program reads them."""

from __future__ import annotations

import json
from collections.abc import Sequence

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
