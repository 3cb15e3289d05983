"""`fibrecafe adapter upgrade`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..report import count_of, progress_line, show_findings, shown_path

if TYPE_CHECKING:
    from ...scaffold.existing import Project
    from ...scaffold.upgrade import Finding, Upgrade


@click.command("upgrade")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
@click.option("--force", is_flag=True, help="Give up what was edited by hand in generated files.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def command(folder: Path, dry_run: bool, force: bool, shape: str) -> None:
    """Bring an adapter to the documents of the installed toolkit.

    Makes anew what is generated, leaves alone what is yours, and says what changed for this
    adapter: where your code uses it, and what to decide. FOLDER is the project's; else here.

    \b
    Examples:
        fibrecafe adapter upgrade --dry-run
        fibrecafe adapter upgrade acme-adapter
        fibrecafe adapter upgrade --format json
    """
    from ...scaffold.contract import supplier_contract
    from ...scaffold.existing import NoProject, load_project
    from ...scaffold.upgrade import EditedByHand, NewerProject, plan_upgrade

    try:
        project = load_project(folder)
    except NoProject as error:
        raise click.UsageError(str(error)) from error
    try:
        upgrade = plan_upgrade(project, supplier_contract(), force=force)
        if project.spec is not None:
            made = _supplier_api(project, dry_run=dry_run, force=force, shape=shape)
        else:
            made = []
        if not dry_run:
            upgrade.write(project)
    except EditedByHand as error:
        click.echo(error.shown)
        raise click.ClickException(
            f"{error}, and an upgrade would lose that; move it to adapter.py, which is yours, or"
            " give it up with --force. Nothing was written"
        ) from error
    except NewerProject as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror or error}") from error
    written = sorted([*upgrade.files, *made])
    if shape == "json":
        click.echo(json.dumps(_as_dict(upgrade, written, dry_run), indent=2, ensure_ascii=False))
    else:
        _show(project, upgrade, written, dry_run)


def _supplier_api(project: Project, *, dry_run: bool, force: bool, shape: str) -> list[str]:
    """Files below supplier_api/ that change. Ends the program when it cannot be made."""
    from ...document.load import DocumentError
    from ...pipeline import GenerationRefused
    from ...scaffold.supplier_api import edited, make, settings_of, stale
    from ...scaffold.upgrade import EditedByHand

    assert project.spec is not None
    settings = settings_of(project.root, project.package, project.spec)
    for fault in edited(settings):
        if not force:
            raise EditedByHand(project.shown(settings.root / fault.path), fault.message)
    progress = progress_line(shape)
    try:
        changed = stale(settings, progress)
        if changed and not dry_run:
            make(settings, progress)
    except (DocumentError, GenerationRefused) as error:
        progress("")
        show_findings(error.findings, shape)
        click.echo("nothing was written; mend the findings and run it again", err=True)
        sys.exit(1)
    progress("")
    return [project.shown(settings.root / path) for path in changed]


def _show(project: Project, upgrade: Upgrade, written: list[str], dry_run: bool) -> None:
    before = "what is not known" if upgrade.before is None else upgrade.before
    if upgrade.before == upgrade.after:
        click.echo(f"{project.name}: Supplier API {upgrade.after}, as before")
    else:
        click.echo(f"{project.name}: Supplier API {before} -> {upgrade.after}")
    for note in upgrade.notes:
        click.echo(f"note: {note}")
    others = 0
    for finding in upgrade.findings:
        if finding.change.is_offer or finding.declared or finding.uses:
            _show_finding(finding)
        else:
            others += 1
    if others:
        click.echo(
            f"{count_of(others, 'more change')} in operations that this adapter does not declare;"
            " --format json has all"
        )
    verb = "would be written" if dry_run else "written"
    if written:
        click.echo(f"{verb}: {', '.join(written)}")
    else:
        click.echo(f"{shown_path(project.root)}: nothing to write")


def _show_finding(finding: Finding) -> None:
    click.echo(f"{click.style(finding.change.kind, bold=True)}  {finding.change.what}")
    for use in finding.uses:
        click.echo(f"    {use.file}:{use.line}")
    if not finding.uses and not finding.change.is_offer:
        click.echo("    not used here")
    click.echo(f"    decide: {finding.change.decide}")


def _as_dict(upgrade: Upgrade, written: list[str], dry_run: bool) -> dict[str, Any]:
    return {
        "before": upgrade.before,
        "after": upgrade.after,
        "changes": [finding.as_dict() for finding in upgrade.findings],
        "notes": upgrade.notes,
        "written": [] if dry_run else written,
        "would_write": written if dry_run else [],
    }
