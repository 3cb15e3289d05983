"""`fibrecafe impact`: who is hit by a change, found in small trees."""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_codegen.commands.impact import command
from fibrecafe_codegen.commands.vendor import command as vendor
from fibrecafe_codegen.document.load import load
from fibrecafe_codegen.impact import assess
from fibrecafe_codegen.impact.code import Code
from fibrecafe_codegen.impact.formatters import as_markdown, as_text
from fibrecafe_codegen.impact.graph import Graph
from fibrecafe_codegen.impact.lifecycle import check_tables, read_tables
from fibrecafe_codegen.impact.wanted import Wanted
from tests.documents import ROOT, document
from tests.impact.calling import call, tables
from tests.impact.drafts import PORTAL, draft, states

_ADAPTER = """\
from fibrecafe_api.tenant_updates import models


def translate(kci: models.CeaseServiceOrderUpdate) -> str:
    match kci.information.type:
        case models.InformationType.DELAY:
            return "late"
    if kci.information.type == "COMPLETED":
        return "done"
    return kci.action.text
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with one module, and the draft beside it."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src/portal.py").write_text(PORTAL)
    (tmp_path / "draft.yaml").write_text(draft(), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The impact on that module, with tables that know the states of 1.17."""
    folder = tmp_path_factory.mktemp("found")
    (folder / "portal.py").write_text(PORTAL)
    (folder / "draft.yaml").write_text(draft(), encoding="utf-8")
    (folder / "tables.json").write_text(json.dumps(tables(states())))
    return impact(folder, ".", "--lifecycle", "tables.json")


def impact(tree: Path, *more: str | Path, old: Path | None = None) -> Any:
    before = old or ROOT / "spec/tenant/1.17.yaml"
    ended = call(command, before, "draft.yaml", *more, "--format", "json", cwd=tree)
    assert ended.code == 0, ended.err
    return ended.json


def uses(found: Any, part: str) -> list[tuple[int, str, bool]]:
    """Of the one change whose message holds a text."""
    [concern] = [c for c in found["concerns"] if part in c["message"]]
    return [(use["line"], use["what"], use["sure"]) for use in concern["uses"]]


def test_code_is_named_where_it_meets_a_change(found: Any) -> None:
    assert uses(found, "serviceId") == [(13, "makes CreateAppointment without service_id", True)]
    assert uses(found, "purpose is deprecated")[:2] == [
        (13, "sets CreateAppointment.purpose", True),
        (15, "reads held.purpose", True),
    ]
    assert (6, "matches order.status (OrderStatus)", True) in uses(found, "SUSPENDED")


def test_what_only_a_name_suggests_is_said_to_be_a_guess(found: Any) -> None:
    assert uses(found, "purpose is deprecated")[2] == (20, "reads thing.purpose", False)


_CALLER = """\
from fibrecafe_api.tenant.client import TenantClient
from fibrecafe_api.tenant.models import Contact, CreateProvideServiceOrder, OrderStatus, SubAddress


def colour(client: TenantClient) -> str:
    order = client.get_order(id=3)
    if order.status is OrderStatus.HELD:
        return order.primary_contact.email
    match order:
        case CreateProvideServiceOrder(hazards="none"):
            return Contact(name="x", email="y", phone_number="z").email
    return "HELD"
"""


def test_what_is_gone_or_renamed_is_found_wherever_code_names_it(tmp_path: Path) -> None:
    text = (ROOT / "spec/tenant/1.17.yaml").read_text(encoding="utf-8")
    text = text.replace("        - HELD\n        - PENDING_AM", "        - PENDING_AM", 1)
    text = text.replace("operationId: handleGetOrder\n", "operationId: handleFetchOrder\n")
    text = text.replace("    SubAddress:", "    AddressPart:").replace(
        "schemas/SubAddress'", "schemas/AddressPart'"
    )
    email = text.index("        email:\n          description: E-mail")
    text = text[:email] + text[text.index("        phoneNumber:", email) :]
    (tmp_path / "draft.yaml").write_text(text.replace("hazards:", "dangers:"))
    (tmp_path / "caller.py").write_text(_CALLER)
    found = impact(tmp_path, "caller.py")
    assert (7, "names OrderStatus.HELD", True) in uses(found, "HELD")
    assert (12, "holds the text 'HELD'", False) in uses(found, "HELD")
    assert uses(found, "handleFetchOrder") == [(6, "calls get_order", True)]
    assert uses(found, "AddressPart") == [(2, "imports SubAddress", True)]
    assert [line for line, _, _ in uses(found, "Contact.email is gone")] == [8, 11, 11]
    renamed = [u for c in found["concerns"] if "hazards" in c["message"] for u in c["uses"]]
    assert "matches CreateProvideServiceOrder.hazards" in {use["what"] for use in renamed}


def test_an_adapter_that_decides_by_a_grown_enum_is_found_in_both_places(tmp_path: Path) -> None:
    before = ROOT / "spec/tenant-updates/1.14.yaml"
    grown = copy.deepcopy(document("tenant_updates"))
    grown["components"]["schemas"]["InformationType"]["enum"].append("PAUSED")
    (tmp_path / "draft.yaml").write_text(json.dumps(grown))
    (tmp_path / "acme.py").write_text(_ADAPTER)
    found = uses(impact(tmp_path, "acme.py", old=before), "PAUSED")
    assert [line for line, _, sure in found if sure] == [5, 8]


