"""Two workers find out about an endpoint at the same time; neither's finding is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.store.unit import to_milliseconds
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.interleaving import between_look_and_write
from tests.runtime.delivery.posting import Post, Receiver, Reply, posting
from tests.runtime.telemetry.capturing import logged

_OTHERS = "INSERT INTO endpoint (name, fails, until, held, probing, last_success, reason) VALUES"
"""What another worker writes."""


@asynccontextmanager
async def _posting(
    clustered: NewDatabases, status: int
) -> AsyncIterator[tuple[Post, Receiver, Callable[[str], object]]]:
    """Also does something by another connection."""
    url = clustered.url()
    server = clustered.server
    assert server is not None
    async with (
        Receiver(lambda kci: Reply(status)).listening() as receiver,
        posting(clustered.open(url, clock=VirtualClock()), receiver) as post,
    ):
        yield post, receiver, lambda statement: server.ask(statement, url)


def test_the_failures_of_both_are_counted(clustered: NewDatabases) -> None:
    """The third in a row pauses it, and that is said."""

    async def play() -> None:
        async with _posting(clustered, 503) as (post, _, other):
            await post.tell(1)
            two = f"{_OTHERS} ('tenant/A', 2, 0, false, 0, NULL, '503')"
            with logged() as lines, between_look_and_write(lambda: other(two)):
                await post.engine.drain()
            found = await post.circuit()
            assert (found.fails, found.is_open) == (3, True)
            assert found.until > to_milliseconds(post.clock.now())
            assert "tenant/A is paused" in lines.getvalue()

    asyncio.run(play())


def test_failures_before_the_others_success_are_forgotten(clustered: NewDatabases) -> None:
    async def play() -> None:
        async with _posting(clustered, 503) as (post, _, other):
            other(f"{_OTHERS} ('tenant/A', 2, 0, false, 0, NULL, '503')")
            await post.tell(1)
            now = to_milliseconds(post.clock.now())
            success = f"UPDATE endpoint SET fails = 0, reason = NULL, last_success = {now}"
            with logged() as lines, between_look_and_write(lambda: other(success)):
                await post.engine.drain()
            found = await post.circuit()
            assert (found.fails, found.last_success) == (1, now)
            assert "is paused" not in lines.getvalue()

    asyncio.run(play())


@pytest.mark.parametrize("fails", [0, 1, 2])
def test_one_that_is_wrong_is_paused_whatever_the_other_found(
    clustered: NewDatabases, fails: int
) -> None:
    async def play() -> None:
        async with _posting(clustered, 401) as (post, receiver, other):
            await post.tell(1)
            row = f"{_OTHERS} ('tenant/A', {fails}, 0, false, 0, 1, NULL)"
            with between_look_and_write(lambda: other(row)):
                await post.engine.drain()
            found = await post.circuit()
            assert found.is_open
            assert found.until > to_milliseconds(post.clock.now()) + 10_000
            sent = len(receiver.kcis)
            await post.tell(2)
            await post.engine.drain()
            assert len(receiver.kcis) == sent

    asyncio.run(play())


def test_the_probe_that_the_other_began_stays_the_only_one(clustered: NewDatabases) -> None:
    async def play() -> None:
        async with _posting(clustered, 503) as (post, receiver, other):
            now = to_milliseconds(post.clock.now())
            await post.tell_many([1, 2, 3])
            probe = f"{_OTHERS} ('tenant/A', 5, 0, false, {now + 120_000}, NULL, '503')"
            with between_look_and_write(lambda: other(probe)):
                await post.engine.drain()
            assert (await post.circuit()).probing == now + 120_000
            sent = len(receiver.kcis)
            await post.tell(4)
            await post.wait(115, step=5)
            assert len(receiver.kcis) == sent
            await post.wait(60, step=5)
            assert len(receiver.kcis) > sent  # the other has not come back

    asyncio.run(play())
