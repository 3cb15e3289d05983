"""`fibrecafe worker`: delivery alone, beside other workers."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..gateway import Gateway
    from ..settings import Settings


@click.command(short_help="Deliver KCIs and requests, beside other workers.")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="TOML file of the gateway; ./fibrecafe.toml if there is one.",
)
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def command(config: Path | None, log_format: str) -> None:
    """Deliver, and let timers fire, until it is stopped (Ctrl-C or SIGTERM); nothing is listened at.

    Any number of workers on any number of machines share the work through PostgreSQL. What is in
    flight when it is stopped is finished, within 30 seconds.

    Exit codes: 0 stopped, 1 it could not start, or something in flight was given up, 2 wrong use.

    \b
    Example:
        fibrecafe worker --config fibrecafe.toml --log-format json
    """
    from ..operating.beside import load
    from ..telemetry.logs import configure_logging

    settings = load(config)
    if settings.store.url.startswith("sqlite"):
        raise click.ClickException(
            f"a worker shares its work through PostgreSQL, and [store] url is {settings.store.url},"
            " a file that one process delivers from; run `fibrecafe serve`, which delivers by itself,"
            " or name a postgresql:// store"
        )
    if not (settings.tenants or settings.suppliers):
        raise click.ClickException(
            "there are neither tenants nor suppliers in the settings: nothing could be delivered;"
            " does --config name the file that the gateway runs with?"
        )
    configure_logging(settings.log_level, json=log_format == "json")
    deliver(settings)


def deliver(settings: Settings) -> None:
    """Until it is stopped. Raises click.ClickException that says why it could not start."""
    from ..adapters.discovery import ConfigurationError
    from ..operating.working import work
    from ..store.database import StoreError

    async def main() -> None:
        gateway = _gateway(settings)
        finished = await work(
            gateway, ready=lambda: click.echo(f"delivering; process {os.getpid()}")
        )
        if not finished:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(1)  # before asyncio waits for what hangs

    try:
        asyncio.run(main())
    except (ConfigurationError, StoreError, OSError, ValueError, RuntimeError) as error:
        raise click.ClickException(f"the worker ended: {error}") from error


def _gateway(settings: Settings) -> Gateway:
    from ..adapters.simulator.adapter import SimulatorAdapter
    from ..gateway import Gateway

    return Gateway(settings, factories={"simulator": SimulatorAdapter})
