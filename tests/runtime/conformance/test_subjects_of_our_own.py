"""The native adapter before the simulator, over HTTP: gold."""

from __future__ import annotations

import asyncio
import json

from fibrecafe_gateway.adapters.native import NativeAdapter
from fibrecafe_gateway.conformance import Level, Report, Status, Why, declared, run
from fibrecafe_gateway.conformance.mapping_coverage import silently_dropped
from fibrecafe_gateway.conformance.native_subject import NativeSubject


def _wrong(report: Report) -> dict[str, str]:
    return {r.id: r.said for r in report.results if r.stands_in_the_way}


def test_the_native_adapter_is_gold_over_http() -> None:
    report = asyncio.run(run(NativeSubject()))
    assert _wrong(report) == {}
    assert report.reached is Level.GOLD
    assert report.is_good
    assert {r.id: r.why for r in report.of(Status.SKIPPED)} == {
        "bronze.contract.unsupported": Why.UNSUPPORTED,  # it has every operation
        "bronze.contract.addresses": Why.UNSUPPORTED,
        "silver.own-news.order": Why.UNSUPPORTED,
    }
    assert len(report.mapping) > 100
    assert silently_dropped(report.mapping) == []


def test_what_is_planned_is_not_held_against_it_and_shown() -> None:
    subject = NativeSubject(http=False)
    subject.capabilities = declared(NativeAdapter, planned=["quote", "service_test"])
    report = asyncio.run(run(subject, Level.BRONZE, only=["bronze.operation"]))
    why = {r.id: r.why for r in report.of(Status.SKIPPED)}
    assert why["bronze.operation.quote"] is Why.NOT_YET
    assert not [r for r in report.results if r.stands_in_the_way]


def test_what_passed_and_is_skipped_now_is_a_regression() -> None:
    subject = NativeSubject(http=False)
    subject.capabilities = declared(NativeAdapter, without=["quote"])
    report = asyncio.run(
        run(subject, only=["bronze.operation.quote"], passed_before=["bronze.operation.quote"])
    )
    (result,) = report.results
    assert (result.status, result.why) == (Status.SKIPPED, Why.REGRESSION)
    assert result.stands_in_the_way
    assert not report.is_good


def test_a_required_check_that_cannot_be_made_keeps_the_level_away() -> None:
    subject = NativeSubject(http=False)
    subject.behaviours = frozenset()
    report = asyncio.run(run(subject, Level.BRONZE))
    assert report.reached is None
    assert {"bronze.failure.refused", "bronze.timeout.kept"} <= _wrong(report).keys()


def test_the_environments_gateway_is_not_the_kits(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("FIBRECAFE_SUPPLIERS", json.dumps({"OTHER": {"adapter": "none"}}))
    monkeypatch.setenv("FIBRECAFE_STORE__URL", "sqlite:////nowhere/at/all.db")
    report = asyncio.run(run(NativeSubject(http=False), only=["silver.life.provide-order"]))
    assert _wrong(report) == {}
