"""`fibrecafe bump`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..settings import SettingsError
from .report import count_of, progress_line, show_findings

if TYPE_CHECKING:
    from ..bump import Bump

_VERSION = re.compile(r"\d[\w.+-]*")  # it names files


@click.command("bump")
@click.argument("api")
@click.argument("version")
@click.option(
    "--from", "given", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True,
    metavar="FILE", help="The new document, ours or from outside.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be done.")
@click.option(
    "--lifecycle", type=click.Path(path_type=Path), metavar="FILE",
    help="Exported lifecycle tables; the gateway's own where it is not given.",
)  # fmt: skip
@click.option(
    "--look", "paths", type=click.Path(path_type=Path, exists=True), multiple=True, metavar="PATH",
    help="Code that may be hit; runtime/ and adapters/ where it is not given. May be repeated.",
)  # fmt: skip
def command(
    api: str, version: str, given: Path, dry_run: bool, lifecycle: Path | None,
    paths: tuple[Path, ...],
) -> None:  # fmt: skip
    """Bring a new version of a document into the project, as far as nobody must decide.

    Checks it, puts it to spec/API/VERSION.yaml under our names of schemas, updates the family,
    generates, says whom it hits, writes the upgrade guide and the changelog's entry. Where a person
    must decide it stops with 1 and says what; run it again afterwards. docs/maintaining.md walks
    through one.

    \b
    Examples:
        fibrecafe bump tenant 1.18 --from draft.yaml --dry-run
        fibrecafe bump tenant 1.18 --from draft.yaml
        fibrecafe bump supplier 1.16 --from theirs.json --look ../adapter-acme
    """
    from ..bump import NoProject, find_project, run
    from ..impact.lifecycle import UnreadableTables, read_tables, tables_of
    from .impact import default_paths

    if not _VERSION.fullmatch(version):
        raise click.UsageError(f"{version!r} is not a version; write it as the document does: 1.18")
    progress = progress_line("text")
    try:
        project = find_project(api, Path.cwd())
        file = lifecycle or tables_of(project.root)
        result = run(
            project, version, given, tables=read_tables(file) if file else None,
            paths=list(paths) or default_paths(project.root), dry=dry_run, progress=progress,
        )  # fmt: skip
    except (NoProject, SettingsError, UnreadableTables) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    progress("")
    _show(result, api, dry=dry_run)
    sys.exit(1 if result.stop else 0)


def _show(result: Bump, api: str, *, dry: bool) -> None:
    click.echo(click.style(f"{api} {result.old} -> {result.new}", bold=True))
    width = max((len(done.step) for done in result.done), default=0)
    for done in result.done:
        click.echo(f"  {done.step.ljust(width)}  {done.said}")
    if result.impact is not None:
        from ..diff import summary
        from ..impact.formatters import code_summary

        counts = ", ".join(f"{n} {kind}" for kind, n in summary(result.impact.changes).items())
        click.echo(f"  {'changes'.ljust(width)}  {counts}")
        click.echo(f"  {'impact'.ljust(width)}  {code_summary(result.impact)}")
        click.echo(f"  {'version'.ljust(width)}  {result.impact.verdict}")
    would = "would change" if dry else "changed"
    click.echo(f"{count_of(len(result.written), 'file')} {would}")
    if dry:
        for path in result.written:
            click.echo(f"  {path}")
    if result.stop is not None:
        if result.stop.findings:
            show_findings(result.stop.findings, "text")
        click.echo(f"{click.style('stopped:', fg='yellow', bold=True)} {result.stop.why}")
        click.echo(f"    {result.stop.how}")
        click.echo("    then run the same command again")
    elif not dry:
        click.echo("done: review spec/ first, then generated/; then run the tests")
