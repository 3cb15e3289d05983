"""What a store of a million orders is asked for each request and each KCI is found by an index."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from fibrecafe_gateway.delivery import lanes, looking, recording
from fibrecafe_gateway.store import entities, inbound, messages, replays, timers
from fibrecafe_gateway.store.database import open_database
from fibrecafe_gateway.store.prepared import _prepared

KEY = {"tenant": "A", "operation": "o", "request_id": "r", "digest": b"d"}
WANTED = {"wanted": '[["tenant/A", 4, 2, 4]]'}
ASKED: dict[str, tuple[Any, dict[str, Any], str]] = {
    "an entity": (entities._ONE, {"tenant": "A", "id": 1}, "tenant=? AND id=?"),
    "its requests": (
        entities._CHILDREN, {"tenant": "A", "parent": 1, "statuses": ["X", "Y"]},
        "tenant=? AND parent=?",
    ),
    "its history": (entities._READ_HISTORY, {"tenant": "A", "entity": 1}, "tenant=? AND entity=?"),
    "by the supplier's reference": (
        entities._BY_REFERENCE,
        {"supplier": "S", "reference": "r", "tenants": ["A", "B"], "kinds": ["K"]},
        "supplier=? AND reference=?",
    ),
    "by the gateway's number": (
        entities._BY_ID, {"id": 1, "tenants": ["A", "B"], "supplier": "S", "kinds": ["K"]},
        "tenant=? AND id=?",
    ),
    "a first answer": (
        replays._FIND, KEY, "tenant=? AND operation=? AND request_id=? AND digest=?"
    ),
    "a lane's messages": (messages._OF_LANE, {"lane": "t/A/1"}, "lane=?"),
    "a lane's state": (messages._STATE, {"lane": "t/A/1"}, "key=?"),
    "deliveries of a lane": (messages._DELIVERED, {"lane": "t/A/1"}, "lane=?"),
    "a KCI": (inbound._FIND, {"_supplier": "S", "_kci": "1"}, "supplier=? AND kci=?"),
    "KCIs that wait": (
        inbound._WAITING, {"tenant": "A", "entity": 1}, "tenant=? AND entity=? AND state=?"
    ),
    "timers that are due": (timers._DUE, {"now": 1, "limit": 9}, "due<?"),
    "something due": (
        looking._LOOK["sqlite"], {"now": 1, "named": '[["tenant/A"]]'}, "endpoint=? AND due<?"
    ),
    "lanes that are claimed": (
        lanes._TAKE, {**WANTED, "now": 1, "largest": 9, "until": 2, "holder": 3},
        "endpoint=? AND due<?",
    ),
    "messages to send": (
        lanes._MINE, {**WANTED, "until": 2, "holder": 3, "each": 4}, "lane=? AND seq>? AND seq<?"
    ),
    "lanes that are done": (
        recording._REMOVE["sqlite"], {"gone": '[["t/A/1", 1, 1]]'}, "key=?"
    ),
    "lanes that go on": (
        recording._WRITE["sqlite"],
        {"state": '[["t/A/1", 1, 1, 1, 0, 0, 0, null, null, false, null]]'}, "key=?",
    ),
}  # fmt: skip

# Lists that a statement makes itself, or is given; and endpoints that have ever failed.
SHORT = ("VIRTUAL TABLE", "SCAN step", "SCAN due", "SCAN found", "SCAN (", "SCAN endpoint")


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """To a store with no rows, and no statistics, as it is with rows."""
    path = tmp_path_factory.mktemp("plans") / "store.db"

    async def make() -> None:
        database = open_database(f"sqlite:///{path}")
        await database.start()
        await database.aclose()

    asyncio.run(make())
    with closing(sqlite3.connect(path)) as opened:
        yield opened


@pytest.mark.parametrize("what", ASKED)
def test_it_is_found_by_an_index(connection: sqlite3.Connection, what: str) -> None:
    statement, values, by = ASKED[what]
    prepared = _prepared(statement, tuple(values))
    assert prepared is not None
    text = prepared.fitting(values)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {text.text}", text._parameters(values))
    steps = [row[3] for row in plan]
    scans = [step for step in steps if step.startswith("SCAN")]
    assert not [step for step in scans if not any(part in step for part in SHORT)], steps
    assert [step for step in steps if f"({by})" in step], steps
