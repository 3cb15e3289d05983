"""`fibrecafe diff`."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click

from ..diff import compare, judge
from ..diff.formatters import Report
from ..diff.sources import SourceError, find
from ..document.load import Document, DocumentError

# At its end the process would look through all of two documents for what can be freed.
atexit.register(gc.freeze)


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--format", "shape", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option(
    "--fail-on", type=click.Choice(["breaking"]), help="End with 1 when something breaks."
)
def command(old: str, new: str, shape: str, fail_on: str | None) -> None:
    """Say what differs between two documents, whom it breaks, and what it means to each.

    OLD and NEW are files, or versions of the family such as tenant@1.17. Where a schema is written
    and the order of keys make no difference. docs/diff-rules.md has the rules.

    \b
    Examples:
        fibrecafe diff tenant@1.17 tenant@1.18
        fibrecafe diff --fail-on breaking old.yaml new.yaml
        fibrecafe diff --format markdown tenant@1.17 draft.yaml
    """
    with _without_collector():
        documents = _documents(old, new)
        changes = judge(compare(*documents))
    formatter = import_module(f"..diff.formatters.as_{shape}", __package__)
    click.echo(formatter.write(Report(*documents, changes)))
    breaks = any(change.severity == "breaking" for change in changes)
    sys.exit(1 if fail_on and breaks else 0)


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


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing that a comparison makes can be freed before its end; looking costs a third more."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
