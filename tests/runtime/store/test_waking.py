"""On PostgreSQL a worker hears of a commit of another process at once, and not at its next look."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from fibrecafe_gateway.settings import Delivery
from fibrecafe_gateway.store import waking
from fibrecafe_gateway.store.database import Database
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Post, Receiver, posting

RARELY = Delivery(allow_internal=True, poll=60.0)
"""A worker that looks by itself finds nothing in time."""

_CALLING = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = 'fibrecafe-waking'"
)


def _play(
    clustered: NewDatabases, what: Callable[[str, Database, Post, Receiver], Awaitable[None]]
) -> None:
    """What another process does beside a worker."""

    async def play() -> None:
        url = clustered.url()
        api = clustered.open(url)
        async with (
            Receiver().listening() as receiver,
            posting(clustered.open(url), receiver, settings=RARELY) as post,
        ):
            await api.start()
            working = asyncio.create_task(post.engine.run())
            try:
                await _until(lambda: len(_connections(clustered, url)) == 1)
                await what(url, api, post, receiver)
            finally:
                await post.engine.stop()
                await working
                await api.aclose()
        assert not _connections(clustered, url)

    asyncio.run(asyncio.wait_for(play(), 30))


def test_it_delivers_what_another_process_has_stored(clustered: NewDatabases) -> None:
    async def what(_: str, api: Database, post: Post, receiver: Receiver) -> None:
        for order in range(1, 21):
            begun = time.monotonic()
            await api.run(lambda unit, order=order: post._tell(unit, "A", order))
            await _until(lambda order=order: len(receiver.kcis) == order, 0.001)
            assert time.monotonic() - begun < 1

    _play(clustered, what)


def test_many_commits_are_few_calls(clustered: NewDatabases) -> None:
    async def what(url: str, api: Database, post: Post, receiver: Receiver) -> None:
        calls: list[object] = []
        other = clustered.open(url)
        heard = waking.Waking(other._waking._engine, lambda: calls.append(None))  # type: ignore[attr-defined]
        heard.listen()
        await _until(lambda: len(calls) == 1)
        begun = time.monotonic()
        orders = range(1, 301)
        await asyncio.gather(
            *(api.run(lambda unit, n=order: post._tell(unit, "A", n)) for order in orders)
        )
        took = time.monotonic() - begun
        await _until(lambda: len(receiver.kcis) == 300)
        assert 1 < len(calls) <= 3 + took / waking._PAUSE
        await heard.aclose()
        await other.aclose()

    _play(clustered, what)


def test_what_leaves_nothing_to_deliver_calls_nobody(clustered: NewDatabases) -> None:
    async def what(url: str, api: Database, post: Post, _: Receiver) -> None:
        def silent(unit: Unit) -> None:
            post._tell(unit, "A", 1)
            unit.wakes = False

        await api.run(silent)
        assert len(_connections(clustered, url)) == 1, "it has no connection for what it never does"

    _play(clustered, what)


def test_a_lost_connection_is_made_again(clustered: NewDatabases) -> None:
    async def what(url: str, api: Database, post: Post, receiver: Receiver) -> None:
        await api.run(lambda unit: post._tell(unit, "A", 1))
        await _until(lambda: len(receiver.kcis) == 1)
        before = _connections(clustered, url)
        assert len(before) == 2
        assert clustered.server is not None
        ended = ",".join(str(pid) for pid in before)
        clustered.server.ask(f"SELECT pg_terminate_backend(p) FROM unnest(ARRAY[{ended}]) p", url)
        await api.run(lambda unit: post._tell(unit, "A", 2))  # nobody can be called just now
        await _until(lambda: len(receiver.kcis) == 2)  # who listens again looks
        await _until(lambda: len(_connections(clustered, url)) == 2)
        assert not before & _connections(clustered, url)
        await api.run(lambda unit: post._tell(unit, "A", 3))
        await _until(lambda: len(receiver.kcis) == 3)

    _play(clustered, what)


def _connections(clustered: NewDatabases, url: str) -> set[int]:
    assert clustered.server is not None
    return {row["pid"] for row in clustered.server.ask(_CALLING, url)}


async def _until(so: Callable[[], bool], pause: float = 0.02) -> None:
    async with asyncio.timeout(10):
        while not so():
            await asyncio.sleep(pause)
