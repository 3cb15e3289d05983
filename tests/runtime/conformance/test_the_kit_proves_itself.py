"""Adapters that are wrong on purpose fail the checks that they are named for, and no others."""

from __future__ import annotations

import asyncio
import os

import pytest

from fibrecafe_gateway.conformance import Status, all_checks, run
from fibrecafe_gateway.conformance.broken import BROKEN, TOGETHER, Broken, together

ALONE = os.environ.get("FIBRECAFE_CONFORMANCE_ALONE") == "1"
"""Each in a run of its own, which takes some minutes; else some share one."""

_SHARED = {name for names in TOGETHER for name in names}

_RUNS: list[type[Broken]] = [one for one in BROKEN if ALONE or one.__name__ not in _SHARED] + (
    [] if ALONE else [together(names) for names in TOGETHER]
)


@pytest.mark.parametrize("broken", _RUNS, ids=lambda one: one.__name__)
def test_a_broken_adapter_fails_exactly_what_it_is_named_for(broken: type[Broken]) -> None:
    of_level = [one.id for one in all_checks() if one.level is broken.level]
    report = asyncio.run(run(broken(), only=of_level))
    failed = {result.id: result.said for result in report.of(Status.FAILED)}
    assert sorted(failed) == sorted(broken.fails), failed


def test_every_check_is_failed_by_a_broken_adapter() -> None:
    failed = frozenset[str]().union(*(one.fails for one in BROKEN))
    never = [one.id for one in all_checks() if one.id not in failed]
    assert not never, f"these could as well not be there: {', '.join(never)}"
    assert not failed - {one.id for one in all_checks()}


def test_adapters_that_share_a_run_do_not_hide_each_other() -> None:
    for names in TOGETHER:
        together(names)  # raises when two of them fail the same check
    with pytest.raises(ValueError, match="the same check"):
        together(["TakesSilenceForNo", "TakesSilenceForYes"])
