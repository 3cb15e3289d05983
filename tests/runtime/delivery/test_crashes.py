"""Nothing is lost when a tick, a worker or a store fails, and little is sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.delivery import engine as engine_module
from fibrecafe_gateway.delivery.outcome import Claim, Message, Outcome
from fibrecafe_gateway.delivery.to_tenants import TenantPosts
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import SETTINGS, Kci, Post, Receiver, Reply, posting


def _failing(post: Post, fails: Callable[[int], bool], *, after_commit: bool = False) -> list[int]:
    """Let the store fail at some writes of the worker; how often it wrote."""
    run, written = post.database.run, [0]

    async def failing(work: Any, *, delivery: bool = False) -> Any:
        if not delivery:
            return await run(work)
        written[0] += 1
        if not fails(written[0]):
            return await run(work, delivery=True)
        if after_commit:
            await run(work, delivery=True)
        raise OperationalError("COMMIT", None, Exception("the store is gone"))

    post.database.run = failing  # type: ignore[method-assign]
    return written


async def _work(post: Post, until: Callable[[], bool]) -> None:
    task = asyncio.create_task(post.engine.run())
    try:
        async with asyncio.timeout(10):
            while not until():
                await asyncio.sleep(0.002)
    finally:
        await post.engine.stop()
        await task


@pytest.mark.parametrize("after_commit", [False, True])
def test_when_recording_fails_all_is_delivered_in_order_and_recorded_once(
    databases: NewDatabases, after_commit: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it was recorded, and only the answer to that was lost."""
    monkeypatch.setattr(engine_module, "_RETRY", (0.001, 0.01))

    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(databases.open(), receiver) as post,
        ):
            for order in range(10):
                await post.tell(order, kcis=7)
            _failing(post, lambda n: n % 3 != 0, after_commit=after_commit)
            await _work(post, lambda: len(receiver.firsts()) == 70)
            for order in range(10):
                assert [s for o, s in receiver.firsts() if o == order] == list(range(1, 8))
            assert await post.lanes() == []
            assert len(receiver.kcis) == 70  # nobody else was there to take a lane over
            kept = await post.attempts()
            assert sorted((a["lane"], a["seq"]) for a in kept) == sorted(
                (f"t/A/{order}", seq) for order in range(10) for seq in range(1, 8)
            )

    asyncio.run(play())


def test_what_was_claimed_and_not_told_waits_for_no_lease_while_the_store_is_away(
    databases: NewDatabases,
) -> None:
    """The answer to the commit is lost, then nothing works for a while, then all does."""

    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(databases.open(), receiver) as post,
        ):
            await post.tell_many(range(4))
            run = post.database.run
            _failing(post, lambda n: n == 1, after_commit=True)
            with pytest.raises(OperationalError):
                await post.engine.tick()
            assert all(lane["token"] is not None for lane in await post.lanes())
            post.database.run = run  # type: ignore[method-assign]
            _failing(post, lambda n: n <= 3)
            for _ in range(3):
                with pytest.raises(OperationalError):
                    await post.engine.tick()
            await post.engine.drain()
            assert len(receiver.kcis) == 4

    asyncio.run(play())


@pytest.mark.parametrize("messages", [1, 4, 8])
@pytest.mark.parametrize("most", [1, 10])
def test_no_more_than_the_cap_is_sent_while_nothing_can_be_recorded(
    embedded: NewDatabases, most: int, messages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "_RETRY", (0.001, 0.002))
    settings = SETTINGS.model_copy(update={"unflushed": most, "slots": 8})

    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(
                embedded.open(), receiver, settings=settings, messages=messages
            ) as post,
        ):  # fmt: skip
            for order in range(20):
                await post.tell(order, kcis=8)
            written = _failing(post, lambda n: n > 1)
            with pytest.raises(AssertionError, match="no end"):
                await _work(post, _after(written, 30))
            # Half of the slots: nothing speaks for the endpoint before something is recorded.
            assert min(most, settings.slots // 2) <= len(receiver.kcis) <= most + settings.slots

    def _after(written: list[int], times: int) -> Callable[[], bool]:
        def until() -> bool:
            if written[0] > times:
                raise AssertionError("no end")
            return False

        return until

    monkeypatch.setattr(engine_module, "_LAST_TRIES", 1)
    asyncio.run(play())


@pytest.mark.parametrize("most", [1, 3])
def test_a_small_cap_does_not_stop_the_worker(embedded: NewDatabases, most: int) -> None:
    """What is done is handed in, though the claim has more messages."""
    settings = SETTINGS.model_copy(update={"unflushed": most})

    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(embedded.open(clock=VirtualClock()), receiver, settings=settings) as post,
        ):
            for order in range(10):
                await post.tell(order, kcis=5)
            await asyncio.wait_for(post.engine.drain(), 10)
            assert len(receiver.kcis) == 50

    asyncio.run(play())


