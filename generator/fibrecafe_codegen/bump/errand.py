"""The steps of a bump, in their order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ..diff import Diff, compare
from ..document.load import Document, DocumentError, load_mapping
from ..finding import Finding
from ..impact import Tables, assess
from ..impact.copies import surface_text
from ..settings import load_settings
from ..surface import changes as name_changes
from .changelog import with_entry
from .decisions import Decisions, decide
from .guide import write_guide
from .project import Project, family_with
from .questions import questions_of
from .result import Bump
from .stop import Stop, mend
from .taking import Taking
from .tree import Tree

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
        self.scratch = scratch
        self.progress = progress
        self.result = Bump(project.version_before(version), version)
        self.tree = Tree(project, self.result, dry=dry)
        self.taking = Taking(self.tree, version, given, scratch)

    def steps(self) -> None:
        project, version, taking = self.project, self.version, self.taking
        old = taking.before(self.result.old)
        text = taking.text(old)
        new = taking.document(old, text)
        as_given = replace(new, name=self.given.as_posix())
        self._validated(as_given)
        family = project.family_text(version)
        self._agreed(as_given, family)
        taking.place(text)
        if self.tree.write(project.family, family):
            self.tree.said(
                "family", f"{project.shown(project.family)} names {project.api} {version}"
            )
        self._generated()
        self._judged(compare(old, new))

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
        self.tree.said(
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
        found = check_family({key: all_[key] for key in order}, view)
        findings = [self._as_on_disk(finding) for finding in found]
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
        self.tree.said("family check", f"agrees with {', '.join(others)}")

    def _as_on_disk(self, finding: Finding) -> Finding:
        """With the line of the family's file as it is, where it is about that."""
        family = load_mapping(self.project.family)
        if not finding.document.endswith(f"/{family.path.name}"):
            return finding
        return replace(finding, line=family.line_of(finding.pointer))

    def _generated(self) -> None:
        from ..generation import generate
        from ..pipeline import GenerationRefused

        if self.tree.dry:
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
        self.tree.said("generation", f"{outcome.total} files, {changed} changed")

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
            self.tree.write(file, decisions.text())
        guide = folder / f"{stem}.md"
        artifacts = project.settings.artifacts
        surfaces = [surface_text(d, project.api, artifacts) for d in (diff.old, diff.new)]
        title = _title(diff.new)
        text = write_guide(impact, title, name_changes(*surfaces), decisions, self.taking.renamed)
        if self.tree.write(guide, text):
            self.tree.said("upgrade guide", project.shown(guide))
        changelog = project.root / "CHANGELOG.md"
        before = changelog.read_text(encoding="utf-8") if changelog.is_file() else "# Changelog\n"
        after = with_entry(before, impact, title, project.shown(guide))
        if self.tree.write(changelog, after):
            self.tree.said("changelog", project.shown(changelog))
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
            self.tree.said("decisions", f"{len(decisions.questions)} answered")


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
