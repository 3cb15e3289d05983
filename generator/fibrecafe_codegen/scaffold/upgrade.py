"""Bringing a project to the documents of the installed toolkit."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .base import BASE, difference, is_untouched, render_base
from .comparison import Change, compare
from .contract import (
    RECORD,
    Contract,
    UnreadableRecord,
    read_record,
    record_of,
    record_text,
)
from .existing import Project, with_versions
from .project import renderer
from .reach import Reach
from .usage import TeamCode, Use

_STAGED = ".fibrecafe-part"


class EditedByHand(Exception):
    """A generated file was changed; what the change is stands in `shown`."""

    def __init__(self, path: str, shown: str) -> None:
        super().__init__(f"{path} was edited by hand")
        self.path = path
        self.shown = shown


class NewerProject(Exception):
    """The project was made for a newer version of the Supplier API."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A change, as it concerns this adapter."""

    change: Change
    declared: bool
    """Whether it is about an operation that the adapter declares."""
    uses: list[Use]

    def as_dict(self) -> dict[str, Any]:
        """For `--format json`."""
        return {
            "kind": self.change.kind,
            "what": self.change.what,
            "decide": self.change.decide,
            "operations": sorted(self.change.operations),
            "declared": self.declared,
            "uses": [asdict(use) for use in self.uses],
        }


@dataclass(slots=True)
class Upgrade:
    """What an upgrade does, or would do."""

    before: str | None
    """Version of the Supplier API that the project was made for; None: it is not known."""
    after: str
    findings: list[Finding]
    files: dict[str, str]
    """Texts that differ from what stands there, by path below the project."""
    notes: list[str] = field(default_factory=list)

    def write(self, project: Project) -> None:
        """Each file in one step, the record last: a killed run is finished by the next."""
        for path, text in sorted(self.files.items(), key=lambda item: item[0].endswith(RECORD)):
            target = project.root / path
            staged = target.with_name(target.name + _STAGED)
            staged.write_text(text, encoding="utf-8", newline="\n")
            os.replace(staged, target)


def plan_upgrade(project: Project, contract: Contract, *, force: bool) -> Upgrade:
    """What there is to do. `force` gives up edits by hand.

    Raises EditedByHand and NewerProject.
    """
    notes: list[str] = []
    record = record_of(contract)
    old = _recorded(project, notes)
    before = None if old is None else str(old["version"])
    if before is not None and _numbers(before) > _numbers(contract.api.version) and not force:
        raise NewerProject(
            f"the project was made for Supplier API {before}, the installed toolkit"
            f" {version('fibrecafe')} has {contract.api.version}: install the newer toolkit again, or"
            " go back with --force"
        )
    findings = [] if old is None else _findings(project, old, record, notes)
    base = render_base(contract, renderer())
    _refuse_edits(project, base, force=force, notes=notes)
    texts = {
        project.shown(project.source / BASE): base,
        project.shown(project.source / RECORD): record_text(record),
        "pyproject.toml": with_versions(
            project.pyproject, contract.api.version, version("fibrecafe")
        ),
    }
    files = {path: text for path, text in texts.items() if _differs(project.root / path, text)}
    return Upgrade(before, contract.api.version, findings, files, notes)


def _recorded(project: Project, notes: list[str]) -> Mapping[str, Any] | None:
    path = project.source / RECORD
    shown = project.shown(path)
    try:
        return read_record(path.read_text(encoding="utf-8"))
    except OSError as error:
        notes.append(f"{shown}: {error.strerror}; so what changed cannot be told this time")
    except (UnicodeDecodeError, UnreadableRecord) as error:
        notes.append(f"{shown} cannot be read ({error}); so what changed cannot be told this time")
    return None


def _findings(
    project: Project, old: Mapping[str, Any], new: Mapping[str, Any], notes: list[str]
) -> list[Finding]:
    code = TeamCode(project)
    notes += [f"{text}; it was not looked through" for text in code.unreadable]
    declared = code.capabilities()
    try:
        before, after = Reach(old), Reach(new)
        changes = compare(old, new)
    except (KeyError, TypeError, AttributeError) as error:
        path = project.shown(project.source / RECORD)
        notes.append(f"{path} cannot be compared with ({error!r}); it is made anew")
        return []
    found = []
    for change in changes:
        uses = {*code.uses(change.look, before), *code.uses(change.look, after)}
        concerns = bool(declared & change.operations)
        found.append(Finding(change, concerns, sorted(uses)))
    return found


def _refuse_edits(project: Project, base: str, *, force: bool, notes: list[str]) -> None:
    path = project.source / BASE
    shown = project.shown(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        notes.append(f"{shown} was missing")
        return
    except UnicodeDecodeError:
        text = ""
    if is_untouched(text):
        return
    if not force:
        raise EditedByHand(shown, difference(text, base, shown))
    notes.append(f"{shown} was edited by hand; --force gave that up")


def _differs(path: Path, text: str) -> bool:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n") != text.encode()
    except OSError:
        return True


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(".") if part.isdigit()]
