"""`fibrecafe serve`: the gateway as a process."""

from __future__ import annotations

import socket
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..app import App
    from ..development import Credentials
    from ..operating.supervising import Workers
    from ..settings import Settings


@click.command(short_help="Run the gateway.")
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Settings, as TOML. Without it, and without tenants in the environment, the gateway starts"
    " for trying it out: a development tenant, and the simulator as supplier.",
)
@click.option("--port", type=click.IntRange(0, 65535), help="Instead of the settings'; 0: any.")
@click.option("--host", help="Instead of the settings'.")
@click.option(
    "--store",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("fibrecafe.db"),
    show_default=True,
    help="SQLite file of the development set-up.",
)
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--no-delivery",
    is_flag=True,
    help="Only take requests and KCIs; `fibrecafe worker` delivers. Needs PostgreSQL.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Deliver by so many processes beside this one, which then only takes requests and KCIs;"
    " 0: this process delivers. More than one need PostgreSQL.",
)
@click.option(
    "--metrics-port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="With --workers: where the first of them answers Prometheus, the next at the next; 0: not.",
)
def command(
    config: Path | None,
    port: int | None,
    host: str | None,
    store: Path,
    log_format: str,
    no_delivery: bool,
    workers: int,
    metrics_port: int,
) -> None:
    """Run the gateway until it is stopped (Ctrl-C or SIGTERM).

    What is in flight then is finished, within 30 seconds; a second signal ends it at once. Exit codes:
    0 stopped, 1 it could not start, or something in flight was given up, 2 wrong use.

    \b
    Examples:
        fibrecafe serve
        fibrecafe serve --config fibrecafe.toml --log-format json
        fibrecafe serve --config fibrecafe.toml --workers 2
    """
    settings = _settings(config)
    if no_delivery and workers:
        raise click.UsageError("--no-delivery leaves delivery to others: leave out --workers")
    if workers == 1 and _is_file(settings):
        workers = 0  # which is this process
    if metrics_port and not workers:
        raise click.UsageError(
            "--metrics-port is for --workers; this process answers at /metrics on its own port when"
            " [telemetry] metrics says so"
        )
    if no_delivery:
        _check_shared(settings)
    if workers:
        _check_workers(settings, workers)
    from ..telemetry.logs import configure_logging

    configure_logging(settings.log_level, json=log_format == "json")
    at = host or settings.server.host
    with (
        _listener(at, settings.server.port if port is None else port) as listener,
        ExitStack() as held,
    ):
        try:
            held.enter_context(_alone(settings, store))
            if settings.tenants or settings.suppliers:
                app = _configured(settings, work=not (no_delivery or workers))
                _say_configured(listener, settings)
            else:
                app = _development(listener, settings, store, log_format)
        except (OSError, ValueError) as error:
            raise click.ClickException(str(error)) from error
        except Exception as error:
            _explain(error)
        _run(app, listener, _workers(workers, config, log_format, metrics_port))


def _settings(config: Path | None) -> Settings:
    """Raises click.ClickException that names file, key and reason."""
    import tomllib

    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from ..settings import Settings

    try:
        return Settings.load(config)
    except OSError as error:
        raise click.ClickException(f"{config}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{config}: is not TOML: {error}") from error
    except SettingsError as error:
        raise click.ClickException(f"environment: {error}") from error
    except ValidationError as error:
        place = config or "environment"
        lines = [
            f"{place}: {'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}"
            for e in error.errors(include_url=False, include_input=False)
        ]
        lines.append("docs/configuration.md lists all keys")
        raise click.ClickException("\n".join(lines)) from error


def _is_file(settings: Settings) -> bool:
    return settings.store.url.startswith("sqlite")


def _alone(settings: Settings, store: Path) -> AbstractContextManager[None]:
    """With the store, where it is a file. Raises StoreError and OSError."""
    from ..operating.beside import SQLITE
    from ..store.on_disk import alone_with

    if not (settings.tenants or settings.suppliers):
        return alone_with(store.absolute())
    file = settings.store.url.removeprefix(SQLITE)
    return alone_with(Path(file)) if file != settings.store.url and file else nullcontext()


def _listener(host: str, port: int) -> socket.socket:
    from .listening import listen

    return listen(host, port, "--port, or [server] port")


def _explain(error: Exception) -> None:
    from ..adapters.discovery import ConfigurationError
    from ..adapters.simulator import JournalUnusable
    from ..store.database import StoreError

    if isinstance(error, (ConfigurationError, StoreError, JournalUnusable)):
        raise click.ClickException(str(error)) from error
    raise error


