"""`fibrecafe adapter check`: the conformance kit."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..conformance.findings import Report, Result
    from ..conformance.loading import Loaded

FORMATS = ("text", "json", "junit", "html")

_FINDINGS = 1


@click.command("check")
@click.argument("subject", default=".", metavar="[DIR|NAME|URL]")
@click.option(
    "--level",
    type=click.Choice(["bronze", "silver", "gold"]),
    default="gold",
    show_default=True,
    help="How far to check; it is also what has to be reached.",
)
@click.option("--only", multiple=True, metavar="ID", help="One check, or all whose id begins so.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Of the result.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the result there; a summary goes to the terminal.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Settings of an adapter or server that is named; conformance.toml by default.",
)
@click.option("--record", is_flag=True, help="Keep what passes in conformance.json.")
@click.option("--list", "listed", is_flag=True, help="Show all checks, and end.")
def command(
    subject: str,
    level: str,
    only: tuple[str, ...],
    form: str,
    output: Path | None,
    config: Path | None,
    record: bool,
    listed: bool,
) -> None:
    """Say what an adapter, or a supplier's own server, does not keep yet.

    DIR is a project with a conformance.py, NAME an installed adapter, URL a server that speaks the
    Supplier API. Ends with 0 when the level is reached, 1 when not, 2 when it was called wrongly.

    \b
    Examples:
        fibrecafe adapter check
        fibrecafe adapter check --level bronze --only bronze.failure
        fibrecafe adapter check https://api.acme.example --config conformance.toml
        fibrecafe adapter check . --format html --output report.html
    """
    if listed:
        from ..conformance.registry import all_checks

        for one in all_checks():
            click.echo(f"{one.id}  {one.title}")
        return
    loaded = _loaded(subject, config)
    report = _run(loaded, subject, level, only, quiet=form != "text" and output is None)
    if record and not only:
        _record(report, loaded)
    _show(report, form, output)
    if not report.is_good:
        sys.exit(_FINDINGS)


def _loaded(subject: str, config: Path | None) -> Loaded:
    """Raises click.UsageError."""
    from ..conformance.loading import NotFound, load

    try:
        return load(subject, config)
    except NotFound as error:
        raise click.UsageError(str(error)) from error


def _run(loaded: Loaded, called: str, level: str, only: tuple[str, ...], *, quiet: bool) -> Report:
    """Raises click.UsageError."""
    from ..conformance.levels import Level
    from ..conformance.recorded import FILE, RecordUnusable, passed_before
    from ..conformance.registry import UnknownCheck
    from ..conformance.runner import run

    progress = _Progress(sys.stderr.isatty() and not quiet)
    try:
        return asyncio.run(
            run(
                loaded.subject,
                Level.of(level),
                only=only,
                passed_before=passed_before(loaded.folder / FILE),
                called=called,
                watch=progress.show,
            )
        )
    except (UnknownCheck, RecordUnusable) as error:
        raise click.UsageError(str(error)) from error
    except KeyboardInterrupt:
        raise click.Abort from None
    except Exception as error:
        raise click.UsageError(
            f"the subject {loaded.subject.name} did not start: {type(error).__name__}: {error}"
        ) from error
    finally:
        progress.clear()


class _Progress:
    """One line that says where it is."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._count = 0

    def show(self, result: Result) -> None:
        """After each check."""
        self._count += 1
        if self._shown:
            click.echo(f"\r\x1b[K{self._count} {result.id}", nl=False, err=True)

    def clear(self) -> None:
        """At the end."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def _record(report: Report, loaded: Loaded) -> None:
    """Raises click.UsageError."""
    from ..conformance.recorded import FILE, record

    file = loaded.folder / FILE
    try:
        record(report, file)
    except OSError as error:
        raise click.UsageError(f"cannot write {file}: {error.strerror or error}") from error


def _show(report: Report, form: str, output: Path | None) -> None:
    """Raises click.UsageError."""
    from ..conformance.report import FORMATS as WRITERS
    from ..conformance.report.words import missing, tally, verdict

    text = WRITERS[form](report)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"cannot write {output}: {error.strerror or error}") from error
    click.echo(f"{verdict(report)}: {tally(report.results)}")
    if missing(report):
        click.echo(missing(report))
    click.echo(f"written to {output}")
