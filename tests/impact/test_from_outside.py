"""A document that was written by others for others, taken in as a new user would."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from fibrecafe_codegen.commands.bump import command as bump
from fibrecafe_codegen.commands.diff import command as diff
from fibrecafe_codegen.commands.impact import command as impact
from fibrecafe_codegen.diff import Change, compare, judge
from fibrecafe_codegen.document.load import load
from fibrecafe_codegen.document.overlay import apply_overlay
from tests.documents import PATHS, ROOT, VERSIONS
from tests.generator.command import Ended
from tests.impact.calling import call
from tests.impact.drafts import project
from tests.impact.suppliers_own import OPERATIONS, TRUE_DIFFERENCES, suppliers_document

OLD = VERSIONS["supplier"]
OVERLAY = "spec/overlays/supplier-1.16.marks.yaml"

_CODE = """\
from fibrecafe_api.supplier import models
from fibrecafe_api.supplier.client import SupplierClient


def price(client: SupplierClient, purpose: models.AppointmentPurpose) -> str:
    held = client.reserve_appointment(models.ReserveAppointment(id=1, purpose=purpose))
    return held.expiry_date_time.isoformat()
"""


def take(root: Path, *more: str) -> Ended:
    return call(bump, "supplier", "1.16", "--from", "theirs.json", *more, cwd=root)


def bring(folder: Path, change: Callable[[Any], None] | None = None) -> Path:
    """A project, and their document in it, perhaps changed."""
    root = project(folder)
    data = json.loads(suppliers_document())
    if change is not None:
        change(data)
    (root / "theirs.json").write_text(json.dumps(data))
    (root / "runtime/portal.py").write_text(_CODE)
    return root


def amend_family(root: Path) -> None:
    """What the maintainer does about the three things that bump asks."""
    file = root / "spec/family.yaml"
    text = file.read_text()
    for name in (" ServiceType,", " Error,", " AppointmentPurpose,"):
        assert text.count(name) == 1
        text = text.replace(name, "")
    reason = "  - reason: A supplier has codes of its own.\n    names: [Error]\n"
    file.write_text(text.replace("differ:\n", f"differ:\n{reason}"))


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Ended]]:
    """The project after each of two runs; between them the family was amended."""
    root = bring(tmp_path_factory.mktemp("outside"))
    first = take(root)
    amend_family(root)
    return root, [first, take(root)]


@pytest.fixture(scope="module")
def changes(taken: tuple[Path, list[Ended]]) -> list[Change]:
    """What differs between the document that we had and the one that was taken in."""
    root, _ = taken
    new = apply_overlay(load(root / "spec/supplier/1.16.yaml"), root / OVERLAY)
    return judge(compare(load(ROOT / PATHS["supplier"]), new))


def test_only_what_differs_is_told(changes: list[Change]) -> None:
    told = [change for change in changes if change.severity != "documentation"]
    assert {change.rule for change in told} == TRUE_DIFFERENCES.keys()
    for rule, words in TRUE_DIFFERENCES.items():
        assert any(words in change.message for change in told if change.rule == rule), rule
    in_line = [change for change in told if change.rule == "schema-in-line"]
    twice = "response-optional-property-added"  # enniId is handoverReference now: nothing says so
    assert sum(change.rule == twice for change in told) == 2
    assert len(told) - len(in_line) == len(TRUE_DIFFERENCES.keys() - {"schema-in-line"}) + 1


def test_the_family_is_asked_of_what_means_something_alone(
    taken: tuple[Path, list[Ended]],
) -> None:
    """Schemas that stand in line, or are flat where ours are composed, are equal all the same."""
    _, (first, second) = taken
    asked = [line for line in first.err.splitlines() + first.out.splitlines() if "error[" in line]
    assert [line.split("error[family] ")[1].split()[0] for line in asked] == [
        "ServiceType", "AppointmentPurpose", "Error",
    ]  # fmt: skip
    family = (ROOT / "spec/family.yaml").read_text().splitlines()
    line = int(asked[0].split(":")[1])
    assert "ServiceType," in family[line - 1], "the line of the file as it is"
    assert "stopped: the family no longer agrees: Error\n" in first.out
    assert "family check   agrees" in second.out


def test_operations_keep_our_ids_even_where_they_moved(taken: tuple[Path, list[Ended]]) -> None:
    root, (first, _) = taken
    text = (root / "spec/supplier/operations.yaml").read_text()
    assert yaml.safe_load(text)["operations"] == {t: o for o, t in OPERATIONS.items()}
    assert "priceServices: handleQuote  # a guess: another path, the same bodies\n" in text
    assert text.count("# a guess") == 1
    assert f"{len(OPERATIONS)} of the document are ours under other ids" in first.out


def test_marks_of_ours_are_kept_by_an_overlay_with_reasons(
    taken: tuple[Path, list[Ended]], changes: list[Change]
) -> None:
    root, (first, _) = taken
    overlay = yaml.safe_load((root / OVERLAY).read_text())
    assert f"marks       {len(overlay['actions'])} that the document does not have" in first.out
    assert {action["description"] for action in overlay["actions"]} == {
        f"Ours, as in {OLD}: logs are redacted by it."
    }
    assert (
        "overlays: [overlays/supplier-1.16.marks.yaml]" in (root / "spec/family.yaml").read_text()
    )
    assert not [change for change in changes if change.rule == "personal-data-changed"]


def test_the_guide_names_the_places_of_code(taken: tuple[Path, list[Ended]]) -> None:
    root, (_, second) = taken
    assert "stopped: the changes deserve 2.0, the document says 1.16" in second.out
    guide = (root / f"docs/upgrades/supplier-{OLD}-to-1.16.md").read_text()
    assert "`runtime/portal.py:5` names AppointmentPurpose" in guide
    assert "`runtime/portal.py:7` reads held.expiry\\_date\\_time" in guide
    assert "reserve_appointment" not in guide, "its method has the name it had"


def test_who_looks_first_is_told_how_to_be_spared_names(taken: tuple[Path, list[Ended]]) -> None:
    root, _ = taken
    for command in (diff, impact):
        ended = call(command, ROOT / PATHS["supplier"], "theirs.json", cwd=root)
        assert "are names alone: `fibrecafe bump` keeps ours" in ended.out


def _without_ids(data: Any) -> None:
    for item in data["paths"].values():
        for operation in item.values():
            del operation["operationId"]


def _below_a_base(data: Any) -> None:
    data["paths"] = {f"/access/v1{path}": item for path, item in data["paths"].items()}


def _without_schemas(data: Any) -> None:
    for item in data["paths"].values():
        for operation in item.values():
            operation.pop("requestBody", None)
            operation["responses"] = {"204": {"description": "Done."}}
            operation["parameters"] = []
    data["components"] = {}


def test_operations_without_ids_get_ours(tmp_path: Path) -> None:
    root = bring(tmp_path, _without_ids)
    ended = take(root)
    asked = [line for line in (ended.err + ended.out).splitlines() if "error[" in line]
    assert len(asked) == 1, "the one that moved, as nothing tells for sure which it is"
    assert "is named after it" in (root / OVERLAY).read_text()


def test_operations_below_another_base_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "theirs.json").write_text(suppliers_document())
    data = json.loads(suppliers_document())
    _below_a_base(data)
    (tmp_path / "moved.json").write_text(json.dumps(data))
    found = compare(load(tmp_path / "theirs.json"), load(tmp_path / "moved.json"))
    assert {change.rule for change in judge(found)} == {"operation-moved"}


def test_a_document_without_schemas_is_no_crash(tmp_path: Path) -> None:
    ended = take(bring(tmp_path, _without_schemas))
    assert ended.code == 1
    assert "stopped: the document breaks rules" in ended.out
