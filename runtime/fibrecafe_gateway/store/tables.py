"""The schema. Times are milliseconds since 1970; bodies are JSON as it goes over the wire."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

METADATA = MetaData()

# SQLite counts by itself only for INTEGER.
_COUNTED = BigInteger().with_variant(Integer(), "sqlite")

SERIES = Table(
    "series",
    METADATA,
    Column("tenant", String(50), primary_key=True),
    Column("last_id", BigInteger, nullable=False),
    comment="The last id that a tenant was given; one series for all that is numbered.",
)

ENTITY = Table(
    "entity",
    METADATA,
    Column("tenant", String(50), primary_key=True),
    Column("id", BigInteger, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("supplier", String(20), nullable=False),
    Column("status", String(30), nullable=False),
    Column("resume", String(30), comment="State to go back to when an open request ends."),
    Column("reference", String(255), comment="The supplier's own."),
    Column("parent", BigInteger, comment="What a request, a resolution belongs to."),
    Column("conversation_id", String(255), nullable=False),
    Column("test_headers", Text, comment="X-Scenario and its like, as JSON."),
    Column("body", Text, nullable=False, comment="As the tenant sees it."),
    Column("created", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Column("steps", Integer, nullable=False, comment="Rows of its history."),
    Column("told", Integer, nullable=False, comment="The tenant's last sequence number."),
    Column("asked", Integer, nullable=False, comment="Messages to the supplier so far."),
    Column("heard", Integer, nullable=False, comment="The supplier's last sequence number."),
    Index("entity_parent", "tenant", "parent"),
    Index("entity_reference", "supplier", "reference"),
    comment="Orders, requests, tests, problems, resolutions, reservations.",
)

HISTORY = Table(
    "history",
    METADATA,
    Column("tenant", String(50), primary_key=True),
    Column("entity", BigInteger, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("before", String(30)),
    Column("after", String(30), nullable=False),
    Column("trigger", String(60), nullable=False),
    Column("actor", String(10), nullable=False),
    Column("kci", String(64), comment="Of the supplier, where one was the cause."),
    Column("flag", String(200), comment="What was out of the ordinary."),
    comment="Every step that something took; never changed.",
)

MESSAGE = Table(
    "message",
    METADATA,
    Column("lane", String(80), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("what", String(60), nullable=False, comment="KCI, or the supplier's operation."),
    Column("key", String(64), nullable=False, comment="Of the KCI, or id of the request."),
    Column("subject", BigInteger, nullable=False, comment="Id of the entity it is about."),
    Column("head", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("conversation_id", String(255), nullable=False),
    Column("created", BigInteger, nullable=False),
    comment="What is to be sent, frozen; never changed.",
)

LANE = Table(
    "lane",
    METADATA,
    Column("key", String(80), primary_key=True),
    Column("endpoint", String(80), nullable=False),
    Column("next_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("due", BigInteger, nullable=False, comment="Back-off and lease in one."),
    Column("attempts", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("strikes", Integer, nullable=False, comment="Failures while others succeeded."),
    Column("failing_since", BigInteger),
    Column("failed_at", BigInteger),
    Column("unknown", Boolean, nullable=False, comment="Whether the head may have arrived."),
    Column("token", BigInteger, comment="Of the claim that holds it."),
    Column("parked", String(500), comment="Why it waits for an operator."),
    Index("lane_due", "endpoint", "due"),
    comment="One row for each entity with messages that are not delivered.",
)

ATTEMPT = Table(
    "attempt",
    METADATA,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("lane", String(80), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("ok", Boolean, nullable=False),
    Column("status", Integer),
    Column("request_id", String(64), nullable=False),
    Column("detail", String(500)),
    Index("attempt_lane", "lane", "seq"),
    comment="Each try to deliver; never changed.",
)

ENDPOINT = Table(
    "endpoint",
    METADATA,
    Column("name", String(80), primary_key=True),
    Column("fails", Integer, nullable=False, comment="In a row."),
    Column("until", BigInteger, nullable=False, comment="Nothing but a probe goes out before."),
    Column("held", Boolean, nullable=False, comment="By an operator: no probes either."),
    Column("probing", BigInteger, nullable=False, comment="A probe is under way until then."),
    Column("last_success", BigInteger),
    Column("reason", String(500)),
    comment="Circuits of the endpoints that have failed.",
)

_OPEN = text("state IN ('WAITING', 'QUARANTINED')")

INBOUND = Table(
    "inbound",
    METADATA,
    Column("supplier", String(20), primary_key=True),
    Column("kci", String(64), primary_key=True),
    Column("tenant", String(50)),
    Column("entity", BigInteger),
    Column("seq", BigInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("reason", String(500)),
    Column("digest", LargeBinary(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("received", BigInteger, nullable=False),
    Index("inbound_entity", "tenant", "entity", "state", "seq"),
    Index("inbound_open", "state", "received", postgresql_where=_OPEN, sqlite_where=_OPEN),
    comment="Every KCI of a supplier, with what became of it.",
)

REPLAY = Table(
    "replay",
    METADATA,
    Column("tenant", String(50), primary_key=True),
    Column("operation", String(60), primary_key=True),
    Column("request_id", String(255), primary_key=True),
    Column("digest", LargeBinary(32), primary_key=True),
    Column("answer", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Index("replay_created", "created"),
    comment="First answers, for requests that are repeated within 24 hours.",
)

TIMER = Table(
    "timer",
    METADATA,
    Column("tenant", String(50), primary_key=True),
    Column("entity", BigInteger, primary_key=True),
    Column("what", String(30), primary_key=True),
    Column("due", BigInteger, nullable=False),
    Index("timer_due", "due"),
    comment="What is to happen at a time if nothing else does before.",
)

MESSAGE_ARCHIVE = Table(
    "message_archive",
    METADATA,
    *(Column(c.name, c.type, primary_key=c.primary_key, nullable=c.nullable) for c in MESSAGE.c),
    comment="Messages that were delivered long ago.",
)

ATTEMPT_ARCHIVE = Table(
    "attempt_archive",
    METADATA,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    *(Column(c.name, c.type, nullable=c.nullable) for c in ATTEMPT.c if c.name != "id"),
    Index("attempt_archive_lane", "lane", "seq"),
    comment="The tries of those.",
)

DECISION = Table(
    "decision",
    METADATA,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("by", String(100), nullable=False, comment="Who decided."),
    Column("action", String(20), nullable=False),
    Column("about", String(80), nullable=False, comment="A lane, or an endpoint."),
    Column("seq", Integer, comment="Of the message, where it is one."),
    Column("reason", String(500)),
    Column("before", String(500), comment="What stood there."),
    Index("decision_about", "about", "id"),
    comment="What operators decided; never changed.",
)
