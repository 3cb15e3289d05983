"""`fibrecafe bump`: a draft 1.18 of the Tenant API, from a file to a tree that can be reviewed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import yaml

from fibrecafe_codegen.bump.decisions import Decisions, Question, decide
from fibrecafe_codegen.bump.matching import match
from fibrecafe_codegen.bump.names import read_names, renamed_text
from fibrecafe_codegen.commands.bump import command
from fibrecafe_codegen.document.load import load
from fibrecafe_codegen.generation import Outcome
from tests.generator.command import Ended, fibrecafe
from tests.impact.calling import call, tables
from tests.impact.drafts import THEIR_NAMES, draft, family_agrees, project, states, with_their_names
from tests.impact.outside import OPERATIONS, owners_document

GUIDE = "docs/upgrades/tenant-1.17-to-1.18.md"
DECISIONS = "docs/upgrades/tenant-1.17-to-1.18.decisions.yaml"

CORRECTED = "^[A-Za-z0-9-]{0,64}$"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with our documents at their present versions."""
    project(tmp_path)
    (tmp_path / "draft.yaml").write_text(draft(), encoding="utf-8")
    known = tables(states())
    (tmp_path / "tables.json").write_text(json.dumps(known))
    return tmp_path


def bump(root: Path, *more: str, given: str = "draft.yaml", version: str = "1.18") -> Ended:
    arguments = ("tenant", version, "--from", given, "--lifecycle", "tables.json", *more)
    return call(command, *arguments, cwd=root)


