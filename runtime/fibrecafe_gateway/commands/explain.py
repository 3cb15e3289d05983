"""`fibrecafe explain`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..operating.beside import in_store, load, options, say_json, time_of, timed
from ..routing.operations import MANY, OPERATIONS

if TYPE_CHECKING:
    from ..operating.explaining import Explained
    from ..routing.directory import Directory


@click.group("explain")
def command() -> None:
    """Say why the gateway does what it does.

    \b
    Example:
        fibrecafe explain route --tenant acme --operation availability_check
        fibrecafe explain order acme 4711
    """


@command.command("route")
@click.option(
    "--config", type=click.Path(path_type=Path), help="TOML file; ./fibrecafe.toml if there is one."
)
@click.option("--tenant", required=True, metavar="ID", help="Whose request it is.")
@click.option(
    "--operation", required=True, type=click.Choice(OPERATIONS), help="What is asked of suppliers."
)
@click.option(
    "--supplier", "suppliers", multiple=True, metavar="ID", help="As the tenant names it."
)
@click.option("--address", metavar="JSON", help="As in the API: id, type, additionalIdentifiers.")
@click.option(
    "--service-type",
    "service_types",
    multiple=True,
    type=click.Choice(["BROADBAND", "ETHERNET"]),
    help="Of an availability check.",
)
@click.option("--order-type", metavar="TYPE", help="Of an order: NEW, SWAP, CEASE and others.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def route(
    config: Path | None,
    tenant: str,
    operation: str,
    suppliers: tuple[str, ...],
    address: str | None,
    service_types: tuple[str, ...],
    order_type: str | None,
    shape: str,
) -> None:
    """Say for each supplier why it is asked or not. Nothing is sent.

    Exit codes: 0 somebody is asked, 1 nobody is, 2 wrong use.

    \b
    Examples:
        fibrecafe explain route --tenant acme --operation availability_check
        fibrecafe explain route --tenant acme --operation create_order --supplier FIBRE_ONE \\
            --address '{"id": "200004033694", "type": "UPRN"}'
    """
    if len(suppliers) > 1 and operation not in MANY:
        raise click.UsageError(f"{operation} goes to one supplier; give --supplier once")
    from ..routing.explain import explain

    directory = _directory(config)
    if not directory.knows_tenant(tenant):
        known = ", ".join(directory.tenants) or "none"
        raise click.UsageError(f"--tenant: there is no tenant {tenant!r}; there are: {known}")
    reasons = explain(
        directory,
        tenant,
        operation,
        suppliers=suppliers or None,
        address=_address(address),
        service_types=service_types,
        order_type=order_type,
    )
    if shape == "json":
        content = {"tenant": tenant, "operation": operation, "suppliers": [*map(asdict, reasons)]}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        width = max((len(reason.supplier) for reason in reasons), default=0)
        for reason in reasons:
            mark = click.style(reason.supplier.ljust(width), bold=reason.asked)
            click.echo(f"{mark}  {reason.why}")
        if not any(reason.asked for reason in reasons):
            click.echo(f"nobody is asked for {operation} by tenant {tenant}")
    sys.exit(0 if any(reason.asked for reason in reasons) else 1)


@command.command("order", short_help="State, why, what may happen next, what blocks.")
@options
@click.argument("tenant")
@click.argument("number", metavar="ID", type=click.IntRange(1))
@click.option("--steps", type=click.IntRange(1), default=5, show_default=True, help="Of history.")
def order(config: Path | None, shape: str, tenant: str, number: int, steps: int) -> None:
    """Say how an order, test or problem stands. Nothing is changed.

    Exit codes: 0, 1 there is no such thing, 2 wrong use.
    """
    from ..operating.explaining import explain as explain_entity

    found = in_store(config, lambda unit, _: explain_entity(unit, tenant, number, steps=steps))
    if shape == "json":
        say_json(
            asdict(found)
            | {
                "history": [timed(row, "at") for row in found.history],
                "timers": [timed(row, "due") for row in found.timers],
                "decisions": [timed(row, "at") for row in found.decisions],
            }
        )
    else:
        _say_order(found)


def _say_order(found: Explained) -> None:
    words = found.kind.lower().replace("_", " ")
    where = f"at {found.supplier}" + (f" as {found.reference}" if found.reference else "")
    status = click.style(found.status, bold=True)
    click.echo(f"{words} {found.id} of {found.tenant}, {where}: {status}")
    if found.before:
        click.echo(f"  {found.before} before the open request")
    click.echo("why:")
    for row in found.history:
        kci = f", KCI {row['kci']}" if row["kci"] else ""
        flag = f" ({row['flag']})" if row["flag"] else ""
        step = f"{row['before'] or '-'} -> {row['after']}: {row['trigger']} by {row['actor']}"
        click.echo(f"  {time_of(row['at'])}  {step}{kci}{flag}")
    click.echo("next:" if not found.ended else "next: nothing, it has ended")
    for one in found.next:
        tells = f", tells {one.tells}" if one.tells else ""
        click.echo(f"  {one.trigger} by {one.actor} -> {one.to}{tells}")
    for row in found.timers:
        click.echo(f"  timer {row['what']} at {time_of(row['due'])}")
    click.echo("waits:" if found.blocks else "waits: nothing is held up")
    for said in found.blocks:
        click.echo(f"  {said}")
    for row in found.decisions:
        why = f": {row['reason']}" if row["reason"] else ""
        click.echo(f"  {time_of(row['at'])}  {row['action']} by {row['by']}{why}")


def _directory(config: Path | None) -> Directory:
    """Raises click.UsageError that names the place."""
    from ..routing.directory import Directory

    try:
        return Directory(load(config))
    except ValueError as error:
        raise click.UsageError(f"{config or 'fibrecafe.toml'}: {error}") from error


def _address(text: str | None) -> Mapping[str, Any] | None:
    if text is None:
        return None
    from pydantic import ValidationError

    from fibrecafe_api._support.codec import Codec
    from fibrecafe_api.tenant.models import AddressIdentifier

    codec: Codec[AddressIdentifier] = Codec(AddressIdentifier)
    try:
        codec.accept(text)
    except ValidationError as error:
        faults = "; ".join(map(str, codec.faults(error)))
        raise click.UsageError(f"--address: {faults}") from error
    read: Mapping[str, Any] = json.loads(text)
    return read
