"""For the terminal: by severity, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ..change import SEVERITIES, Change
from ..judge import summary
from . import Report, asked, names_hint, place

_COLOURS = {
    "breaking": "red", "attention": "yellow", "compatible": "green", "documentation": "blue",
}  # fmt: skip


def write(report: Report) -> str:
    """The report, with colours; whoever prints it takes them out where there is no terminal."""
    lines = [report.title]
    for severity in SEVERITIES:
        changes = [change for change in report.changes if change.severity == severity]
        if not changes:
            continue
        lines += ["", click.style(f"{severity} ({len(changes)})", fg=_COLOURS[severity], bold=True)]
        for change in changes:
            lines += _change(report, change)
    counts = ", ".join(f"{number} {name}" for name, number in summary(report.changes).items())
    total = len(report.changes)
    lines += ["", f"{total} changes: {counts}" if total else "no difference"]
    lines += filter(None, [names_hint(report.changes)])
    return "\n".join(lines)


def _change(report: Report, change: Change) -> Iterator[str]:
    mark = click.style(f"[{change.rule}]", fg=_COLOURS[change.severity])
    yield f"  {place(report, change)}: {mark} {change.message}"
    if change.operations:
        yield f"      used by: {asked(change)}"
    if change.severity == "documentation":
        return
    said: dict[str, list[str]] = {}
    for who in ("client", "server", "adapter"):
        said.setdefault(getattr(change, who), []).append(who)
    for sentence, readers in said.items():
        yield f"      {', '.join(readers)}: {sentence}"
