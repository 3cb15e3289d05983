"""Drill 1: kill -9 of the gateway at random moments under load, on an embedded store."""

from __future__ import annotations

import asyncio
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

import httpx2

from .backlog import Backlog
from .forking import forks
from .gateway import Served, free_port, write_config
from .inbox import Inbox
from .oracle import Verdict, judge
from .result import Drill, Figure
from .tenant import Tenant

UNFLUSHED, SLOTS = 20, 32
"""Settings of the drill: so much may come again after a kill."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a run of the drill gave."""

    kills: int
    verdict: Verdict
    starts: tuple[float, float]
    again: int
    """Requests that were sent again, since they were not answered."""


async def kill_again_and_again(
    folder: Path,
    kills: int,
    *,
    messages: int,
    seed: int,
    burst: int = 200,
    unflushed: int = UNFLUSHED,
) -> Told:
    """`messages` of an order in one claim; `burst`: orders with many KCIs each that wait at every
    tenth start. Raises AssertionError when something is lost, twice accepted or out of order."""
    rng = random.Random(seed)
    inbox, port = Inbox(), free_port()
    store = f"sqlite:///{folder / 'store.db'}"
    backlog = Backlog(store)
    async with inbox.listening() as url, httpx2.AsyncClient(timeout=20) as http:
        with forks(folder) as started:
            config = write_config(
                folder / "fibrecafe.toml", port=port, store=store, inbox=url,
                delivery={"unflushed": unflushed, "slots": SLOTS, "slots_per_endpoint": SLOTS},
            )  # fmt: skip
            served = Served(started, config, f"http://127.0.0.1:{port}")
            tenant = Tenant(served.url, http)
            served.start(messages=messages)
            await served.must_be_ready(http)
            await tenant.authorize()
            async with tenant.ordering():
                for turn in range(kills):
                    inbox.turn = turn
                    if turn:
                        if turn % 10 == 1:
                            await backlog.add(burst)
                        served.start(messages=messages)
                    if turn % 5 == 4:  # while it starts, half-way through what it takes up again
                        await asyncio.sleep(rng.uniform(0.3, 1.5) * min(served.starts))
                    else:
                        await served.must_be_ready(http)
                    await asyncio.sleep(rng.uniform(0.0, 0.5))
                    served.kill()
                    await inbox.settle()
                    tenant.check()
                inbox.turn = kills
                served.start(messages=messages)
                await served.must_be_ready(http)
                await tenant.finish_ordering()
                told_of = tenant.accepted | backlog.lengths.keys()
                await inbox.until_ended(told_of, 90, started.said)
    verdict = judge(inbox.log, told_of, lengths=backlog.lengths)
    again = tenant.unanswered
    return Told(kills, verdict, (min(served.starts), max(served.starts)), again)


def _drill(kills: int) -> list[Figure]:
    figures = []
    for messages in (1, 8):
        with tempfile.TemporaryDirectory() as folder:
            told = asyncio.run(
                kill_again_and_again(Path(folder), kills, messages=messages, seed=messages)
            )
        verdict, most = told.verdict, UNFLUSHED + SLOTS
        way = f"{messages} a claim: "
        figures += [
            Figure(f"{way}kill -9, and requests that were repeated until answered",
                   f"{kills}, {told.again}"),
            Figure(f"{way}orders acknowledged, each once, and told of to the end",
                   f"{verdict.orders}", "all"),
            Figure(f"{way}KCIs lost, or out of order when first seen", f"0 of {verdict.kcis}", "0"),
            Figure(f"{way}KCIs that came again, in all", f"{verdict.repeated}",
                   f"≤ {kills * most}", verdict.repeated <= kills * most),
            Figure(f"{way}most of them after one kill", f"{verdict.most_repeated}",
                   f"≤ {most} ({UNFLUSHED} unflushed + {SLOTS} slots)",
                   verdict.most_repeated <= most),
            Figure(f"{way}ready again after a kill, without loading Python",
                   f"{told.starts[0]:.2f} to {told.starts[1]:.2f} s"),
        ]  # fmt: skip
    return figures


DRILL = Drill(1, "kill -9 of the gateway, SQLite", lambda: _drill(100), lambda: _drill(10))
