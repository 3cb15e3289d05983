"""`fibrecafe validate`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from ..document.load import Document, DocumentError, load, load_mapping
from ..finding import Finding
from ..settings import Settings, SettingsError, Source, load_settings
from .report import count_of, progress_line, show_findings


@click.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--foreign", is_flag=True, help="Leave our house rules out: the document is not ours."
)
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def command(files: tuple[Path, ...], foreign: bool, shape: str) -> None:
    """Check documents against OpenAPI and our rules; all findings at once.

    Without FILES: the documents of [tool.fibrecafe], or the Fibre Cafe family, and whether they
    agree on what they share. docs/validation.md describes each rule.

    \b
    Examples:
        fibrecafe validate
        fibrecafe validate spec/tenant/1.18.yaml
        fibrecafe validate --foreign --format json their-api.yaml
    """
    try:
        settings = None if files else load_settings()
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    sources = settings.sources if settings else tuple(map(_source, files))
    house = not foreign and (settings is None or settings.family is not None)
    progress = progress_line(shape)
    documents: dict[str, Document] = {}
    findings: list[Finding] = []
    for source in sources:
        progress(f"checking {source.shown_as}")
        try:
            documents[source.key] = document = _load(source)
            findings += _check(document, house)
        except DocumentError as error:
            findings += error.findings
    if settings is not None:
        findings += _family(settings, documents)
    progress("")
    show_findings(findings, shape)
    if shape == "text":
        click.echo(_summary(len(sources), list(documents.values()), findings))
    sys.exit(1 if any(finding.severity == "error" for finding in findings) else 0)


def _source(file: Path) -> Source:
    return Source(file, None, file.as_posix(), file.as_posix())


def _load(source: Source) -> Document:
    document = load(source.path, name=source.shown_as)
    if source.overlays:
        from ..document.overlay import apply_overlay

        for overlay in source.overlays:
            document = apply_overlay(document, overlay)
    return document


def _check(document: Document, house: bool) -> list[Finding]:
    from ..validation.check import check_document  # takes its time to import

    return check_document(document, house=house)


def _family(settings: Settings, documents: Mapping[str, Document]) -> list[Finding]:
    if settings.family is None or len(documents) < len(settings.sources):
        return []
    from ..validation.family import check_family

    return check_family(documents, load_mapping(settings.family, name=settings.family.name))


def _summary(count: int, documents: Sequence[Document], findings: Sequence[Finding]) -> str:
    from ..normalise.shape import operations

    total = sum(
        1 for d in documents if isinstance(d.data.get("paths"), dict) for _ in operations(d.data)
    )
    counted = f"{count_of(count, 'document')}, {count_of(total, 'operation')}"
    return f"{counted}: {count_of(len(findings), 'finding') if findings else 'no findings'}"
