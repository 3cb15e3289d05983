"""The tables as other tools read them."""

from __future__ import annotations

import json
from pathlib import Path

import fibrecafe_gateway.lifecycle as room
from fibrecafe_gateway.lifecycle.export import export


def test_the_exported_tables_are_current() -> None:
    file = Path(room.__file__).with_name("tables.json")
    command = (
        "python -m fibrecafe_gateway.lifecycle.export"
        " > runtime/fibrecafe_gateway/lifecycle/tables.json"
    )
    assert json.loads(file.read_text()) == json.loads(json.dumps(export())), f"run `{command}`"