def state(root: Path) -> dict[str, str]:
    """Every file by its hash."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def correct(root: Path) -> None:
    """An overlay for the new version."""
    (root / "spec/overlays").mkdir()
    (root / "spec/overlays/tenant-1.18.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: Corrections, version: '1'}\nactions:\n"
        "  - target: $.components.schemas.CreateQuote.properties.externalIdentifier\n"
        "    description: Our tenants have references in lower case.\n"
        f"    update: {{pattern: '{CORRECTED}'}}\n"
    )


def answer_all(root: Path) -> None:
    file = root / DECISIONS
    content = yaml.safe_load(file.read_text())
    for entry in content.values():
        entry["answer"] = "The owner numbers it so."
    file.write_text(yaml.safe_dump(content, sort_keys=False))


def test_a_bump_goes_from_stop_to_stop_and_ends_in_a_tree_to_review(root: Path) -> None:
    family_agrees(root)
    correct(root)
    ended = bump(root)
    assert ended.code == 1
    assert "the changes deserve 2.0, the document says 1.18" in ended.out
    assert "(and 1 more to decide)" in ended.out
    assert DECISIONS in ended.out

    answer_all(root)
    ended = bump(root)
    assert ended.code == 0, ended.out
    assert "done:" in ended.out
    before = state(root)
    assert bump(root).code == 0
    assert state(root) == before, "another run changes nothing"

    assert (root / "spec/tenant/1.18.yaml").read_text(encoding="utf-8") == draft()
    assert "path: tenant/1.18.yaml" in (root / "spec/family.yaml").read_text()
    assert "def modify_service" in (root / "generated/fibrecafe_api/tenant/client.py").read_text()
    assert "overlays: [overlays/tenant-1.18.yaml]" in (root / "spec/family.yaml").read_text()
    assert CORRECTED in (root / "generated/fibrecafe_api/tenant/models.py").read_text()
    assert fibrecafe("generate", "--check", cwd=root).code == 0
    guide = (root / GUIDE).read_text()
    assert "Its replacement is `purposes`" in guide
    assert "`runtime/portal.py:13` makes CreateAppointment without service\\_id" in guide
    assert "+ models.OrderStatus.SUSPENDED" in guide
    assert "The owner numbers it so." in guide
    changelog = (root / "CHANGELOG.md").read_text()
    assert changelog.count("- Tenant API 1.18 (was 1.17)") == 1
    assert changelog.index("Tenant API 1.18") < changelog.index("## 0.1")


def test_a_dry_run_writes_nothing(root: Path) -> None:
    family_agrees(root)
    before = state(root)
    ended = bump(root, "--dry-run")
    assert "spec/tenant/1.18.yaml" in ended.out
    assert "status SUSPENDED" not in ended.err
    assert state(root) == before


def test_schemas_under_other_names_become_ours(root: Path) -> None:
    file = root / "theirs.yaml"
    file.write_text(with_their_names(draft()), encoding="utf-8")
    ended = bump(root, given="theirs.yaml")
    assert f"{len(THEIR_NAMES)} schemas of the document are ours under other names" in ended.out
    assert ended.code == 1
    assert "the family no longer agrees: CreateServiceOrder, OrderStatus" in ended.out
    assert not (root / "spec/tenant/1.18.yaml").exists()
    kept = read_names(root / "spec/tenant/names.yaml")
    assert {ours: theirs for theirs, ours in kept.items()} == THEIR_NAMES
    assert renamed_text(load(file), kept) == draft()


def test_a_name_of_theirs_that_a_person_took_over_stays(root: Path) -> None:
    before, after = root / "spec/tenant/1.17.yaml", root / "theirs.yaml"
    after.write_text(before.read_text().replace("AddressAttribute", "AttributeOfAddress"))
    assert match(load(before), load(after)).certain == {
        "AttributeOfAddress": ("AddressAttribute", "same shape")
    }
    (root / "spec/tenant/names.yaml").write_text(
        "names: {AttributeOfAddress: AttributeOfAddress}\n"
    )
    text = renamed_text(load(after), read_names(root / "spec/tenant/names.yaml"))
    assert text == after.read_text()


def test_schemas_of_one_shape_at_no_known_place_are_left_to_a_person(tmp_path: Path) -> None:
    shape = {"type": "object", "properties": {"a": {"type": "string"}}}
    for name, schemas in (("old", ["One", "Two"]), ("new", ["Uno", "Dos"])):
        content = {"openapi": "3.0.3", "info": {"title": "X", "version": "1"}, "paths": {},
                   "components": {"schemas": dict.fromkeys(schemas, shape)}}  # fmt: skip
        (tmp_path / f"{name}.yaml").write_text(json.dumps(content))
    found = match(load(tmp_path / "old.yaml"), load(tmp_path / "new.yaml"))
    assert not found.certain
    assert found.undecided == {"Uno": ["One", "Two"], "Dos": ["One", "Two"]}


def test_an_answer_to_what_is_asked_otherwise_now_does_not_count(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    asked = Question("version", "3 changes break. Is that meant?", "")
    file.write_text(Decisions((asked,), {"version": "Yes: announced."}).text())
    assert decide(file, [asked]).open == []
    now = Question("version", "4 changes break. Is that meant?", "")
    assert decide(file, [now]).open == [now]


def test_a_document_that_breaks_a_rule_stops_before_anything_is_written(root: Path) -> None:
    spoiled = draft().replace("                  serviceId: S1\n", "")
    (root / "draft.yaml").write_text(spoiled, encoding="utf-8")
    before = state(root)
    ended = bump(root)
    assert ended.code == 1
    assert "`serviceId` is missing" in ended.out
    assert "spec/overlays/tenant-1.18.yaml" in ended.out
    assert state(root) == before


def test_another_version_than_the_document_says_is_refused(root: Path) -> None:
    ended = bump(root, version="1.19")
    assert ended.code == 1
    assert "says that it is version 1.18, not 1.19" in ended.out


def test_an_unknown_api_is_wrong_use(root: Path) -> None:
    ended = call(command, "tenants", "1.18", "--from", "draft.yaml", cwd=root)
    assert ended.code == 2
    assert "known: tenant, tenant-updates, supplier, supplier-updates" in ended.err


@pytest.mark.parametrize("version", ["1.16", "../1.18"])
def test_an_older_version_and_what_is_no_version_are_wrong_use(root: Path, version: str) -> None:
    before = state(root)
    ended = bump(root, version=version)
    assert ended.code == 2
    assert version in ended.err
    assert state(root) == before


def test_an_owners_document_comes_in_under_our_names(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guide says what generation would; that itself is seen in other tests."""
    monkeypatch.setattr("fibrecafe_codegen.generation.generate", lambda *_, **__: Outcome())
    (root / "owner.json").write_text(owners_document(), encoding="utf-8")
    family = root / "spec/family.yaml"
    text = family.read_text().replace(" CreateServiceProblem,", "")
    differ = "  - reason: 2.0.\n    names: [CreateServiceProblem]\n"
    family.write_text(text.replace("differ:\n", f"differ:\n{differ}", 1))
    ended = bump(root, given="owner.json", version="2.0")
    assert (ended.code, ended.err) == (0, "")
    assert "that is what the document says" in ended.out
    assert yaml.safe_load((root / "spec/tenant/operations.yaml").read_text())["operations"] == {
        theirs: ours for ours, theirs in OPERATIONS.items()
    }
    guide = (root / "docs/upgrades/tenant-1.17-to-2.0.md").read_text()
    names = guide.split("## Names that code sees")[1].split("```")[1].strip().splitlines()
    assert names
    assert all("_reference" in name or "external_identifier" in name or "x_tenant_region" in name
               for name in names), names  # fmt: skip
    for said in ("header X-Tenant-Region is new and must be there", "apiKey header X-Key",
                 "tenantReference looks like externalIdentifier under another name"):  # fmt: skip
        assert said in guide
