"""`fibrecafe simulator`."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .listening import listen

if TYPE_CHECKING:
    from ..adapters.simulator import GatewaySender, Simulator

SECRET = "FIBRECAFE_SIMULATOR_CLIENT_SECRET"
TOKEN = "FIBRECAFE_SIMULATOR_TOKEN"


@click.command("simulator")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    default=8090,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0: any free one.",
)
@click.option(
    "--gateway",
    default="http://127.0.0.1:8080",
    show_default=True,
    metavar="URL",
    help="KCIs go to /kcis below it.",
)
@click.option("--client-id", metavar="ID", help="Who fetches tokens from the gateway.")
@click.option(
    "--client-secret-file",
    type=click.Path(path_type=Path),
    help=f"File with the client's secret; else {SECRET} in the environment.",
)
@click.option(
    "--token-url",
    metavar="URL",
    help="Where tokens are; else /auth/supplier/access-token below the gateway.",
)
@click.option(
    "--token",
    metavar="TOKEN",
    help=f"The only bearer token taken, also {TOKEN} in the environment; else any is.",
)
@click.option(
    "--journal",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that survives a restart; else memory.",
)
@click.option(
    "--kci-delay",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0, 86400),
    metavar="SECONDS",
    help="Between KCIs, where a request does not say.",
)
@click.option("--seed", type=int, help="Repeats what another run with it did; else drawn.")
@click.option("--list", "listed", is_flag=True, help="Show all that can be played, and end.")
def command(
    host: str,
    port: int,
    gateway: str,
    client_id: str | None,
    client_secret_file: Path | None,
    token_url: str | None,
    token: str | None,
    journal: Path | None,
    kci_delay: float,
    seed: int | None,
    listed: bool,
) -> None:
    """Serve a supplier that plays scenarios: its Supplier API, and its KCIs to a gateway.

    \b
    Examples:
        fibrecafe simulator --client-id simulator --client-secret-file secret.txt
        fibrecafe simulator --port 0 --kci-delay 1 --seed 7 --journal simulator.db
        fibrecafe simulator --list
    """
    if listed:
        from ..adapters.simulator.describe import tables

        click.echo("\n\n".join(f"{title}\n\n{table}" for title, table in tables().items()))
        return
    secret = _secret(client_id, client_secret_file)
    import asyncio

    from ..adapters.simulator import JournalUnusable

    try:
        with listen(host, port, "--port") as listener:
            asyncio.run(
                _serve(
                    listener,
                    gateway,
                    None if client_id is None else (client_id, secret),
                    token_url or f"{gateway.rstrip('/')}/auth/supplier/access-token",
                    token or os.environ.get(TOKEN),
                    journal,
                    kci_delay,
                    seed,
                )
            )
    except (JournalUnusable, ValueError) as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:  # it ended when it was asked to
        return


def _secret(client_id: str | None, file: Path | None) -> str:
    """The client's secret. Raises click.UsageError."""
    if client_id is None:
        if file is not None:
            raise click.UsageError("--client-secret-file needs --client-id")
        return ""
    if file is None:
        secret = os.environ.get(SECRET)
        if not secret:
            raise click.UsageError(f"--client-id needs --client-secret-file, or {SECRET}")
        return secret
    try:
        return file.read_text().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file}: cannot be read: {error}") from error


async def _serve(
    listener: socket.socket,
    gateway: str,
    client: tuple[str, str] | None,
    token_url: str,
    token: str | None,
    journal: Path | None,
    kci_delay: float,
    seed: int | None,
) -> None:
    import uvicorn

    from fibrecafe_api.supplier_updates.client import AsyncSupplierUpdatesClient, ClientCredentials

    from ..adapters.simulator import GatewaySender, Simulator, bearer, create_app

    auth = None if client is None else ClientCredentials(token_url, *client)
    async with AsyncSupplierUpdatesClient(gateway, auth=auth, timeout=10) as updates:
        sender: GatewaySender = GatewaySender(updates)
        simulator = Simulator(sender, seed=seed, journal=journal, kci_delay=kci_delay)
        try:
            app = create_app(simulator, authenticate=bearer(token), pump=True)
            config = uvicorn.Config(app, log_level="warning", access_log=False)
            _announce(listener, gateway, client, token, journal, simulator)
            await uvicorn.Server(config).serve([listener])
        finally:
            await simulator.aclose()


def _announce(
    listener: socket.socket,
    gateway: str,
    client: tuple[str, str] | None,
    token: str | None,
    journal: Path | None,
    simulator: Simulator,
) -> None:
    from fibrecafe_api import supplier, supplier_updates

    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    who = f"as {client[0]}" if client else "without a token (no --client-id)"
    lines = (
        f"Simulator: http://{shown}:{port}, {supplier.SPEC_TITLE} {supplier.SPEC_VERSION}",
        f"  takes    {'the configured bearer token' if token else 'any bearer token'}",
        f"  KCIs     to {gateway}/kcis ({supplier_updates.SPEC_VERSION}), {who},"
        f" every {simulator.kci_delay:g} s",
        f"  journal  {journal or 'memory: a restart forgets all'}",
        f"  seed     {simulator.seed}",
        "  play     X-Scenario: NAME?param=value; all of them: fibrecafe simulator --list",
    )
    click.echo("\n".join(lines))
