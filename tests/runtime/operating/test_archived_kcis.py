"""What was delivered long ago and moved is shown to operators as before, and can be sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from fibrecafe_gateway.store.archive import archive
from fibrecafe_gateway.store.tables import ATTEMPT, MESSAGE, MESSAGE_ARCHIVE
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Receiver, Reply
from tests.runtime.operating.shop import Shop, shop

WHY = ("--reason", "ACME lost it", "--by", "ada")
MONTH = timedelta(days=31)


def _play(
    databases: NewDatabases, folder: Path, what: Callable[[Shop], Awaitable[None]], tenant: Receiver
) -> None:
    async def play() -> None:
        async with shop(databases, folder, tenant) as made:
            await what(made)

    asyncio.run(play())


async def _month_later(made: Shop) -> None:
    made.post.clock.advance(MONTH)
    await made.post.database.run(lambda unit: archive(unit, before=unit.milliseconds - 1000))


async def _left(made: Shop) -> dict[str, int]:
    def count(unit: Any) -> dict[str, int]:
        tables = (MESSAGE, ATTEMPT, MESSAGE_ARCHIVE)
        return {
            t.name: unit.one(select(func.count().label("n")).select_from(t))["n"] for t in tables
        }

    return await made.post.database.read(count)


def test_they_are_shown_as_they_were_and_as_archived(
    databases: NewDatabases, tmp_path: Path
) -> None:
    async def what(made: Shop) -> None:
        await made.order(1, kcis=3)
        await made.post.wait(10)
        await made.say("kci", "skip", "A", "1", *WHY)
        await made.post.wait(10)
        before = await made.ask("kci", "show", "A", "1")
        assert [one["status"] for one in before] == ["DELIVERED", "SKIPPED", "DELIVERED"]
        assert [one["seq"] for one in await made.ask("kci", "list", "--skipped")] == [2]
        await _month_later(made)
        assert await _left(made) == {"message": 0, "attempt": 0, "message_archive": 3}
        shown = await made.ask("kci", "show", "A", "1")
        assert [one.pop("archived") for one in shown] == [True] * 3
        assert [one.pop("archived") for one in before] == [False] * 3
        for one in (*shown, *before):
            for tried in one["tries"]:
                del tried["id"]
        assert shown == before
        assert "DELIVERED, archived" in await made.say("kci", "show", "A", "1", "3")
        for status in ("--skipped", "--delivered", "--pending"):
            assert await made.ask("kci", "list", status) == []

    tenant = Receiver(lambda kci: Reply(422 if kci.seq == 2 else 204))
    _play(databases, tmp_path, what, tenant)


def test_they_are_sent_again_however_often(databases: NewDatabases, tmp_path: Path) -> None:
    async def what(made: Shop) -> None:
        await made.order(1, kcis=2)
        for times in range(1, 4):  # the lane of what is sent again is archived too
            await _month_later(made)
            assert (await _left(made))["message"] == 0
            await made.say("kci", "resend", "A", "1", "2", *WHY)
            await made.post.engine.drain()
            assert made.receiver.got() == [(1, 1), *[(1, 2)] * (1 + times)]
        assert len({kci.headers["X-Request-ID"] for kci in made.receiver.kcis}) == 5
        shown = await made.ask("kci", "show", "A", "1", "2")
        assert [(one["again"], one["archived"]) for one in shown] == [
            (False, True), (True, True), (True, True), (True, False),
        ]  # fmt: skip
        await made.post.tell(1)  # the order's own numbers go on
        await made.post.engine.drain()
        assert made.receiver.got()[-1] == (1, 3)

    _play(databases, tmp_path, what, Receiver())


def test_by_time_only_what_is_not_archived_is_sent_again(
    databases: NewDatabases, tmp_path: Path
) -> None:
    async def what(made: Shop) -> None:
        await made.order(1)
        await _month_later(made)
        await made.order(2)
        asked = ("kci", "resend", "A", "--dry-run", *WHY, "--within")
        # Commands go by the machine's clock.
        ago = (datetime.now(UTC) - made.post.clock.now()).total_seconds()
        assert [k["id"] for k in (await made.ask(*asked, str(ago + 3600)))["kcis"]] == [2]
        refused = await made.say(*asked, str(ago + MONTH.total_seconds() + 60), status=1)
        assert "is archived ([retention] delivered), and only found by its number" in refused

    _play(databases, tmp_path, what, Receiver())
