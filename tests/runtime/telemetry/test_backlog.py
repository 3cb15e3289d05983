"""How old the oldest undelivered is, whatever keeps it; and what it costs to know."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.delivery.lanes import NEVER
from fibrecafe_gateway.store import inbound
from fibrecafe_gateway.store.inbound import State
from fibrecafe_gateway.store.messages import enqueue, tenant_endpoint, tenant_lane
from fibrecafe_gateway.store.prepared import _prepared
from fibrecafe_gateway.store.tables import ENDPOINT, LANE
from fibrecafe_gateway.store.timers import set_timer
from fibrecafe_gateway.store.unit import Unit
from fibrecafe_gateway.telemetry.backlog import STATEMENTS, Backlog, look
from tests.runtime.databases import NewDatabases

CIRCUIT: dict[str, Any] = {
    "name": "tenant/A", "fails": 0, "until": 0, "held": False, "probing": 0,
}  # fmt: skip


def kci(unit: Unit, order: int = 1, tenant: str = "A") -> None:
    enqueue(
        unit, lane=tenant_lane(tenant, order), endpoint=tenant_endpoint(tenant), seq=1, what="KCI",
        key=f"kci-{order}", subject=order, conversation_id="talk", head="{}", body="{}",
    )  # fmt: skip


def news(unit: Unit, state: State, id: str = "K") -> None:
    inbound.keep(
        unit, supplier="S", kci=id, tenant="A", entity=1, seq=2, state=state, body="{}",
    )  # fmt: skip


def parked(unit: Unit) -> None:
    kci(unit)
    unit.execute(LANE.update().values(parked="refused", due=NEVER))


def backing_off(unit: Unit) -> None:
    kci(unit)
    unit.execute(LANE.update().values(attempts=4, due=unit.milliseconds + 10**7))


def claimed_by_the_dead(unit: Unit) -> None:
    kci(unit)
    unit.execute(LANE.update().values(token=7, due=unit.milliseconds + 10**7))


def paused(unit: Unit) -> None:
    kci(unit)
    unit.execute(insert(ENDPOINT), {**CIRCUIT, "fails": 9, "until": unit.milliseconds + 10**7})


def held(unit: Unit) -> None:
    kci(unit)
    unit.execute(insert(ENDPOINT), {**CIRCUIT, "held": True})


REASONS = {
    "nobody claims it": kci,
    "its lane is parked": parked,
    "it backs off": backing_off,
    "its worker died": claimed_by_the_dead,
    "its endpoint is paused": paused,
    "an operator holds its endpoint": held,
    "the supplier's KCI waits for earlier ones": lambda unit: news(unit, State.WAITING),
    "the supplier's KCI is quarantined": lambda unit: news(unit, State.QUARANTINED),
}


async def _looks(databases: NewDatabases, *steps: Any) -> list[Backlog]:
    """One after each step, ten minutes after it."""
    clock = VirtualClock()
    database = databases.open(clock=clock)
    await database.start()
    found = []
    for step in steps:
        await database.run(step)
        clock.advance(timedelta(minutes=10))
        found.append(await database.read(look))
    await database.aclose()
    return found


@pytest.mark.parametrize("why", REASONS)
def test_the_oldest_undelivered_is_known_whatever_keeps_it(
    embedded: NewDatabases, why: str
) -> None:
    first, later = asyncio.run(_looks(embedded, REASONS[why], lambda unit: None))
    assert first.oldest_of_tenants == {"A": 600.0}
    assert later.oldest_of_tenants == {"A": 1200.0}


def test_what_waits_is_counted_by_endpoint_and_supplier(databases: NewDatabases) -> None:
    def fill(unit: Unit) -> None:
        parked(unit)
        kci(unit, 2)
        kci(unit, 1, tenant="B")
        unit.execute(insert(ENDPOINT), {**CIRCUIT, "fails": 3, "held": True})
        enqueue(
            unit, lane="s/A/9", endpoint="supplier/S", seq=1, what="create_order", key="k",
            subject=9, conversation_id="talk",
        )  # fmt: skip
        news(unit, State.QUARANTINED, "K1")
        news(unit, State.QUARANTINED, "K2")
        news(unit, State.WAITING, "K3")
        news(unit, State.APPLIED, "K4")
        set_timer(unit, "A", 1, "GAP", timedelta(minutes=4))

    (found,) = asyncio.run(_looks(databases, fill))
    assert found.waiting == {"tenant/A": 2, "tenant/B": 1, "supplier/S": 1}
    assert found.parked == {"tenant/A": 1, "tenant/B": 0, "supplier/S": 0}
    assert (found.paused, found.held) == (["tenant/A"], ["tenant/A"])
    assert (found.quarantined, found.held_back) == ({"S": 2}, {"S": 1})
    assert found.oldest_of_suppliers == {"S": 600.0}
    assert (found.overdue, found.overdue_for) == (1, 360.0)


def test_the_head_counts_and_not_what_was_delivered_before_it(embedded: NewDatabases) -> None:
    def deliver(unit: Unit) -> None:
        enqueue(
            unit, lane=tenant_lane("A", 1), endpoint=tenant_endpoint("A"), seq=2, what="KCI",
            key="second", subject=1, conversation_id="talk", head="{}", body="{}",
        )  # fmt: skip
        unit.execute(LANE.update().values(next_seq=2))

    _, found = asyncio.run(_looks(embedded, kci, deliver))
    assert found.oldest_of_tenants == {"A": 600.0}


_HISTORY = (
    "INSERT INTO message SELECT 't/A/' || n, 1, 'KCI', 'k', n, '{}', '{}', 'c', n FROM ({n}) AS s",
    "INSERT INTO inbound SELECT 'S', 'k' || n, 'A', n, 1, 'APPLIED', NULL, {digest}, '{}', n"
    " FROM ({n}) AS s",
    "INSERT INTO lane (key, endpoint, next_seq, last_seq, due, attempts, refusals, strikes,"
    " unknown) SELECT 't/A/' || n, 'tenant/A', 1, 1, 0, 0, 0, 0, {false} FROM ({n}) AS s"
    " WHERE n <= 100",
    "INSERT INTO timer SELECT 'A', n, 'GAP', n FROM ({n}) AS s",
)

_MANY = {
    "sqlite": "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000)"
    " SELECT n FROM c",
    "postgresql": "SELECT n FROM generate_series(1, 20000) AS n",
}


def test_a_scrape_reads_no_table_that_grows_with_history(databases: NewDatabases) -> None:
    async def play() -> dict[str, str]:
        database = databases.open()
        await database.start()

        def fill(unit: Unit) -> None:
            digest = "x'00'" if unit.dialect == "sqlite" else "'\\x00'::bytea"
            for statement in _HISTORY:
                written = statement.replace("{n}", _MANY[unit.dialect])
                written = written.replace("{digest}", digest).replace("{false}", "false")
                unit.execute(text(written.replace(":", "\\:")))
            if unit.dialect == "postgresql":
                unit.execute(text("ANALYZE"))

        await database.run(fill)
        plans = await database.read(lambda unit: {n: _plan(unit, n) for n in STATEMENTS})
        await database.aclose()
        return plans

    plans = asyncio.run(play())
    for what, plan in plans.items():
        for step in plan.splitlines():
            for table in ("message", "inbound", "timer"):
                whole = f"SCAN {table}" in step and "USING" not in step
                assert not whole, (what, plan)
                assert f"Seq Scan on {table}" not in step, (what, plan)
    assert "inbound_open" in plans["inbound"], plans["inbound"]


def _plan(unit: Unit, what: str) -> str:
    statement: Any = STATEMENTS[what]
    if unit.dialect == "sqlite":
        values = {"before": 1} if what == "timers" else {}
        prepared = _prepared(statement, tuple(values))
        assert prepared is not None
        made = prepared.fitting(values)
        driver: Any = unit._driver  # type: ignore[attr-defined]
        rows = driver.execute(f"EXPLAIN QUERY PLAN {made.text}", made._parameters(values))
        return "\n".join(row[3] for row in rows)
    compiled = statement.params(before=1).compile(
        dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}
    )
    return "\n".join(row["QUERY PLAN"] for row in unit.all(text(f"EXPLAIN {compiled}")))
