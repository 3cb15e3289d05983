"""`fibrecafe vendor`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..settings import SettingsError, load_settings
from ..vendor import (
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
    settings_with,
    taken,
    write_copy,
)
from .generate import show_failure
from .report import count_of, progress_line, show_findings, shown_path

if TYPE_CHECKING:
    from ..vendor.impact import Met


class _Folder(click.Path):
    """A folder; an empty text, which a variable that is not set leaves, is none."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        if value == "":
            self.fail("an empty text is no folder", param, ctx)
        return super().convert(value, param, ctx)


@click.command("vendor")
@click.option(
    "--api", metavar="APIS", multiple=True,
    help="A comma-separated choice; all of them without it.",
)  # fmt: skip
@click.option(
    "--only", metavar="ARTIFACTS", multiple=True,
    help="A comma-separated choice: models,client,server.",
)  # fmt: skip
@click.option("--output", type=_Folder(), help="Folder that becomes the copy.")
@click.option("--package", metavar="NAME", help="Make the copy below --output, under this name.")
@click.option("--update", type=_Folder(), help="Make the copy in a folder anew.")
@click.option("--dry-run", is_flag=True, help="Say what --update would change, and write nothing.")
@click.option(
    "--project", type=click.Path(path_type=Path, exists=True), metavar="PATH", multiple=True,
    help="Whose code --update reads; the project around DIR without it. May be repeated.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Let --update undo what was edited by hand.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def command(
    api: tuple[str, ...],
    only: tuple[str, ...],
    output: Path | None,
    package: str | None,
    update: Path | None,
    dry_run: bool,
    project: tuple[Path, ...],
    force: bool,
    shape: str,
) -> None:
    """Copy models, clients or servers into another project, under any package name.

    The copy needs nothing of this toolkit; models need pydantic alone. Its verify.py says whether
    anyone changed it. --update takes the options that the copy was made with, unless others are
    given, and first says which names change and where the project around the copy uses them.

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
            _update(update, _names(api), _names(only), project, dry_run, force, shape)
        else:
            if output is None:
                raise SettingsError("say where the copy goes with --output DIR, or which copy to "
                                    "make anew with --update DIR")  # fmt: skip
            if dry_run or force or project:
                raise SettingsError("--dry-run, --force and --project go with --update")
            _make(output, package, _names(api), _names(only), shape)
    except (SettingsError, NotACopy) as error:
        raise click.UsageError(str(error)) from error


def _names(given: Sequence[str]) -> list[str] | None:
    listed = [name.strip() for text in given for name in text.split(",") if name.strip()]
    return listed if given else None


def _make(
    output: Path, package: str | None, apis: list[str] | None, only: list[str] | None, shape: str
) -> None:
    settings = settings_with(load_settings(), apis)
    chosen = choose(settings, apis, only)
    try:
        target, name = place_for(output, package)
    except FolderExists as error:
        raise SettingsError(taken(error.args[0])) from error
    progress = progress_line(shape)
    try:
        copy = make_copy(settings, chosen, name, progress)
        files = copy.all_files()
        write_copy(copy, target)
    except FolderExists as error:
        raise SettingsError(taken(error.args[0])) from error
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


def _update(
    folder: Path,
    apis: list[str] | None,
    only: list[str] | None,
    project: Sequence[Path],
    dry_run: bool,
    force: bool,
    shape: str,
) -> None:
    folder = find_copy(folder)
    old = read_record(folder)
    wanted = apis or list(old.documents)
    settings = settings_with(load_settings(), wanted)
    try:
        chosen = choose(settings, wanted, only or old.artifacts)
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
        progress("reading the project")
        met = _met(plan, project)
        progress("")
        if shape == "text":
            _show(plan, met)
        if not (dry_run or refused or plan.idle):
            plan.carry_out()
    except Exception as error:
        show_failure(error, shape)
    done = not (dry_run or refused or plan.idle)
    if shape == "json":
        content = plan.as_dict()
        content |= met.as_dict(content["names"])
        click.echo(json.dumps({**content, "written": done, "refused": refused}, indent=2))
    elif refused:
        click.echo("nothing was written: an update would undo what was edited; take it back with "
                   "version control, or let --force undo it", err=True)  # fmt: skip
    elif dry_run and not plan.idle:
        click.echo("nothing was written (--dry-run)")
    elif done:
        click.echo(f"{shown_path(folder)}: {count_of(len(copy.record.files) + 1, 'file')} written")
    sys.exit(1 if refused else 0)


def _met(plan: Plan, project: Sequence[Path]) -> Met:
    from ..vendor.impact import meet  # takes its time to import
    from ..vendor.project import project_around

    return meet(plan, list(project) or [project_around(plan.folder, plan.old.package)])


def _show(plan: Plan, met: Met) -> None:
    """What an update changes, and whom."""
    from ..vendor.text import lines_of

    _show_left_out(plan.copy)
    shown = shown_path(plan.folder)
    for path in plan.foreign:
        click.echo(f"{shown}: {path} is not of the copy; it is left alone")
    if plan.idle:
        click.echo(f"{shown}: as this fibrecafe makes it; nothing to do")
        return
    for line in lines_of(plan, met):
        click.echo(line)


def _show_left_out(copy: Copy) -> None:
    if copy.findings:
        show_findings(copy.findings, "text")
