"""`fibrecafe migrate`: the store's schema, brought to the newest."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from ..operating.beside import load, say_json


@click.command(short_help="Bring the store to the newest schema.")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="TOML file of the gateway; ./fibrecafe.toml if there is one.",
)
@click.option("--check", is_flag=True, help="Only look: exit code 1 when there is something to do.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def command(config: Path | None, check: bool, shape: str) -> None:
    """Bring the store to the newest schema, as each gateway does when it starts.

    Gateways and workers of the last release may run meanwhile.

    Exit codes: 0 it is the newest, 1 it is not (--check) or could not be brought there, 2 wrong use.
    """
    from ..operating import migrating
    from ..store.database import StoreError

    store = load(config).store
    try:
        schema = asyncio.run((migrating.check if check else migrating.migrate)(store))
    except (StoreError, OSError) as error:
        raise click.ClickException(str(error)) from error
    was, newest = schema.before or "none", schema.newest
    if shape == "json":
        say_json(
            {"before": schema.before, "newest": newest, "current": schema.current or not check}
        )
    elif schema.current:
        click.echo(f"the schema is {newest}, the newest")
    elif check:
        click.echo(f"the schema is {was}, the newest is {newest}; run `fibrecafe migrate`")
    else:
        click.echo(f"the schema was {was} and is {newest}")
    if check and not schema.current:
        sys.exit(1)
