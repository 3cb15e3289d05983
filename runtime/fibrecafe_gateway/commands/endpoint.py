"""`fibrecafe endpoint`: where KCIs and requests go, and whether they may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..operating.beside import decision, in_store, options, reasoned, say_json

if TYPE_CHECKING:
    from ..operating.endpoints import Endpoint

_name = click.argument("name")


@click.group(short_help="Look at endpoints; pause, resume, probe them.")
def command() -> None:
    """Endpoints of tenants (tenant/ID) and of suppliers (supplier/ID). The gateway may run or not.

    \b
    Examples:
        fibrecafe endpoint list
        fibrecafe endpoint pause tenant/ACME --reason "moves house until 18:00"
        fibrecafe endpoint resume tenant/ACME
        fibrecafe endpoint probe supplier/NORTHERN_FIBRE
    """


@command.command("list", short_help="Show all, with their states.")
@options
def list_(config: Path | None, shape: str) -> None:
    """Show all endpoints that are configured, or that the store knows."""
    from ..operating.endpoints import configured, list_endpoints

    found = in_store(
        config, lambda unit, settings: list_endpoints(unit, configured(settings))
    )  # fmt: skip
    if shape == "json":
        say_json([*map(asdict, found)])
        return
    for one in found:
        _show(one)
    if not found:
        click.echo("there are none")


@command.command(short_help="Let nothing go out to one.")
@options
@_name
@reasoned(required=True)
def pause(config: Path | None, shape: str, name: str, reason: str, by: str | None) -> None:
    """Hold an endpoint: nothing goes out, no probe either, until `resume`; what is to be sent waits.

    Exit codes: 0 done, 1 refused, 2 wrong use.
    """
    from ..operating import endpoints

    _change(endpoints.pause, config, shape, name, reason, by)


@command.command(short_help="Let one go on that was paused here.")
@options
@_name
@reasoned(required=False)
def resume(
    config: Path | None, shape: str, name: str, reason: str | None, by: str | None
) -> None:  # fmt: skip
    """End what `pause` began. Exit codes: 0 done, 1 refused, 2 wrong use."""
    from ..operating import endpoints

    _change(endpoints.resume, config, shape, name, reason, by)


@command.command(short_help="Try one now that is paused because it failed.")
@options
@_name
@reasoned(required=False)
def probe(config: Path | None, shape: str, name: str, reason: str | None, by: str | None) -> None:
    """Make the next probe due now; the gateway makes it. Exit codes: 0 done, 1 refused, 2 wrong use."""
    from ..operating import endpoints

    decided = decision(by, reason)
    lane = in_store(
        config,
        lambda unit, settings: endpoints.probe(
            unit, name, endpoints.configured(settings), decided
        ),
        write=True,
    )  # fmt: skip
    if shape == "json":
        say_json({"name": name, "lane": lane})
    elif lane is None:
        click.echo(f"no message waits for {name}: there is nothing to probe it with")
    else:
        click.echo(f"{name} is probed now, with lane {lane}")


def _change(
    do: Callable[..., Endpoint],
    config: Path | None,
    shape: str,
    name: str,
    reason: str | None,
    by: str | None,
) -> None:
    from ..operating.endpoints import configured

    decided = decision(by, reason)
    done: Any = in_store(
        config, lambda unit, settings: do(unit, name, configured(settings), decided), write=True
    )
    if shape == "json":
        say_json(asdict(done))
    else:
        _show(done)


def _show(one: Endpoint) -> None:
    line = f"{click.style(one.name, bold=True)}  {one.state}"
    if one.next_try_in is not None and one.state != "held":
        line += f", next try in {one.next_try_in:.0f} s"
    line += f"; {one.lanes} lanes wait, {one.parked} of them parked"
    if not one.configured:
        line += "; not configured"
    click.echo(line)
    if one.held_by:
        click.echo(f"  held by {one.held_by}: {one.held_because}")
    if one.reason and one.fails:
        click.echo(f"  failed {one.fails} times in a row: {one.reason}")
