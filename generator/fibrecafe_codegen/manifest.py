"""The manifest: what a generated tree should be, and what it was made from.

It holds no time stamp and no path outside the project: same input, same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .fileset import MANIFEST, digest, files_below
from .locate import template_root
from .settings import Settings

FORMAT = 2
# Packages whose release shows in what is generated.
_TOOLS = ("black", "datamodel-code-generator", "jinja2")
_ELSEWHERE: tuple[str, ...] = (
    "beside/", "bump/", "commands/", "_data/", "diff/", "impact/", "scaffold/", "validation/", "vendor/",
)  # fmt: skip
_FOR_CONVERTERS = ("beside/", "diff/")
_OTHER_TEMPLATES = ("adapter/", "vendor/")
_PACKAGE = Path(__file__).resolve().parent


@dataclass(slots=True)
class Manifest:
    """The content of `generated_files.json`."""

    inputs: dict[str, Any]
    files: dict[str, str]
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    blocks: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    made_of: dict[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """JSON that reads well in a diff."""
        content = {
            "format": FORMAT,
            "note": "Made by fibrecafe; `fibrecafe generate --check` says what differs and why.",
            "documents": self.documents,
            "inputs": self.inputs,
            "files": dict(sorted(self.files.items())),
            "made_of": dict(sorted(self.made_of.items())),
            "blocks": {
                path: " ".join(f"{key}:{length}" for key, length in blocks)
                for path, blocks in sorted(self.blocks.items())
            },
        }
        return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def read_manifest(root: Path) -> Manifest | None:
    """The manifest of a tree; None when there is none that can be used."""
    try:
        content = json.loads((root / MANIFEST).read_bytes())
        if content["format"] != FORMAT:
            return None
        blocks = {
            path: [(part.split(":")[0], int(part.split(":")[1])) for part in text.split()]
            for path, text in content["blocks"].items()
        }
        made_of = dict(content["made_of"])
        return Manifest(content["inputs"], content["files"], content["documents"], blocks, made_of)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def forgotten_packages(settings: Settings) -> list[Path]:
    """Packages that were made beside that of the settings, and are asked for no more."""
    wanted = {settings.root, *(one.root for one in settings.also)}
    found = []
    for file in sorted(settings.output.glob(f"*/{MANIFEST}")):
        manifest = None if file.parent in wanted else read_manifest(file.parent)
        options = manifest.inputs.get("options", {}) if manifest else {}
        if options.get("beside") == settings.package:
            found.append(file.parent)
    return found


def current_inputs(settings: Settings) -> dict[str, Any]:
    """Everything that decides what is generated, as hashes by kind."""
    spec = {source.shown_as: _hash_of(source.path) for source in settings.sources}
    if settings.family is not None:
        spec["family.yaml"] = _hash_of(settings.family)
    sources = [*settings.sources, *([settings.beside.source] if settings.beside else [])]
    overlays = {o.name: _hash_of(o) for source in sources for o in source.overlays}
    if settings.beside is not None:
        spec[settings.beside.source.shown_as] = _hash_of(settings.beside.source.path)
    templates: dict[str, str] = {}
    for folder in (template_root(), *reversed(settings.templates)):
        templates.update(
            {
                p: _hash_of(folder / p)
                for p in files_below(folder)
                if not p.startswith(_OTHER_TEMPLATES)
            }
        )
    return {
        "spec": spec,
        "overlays": overlays,
        "templates": digest(_joined(templates)),
        "generator": _sources_of(settings),
        "options": {
            "package": settings.package,
            "artifacts": list(settings.artifacts),
            "packages": [source.package for source in settings.sources],
            **({"beside": settings.beside.package} if settings.beside else {}),
        },
        "tools": current_tools(),
    }


def current_tools() -> dict[str, str]:
    """The releases of the tools that show in what is generated."""
    return {name: _version(name) for name in _TOOLS}


def _sources_of(settings: Settings) -> str:
    """The toolkit's own modules but those that decide nothing of the output."""
    elsewhere = _ELSEWHERE
    if settings.beside is not None:  # converters are made of what two versions differ in
        elsewhere = tuple(folder for folder in elsewhere if folder not in _FOR_CONVERTERS)
    paths = [p for p in files_below(_PACKAGE) if p.endswith(".py") and not p.startswith(elsewhere)]
    return digest(_joined({path: _hash_of(_PACKAGE / path) for path in paths}))


def _hash_of(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except OSError:
        return "missing"


def _joined(hashes: Mapping[str, str]) -> bytes:
    return "\n".join(f"{path} {key}" for path, key in sorted(hashes.items())).encode()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