def _configured(settings: Settings, *, work: bool) -> App:
    from ..development import build

    return build(settings, work=work)


def _check_shared(settings: Settings) -> None:
    if _is_file(settings):
        raise click.ClickException(
            "--no-delivery leaves the delivery to `fibrecafe worker`, which shares the work through"
            " PostgreSQL; on SQLite one process does all: leave the option out, or name a"
            " postgresql:// store in [store] url"
        )


def _check_workers(settings: Settings, workers: int) -> None:
    if _is_file(settings):
        raise click.ClickException(
            f"--workers {workers}: processes share the work through PostgreSQL, and [store] url is"
            f" {_shown(settings.store.url)}, a file that one process works on; leave --workers out,"
            " or name a postgresql:// store"
        )


def _workers(count: int, config: Path | None, log_format: str, metrics_port: int) -> Workers | None:
    if not count:
        return None
    from ..operating.supervising import Workers

    return Workers(count, config, log_format, metrics_port=metrics_port)


def _say_configured(listener: socket.socket, settings: Settings) -> None:
    from .listening import url_of

    base = settings.server.public_url or url_of(listener)
    click.echo(f"Tenant API            {base}/v1  (reference: {base}/v1/reference)")
    click.echo(f"Supplier Updates API  {base}/v1/kcis")
    if settings.admin.enabled:
        click.echo(f"admin API             {base}/admin/v1")
    click.echo(f"health                {base}/livez  {base}/readyz")
    if settings.telemetry.metrics:
        click.echo(f"metrics               {base}/metrics")
    click.echo(
        f"{len(settings.tenants)} tenants, {len(settings.suppliers)} suppliers,"
        f" store {_shown(settings.store.url)}"
    )


def _shown(url: str) -> str:
    from sqlalchemy.engine import make_url

    try:
        return make_url(url).render_as_string(hide_password=True)
    except Exception:
        return "(not readable)"


def _development(listener: socket.socket, given: Settings, store: Path, log_format: str) -> App:
    from ..development import INBOX, build, credentials_beside, development_settings
    from .listening import url_of
    from .showing import shown_inbox

    base = url_of(listener)
    credentials = credentials_beside(store.absolute().parent)
    settings = development_settings(base, store.absolute(), credentials).model_copy(
        update={"server": given.server.model_copy(update={"public_url": base})}
    )
    app = build(settings, mounted={INBOX: shown_inbox()}, access_log=log_format == "json")
    _say_development(base, store, credentials)
    return app


def _say_development(base: str, store: Path, credentials: Credentials) -> None:
    from ..development import SUPPLIER, TENANT

    click.echo(f"""\
No tenants are configured: this is for trying it out, on this machine only.

  Tenant API        {base}/v1
  reference         {base}/v1/reference
  token             {base}/v1/auth/tenant/access-token
  tenant            {TENANT}, client {credentials.client_id}, secret {credentials.client_secret}
  supplier          {SUPPLIER}, a simulator in this process (docs/simulator.md)
  KCIs to tenant    are printed here
  store             {store}

A token, and the published order:

  TOKEN=$(curl -s {base}/v1/auth/tenant/access-token -d grant_type=client_credentials \\
    -u '{credentials.client_id}:{credentials.client_secret}' | sed 's/.*access_token": *"//; s/".*//')
  curl {base}/v1/service-orders -H "Authorization: Bearer $TOKEN" \\
    -H 'Content-Type: application/json' -H 'X-Request-ID: 1' -H 'X-Conversation-ID: 1' -d '{_ORDER}'

Ctrl-C ends it.
""")


_ORDER = (
    '{"orderType":"NEW","supplier":"DUMMY_SUPPLIER","address":{"id":"A00000031882","type":"NAD"},'
    '"serviceOrderItem":{"serviceSpecification":{"id":"ftthl2r"},"serviceCharacteristics":'
    '[{"name":"LINE_PROFILE","value":"1G1G"}]},"primaryContact":{"name":"John Smith",'
    '"phoneNumber":"01234 567890"}}'
)


def _run(app: App, listener: socket.socket, workers: Workers | None) -> None:
    from ..operating.serving import serve

    try:
        serve(app, listener, workers)
    except SystemExit as error:  # the server's, when the gateway does not start
        reason = f"the gateway did not start: {app.failure or 'the log says why'}"
        raise click.ClickException(reason) from error
