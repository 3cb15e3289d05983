"""Before an update writes: where the project around the copy uses what changes."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from click import unstyle

from fibrecafe_codegen.document.load import load
from fibrecafe_codegen.impact.graph import Graph
from fibrecafe_codegen.surface import changes
from fibrecafe_codegen.vendor import Copy, Plan, Record
from fibrecafe_codegen.vendor.impact import Met, meet
from fibrecafe_codegen.vendor.names import graph_of
from fibrecafe_codegen.vendor.project import project_around
from fibrecafe_codegen.vendor.text import lines_of
from tests.documents import ROOT
from tests.vendor.copies import copy_of, vendor, written

SURFACE = """\
# What code sees of Orders 1: a line for each name.

models.AnyStatus = Status | str
models.Code = str(maxLength=5)
models.Create: class
models.Create.note: str(pattern="^Status, required$"), optional
models.Create.code: Code, optional
models.Order: class
models.Order.id: int, required
models.Order.status: AnyStatus, required
models.Order.lines: list[OrderLine], optional, default []
models.OrderLine: class
models.OrderLine.text: str, optional
models.Order_["NEW"]: Order
models.Status: enum
models.Status.OPEN = "OPEN"
models.Status.CLOSED = "closed"

client.SERVERS["Production"] = "https://orders.test"
client.OrdersClient: class
client.OrdersClient.get_order -> models.Order
client.OrdersClient.get_order(id): int, required
client.OrdersClient.get_order(request_id): str, optional

server.OrdersApi: class
server.Desk: class
server.Desk.get_order -> models.Order
server.Desk.get_order(id): int, required
"""
CODE = """\
from acme_wire import models
from acme_wire.client import OrdersClient
from acme_wire.server import OrdersApi


class Here(OrdersApi):
    async def get_order(self, ctx, id):
        return models.Order(id=id, status="closed")


def show(client: OrdersClient) -> str:
    order = client.get_order(id=1)
    if order.status != models.Status.OPEN:
        return order.lines[0].text
    made = models.Create(note="x")
    return made.code
