"""Generating into a tree, and checking one: what `fibrecafe generate` does."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .drift import Difference, compare, input_causes, tree_faults
from .fileset import MANIFEST, digest
from .manifest import Manifest, current_inputs, read_manifest
from .parallel import Helper
from .settings import Settings

if TYPE_CHECKING:
    from .finding import Finding
    from .pipeline import Result

# What both processes of a full run import, and what takes long: loaded before the one becomes two.
_SHARED = ("black", "jinja2", "pydantic.main", "pydantic.types", "fibrecafe_codegen.pipeline")

Progress = Callable[[str], None]


@dataclass(slots=True)
class Outcome:
    """What a run did, or found."""

    differences: list[Difference] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    total: int = 0
    findings: list[Finding] = field(default_factory=list)
    skipped: bool = False  # nothing had changed, so nothing was generated


def check(settings: Settings, *, full: bool, progress: Progress) -> Outcome:
    """Compares the tree with what it should be. `full` trusts no fingerprint."""
    manifest = read_manifest(settings.root)
    inputs = current_inputs(settings)
    if manifest is not None and not full and manifest.inputs == inputs:
        faults = list(tree_faults(settings.root, manifest))
        return Outcome(
            sorted(faults, key=lambda f: f.path), total=len(manifest.files), skipped=True
        )
    result = _generate(settings, None if full else _trusted(manifest, inputs), progress)
    expected = _with_manifest(result, inputs)
    causes = input_causes(manifest.inputs, inputs) if manifest else []
    differences = compare(settings.root, result.files, manifest, causes)
    return Outcome(differences, total=len(expected.files), findings=result.findings)


def generate(settings: Settings, *, force: bool, progress: Progress) -> Outcome:
    """Brings the tree up to date."""
    manifest = read_manifest(settings.root)
    inputs = current_inputs(settings)
    if manifest is not None and not force and manifest.inputs == inputs:
        wrong = [d for d in tree_faults(settings.root, manifest) if d.cause != "untracked"]
        if not wrong:
            return Outcome(total=len(manifest.files), skipped=True)
    result = _generate(settings, None if force else _trusted(manifest, inputs), progress)
    written = _with_manifest(result, inputs)
    owned = manifest.files if manifest else {}
    changed = [p for p in result.files.write(settings.root, owned=owned) if p != MANIFEST]
    return Outcome(changed=changed, total=len(written.files), findings=result.findings)


def make(settings: Settings, like: Settings, progress: Progress) -> Result:
    """What the settings ask for, in memory. What the tree of `like` holds already, of the same
    documents and more, is taken over. Raises DocumentError and GenerationRefused."""
    manifest = _trusted(read_manifest(like.root), current_inputs(like))
    return _generate(settings, manifest, progress, like)


def _trusted(manifest: Manifest | None, inputs: dict[str, Any]) -> Manifest | None:
    """A manifest whose formatted blocks can be taken over: made by this very toolkit."""
    if manifest is None:
        return None
    if any(manifest.inputs.get(kind) != inputs[kind] for kind in ("generator", "tools")):
        return None
    if manifest.inputs.get("templates") != inputs["templates"]:
        return replace(manifest, made_of={})  # formatted blocks, but no whole modules
    return manifest


def _generate(
    settings: Settings,
    manifest: Manifest | None,
    progress: Progress,
    like: Settings | None = None,
) -> Result:
    helper = None
    if manifest is None:
        gc.disable()  # `run` enables it again
        for module in _SHARED:
            import_module(module)
        helper = Helper(_load_tools)
    try:
        return _run(settings, (like or settings).root, manifest, progress, helper)
    finally:
        if helper is not None:
            helper.dismiss()


def _load_tools() -> None:
    """What making models takes, and takes long to import."""
    from .artifacts.dcg import load_tools

    load_tools()


def _run(
    settings: Settings,
    root: Path,
    manifest: Manifest | None,
    progress: Progress,
    helper: Helper | None,
) -> Result:
    from .formatting import BlockCache, Whole
    from .pipeline import run

    cache = BlockCache()
    if manifest is not None:
        texts = {}
        for path in manifest.blocks:
            file = root / path
            texts[path] = file.read_text(encoding="utf-8") if file.is_file() else ""
        texts = {p: t for p, t in texts.items() if digest(t.encode()) == manifest.files.get(p)}
        cache = BlockCache.of_files(texts, manifest.blocks)
        cache.whole = {
            path: Whole(key, texts[path], manifest.blocks[path])
            for path, key in manifest.made_of.items()
            if path in texts
        }
    return run(settings, cache, progress, helper)


def _with_manifest(result: Result, inputs: dict[str, Any]) -> Manifest:
    documents = {
        api.document: {
            "title": api.title,
            "version": api.version,
            "package": str(api.package),
            "operations": len(api.operations),
            "schemas": len(api.schema_names),
        }
        for api in result.apis
    }
    manifest = Manifest(inputs, result.files.hashes(), documents, result.blocks, result.made_of)
    result.files.add(MANIFEST, manifest.to_bytes())
    return manifest
