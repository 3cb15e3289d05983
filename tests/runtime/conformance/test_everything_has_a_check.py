"""Every operation, every transition of the tables, every rule of content: a check with an id."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fibrecafe_api.supplier.server import ROUTES
from fibrecafe_gateway.conformance import Behaviour, all_checks
from fibrecafe_gateway.conformance import difficult_data as difficult
from fibrecafe_gateway.conformance.news import content_rules
from fibrecafe_gateway.conformance.paths import paths_to, unseen
from fibrecafe_gateway.conformance.silver.transitions import KINDS, sources_of
from fibrecafe_gateway.lifecycle import triggers
from fibrecafe_gateway.lifecycle.kinds import EntityKind, machine_of
from fibrecafe_gateway.lifecycle.reading import trigger_of
from tests.documents import ROOT

COVERED = {thing for one in all_checks() for thing in one.covers}


def test_every_operation_has_a_check() -> None:
    missing = [route.handler for route in ROUTES if ("operation", route.handler) not in COVERED]
    assert not missing


def test_every_answer_that_may_come_at_once_or_later_has_a_check() -> None:
    for route in ROUTES:
        statuses = [answer.status for answer in route.answers]
        for status in statuses if len(statuses) > 1 else []:
            assert ("status", route.handler, status) in COVERED


@pytest.mark.parametrize("kind", KINDS)
def test_every_transition_that_a_supplier_brings_about_has_a_check(kind: EntityKind) -> None:
    machine = machine_of(kind)
    rows = [row for row in machine.transitions if row.trigger in triggers.BY_SUPPLIER]
    assert rows
    for row in rows:
        assert ("transition", machine.name, row.trigger, sources_of(row)) in COVERED


@pytest.mark.parametrize("kind", KINDS)
def test_every_such_transition_is_tried(kind: EntityKind) -> None:
    tried = {id(row) for row, _ in paths_to(kind, frozenset(Behaviour))}
    for row in machine_of(kind).transitions:
        if row.trigger in triggers.BY_SUPPLIER:
            seen = id(row) in tried
            assert seen != bool(unseen(kind, row)), f"{row.trigger} from {sources_of(row)}"


def test_no_kci_means_what_is_left_out_of_ceases() -> None:
    kind = EntityKind.UNSOLICITED_CEASE_ORDER
    machine = machine_of(kind)
    for resume in machine.states:
        for status in (None, *map(str, machine.states)):
            for reason in triggers.BY_SUPPLIER:
                meant = trigger_of(
                    kind, reason, status, state="PENDING_CANCELLATION", resume=resume,
                    cancellation_open=True,
                )  # fmt: skip
                assert meant != triggers.TERMINATED or reason == triggers.TERMINATED


def test_every_kind_of_order_has_a_whole_life() -> None:
    for kind in EntityKind:
        if kind not in (
            EntityKind.SERVICE_TEST,
            EntityKind.SERVICE_PROBLEM,
            EntityKind.UNSOLICITED_CEASE_ORDER,
        ):
            assert ("kind", kind) in COVERED


def test_every_rule_of_content_has_a_check() -> None:
    rules = set(content_rules())
    assert len(rules) > 50
    assert [rule for rule in rules if ("content", *rule) not in COVERED] == []


def test_every_failure_that_can_be_provoked_has_a_check() -> None:
    not_failures = {
        Behaviour.AT_ONCE, Behaviour.COMMITTED_AT_ONCE, Behaviour.LATER, Behaviour.SLOW,
        Behaviour.EXPIRE,
    }  # fmt: skip
    for behaviour in set(Behaviour) - not_failures:
        assert ("failure", behaviour) in COVERED
    used = {behaviour for one in all_checks() for behaviour in one.provokes}
    assert used | {Behaviour.COMMITTED_AT_ONCE} == set(Behaviour)


def test_all_difficult_data_is_used() -> None:
    for what in ("texts", "postcodes", "uuids", "ids", "numbers", "empty"):
        assert ("difficult", what) in COVERED
    assert {len(id) for id in difficult.IDS.values()} == {255, 256, 257}
    letters = "".join(difficult.TEXTS.values())
    for needed in ("'", '"', "`", "\\", "&", "ŷ", "\u0308", "\u200d", "\n", "\u00e9\u00f1"[1]):
        assert needed in letters


def _resolved(document: Any, pointer: str) -> Any:
    for part in pointer.removeprefix("#/").split("/"):
        if "$ref" in document:
            document = _resolved(_WHOLE, document["$ref"])
        document = document[part.replace("~1", "/").replace("~0", "~")]
    return document


_WHOLE: Any = {}


@pytest.mark.parametrize("api", ["supplier", "supplier-updates"])
def test_every_source_is_a_place_in_a_document(api: str) -> None:
    folder = ROOT / "generated/fibrecafe_api" / api.replace("-", "_")
    document = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))
    _WHOLE.clear()
    _WHOLE.update(document)
    version = document["info"]["version"]
    named = [one for one in all_checks() if one.source.startswith(f"{api}/")]
    assert named
    for one in named:
        name, _, pointer = one.source.partition(" ")
        assert name == f"{api}/{version}"
        _resolved(document, pointer)


def test_every_check_says_what_is_wrong_and_what_to_do() -> None:
    for one in all_checks():
        assert one.id.startswith(f"{one.level.word}.")
        for text in (one.rule, one.cause, one.fix):
            assert text.endswith((".", ").", ".)", "`.")), (one.id, text)
        assert one.title[0].isupper()
        assert not one.title.endswith(".")
