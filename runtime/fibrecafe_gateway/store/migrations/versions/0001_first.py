"""The first schema."""

from __future__ import annotations

from alembic import op

from fibrecafe_gateway.store import tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create all tables."""
    tables.METADATA.create_all(op.get_bind(), checkfirst=False)
    if op.get_bind().dialect.name == "postgresql":
        # Rows come and go all the time; the index of those that are due must stay small.
        op.execute(
            "ALTER TABLE lane SET (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02,"
            " autovacuum_vacuum_threshold = 1000)"
        )
        op.execute("ALTER TABLE entity SET (fillfactor = 80)")


def downgrade() -> None:
    """Drop all tables."""
    tables.METADATA.drop_all(op.get_bind())
