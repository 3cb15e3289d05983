"""The same on PostgreSQL, by what its planner does with full tables; and lists of operators."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Executable, select, text
from sqlalchemy.dialects.postgresql import asyncpg

from fibrecafe_gateway.delivery import lanes, looking, recording
from fibrecafe_gateway.delivery.arrays import values
from fibrecafe_gateway.operating import listing, resending
from fibrecafe_gateway.store import archive, inbound
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases, PostgresServer
from tests.runtime.store.test_query_plans import ASKED

# 24,000 delivered messages beside 6,000 lanes that wait, at a few endpoints.
_FILL = """
INSERT INTO message SELECT 't/T' || n % 9 || '/' || n, 1, 'KCI', 'k' || n, n, '{}', repeat('x', 200), 'c', n
  FROM generate_series(1, 30000) n;
INSERT INTO attempt (lane, seq, at, ok, request_id)
  SELECT 't/T' || n % 9 || '/' || n, 1, n, true, 'r' FROM generate_series(1, 30000) n;
INSERT INTO message_archive SELECT lane || 'x', seq, what, key, subject, head, body, conversation_id, created
  FROM message;
INSERT INTO attempt_archive (lane, seq, at, ok, request_id)
  SELECT lane || 'x', seq, at, ok, request_id FROM attempt;
INSERT INTO lane SELECT 't/T' || n % 9 || '/' || n, 'tenant/T' || n % 9, 1, 1, n, 0, 0, 0, NULL, NULL, false,
  NULL, CASE WHEN n % 50 = 0 THEN 'refused' END FROM generate_series(1, 6000) n;
INSERT INTO entity SELECT 'T' || n % 9, n, 'PROVIDE_ORDER', 'S', 'COMPLETED', NULL, 'r' || n, n / 10, 'c', NULL,
  '{}', n, n, 1, 1, 1, 1 FROM generate_series(1, 20000) n;
INSERT INTO history SELECT 'T' || n % 9, n, 1, n, NULL, 'X', 't', 'TENANT', NULL, NULL
  FROM generate_series(1, 20000) n;
INSERT INTO inbound SELECT 'S', n::text, 'T' || n % 9, n, 1,
  CASE WHEN n % 1000 = 0 THEN 'QUARANTINED' ELSE 'APPLIED' END, NULL, 'd', '{}', n
  FROM generate_series(1, 20000) n;
INSERT INTO replay SELECT 'T' || n % 9, 'o', n::text, 'd', '{}', n FROM generate_series(1, 20000) n;
INSERT INTO timer SELECT 'T' || n % 9, n, 'GAP', n FROM generate_series(1, 5000) n;
INSERT INTO decision (at, by, action, about, seq)
  SELECT n, 'ada', 'skip', 't/T' || n % 9 || '/' || n, 1 FROM generate_series(1, 100) n;
