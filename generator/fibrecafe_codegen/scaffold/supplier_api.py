"""Models and client of the supplier's own API, below the adapter's package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..drift import Difference, tree_faults
from ..finding import Finding
from ..generation import Outcome, check, generate
from ..manifest import read_manifest
from ..settings import Settings, Source

PACKAGE = "supplier_api"

Progress = Callable[[str], None]


def settings_of(root: Path, package: str, spec: str) -> Settings:
    """What makes it: `spec` is the document, below the project at `root`."""
    source = Source(root / spec, None, PACKAGE, spec)
    return Settings((source,), root / "src" / package, PACKAGE, ("models", "client"))


def make(settings: Settings, progress: Progress) -> list[Finding]:
    """Makes it. Raises DocumentError and GenerationRefused."""
    outcome: Outcome = generate(settings, force=False, progress=progress)
    return outcome.findings


def edited(settings: Settings) -> list[Difference]:
    """Files of it that were changed by hand."""
    manifest = read_manifest(settings.root)
    if manifest is None:
        return []
    return [fault for fault in tree_faults(settings.root, manifest) if fault.cause == "edit"]


def stale(settings: Settings, progress: Progress) -> list[str]:
    """Files that making it would change. Raises DocumentError and GenerationRefused."""
    outcome: Outcome = check(settings, full=False, progress=progress)
    return sorted({d.path for d in outcome.differences if d.cause != "untracked"})
