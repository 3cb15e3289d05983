"""`fibrecafe adapter new --from-spec`: the supplier's own API beside ours, field by field."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.documents import ROOT
from tests.generator.command import fibrecafe
from tests.scaffold.projects import DOCUMENTS, new, run, tree, unformatted

Made = tuple[Path, str]


@pytest.fixture(scope="module")
def made_plain(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A project, and what was told when it was made."""
    folder = tmp_path_factory.mktemp("plain")
    made = fibrecafe("adapter", "new", "plain", "--from-spec", DOCUMENTS / "plain.yaml", cwd=folder)
    assert made.code == 0, made.err
    return folder / "plain-adapter", made.out


@pytest.fixture(scope="module")
def plain(made_plain: Made) -> Path:
    """A supplier with a small REST API of its own."""
    return made_plain[0]


@pytest.fixture(scope="module")
def tmf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A supplier whose API is TM Forum-shaped."""
    return new(tmp_path_factory.mktemp("tmf"), "tmf", "--from-spec", DOCUMENTS / "tmf.yaml")


def mapping(project: Path) -> str:
    (path,) = project.glob("src/*/mapping.py")
    return path.read_text()


def function(project: Path, name: str) -> str:
    found = re.search(rf"^def {name}\(.*?(?=^def |\Z)", mapping(project), re.DOTALL | re.MULTILINE)
    assert found is not None, name
    return found[0]


@pytest.mark.parametrize("name", ["plain", "tmf"])
def test_its_tests_are_green_at_once(name: str, request: pytest.FixtureRequest) -> None:
    project = request.getfixturevalue(name)
    assert " passed in " in run(project, "pytest", "-q", "-p", "no:cacheprovider")


def test_its_types_are_strict_as_are_those_of_a_made_up_supplier(
    plain: Path, tmf: Path, tmp_path: Path
) -> None:
    """In one run, which reads the libraries once."""
    for project in (plain, tmf, new(tmp_path, "acme")):
        name = project.name.removesuffix("-adapter")
        for folder in (project / "src").iterdir():
            shutil.copytree(folder, tmp_path / "all" / folder.name)
        tests = Path(shutil.copytree(project / "tests", tmp_path / "all" / f"{name}_tests"))
        kit = tests / "conformance.py"  # the kit reads it by its path, so it imports by name
        kit.write_text(kit.read_text().replace("from tests.", f"from {tests.name}."))
    cache = (ROOT / ".mypy_cache/adapters").as_posix()
    told = run(tmp_path / "all", "mypy", "--strict", "--cache-dir", cache, ".")
    assert "no issues found" in told


def test_it_is_formatted_and_without_lint(plain: Path, tmf: Path) -> None:
    for project in (plain, tmf):
        run(project, "ruff", "check", "--no-cache", ".")
        assert unformatted(project) == []


def test_operations_are_paired_by_what_they_are_called(plain: Path, tmf: Path) -> None:
    def pairs(project: Path) -> dict[str, str]:
        rows = re.findall(r"^\| `(\w+)` \| `(\w+)`", (project / "README.md").read_text(), re.M)
        return dict(rows)

    assert pairs(plain) == {
        "availability_check": "get_coverage",
        "appointment_availability": "list_free_slots",
        "create_order": "place_order",
        "cancel_order": "cancel_order",
    }
    assert pairs(tmf) == {
        "appointment_availability": "create_search_time_slot",
        "reserve_appointment": "create_appointment",
        "create_order": "create_service_order",
        "amend_order": "patch_service_order",
        "cancel_order": "create_cancel_service_order",
    }


def test_fields_of_like_names_and_types_are_guessed(plain: Path) -> None:
    order = function(plain, "_create_provide_service_order")
    for line in (
        '"externalId": str(body.id),  # guess: id',
        '"product": body.service_order_item.service_specification.id,',
        '"telephone": body.primary_contact.phone_number,',
        '"requestedDate": body.requested_completion_date,',
        "for item in body.service_order_item.service_characteristics",
        '"value": item.value,  # guess: value',
    ):
        assert line in order, line


def test_what_has_no_counterpart_is_named_on_both_sides(plain: Path) -> None:
    order = function(plain, "_create_provide_service_order")
    assert '# "gateCode": no counterpart: str' in order
    assert '"priority": missing("priority"),  # no counterpart: one of LOW, HIGH' in order
    text = " ".join(order.split())
    assert "nothing found: priority (required), gateCode, class." in text
    assert "hazards, onSiteRestrictions." in text
    readme = (plain / "README.md").read_text()
    assert "- to fill, and nothing found: `gateCode`" in readme
    assert "- there to read, and not used: `hazards`" in readme
    assert "- `list_invoices` (GET /invoices)" in readme
    assert "- `quote` (POST /quote)" in readme


def test_answers_are_mapped_back_item_by_item(tmf: Path) -> None:
    slots = function(tmf, "appointment_availability_answer")
    assert "item.valid_for.start_date_time if item.valid_for is not None else None" in slots
    assert "for item in answer.available_time_slot or ()" in slots
    assert '"address": address,' in slots


def test_a_value_of_theirs_is_not_passed_on_as_one_of_ours(plain: Path) -> None:
    order = function(plain, "create_order_answer")
    assert '"status": missing("status"),  # perhaps state, if it fits' in order
    assert '"supplierOrderReference": answer.number,' in order


def test_the_reference_of_an_order_is_not_that_of_its_cancellation(tmf: Path, plain: Path) -> None:
    assert '"id": body.supplier_order_reference' in function(tmf, "cancel_order_request")
    assert '"number": body.supplier_order_reference' in function(plain, "cancel_order_request")


def test_what_is_left_out_is_told_in_the_document_of_the_user(made_plain: Made) -> None:
    _, told = made_plain
    assert "plain.yaml:9: warning[unsupported]" in told
    assert "warning[no-sample] the fake cannot answer list_invoices" in told


def test_the_document_is_kept_with_the_project(plain: Path) -> None:
    kept = (plain / "spec/plain.yaml").read_bytes()
    assert kept == (DOCUMENTS / "plain.yaml").read_bytes()
    assert "list_invoices" not in json.loads((plain / "tests/fake_supplier.json").read_text())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths: {/x: 5}\n", "error["),
        ("swagger: '2.0'\n", "convert it to OpenAPI 3.0"),
        ("just text", "not-openapi"),
        ("a: [", "yaml-syntax"),
    ],
)
def test_a_document_that_cannot_be_used_makes_nothing(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(text)
    ended = fibrecafe("adapter", "new", "acme", "--from-spec", "acme.yaml", cwd=tmp_path)
    assert ended.code == 1
    assert told in ended.out
    assert "acme.yaml" in ended.out
    assert "nothing was made" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["acme.yaml"]


def test_a_document_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    ended = fibrecafe("adapter", "new", "acme", "--from-spec", "acme.yaml", cwd=tmp_path)
    assert ended.code == 2
    assert "acme.yaml does not exist" in ended.err


def test_an_upgrade_makes_the_suppliers_models_anew_and_nothing_of_the_teams(
    plain: Path, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(plain, tmp_path / "plain-adapter"))
    assert "nothing to write" in fibrecafe("adapter", "upgrade", cwd=project).out
    spec = project / "spec/plain.yaml"
    spec.write_text(spec.read_text().replace("gateCode:", "doorCode:"))
    before = tree(project)
    dry = fibrecafe("adapter", "upgrade", "--dry-run", cwd=project)
    assert "would be written: src/plain_adapter/supplier_api/" in dry.out
    assert tree(project) == before
    assert fibrecafe("adapter", "upgrade", cwd=project).code == 0
    after = tree(project)
    changed = {path for path in after if after[path] != before[path]}
    assert changed
    assert all(path.startswith("src/plain_adapter/supplier_api/") for path in changed)
    assert b"door_code" in after["src/plain_adapter/supplier_api/models.py"]


def test_an_edit_by_hand_of_the_suppliers_models_is_kept(plain: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(plain, tmp_path / "plain-adapter"))
    models = project / "src/plain_adapter/supplier_api/models.py"
    models.write_text(models.read_text() + "\nMINE = 1\n")
    ended = fibrecafe("adapter", "upgrade", cwd=project)
    assert ended.code == 1
    assert "was edited by hand" in ended.err
    assert "MINE" in models.read_text()
