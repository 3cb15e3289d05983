"""What an operator does about KCIs that do not arrive, beside a worker that runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from fibrecafe_gateway.api.updates import updates_of
from fibrecafe_gateway.store.entities import Entities
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Kci, Receiver, Reply
from tests.runtime.operating.shop import Shop, shop

WHY = ("--reason", "by telephone", "--by", "ada")


def refusing(*orders: int) -> Receiver:
    """A tenant that refuses number 2 of these."""
    return Receiver(
        lambda kci: Reply(422, body=b"no") if kci.order in orders and kci.seq == 2 else Reply()
    )


async def parked(made: Shop, *orders: int) -> None:
    for order in orders:
        await made.order(order, kcis=4)
    await made.post.wait(10)


async def statuses(made: Shop, order: int) -> list[str]:
    def work(unit: Unit) -> list[str]:
        entity = Entities(unit, "A").get(order, ["PROVIDE_ORDER"])
        assert entity is not None
        return [update["deliveryStatus"] for update in updates_of(unit, entity)]

    return await made.post.database.read(work)


def test_a_lane_that_is_retried_goes_on_from_its_head(
    databases: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, refusing(1)) as made:
            await parked(made, 1)
            (listed,) = await made.ask("kci", "list", "--parked")
            assert (listed["tenant"], listed["id"], listed["seq"]) == ("A", 1, 2)
            assert "refused 3 times: 422 no" in listed["why"]
            assert [k["seq"] for k in await made.ask("kci", "list", "--pending")] == [3, 4]
            made.receiver.answer = lambda kci: Reply()
            await made.post.wait(3600, step=600)
            assert made.receiver.got()[-1] == (1, 2)  # nothing by itself
            dry = await made.say("kci", "retry", "A", "1", "--dry-run")
            assert "would retry: A 1, KCI kci-1-2, 2 behind it" in dry
            await made.post.engine.drain()
            assert made.receiver.got().count((1, 2)) == 3
            assert "goes on: A 1" in await made.say("kci", "retry", "A", "1", *WHY)
            await made.post.engine.drain()
            assert made.receiver.got()[-3:] == [(1, 2), (1, 3), (1, 4)]
            assert await statuses(made, 1) == ["DELIVERED"] * 4
            shown = await made.ask("kci", "show", "A", "1", "2")
            assert [bool(one["ok"]) for one in shown[0]["tries"]] == [False, False, False, True]
            (kept,) = shown[0]["decisions"]
            assert (kept["by"], kept["action"], kept["reason"]) == ("ada", "retry", "by telephone")
            assert "no KCI about 1 of A waits" in await made.say("kci", "retry", "A", "1", status=1)

    asyncio.run(play())


def test_a_retry_that_is_refused_again_parks_again(databases: NewDatabases, tmp_path: Path) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, refusing(1)) as made:
            await parked(made, 1)
            await made.say("kci", "retry", "A", "1")
            await made.post.wait(10)
            assert made.receiver.got().count((1, 2)) == 6
            assert len(await made.ask("kci", "list", "--parked")) == 1

    asyncio.run(play())


def test_what_is_skipped_is_never_sent_and_shown_as_skipped(
    databases: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, refusing(1)) as made:
            await parked(made, 1)
            assert "--reason" in await made.say("kci", "skip", "A", "1", status=2)
            await made.say("kci", "skip", "A", "1", *WHY)
            await made.post.engine.drain()
            assert made.receiver.got()[-3:] == [(1, 2), (1, 3), (1, 4)]
            assert made.receiver.got().count((1, 2)) == 3
            assert await statuses(made, 1) == ["DELIVERED", "SKIPPED", "DELIVERED", "DELIVERED"]
            assert [k["seq"] for k in await made.ask("kci", "list", "--skipped")] == [2]
            (shown,) = await made.ask("kci", "show", "A", "1", "2")
            assert shown["decisions"][0]["before"].startswith("refused 3 times")

    asyncio.run(play())


def test_the_last_of_a_lane_may_be_skipped_and_the_next_still_comes(
    databases: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, refusing(1)) as made:
            await made.order(1, kcis=2)
            await made.post.wait(10)
            await made.say("kci", "skip", "A", "1", *WHY)
            assert await made.post.lanes() == []
            await made.post.tell(1)
            await made.post.engine.drain()
            assert made.receiver.got()[-1] == (1, 3)
            assert await statuses(made, 1) == ["DELIVERED", "SKIPPED", "DELIVERED"]

    asyncio.run(play())


def test_what_was_delivered_is_sent_again_with_the_same_id_and_number(
    databases: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path) as made:
            await made.order(1, kcis=3)
            await made.order(2)
            before = list(made.receiver.got())
            await made.say("kci", "resend", "A", "1", "2", *WHY)
            await made.post.engine.drain()
            assert made.receiver.got() == [*before, (1, 2)]
            # the order's own lane and numbers are untouched
            await made.post.tell(1)
            await made.post.engine.drain()
            assert made.receiver.got()[-1] == (1, 4)
            assert await statuses(made, 1) == ["DELIVERED"] * 4
            await made.say("kci", "resend", "A", "1", "--expect", "4", *WHY)
            await made.post.engine.drain()
            assert made.receiver.got()[-4:] == [(1, 1), (1, 2), (1, 3), (1, 4)]
            shown = await made.ask("kci", "show", "A", "1", "2")
            assert [one["again"] for one in shown] == [False, True, True]
            assert {one["kci"] for one in shown} == {"kci-1-2"}
            assert await made.post.lanes() == []

    asyncio.run(play())


def test_what_is_still_to_come_is_not_resent(databases: NewDatabases, tmp_path: Path) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, refusing(1)) as made:
            await parked(made, 1)
            said = await made.say("kci", "resend", "A", "1", "3", *WHY, status=1)
            assert "is not delivered yet" in said
            assert "there are 1 to 4" in await made.say(
                "kci", "resend", "A", "1", "9", *WHY, status=1
            )
            assert "no KCI about 7" in await made.say("kci", "resend", "A", "7", *WHY, status=1)

    asyncio.run(play())


def test_many_at_once_need_the_number_that_the_dry_run_said(
    databases: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, refusing(1, 2, 3)) as made:
            await parked(made, 1, 2, 3)
            assert "3; to do it" in await made.say("kci", "retry", "A", "--dry-run")
            assert "--expect 3" in await made.say("kci", "retry", "A", status=2)
            said = await made.say("kci", "retry", "A", "--expect", "2", status=1)
            assert "nothing was done: there are 3 and not 2" in said
            assert len(await made.ask("kci", "list", "--parked")) == 3
            made.receiver.answer = lambda kci: Reply()
            done = await made.ask("kci", "retry", "A", "--expect", "3")
            assert [one["id"] for one in done["kcis"]] == [1, 2, 3]
            await made.post.engine.drain()
            assert await made.post.lanes() == []
            assert await made.ask("kci", "list") == []

    asyncio.run(play())


def test_a_lane_that_went_on_meanwhile_is_left_alone(
    databases: NewDatabases, tmp_path: Path
) -> None:
    from fibrecafe_gateway.operating import lanes
    from fibrecafe_gateway.operating.decisions import Decision

    async def play() -> None:
        async with shop(databases, tmp_path, refusing(1)) as made:
            await parked(made, 1)
            database = made.post.database
            found = await database.read(lambda unit: lanes.find_parked(unit))
            one = Decision("ada", "first")
            assert len(await database.run(lambda unit: lanes.skip(unit, found, one))) == 1
            assert await database.run(lambda unit: lanes.skip(unit, found, one)) == []
            await made.post.engine.drain()
            assert made.receiver.got()[-2:] == [(1, 3), (1, 4)]

    asyncio.run(play())


@pytest.mark.parametrize("personal", [False, True])
def test_personal_data_is_shown_only_when_it_is_asked_for(
    embedded: NewDatabases, tmp_path: Path, personal: bool
) -> None:
    import json

    from fibrecafe_gateway.store.messages import enqueue, tenant_endpoint, tenant_lane

    def work(unit: Unit) -> None:
        enqueue(
            unit, lane=tenant_lane("A", 1), endpoint=tenant_endpoint("A"), seq=1, what="KCI",
            key="kci", subject=1, conversation_id="talk",
            head=json.dumps({"id": "kci", "sequenceNumber": 1}),
            body=json.dumps({"primaryContact": {"name": "Ada Byron", "phoneNumber": "01234 567890"}}),
        )  # fmt: skip

    async def play() -> None:
        async with shop(embedded, tmp_path, Receiver(lambda kci: Reply())) as made:
            await made.post.database.run(work)
            more = ["--with-personal-data"] if personal else []
            for shape in ("text", "json"):
                said = await made.say("kci", "show", "A", "1", "--format", shape, *more)
                assert ("Ada Byron" in said) is personal
                assert ("01234 567890" in said) is personal

    asyncio.run(play())


def test_tenants_are_kept_apart(embedded: NewDatabases, tmp_path: Path) -> None:
    def never(kci: Kci) -> Reply:
        return Reply(500)

    async def play() -> None:
        async with shop(embedded, tmp_path, Receiver(never)) as made:
            await made.order(1)
            await made.post.tell(1, tenant="A_")  # not what a pattern would take for A plus one
            await made.post.tell(1, tenant="AB")
            for tenant in ("A", "A_", "AB"):
                (one,) = await made.ask("kci", "list", "--tenant", tenant)
                assert one["tenant"] == tenant
            assert len(await made.ask("kci", "list", "--limit", "2")) == 2
            # they were made in virtual time, months ago
            assert len(await made.ask("kci", "list", "--older-than", "3600")) == 3
            assert await made.ask("kci", "list", "--older-than", "1e9") == []

    asyncio.run(play())


def test_a_decision_comes_through_while_the_gateway_writes_all_the_time(
    embedded: NewDatabases, tmp_path: Path
) -> None:
    async def play() -> None:
        async with shop(embedded, tmp_path, refusing(1)) as made:
            await parked(made, 1)
            written = 0
            end = asyncio.Event()

            async def write() -> None:
                nonlocal written
                while not end.is_set():
                    await made.post.tell(100 + written)
                    written += 1

            writers = [asyncio.create_task(write()) for _ in range(4)]
            async with asyncio.timeout(5):
                await made.say("kci", "skip", "A", "1", *WHY)
                await made.say("endpoint", "pause", "tenant/A", *WHY)
            end.set()
            await asyncio.gather(*writers)
            assert written > 10
            lane = await made.post.lane(1)
            assert lane is not None
            assert (lane["next_seq"], lane["parked"]) == (3, None)

    asyncio.run(play())
