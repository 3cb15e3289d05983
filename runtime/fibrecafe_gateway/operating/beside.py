"""Runs an operator's errand on the store of a gateway, which may run meanwhile."""

from __future__ import annotations

import asyncio
import getpass
import json
import os
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..clock import to_text
from .decisions import Decision

if TYPE_CHECKING:
    from ..settings import Settings
    from ..store.unit import Unit

T = TypeVar("T")

SQLITE = "sqlite:///"

_F = Callable[..., None]


def options(function: _F) -> _F:
    """`--format` and `--config`."""
    function = click.option("--format", "shape", type=click.Choice(["text", "json"]),
                            default="text")(function)  # fmt: skip
    return click.option(
        "--config", type=click.Path(path_type=Path), metavar="FILE",
        help="TOML file of the gateway; ./fibrecafe.toml if there is one.",
    )(function)  # fmt: skip


def reasoned(*, required: bool) -> Callable[[_F], _F]:
    """`--reason` and `--by`."""

    def add(function: _F) -> _F:
        function = click.option(
            "--by", metavar="NAME", help="Who decides; by default the user of this machine."
        )(function)
        return click.option("--reason", required=required, metavar="TEXT", help="Kept with it.")(
            function
        )

    return add


def decision(by: str | None, reason: str | None) -> Decision:
    """Whose it is."""
    return Decision(by or _user(), reason)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an id without a name, as in containers
        return f"uid {os.getuid()}"


def in_store(config: Path | None, work: Callable[[Unit, Settings], T], *, write: bool = False) -> T:
    """Do something in one transaction. Raises click.ClickException that says what to change."""
    from sqlalchemy.exc import DBAPIError

    from ..store.database import StoreError
    from .decisions import Undecidable

    try:
        return asyncio.run(_run(load(config), work, write))
    except (StoreError, Undecidable) as error:
        raise click.ClickException(str(error)) from error
    except DBAPIError as error:
        raise click.ClickException(
            f"the store could not do it, and nothing was changed: {error.orig}; try it again"
        ) from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror or error}") from error


async def _run(settings: Settings, work: Callable[[Unit, Settings], T], write: bool) -> T:
    from ..store.database import open_database

    url, password = settings.store.url, settings.store.password
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
        raise click.ClickException(
            f"there is no store at {url.removeprefix(SQLITE)}; does --config name the file that the"
            " gateway runs with?"
        )
    database = open_database(url, password=password.read() if password else None)
    try:
        await database.start()
        do = database.run if write else database.read
        return await do(lambda unit: work(unit, settings))
    finally:
        await database.aclose()


def load(config: Path | None) -> Settings:
    """Settings of the gateway. Raises click.UsageError that names the place."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from ..settings import Settings

    usual = Path("fibrecafe.toml")
    file = config or (usual if usual.is_file() else None)
    try:
        return Settings.load(file)
    except OSError as error:
        raise click.UsageError(f"--config: {error.filename}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    except SettingsError as error:
        raise click.UsageError(f"environment: {error}") from error
    except ValidationError as error:
        places: list[str] = [
            f"{'.'.join(map(str, line['loc'])) or 'settings'}: {line['msg']}"
            for line in error.errors(include_input=False, include_url=False)
        ]
        raise click.UsageError(f"{file or 'environment'}: {'; '.join(places)}") from error


def time_of(milliseconds: int | None) -> str | None:
    """As people and programs read it."""
    if milliseconds is None:
        return None
    return to_text(datetime.fromtimestamp(milliseconds / 1000, UTC))


def say_json(content: Any) -> None:
    """One document."""
    click.echo(json.dumps(content, indent=2, ensure_ascii=False))


def timed(row: Any, *names: str) -> dict[str, Any]:
    """The same with times as text."""
    return {key: time_of(value) if key in names else value for key, value in dict(row).items()}
