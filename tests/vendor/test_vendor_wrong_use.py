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
        (
            ["--api", "tennant", "--output", "{}/acme"],
            "no API 'tennant', perhaps 'tenant'; known: tenant, tenant-",
        ),
        (["--api", "", "--output", "{}/acme"], "--api: no API"),
        (["--only", "views", "--output", "{}/acme"], "--only: no artifact 'views'"),
        (
            ["--output", "{}/acme-api"],
            "'acme-api' is not a Python package name, 'acme_api' is; with --p",
        ),
        (["--output", "{}", "--package", "a.class"], "'class' is a word of the language"),
        (["--output", "{}", "--package", "1a"], "'1a' is not a Python package name"),
        (["--output", "{}", "--package", ""], "'' is not a Python package name"),
        (["--output", ""], "an empty text is no folder"),
        (["--update", ""], "an empty text is no folder"),
        (["--output", "{}", "--package", "json"], "would hide the module 'json'"),
        (["--output", "{}/pydantic"], "would hide the module 'pydantic'"),
        ([], "--output DIR"),
        (["--output", "{}/acme", "--dry-run"], "go with --update"),
        (["--update", "{}/acme", "--output", "{}/other"], "leave out --output"),
        (["--update", "{}/acme"], "is not there"),
        (["--update", "{}"], "holds no copy made by fibrecafe"),
    ],
)
def test_it_is_said(arguments: list[str], says: str, tmp_path: Path) -> None:
    done = vendor(*(a.format(tmp_path.as_posix()) for a in arguments), cwd=ROOT)
    assert done.code == 2
    assert says in " ".join(done.err.split())
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_folder_or_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme/__init__.py").write_text("mine = 1\n")
    (tmp_path / "plain").write_text("")
    for output, says in (
        ("acme", "acme holds __init__.py that fibrecafe did not make; name a folder"),
        ("plain", "plain is a file; name a folder"),
        ("plain/below/wire", "plain is a file; name a folder"),
    ):
        done = vendor("--output", output, cwd=tmp_path)
        assert done.code == 2
        assert says in " ".join(done.err.split())
    assert [path.name for path in (tmp_path / "acme").iterdir()] == ["__init__.py"]


def test_where_one_stands_does_not_become_a_copy(tmp_path: Path) -> None:
    here = tmp_path / "acme"
    here.mkdir()
    done = vendor("--output", ".", cwd=here)
    assert done.code == 2
    assert "the folder that you are in cannot become the copy" in " ".join(done.err.split())
    written(copy_of("acme_wire", "supplier-updates", "models"), here)
    done = vendor("--output", ".", cwd=here / "acme_wire")
    assert "fibrecafe vendor --update ." in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ("{", "is damaged: Expecting property name"),
        ("[]", "is damaged: it is no record of a copy; take it from version control"),
        ('{"format": 9}', "is of format 9, this fibrecafe reads 1"),
        (None, "has lost its vendored_files.json"),
    ],
)
def test_a_copy_whose_record_cannot_be_read_is_not_updated(
    record: str | None, says: str, tmp_path: Path
) -> None:
    copy = written(copy_of("acme_wire", "supplier-updates", "models"), tmp_path)
    file = copy / "vendored_files.json"
    file.unlink() if record is None else file.write_text(record)
    done = vendor("--update", copy, cwd=ROOT)
    assert done.code == 2
    assert says in " ".join(done.err.split())


def test_a_file_of_the_copy_is_answered_with_its_folder(tmp_path: Path) -> None:
    copy = written(copy_of("acme_wire", "supplier-updates", "models"), tmp_path)
    done = vendor("--update", "acme_wire/verify.py", cwd=tmp_path)
    assert done.code == 2
    assert f"name its folder {copy.name}" in " ".join(done.err.split())


def test_choices_may_be_given_one_by_one(tmp_path: Path) -> None:
    done = vendor("--api", "supplier-updates", "--api", "nowhere", "--output", tmp_path / "acme",
                  cwd=ROOT)  # fmt: skip
    assert "no API 'nowhere'" in done.err


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
    (tmp_path / "pyproject.toml").write_text('[tool.fibrecafe]\ndocuments = ["own.yaml"]\n')
    copy = written(copy_of("acme_wire", "supplier-updates", "models"), tmp_path)
    record = (copy / "vendored_files.json").read_text()
    (copy / "vendored_files.json").write_text(record.replace('"supplier-updates"', '"visits"'))
    done = vendor("--update", copy, cwd=tmp_path)
    assert done.code == 2
    assert "run this where the copy was made from" in " ".join(done.err.split())
