"""`fibrecafe impact`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..diff.sources import SourceError, find
from ..document.load import Document, DocumentError


@click.command("impact")
@click.argument("old")
@click.argument("new")
@click.argument(
    "paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]..."
)
@click.option("--format", "shape", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option(
    "--lifecycle", type=click.Path(path_type=Path), metavar="FILE",
    help="Exported lifecycle tables; the gateway's own where it is not given.",
)  # fmt: skip
def command(
    old: str, new: str, paths: tuple[Path, ...], shape: str, lifecycle: Path | None
) -> None:
    """Say whom the difference of two documents hits: code, copies, lifecycles.

    OLD and NEW are files, or versions of the family such as tenant@1.17. Below each PATH, Python code
    that uses what changed is named by file and line, and so are copies made by `fibrecafe vendor`.
    Without PATH: runtime/ and adapters/ where they are, else the current folder. No code is run.

    \b
    Examples:
        fibrecafe impact tenant@1.17 tenant@1.18
        fibrecafe impact tenant@1.17 draft.yaml adapters/acme ../portal
        fibrecafe impact --format markdown old.yaml new.yaml src
    """
    from ..impact import assess, formatters  # takes its time to import
    from ..impact.lifecycle import UnreadableTables, read_tables, tables_of

    documents = _documents(old, new)
    file = lifecycle or tables_of(Path.cwd())
    try:
        tables = read_tables(file) if file else None
    except UnreadableTables as error:
        raise click.UsageError(str(error)) from error
    found = assess(*documents, list(paths) or default_paths(Path.cwd()), tables=tables)
    click.echo(getattr(formatters, f"as_{shape}")(found))


def default_paths(root: Path) -> list[Path]:
    """Where hand-written code is in a project."""
    found = [root / name for name in ("runtime", "adapters") if (root / name).is_dir()]
    return found or [root]


def _documents(old: str, new: str) -> tuple[Document, Document]:
    """Both documents; ends the program with 2 for what is none."""
    try:
        return find(old), find(new)
    except SourceError as error:
        raise click.UsageError(str(error)) from error
    except DocumentError as error:
        for finding in error.findings:
            click.echo(str(finding), err=True)
        click.echo("nothing was compared; mend the document and run it again", err=True)
        sys.exit(2)