"""

_LANES = {"lanes": ["t/T1/1", "t/T2/2"]}
_STATE = {
    "_key": "t/T1/1", "_token": 1, "due": 1, "attempts": 0, "refusals": 0, "strikes": 0,
    "failing_since": None, "failed_at": None, "unknown": False, "parked": None, "delivered": 1,
}  # fmt: skip
# What runs on the connection of delivery, and on that of requests.
DELIVERY: dict[str, tuple[Executable, dict[str, Any]]] = {
    "endpoints with something due": (
        looking._LOOK["postgresql"], {"named_name": ["tenant/T1"], "now": 9999}
    ),
    "a claim": (
        lanes._CLAIM_ALL,
        {**values("wanted", [{"name": "tenant/T1", "most": 16, "until": 1, "each": 4}],
                  lanes._WANTED, "postgresql"), "now": 9999, "holder": 1},
    ),
    "messages of one": (lanes._NEXT, {"lane": "t/T1/1", "seq": 1, "most": 4}),
    "lanes that are done": (
        recording._REMOVE["postgresql"],
        values("gone", [{"_key": "t/T1/1", "_token": 1, "upto": 1}], recording._GONE, "postgresql"),
    ),
    "lanes that go on": (
        recording._WRITE["postgresql"],
        values("state", [_STATE], recording._STATES, "postgresql"),
    ),
    "lanes that are empty": (lanes._EMPTY, {"keys": ["t/T1/1", "t/T2/11"]}),
    "attempts that are known": (recording._KNOWN, _LANES),
    "an endpoint that recovers": (lanes._RELEASE, {"of": "tenant/T1", "now": 1}),
}  # fmt: skip
_DELIVERED = {
    "something due", "lanes that are claimed", "messages to send", "lanes that are done",
    "lanes that go on",
}  # fmt: skip
REQUESTS: dict[str, tuple[Executable, dict[str, Any]]] = {
    **{name: (statement, values) for name, (statement, values, _) in ASKED.items()
       if name not in _DELIVERED},
    "what is quarantined": (inbound._QUARANTINE, {}),
    "what was skipped": (listing._SKIPPED.limit(100), {}),
    "what was delivered last": (listing._ARRIVED.order_by(listing._OK.c.id.desc()).limit(100), {}),
    "KCIs about an order": (listing._ABOUT[1], _LANES),
    "KCIs about an order, archived": (listing._ABOUT[0], _LANES),
    "the last archived": (resending._ARCHIVED, {}),
}  # fmt: skip
ARCHIVE: dict[str, tuple[Executable, dict[str, Any]]] = {
    "the oldest attempts": (archive._PAGE, {"after": 0}),
    "the last of lanes": (archive._LATEST, _LANES),
    "messages that are copied": (archive._COPY_MESSAGES, _LANES),
    "messages that were copied": (archive._DROP_MESSAGES, _LANES),
    "attempts that are copied": (archive._COPY_ATTEMPTS, _LANES),
    "attempts that were copied": (archive._DROP_ATTEMPTS, _LANES),
}
_DIALECT = asyncpg.dialect()


def _explain(unit: Unit, statement: Any, values: dict[str, Any]) -> str:
    compiled = statement.compile(dialect=_DIALECT, column_keys=list(values))
    fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
    made = compiled.construct_expanded_state({**fixed, **values}, escape_names=False)
    given = tuple(made.parameters[name] for name in made.positiontup or ())
    rows = unit._connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {made.statement}", given)
    return "\n".join(row[0] for row in rows)


@pytest.fixture(scope="module")
def plans(
    postgresql: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """All of them, from one full database."""
    made = NewDatabases("postgresql", tmp_path_factory.mktemp("plans"), postgresql)
    url = made.url()

    async def ask() -> dict[str, str]:
        database = made.open(url)
        await database.start()
        try:
            for statement in _FILL.strip().split(";\n"):
                await database.run(lambda unit, s=statement: unit.execute(text(s.rstrip(";"))))
            await database.run(lambda unit: unit.execute(text("ANALYZE")))
            found: dict[str, str] = {}
            for asked, delivery in ((DELIVERY, True), (REQUESTS, False)):
                for name, (statement, values) in asked.items():
                    found[name] = await database.read(
                        lambda unit, s=statement, v=values: _explain(unit, s, v), delivery=delivery
                    )  # fmt: skip

            def archiving(unit: Unit) -> None:
                assert archive._is_ours(unit)
                for name, (statement, values) in ARCHIVE.items():
                    found[name] = _explain(unit, statement, values)

            await database.run(archiving)
            return found
        finally:
            await database.aclose()

    yield asyncio.run(ask())
    made.drop()


@pytest.mark.parametrize("what", [*DELIVERY, *REQUESTS, *ARCHIVE])
def test_it_is_found_by_an_index(plans: dict[str, str], what: str) -> None:
    scans = [line.strip() for line in plans[what].splitlines() if "Seq Scan" in line]
    # Of decisions there are as many as operators have made, of endpoints as have ever failed.
    few = ("Seq Scan on decision", "Seq Scan on endpoint")
    assert [line for line in scans if not any(name in line for name in few)] == [], plans[what]


def test_a_look_for_something_due_reads_nothing_but_an_index(plans: dict[str, str]) -> None:
    plan = plans["endpoints with something due"]
    scans = [line.strip() for line in plan.splitlines() if " Scan " in line and "lane" in line]
    assert scans
    assert all("Index Only Scan using lane_due on lane" in line for line in scans), plan


def test_settings_of_an_archiving_unit_end_with_it(clustered: NewDatabases) -> None:
    async def play() -> str:
        database = clustered.open()
        await database.start()
        try:
            await database.run(archive._is_ours)
            shown = select(text("current_setting('enable_seqscan') AS s"))
            return str((await database.read(lambda unit: unit.all(shown)))[0]["s"])
        finally:
            await database.aclose()

    assert asyncio.run(play()) == "on"
