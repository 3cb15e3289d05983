"""KCIs survive restarts and failures, in order; what is done is forgotten in the end."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_gateway.adapters.simulator import JournalUnusable, KciRefused, Simulator
from fibrecafe_gateway.adapters.simulator.journal import Journal, Rows
from fibrecafe_gateway.clock import VirtualClock
from tests.runtime.simulator.box import TENANT, Gateway, amendment, box, entity, provide


def test_an_order_gets_its_kcis_after_a_restart_that_nobody_announced(tmp_path: Path) -> None:
    async def run() -> None:
        clock, gateway, file = VirtualClock(), Gateway(), tmp_path / "journal.db"
        async with box(file, clock=clock, gateway=gateway) as played:
            await played.order("ORDER_SUCCESSFUL?misbehave=duplicate,late")
            await played.order(body=provide(124))
            await played.wait(30)
            assert len(gateway.bodies) < 6
        async with box(file, clock=clock, gateway=gateway) as played:
            await played.client().amend_order(body=amendment(order_id=124), tenant=TENANT)
        async with box(file, clock=clock, gateway=gateway) as played:
            assert await played.order(body=provide(124)) is None
            await played.play()
        for id in (123, 124):
            own = [kci for kci in gateway.kcis if entity(kci)["id"] == id]
            assert list(dict.fromkeys(kci["reasonCode"] for kci in own)) == [
                *["ACKNOWLEDGED"],
                *(["AMENDED"] if id == 124 else []),
                *["COMMITTED", "COMPLETED"],
            ]

    asyncio.run(run())


def test_a_kci_that_may_have_arrived_comes_again_after_a_restart_with_the_same_id(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        clock, gateway, file = VirtualClock(), Gateway(), tmp_path / "journal.db"
        arrived: list[Any] = []

        async def dying(update: Any, **ids: Any) -> None:
            arrived.append(update)
            raise asyncio.CancelledError  # as if the process ended here

        simulator = Simulator(dying, clock=clock, journal=file, seed=7)
        async with box(file.with_name("other.db"), clock=clock) as other:
            assert other.gateway.kcis == []
        try:
            await simulator.cease(TENANT, "S1")
            with pytest.raises(asyncio.CancelledError):
                await simulator.pump_due()
        finally:
            await simulator.aclose()
        # Another seed: what was frozen stays as it was.
        async with box(file, clock=clock, gateway=gateway, seed=8) as played:
            await played.play()
        assert gateway.bodies[0] == arrived[0].to_json()
        assert gateway.sequence == [1, 2, 3]

    asyncio.run(run())


def test_a_gateway_that_is_away_gets_everything_in_order_when_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def run() -> None:
        gateway = Gateway()
        async with box(gateway=gateway) as played:
            gateway.failures = [ConnectionError("refused")] * 4
            await played.order()
            await played.wait(30)
            pauses = []
            while gateway.failures:
                due = await played.simulator.next_due()
                assert due is not None
                pauses.append((due - played.clock.now()).total_seconds())
                await played.wait(pauses[-1])
            assert pauses == [1, 2, 4]
            await played.play()
            assert gateway.sequence == [1, 2, 3]
            assert len(set(gateway.request_ids)) == 7  # a new one for each attempt

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    assert "tried again: ConnectionError: refused" in caplog.text


def test_a_kci_that_is_refused_is_dropped_and_said(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        gateway = Gateway()
        gateway.failures = [KciRefused("422 unknown order")]
        async with box(gateway=gateway) as played:
            await played.order()
            await played.play()
            assert gateway.sequence == [2, 3]

    asyncio.run(run())
    assert "TENANT1, provideServiceOrder" in caplog.text
    assert "dropped: 422 unknown order" in caplog.text


def test_an_order_that_cannot_be_sent_keeps_no_other_back() -> None:
    async def run() -> None:
        class Choosy(Gateway):
            async def __call__(self, update: Any, **ids: Any) -> None:
                if update.provide_service_order.id == 1:
                    raise ConnectionError
                await super().__call__(update, **ids)

        gateway = Choosy()
        async with box(gateway=gateway) as played:
            await played.order(body=provide(1))
            await played.order(body=provide(2))
            await played.play(timedelta(minutes=10))
            assert [entity(kci)["id"] for kci in gateway.kcis] == [2, 2, 2]

    asyncio.run(run())


def test_one_kci_of_an_order_is_in_flight_and_not_too_many_at_all() -> None:
    async def run() -> None:
        busy: dict[int, int] = {}
        most = 0

        async def send(update: Any, **ids: Any) -> None:
            nonlocal most
            id = update.provide_service_order.id
            busy[id] = busy.get(id, 0) + 1
            most = max(most, len(busy))
            assert busy[id] == 1
            await asyncio.sleep(0.001)
            del busy[id]

        gateway: Any = send
        async with box(gateway=gateway, parallel=4, kci_delay=0) as played:
            for id in range(1, 21):
                await played.order(body=provide(id))
            assert await played.simulator.pump_due() == 60
            assert most == 4

    asyncio.run(run())


def test_the_timer_sends_what_becomes_due_in_real_time() -> None:
    async def run() -> None:
        gateway = Gateway()
        simulator = Simulator(gateway, seed=1, kci_delay=0.02)
        async with simulator.running():
            await simulator.cease(TENANT, "S1")
            for _ in range(400):
                if len(gateway.kcis) == 3:
                    break
                await asyncio.sleep(0.005)
        await simulator.aclose()
        assert gateway.reasons == ["CREATED", "COMMITTED", "COMPLETED"]

    asyncio.run(run())


def test_a_journal_that_fails_for_a_moment_stops_nothing(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        gateway, failures = Gateway(), [sqlite3.OperationalError("disk full")]
        simulator = Simulator(gateway, seed=1, kci_delay=0)
        due = Rows.due

        def failing(rows: Rows, *given: Any) -> Any:
            if failures:
                raise failures.pop()
            return due(rows, *given)

        async def no_wait(seconds: float, sleep: Any = asyncio.sleep) -> None:
            await sleep(0 if seconds == 1 else seconds)

        monkeypatch.setattr(Rows, "due", failing)
        monkeypatch.setattr(asyncio, "sleep", no_wait)
        async with simulator.running():
            await simulator.cease(TENANT, "S1")
            for _ in range(400):
                if len(gateway.kcis) == 3:
                    break
                await asyncio.sleep(0.005)
        await simulator.aclose()
        assert gateway.sequence == [1, 2, 3]

    asyncio.run(run())
    assert "the journal failed" in caplog.text


def test_what_is_done_is_forgotten_beyond_what_is_kept() -> None:
    async def run() -> None:
        async with box(kci_delay=0, keep_done=50, keep_open=20) as played:
            for id in range(1, 401):
                scenario = "ORDER_ACKNOWLEDGED" if id % 2 else "ORDER_SUCCESSFUL"
                await played.order(scenario, provide(id))
                await played.simulator.pump_due()
            assert await played.simulator.count() <= 50 + 20 + 64
            assert await played.order("ORDER_SUCCESSFUL", provide(400)) is None
            assert await played.simulator.pump_due() == 0

    asyncio.run(run())


def test_a_journal_belongs_to_one_process_and_one_version(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    journal = Journal(file)
    try:
        with pytest.raises(JournalUnusable, match="another simulator"):
            Journal(file)
    finally:
        journal.close()
    Journal(file).close()
    text = tmp_path / "text.db"
    text.write_text("not a database, but long enough to be looked at as one " * 50)
    with pytest.raises(JournalUnusable, match="not a database"):
        Journal(text)
    with pytest.raises(JournalUnusable, match="unable to open"):
        Journal(tmp_path / "missing" / "journal.db")


def test_a_unit_that_fails_leaves_nothing_and_its_neighbours_alone(tmp_path: Path) -> None:
    async def run() -> None:
        async with box(tmp_path / "journal.db") as played:

            def broken(rows: Any) -> None:
                rows._connection.execute("DELETE FROM entity")
                raise LookupError("broken")

            results = await asyncio.gather(
                played.order(body=provide(1)),
                played.simulator.keep(broken),
                played.order(body=provide(2)),
                return_exceptions=True,
            )
            assert isinstance(results[1], LookupError)
            assert await played.simulator.count() == 2

    asyncio.run(run())
