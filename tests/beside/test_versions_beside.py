"""Two versions of a document in use at once: a package each, and converters between them."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.beside.making import imported, make_project
from tests.beside.parcels import NEW, OLD, PROJECT
from tests.documents import PATHS, ROOT
from tests.generator.command import fibrecafe


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("parcels"), old=OLD, new=NEW, project=PROJECT)


@pytest.fixture(scope="module")
def made(project: Path) -> Iterator[tuple[Any, Any, Any]]:
    with imported(project, "parcels_api") as found:
        yield found


def _written(model: Any) -> Any:
    return json.loads(model.to_json())


def test_what_both_have_goes_up_and_comes_down_again(made: Any) -> None:
    old, _, converters = made
    parcel = old.Parcel.from_json('{"kind": "BOX", "items": [{"name": "Cup", "weight": 3}]}')
    up = converters.up(parcel, fill={"/sender": "Ann"})
    assert (up.lost, up.unknown) == ((), ())
    assert up.is_whole
    down = converters.down(up.value)
    assert _written(down.value) == _written(parcel)
    assert [(at.pointer, at.value) for at in down.lost] == [("/sender", "Ann")]


def test_what_looks_renamed_goes_by_its_new_name(made: Any) -> None:
    old, new, converters = made
    parcel = old.Parcel(kind="BAG", depot_reference="D7")
    up = converters.up(parcel, fill={"/sender": "Ann"})
    assert isinstance(up.value, new.Parcel)
    assert up.value.depot_references == "D7"
    assert [(at.pointer, at.reason) for at in up.renamed] == [
        ("/depotReference", "is depotReferences there")
    ]
    assert converters.down(up.value).value.depot_reference == "D7"


def test_lost_are_properties_and_values_that_the_other_version_has_no_place_for(made: Any) -> None:
    _, new, converters = made
    parcel = new.Parcel.from_json(
        json.dumps(
            {
                "kind": "BOX",
                "sender": "Ann",
                "items": [
                    {"name": "a name of more than ten"},
                    {"name": "Cup", "fragile": True},
                    {"name": "another long name"},
                    {"name": "Jug", "weight": 5, "fragile": False},
                ],
            }
        )
    )
    down = converters.down(parcel)
    assert _written(down.value)["items"] == [{"name": "Cup"}, {"name": "Jug", "weight": 5}]
    lost = {at.pointer: at.reason for at in down.lost}
    assert set(lost) == {"/sender", "/items/0/name", "/items/0", "/items/1/fragile",
                         "/items/2/name", "/items/2", "/items/3/fragile"}  # fmt: skip
    assert lost["/items/3/fragile"] == "1.9 has no such property"
    assert "at most 10 characters" in lost["/items/0/name"]
    assert "name is missing in it" in lost["/items/0"]
    assert not down.is_whole


def test_a_new_enum_value_is_kept_and_said_to_be_unknown(made: Any) -> None:
    _, new, converters = made
    down = converters.down(new.Parcel(kind="TUBE", sender="Ann"))
    assert down.value.kind == "TUBE"
    assert [(at.pointer, at.value) for at in down.unknown] == [("/kind", "TUBE")]


def test_what_neither_version_knows_stays(made: Any) -> None:
    _, new, converters = made
    parcel = new.Parcel.from_json('{"kind": "BOX", "sender": "Ann", "colour": "red"}')
    down = converters.down(parcel)
    assert _written(down.value)["colour"] == "red"
    assert [at.pointer for at in down.unknown] == ["/colour"]


def test_what_the_other_version_requires_must_be_given(made: Any) -> None:
    old, _, converters = made
    with pytest.raises(converters.NotConvertible, match=r"/sender.*fill=") as caught:
        converters.up(old.Parcel(kind="BOX"))
    assert caught.value.faults == ["/sender: Field required"]


def test_schemas_of_one_version_only_are_named_and_refused(made: Any) -> None:
    old, _, converters = made
    assert converters.ONLY_IN_V1_9 == ("Depot",)
    with pytest.raises(TypeError, match=r"Depot has no counterpart in 1\.10"):
        converters.up(old.Depot(town="Leeds"))


def test_a_schema_that_was_renamed_is_the_same_schema(made: Any) -> None:
    old, new, converters = made
    up = converters.up(old.Van(wheels=4))
    assert isinstance(up.value, new.Lorry)
    assert isinstance(converters.down(up.value).value, old.Van)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["BOX", "BAG", "TUBE", "SACK"]), "sender": st.text(max_size=3)},
        optional={
            "depotReferences": st.sampled_from(["D1", "D22"]),
            "more": st.integers(),
            "items": st.lists(
                st.fixed_dictionaries(
                    {"name": st.text(max_size=14)},
                    optional={"weight": st.integers(0, 100), "fragile": st.booleans()},
                ),
                max_size=4,
            ),
        },
    )
)  # fmt: skip
def test_nothing_is_lost_unsaid(made: Any, body: dict[str, Any]) -> None:
    """What is not in the result at its place is in the list."""
    _, new, converters = made
    down = converters.down(new.Parcel.from_json(json.dumps(body)))
    said = {at.pointer for at in (*down.lost, *down.renamed)}
    left = _leaves(_written(down.value))
    for pointer, value in _leaves(body).items():
        gone = any(pointer == at or pointer.startswith(at + "/") for at in said)
        assert gone or value in left.values(), (pointer, said)
    assert all(at.pointer in {*_all(body)} for at in (*down.lost, *down.unknown))


def _leaves(data: Any, at: str = "") -> dict[str, Any]:
    return {p: v for p, v in _all_of(data, at) if not isinstance(v, dict | list)}


def _all(data: Any) -> list[str]:
    return [pointer for pointer, _ in _all_of(data, "")]


def _all_of(data: Any, at: str) -> Iterator[tuple[str, Any]]:
    yield at, data
    parts = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data) if isinstance(data, list) else ()
    )
    for key, part in parts:
        yield from _all_of(part, f"{at}/{key}")


def test_types_are_told(project: Path) -> None:
    use = project / "use.py"
    use.write_text(
        "from parcels_api.models import Parcel\n"
        "from parcels_api_1_9 import models as v1_9\n"
        "from parcels_api_1_9.converters import down, up\n\n"
        "down(Parcel(kind='BOX', sender='Ann')).value.note\n"
        "up(v1_9.Item(name='Cup')).value.fragile\n"
        "up(v1_9.Depot(town='Leeds')).value\n"
        "up(v1_9.Item(name='Cup')).value.colour\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", project / "cache", use, "made"],
        cwd=project, env={"MYPYPATH": "made", "PATH": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = [line.split(" error: ")[0] for line in done.stdout.splitlines() if " error: " in line]
    assert told == ["use.py:7:", "use.py:8:"], done.stdout


def test_check_covers_it(project: Path) -> None:
    assert fibrecafe("generate", "--check", "--full", cwd=project).code == 0
    file = project / "made/parcels_api_1_9/converters.py"
    before = file.read_text()
    file.write_text(before + "# edited\n")
    try:
        ended = fibrecafe("generate", "--check", cwd=project)
    finally:
        file.write_text(before)
    assert ended.code == 1
    assert "converters.py was edited by hand" in ended.out


def test_a_change_of_the_document_in_use_changes_the_converters(project: Path) -> None:
    file = project / "api/1.10.yaml"
    before = file.read_text()
    file.write_text(before.replace("Lorry", "Truck"))
    try:
        ended = fibrecafe("generate", "--check", cwd=project)
    finally:
        file.write_text(before)
    assert ended.code == 1
    assert "converters.py is out of date: spec api/1.10.yaml changed" in ended.out


def test_a_package_that_is_asked_for_no_more_is_named(project: Path) -> None:
    file = project / "pyproject.toml"
    file.write_text(PROJECT.replace('beside = ["api/1.9.yaml"]\n', ""))
    try:
        ended = fibrecafe("generate", "--check", cwd=project)
    finally:
        file.write_text(PROJECT)
    assert ended.code == 1
    assert "made/parcels_api_1_9 is no longer in `beside`" in ended.out
    assert "rm -r made/parcels_api_1_9" in ended.out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('beside = "api/1.9.yaml"', "beside must be a list"),
        ('beside = ["api/1.8.yaml"]', "api/1.8.yaml does not exist"),
        ('beside = [{path = "api/1.9.yaml", off = "x"}]', "no key 'off'"),
        ('beside = [{path = "api/1.9.yaml", package = "a b"}]', "not a Python package name"),
        ('beside = [{path = "api/1.9.yaml", package = "parcels_api"}]', "two packages"),
        ('beside = [{path = "api/1.9.yaml", of = "vans"}]', "which API"),
        ('beside = [{path = "api/1.10.yaml", package = "other"}]', "both say version 1.10"),
    ],
)
def test_wrong_settings_are_said(project: Path, line: str, said: str) -> None:
    file = project / "pyproject.toml"
    file.write_text(PROJECT.replace('beside = ["api/1.9.yaml"]', line))
    try:
        ended = fibrecafe("generate", "--check", cwd=project)
    finally:
        file.write_text(PROJECT)
    assert ended.code == 2
    assert said in ended.err


def test_another_version_of_our_own_api(tmp_path: Path) -> None:
    """A whole document, made by one command, and its converters with the models in use."""
    text = (ROOT / PATHS["tenant"]).read_text()
    version = Path(PATHS["tenant"]).stem
    folder = tmp_path / "tenant"
    folder.mkdir()
    (folder / "1.2.yaml").write_text(text.replace(f'version: "{version}"', 'version: "1.2"', 1))
    ended = fibrecafe("generate", "--beside", "tenant/1.2.yaml", "--output", "made", "--only",
                      "models", cwd=tmp_path)  # fmt: skip
    assert ended.code == 0, ended.err
    sys.path.insert(0, str(tmp_path / "made"))
    try:
        converters = importlib.import_module("fibrecafe_api_tenant_1_2.converters")
        old = importlib.import_module("fibrecafe_api_tenant_1_2.models")
        up = converters.up(old.AddressIdentifier(id="A00000031882", type="NAD"))
    finally:
        sys.path.remove(str(tmp_path / "made"))
    from fibrecafe_api.tenant import models

    assert isinstance(up.value, models.AddressIdentifier)
    assert up.is_whole
