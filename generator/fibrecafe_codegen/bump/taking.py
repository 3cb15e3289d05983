"""The document from its file to how it is to stand in `spec/`: under our names, with our marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..document.load import Document, DocumentError, load
from ..document.overlay import apply_overlay
from . import marks
from . import names as kept_names
from . import operations as kept_ids
from .matching import Matches, match
from .stop import Stop, mend
from .tree import Tree


class Taking:
    """Takes one document over. All methods raise Stop."""

    def __init__(self, tree: Tree, version: str, given: Path, scratch: Path) -> None:
        self.tree = tree
        self.project = tree.project
        self.version = version
        self.given = given
        self.scratch = scratch
        self.renamed = 0
        """Schemas that the document calls otherwise."""

    def before(self, version: str) -> Document:
        """The version that this one follows, corrected."""
        document = self._load(self.project.document(version))
        return self._corrected(document, self.project.overlays_before(self.version))

    def text(self, old: Document) -> str:
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

    def document(self, old: Document, text: str) -> Document:
        """The same, corrected."""
        target = self.project.document(self.version)
        copy = self.scratch / "new.yaml"
        copy.write_text(text, encoding="utf-8", newline="\n")
        document = replace(self._load(copy, self.project.shown(target)), path=target)
        drafted = self._marked(old, document)
        return self._corrected(document, (*drafted, *self.project.overlays(self.version)))

    def place(self, text: str) -> None:
        """Into `spec/`."""
        target = self.project.document(self.version)
        if self.tree.write(target, text):
            self.tree.said("document", f"{self.project.shown(target)}, from {self.given.name}")

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
        matches = self._matches(old, document, known)
        proposed = kept_names.with_proposals(file, matches, known)
        if proposed is not None and self.tree.write(file, proposed):
            said = f"{len(matches.certain)} schemas of the document are ours under other names"
            self.tree.said("names", f"{said}: {self.project.shown(file)}")
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
        return kept_ids.with_our_ids(text, self._ids(old, document, applied))

    def _ids(self, old: Document, document: Document, names: dict[str, str]) -> dict[str, str]:
        """Of its operations, to ours."""
        file = self.project.spec / self.project.api / kept_ids.FILE
        ids, lines, new = kept_ids.settle(file, old, document, names)
        if lines and self.tree.write(file, lines):
            said = f"{new} of the document are ours under other ids"
            self.tree.said("operations", f"{said}: {self.project.shown(file)}")
        return ids

    def _matches(
        self, old: Document, document: Document, known: Mapping[str, str | None]
    ) -> Matches:
        """Names that are not settled yet."""
        if known:
            file = self.scratch / "named.yaml"
            text = kept_names.renamed_text(document, known)
            file.write_text(text, encoding="utf-8", newline="\n")
            document = self._load(file, self.given.as_posix())
        found = match(old, document)
        for name in known:
            found.certain.pop(name, None)
            found.undecided.pop(name, None)
        return found

    def _marked(self, old: Document, document: Document) -> tuple[Path, ...]:
        """Marks of ours that a document from outside does not have, as an overlay. Empty unless it
        is a dry run: otherwise the project has it from now on."""
        file = self.project.marks(self.version)
        kept = [] if file.is_file() else marks.kept(old, document)
        if not kept:
            return ()
        text = marks.overlay_text(kept, old, document)
        self.tree.write(file, text)
        said = f"{len(kept)} that the document does not have are kept"
        self.tree.said("marks", f"{said}: {self.project.shown(file)}")
        if not self.tree.dry:
            return ()
        drafted = self.scratch / file.name
        drafted.write_text(text, encoding="utf-8", newline="\n")
        return (drafted,)

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
            self.tree.said("overlays", f"{len(overlays)} applied")
        return document
