"""Documents of a family agree on what they share by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fibrecafe_codegen.document.load import load, load_mapping
from fibrecafe_codegen.validation.family import check_family
from tests.generator.shop import GOOD, ORDER, changed, written

FAMILY = "documents: [{api: a, version: '1'}, {api: b, version: '1'}]\nshared: [{documents: all, names: [Order]}]\ndiffer: [{reason: they do, names: [Any, Cease]}]\n"


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (f"{ORDER}/properties/code/maxLength", 3, f"{ORDER}/properties/code/maxLength"),
        (f"{ORDER}/required", ["kind", "code"], f"{ORDER}/required"),
        ("/components/schemas/New", {"type": "string"}, None),
        (f"{ORDER}/properties/code/description", "another text", None),
        (
            f"{ORDER}/properties/parent",
            {"$ref": "#/components/schemas/Orders"},
            f"{ORDER}/properties/parent/$ref",
        ),
        (
            f"{ORDER}/properties/parent",
            {"$ref": "#/components/schemas/Cease"},
            f"{ORDER}/properties/parent/$ref",
        ),
        ("/info/version", "2", "/documents/1/version"),
    ],
)
def test_documents_of_a_family_agree(
    place: str, value: Any, expected: str | None, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    first = load(written(GOOD, tmp_path))
    second = load(written(changed(place, value), tmp_path / "other"))
    family = tmp_path / "family.yaml"
    family.write_text(FAMILY)
    found = check_family({"a": first, "b": second}, load_mapping(family))
    assert [f.pointer for f in found] == ([expected] if expected else [])


def test_a_name_in_two_documents_is_settled(tmp_path: Path) -> None:
    document = load(written(GOOD, tmp_path))
    family = tmp_path / "family.yaml"
    family.write_text(FAMILY.replace(", Cease", ""))
    (found,) = check_family({"a": document, "b": document}, load_mapping(family))
    assert "Cease" in found.message
