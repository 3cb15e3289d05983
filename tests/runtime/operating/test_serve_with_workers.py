"""`fibrecafe serve --workers N`: processes that deliver, replaced when they die, stopped with it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from fibrecafe_gateway.commands.serve import command
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Receiver
from tests.runtime.operating.shop import CONFIG, tell

_SERVE = "from fibrecafe_gateway.commands.serve import command; command()"


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


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_workers_deliver_are_replaced_and_end_with_it(
    how: signal.Signals, clustered: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        url = clustered.url()
        database = clustered.open(url)
        await database.start()
        async with Receiver().listening() as receiver:
            config = tmp_path / "fibrecafe.toml"
            given = CONFIG.format(url=url, tenant=receiver.url)
            secret = f'[tokens]\nsecret = {{value = "{"s" * 40}"}}\n'
            config.write_text(f"{given}[delivery]\nallow_internal = true\n{secret}")
            gateway = subprocess.Popen(
                [sys.executable, "-c", _SERVE, "--config", str(config), "--port", "0",
                 "--workers", "2"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                await _until(lambda: len(_children(gateway.pid)) == 2)
                await database.run(lambda unit: tell(unit, range(1, 21)))
                await _until(lambda: len(receiver.kcis) == 20)
                first, second = _children(gateway.pid)
                os.kill(first, signal.SIGKILL)
                await _until(
                    lambda: len(_children(gateway.pid)) == 2 and first not in _children(gateway.pid)
                )
                await database.run(lambda unit: tell(unit, range(21, 41)))
                await _until(lambda: len(receiver.kcis) == 40)
                workers = _children(gateway.pid)
                assert second in workers
                begun = time.monotonic()
                gateway.send_signal(how)
                await _until(lambda: not any(map(_runs, workers)))
                await asyncio.to_thread(gateway.wait)
                assert time.monotonic() - begun < 15
            finally:
                gateway.kill()
                gateway.wait()
            got = receiver.got()
            assert sorted(order for order, _ in got) == list(range(1, 41)), "each once"
        await database.aclose()

    asyncio.run(asyncio.wait_for(play(), 60))


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
