"""`fibrecafe serve --workers N`: processes that deliver, replaced when they die, stopped with it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from fibrecafe_gateway.commands.serve import command
from fibrecafe_gateway.store.database import Database
from fibrecafe_gateway.store.tables import LANE
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Receiver, Reply
from tests.runtime.operating.shop import CONFIG, tell
from tests.runtime.telemetry.capturing import logged

_SERVE = "from fibrecafe_gateway.commands.serve import command; command()"

_SECRET = f'[tokens]\nsecret = {{value = "{"s" * 40}"}}\n'


def test_on_sqlite_it_is_refused_with_what_to_do(tmp_path: Path) -> None:
    config = tmp_path / "fibrecafe.toml"
    config.write_text(CONFIG.format(url=f"sqlite:///{tmp_path}/a.db", tenant="http://a.invalid"))
    ended = CliRunner().invoke(command, ["--workers", "2", "--config", str(config)])
    assert ended.exit_code == 1
    assert "processes share the work through PostgreSQL" in ended.output
    assert "leave --workers out" in ended.output
    assert not (tmp_path / "a.db").exists()


def test_it_does_not_go_with_no_delivery(tmp_path: Path) -> None:
    ended = CliRunner().invoke(command, ["--workers", "1", "--no-delivery"])
    assert ended.exit_code == 2
    assert "leave out --workers" in ended.output


def test_on_sqlite_one_worker_is_the_process_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[object] = []
    monkeypatch.setattr(
        "fibrecafe_gateway.operating.serving.serve", lambda app, _, workers: served.append(workers)
    )
    config = tmp_path / "fibrecafe.toml"
    url = f"sqlite:///{tmp_path}/a.db"
    config.write_text(CONFIG.format(url=url, tenant="http://a.invalid") + _SECRET)
    with logged("CRITICAL"):
        ended = CliRunner().invoke(
            command, ["--workers", "1", "--config", str(config), "--port", "0"]
        )
    assert ended.exit_code == 0, ended.output
    assert served == [None]


def test_workers_deliver_are_replaced_and_finish_what_is_in_flight(
    clustered: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        async with _running(clustered, tmp_path) as (database, receiver, gateway):
            await database.run(lambda unit: tell(unit, range(1, 21)))
            await _until(lambda: len(receiver.kcis) == 20)
            while await database.read(lambda unit: unit.all(select(LANE))):
                await asyncio.sleep(0.02)  # all recorded: the lease of none is to be waited for
            first, second = _children(gateway.pid)
            os.kill(first, signal.SIGKILL)
            await _until(
                lambda: len(_children(gateway.pid)) == 2 and first not in _children(gateway.pid)
            )
            receiver.delay = 1.0
            await database.run(lambda unit: tell(unit, range(21, 41)))
            await _until(lambda: receiver.in_flight > 0 and len(receiver.kcis) == 40)
            workers = _children(gateway.pid)
            assert second in workers
            begun = time.monotonic()
            gateway.send_signal(signal.SIGTERM)
            while gateway.poll() is None:  # the first to come is the last to go
                await asyncio.sleep(0.02)
            assert not any(map(_runs, workers))
            assert gateway.returncode == 0
            assert time.monotonic() - begun < 15
            got = receiver.got()
            assert sorted(order for order, _ in got) == list(range(1, 41)), "each once"
            assert not await database.read(lambda unit: unit.all(select(LANE))), "all recorded"

    asyncio.run(asyncio.wait_for(play(), 60))


def test_workers_end_with_one_that_is_killed(clustered: NewDatabases, tmp_path: Path) -> None:
    async def play() -> None:
        async with _running(clustered, tmp_path) as (_, _, gateway):
            workers = _children(gateway.pid)
            gateway.kill()
            await _until(lambda: not any(map(_runs, workers)))

    asyncio.run(asyncio.wait_for(play(), 60))


def test_a_second_signal_ends_all_at_once(clustered: NewDatabases, tmp_path: Path) -> None:
    async def play() -> None:
        async with _running(clustered, tmp_path) as (database, receiver, gateway):
            receiver.answer = lambda kci: Reply(hangs=True)
            workers = _children(gateway.pid)
            await database.run(lambda unit: tell(unit, range(1, 5)))
            await _until(lambda: receiver.in_flight == 4)
            gateway.send_signal(signal.SIGTERM)
            await asyncio.sleep(1)
            assert gateway.poll() is None
            assert any(map(_runs, workers))
            begun = time.monotonic()
            gateway.send_signal(signal.SIGTERM)
            await asyncio.to_thread(gateway.wait)
            assert time.monotonic() - begun < 2
            assert gateway.returncode == 1
            await _until(lambda: not any(map(_runs, workers)))
            assert time.monotonic() - begun < 4

    asyncio.run(asyncio.wait_for(play(), 60))


@asynccontextmanager
async def _running(
    clustered: NewDatabases, folder: Path
) -> AsyncIterator[tuple[Database, Receiver, subprocess.Popen[bytes]]]:
    """`fibrecafe serve --workers 2`, which delivers to a receiver."""
    url = clustered.url()
    database = clustered.open(url)
    await database.start()
    async with Receiver().listening() as receiver:
        config = folder / "fibrecafe.toml"
        given = CONFIG.format(url=url, tenant=receiver.url)
        config.write_text(f"{given}[delivery]\nallow_internal = true\n{_SECRET}")
        gateway = subprocess.Popen(
            [sys.executable, "-c", _SERVE, "--config", str(config), "--port", "0", "--workers",
             "2"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        workers: list[int] = []
        try:
            await _until(lambda: len(_children(gateway.pid)) == 2)
            workers = _children(gateway.pid)
            await _until(lambda: _listening(clustered, url) == 2)
            yield database, receiver, gateway
        finally:
            gateway.kill()
            gateway.wait()
            for worker in workers:
                if _runs(worker):
                    os.kill(worker, signal.SIGKILL)
            await database.aclose()


def _listening(clustered: NewDatabases, url: str) -> int:
    """Workers that have begun to deliver."""
    assert clustered.server is not None
    rows = clustered.server.ask(
        "SELECT count(*) AS n FROM pg_stat_activity WHERE"
        " datname = current_database() AND application_name = 'fibrecafe-delivery'", url,
    )  # fmt: skip
    return int(rows[0]["n"])


def _children(pid: int) -> list[int]:
    """Of a process, by the kernel's list."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return sorted(child for child in found if _runs(child))


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


async def _until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not so():
            await asyncio.sleep(0.05)
