"""The steps of a bump, in their order."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ..diff import Diff, compare
from ..document.load import Document, DocumentError, load
from ..document.overlay import apply_overlay
from ..impact import Tables, assess
from ..impact.copies import surface_text
from ..settings import load_settings
from ..surface import changes as name_changes
from . import names as kept_names
from . import operations as kept_ids
from .changelog import with_entry
from .decisions import Decisions, decide
from .guide import write_guide
from .matching import Matches, match
from .project import Project, family_with
from .questions import questions_of
from .result import Bump, Done
from .stop import Stop, mend

Progress = Callable[[str], None]


class _Errand:
    def __init__(
        self, project: Project, version: str, given: Path, tables: Tables | None,
        paths: list[Path], *, dry: bool, scratch: Path, progress: Progress,
    ) -> None:  # fmt: skip
        self.project = project
        self.version = version
        self.given = given
        self.tables = tables
        self.paths = paths
        self.dry = dry
        self.scratch = scratch
        self.progress = progress
        self.result = Bump(project.version_before(version), version)
        self.renamed = 0

    def steps(self) -> None:
        project, version = self.project, self.version
        before = self._load(project.document(self.result.old))
        old = self._corrected(before, project.overlays_before(version))
        text = self._text(old)
        new = self._document(text)
        as_given = replace(new, name=self.given.as_posix())
        self._validated(as_given)
        family = project.family_text(version)
        self._agreed(as_given, family)
        self._placed(text)
        if self._write(project.family, family):
            self._said("family", f"{project.shown(project.family)} names {project.api} {version}")
        self._generated()
        self._judged(compare(old, new))

    # The document

    def _text(self, old: Document) -> str:
        """The document as it is to stand in `spec/`."""
        target = self.project.document(self.version)
        shown = self.project.shown(target)
        text = self._named(old, self._given())
        if target.is_file() and target.read_text(encoding="utf-8") != text:
            if target.resolve() == self.given.resolve():
                return text
            raise Stop(
                f"{shown} is there already, and is not what {self.given.as_posix()} comes to",
                f"to keep what is there: --from {shown}; to take the file again: delete {shown}",
            )
        return text

    def _document(self, text: str) -> Document:
        """The same, corrected."""
        target = self.project.document(self.version)
        copy = self.scratch / "new.yaml"
        copy.write_text(text, encoding="utf-8", newline="\n")
        document = replace(self._load(copy, self.project.shown(target)), path=target)
        return self._corrected(document, self.project.overlays(self.version))

    def _placed(self, text: str) -> None:
        target = self.project.document(self.version)
        if self._write(target, text):
            self._said("document", f"{self.project.shown(target)}, from {self.given.name}")

    def _given(self) -> Document:
        document = self._load(self.given, self.given.as_posix())
        if document.version != self.version:
            raise Stop(
                f"{document.name} says that it is version {document.version or 'nothing'}, not"
                f" {self.version}",
                f'bump to {document.version}, or write `version: "{self.version}"` under `info`',
            )
        return document

    def _named(self, old: Document, document: Document) -> str:
        """Its text under our names."""
        file = self.project.spec / self.project.api / kept_names.FILE
        known = kept_names.read_names(file)
        applied = {theirs: ours for theirs, ours in known.items() if ours is not None}
        matches = self._matches(old, kept_names.renamed_text(document, applied), set(known))
        proposed = kept_names.with_proposals(file, matches, known)
        if proposed is not None and self._write(file, proposed):
            said = f"{len(matches.certain)} schemas of the document are ours under other names"
            self._said("names", f"{said}: {self.project.shown(file)}")
        undecided = sorted({*matches.undecided, *(n for n, ours in known.items() if ours is None)})
        if undecided:
            raise Stop(
                f"which of our schemas is {undecided[0]}? {len(undecided)} cannot be told by shape",
                f"write our name behind each in {self.project.shown(file)}, or its own if it is new",
            )
        applied |= {theirs: ours for theirs, (ours, _) in matches.certain.items()}
        there = (document.data.get("components") or {}).get("schemas") or {}
        self.renamed = sum(
            theirs != ours and (theirs in there or ours in there)  # the latter: given ours already
            for theirs, ours in applied.items()
        )
        text = kept_names.renamed_text(document, applied)
        file = file.with_name(kept_ids.FILE)
        ids, lines = kept_ids.settle(file, old, document)
        if lines and self._write(file, lines):
            self._said("operations", f"those under other ids: {self.project.shown(file)}")
        return kept_ids.with_our_ids(text, ids)

    def _matches(self, old: Document, text: str, settled: set[str]) -> Matches:
        """Names that are not settled yet."""
        file = self.scratch / "named.yaml"
        file.write_text(text, encoding="utf-8", newline="\n")
        found = match(old, self._load(file, self.given.as_posix()))
        for name in settled:
            found.certain.pop(name, None)
            found.undecided.pop(name, None)
        return found

    def _load(self, path: Path, shown: str | None = None) -> Document:
        try:
            return load(path, name=shown or self.project.shown(path))
        except DocumentError as error:
            raise mend(error.findings, "the document cannot be read") from error

    def _corrected(self, document: Document, overlays: tuple[Path, ...]) -> Document:
        try:
            for overlay in overlays:
                shown = self.project.shown(overlay)
                document = apply_overlay(document, overlay, name=shown)
        except DocumentError as error:
            raise Stop(
                f"a correction does not fit version {self.version}",
                "adapt the action of the overlay, or drop it where the document is right by now",
                error.findings,
            ) from error
        if overlays and document.version == self.version:
            self._said("overlays", f"{len(overlays)} applied")
        return document

    # Is it right, and does it go with the others?

    def _validated(self, document: Document) -> None:
        from ..validation.check import check_document

        self.progress(f"checking {document.name}")
        findings = check_document(document)
        if any(finding.severity == "error" for finding in findings):
            own = f"spec/overlays/{self.project.api}-{self.version}.yaml"
            raise mend(
                findings, "the document breaks rules",
                f"mend {document.name} where it is ours; correct it by an overlay in {own} where it is not",
            )  # fmt: skip
        self._said(
            "validation", f"no errors, {len(findings)} warnings" if findings else "no findings"
        )

    def _agreed(self, document: Document, family: str) -> None:
        from ..validation.family import check_family

        try:
            others = self.project.others()
        except DocumentError as error:
            raise mend(error.findings, "another document of the family cannot be read") from error
        order = [source.key for source in self.project.settings.sources]
        all_ = {**others, self.project.api: document}
        view = family_with(family, self.project.family, self.scratch)
        findings = check_family({key: all_[key] for key in order}, view)
        if findings:
            names = sorted({f.pointer.split("/")[3] for f in findings if f.pointer.count("/") > 2
                            and f.pointer.startswith("/components/")})  # fmt: skip
            about = f": {', '.join(names)}" if names else ""
            raise Stop(
                f"the family no longer agrees{about}",
                "change the other documents too (a bump of theirs), or say in"
                f" {self.project.shown(self.project.family)} that the schemas differ, with the reason",
                findings,
            )
        self._said("family check", f"agrees with {', '.join(others)}")

    def _generated(self) -> None:
        from ..generation import generate
        from ..pipeline import GenerationRefused

        if self.dry:
            return
        try:
            outcome = generate(
                load_settings(self.project.root), force=False, progress=self.progress
            )
        except (DocumentError, GenerationRefused) as error:
            raise mend(error.findings, "nothing was generated") from error
        self.result.written += [
            self.project.shown(self.project.settings.root / path) for path in outcome.changed
        ]
        changed = len(outcome.changed)
        self._said("generation", f"{outcome.total} files, {changed} changed")

    # What it means

    def _judged(self, diff: Diff) -> None:
        self.progress("looking whom it hits")
        project = self.project
        impact = assess(
            diff.old, diff.new, self.paths, tables=self.tables, base=project.root, diff=diff
        )
        self.result.impact = impact
        stem = f"{project.api}-{self.result.old}-to-{self.version}"
        folder = project.root / "docs" / "upgrades"
        file = folder / f"{stem}.decisions.yaml"
        decisions = decide(file, list(questions_of(impact)))
        if decisions.text():
            self._write(file, decisions.text())
        guide = folder / f"{stem}.md"
        artifacts = project.settings.artifacts
        surfaces = [surface_text(d, project.api, artifacts) for d in (diff.old, diff.new)]
        title = _title(diff.new)
        text = write_guide(impact, title, name_changes(*surfaces), decisions, self.renamed)
        if self._write(guide, text):
            self._said("upgrade guide", project.shown(guide))
        changelog = project.root / "CHANGELOG.md"
        before = changelog.read_text(encoding="utf-8") if changelog.is_file() else "# Changelog\n"
        after = with_entry(before, impact, title, project.shown(guide))
        if self._write(changelog, after):
            self._said("changelog", project.shown(changelog))
        self._decided(decisions, file)

    def _decided(self, decisions: Decisions, file: Path) -> None:
        if decisions.open:
            first, more = decisions.open[0], len(decisions.open) - 1
            raise Stop(
                first.question + (f" (and {more} more to decide)" if more else ""),
                f"{first.how}; or write why not as the answer of `{first.id}` in"
                f" {self.project.shown(file)}",
            )
        if decisions.questions:
            self._said("decisions", f"{len(decisions.questions)} answered")

    # The tree

    def _write(self, path: Path, text: str) -> bool:
        """Whether the file is another now, or would be."""
        if path.is_file() and path.read_bytes() == text.encode():
            return False
        self.result.written.append(self.project.shown(path))
        if not self.dry:
            path.parent.mkdir(parents=True, exist_ok=True)
            staged = path.with_name(path.name + ".fibrecafe-part")
            staged.write_text(text, encoding="utf-8", newline="\n")
            os.replace(staged, path)
        return True

    def _said(self, step: str, said: str) -> None:
        self.result.done.append(Done(step, said))


def run(
    project: Project, version: str, given: Path, *, tables: Tables | None, paths: list[Path],
    dry: bool, progress: Progress = lambda _: None,
) -> Bump:  # fmt: skip
    """Does all that can be done without a person; `stop` says what that person has to do.

    Raises NoProject.
    """
    with tempfile.TemporaryDirectory(prefix="fibrecafe-") as folder:
        errand = _Errand(
            project, version, given, tables, paths, dry=dry, scratch=Path(folder), progress=progress
        )
        try:
            errand.steps()
        except Stop as stop:
            errand.result.stop = stop
        return errand.result


def _title(document: Document) -> str:
    title = str((document.data.get("info") or {}).get("title", ""))
    return " ".join(title.rpartition(":")[2].split()) or document.name
