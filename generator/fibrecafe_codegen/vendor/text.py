"""An update of a copy as text for people: the most telling first."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ..impact.code import Use
from ..surface import NameChange
from .impact import Met
from .update import Plan

_NAMES = 40  # of an API, those that code meets apart
_PLACES = 10  # of a name
_SIGNS = {"-": "red", "~": "yellow", "+": "green"}
_ALL = "--format json has them all"


def lines_of(plan: Plan, met: Met) -> Iterator[str]:
    """Versions, names with the places that meet them, files."""
    for line in plan.versions():
        yield click.style(line, bold=True)
    if plan.names:
        yield _code(plan, met)
    for folder, found in plan.names.items():
        yield f"{folder or plan.old.package}: {_count(len(found), 'name')} changed"
        yield from _names(folder, found, met)
    if not plan.names and not plan.unseen:
        yield "no name that code sees is changed"
    for path in plan.unseen:
        yield f"{path} was edited, so the names cannot be compared"
    for note in met.notes:
        yield f"note: {note}"
    for kind in ("added", "changed", "removed", "restored", "edited"):
        for path in getattr(plan, kind):
            yield f"{kind:<9} {path}"


def _code(plan: Plan, met: Met) -> str:
    where = ", ".join(path.as_posix() for path in met.read)
    if not met.wanted:
        return "code: nothing to look for; what changed only adds"
    if not met.files:
        return f"code: no Python below {where} but the copy's; name it with --project PATH"
    count = sum(map(len, plan.names.values()))
    met_ones = f"{len(met.places)} of {_count(count, 'changed name')}"
    found = f"{'is' if len(met.places) == 1 else 'are'} met in {_count(met.lines, 'place')}"
    read = f"{_count(met.files, 'file')} below {where} {'was' if met.files == 1 else 'were'} read"
    return f"code: {met_ones} {found if met.places else 'are met'}; {read}"


def _names(folder: str, found: list[NameChange], met: Met) -> Iterator[str]:
    others = [change for change in found if not met.of(folder, change)]
    shown = {change.name for change in others[:_NAMES]}
    for change in found:
        uses = met.of(folder, change)
        if uses or change.name in shown:
            sign, _, text = str(change).partition(" ")
            yield f"    {click.style(sign, fg=_SIGNS[sign])} {text}"
            yield from (f"        {_place(use)}" for use in uses[:_PLACES])
            if len(uses) > _PLACES:
                yield f"        ... and {len(uses) - _PLACES} more places; {_ALL}"
    if len(others) > _NAMES:
        yield f"    ... and {len(others) - _NAMES} more; {_ALL}"


def _place(use: Use) -> str:
    sure = "" if use.sure else " (perhaps: by its name alone)"
    return f"{use.file}:{use.line}: {use.what}{sure}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
