"""Endpoints are held, let go and probed by an operator, beside a worker that runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Receiver, Reply
from tests.runtime.operating.shop import shop

WHY = ("--reason", "moves house", "--by", "ada")


def test_nothing_goes_to_one_that_is_held_until_it_is_let_go(
    databases: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path) as made:
            said = await made.say("endpoint", "pause", "tenant/A", *WHY)
            assert "tenant/A  held; 0 lanes wait" in said
            assert "held by ada: moves house" in said
            await made.order(1, kcis=2)
            await made.post.wait(3600, step=600)
            assert made.receiver.got() == []
            again = await made.say("endpoint", "pause", "tenant/A", *WHY, status=1)
            assert "is held already by ada: moves house" in again
            assert "resume" in await made.say("endpoint", "probe", "tenant/A", status=1)
            shown = await made.ask("endpoint", "list")
            assert {one["name"]: one["state"] for one in shown} == {
                "supplier/S1": "open", "tenant/A": "held",
            }  # fmt: skip
            blocks = (await made.ask("explain", "order", "A", "1"))["blocks"]
            assert "endpoint tenant/A is held by an operator" in blocks
            await made.say("endpoint", "resume", "tenant/A")
            await made.post.engine.drain()
            assert made.receiver.got() == [(1, 1), (1, 2)]
            said = await made.say("endpoint", "resume", "tenant/A", status=1)
            assert "is not held by an operator: it is open" in said

    asyncio.run(play())


def test_one_that_failed_is_probed_at_once(databases: NewDatabases, tmp_path: Path) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, Receiver(lambda kci: Reply(404))) as made:
            await made.order(1)
            await made.order(2)
            one, _ = sorted(await made.ask("endpoint", "list"), key=lambda e: -e["fails"])
            assert (one["name"], one["state"], one["lanes"]) == ("tenant/A", "paused", 2)
            sent = len(made.receiver.got())
            await made.say("endpoint", "probe", "tenant/A")
            await made.post.engine.drain()
            assert len(made.receiver.got()) == sent + 1  # one probe, and paused again
            await made.post.engine.drain()
            assert len(made.receiver.got()) == sent + 1
            made.receiver.answer = lambda kci: Reply()
            assert "is probed now" in await made.say("endpoint", "probe", "tenant/A")
            await made.post.engine.drain()
            assert await made.post.lanes() == []  # in no time at all
            said = await made.say("endpoint", "probe", "tenant/A", status=1)
            assert "is open" in said

    asyncio.run(play())


def test_an_endpoint_that_there_is_not_is_named(embedded: NewDatabases, tmp_path: Path) -> None:
    async def play() -> None:
        async with shop(embedded, tmp_path) as made:
            said = await made.say("endpoint", "pause", "A", *WHY, status=1)
            assert "there is no endpoint 'A'; there are supplier/S1, tenant/A" in said

    asyncio.run(play())
