"""Decisions of operators."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "decision",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(100), nullable=False, comment="Who decided."),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("about", sa.String(80), nullable=False, comment="A lane, or an endpoint."),
        sa.Column("seq", sa.Integer(), comment="Of the message, where it is one."),
        sa.Column("reason", sa.String(500)),
        sa.Column("before", sa.String(500), comment="What stood there."),
        sa.PrimaryKeyConstraint("id"),
        comment="What operators decided; never changed.",
    )
    op.create_index("decision_about", "decision", ["about", "id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("decision")
