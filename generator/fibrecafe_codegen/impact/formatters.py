"""An impact as text for people, as JSON for programs, as Markdown for a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import click

from ..diff import summary
from ..diff.formatters import names_hint
from . import Concern, Impact, Use

_COLOURS = {"breaking": "red", "attention": "yellow"}
_MOST = 12  # names of a copy that are listed


def title(impact: Impact) -> str:
    """Which documents."""
    old, new = impact.old, impact.new
    return f"{old.name} ({old.version}) -> {new.name} ({new.version})"


def as_json(impact: Impact) -> str:
    """The impact as one object."""
    content = {
        "old": {"document": impact.old.name, "version": impact.old.version},
        "new": {"document": impact.new.name, "version": impact.new.version},
        "version": asdict(impact.verdict),
        "summary": {str(k): number for k, number in summary(impact.changes).items()},
        "concerns": [_concern(concern) for concern in impact.concerns],
        "copies": [copy.as_dict() for copy in impact.copies],
        "lifecycle": [finding.as_dict() for finding in impact.lifecycle],
        "lifecycle_tables": impact.tables.path.name if impact.tables else None,
        "files": impact.files,
        "notes": impact.notes,
    }
    return json.dumps(content, indent=2, ensure_ascii=False, default=str)


def _concern(concern: Concern) -> dict[str, object]:
    change = concern.change
    return {
        "rule": change.rule,
        "severity": change.severity,
        "pointer": change.pointer,
        "message": change.message,
        "uses": [asdict(use) for use in concern.uses],
    }


def as_text(impact: Impact) -> str:
    """For the terminal."""
    lines = [title(impact), f"deserves {impact.verdict}"]
    met = [concern for concern in impact.concerns if concern.uses]
    lines += ["", click.style("code", bold=True)]
    for concern in met:
        change = concern.change
        mark = click.style(f"{change.severity}[{change.rule}]", fg=_COLOURS.get(change.severity))
        lines.append(f"  {mark} {change.message}")
        lines += [f"      {_use(use)}" for use in concern.uses]
    lines.append(f"  {code_summary(impact)}")
    lines += [f"  {hint}" for hint in [names_hint(impact.changes)] if hint]
    lines += ["", click.style("copies", bold=True), *(f"  {line}" for line in _copies(impact))]
    lines += ["", click.style("lifecycle", bold=True)]
    lines += [f"  {line}" for line in lifecycle_lines(impact)]
    lines += [f"note: {note}" for note in impact.notes]
    return "\n".join(lines)


def as_markdown(impact: Impact) -> str:
    """For a pull request."""
    lines = [f"## Impact of {title(impact)}", "", f"Deserves {impact.verdict}.", ""]
    return "\n".join([*lines, *sections(impact, "###")])


def sections(impact: Impact, mark: str) -> Iterator[str]:
    """Code, copies and lifecycle, each under a heading."""
    yield from (f"{mark} Code", "", f"{code_summary(impact).capitalize()}.", "")
    for concern in impact.concerns:
        if concern.uses:
            yield f"- **{concern.change.severity}** {_escaped(concern.change.message)}"
            yield from (
                f"  - `{use.file}:{use.line}` {_escaped(_what(use))}" for use in concern.uses
            )
    yield from ("", f"{mark} Copies", "")
    yield from (f"- {_escaped(line)}" for line in _copies(impact) if not line.startswith(" "))
    yield from ("", f"{mark} Lifecycle", "")
    yield from (f"- {_escaped(line)}" for line in lifecycle_lines(impact))
    if impact.notes:
        yield from ("", f"{mark} Notes", "")
        yield from (f"- {_escaped(note)}" for note in impact.notes)


def code_summary(impact: Impact) -> str:
    """`3 of 7 changes are met in 12 places of 80 files`."""
    met = sum(1 for concern in impact.concerns if concern.uses)
    count = len(impact.concerns)
    return (
        f"{met} of {count} change{'s' * (count != 1)} that somebody must look at "
        f"{'is' if met == 1 else 'are'} met, in {impact.uses} place{'s' * (impact.uses != 1)} of "
        f"{impact.files} file{'s' * (impact.files != 1)}"
    )


def lifecycle_lines(impact: Impact) -> Iterator[str]:
    """What the tables lack, or that they were not looked at."""
    if impact.tables is None:
        yield "not checked: there are no tables; name an export with --lifecycle FILE"
        return
    for finding in impact.lifecycle:
        yield f"{finding.severity}: {finding.message}; {finding.hint}"
    if not impact.lifecycle:
        yield f"{impact.tables.path.name} fits"


def _copies(impact: Impact) -> Iterator[str]:
    for copy in impact.copies:
        yield copy.message
        yield from (f"    {name}" for name in copy.names[:_MOST])
        if len(copy.names) > _MOST:
            yield f"    and {len(copy.names) - _MOST} more"
    if not impact.copies:
        yield "none below the paths given"


def _use(use: Use) -> str:
    return f"{use.file}:{use.line}: {_what(use)}"


def _what(use: Use) -> str:
    return use.what if use.sure else f"{use.what} (perhaps: by its name alone)"


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), ("<", "&lt;"), ("*", "\\*"), ("_", "\\_")):
        text = text.replace(plain, written)
    return " ".join(text.split())
