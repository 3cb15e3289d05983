"""SQLite is given statements past SQLAlchemy: what they do must not differ from the usual way."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import bindparam, delete, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from fibrecafe_gateway.store.database import open_database
from fibrecafe_gateway.store.tables import ATTEMPT, INBOUND, LANE
from fibrecafe_gateway.store.unit import Unit

T = TypeVar("T")

LANES = [
    {"key": key, "endpoint": "tenant/A", "next_seq": 1, "last_seq": 1, "due": due, "attempts": 0,
     "refusals": 0, "strikes": 0, "unknown": unknown}
    for key, due, unknown in (("t/A/1", 5, False), ("t/A/2", 6, True), ("t/A/3", 7, False))
]  # fmt: skip
ADD = insert(LANE)
ALL = select(LANE).order_by(LANE.c.key)
SOME = (
    select(LANE.c.key).where(LANE.c.key.in_(bindparam("keys", expanding=True))).order_by(LANE.c.key)
)
BOTH = SOME.where(LANE.c.due.in_(bindparam("times", expanding=True)))


def run(folder: Path, work: Callable[[Unit], T]) -> T:
    async def go() -> T:
        database = open_database(f"sqlite:///{folder / 'store.db'}")
        await database.start()
        try:
            return await database.run(work)
        finally:
            await database.aclose()

    return asyncio.run(go())


def usual(unit: Unit) -> Unit:
    """The same transaction, by way of SQLAlchemy."""
    return Unit(unit._connection, unit.now, unit.new_id, unit.known_lease_now)


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (ALL, {}),
        (SOME, {"keys": ["t/A/1"]}),
        (SOME, {"keys": ["t/A/3", "t/A/1", "t/A/9"]}),
        (SOME, {"keys": []}),
        (BOTH, {"keys": ["t/A/1", "t/A/2"], "times": [6]}),
        (ALL.limit(2), {}),
        (select(func.count().label("lanes")).select_from(LANE), {}),
        (select(literal(1).label("one")), {}),
        (select(LANE.c.key).where(LANE.c.unknown.is_(bindparam("is"))), {"is": True}),
        (update(LANE).where(LANE.c.due == bindparam("_due")).values(unknown=True)
         .returning(LANE.c.key, LANE.c.unknown), {"_due": 5}),
        (delete(LANE).where(LANE.c.due > 5).returning(LANE.c.key), {}),
    ],
)  # fmt: skip
def test_rows_are_those_of_sqlalchemy(
    tmp_path: Path, statement: Any, values: dict[str, Any]
) -> None:
    def work(unit: Unit) -> tuple[Any, Any]:
        unit.execute(ADD, LANES)
        found = []
        for way in (unit, usual(unit)):
            with suppress(ZeroDivisionError), unit.savepoint():
                found.append([dict(row) for row in way.all(statement, values)])
                raise ZeroDivisionError  # the next starts from the same rows
        return found[0], found[1]

    ours, theirs = run(tmp_path, work)
    assert ours == theirs
    assert [[type(v) for v in row.values()] for row in ours] == [
        [type(v) for v in row.values()] for row in theirs
    ]


def test_bytes_and_counted_keys_go_there_and_back(tmp_path: Path) -> None:
    def work(unit: Unit) -> Any:
        unit.execute(
            insert(INBOUND),
            {"supplier": "S", "kci": "1", "seq": 1, "state": "APPLIED", "digest": b"\0\xff",
             "body": "{}", "received": 1},
        )  # fmt: skip
        tried = {"lane": "t/A/1", "seq": 1, "at": 1, "ok": True, "request_id": "r"}
        unit.execute(insert(ATTEMPT), [tried, {**tried, "seq": 2}])
        attempts = unit.all(select(ATTEMPT.c.id, ATTEMPT.c.ok))
        return unit.one(select(INBOUND.c.digest, INBOUND.c.tenant)), attempts

    assert run(tmp_path, work) == (
        {"digest": b"\0\xff", "tenant": None},
        [{"id": 1, "ok": True}, {"id": 2, "ok": True}],
    )


def test_changed_rows_are_counted(tmp_path: Path) -> None:
    change = update(LANE).where(LANE.c.due >= bindparam("_due")).values(attempts=bindparam("n"))

    def work(unit: Unit) -> list[int]:
        unit.execute(ADD, LANES)
        one = unit.execute(change, {"_due": 6, "n": 1}).rowcount
        each = unit.execute(change, [{"_due": 6, "n": 1}, {"_due": 7, "n": 2}]).rowcount
        return [one, each]

    assert run(tmp_path, work) == [2, 3]


def test_an_error_is_sqlalchemys_and_quotes_no_values(tmp_path: Path) -> None:
    def work(unit: Unit) -> None:
        unit.execute(ADD, {**LANES[0], "key": "Marjorie"})
        unit.execute(ADD, {**LANES[0], "key": "Marjorie"})

    with pytest.raises(IntegrityError) as caught:
        run(tmp_path, work)
    assert isinstance(caught.value.orig, sqlite3.IntegrityError)
    assert "Marjorie" not in str(caught.value)


def test_a_value_that_is_missing_is_an_error_and_not_null(tmp_path: Path) -> None:
    with pytest.raises((KeyError, InvalidRequestError)):
        run(
            tmp_path, lambda unit: unit.one(SOME.where(LANE.c.due == bindparam("at")), {"keys": []})
        )


def test_a_part_that_fails_takes_back_itself_alone(tmp_path: Path) -> None:
    def work(unit: Unit) -> list[str]:
        unit.execute(ADD, LANES[0])
        with suppress(ZeroDivisionError), unit.savepoint():
            unit.execute(ADD, LANES[1])
            with unit.savepoint():
                unit.execute(ADD, LANES[2])
            raise ZeroDivisionError
        with unit.savepoint():
            unit.execute(ADD, LANES[2])
        return [row["key"] for row in unit.all(ALL)]

    assert run(tmp_path, work) == ["t/A/1", "t/A/3"]


def test_of_units_at_the_same_time_each_is_told_its_own_end(tmp_path: Path) -> None:
    def failing(unit: Unit) -> None:
        unit.execute(ADD, LANES[1])
        raise StopIteration  # which a future refuses

    async def go() -> tuple[Any, list[str]]:
        database = open_database(f"sqlite:///{tmp_path / 'store.db'}")
        await database.start()
        try:
            ends = await asyncio.gather(
                database.run(lambda unit: unit.execute(ADD, LANES[0]).rowcount),
                database.run(failing),
                database.run(lambda unit: unit.execute(ADD, LANES[2]).rowcount),
                database.run(lambda unit: unit.execute(ADD, LANES[2]).rowcount),
                return_exceptions=True,
            )
            rows = await database.read(lambda unit: unit.all(ALL))
        finally:
            await database.aclose()
        return ends, [row["key"] for row in rows]

    (first, second, third, fourth), keys = asyncio.run(go())
    assert (first, third, keys) == (1, 1, ["t/A/1", "t/A/3"])
    assert isinstance(second, RuntimeError)
    assert isinstance(fourth, IntegrityError)