def test_a_file_without_models_is_left_alone_and_one_that_is_no_python_is_noted(tree: Path) -> None:
    (tree / "src/other.py").write_text("def f(thing):\n    return thing.purpose, thing.status\n")
    (tree / "src/broken.py").write_text("import fibrecafe_api\nCreateAppointment(purpose=\n")
    found = impact(tree, "src")
    assert [note.split(":")[0] for note in found["notes"]] == ["src/broken.py"]
    files = {use["file"] for concern in found["concerns"] for use in concern["uses"]}
    assert files == {"src/portal.py"}


def test_a_copy_is_told_with_its_version_and_the_names_that_change(tree: Path) -> None:
    made = call(vendor, "--api", "tenant", "--only", "models", "--output", tree / "wire", cwd=ROOT)
    assert made.code == 0, made.err
    [held] = impact(tree, ".")["copies"]
    assert (held["folder"], held["version"], held["behind"]) == ("wire", "1.17", False)
    assert "models.OrderStatus.SUSPENDED" in {name["name"] for name in held["names"]}


def test_a_server_that_lacks_a_new_operation_is_told(tmp_path: Path) -> None:
    """It could not be made any more; that is compatible for clients alone."""
    (tmp_path / "draft.yaml").write_text(draft(), encoding="utf-8")
    (tmp_path / "server.py").write_text(
        "from fibrecafe_api.tenant.server import TenantApi\n\n\n"
        "class Ours(TenantApi):\n    async def create_order(self, ctx, body): ...\n\n\n"
        "class Prepared(TenantApi):\n    async def modify_service(self, ctx, body): ...\n"
    )
    old, new = load(ROOT / "spec/tenant/1.17.yaml"), load(tmp_path / "draft.yaml")
    found = assess(old, new, [tmp_path], base=tmp_path)
    assert [(use.line, use.what) for use in _uses_of(found, "handleModifyService is new")] == [
        (4, "Ours has no modify_service")
    ]
    assert "server.py:4: Ours has no modify_service" in as_text(found)


def _uses_of(found: Any, part: str) -> list[Any]:
    return [use for c in found.concerns if part in c.change.message for use in c.uses]


def test_a_status_without_a_state_is_told(found: Any) -> None:
    [finding] = found["lifecycle"]
    assert finding["message"] == "status SUSPENDED has no state in the lifecycle `order`"


def test_a_status_that_the_tables_name_as_unused_is_not(tree: Path) -> None:
    (tree / "tables.json").write_text(json.dumps(tables(states(), unused=["SUSPENDED"])))
    old, new = load(ROOT / "spec/tenant/1.17.yaml"), load(tree / "draft.yaml")
    assert list(check_tables(read_tables(tree / "tables.json"), old, new)) == []


def test_a_file_that_holds_no_tables_is_wrong_use(tree: Path) -> None:
    (tree / "tables.json").write_text("[]")
    ended = call(
        command, ROOT / "spec/tenant/1.17.yaml", "draft.yaml", "--lifecycle", "tables.json", cwd=tree
    )  # fmt: skip
    assert ended.code == 2
    assert "holds no lifecycle tables" in ended.err


def test_what_breaks_deserves_a_major_number_and_more_texts_none(found: Any, tree: Path) -> None:
    verdict = found["version"]
    assert (verdict["kind"], verdict["deserved"], verdict["fits"]) == ("major", "2.0", False)
    same = (ROOT / "spec/tenant/1.17.yaml").read_text(encoding="utf-8")
    (tree / "draft.yaml").write_text(same.replace("Asks for prices.", "Asks what it costs."))
    assert impact(tree, "src")["version"]["kind"] == "none"


def test_text_and_markdown_name_places(tree: Path) -> None:
    old, new = load(ROOT / "spec/tenant/1.17.yaml"), load(tree / "draft.yaml")
    found = assess(old, new, [tree / "src"], base=tree)
    assert "src/portal.py:13: makes CreateAppointment without service_id" in as_text(found)
    assert "`src/portal.py:13` makes CreateAppointment without service\\_id" in as_markdown(found)


def test_time_grows_with_the_files_and_no_faster(tmp_path: Path) -> None:
    graph = Graph.of(load(ROOT / "spec/tenant/1.17.yaml"))
    wanted = Wanted(attributes=frozenset({("ProvideServiceOrder", "status")}))
    body = PORTAL + "\n\n".join(f"def f{n}(order):\n    return order.status" for n in range(40))
    took = []
    for count in (40, 160):
        for number in range(count):
            (tmp_path / f"m{number}.py").write_text(body)
        started = time.perf_counter()
        uses = Code([tmp_path], tmp_path).uses(graph, {0: wanted})[0]
        took.append(time.perf_counter() - started)
        assert len({use.file for use in uses}) == count
    assert took[1] < took[0] * 8
