"""The page, the export and the generated enums agree with the tables."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from enum import StrEnum

import pytest

from fibrecafe_api.supplier_updates.models import ReasonCode
from fibrecafe_api.tenant_updates import models as tenant_updates
from fibrecafe_gateway.lifecycle import EntityKind, Machine, UpdateType, triggers
from fibrecafe_gateway.lifecycle.diagrams import diagram, page
from fibrecafe_gateway.lifecycle.export import export
from fibrecafe_gateway.lifecycle.tables import TABLES
from tests.documents import ROOT

COMMAND = "python -m fibrecafe_gateway.lifecycle.diagrams > docs/lifecycle.md"


def test_the_page_is_what_the_tables_draw() -> None:
    written = (ROOT / "docs/lifecycle.md").read_text(encoding="utf-8")
    assert written == page(), f"the tables changed; renew the page: {COMMAND}"


def test_the_command_on_the_page_writes_the_page() -> None:
    assert COMMAND in page()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "fibrecafe_gateway.lifecycle.diagrams"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
    )
    assert done.stdout == page()


@pytest.mark.parametrize("machine", TABLES, ids=lambda machine: machine.name)
def test_a_diagram_shows_every_state(machine: Machine[StrEnum]) -> None:
    first, *lines = diagram(machine).splitlines()
    assert first == "stateDiagram-v2"
    edge = re.compile(
        r"    (\S+) --> (\S+)( : [A-Z_, ]+)?|    state \"the state before\" as PREVIOUS"
    )
    shown = {name for line in lines for name in edge.fullmatch(line).groups()[:2]}  # type: ignore[union-attr]
    assert shown - {"[*]", "PREVIOUS", None} == set(machine.states)


def test_the_export_is_plain_data_with_every_row() -> None:
    plain = json.loads(json.dumps(export()))
    assert plain == export()
    for machine, table in zip(TABLES, plain["machines"], strict=True):
        assert table["name"] == machine.name
        assert len(table["transitions"]) == len(machine.transitions)
    order = plain["machines"][0]
    assert order["transitions"][1] == {
        "from": ["RECEIVED_BY_GATEWAY"],
        "trigger": "SENT",
        "to": "SENT_TO_SUPPLIER",
        "actor": "GATEWAY",
        "tells": {"updateType": "INFORMATIONAL", "type": "UPDATE"},
        "source": "spec",
        "note": "",
        "resuming": None,
        "resume": None,
        "first": None,
        "then": None,
    }
    used = {(enum["api"], enum["name"]): enum["used"] for enum in plain["enums"]}
    assert used["tenant_updates", "OrderStatus"] == list(tenant_updates.OrderStatus)
    assert used["supplier_updates", "ReasonCode"] == list(ReasonCode)
    assert set(plain["kinds"]) == set(EntityKind)


def test_every_reason_code_is_a_trigger_of_the_supplier() -> None:
    assert set(ReasonCode) <= triggers.BY_SUPPLIER


def test_every_kind_of_kci_is_told_by_some_transition() -> None:
    told = {t.tells.type for m in TABLES for t in m.transitions if t.tells is not None}
    assert told == {*tenant_updates.InformationType, *tenant_updates.ActionType, None}


def test_our_enums_gather_what_the_documents_have_for_each_variant() -> None:
    def gathered(ending: str) -> set[str]:
        return {
            value
            for name, enum in vars(tenant_updates).items()
            if name.endswith(ending) and isinstance(enum, type) and issubclass(enum, StrEnum)
            for value in enum
        }

    assert gathered("EntityType") == set(EntityKind)
    assert gathered("UpdateType") == set(UpdateType)
