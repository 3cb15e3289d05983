"""`fibrecafe quarantine`: suppliers' KCIs that did not fit, and what an operator decides on them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ..operating.beside import decision, in_store, options, reasoned

if TYPE_CHECKING:
    from ..kci.applying import Application
    from ..kci.operator import Decided, Quarantined
    from ..settings import Settings
    from ..store.unit import Unit

T = TypeVar("T")


def _one(function: Callable[..., None]) -> Callable[..., None]:
    function = click.option(
        "--supplier", metavar="ID", help="Whose KCI, where two have the same id."
    )(function)
    return options(click.argument("kci", metavar="ID")(function))


@click.group(short_help="Decide on suppliers' KCIs that did not fit.")
def command() -> None:
    """Suppliers' KCIs that were not legal in the state in which they came.

    The supplier was answered 204 and the tenant told nothing. The gateway may run or not.

    \b
    Examples:
        fibrecafe quarantine list
        fibrecafe quarantine replay 5251cf7d-7971-42e4-a5be-c24ed58a7aa6
        fibrecafe quarantine ignore 5251cf7d-7971-42e4-a5be-c24ed58a7aa6 --reason "sent in error"
    """


@command.command("list", short_help="Show them, oldest first.")
@options
def list_(config: Path | None, shape: str) -> None:
    """Show all that wait for a decision, oldest first. Exit code 0, whether there are any or not."""
    from ..kci.operator import list_quarantined

    found = _in_store(config, lambda unit, _: list_quarantined(unit))
    if shape == "json":
        click.echo(json.dumps([*map(asdict, found)], indent=2, ensure_ascii=False))
        return
    for item in found:
        _show(item)
    if not found:
        click.echo("nothing is quarantined")


@command.command(short_help="Try one again, as things stand.")
@_one
@reasoned(required=False)
def replay(
    kci: str,
    config: Path | None,
    supplier: str | None,
    shape: str,
    reason: str | None,
    by: str | None,
) -> None:
    """Try a KCI again: it is applied if it is legal by now.

    Exit codes: 0 applied, 1 still quarantined, 2 wrong use.
    """
    from ..operating import quarantine

    whose = decision(by, reason)
    decided = _in_store(
        config,
        lambda unit, application: quarantine.replay(
            unit, application, kci, whose, supplier=supplier
        ),
    )
    _say(decided, shape)
    sys.exit(1 if decided.result == "QUARANTINED" else 0)


@command.command(short_help="Apply one against the table.")
@_one
@click.option("--request", type=click.IntRange(1), metavar="N",
              help="The amendment or cancellation that it answers, where it does not say.")  # fmt: skip
@reasoned(required=True)
def accept(
    kci: str,
    config: Path | None,
    supplier: str | None,
    shape: str,
    request: int | None,
    reason: str,
    by: str | None,
) -> None:
    """Apply a KCI's status and content though the state did not allow it, and tell the tenant.

    Only to something that has not ended. Exit codes: 0 applied, 1 refused, 2 wrong use.
    """
    from ..operating import quarantine

    whose = decision(by, reason)
    decided = _in_store(
        config,
        lambda unit, application: quarantine.accept(
            unit, application, kci, whose, supplier=supplier, request=request
        ),
    )
    _say(decided, shape)


@command.command(short_help="Close one: nothing follows from it.")
@_one
@reasoned(required=True)
def ignore(
    kci: str,
    config: Path | None,
    supplier: str | None,
    shape: str,
    reason: str,
    by: str | None,
) -> None:
    """Close a KCI. The tenant is told nothing. Exit codes: 0 closed, 1 refused, 2 wrong use."""
    from ..operating import quarantine

    whose = decision(by, reason)
    decided = _in_store(
        config, lambda unit, _: quarantine.ignore(unit, kci, whose, supplier=supplier)
    )
    _say(decided, shape)


def _show(item: Quarantined) -> None:
    click.echo(click.style(item.kci, bold=True) + f"  from {item.supplier}, {item.received}")
    about = f"{item.kind.lower().replace('_', ' ')} {item.entity} of {item.tenant}"
    says = item.reason_code + (f" with status {item.status}" if item.status else "")
    click.echo(f"  {about}, now {item.state}; number {item.sequence_number} says {says}")
    click.echo(f"  {item.why}")


def _say(decided: Decided, shape: str) -> None:
    if shape == "json":
        click.echo(json.dumps(asdict(decided), indent=2, ensure_ascii=False))
        return
    click.echo(f"KCI {decided.kci} is {decided.result}; what it is about is {decided.state}")
    if decided.why:
        click.echo(decided.why)


def _in_store(config: Path | None, work: Callable[[Unit, Application], T]) -> T:
    """Do something in one transaction. Raises click.ClickException that says what to change."""
    from datetime import timedelta

    from ..kci.applying import Application

    def errand(unit: Unit, settings: Settings) -> T:
        return work(unit, Application(timedelta(seconds=settings.problems.warn_after)))

    return in_store(config, errand, write=True)
