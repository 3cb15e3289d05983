"""An operator decides while a worker writes down what it found: neither takes away the other's.

A worker reads how endpoints do, writes lanes, and then how endpoints do now. On PostgreSQL a decision
may be committed in between; on SQLite it waits until the worker is done.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.interleaving import between_look_and_write
from tests.runtime.delivery.posting import Kci, Receiver, Reply
from tests.runtime.operating.shop import Shop, run, shop

NAME = "tenant/A"

WHY = ("--reason", "moves house", "--by", "ada")


def test_a_pause_while_a_failure_is_written_holds(databases: NewDatabases, tmp_path: Path) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, Receiver(lambda kci: Reply(503))) as made:
            with between_look_and_write(lambda: run(made.config, "endpoint", "pause", NAME, *WHY)):
                await made.order(1)
            found = await made.post.circuit()
            assert (found.held, found.fails) == (True, 1)
            made.receiver.answer = lambda kci: Reply()
            await made.post.wait(600, step=60)
            assert made.receiver.got() == [(1, 1)]  # that one failure, and nothing after it
            await made.say("endpoint", "resume", NAME)
            await made.post.wait(60, step=20)
            assert await made.post.lanes() == []

    asyncio.run(play())


def test_a_pause_while_the_success_of_a_probe_is_written_holds(
    databases: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, Receiver(lambda kci: Reply(404))) as made:
            await made.order(1)
            await made.order(2)
            before = len(made.receiver.kcis)
            made.receiver.answer = lambda kci: Reply()
            with between_look_and_write(lambda: run(made.config, "endpoint", "pause", NAME, *WHY)):
                await made.post.wait(120, step=120)
            found = await made.post.circuit()
            assert (found.held, found.fails) == (True, 0)
            if databases.kind == "postgresql":  # on SQLite it came after all that was due
                assert len(made.receiver.kcis) == before + 1
            await made.post.tell(3)
            await made.post.wait(600, step=60)
            assert made.receiver.got(3) == []
            await made.say("endpoint", "resume", NAME)
            await made.post.engine.drain()
            assert await made.post.lanes() == []

    asyncio.run(play())


def test_a_resume_while_a_failure_is_written_lets_go(
    databases: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, Receiver(lambda kci: Reply(503), delay=0.2)) as made:
            await made.post.tell(1)
            await made.post.engine.tick()  # it is on its way
            await made.say("endpoint", "pause", NAME, *WHY)
            with between_look_and_write(lambda: run(made.config, "endpoint", "resume", NAME)):
                await made.post.engine.drain()
            found = await made.post.circuit()
            assert (found.held, found.fails) == (False, 1)
            made.receiver.answer = lambda kci: Reply()
            await made.post.wait(60, step=20)
            assert await made.post.lanes() == []

    asyncio.run(play())


@pytest.mark.parametrize("late", [404, 503])
def test_a_probe_asked_for_while_an_earlier_failure_is_written_is_made_at_once(
    databases: NewDatabases, tmp_path: Path, late: int
) -> None:
    async def play() -> None:
        go_on = asyncio.Event()

        def answer(kci: Kci) -> Reply:
            return Reply(late, hangs=True) if kci.order == 2 else Reply(404)

        async with shop(databases, tmp_path, Receiver(answer, _end=go_on)) as made:
            await made.post.tell_many([1, 2, 3])
            running = asyncio.create_task(made.post.engine.drain())
            async with asyncio.timeout(10):
                while not (await made.post.circuit()).is_open or len(await _failed(made)) < 2:
                    await asyncio.sleep(0.01)
            assert (await made.post.circuit()).until > 0

            def ask() -> None:
                run(made.config, "endpoint", "probe", NAME)
                made.receiver.answer = lambda kci: Reply()

            with between_look_and_write(ask):
                go_on.set()  # now the second one fails too
                await running
            await made.post.engine.drain()
            # No time has passed: it is as the operator wanted it.
            assert set(made.receiver.got()[3:]) >= {(1, 1), (3, 1)}
            assert not (await made.post.circuit()).is_open
            await made.post.wait(60, step=20)
            assert await made.post.lanes() == []

    asyncio.run(play())


async def _failed(made: Shop) -> list[str]:
    return [row["key"] for row in await made.post.lanes() if row["attempts"]]
