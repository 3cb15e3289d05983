"""Pages of what is quarantined, on both databases: each KCI once, and a page costs a page."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, text

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.kci.operator import Quarantined
from fibrecafe_gateway.operating.paging import BadCursor, Page, cursor_of
from fibrecafe_gateway.operating.quarantine import page_of_quarantined
from fibrecafe_gateway.store.database import Database
from fibrecafe_gateway.store.entities import Entities
from fibrecafe_gateway.store.tables import INBOUND
from fibrecafe_gateway.store.unit import Row, Unit
from tests.runtime.databases import NewDatabases
from tests.runtime.kci.bench import kci

MANY = 5000


def _fill(unit: Unit, count: int) -> None:
    """KCIs about one order; of each 10 one has been applied, and 3 have come at the same time."""
    order = Entities(unit, "acme").add(
        "PROVIDE_ORDER", "S1", {"status": "HELD"}, conversation_id="c"
    )
    body = {"id": order.id, "tenant": "acme"}
    said = kci("provideServiceOrder", body, "COMPLETED", seq=1, id="0")
    unit.execute(
        insert(INBOUND),
        [
            {
                "supplier": "S1" if n % 4 else "S2", "kci": f"k{n:05}", "tenant": "acme",
                "entity": order.id, "seq": n, "state": "QUARANTINED" if n % 10 else "APPLIED",
                "reason": "it did not fit", "digest": b"d", "received": 1000 + n // 3,
                "body": json.dumps(said),
            }
            for n in range(count)
        ],
    )  # fmt: skip


def _expected(count: int, fits: Callable[[int], bool] = bool) -> list[str]:
    """Oldest first; of the same time by supplier, then by id."""
    kept = [n for n in range(count) if n % 10 and fits(n)]
    ordered = sorted(kept, key=lambda n: (n // 3, "S1" if n % 4 else "S2", n))
    return [f"k{n:05}" for n in ordered]


def _play(databases: NewDatabases, work: Any, count: int) -> Any:
    async def play() -> Any:
        database = databases.open(clock=VirtualClock())
        await database.start()
        try:
            await database.run(lambda unit: _fill(unit, count))
            return await work(database)
        finally:
            await database.aclose()

    return asyncio.run(play())


async def _page(
    database: Database, cursor: str | None, limit: int, supplier: str | None = None
) -> Page[Quarantined]:
    return await database.read(
        lambda unit: page_of_quarantined(unit, supplier=supplier, limit=limit, cursor=cursor)
    )


async def _walk(database: Database, limit: int, supplier: str | None = None) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        page = await _page(database, cursor, limit, supplier)
        assert len(page.items) <= limit
        found += [item.kci for item in page.items]
        if page.next is None:
            return found
        cursor = page.next


@pytest.mark.parametrize("limit", [1, 7, 27, 100])
def test_pages_follow_each_other_in_the_order_in_which_they_came(
    databases: NewDatabases, limit: int
) -> None:
    async def work(database: Database) -> tuple[list[str], list[str], list[str]]:
        return (
            await _walk(database, limit), await _walk(database, limit, "S2"),
            await _walk(database, limit, "S3"),
        )  # fmt: skip

    whole, one, none = _play(databases, work, 30)
    assert whole == _expected(30)
    assert one == _expected(30, lambda n: n % 4 == 0)
    assert none == []


class _Noting:
    """A unit that counts the rows that it reads, and has the database explain how."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self.kcis = 0
        self.others = 0
        self.plan = ""

    def one(self, *given: Any) -> Row | None:
        self.others += 1
        return self._unit.one(*given)

    def all(self, statement: Any, *given: Any) -> Any:
        rows = self._unit.all(statement, *given)
        self.kcis += len(rows)
        connection = self._unit._connection
        written = statement.compile(
            dialect=connection.dialect, compile_kwargs={"literal_binds": True}
        )
        how = {"sqlite": "QUERY PLAN", "postgresql": "ANALYZE"}[self._unit.dialect]
        told = connection.exec_driver_sql(f"EXPLAIN {how} {written}").all()
        self.plan = "\n".join(str(row[-1]) for row in told)
        return rows


def _read(unit: Unit, cursor: str | None, supplier: str | None) -> tuple[Page[Any], _Noting]:
    noting: Any = _Noting(unit)
    return page_of_quarantined(noting, supplier=supplier, limit=50, cursor=cursor), noting


@pytest.mark.parametrize("supplier", [None, "S1"])
def test_a_page_of_many_reads_a_page(databases: NewDatabases, supplier: str | None) -> None:
    order = _expected(MANY, lambda n: supplier is None or n % 4 > 0)
    late = 4501
    cursor = cursor_of("quarantine", 1000 + late // 3, "S1", f"k{late:05}")

    async def work(database: Database) -> None:
        analyse = {"sqlite": "ANALYZE", "postgresql": "ANALYZE inbound"}[databases.kind]
        await database.run(lambda unit: unit.execute(text(analyse)))
        for place, first in ((None, 0), (cursor, order.index(f"k{late:05}") + 1)):
            page, noting = await database.read(lambda unit, at=place: _read(unit, at, supplier))
            assert [item.kci for item in page.items] == order[first : first + 50]
            assert page.next is not None
            # One more tells whether there is a next page; of each it is told how its order stands.
            assert (noting.kcis, noting.others) == (51, 50)
            if databases.kind == "sqlite":
                entered = "(state=? AND received>?)" if place else "(state=?)"
                assert f"USING INDEX inbound_open {entered}" in noting.plan
                assert (
                    "FOR ORDER BY" not in noting.plan
                )  # but for a part of it: what came at one time
            else:
                (scan,) = re.findall(r"inbound_open.*rows=(\d+)(?:\.\d+)? loops=1", noting.plan)
                left_out = re.findall(r"Removed by Filter: (\d+)", noting.plan)
                assert int(scan) + sum(map(int, left_out)) < 100, noting.plan

    _play(databases, work, MANY)


@pytest.mark.parametrize(
    "cursor", [cursor_of("endpoints", "a"), cursor_of("quarantine", 1), "x", ""]
)
def test_a_cursor_of_another_list_is_none(databases: NewDatabases, cursor: str) -> None:
    async def work(database: Database) -> None:
        with pytest.raises(BadCursor):
            await _page(database, cursor, 10)

    _play(databases, work, 1)
