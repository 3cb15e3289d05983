"""`fibrecafe generate`."""

from __future__ import annotations

import atexit
import gc
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ..generation import Outcome, check, generate
from ..manifest import forgotten_packages
from ..settings import Settings, SettingsError, for_document, load_settings, parse_artifacts
from .report import progress_line, show_findings, shown_path

# At its end the process would look through a million objects for what can be freed.
atexit.register(gc.freeze)


@click.command("generate")
@click.option("--check", "checking", is_flag=True, help="Write nothing; say what differs and why.")
@click.option("--full", is_flag=True, help="Trust no fingerprint: make everything again.")
@click.option("--only", metavar="ARTIFACTS", help="A comma-separated choice: models,client,server.")
@click.option("--spec", type=click.Path(path_type=Path), help="One document, anyone's.")
@click.option("--package", metavar="NAME", help="Package to make from --spec.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder the package goes into.")
@click.option(
    "--beside",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Only another version of one of the documents, as a package beside, with converters.",
)
@click.option("--templates", type=click.Path(path_type=Path), help="Folder that shadows ours.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def command(
    checking: bool,
    full: bool,
    only: str | None,
    spec: Path | None,
    package: str | None,
    output: Path | None,
    beside: Path | None,
    templates: Path | None,
    shape: str,
) -> None:
    """Make models, clients and servers from the documents.

    Without options, what [tool.fibrecafe] of the nearest pyproject.toml says; without that, the
    Fibre Cafe family into ./generated.

    \b
    Examples:
        fibrecafe generate
        fibrecafe generate --check
        fibrecafe generate --spec api.yaml --package billing --output src
        fibrecafe generate --beside spec/tenant/1.16.yaml
    """
    started = time.perf_counter()
    try:
        settings = _settings(spec, package, output, only, templates)
        every = _beside(settings, beside) if beside else (settings, *settings.also)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    progress = progress_line(shape)
    told = []
    failed = False
    for one in every:
        try:
            if checking:
                outcome = check(one, full=full, progress=progress)
            else:
                outcome = generate(one, force=full, progress=progress)
        except SettingsError as error:
            raise click.UsageError(str(error)) from error
        except Exception as error:
            show_failure(error, shape)
        progress("")
        failed = failed or bool(outcome.differences)
        told.append(_as_dict(one, outcome))
        if shape == "text":
            _show(one, outcome, checking, time.perf_counter() - started)
            started = time.perf_counter()
    forgotten = [] if beside or spec else forgotten_packages(settings)
    failed = failed or bool(checking and forgotten)
    if shape == "json":
        click.echo(json.dumps({**told[0], "beside": told[1:],
                               "forgotten": list(map(shown_path, forgotten))}, indent=2))  # fmt: skip
    else:
        for folder in forgotten:
            click.echo(f"{shown_path(folder)} is no longer in `beside` of [tool.fibrecafe]")
            click.echo(f"    rm -r {shown_path(folder)}")
    sys.exit(1 if failed else 0)


def _beside(settings: Settings, file: Path) -> tuple[Settings, ...]:
    from ..beside.declared import declared

    where = file.as_posix()
    return declared([where], Path(), "--beside", settings)


def _settings(
    spec: Path | None,
    package: str | None,
    output: Path | None,
    only: str | None,
    templates: Path | None,
) -> Settings:
    if spec is None and package is not None:
        raise SettingsError("--package goes with --spec; say which document it is made from")
    if spec is not None and not package:
        raise SettingsError("--spec needs --package NAME: the name of the package to make")
    if spec is not None and not spec.is_file():
        raise SettingsError(f"--spec: {spec} does not exist, or is not a file")
    if templates is not None and not templates.is_dir():
        raise SettingsError(f"--templates: {templates} is not a folder")
    if spec is not None:
        settings = for_document(spec, str(package), output or Path("."))
    else:
        settings = load_settings()
        settings = replace(settings, output=output) if output else settings
        settings = _for_all(settings, output=settings.output)
    if only is not None:
        chosen = parse_artifacts([name.strip() for name in only.split(",")], "--only")
        settings = _for_all(settings, artifacts=chosen)
    if templates is not None:
        settings = _for_all(settings, templates=(templates, *settings.templates))
    return settings


def _for_all(settings: Settings, **changes: Any) -> Settings:
    also = tuple(replace(one, **changes) for one in settings.also)
    return replace(settings, also=also, **changes)


def show_failure(error: Exception, shape: str) -> None:
    """Findings as findings; what nobody foresaw as a bug of ours. Ends the program."""
    from ..document.load import DocumentError
    from ..pipeline import GenerationRefused

    if isinstance(error, (DocumentError, GenerationRefused)):
        show_findings(error.findings, shape)
        if shape == "text":
            click.echo("nothing was generated; mend the findings and run it again", err=True)
        sys.exit(1)
    from jinja2 import TemplateError

    if isinstance(error, TemplateError):
        place = f"{getattr(error, 'name', None) or 'template'}:{getattr(error, 'lineno', '?')}"
        raise click.ClickException(f"{place}: {error.message}")
    if isinstance(error, OSError):
        raise click.ClickException(f"{error.filename}: {error.strerror}")
    raise error


def _show(settings: Settings, outcome: Outcome, checking: bool, seconds: float) -> None:
    warnings = [finding for finding in outcome.findings if finding.severity != "error"]
    if warnings:
        show_findings(warnings, "text")
    root = shown_path(settings.root)
    for difference in outcome.differences:
        click.echo(f"{click.style(difference.cause, bold=True)}  {difference.message}")
        click.echo(f"    {difference.command}")
    if outcome.differences:
        count = len(outcome.differences)
        click.echo(f"{root}: {count} of {outcome.total} files differ")
    elif checking:
        how = "by fingerprint" if outcome.skipped else "made again and compared"
        click.echo(f"{root}: {outcome.total} files as they should be ({how}, {seconds:.1f} s)")
    elif outcome.skipped or not outcome.changed:
        click.echo(f"{root}: {outcome.total} files, nothing to do ({seconds:.1f} s)")
    else:
        click.echo(
            f"{root}: {outcome.total} files, {len(outcome.changed)} changed ({seconds:.1f} s)"
        )


def _as_dict(settings: Settings, outcome: Outcome) -> dict[str, object]:
    return {
        "root": shown_path(settings.root),
        "total": outcome.total,
        "changed": outcome.changed,
        "differences": [difference.as_dict() for difference in outcome.differences],
        "findings": [finding.as_dict() for finding in outcome.findings],
    }
