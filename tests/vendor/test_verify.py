"""verify.py of a copy names whatever someone did to it."""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vendor.copies import copy_of, verify, written


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return written(copy_of("acme_wire", "supplier-updates", "models"), tmp_path)


def _edit(copy: Path) -> None:
    file = copy / "supplier_updates/models.py"
    file.write_text(file.read_text().replace("max_length=20", "max_length=21", 1))


def _edit_the_licence(copy: Path) -> None:
    (copy / "LICENSE").write_text("ours now\n")


def _delete(copy: Path) -> None:
    (copy / "_support/faults.py").unlink()


def _add(copy: Path) -> None:
    (copy / "supplier_updates/extra.py").write_text("")


def _add_compiled(copy: Path) -> None:
    (copy / "hidden.pyc").write_bytes(b"")


def _rename(copy: Path) -> None:
    (copy / "supplier_updates/models.py").rename(copy / "supplier_updates/Models.py")


def _link_a_folder(copy: Path) -> None:
    (copy / "linked").symlink_to(copy / "supplier_updates")


def _replace_by_a_folder(copy: Path) -> None:
    (copy / "py.typed").unlink()
    (copy / "py.typed").mkdir()
    (copy / "py.typed/inside").write_text("")


def _edit_and_record_it(copy: Path) -> None:
    record = json.loads((copy / "vendored_files.json").read_text())
    record["files"]["LICENSE"] = "0" * 64
    (copy / "vendored_files.json").write_text(json.dumps(record))


def _lose_the_record(copy: Path) -> None:
    (copy / "vendored_files.json").unlink()


def _break_the_record(copy: Path) -> None:
    (copy / "vendored_files.json").write_text("<<<<<<< ours\n")


@pytest.mark.parametrize(
    ("tampering", "lines"),
    [
        (_edit, ["MODIFIED supplier_updates/models.py"]),
        (_edit_the_licence, ["MODIFIED LICENSE"]),
        (_delete, ["MISSING _support/faults.py"]),
        (_add, ["EXTRA supplier_updates/extra.py"]),
        (_add_compiled, ["EXTRA hidden.pyc"]),
        (_rename, ["EXTRA supplier_updates/Models.py", "MISSING supplier_updates/models.py"]),
        (_link_a_folder, ["EXTRA linked"]),
        (_replace_by_a_folder, ["MISSING py.typed", "EXTRA py.typed/inside"]),
        (_edit_and_record_it, ["MODIFIED LICENSE", "MODIFIED vendored_files.json"]),
        (_lose_the_record, ["MISSING vendored_files.json"]),
        (_break_the_record, ["MODIFIED vendored_files.json"]),
    ],
)
def test_it_names_what_was_done(
    tampering: Callable[[Path], None], lines: list[str], copy: Path
) -> None:
    tampering(copy)
    assert verify(copy) == (1, lines)


def test_an_untouched_copy_is_as_made_wherever_it_is(copy: Path, tmp_path: Path) -> None:
    moved = tmp_path / "another name"
    copy.rename(moved)
    (moved / "__pycache__").mkdir()
    (moved / f"__pycache__/verify.{sys.implementation.cache_tag}.pyc").write_bytes(b"")
    os.utime(moved / "LICENSE", (0, 0))
    assert verify(moved) == (0, [])


def test_line_ends_that_git_made_are_no_change(copy: Path) -> None:
    for file in copy.rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert verify(copy) == (0, [])


def test_it_is_python_3_9_and_imports_the_standard_library_only(copy: Path) -> None:
    tree = ast.parse((copy / "verify.py").read_text(), feature_version=(3, 9))
    named = {
        alias.name if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert {name.partition(".")[0] for name in named} <= sys.stdlib_module_names
