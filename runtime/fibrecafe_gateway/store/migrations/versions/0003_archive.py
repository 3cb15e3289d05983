"""Where messages go that were delivered long ago."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables. Older code goes on without them."""
    op.create_table(
        "message_archive",
        sa.Column("lane", sa.String(80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("subject", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lane", "seq"),
        comment="Messages that were delivered long ago.",
    )
    op.create_table(
        "attempt_archive",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("lane", sa.String(80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("request_id", sa.String(64), nullable=False),
        sa.Column("detail", sa.String(500)),
        sa.PrimaryKeyConstraint("id"),
        comment="The tries of those.",
    )
    op.create_index("attempt_archive_lane", "attempt_archive", ["lane", "seq"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("attempt_archive")
    op.drop_table("message_archive")
