"""`fibrecafe adapter`: a group of its own, so that the gateway adds `check` to it."""

from __future__ import annotations

import click

from ...cli import LazyCommands

GROUP = "fibrecafe.commands.adapter"

_SUMMARIES = {
    "check": "Say what an adapter, or a supplier's own server, still gets wrong.",
    "new": "Start the adapter of a supplier: a project whose tests pass.",
    "upgrade": "Bring an adapter to the documents of the installed toolkit.",
}


@click.group("adapter", cls=LazyCommands, entry_point_group=GROUP, summaries=_SUMMARIES)
def command() -> None:
    """Start, upgrade and check adapters of suppliers.

    \b
    Example:
        fibrecafe adapter new acme
        fibrecafe adapter check acme-adapter
    """
