"""Brings a database to the newest schema, by Alembic.

Rule (ours): a migration runs while the last release still works on the same database; it adds, and
what is no longer used is dropped one release later. A migration that was released never changes.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from ..database import StoreError

HEAD = "0004"
"""The newest."""


def upgrade(connection: Connection) -> None:
    """Run what is missing. Several processes may do so at once. Raises StoreError."""
    if version(connection) == HEAD:
        return  # as nearly always, and then Alembic is not even imported
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"the store's schema is not one of this version: {error}; it was made by a newer version"
            " of the gateway, so run that one, or give this one a store of its own"
        ) from error


def version(connection: Connection) -> str | None:
    """The schema that a database has; None: none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
