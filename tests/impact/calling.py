"""The two commands as a user calls them, in this process."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click
from click.testing import CliRunner

from tests.generator.command import Ended


def call(command: click.Command, *arguments: str | Path, cwd: Path) -> Ended:
    """Run it in a folder; an exception that nobody foresaw is raised."""
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def tables(states: list[str], *, unused: list[str] | None = None) -> dict[str, object]:
    """An export of lifecycle tables with one machine, as the gateway writes it."""
    machine = {"name": "order", "enum": "OrderStatus", "states": states, "unused": unused or []}
    return {
        "machines": [machine],
        "enums": [{"api": "tenant", "name": "OrderStatus", "used": states}],
    }
