"""Where the project that holds a copy uses what an update changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..impact.code import Code, Use
from ..impact.wanted import Wanted
from ..surface import NameChange
from .names import graph_of, served_as, wanted_of
from .update import Plan

_OTHERS_VERB = {"client": "defines", "server": "calls"}  # of methods that go by the same name


@dataclass(slots=True)
class Met:
    """The places in code that meet the changed names of a plan."""

    read: list[Path]
    """Folders and files whose Python was read, not run."""
    wanted: int = 0
    """Names that code may have to know of."""
    files: int = 0
    places: dict[tuple[str, str], list[Use]] = field(default_factory=dict)
    """By the surface's folder and the changed name; only names that are met."""
    notes: list[str] = field(default_factory=list)
    """What could not be read, with the reason."""

    def of(self, folder: str, change: NameChange) -> list[Use]:
        """The places of a name."""
        return self.places.get((folder, change.name), [])

    @property
    def lines(self) -> int:
        """How many places there are, each counted once."""
        return len({(use.file, use.line) for uses in self.places.values() for use in uses})

    def as_dict(self, names: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        """For `--format json`: `names` of the plan, each with its uses."""
        return {
            "names": {
                folder: [
                    {
                        **name,
                        "uses": [asdict(u) for u in self.places.get((folder, name["name"]), [])],
                    }
                    for name in listed
                ]
                for folder, listed in names.items()
            },
            "project": {
                "read": [path.as_posix() for path in self.read],
                "files": self.files,
                "notes": self.notes,
            },
        }


def meet(plan: Plan, project: Sequence[Path]) -> Met:
    """Reads the Python below `project`; where no name changed there is nothing to look for."""
    met = Met(list(project))
    graph = graph_of(plan.surfaces.values(), plan.old.package)
    keys: list[tuple[str, str]] = []
    wanted: dict[int, Wanted] = {}
    for folder, found in plan.names.items():
        served = served_as(plan.surfaces.get(folder, ""))
        for change in found:
            want = wanted_of(change, graph, served)
            if want.words:
                wanted[len(keys)] = want
                keys.append((folder, change.name))
    met.wanted = len(wanted)
    if not wanted:
        return met
    code = Code(project, Path.cwd())
    for index, uses in code.uses(graph, wanted).items():
        name = keys[index][1]
        other = _OTHERS_VERB.get(name.partition(".")[0]) if wanted[index].methods else None
        kept = [use for use in uses if other is None or use.what.partition(" ")[0] != other]
        if kept:
            met.places[keys[index]] = kept
    met.files, met.notes = code.files, code.unreadable
    return met
