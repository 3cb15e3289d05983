"""The project that a document comes into: its family, its folders, its text of the family."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ..document.load import Document, DocumentError, load, load_mapping
from ..document.overlay import apply_overlay
from ..settings import Settings, SettingsError, Source, load_settings

_VERSION = re.compile(r"\d+(?:\.\d+)*")


class NoProject(Exception):
    """There is no project, or none with such an API; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project with a family of documents, and the API in question."""

    root: Path
    settings: Settings
    family: Path
    source: Source
    """The API as the family has it now."""

    @property
    def api(self) -> str:
        """Its key: `tenant-updates`."""
        return self.source.key

    @property
    def spec(self) -> Path:
        """The folder with a folder per API."""
        return self.family.parent

    def document(self, version: str) -> Path:
        """Where a version is, or goes."""
        return self.spec / self.api / f"{version}.yaml"

    def shown(self, path: Path) -> str:
        """A path below the project."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )

    def version_before(self, version: str) -> str:
        """The version that this one follows: the family's, or where the family has this one
        already the newest before it. Raises NoProject."""
        current = self.source.path.stem
        if _numbers(current) > _numbers(version):
            raise NoProject(
                f"the family has {self.api} {current} already, which is newer than {version}; the way"
                " back is version control"
            )
        if current != version:
            return current
        known = [path.stem for path in self.document(version).parent.glob("*.yaml")]
        older = [v for v in known if _VERSION.fullmatch(v) and _numbers(v) < _numbers(version)]
        if not older:
            raise NoProject(f"{self.shown(self.document(version))} is the only version there is")
        return max(older, key=_numbers)

    def overlays(self, version: str) -> tuple[Path, ...]:
        """Those of the family, and those of the version where they are: `API-VERSION.marks.yaml`,
        then `API-VERSION.yaml`."""
        own = [file for file in self._own(version) if file.is_file()]
        return tuple(dict.fromkeys([*self.source.overlays, *own]))

    def overlays_before(self, version: str) -> tuple[Path, ...]:
        """Those of the version that this one follows."""
        return tuple(path for path in self.source.overlays if path not in self._own(version))

    def marks(self, version: str) -> Path:
        """The overlay with marks of ours that the version does not have."""
        return self._own(version)[0]

    def _own(self, version: str) -> tuple[Path, Path]:
        stem = f"{self.api}-{version}"
        return (
            self.spec / "overlays" / f"{stem}.marks.yaml",
            self.spec / "overlays" / f"{stem}.yaml",
        )

    def others(self) -> dict[str, Document]:
        """The other documents of the family, corrected. Raises DocumentError."""
        found = {}
        for source in self.settings.sources:
            if source.key != self.api:
                document = load(source.path, name=source.shown_as)
                for overlay in source.overlays:
                    document = apply_overlay(document, overlay)
                found[source.key] = document
        return found

    def family_text(self, version: str) -> str:
        """The family's file with the new version in the place of the old one. Raises NoProject."""
        text = self.family.read_text(encoding="utf-8")
        entry = re.search(
            rf"^(?P<head> *- api: *[\"']?{re.escape(self.api)}[\"']? *\n)(?P<rest>(?:(?! *- ) +.*\n)*)",
            text, re.MULTILINE,
        )  # fmt: skip
        if entry is None:
            raise NoProject(
                f"{self.shown(self.family)}: write the entry of {self.api} as `- api: ...`"
            )
        old = entry["rest"]
        new = re.sub(r"(?m)^( +version: *).*$", rf'\g<1>"{version}"', old)
        new = re.sub(r"(?m)^( +path: *).*$", rf"\g<1>{self.api}/{version}.yaml", new)
        listed = ", ".join(p.relative_to(self.spec).as_posix() for p in self.overlays(version))
        if listed and "overlays:" in new:
            new = re.sub(r"(?m)^( +overlays: *).*$", rf"\g<1>[{listed}]", new)
        elif listed:
            new = re.sub(r"(?m)^( +)(path: .*)$", rf"\g<1>\g<2>\n\g<1>overlays: [{listed}]", new)
        return text[: entry.start("rest")] + new + text[entry.end("rest") :]


def find_project(api: str, start: Path) -> Project:
    """The project around a folder. Raises NoProject and SettingsError."""
    settings = load_settings(start)
    here = start.resolve()
    root = next((f for f in (here, *here.parents) if (f / "pyproject.toml").is_file()), None)
    if settings.family is None or root is None or not settings.family.is_relative_to(root):
        raise NoProject(
            "a bump goes into a project that keeps the documents itself: one whose pyproject.toml has"
            ' [tool.fibrecafe] family = "spec/family.yaml"'
        )
    wanted = api.replace("_", "-")
    for source in settings.sources:
        if source.key == wanted:
            return Project(root, settings, settings.family, source)
    known = ", ".join(source.key for source in settings.sources)
    raise NoProject(f"there is no API {api!r} in the family; known: {known}")


def family_with(text: str, family: Path, scratch: Path) -> Document:
    """The family as it would be."""
    file = scratch / family.name
    file.write_text(text, encoding="utf-8", newline="\n")
    return load_mapping(file, name=f"{family.parent.name}/{family.name}")


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]


__all__ = ["DocumentError", "NoProject", "Project", "SettingsError", "family_with", "find_project"]