def test_a_result_that_cannot_be_kept_stops_no_other(
    databases: NewDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect of ours in one message: its lane is tried again, the worker goes on."""
    monkeypatch.setattr(engine_module, "_RETRY", (0.001, 0.01))

    class Poisoned:
        def __init__(self, posts: TenantPosts) -> None:
            self.posts = posts

        async def deliver(self, message: Message, claim: Claim) -> Outcome:
            outcome = await self.posts.deliver(message, claim)
            if message.subject == 1:
                return Outcome(outcome.kind, outcome.request_id, status="no number")  # type: ignore[arg-type]
            return outcome

        def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
            return

        def overtaken(self, unit: Unit, message: Message) -> bool:
            return False

    def crash(unit: Unit, attempts: list[dict[str, Any]]) -> None:
        if any(a["status"] == "no number" for a in attempts):
            raise LookupError("it cannot be written")
        add(unit, attempts)

    from fibrecafe_gateway.delivery import recording

    add = recording.add_attempts
    monkeypatch.setattr(recording, "add_attempts", crash)

    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(databases.open(), receiver, post=Poisoned) as post,
        ):
            await post.tell_many(range(20))
            await _work(post, lambda: len(receiver.firsts()) == 20)
            lanes_left = [lane["key"] for lane in await post.lanes()]
            assert lanes_left == ["t/A/1"]

    asyncio.run(play())


def test_an_answer_with_bytes_that_no_database_takes_is_recorded(databases: NewDatabases) -> None:
    async def play() -> None:
        async with (
            Receiver(lambda kci: Reply(500, body=b"\0\xff\0" * 400)).listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell_many(range(4))
            await post.engine.drain()
            assert len(await post.attempts()) == 4
            assert (await post.circuit()).is_open

    asyncio.run(play())


def test_stopping_records_what_is_done_and_gives_the_rest_back(databases: NewDatabases) -> None:
    async def play() -> None:
        async with (
            Receiver(delay=0.05).listening() as receiver,
            posting(databases.open(), receiver) as post,
        ):
            for order in range(30):
                await post.tell(order, kcis=3)
            task = asyncio.create_task(post.engine.run())
            while len(receiver.kcis) < 10:
                await asyncio.sleep(0.002)
            await post.engine.stop()
            await asyncio.wait_for(task, 5)
            sent = len(receiver.kcis)
            lanes = await post.lanes()
            assert all(lane["token"] is None for lane in lanes)
            assert sum(lane["last_seq"] - lane["next_seq"] + 1 for lane in lanes) == 90 - sent

    asyncio.run(play())


def test_the_answer_that_a_worker_did_not_wait_for_is_no_success(embedded: NewDatabases) -> None:
    settings = SETTINGS.model_copy(update={"timeout": 0.1})

    async def play() -> None:
        def answer(kci: Kci) -> Reply:
            return Reply(hangs=True)

        class Slow:
            def __init__(self, posts: TenantPosts) -> None:
                self.posts = posts

            async def deliver(self, message: Message, claim: Claim) -> Outcome:
                await asyncio.sleep(60)
                raise AssertionError

            def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
                raise AssertionError

            def overtaken(self, unit: Unit, message: Message) -> bool:
                return False

        async with (
            Receiver(answer).listening() as receiver,
            posting(embedded.open(), receiver, settings=settings, post=Slow) as post,
        ):
            await post.tell(1)
            task = asyncio.create_task(post.engine.run())
            await asyncio.sleep(0.05)
            await post.engine.stop()
            await asyncio.wait_for(task, 5)
            lane = await post.lane(1)
            assert lane is not None
            assert (lane["next_seq"], lane["token"], lane["unknown"]) == (1, None, True)
            assert [a["ok"] for a in await post.attempts(1)] == [False]

    asyncio.run(play())
