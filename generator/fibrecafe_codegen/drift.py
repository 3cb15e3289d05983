"""What of a tree differs from what it should be, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .fileset import MANIFEST, FileSet, digest, files_below
from .manifest import Manifest

_COMMAND = "fibrecafe generate"


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that is not as it should be."""

    path: str
    cause: str  # spec, overlay, template, generator, tool, options, edit, missing, stale, untracked
    message: str
    command: str

    def as_dict(self) -> dict[str, str]:
        """For `--format json`."""
        return {
            "path": self.path,
            "cause": self.cause,
            "message": self.message,
            "command": self.command,
        }


def input_causes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Which inputs changed since the tree was made, as (cause, what to say of it)."""
    causes: list[tuple[str, str]] = []
    for kind, cause in (("spec", "spec"), ("overlays", "overlay")):
        before, after = old.get(kind) or {}, new.get(kind) or {}
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                verb = "is new" if name not in before else "changed"
                verb = "is gone" if name not in after else verb
                causes.append((cause, f"{cause} {name} {verb}"))
    for name in sorted({*(old.get("tools") or {}), *(new.get("tools") or {})}):
        before, after = (old.get("tools") or {}).get(name), (new.get("tools") or {}).get(name)
        if before != after:
            causes.append(("tool", f"{name} is {after}, the tree was made with {before}"))
    for kind, cause in (("templates", "template"), ("generator", "generator")):
        if old.get(kind) != new.get(kind):
            causes.append(
                (cause, f"the {cause}s changed" if cause == "template" else "the generator changed")
            )
    if old.get("options") != new.get("options"):
        causes.append(("options", "the options changed"))
    return causes


def tree_faults(root: Path, manifest: Manifest) -> Iterator[Difference]:
    """Where a tree is not as its own manifest says: edited, missing or untracked files."""
    for path, expected in manifest.files.items():
        file = root / path
        if not file.is_file():
            yield Difference(path, "missing", f"{path} is missing", _COMMAND)
        elif digest(file.read_bytes()) != expected:
            yield Difference(
                path,
                "edit",
                f"{path} was edited by hand; generated files are made anew",
                f"{_COMMAND}   # undoes the edit: change the document or a template instead",
            )
    for path in files_below(root):
        if path not in manifest.files and path != MANIFEST:
            yield Difference(
                path,
                "untracked",
                f"{path} is not a generated file",
                f"rm {path}   # or move it out of the generated folder",
            )


def compare(
    root: Path, expected: FileSet, manifest: Manifest | None, causes: list[tuple[str, str]]
) -> list[Difference]:
    """Each difference between a tree and what a run makes, with its cause."""
    found = {d.path: d for d in (tree_faults(root, manifest) if manifest else ())}
    reason = "; ".join(text for _, text in causes)
    cause = causes[0][0] if causes else "manifest"
    for path, content in expected.files.items():
        if path in found:
            continue
        file = root / path
        if not file.is_file():
            text = f"{path} does not exist yet" + (f": {reason}" if reason else "")
            found[path] = Difference(path, cause if causes else "missing", text, _COMMAND)
        elif file.read_bytes() != content:
            text = f"{path} is out of date: {reason or 'the manifest does not say why'}"
            found[path] = Difference(path, cause, text, _COMMAND)
    owned = manifest.files if manifest else {}
    for path in owned:
        if path not in expected.files and (root / path).is_file():
            text = f"{path} is stale: it is no longer generated"
            found[path] = Difference(path, "stale", text, _COMMAND)
    if manifest is None and root.is_dir():
        for path in files_below(root):
            if path not in expected.files:
                text = f"{path} is not a generated file"
                found[path] = Difference(path, "untracked", text, f"rm {path}")
    return sorted(found.values(), key=lambda difference: difference.path)
