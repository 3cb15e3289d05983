"""Suppliers' KCIs that wait, and those that an operator decides on, are found without all others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_OPEN = sa.text("state IN ('WAITING', 'QUARANTINED')")


def upgrade() -> None:
    """Create the index. Older code goes on without it."""
    op.create_index(
        "inbound_open",
        "inbound",
        ["state", "received"],
        postgresql_where=_OPEN,
        sqlite_where=_OPEN,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("inbound_open", "inbound")
