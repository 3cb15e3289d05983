"""Whom a changed document hits: code that uses the models, copies in other projects, lifecycles.

`assess` joins the changes of `diff` with what is read of a tree; it never runs the code it reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..diff import Change, Diff, compare, judge
from ..diff.places import spot
from ..document.load import Document
from .code import Code, Use
from .copies import CopyImpact, find_copies, surface_text
from .graph import Graph
from .lifecycle import LifecycleFinding, Tables, check_tables
from .version import Verdict, verdict
from .wanted import Wanted, wanted_of

__all__ = [
    "Concern",
    "CopyImpact",
    "Impact",
    "LifecycleFinding",
    "Tables",
    "Use",
    "Verdict",
    "assess",
]


_LOOKED_AT = ("breaking", "attention")


class Concern:
    """A change, and where code meets it."""

    def __init__(self, change: Change, uses: Sequence[Use]) -> None:
        self.change = change
        self.uses = list(uses)


class Impact:
    """All that a change of document comes to."""

    def __init__(self, diff: Diff, changes: Sequence[Change]) -> None:
        self.old: Document = diff.old
        self.new: Document = diff.new
        self.changes = list(changes)
        self.verdict: Verdict = verdict(diff.old.version, diff.new.version, changes)
        self.concerns: list[Concern] = []
        self.copies: list[CopyImpact] = []
        self.lifecycle: list[LifecycleFinding] = []
        self.tables: Tables | None = None
        self.files = 0
        """Python files that were looked at."""
        self.notes: list[str] = []
        """What could not be read, with the reason."""

    @property
    def uses(self) -> int:
        """Places in code."""
        return len({(use.file, use.line) for concern in self.concerns for use in concern.uses})


def assess(
    old: Document,
    new: Document,
    paths: Sequence[Path],
    *,
    tables: Tables | None = None,
    base: Path | None = None,
    diff: Diff | None = None,
) -> Impact:
    """What the change means to the code and the copies below `paths`, and to lifecycle tables.

    `base`: places are told relative to it. `diff`: where the two were compared already.
    """
    diff = diff or compare(old, new)
    found = Impact(diff, judge(diff))
    before = Graph.of(old)
    wanted: dict[int, Wanted] = {}
    for index, change in enumerate(found.changes):
        if change.severity in _LOOKED_AT or change.kind == "operation-added":
            wanted[index] = wanted_of(_as_before(change, old, before), before)
    code = Code(paths, base or Path.cwd())
    uses = code.uses(before, wanted) if wanted else {}
    found.files = code.files
    found.concerns = [
        Concern(found.changes[i], uses.get(i, ()))
        for i in wanted
        if i in uses or found.changes[i].severity in _LOOKED_AT
    ]
    found.copies = list(find_copies(code.copies, old, new, surface_text, base or Path.cwd()))
    found.tables = tables
    if tables is not None:
        found.lifecycle = list(check_tables(tables, old, new))
    found.notes += code.unreadable
    return found


def _as_before(change: Change, old: Document, graph: Graph) -> Change:
    """With the schema that code knows: a part that was taken out of one has a name of its own now."""
    if change.schema is None or change.schema in graph.classes:
        return change
    place = spot(old, change.old_pointer)
    return replace(change, schema=place.schema or change.schema)
