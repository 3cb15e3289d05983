"""`fibrecafe worker`: delivery alone, beside other workers."""

from __future__ import annotations

import asyncio
import os
import threading
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
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
@click.option(
    "--metrics-port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="Listen there, at [server] host, for /metrics, /livez and /readyz; 0: do not.",
)
@click.option("--until-input-ends", is_flag=True, hidden=True)
def command(
    config: Path | None, log_format: str, metrics_port: int, until_input_ends: bool
) -> None:
    """Deliver, and let timers fire, until it is stopped (Ctrl-C or SIGTERM).

    Any number of workers on any number of machines share the work through PostgreSQL. What is in
    flight when it is stopped is finished, within 30 seconds; a second signal ends it at once.

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
    deliver(settings, metrics_port, until_input_ends=until_input_ends)


def _when_input_ends(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    """Whoever started this process is gone, or wants it to stop."""
    while os.read(0, 1024):
        pass
    with suppress(RuntimeError):  # it has ended by itself
        loop.call_soon_threadsafe(stopped.set)


def deliver(settings: Settings, metrics_port: int = 0, *, until_input_ends: bool = False) -> None:
    """Until it is stopped. Raises click.ClickException that says why it could not start."""
    from uvicorn import Config

    from ..adapters.discovery import ConfigurationError
    from ..operating.working import end_now, work
    from ..store.database import StoreError

    async def main() -> None:
        stopped = asyncio.Event()
        if until_input_ends:
            given = (asyncio.get_running_loop(), stopped)
            threading.Thread(target=_when_input_ends, args=given, daemon=True).start()
        gateway = _gateway(_measured(settings) if metrics_port else settings)
        async with _scraped(gateway, metrics_port):
            finished = await work(
                gateway,
                stopped=stopped,
                ready=lambda: click.echo(f"delivering; process {os.getpid()}"),
            )
        if not finished:
            end_now()

    try:
        # As uvicorn has it: with uvloop where there is one.
        with asyncio.Runner(loop_factory=Config("").get_loop_factory()) as runner:
            runner.run(main())
    except (ConfigurationError, StoreError, OSError, ValueError, RuntimeError) as error:
        raise click.ClickException(f"the worker ended: {error}") from error


def _measured(settings: Settings) -> Settings:
    told = settings.telemetry.model_copy(update={"metrics": True})
    return settings.model_copy(update={"telemetry": told})


def _scraped(gateway: Gateway, port: int) -> AbstractAsyncContextManager[None]:
    if not port:
        return nullcontext()
    from ..telemetry.beside import scraped_at
    from .listening import listen

    return scraped_at(listen(gateway.settings.server.host, port, "--metrics-port"), gateway)


def _gateway(settings: Settings) -> Gateway:
    from ..adapters.simulator.adapter import SimulatorAdapter
    from ..gateway import Gateway

    return Gateway(settings, factories={"simulator": SimulatorAdapter})
