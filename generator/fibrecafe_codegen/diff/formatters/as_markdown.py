"""For a pull request: a table by severity, texts folded away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..change import SEVERITIES, Change
from ..judge import summary
from . import Report, asked, place


def write(report: Report) -> str:
    """The report."""
    counts = summary(report.changes)
    lines = [f"## {report.title}", ""]
    if not report.changes:
        return "\n".join([*lines, "No difference."])
    lines.append(", ".join(f"**{number}** {name}" for name, number in counts.items() if number))
    for severity in SEVERITIES:
        changes = [change for change in report.changes if change.severity == severity]
        if changes and severity == "documentation":
            lines += ["", f"<details><summary>{severity} ({len(changes)})</summary>", ""]
            lines += [*_short(report, changes), "", "</details>"]
        elif changes:
            lines += ["", f"### {severity.capitalize()}", "", *_full(report, changes)]
    return "\n".join(lines)


def _full(report: Report, changes: Sequence[Change]) -> Iterator[str]:
    yield "| what | where | client | server | adapter |"
    yield "|---|---|---|---|---|"
    for change in changes:
        used = f"<br>used by {_cell(asked(change))}" if change.operations else ""
        what = f"{_cell(change.message)}<br>`{change.rule}`{used}"
        said = " | ".join(map(_cell, (change.client, change.server, change.adapter)))
        yield f"| {what} | {_cell(place(report, change))} | {said} |"


def _short(report: Report, changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        yield f"- {_cell(change.message)} ({_cell(place(report, change))})"


def _cell(text: str) -> str:
    """Text of a document that cannot leave its cell, nor be markup."""
    for plain, written in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("*", "\\*"), ("_", "\\_")):
        text = text.replace(plain, written)
    return " ".join(text.split())
