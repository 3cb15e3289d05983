"""Alembic's environment: it is given a connection, and runs in one transaction."""

from __future__ import annotations

from typing import Any

from alembic import context

from fibrecafe_gateway import faults
from fibrecafe_gateway.store.tables import METADATA

connection: Any = context.config.attributes["connection"]
LOCK = 4_242_117
"""Key of PostgreSQL's advisory lock: one process migrates, the others wait."""

if connection.dialect.name == "sqlite":
    connection.exec_driver_sql("BEGIN IMMEDIATE")
else:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
context.configure(
    connection=connection, target_metadata=METADATA, render_as_batch=False,
    on_version_apply=lambda **step: faults.point("schema.migrated"),
)  # fmt: skip
context.run_migrations()
if connection.dialect.name == "sqlite":
    connection.exec_driver_sql("COMMIT")
else:
    connection.commit()
