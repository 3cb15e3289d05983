"""The kit calls the adapter silver, over HTTP."""

from __future__ import annotations

import asyncio
from collections import Counter

from fibrecafe_gateway.conformance import Level, Status, Why, run
from fibrecafe_gateway.conformance.mapping_coverage import silently_dropped
from tests.runtime.tmforum.conformance import subject

# What TMF641, TMF645 and TMF646 have no words for.
_BEYOND = (
    "quote", "ethernet", "service_test", "service-test", "problem", "resolution", "resolved",
    "unsolicited", "bronze.server", "addresses", "own-news", "order.resubmit", "data.empty",
)  # fmt: skip


def test_the_tmforum_adapter_is_silver_over_http() -> None:
    report = asyncio.run(run(subject(), Level.SILVER))
    assert {r.id: r.said for r in report.results if r.stands_in_the_way} == {}
    assert report.reached is Level.SILVER
    skipped = report.of(Status.SKIPPED)
    assert {r.why for r in skipped} == {Why.UNSUPPORTED}
    assert all(r.said for r in skipped)
    assert [r.id for r in skipped if not any(word in r.id for word in _BEYOND)] == []
    assert Counter(r.status for r in report.results)[Status.PASSED] > 90
    assert silently_dropped(report.mapping) == []
