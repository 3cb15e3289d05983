"""What was answered 201 survives kill -9 at any moment, and is told of to its end, in order.

The same at another size, and with more that goes wrong: drills 1 and 2, `python -m tests.drills 1 2`.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.drills import kill_postgresql as postgresql
from tests.drills import kill_sqlite as sqlite
from tests.drills.cluster import HASTY
from tests.runtime.databases import NewDatabases


@pytest.mark.parametrize("messages", [1, 8])
def test_a_gateway_that_is_killed_loses_nothing_and_repeats_no_more_than_the_cap(
    tmp_path: Path, messages: int
) -> None:
    """However many messages of an order are claimed at once."""
    told = asyncio.run(sqlite.kill_again_and_again(tmp_path, 5, messages=messages, seed=9))
    assert told.verdict.orders > 20
    assert told.verdict.most_repeated <= sqlite.UNFLUSHED + sqlite.SLOTS


def test_workers_and_an_api_that_are_killed_lose_nothing(
    clustered: NewDatabases, tmp_path: Path
) -> None:
    """Nor do connections that are cut off by the database."""
    blows = postgresql.Blows(workers=4, apis=2, cuts=3, pauses=0, servers=0)
    told = asyncio.run(
        postgresql.strike(tmp_path, clustered.url(), blows, seed=4, times=HASTY, overtake=False)
    )
    assert told.verdict.orders > 40
    assert told.verdict.repeated <= blows.most_repeated
