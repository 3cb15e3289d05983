"""Requests to suppliers: each is asked once, unless asking again does no harm, and ends."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from fibrecafe_gateway.adapters.contract import (
    Busy,
    Faulty,
    NotAuthorised,
    Refused,
    Unreachable,
)
from fibrecafe_gateway.api.intake import intend
from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.delivery.starting import warn_of_strangers
from fibrecafe_gateway.lifecycle import EntityKind
from fibrecafe_gateway.store import postgresql
from fibrecafe_gateway.store.entities import Entities
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.desk import desk, settings_of


def test_an_accepted_request_is_asked_once_and_its_step_told(databases: NewDatabases) -> None:
    async def play() -> None:
        async with desk(databases) as at:
            orders = await at.order(20)
            await at.drain()
            assert sorted(at.box.asked) == orders
            assert {await at.status(order) for order in orders} == {"SENT_TO_SUPPLIER"}
            kept = await at.attempts(orders[0])
            assert [(a["ok"], a["request_id"]) for a in kept] == [
                (True, next(c.request_id for o, c in at.box.calls if o == orders[0]))
            ]
            assert {call.conversation_id for _, call in at.box.calls} == {"talk"}

    asyncio.run(play())


def test_a_refusal_is_told_and_says_nothing_bad_of_the_supplier(databases: NewDatabases) -> None:
    async def play() -> None:
        async with desk(databases) as at:
            at.box.script = lambda order: Refused("no such line")
            orders = await at.order(5)
            await at.drain()
            assert {await at.status(order) for order in orders} == {"REJECTED"}
            assert "no such line" in (await at.told(orders[0]))[-1]
            assert not (await at.circuit()).is_open

    asyncio.run(play())


@pytest.mark.parametrize("failure", [Unreachable(detail="refused"), Busy(detail="503")])
def test_a_supplier_that_cannot_be_asked_is_tried_for_the_send_window(
    failure: Exception, databases: NewDatabases
) -> None:
    async def play() -> None:
        async with desk(databases) as at:
            at.box.script = lambda order: failure
            (order,) = await at.order()
            await at.wait(50)
            assert await at.status(order) == "RECEIVED_BY_GATEWAY"
            assert len(at.box.calls) >= 3
            assert len({call.request_id for _, call in at.box.calls}) == len(at.box.calls)
            await at.wait(70)
            assert await at.status(order) == "FAILED_TO_SEND"
            code = "SUPPLIER_TIMED_OUT" if isinstance(failure, Unreachable) else "SUPPLIER_FAULT"
            assert code in (await at.told(order))[-1]
            # That the request has ended is no sign that the supplier is well.
            assert (await at.circuit()).is_open

    asyncio.run(play())


def test_orders_wait_for_a_supplier_that_is_down_without_being_tried_each(
    databases: NewDatabases,
) -> None:
    async def play() -> None:
        async with desk(databases) as at:
            at.box.script = lambda order: Unreachable()
            await at.order(40)
            await at.wait(40)
            assert len(at.box.calls) <= 16 + 8
            at.box.script = lambda order: None
            await at.wait(60)
            statuses = [await at.status(order) for order in range(1, 41)]
            assert statuses.count("SENT_TO_SUPPLIER") == 40

    asyncio.run(play())


def test_a_retry_after_of_a_supplier_is_honoured(embedded: NewDatabases) -> None:
    async def play() -> None:
        async with desk(embedded) as at:
            at.box.script = lambda order: Busy(retry_after=30.0)
            await at.order()
            await at.drain()
            at.box.script = lambda order: None
            await at.order(3)
            await at.wait(29, step=1)
            assert len(at.box.calls) == 1
            await at.wait(2, step=1)
            assert sorted(at.box.asked) == [1, 1, 2, 3, 4]

    asyncio.run(play())


def test_one_faulty_answer_ends_its_order_and_many_pause_the_supplier(
    embedded: NewDatabases,
) -> None:
    async def play() -> None:
        async with desk(embedded) as at:
            at.box.script = lambda order: Faulty(detail="500") if order < 5 else None
            await at.order(4)
            await at.drain()
            assert {await at.status(order) for order in range(1, 5)} == {"FAILED_TO_SEND"}
            assert (await at.circuit()).is_open
            await at.order(3)
            await at.wait(60)
            assert {await at.status(order) for order in range(5, 8)} == {"SENT_TO_SUPPLIER"}

    asyncio.run(play())


def test_credentials_of_one_tenant_do_not_pause_the_supplier(embedded: NewDatabases) -> None:
    async def play() -> None:
        async with desk(embedded) as at:
            at.box.script = lambda order: NotAuthorised()
            await at.order(6)
            await at.drain()
            assert await at.status(6) == "FAILED_TO_SEND"
            assert not (await at.circuit()).is_open

    asyncio.run(play())


def test_a_defect_of_ours_ends_the_order_and_stops_no_other(
    embedded: NewDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fibrecafe_gateway.adapters import southbound

    real = southbound.create_order

    def broken(values: Any, **given: Any) -> Any:
        if given["order_id"] == 1:
            raise KeyError("a defect")
        return real(values, **given)

    monkeypatch.setattr(southbound, "create_order", broken)

    async def play() -> None:
        async with desk(embedded) as at:
            one, two = await at.order(2)
            await at.drain()
            assert await at.status(two) == "SENT_TO_SUPPLIER"
            await at.wait(120)
            assert await at.status(one) == "FAILED_TO_SEND"
            assert "a defect" not in "".join(await at.told(one))
            assert "GATEWAY_FAULT" in (await at.told(one))[-1]
            assert not (await at.circuit()).is_open

    asyncio.run(play())


def test_what_is_asked_of_one_that_was_taken_out_of_the_configuration_waits(
    databases: NewDatabases, caplog: pytest.LogCaptureFixture
) -> None:
    async def play() -> None:
        url, clock = databases.url(), VirtualClock()
        async with desk(databases, url=url, clock=clock) as at:
            await at.order(3)
        whole = settings_of(url, idempotent=False)
        no_supplier = whole.model_copy(update={"suppliers": {}, "tenants": {}})
        async with desk(databases, settings=no_supplier, clock=clock) as at:
            await warn_of_strangers(at.gateway.database, {"tenant/A"})
            assert "3 lanes wait for supplier/BOX" in caplog.text
            await at.wait(300, step=60)
            assert await at.status(1) == "RECEIVED_BY_GATEWAY"
        no_tenant = whole.model_copy(update={"tenants": {}})
        async with desk(databases, settings=no_tenant, clock=clock) as at:
            await at.wait(300, step=60)
            assert at.box.calls == []
            assert await at.status(1) == "RECEIVED_BY_GATEWAY"
        async with desk(databases, settings=whole, clock=clock) as at:
            await at.wait(120)
            assert sorted(at.box.asked) == [1, 2, 3]
            assert await at.status(1) == "SENT_TO_SUPPLIER"

    asyncio.run(play())


def test_an_answer_that_cannot_be_written_now_is_written_later(
    databases: NewDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store fails for a reason that passes: what the supplier said is not lost, nor asked
    again."""
    from sqlalchemy.exc import OperationalError

    from fibrecafe_gateway.delivery import to_suppliers
    from fibrecafe_gateway.kci.answers import settle_answer

    real, failures = settle_answer, iter([True, True, False])

    def failing(*given: Any) -> None:
        if next(failures, False):
            raise OperationalError("UPDATE", None, Exception("locked"))
        real(*given)

    monkeypatch.setattr(to_suppliers, "settle_answer", failing)

    async def play() -> None:
        async with desk(databases) as at:
            (order,) = await at.order()
            for _ in range(5):
                try:
                    await at.drain()
                except OperationalError:
                    continue
            assert await at.status(order) == "SENT_TO_SUPPLIER"
            assert at.box.asked == [order]
            assert len(await at.attempts(order)) == 1

    asyncio.run(play())


def test_settling_and_amending_at_once_do_not_lock_each_other_out(
    clustered: NewDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both lock the order first, then its lane; else each round would cost a deadlock."""
    lost: list[Exception] = []

    class Lost(postgresql._Lost):
        def __init__(self, error: Any) -> None:
            super().__init__(error)
            lost.append(error)

    monkeypatch.setattr(postgresql, "_Lost", Lost)

    def amend(unit: Unit, order: int) -> None:
        entity = Entities(unit, "ACME").lock(order, tuple(EntityKind))
        assert entity is not None
        unit.execute(text("SELECT pg_sleep(0.01)"))
        intend(unit, "create_order", entity, entity)
        Entities(unit, "ACME").save(entity)

    async def play() -> None:
        async with desk(clustered) as at:
            orders = await at.order(12)
            await at.gateway.engine.tick()
            await asyncio.wait(set(at.gateway.engine._tasks))
            run = at.gateway.database.run
            await asyncio.gather(
                *(run(partial(amend, order=order)) for order in orders), at.drain()
            )
            await at.drain()
            assert await at.status(orders[0]) == "SENT_TO_SUPPLIER"
        assert lost == []

    asyncio.run(play())
