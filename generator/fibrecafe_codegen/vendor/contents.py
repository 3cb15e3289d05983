"""All files of a copy, in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ..fileset import FileSet, digest
from ..finding import Finding
from ..generation import make
from ..locate import template_root
from ..manifest import current_tools
from ..model.api import Api
from ..render import Renderer
from ..scaffold.staging import make_folder
from ..settings import Settings, Source
from . import verify
from .place import is_empty
from .record import Origin, Record
from .requirements import requirements_of

_VERIFY = "verify.py"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy: files without the record, and the record, which is written last."""

    files: FileSet
    record: Record
    findings: list[Finding]  # what generation left out

    def all_files(self) -> FileSet:
        """The record among the others."""
        return FileSet({**self.files.files, verify.RECORD: self.record.to_bytes()})


def make_copy(
    settings: Settings, chosen: Settings, package: str, progress: Callable[[str], None]
) -> Copy:
    """What `fibrecafe generate` makes of the chosen part, and what a copy has besides. The tree
    of `settings`, where there is one, saves the time to make it again.

    Raises DocumentError and GenerationRefused.
    """
    result = make(chosen, settings, progress)
    progress("copying")
    tools = {"fibrecafe": version("fibrecafe"), **current_tools()}
    requires = requirements_of(chosen.artifacts)
    documents = {s.key: _origin(s, api) for s, api in zip(chosen.sources, result.apis, strict=True)}
    renderer = Renderer([*chosen.templates, template_root()])
    readme = renderer.render(
        "vendor/README.md.jinja",
        package=package, artifacts=chosen.artifacts, documents=documents, requires=requires,
        tools=tools, imports=[_module(package, source) for source in chosen.sources],
    )  # fmt: skip
    files = result.files
    files.add("README.md", readme)
    files.add("LICENSE", renderer.text("vendor/LICENSE"))
    files.add(_VERIFY, Path(verify.__file__).read_text(encoding="utf-8"))
    hashes = {path: verify.digest_of(content) for path, content in files.files.items()}
    record = Record(package, chosen.artifacts, documents, tools, requires, hashes)
    return Copy(files, record, result.findings)


def write_copy(copy: Copy, target: Path) -> None:
    """Makes the folder of a new copy, whole or not at all. Raises FolderExists and OSError."""
    files = copy.all_files()
    if is_empty(target):
        target.rmdir()
    make_folder(target, lambda folder: _fill(folder, files))


def _fill(folder: Path, files: FileSet) -> None:
    files.write(folder, owned={})


def _origin(source: Source, api: Api) -> Origin:
    return Origin(
        title=api.title,
        version=api.version,
        path=source.shown_as,
        sha256=digest(source.path.read_bytes()),
        overlays={overlay.name: digest(overlay.read_bytes()) for overlay in source.overlays},
    )


def _module(package: str, source: Source) -> str:
    return f"{package}.{source.package}" if source.package else package
