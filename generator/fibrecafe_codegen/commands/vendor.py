"""`fibrecafe vendor`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ..settings import SettingsError, load_settings
from ..vendor import (
    RECORD,
    Copy,
    FolderExists,
    NotACopy,
    Plan,
    choose,
    find_copy,
    make_copy,
    place_for,
    plan_update,
    read_record,
    write_copy,
)
from .generate import show_failure
from .report import count_of, progress_line, show_findings, shown_path

_SHOWN_NAMES = 40  # of an API; all of them with --format json


@click.command("vendor")
@click.option("--api", metavar="APIS", help="A comma-separated choice; all of them without it.")
@click.option("--only", metavar="ARTIFACTS", help="A comma-separated choice: models,client,server.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder that becomes the copy.")
@click.option("--package", metavar="NAME", help="Make the copy below --output, under this name.")
@click.option("--update", type=click.Path(path_type=Path), help="Make the copy in a folder anew.")
@click.option("--dry-run", is_flag=True, help="Say what --update would change, and write nothing.")
@click.option("--force", is_flag=True, help="Let --update undo what was edited by hand.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def command(
    api: str | None,
    only: str | None,
    output: Path | None,
    package: str | None,
    update: Path | None,
    dry_run: bool,
    force: bool,
    shape: str,
) -> None:
    """Copy models, clients or servers into another project, under any package name.

    The copy needs nothing of this toolkit; models need pydantic alone. Its verify.py says whether
    anyone changed it. --update takes the options that the copy was made with, unless others are
    given, and first says what changes.

    \b
    Examples:
        fibrecafe vendor --api tenant,tenant-updates --only models --output src/acme/wire
        python src/acme/wire/verify.py
        fibrecafe vendor --update src/acme/wire --dry-run
    """
    try:
        if update is not None:
            if output is not None or package is not None:
                raise SettingsError("--update keeps the folder and its name: leave out --output "
                                    "and --package")  # fmt: skip
            _update(update, _names(api), _names(only), dry_run, force, shape)
        else:
            if output is None:
                raise SettingsError("say where the copy goes with --output DIR, or which copy to "
                                    "make anew with --update DIR")  # fmt: skip
            if dry_run or force:
                raise SettingsError("--dry-run and --force go with --update")
            _make(output, package, _names(api), _names(only), shape)
    except (SettingsError, NotACopy) as error:
        raise click.UsageError(str(error)) from error


def _names(listed: str | None) -> list[str] | None:
    return None if listed is None else [name.strip() for name in listed.split(",") if name.strip()]


def _make(
    output: Path, package: str | None, apis: list[str] | None, only: list[str] | None, shape: str
) -> None:
    settings = load_settings()
    chosen = choose(settings, apis, only)
    try:
        target, name = place_for(output, package)
    except FolderExists as error:
        raise SettingsError(_taken(error.args[0])) from error
    progress = progress_line(shape)
    try:
        copy = make_copy(settings, chosen, name, progress)
        files = copy.all_files()
        write_copy(copy, target)
    except FolderExists as error:
        raise SettingsError(_taken(error.args[0])) from error
    except Exception as error:
        show_failure(error, shape)
    progress("")
    if shape == "json":
        content = {"root": shown_path(target), "documents": copy.record.versions,
                   "files": sorted(files.files)}  # fmt: skip
        click.echo(json.dumps(content, indent=2))
        return
    _show_left_out(copy)
    documents = ", ".join(f"{key} {version}" for key, version in copy.record.versions.items())
    click.echo(f"{shown_path(target)}: {count_of(len(files.files), 'file')}, {documents}, "
               f"{', '.join(copy.record.artifacts)}")  # fmt: skip
    needs = ", ".join(f"{name} {release}" for name, release in copy.record.requires.items())
    click.echo(f"    needs {needs}; check it with: python {shown_path(target / 'verify.py')}")


def _taken(target: Path) -> str:
    shown = shown_path(target)
    if (target / RECORD).is_file():
        return f"{shown} holds a copy already; make it anew with: fibrecafe vendor --update {shown}"
    return f"{shown} is there, and fibrecafe did not make it; name a folder that is not there yet"


def _update(
    folder: Path,
    apis: list[str] | None,
    only: list[str] | None,
    dry_run: bool,
    force: bool,
    shape: str,
) -> None:
    folder = find_copy(folder)
    old = read_record(folder)
    settings = load_settings()
    try:
        chosen = choose(settings, apis or list(old.documents), only or old.artifacts)
    except SettingsError as error:
        if apis or only:
            raise
        hint = f"{shown_path(folder)} has it; run this where the copy was made from"
        raise SettingsError(f"{error}; {hint}") from error
    progress = progress_line(shape)
    try:
        copy = make_copy(settings, chosen, old.package, progress)
        plan = plan_update(folder, old, copy)
        refused = bool(plan.edited) and not force
        progress("")
        if shape == "text":
            _show(plan)
        if not (dry_run or refused or plan.idle):
            plan.carry_out()
    except Exception as error:
        show_failure(error, shape)
    done = not (dry_run or refused or plan.idle)
    if shape == "json":
        click.echo(json.dumps({**plan.as_dict(), "written": done, "refused": refused}, indent=2))
    elif refused:
        click.echo("nothing was written: an update would undo these edits; take them back, or give "
                   "--force", err=True)  # fmt: skip
    elif dry_run and not plan.idle:
        click.echo("nothing was written (--dry-run)")
    elif done:
        click.echo(f"{shown_path(folder)}: {count_of(len(copy.record.files) + 1, 'file')} written")
    sys.exit(1 if refused else 0)


def _show(plan: Plan) -> None:
    """What an update changes, the most telling first."""
    _show_left_out(plan.copy)
    shown = shown_path(plan.folder)
    for path in plan.foreign:
        click.echo(f"{shown}: {path} is not of the copy; it is left alone")
    if plan.idle:
        click.echo(f"{shown}: as this fibrecafe makes it; nothing to do")
        return
    for line in plan.versions():
        click.echo(click.style(line, bold=True))
    for folder, found in plan.names.items():
        click.echo(f"{folder or plan.old.package}: {count_of(len(found), 'name')} changed")
        for change in found[:_SHOWN_NAMES]:
            click.echo(f"    {change}")
        if len(found) > _SHOWN_NAMES:
            click.echo(f"    ... and {len(found) - _SHOWN_NAMES} more; --format json has them all")
    if not plan.names and not plan.unseen:
        click.echo("no name that code sees is changed")
    for path in plan.unseen:
        click.echo(f"{path} was edited, so the names cannot be compared")
    for kind in ("added", "changed", "removed", "restored", "edited"):
        for path in getattr(plan, kind):
            click.echo(f"{kind:<9} {path}")


def _show_left_out(copy: Copy) -> None:
    if copy.findings:
        show_findings(copy.findings, "text")
