"""The upgrade guide: what changed between two versions, for those who have to follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diff import Change, Severity, summary
from ..impact import Impact
from ..impact.formatters import sections
from ..surface import NameChange
from .decisions import Decisions

_TITLES: dict[Severity, tuple[str, str]] = {
    "breaking": ("What breaks", "Do this before the new version is served."),
    "attention": ("What to look at", "Nothing is refused, but somebody has to look."),
    "compatible": ("What is new", "Nothing to do until you want to use it."),
}


def write_guide(
    impact: Impact, name: str, names: Sequence[NameChange], decisions: Decisions, renamed: int
) -> str:
    """Markdown."""
    lines = [f"# {name} {impact.old.version} to {impact.new.version}", ""]
    lines += [
        f"<!-- Made by `fibrecafe bump`; do not edit: run it again. {impact.new.name} -->",
        "",
    ]
    counts = summary(impact.changes)
    lines.append(", ".join(f"{n} {kind}" for kind, n in counts.items() if n) or "Nothing changed.")
    lines += ["", f"By the changes this is {impact.verdict}.", ""]
    if renamed:
        lines += [f"{renamed} schemas of the document go by our names, see `names.yaml`.", ""]
    hints = dict(_replacements(impact.changes))
    for severity, (title, said) in _TITLES.items():
        changes = [change for change in impact.changes if change.severity == severity]
        if changes:
            lines += [f"## {title}", "", said, ""]
            for change in changes:
                lines += _change(change, hints.get(id(change), ""))
            lines.append("")
    if names:
        lines += ["## Names that code sees", "", "```", *map(str, names), "```", ""]
    lines += ["## In this project", "", *sections(impact, "###"), ""]
    if decisions.questions:
        lines += ["## Decisions", ""]
        for question in decisions.questions:
            answer = decisions.answers.get(question.id) or "**open**"
            lines += [f"- {_escaped(question.question)}", f"  {answer}"]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _change(change: Change, hint: str) -> Iterator[str]:
    line = change.new_line if change.pointer == change.new_pointer else change.old_line
    which = "" if change.pointer == change.new_pointer else " of the old document"
    yield f"- **{_escaped(change.message)}** (`{change.rule}`, line {line}{which})"
    if change.operations:
        used = list(change.operations)
        more = f" and {len(used) - 4} more" if len(used) > 4 else ""
        yield f"  Used by {', '.join(used[:4])}{more}."
    if hint:
        yield f"  {hint}"
    if change.severity == "compatible":
        return
    said: dict[str, list[str]] = {}
    for who in ("client", "server", "adapter"):
        said.setdefault(getattr(change, who), []).append(who)
    for sentence, readers in said.items():
        yield f"  - {', '.join(readers)}: {_escaped(sentence)}"


def _replacements(changes: Sequence[Change]) -> Iterator[tuple[int, str]]:
    """A deprecated property beside a new one of its plural name."""
    added = {(c.schema, c.what): c for c in changes if c.kind.endswith("-property-added")}
    for change in changes:
        if change.kind == "deprecated" and change.property:
            for plural in _plurals(change.property):
                if (change.schema, plural) in added:
                    said = f"Its replacement is `{plural}`, which takes several: write both while old readers are about, read the new one first."
                    yield id(change), said


def _plurals(name: str) -> tuple[str, ...]:
    ending = f"{name[:-1]}ies" if name.endswith("y") else f"{name}es"
    return f"{name}s", ending, f"{name}List"


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), ("<", "&lt;"), ("*", "\\*"), ("_", "\\_")):
        text = text.replace(plain, written)
    return " ".join(text.split())
