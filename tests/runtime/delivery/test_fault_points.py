"""Whatever fails at the named points of the code, nothing is lost, doubled or out of order.

All kinds of failure, at more turns: drill 3, `python -m tests.drills 3`.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from pathlib import Path

import fibrecafe_gateway
from fibrecafe_gateway import faults
from tests.drills.fault_points import SLOTS, UNFLUSHED, faults_of, suffer_all

_EXIT = ("request.accepted", "news.kept", "attempt.recorded", "message.done")


def test_errors_and_exits_at_named_points_lose_nothing(tmp_path: Path) -> None:
    ends = ("schema.migrated", "worker.stops")  # a gateway meets one of these in its life
    errors = faults_of(faults.POINTS, ["raise"], [1])
    given = [
        tuple(fault for fault in errors if fault.name not in ends),
        *((fault,) for fault in errors if fault.name in ends),
        *((fault,) for fault in faults_of(_EXIT, ["exit"], [2])),
    ]
    told = asyncio.run(suffer_all(tmp_path, given))
    assert told.verdict.orders > told.runs
    assert told.verdict.repeated <= told.runs * (UNFLUSHED + SLOTS)


def test_each_named_point_is_at_one_place_of_the_code() -> None:
    source = Path(fibrecafe_gateway.__file__).parent
    found = Counter[str]()
    for file in source.rglob("*.py"):
        found.update(re.findall(r'faults\.point\("([a-z._]+)"\)', file.read_text()))
    assert found == dict.fromkeys(faults.POINTS, 1)


def test_nothing_happens_at_a_point_whatever_the_environment_says() -> None:
    """There is nothing in the package that could: no name, no switch."""
    names = set(faults.point.__code__.co_names)
    assert not names
    assert faults.point.__code__.co_consts in [
        (faults.point.__doc__, None),
        (faults.point.__doc__,),
    ]
