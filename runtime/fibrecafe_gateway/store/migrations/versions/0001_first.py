"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_POSTGRESQL = (
    # Rows come and go all the time; the index of those that are due must stay small.
    "ALTER TABLE lane SET (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02,"
    " autovacuum_vacuum_threshold = 1000)",
    "ALTER TABLE entity SET (fillfactor = 80)",
)


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "series",
        sa.Column("tenant", sa.String(50), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant"),
        comment="The last id that a tenant was given; one series for all that is numbered.",
    )
    op.create_table(
        "entity",
        sa.Column("tenant", sa.String(50), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("supplier", sa.String(20), nullable=False),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column(
            "resume", sa.String(30), comment="State to go back to when an open request ends."
        ),
        sa.Column("reference", sa.String(255), comment="The supplier's own."),
        sa.Column("parent", sa.BigInteger(), comment="What a request, a resolution belongs to."),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("test_headers", sa.Text(), comment="X-Scenario and its like, as JSON."),
        sa.Column("body", sa.Text(), nullable=False, comment="As the tenant sees it."),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False, comment="Rows of its history."),
        sa.Column(
            "told", sa.Integer(), nullable=False, comment="The tenant's last sequence number."
        ),
        sa.Column(
            "asked", sa.Integer(), nullable=False, comment="Messages to the supplier so far."
        ),
        sa.Column(
            "heard", sa.Integer(), nullable=False, comment="The supplier's last sequence number."
        ),
        sa.PrimaryKeyConstraint("tenant", "id"),
        comment="Orders, requests, tests, problems, resolutions, reservations.",
    )
    op.create_index("entity_parent", "entity", ["tenant", "parent"])
    op.create_index("entity_reference", "entity", ["supplier", "reference"])
    op.create_table(
        "history",
        sa.Column("tenant", sa.String(50), nullable=False),
        sa.Column("entity", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.String(30)),
        sa.Column("after", sa.String(30), nullable=False),
        sa.Column("trigger", sa.String(60), nullable=False),
        sa.Column("actor", sa.String(10), nullable=False),
        sa.Column("kci", sa.String(64), comment="Of the supplier, where one was the cause."),
        sa.Column("flag", sa.String(200), comment="What was out of the ordinary."),
        sa.PrimaryKeyConstraint("tenant", "entity", "step"),
        comment="Every step that something took; never changed.",
    )
    op.create_table(
        "message",
        sa.Column("lane", sa.String(80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "what", sa.String(60), nullable=False, comment="KCI, or the supplier's operation."
        ),
        sa.Column(
            "key", sa.String(64), nullable=False, comment="Of the KCI, or id of the request."
        ),
        sa.Column(
            "subject", sa.BigInteger(), nullable=False, comment="Id of the entity it is about."
        ),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lane", "seq"),
        comment="What is to be sent, frozen; never changed.",
    )
    op.create_table(
        "lane",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("endpoint", sa.String(80), nullable=False),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False, comment="Back-off and lease in one."),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column(
            "strikes", sa.Integer(), nullable=False, comment="Failures while others succeeded."
        ),
        sa.Column("failing_since", sa.BigInteger()),
        sa.Column("failed_at", sa.BigInteger()),
        sa.Column(
            "unknown", sa.Boolean(), nullable=False, comment="Whether the head may have arrived."
        ),
        sa.Column("token", sa.BigInteger(), comment="Of the claim that holds it."),
        sa.Column("parked", sa.String(500), comment="Why it waits for an operator."),
        sa.PrimaryKeyConstraint("key"),
        comment="One row for each entity with messages that are not delivered.",
    )
    op.create_index("lane_due", "lane", ["endpoint", "due"])
    op.create_table(
        "attempt",
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
        comment="Each try to deliver; never changed.",
    )
    op.create_index("attempt_lane", "attempt", ["lane", "seq"])
    op.create_table(
        "endpoint",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("fails", sa.Integer(), nullable=False, comment="In a row."),
        sa.Column(
            "until", sa.BigInteger(), nullable=False, comment="Nothing but a probe goes out before."
        ),
        sa.Column(
            "held", sa.Boolean(), nullable=False, comment="By an operator: no probes either."
        ),
        sa.Column(
            "probing", sa.BigInteger(), nullable=False, comment="A probe is under way until then."
        ),
        sa.Column("last_success", sa.BigInteger()),
        sa.Column("reason", sa.String(500)),
        sa.PrimaryKeyConstraint("name"),
        comment="Circuits of the endpoints that have failed.",
    )
    op.create_table(
        "inbound",
        sa.Column("supplier", sa.String(20), nullable=False),
        sa.Column("kci", sa.String(64), nullable=False),
        sa.Column("tenant", sa.String(50)),
        sa.Column("entity", sa.BigInteger()),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(500)),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("supplier", "kci"),
        comment="Every KCI of a supplier, with what became of it.",
    )
    op.create_index("inbound_entity", "inbound", ["tenant", "entity", "state", "seq"])
    op.create_table(
        "replay",
        sa.Column("tenant", sa.String(50), nullable=False),
        sa.Column("operation", sa.String(60), nullable=False),
        sa.Column("request_id", sa.String(255), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "operation", "request_id", "digest"),
        comment="First answers, for requests that are repeated within 24 hours.",
    )
    op.create_index("replay_created", "replay", ["created"])
    op.create_table(
        "timer",
        sa.Column("tenant", sa.String(50), nullable=False),
        sa.Column("entity", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(30), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "entity", "what"),
        comment="What is to happen at a time if nothing else does before.",
    )
    op.create_index("timer_due", "timer", ["due"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in _POSTGRESQL:
            op.execute(statement)


def downgrade() -> None:
    """Drop all tables."""
    for table in (
        "timer",
        "replay",
        "inbound",
        "endpoint",
        "attempt",
        "lane",
        "message",
        "history",
        "entity",
        "series",
    ):
        op.drop_table(table)
