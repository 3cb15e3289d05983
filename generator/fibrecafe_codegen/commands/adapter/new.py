"""`fibrecafe adapter new`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..report import progress_line, show_findings, shown_path

if TYPE_CHECKING:
    from ...scaffold.naming import Names


@click.command("new")
@click.argument("name")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder that the project's folder goes into; else here.",
)
@click.option(
    "--from-spec",
    "spec",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The supplier's own OpenAPI document: its models and client are made beside the adapter.",
)
def command(name: str, output: Path, spec: Path | None) -> None:
    """Start the adapter of a supplier: a project whose tests pass.

    NAME is the supplier's, in small letters. The project is NAME-adapter, its package
    NAME_adapter; a folder that exists is left alone.

    \b
    Examples:
        fibrecafe adapter new acme
        fibrecafe adapter new acme --output ~/adapters
        fibrecafe adapter new acme --from-spec acme-openapi.yaml
    """
    from ...scaffold.naming import WrongName, names_of
    from ...scaffold.staging import FolderExists

    try:
        names = names_of(name)
    except WrongName as error:
        raise click.UsageError(str(error)) from error
    if spec is not None and not spec.is_file():
        raise click.UsageError(f"--from-spec: {spec} does not exist, or is not a file")
    target = output / names.distribution
    if target.exists() or target.is_symlink():
        raise _exists(target)
    try:
        _make(names, target, spec)
    except FolderExists as error:
        raise _exists(target) from error
    except OSError as error:
        place = error.filename or target
        raise click.ClickException(f"{place}: {error.strerror or error}") from error
    _show(names, target, spec)


def _exists(target: Path) -> click.ClickException:
    return click.ClickException(
        f"{shown_path(target)} exists already and is left as it is; choose another name or"
        " --output, or bring it up to date with `fibrecafe adapter upgrade`"
    )


def _make(names: Names, target: Path, spec: Path | None) -> None:
    from ...scaffold.contract import supplier_contract
    from ...scaffold.project import project_files, renderer, write_files
    from ...scaffold.staging import make_folder

    if spec is None:
        files = project_files(names, supplier_contract(), renderer())
        make_folder(target, lambda staged: write_files(staged, files))
        return
    from ...document.load import DocumentError
    from ...pipeline import GenerationRefused
    from ...scaffold.foreign.project import make_foreign

    progress = progress_line("text")
    try:
        findings = make_foreign(names, target, spec, progress)
    except (DocumentError, GenerationRefused) as error:
        progress("")
        show_findings(error.findings, "text")
        click.echo("nothing was made; mend the findings and run it again", err=True)
        sys.exit(1)
    progress("")
    show_findings(findings, "text")


def _show(names: Names, target: Path, spec: Path | None) -> None:
    shown = shown_path(target)
    second = "mapping.py, line by line" if spec else "tests/fake_supplier.py, client.py, mapping.py"
    click.echo(
        f"{shown}: the adapter {names.name}, package {names.package}\n"
        "next:\n"
        f'    cd {shown} && python -m pip install --editable ".[dev]" && pytest\n'
        f"    edit {second}\n"
        "    fibrecafe adapter check . --level bronze"
    )
