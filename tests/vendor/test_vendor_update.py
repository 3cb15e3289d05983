"""An update says first what it changes, undoes nobody's edits unasked, and can be run again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_codegen import fileset
from fibrecafe_codegen.artifacts.dcg import load_tools
from tests.vendor.copies import vendor, verify

DOCUMENT = """\
openapi: 3.0.3
info: {title: Orders, version: "1"}
paths:
  /orders:
    post:
      operationId: sendOrder
      tags: [Orders]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
      responses: {"204": {description: kept}}
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: {type: string, maxLength: 20}
        status: {$ref: "#/components/schemas/Status"}
        note: {type: string}
    Status: {type: string, enum: [OPEN, CLOSED]}
"""
NEWER = (
    DOCUMENT.replace('version: "1"', 'version: "2"')
    .replace("[OPEN, CLOSED]", "[OPEN, HELD, CLOSED]")
    .replace("maxLength: 20", "maxLength: 30")
    .replace("        note: {type: string}\n", "        due: {type: string, format: date}\n")
)
CODE = """\
from acme.orders import models


def colour(order: models.Order) -> str:
    if order.status == models.Status.CLOSED:
        return "grey"
    return order.note or "green"
"""
OTHER = DOCUMENT.replace("Orders", "Bills").replace("Order", "Bill").replace("orders", "bills")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two documents of its own, and a copy of one of them."""
    load_tools()  # once in this process, not in each that makes models
    (tmp_path / "pyproject.toml").write_text(
        '[tool.fibrecafe]\npackage = "made"\ndocuments = [{path = "orders.yaml", package = "orders"}'
        ', {path = "bills.yaml", package = "bills"}]\n'
    )
    (tmp_path / "orders.yaml").write_text(DOCUMENT)
    (tmp_path / "bills.yaml").write_text(OTHER)
    done = vendor("--api", "orders", "--only", "models", "--output", "acme", cwd=tmp_path)
    assert done.code == 0, done.err
    return tmp_path


class Killed(BaseException):
    """The process is gone; nothing is tidied up."""


def state(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_it_shows_versions_and_names_and_then_writes(project: Path) -> None:
    before = state(project / "acme")
    (project / "orders.yaml").write_text(NEWER)
    (project / "desk.py").write_text(CODE)
    tried = vendor("--update", "acme", "--dry-run", cwd=project)
    assert tried.code == 0, tried.err
    lines = tried.out.splitlines()
    assert lines[:9] == [
        "orders 1 -> 2",
        "code: 2 of 4 changed names are met in 2 places; 1 file below . was read",
        "orders: 4 names changed",
        "    + models.Order.due: date, optional",
        "    ~ models.Order.id: str(maxLength=20), required -> str(maxLength=30), required",
        "    - models.Order.note: str, optional",
        "        desk.py:7: reads order.note",
        '    + models.Status.HELD: "HELD"',
        "        desk.py:5: matches order.status (Status)",
    ]
    assert "changed   orders/models.py" in lines
    assert state(project / "acme") == before
    done = vendor("--update", "acme", "--format", "json", cwd=project)
    assert done.json["written"]
    assert done.json["project"] == {"read": ["."], "files": 1, "notes": []}
    assert [name["uses"] for name in done.json["names"]["orders"]] == [
        [],
        [],
        [{"file": "desk.py", "line": 7, "what": "reads order.note", "sure": True}],
        [{"file": "desk.py", "line": 5, "what": "matches order.status (Status)", "sure": True}],
    ]
    assert done.json["versions"] == {"old": {"orders": "1"}, "new": {"orders": "2"}}
    assert {c["name"]: c["kind"] for c in done.json["names"]["orders"]}[
        "models.Order.note"
    ] == "removed"
    assert verify(project / "acme") == (0, [])
    assert b"due: date" in state(project / "acme")["orders/models.py"]
    again = vendor("--update", ".", cwd=project)
    assert "nothing to do" in again.out


def test_edits_are_named_and_kept_unless_forced(project: Path) -> None:
    (project / "orders.yaml").write_text(NEWER)
    (project / "acme/orders/models.py").write_text("mine = 1\n")
    (project / "acme/orders/notes.txt").write_text("not of the copy\n")
    before = state(project / "acme")
    refused = vendor("--update", "acme", cwd=project)
    assert refused.code == 1
    assert "edited    orders/models.py" in refused.out
    assert "--force" in refused.err
    assert state(project / "acme") == before
    assert vendor("--update", "acme", "--force", cwd=project).code == 0
    assert verify(project / "acme") == (1, ["EXTRA orders/notes.txt"])


def test_options_may_change_and_what_is_no_longer_made_goes(project: Path) -> None:
    done = vendor("--update", "acme", "--api", "bills", "--only", "server", cwd=project)
    assert done.code == 0, done.err
    assert "orders 1 -> none" in done.out
    files = state(project / "acme")
    assert "bills/server.py" in files
    assert not [path for path in files if path.startswith("orders/")]
    assert verify(project / "acme") == (0, [])


def test_a_killed_update_is_finished_by_the_next(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "orders.yaml").write_text(NEWER)
    real, calls = os.replace, iter(range(99))

    def killing(source: Any, target: Any) -> None:
        if next(calls) == 2:
            raise Killed
        real(source, target)

    monkeypatch.setattr(fileset.os, "replace", killing)
    with pytest.raises(Killed):
        vendor("--update", "acme", cwd=project)
    monkeypatch.undo()
    assert verify(project / "acme")[0] == 1
    done = vendor("--update", "acme", cwd=project)
    assert done.code == 0, done.out + done.err
    assert verify(project / "acme") == (0, [])


def test_a_missing_file_comes_back(project: Path) -> None:
    (project / "acme/orders/models.py").unlink()
    done = vendor("--update", "acme", cwd=project)
    assert "restored  orders/models.py" in done.out
    assert verify(project / "acme") == (0, [])


def test_nothing_is_written_through_a_link(project: Path) -> None:
    outside = project / "outside"
    (project / "acme/orders").rename(outside)
    (project / "acme/orders").symlink_to(outside)
    before = state(outside)
    (project / "orders.yaml").write_text(NEWER)
    refused = vendor("--update", "acme", cwd=project)
    assert refused.code == 1
    assert "edited    orders" in refused.out.splitlines()
    assert vendor("--update", "acme", "--force", cwd=project).code == 0
    assert state(outside) == before
    assert verify(project / "acme") == (0, [])