"""


def met(folder: Path, before: str, after: str, code: str = CODE) -> dict[str, list[str]]:
    """The places by name, with a line of a surface put otherwise."""
    assert before in SURFACE
    (folder / "desk.py").write_text(code)
    found = meet(plan_of(SURFACE.replace(before, after)), [folder])
    return {
        name: [f"{use.line} {use.what}{'' if use.sure else '?'}" for use in uses]
        for (_, name), uses in found.places.items()
    }


def plan_of(surface: str, old: str = SURFACE) -> Plan:
    record = Record("acme_wire", ("models",), {}, {}, {}, {})
    plan = Plan(Path("acme_wire"), record, cast(Copy, type("", (), {"record": record})))
    plan.surfaces = {"orders": old}
    plan.names = {"orders": found} if (found := changes(old, surface)) else {}
    return plan


@pytest.mark.parametrize(
    ("before", "after", "name", "places"),
    [
        ("models.OrderLine.text: str, optional\n", "", "models.OrderLine.text",
         ["14 reads text"]),
        ('models.Status.CLOSED = "closed"\n', "", "models.Status.CLOSED",
         ["8 holds the text 'closed'?"]),
        ('= "closed"\n', '= "closed"\nmodels.Status.HELD = "HELD"\n', "models.Status.HELD",
         ["13 matches order.status (Status)"]),
        ("models.Create.code: Code, optional", "models.Create.code: Code, required",
         "models.Create.code", ["15 makes Create without code"]),
        ("models.Order:", "models.Create.size: int, required\nmodels.Order:",
         "models.Create.size", ["15 makes Create without size"]),
        ("Code = str(maxLength=5)", "Code = str(maxLength=4)", "models.Code",
         ["16 reads made.code"]),
        ("client.OrdersClient.get_order(id): int", "client.OrdersClient.get_order(id): str",
         "client.OrdersClient.get_order(id)", ["12 calls get_order"]),
        ("server.Desk.get_order(id): int", "server.Desk.get_order(id): str",
         "server.Desk.get_order(id)", ["7 defines get_order"]),
        ("server.Desk.get_order(id)", "server.Desk.more -> None\nserver.Desk.get_order(id)",
         "server.Desk.more", ["6 Here has no more"]),
        ("server.Desk:", "server.Bills: class\nserver.Bills.pay -> None\nserver.Desk:",
         "server.Bills", ["3 imports OrdersApi", "6 names OrdersApi"]),
    ],
)  # fmt: skip
def test_a_changed_name_is_met_where_code_uses_it(
    before: str, after: str, name: str, places: list[str], tmp_path: Path
) -> None:
    assert met(tmp_path, before, after)[name] == places


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("models.Order:", "models.Create.size: int, optional\nmodels.Order:"),
        ("models.Order:", "models.Bill: class\nmodels.Bill.id: int, required\nmodels.Order:"),
        ("client.OrdersClient.get_order(id)",
         "client.OrdersClient.get_order(more): str, optional\nclient.OrdersClient.get_order(id)"),
        ('client.SERVERS["Production"]', 'client.SERVERS["Live"]'),
    ],
)  # fmt: skip
def test_what_is_merely_added_needs_no_look_at_the_code(
    before: str, after: str, tmp_path: Path
) -> None:
    assert met(tmp_path, before, after) == {}
    plan = plan_of(SURFACE.replace(before, after))
    assert "code: nothing to look for; what changed only adds" in lines_of(plan, meet(plan, []))


def test_a_type_that_two_versions_have_by_another_name_is_told_by_its_attribute(
    tmp_path: Path,
) -> None:
    found = met(tmp_path, "lines: list[OrderLine]", "lines: list[Item]")
    assert found == {"models.Order.lines": ["14 reads order.lines"]}


@pytest.mark.parametrize("api", ["tenant/1.17", "supplier-updates/1.8"])
def test_a_surface_tells_of_classes_what_the_document_does(api: str) -> None:
    expected = Graph.of(load(ROOT / f"spec/{api}.yaml"))
    package = api.partition("/")[0].replace("-", "_")
    told = graph_of([(ROOT / f"generated/fibrecafe_api/{package}/surface.txt").read_text()], "x")
    assert told.classes - expected.classes == {n for n in told.classes if n.startswith("Unknown")}
    assert told.enums == expected.enums
    assert told.members == expected.members
    assert told.methods == expected.methods
    known = {name: told.attributes.get(name, {}) for name in expected.attributes}
    assert known == expected.attributes


def test_places_are_listed_up_to_a_number_and_names_that_are_met_always(tmp_path: Path) -> None:
    many = "".join(f"models.Order.a{n:02}: str, optional\n" for n in range(60))
    old = SURFACE.replace("models.OrderLine: class\n", f"{many}models.OrderLine: class\n")
    reads = "\n".join("    print(order.a59)" for _ in range(13))
    (tmp_path / "desk.py").write_text(
        f"from acme_wire.models import Order\ndef f(order: Order):\n{reads}\n"
    )
    plan = plan_of(SURFACE, old)
    lines = [unstyle(line) for line in lines_of(plan, meet(plan, [tmp_path]))]
    at = lines.index("    - models.Order.a59: str, optional")
    assert len([line for line in lines[at:] if line.endswith("reads order.a59")]) == 10
    assert "        ... and 3 more places; --format json has them all" in lines
    assert "    ... and 19 more; --format json has them all" in lines
    assert "code: 1 of 60 changed names is met in 13 places; 1 file below" in lines[0]


def test_environments_are_not_read_whatever_they_are_called(tmp_path: Path) -> None:
    (tmp_path / "env39/lib").mkdir(parents=True)
    (tmp_path / "env39/pyvenv.cfg").touch()
    (tmp_path / "env39/lib/desk.py").write_text(CODE)
    plan = plan_of(SURFACE.replace("models.OrderLine.text: str, optional\n", ""))
    found = meet(plan, [tmp_path])
    assert (found.files, found.places) == (0, {})
    assert any("no Python below" in line for line in lines_of(plan, found))


def test_a_file_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("from acme_wire.models import OrderLine\nx.text = (\n")
    plan = plan_of(SURFACE.replace("models.OrderLine.text: str, optional\n", ""))
    lines = [unstyle(line) for line in lines_of(plan, meet(plan, [tmp_path]))]
    [note] = [line for line in lines if line.startswith("note: ")]
    assert "broken.py" in note
    assert "line 2" in note


def test_the_project_is_the_nearest_folder_that_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "portal/src/acme/wire"
    copy.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "portal/.git").write_text("gitdir: elsewhere\n")  # as a submodule has it
    assert project_around(copy, "acme.wire") == Path("portal")
    (tmp_path / "portal/src/pyproject.toml").write_text("")
    monkeypatch.chdir(tmp_path / "portal/src/acme")
    assert project_around(Path("wire"), "acme.wire") == Path("..")


def test_what_a_project_or_the_current_folder_holds_is_told_as_one_would_type_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("portal", "toolkit"):
        (tmp_path / folder).mkdir()
    (tmp_path / "portal/desk.py").write_text(CODE)
    monkeypatch.chdir(tmp_path / "toolkit")
    plan = plan_of(SURFACE.replace("models.OrderLine.text: str, optional\n", ""))
    found: Met = meet(plan, [Path("../portal")])
    assert {use.file for uses in found.places.values() for use in uses} == {"../portal/desk.py"}


def test_a_project_goes_with_an_update_and_has_to_be_there(tmp_path: Path) -> None:
    copy = written(copy_of("acme_wire", "supplier-updates", "models"), tmp_path)
    done = vendor("--output", tmp_path / "more", "--project", tmp_path, cwd=ROOT)
    assert done.code == 2
    assert "go with --update" in " ".join(done.err.split())
    done = vendor("--update", copy, "--project", tmp_path / "nowhere", cwd=ROOT)
    assert done.code == 2
    assert "does not exist" in done.err
