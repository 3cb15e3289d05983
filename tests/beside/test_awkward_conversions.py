"""Converters where versions differ in ways that are easily lost: null, formats, names of classes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_codegen import manifest
from fibrecafe_codegen.settings import load_settings
from tests.beside.crates import NEW, OLD, PROJECT
from tests.beside.making import imported, make_project
from tests.generator.command import fibrecafe


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("crates"), old=OLD, new=NEW, project=PROJECT)


@pytest.fixture(scope="module")
def made(project: Path) -> Iterator[tuple[Any, Any, Any]]:
    with imported(project, "crates_api") as found:
        yield found


def _written(model: Any) -> Any:
    return json.loads(model.to_json())


def test_names_are_those_of_classes_and_follow_what_they_were_lifted_out_of(made: Any) -> None:
    _, _, converters = made
    assert converters.RENAMED == {
        "Owned": {"ownerReference": "ownerReferences"},
        "CrateOrder": {"ownerReference": "ownerReferences"},
        "CrateOrderLid": {"colourReference": "colourReferences"},
        "Round": {"rimReference": "rimReferences"},
    }
    assert (converters.ONLY_IN_V1_9, converters.ONLY_IN_V1_10) == ((), ())


@pytest.mark.parametrize(
    ("body", "there"),
    [
        ({"ownerReference": "Ann", "shared": "s"}, {"ownerReferences": "Ann", "shared": "s"}),
        ({"lid": {"colourReference": "R1", "kept": "k"}},
         {"lid": {"colourReferences": "R1", "kept": "k"}}),
    ],
)  # fmt: skip
def test_renamed_are_properties_taken_over_and_inline(
    made: Any, body: dict[str, Any], there: dict[str, Any]
) -> None:
    old, _, converters = made
    up = converters.up(old.CrateOrder.from_json(json.dumps(body)))
    assert _written(up.value) == there
    assert up.is_whole
    assert _written(converters.down(up.value).value) == body


def test_a_class_called_otherwise_is_followed_into_unions_and_inline(made: Any) -> None:
    old, new, converters = made
    body = {
        "first": {"kind": "ROUND", "hub": {"bolts": 4}},
        "other": {"kind": "ROUND", "rimReference": 3},
    }
    up = converters.up(old.Answer.from_json(json.dumps(body)))
    assert isinstance(up.value.other, new.Disc)
    assert up.value.other.rim_references == 3
    assert isinstance(converters.up(old.RoundHub(bolts=4)).value, new.DiscHub)
    assert _written(converters.down(up.value).value) == body


def test_an_unknown_variant_is_kept(made: Any) -> None:
    old, _, converters = made
    up = converters.up(old.Answer.from_json('{"other": {"kind": "HEX", "edges": [1, 2]}}'))
    assert [(at.pointer, at.value) for at in up.unknown] == [
        ("/other", {"kind": "HEX", "edges": [1, 2]})
    ]
    assert _written(up.value) == {"other": {"kind": "HEX", "edges": [1, 2]}}


@pytest.mark.parametrize(
    ("body", "pointer", "reason", "there"),
    [
        ({"note": None}, "/note", "null is not allowed in 1.10: it counts as absent", {}),
        ({"sent": "2022-01-10T09:00:00Z"}, "/sent", 'is "2022-01-10" there', {"sent": "2022-01-10"}),
        ({"amount": 6.5}, "/amount", "Input should be a valid integer", {}),
        ({"labels": ["a", "too long", "b"]}, "/labels/1",
         "String should have at most 5 characters", {"labels": ["a", "b"]}),
    ],
)  # fmt: skip
def test_what_changes_on_the_way_is_said(
    made: Any, body: dict[str, Any], pointer: str, reason: str, there: dict[str, Any]
) -> None:
    old, _, converters = made
    up = converters.up(old.CrateOrder.from_json(json.dumps(body)))
    assert [(at.pointer, at.reason) for at in up.lost] == [(pointer, reason)]
    assert _written(up.value) == there


def test_an_instant_is_the_same_however_it_is_written(made: Any) -> None:
    old, _, converters = made
    up = converters.up(old.CrateOrder(seen="2022-01-10T10:00:00.000+01:00"))
    assert _written(up.value) != {"seen": "2022-01-10T10:00:00.000+01:00"}
    assert up.is_whole
    lost = converters.up(old.CrateOrder(seen="yesterday")).lost
    assert [(at.pointer, at.value) for at in lost] == [("/seen", "yesterday")]


def test_lost_items_are_listed_in_their_order_with_their_first_places(made: Any) -> None:
    old, _, converters = made
    labels = [f"label {number}" if number % 2 else "x" for number in range(13)]
    up = converters.up(old.CrateOrder.from_json(json.dumps({"labels": labels})))
    assert [at.pointer for at in up.lost] == [f"/labels/{number}" for number in range(1, 13, 2)]
    assert [at.value for at in up.lost] == labels[1::2]


def test_a_refused_value_gives_way_to_what_is_filled_in(made: Any) -> None:
    old, _, converters = made
    up = converters.up(old.CrateOrder(amount=2.0), fill={"/amount": 7})
    assert _written(up.value) == {"amount": 7}
    assert [(at.pointer, at.value) for at in up.lost] == [("/amount", 2.0)]
    kept = converters.up(old.CrateOrder(amount=6.0), fill={"/amount": 7})
    assert _written(kept.value) == {"amount": 6}


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        ({"amount": 7}, "'amount' is no JSON pointer"),
        ({"": 7}, "'' is no JSON pointer"),
        ({"/lid/kept": "x"}, "no object above /lid/kept"),
        ({"/amount": object()}, "given for /amount is not JSON"),
        ({"/amount": float("nan")}, "given for /amount is not JSON"),
    ],
)
def test_a_fill_without_a_place_is_said(made: Any, fill: dict[str, Any], said: str) -> None:
    old, _, converters = made
    with pytest.raises(ValueError, match=said):
        converters.up(old.CrateOrder(), fill=fill)


def test_a_model_that_cannot_be_written_is_not_convertible(made: Any) -> None:
    old, _, converters = made
    order = old.CrateOrder()
    order.labels = [object()]
    with pytest.raises(converters.NotConvertible, match="value in it is none of JSON"):
        converters.up(order)
    order.labels = 5  # no warning of pydantic's: the other version's limits say it
    assert [at.pointer for at in converters.up(order).lost] == ["/labels"]


@pytest.mark.parametrize("value", [None, 5, "text", {"note": "x"}, []])
def test_what_is_no_model_is_refused_by_its_type(made: Any, value: Any) -> None:
    _, _, converters = made
    with pytest.raises(TypeError, match=r"has no counterpart in 1\.10"):
        converters.up(value)


def test_a_single_schema_needs_no_overloads(tmp_path: Path) -> None:
    """Type checkers refuse an overload that stands alone."""
    (tmp_path / "api").mkdir()
    start, end = OLD.index("    Owned:"), OLD.index("    crate-order:")
    text = OLD[: OLD.index("  /crates")] + "components:\n  schemas:\n" + OLD[start:end]
    text = text.replace("paths:\n", "paths: {}\n")
    (tmp_path / "api/1.9.yaml").write_text(text)
    (tmp_path / "api/1.10.yaml").write_text(text.replace('"1.9"', '"1.10"'))
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    ended = fibrecafe("generate", cwd=tmp_path)
    assert ended.code == 0, ended.out + ended.err
    made = (tmp_path / "made/crates_api_1_9/converters.py").read_text()
    assert "overload" not in made
    assert "def up(value: v1_9.Owned, fill: " in made
    assert ") -> Conversion[v1_9.Owned]:" in made


def test_artifacts_may_be_others_than_in_the_package_in_use(project: Path) -> None:
    file = project / "pyproject.toml"
    entry = '{path = "api/1.9.yaml", package = "with_client", artifacts = ["client"]}'
    file.write_text(PROJECT.replace('"api/1.9.yaml"', entry))
    try:
        assert fibrecafe("generate", cwd=project).code == 0
    finally:
        file.write_text(PROJECT)
    assert (project / "made/with_client/client.py").is_file()
    assert not (project / "made/with_client/server.py").exists()
    ended = fibrecafe("generate", "--check", cwd=project)
    assert "rm -r made/with_client" in ended.out, "under another name it is forgotten no less"
    assert ended.code == 1
    shutil.rmtree(project / "made/with_client")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('artifacts = "models"', "artifacts must be a list of texts"),
        ('artifacts = ["sever"]', "no artifact 'sever'"),
        ("overlays = [1]", "overlays must be a list of texts"),
        ("package = 5", "5 is not a Python package name"),
    ],
)
def test_wrong_values_are_said(project: Path, entry: str, said: str) -> None:
    file = project / "pyproject.toml"
    text = PROJECT.replace('"api/1.9.yaml"', f'{{path = "api/1.9.yaml", {entry}}}')
    file.write_text(text)
    try:
        ended = fibrecafe("generate", "--check", cwd=project)
    finally:
        file.write_text(PROJECT)
    assert ended.code == 2
    assert said in ended.err


def test_what_compares_documents_counts_for_converters_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(project)
    inputs = [manifest.current_inputs(one)["generator"] for one in (settings, *settings.also)]
    hash_of = manifest._hash_of
    monkeypatch.setattr(
        manifest,
        "_hash_of",
        lambda path: "changed" if path.parent.name == "diff" else hash_of(path),
    )
    after = [manifest.current_inputs(one)["generator"] for one in (settings, *settings.also)]
    assert after[0] == inputs[0]
    assert after[1] != inputs[1]
