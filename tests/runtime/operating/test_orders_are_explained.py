"""`fibrecafe explain order` says how it stands, why, what may come and what holds it up."""

from __future__ import annotations

import asyncio
from pathlib import Path

from fibrecafe_gateway.operating.explaining import explain
from fibrecafe_gateway.store.entities import Entities
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Receiver, Reply
from tests.runtime.kci import placing
from tests.runtime.kci.bench import bench
from tests.runtime.operating.shop import shop


def test_state_history_next_and_a_parked_lane(databases: NewDatabases, tmp_path: Path) -> None:
    async def play() -> None:
        async with shop(databases, tmp_path, Receiver(lambda kci: Reply(422))) as made:
            await made.order(1, kcis=2)
            await made.post.wait(10)
            found = await made.ask("explain", "order", "A", "1")
            assert (found["status"], found["kind"]) == ("ACKNOWLEDGED", "PROVIDE_ORDER")
            assert [step["actor"] for step in found["history"]] == ["TENANT"]
            assert {"COMMITTED", "DELAY"} <= {one["trigger"] for one in found["next"]}
            assert found["blocks"][0].startswith(
                "lane t/A/1: 2 messages for the tenant from number 1, parked: refused 3 times"
            )
            await made.say("kci", "retry", "A", "1", "--by", "ada", "--reason", "mended")
            text = await made.say("explain", "order", "A", "1")
            assert "provide order 1 of A, at S1: ACKNOWLEDGED" in text
            assert "COMMITTED by SUPPLIER -> " in text
            assert "retry by ada: mended" in text

    asyncio.run(play())


def test_what_there_is_not_is_said(embedded: NewDatabases, tmp_path: Path) -> None:
    async def play() -> None:
        async with shop(embedded, tmp_path) as made:
            said = await made.say("explain", "order", "A", "9", status=1)
            assert "A has nothing with the number 9" in said

            def amend(unit: Unit) -> None:
                Entities(unit, "A").add(
                    "ORDER_AMENDMENT", "S1", {"status": "PENDING"}, conversation_id="talk",
                    id=2, parent=1,
                )  # fmt: skip

            await made.post.database.run(amend)
            said = await made.say("explain", "order", "A", "2", status=1)
            assert "2 of A is no order, test or problem but order amendment about 1" in said

    asyncio.run(play())


def test_what_the_supplier_owes_and_what_is_quarantined(tmp_path: Path) -> None:
    with bench(tmp_path) as stage:
        about = placing.order(stage, "ACKNOWLEDGED", "COMMITTED")
        placing.amend(stage, about)
        assert stage.receive(stage.kci(about, "TELEPORTED")) == "QUARANTINED"
        found = stage.read(lambda unit: explain(unit, "acme", about.id))
        assert (found.status, found.before) == ("PENDING_AMENDMENT", "IN_PROGRESS")
        blocks = "\n".join(found.blocks)
        assert "amendment 2 is PENDING: the supplier owes an answer" in blocks
        assert f"lane s/acme/{about.id}: " in blocks
        assert f"lane t/acme/{about.id}: " in blocks
        assert "is quarantined: " in blocks
        refused = next(one for one in found.next if one.trigger == "AMENDMENT_REJECTED")
        assert (refused.to, refused.actor) == ("IN_PROGRESS", "SUPPLIER")
        ended = placing.order(stage, "ACKNOWLEDGED", "COMMITTED", "COMPLETED")
        found = stage.read(lambda unit: explain(unit, "acme", ended.id))
        assert (found.ended, found.next) == (True, [])
