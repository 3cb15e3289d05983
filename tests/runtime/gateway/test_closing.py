"""Whatever fails while a gateway closes, the rest of it is closed, and the failure is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from fibrecafe_gateway import faults
from fibrecafe_gateway.gateway import Gateway
from fibrecafe_gateway.settings import Settings
from fibrecafe_gateway.store.database import StoreError
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.desk import Fake, settings_of


class Closing(Fake):
    """An adapter that says whether it was closed."""

    def __init__(self, fails: str = "") -> None:
        super().__init__()
        self.fails = fails
        self.closed = False

    async def aclose(self) -> None:
        self.closed = True
        if self.fails:
            raise OSError(self.fails)


@pytest.fixture
def broken_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's task ends with an error."""

    def point(name: str) -> None:
        if name == "worker.stops":
            raise RuntimeError("the worker could not stop")

    monkeypatch.setattr(faults, "point", point)


@pytest.mark.usefixtures("broken_stop")
def test_all_is_closed_when_the_worker_fails_as_it_stops(databases: NewDatabases) -> None:
    async def play() -> None:
        async with _started(databases, Closing()) as (gateway, adapter):
            tasks = list(gateway._tasks)
            with pytest.raises(RuntimeError, match="the worker could not stop"):
                await gateway.aclose()
            assert all(task.done() for task in tasks)
            assert adapter.closed
            await _assert_closed(gateway, databases)

    asyncio.run(play())


def test_all_is_closed_when_an_adapter_fails(databases: NewDatabases) -> None:
    async def play() -> None:
        async with _started(databases, Closing("no such socket")) as (gateway, _):
            with pytest.raises(OSError, match="no such socket"):
                await gateway.aclose()
            await _assert_closed(gateway, databases)

    asyncio.run(play())


@pytest.mark.usefixtures("broken_stop")
def test_of_two_failures_both_are_told(embedded: NewDatabases) -> None:
    async def play() -> None:
        async with _started(embedded, Closing("no such socket")) as (gateway, _):
            with pytest.raises(OSError, match="no such socket") as found:
                await gateway.aclose()
            assert "the worker could not stop" in str(found.value.__context__)
            await _assert_closed(gateway, embedded)

    asyncio.run(play())


@pytest.mark.parametrize("number", [0, 1])
def test_all_is_closed_when_a_task_had_ended_before(embedded: NewDatabases, number: int) -> None:
    """The worker's, or the one that lets time pass."""

    async def play() -> None:
        async with _started(embedded, Closing()) as (gateway, adapter):
            gateway._tasks[number].cancel()
            await asyncio.wait({gateway._tasks[number]})
            await gateway.aclose()
            assert adapter.closed
            await _assert_closed(gateway, embedded)

    asyncio.run(play())


def test_all_is_closed_when_closing_is_given_up(embedded: NewDatabases) -> None:
    """As a worker does that is not let finish what is in flight."""

    async def play() -> None:
        async with _started(embedded, Closing()) as (gateway, adapter):
            gateway.engine.stop = _stop_nothing  # type: ignore[method-assign]
            closing = asyncio.create_task(gateway.aclose())
            await asyncio.sleep(0.05)
            assert not closing.done()
            closing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await closing
            assert all(task.done() for task in gateway._tasks)
            assert adapter.closed
            await _assert_closed(gateway, embedded)

    asyncio.run(play())


async def _stop_nothing() -> None:
    return


async def _assert_closed(gateway: Gateway, databases: NewDatabases) -> None:
    assert gateway._http is not None
    assert gateway._http.closed
    if databases.server is None:
        with pytest.raises(StoreError, match="is closed"):
            await gateway.database.run(lambda unit: unit.new_id())
    else:
        rows = databases.server.ask(
            "SELECT count(*) AS n FROM pg_stat_activity WHERE datname ="
            " current_database() AND application_name LIKE 'fibrecafe%'",
            gateway.settings.store.url,
        )  # fmt: skip
        assert rows[0]["n"] == 0


@asynccontextmanager
async def _started(
    databases: NewDatabases, adapter: Closing
) -> AsyncIterator[tuple[Gateway, Closing]]:
    settings: Settings = settings_of(databases.url(), idempotent=False)
    gateway = Gateway(settings, factories={"fake": lambda *_: adapter})
    await gateway.start()
    await gateway.database.run(lambda unit: unit.new_id())
    yield gateway, adapter
