"""An update of a copy: what it would change, and doing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..fileset import FileSet
from ..surface import FILE as SURFACE
from ..surface import NameChange, changes
from . import verify
from .contents import Copy
from .record import Record


@dataclass(slots=True)
class Plan:
    """What an update of a copy comes to."""

    folder: Path
    old: Record
    copy: Copy
    edited: list[str] = field(default_factory=list)  # by hand, so that an update would undo it
    foreign: list[str] = field(default_factory=list)  # not of the copy; left alone
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)  # were missing
    names: dict[str, list[NameChange]] = field(default_factory=dict)  # by the surface's folder
    surfaces: dict[str, str] = field(default_factory=dict)  # before, by the surface's folder
    unseen: list[str] = field(default_factory=list)  # surfaces that cannot be compared

    @property
    def idle(self) -> bool:
        """Whether there is nothing to write."""
        new = self.copy.record
        return not self.edited and not self.restored and self.old.to_bytes() == new.to_bytes()

    def versions(self) -> list[str]:
        """`tenant 1.16 -> 1.17`, and the toolkit, where they differ."""
        old, new = self.old.versions, self.copy.record.versions
        pairs = [(api, old.get(api), new.get(api)) for api in dict.fromkeys([*old, *new])]
        tools = (self.old.tools, self.copy.record.tools)
        pairs += [
            (t, tools[0].get(t), tools[1].get(t)) for t in dict.fromkeys([*tools[0], *tools[1]])
        ]
        return [f"{n} {a or 'none'} -> {b or 'none'}" for n, a, b in pairs if a != b]

    def as_dict(self) -> dict[str, Any]:
        """For `--format json`."""
        return {
            "versions": {"old": self.old.versions, "new": self.copy.record.versions},
            "tools": {"old": dict(self.old.tools), "new": dict(self.copy.record.tools)},
            "files": {
                kind: getattr(self, kind)
                for kind in ("edited", "foreign", "added", "changed", "removed", "restored")
            },
            "names": {a: [c.as_dict() for c in found] for a, found in self.names.items()},
            "not_compared": self.unseen,
        }

    def carry_out(self) -> list[str]:
        """Writes the copy; the record goes last, so that a killed update is repeated. Gives the
        paths that changed. Raises OSError."""
        for path in self.edited:
            place = self.folder / path
            if place.is_symlink() or (
                place.is_file() and _in_the_way(path, self.copy.record.files)
            ):
                place.unlink()
        written = self.copy.files.write(self.folder, owned=self.old.files)
        record = FileSet({verify.RECORD: self.copy.record.to_bytes()})
        return [*written, *record.write(self.folder, owned={})]


def plan_update(folder: Path, old: Record, copy: Copy) -> Plan:
    """Compares a copy with what it would be made of now."""
    plan = Plan(folder, old, copy)
    before, after = old.files, copy.record.files
    for path, kind in verify.faults(folder):
        if kind == verify.MISSING:
            plan.restored += [path] if path in after else []
        elif _holds(folder / path, after.get(path)):
            continue  # what a killed update left
        elif kind == verify.MODIFIED or path in after or _in_the_way(path, after):
            plan.edited.append(path)
        elif not path.endswith(".fibrecafe-part"):
            plan.foreign.append(path)
    plan.added = sorted(after.keys() - before.keys())
    plan.removed = sorted(before.keys() - after.keys())
    plan.changed = sorted(p for p in after.keys() & before.keys() if after[p] != before[p])
    _compare_names(plan)
    return plan


def _holds(file: Path, expected: str | None) -> bool:
    return file.is_file() and verify.digest_of(file.read_bytes()) == expected


def _in_the_way(path: str, after: Iterable[str]) -> bool:
    """Whether a link or a file stands where a folder of the copy should be."""
    return any(name.startswith(f"{path}/") for name in after)


def _compare_names(plan: Plan) -> None:
    """The surfaces, which the copy has too; one that was edited says nothing."""
    new = plan.copy.files.files
    paths = {p for p in (*plan.old.files, *new) if p.rpartition("/")[2] == SURFACE}
    for path in sorted(paths):
        expected = plan.old.files.get(path)
        file = plan.folder / path
        if expected is not None and not _holds(file, expected):
            plan.unseen.append(path)
            continue
        folder = path.rpartition("/")[0]
        before = file.read_text(encoding="utf-8") if expected is not None else ""
        plan.surfaces[folder] = before
        found = changes(before, new.get(path, b"").decode())
        if found:
            plan.names[folder] = found
