"""`fibrecafe worker` delivers for others and stops in time; `fibrecafe migrate`."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from fibrecafe_gateway.commands import migrate, worker
from fibrecafe_gateway.settings import Settings
from fibrecafe_gateway.store.tables import LANE
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Receiver
from tests.runtime.operating.shop import CONFIG, tell

_RUN = "from fibrecafe_gateway.commands.worker import command; command()"


def test_two_workers_share_what_is_to_be_delivered_and_finish_what_is_in_flight(
    clustered: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        url = clustered.url()
        database = clustered.open(url)
        await database.start()
        async with Receiver(delay=0.3).listening() as receiver:
            config = tmp_path / "fibrecafe.toml"
            given = CONFIG.format(url=url, tenant=receiver.url)
            limits = "[delivery]\nallow_internal = true\nslots_per_endpoint = 2\n"
            config.write_text(given + limits)
            workers = await asyncio.gather(_started(config), _started(config))
            await database.run(lambda unit: tell(unit, range(1, 21)))
            while len(receiver.kcis) < 6:
                await asyncio.sleep(0.02)
            assert receiver.most_in_flight > 2
            begun = time.monotonic()
            for one in workers:
                one.send_signal(signal.SIGTERM)
            ends = await asyncio.gather(*(asyncio.to_thread(one.communicate) for one in workers))
            assert [one.returncode for one in workers] == [0, 0], ends
            assert time.monotonic() - begun < 10
            got = receiver.got()
            assert len(got) == len(set(got))
            left = await database.read(lambda unit: unit.all(select(LANE)))
            # What was in flight was finished and recorded, the rest is free for others.
            assert len(left) == 20 - len(got)
            assert [row["token"] for row in left] == [None] * len(left)
        await database.aclose()

    asyncio.run(asyncio.wait_for(play(), 60))


async def _started(config: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, "--config", str(config)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    line = await asyncio.to_thread(process.stdout.readline)
    assert line.startswith("delivering"), process.communicate()
    return process


def test_a_worker_on_sqlite_is_refused_with_what_to_do(tmp_path: Path) -> None:
    config = tmp_path / "fibrecafe.toml"
    config.write_text(CONFIG.format(url=f"sqlite:///{tmp_path}/a.db", tenant="http://a.invalid"))
    ended = CliRunner().invoke(worker.command, ["--config", str(config)])
    assert ended.exit_code == 1
    assert "shares its work through PostgreSQL" in ended.output
    assert "fibrecafe serve" in ended.output
    assert not (tmp_path / "a.db").exists()


def test_a_worker_without_anything_to_do_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "fibrecafe.toml"
    config.write_text('[store]\nurl = "postgresql://nobody@localhost:1/none"\n')
    ended = CliRunner().invoke(worker.command, ["--config", str(config)])
    assert ended.exit_code == 1
    assert "neither tenants nor suppliers" in ended.output


def test_a_worker_that_cannot_reach_its_store_says_so(tmp_path: Path) -> None:
    config = tmp_path / "fibrecafe.toml"
    url = "postgresql://nobody@127.0.0.1:1/none"
    config.write_text(CONFIG.format(url=url, tenant="http://a.invalid"))
    with pytest.raises(click.ClickException, match="does the server run"):
        worker.deliver(Settings.load(config))


def test_a_stop_that_takes_too_long_is_given_up() -> None:
    from typing import Any

    from fibrecafe_gateway.operating.working import work

    class Hanging:
        async def start(self) -> None:
            return

        async def aclose(self) -> None:
            await asyncio.sleep(3600)

    async def play() -> bool:
        stopped = asyncio.Event()
        stopped.set()
        hanging: Any = Hanging()
        return await work(hanging, stopped=stopped, within=0.05)

    assert asyncio.run(play()) is False


def test_a_store_is_looked_at_and_then_brought_to_the_newest(
    databases: NewDatabases, tmp_path: Path
) -> None:
    config = tmp_path / "fibrecafe.toml"
    url = databases.url(empty=True)
    config.write_text(f'[store]\nurl = "{url}"\n')

    def run(*arguments: str, status: int) -> str:
        ended = CliRunner().invoke(migrate.command, [*arguments, "--config", str(config)])
        assert ended.exit_code == status, ended.output
        return ended.output

    assert "the schema is none" in run("--check", status=1)
    assert "the schema is none" in run("--check", status=1)  # looking makes nothing
    assert "the schema was none and is 0" in run(status=0)
    assert "the newest" in run("--check", status=0)
    assert "the newest" in run(status=0)
