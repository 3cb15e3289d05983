"""`fibrecafe explain`."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..routing.operations import MANY, OPERATIONS

if TYPE_CHECKING:
    from ..routing.directory import Directory


@click.group("explain")
def command() -> None:
    """Say why the gateway does what it does.

    \b
    Example:
        fibrecafe explain route --tenant acme --operation availability_check
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


def _directory(config: Path | None) -> Directory:
    from pydantic import ValidationError

    from ..routing.directory import Directory
    from ..settings import Settings

    usual = Path("fibrecafe.toml")
    file = config or (usual if usual.is_file() else None)
    try:
        return Directory(Settings.load(file))
    except OSError as error:
        raise click.UsageError(f"--config: {error.filename}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    except ValidationError as error:
        places = [
            f"{'.'.join(map(str, line['loc'])) or 'settings'}: {line['msg']}"
            for line in error.errors(include_input=False, include_url=False)
        ]
        raise click.UsageError(f"{file or 'environment'}: {'; '.join(places)}") from error
    except ValueError as error:
        raise click.UsageError(f"{file or 'environment'}: {error}") from error


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
