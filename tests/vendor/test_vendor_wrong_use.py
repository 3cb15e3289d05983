"""Wrong use ends with 2, says what to do instead, and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.documents import ROOT
from tests.vendor.copies import copy_of, vendor, written


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--api", "tennant", "--output", "{}/acme"], "no API 'tennant'; known: tenant, tenant-"),
        (["--api", "", "--output", "{}/acme"], "--api: no API"),
        (["--only", "views", "--output", "{}/acme"], "--only: no artifact 'views'"),
        (["--output", "{}/acme-api"], "'acme-api' is not a Python package name; with --package"),
        (["--output", "{}", "--package", "a.class"], "'a.class' is not a Python package name"),
        (["--output", "{}", "--package", "json"], "would hide the module 'json'"),
        (["--output", "{}/pydantic"], "would hide the module 'pydantic'"),
        ([], "--output DIR"),
        (["--output", "{}/acme", "--dry-run"], "go with --update"),
        (["--update", "{}/acme", "--output", "{}/other"], "leave out --output"),
        (["--update", "{}/acme"], "is not a folder"),
        (["--update", "{}"], "holds no copy made by fibrecafe"),
    ],
)
def test_it_is_said(arguments: list[str], says: str, tmp_path: Path) -> None:
    done = vendor(*(a.format(tmp_path.as_posix()) for a in arguments), cwd=ROOT)
    assert done.code == 2
    assert says in " ".join(done.err.split())
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme/__init__.py").write_text("mine = 1\n")
    done = vendor("--output", tmp_path / "acme", cwd=ROOT)
    assert done.code == 2
    assert "fibrecafe did not make it" in " ".join(done.err.split())
    assert [path.name for path in (tmp_path / "acme").iterdir()] == ["__init__.py"]
    (tmp_path / "plain").write_text("")
    assert vendor("--output", tmp_path / "plain", cwd=ROOT).code == 2


def test_a_copy_is_not_made_over_another(tmp_path: Path) -> None:
    copy = written(copy_of("acme_wire", "supplier-updates", "models"), tmp_path)
    done = vendor("--output", copy, cwd=ROOT)
    assert done.code == 2
    assert "fibrecafe vendor --update" in " ".join(done.err.split())


def test_a_record_that_points_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    copy = written(copy_of("acme_wire", "supplier-updates", "models"), tmp_path)
    record = json.loads((copy / "vendored_files.json").read_text())
    record["files"]["../precious.txt"] = "0" * 64
    (copy / "vendored_files.json").write_text(json.dumps(record))
    (tmp_path / "precious.txt").write_text("keep me\n")
    done = vendor("--update", copy, "--force", cwd=ROOT)
    assert done.code == 2
    assert "no path of a copy" in " ".join(done.err.split())
    assert (tmp_path / "precious.txt").exists()


def test_an_api_that_these_settings_lack_is_named(tmp_path: Path) -> None:
    copy = written(copy_of("acme_wire", "supplier-updates", "models"), tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.fibrecafe]\ndocuments = ["own.yaml"]\n')
    done = vendor("--update", copy, cwd=tmp_path)
    assert done.code == 2
    assert "run this where the copy was made from" in " ".join(done.err.split())
