"""Files of certificates: told at the start what is wrong, and read again when they change."""

from __future__ import annotations

import logging
import os
import shutil
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_gateway.gateway import Gateway
from fibrecafe_gateway.security.tls import CertificateError, Tls, tls_of, tls_of_tenants
from fibrecafe_gateway.settings import (
    Certificate,
    Settings,
    Store,
    SupplierSettings,
    TenantSettings,
    Updates,
)
from tests.runtime.security.authority import Authority


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def _text(folder: Path) -> Path:
    (folder / "text").write_text("no certificate at all")
    return folder / "text"


Make = Callable[[Authority, Path], Certificate]

FAULTS: dict[str, tuple[Make, str]] = {
    "not there": (
        lambda a, folder: Certificate(certificate_file=folder / "none.pem"),
        "certificate_file {folder}/none.pem: it is not there, or cannot be read",
    ),
    "a folder": (
        lambda a, folder: Certificate(trust_file=folder),
        "trust_file {folder}: it is not there, or cannot be read",
    ),
    "no PEM": (
        lambda a, folder: Certificate(certificate_file=_text(folder)),
        "certificate_file {folder}/text: it holds no certificate that can be read; PEM is wanted",
    ),
    "no PEM to trust": (
        lambda a, folder: Certificate(trust_file=_text(folder)),
        "trust_file {folder}/text: it holds no certificate that can be read; PEM is wanted",
    ),
    "no key": (
        lambda a, folder: a.issue("A").model_copy(update={"key_file": None}),
        "certificate_file {folder}/A.pem: it holds no key that can be read; PEM is wanted",
    ),
    "no key in its file": (
        lambda a, folder: a.issue("A").model_copy(update={"key_file": _text(folder)}),
        "key_file {folder}/text: it holds no key that can be read; PEM is wanted",
    ),
    "another's key": (
        lambda a, folder: a.issue("A").model_copy(update={"key_file": a.issue("B").key_file}),
        "key_file {folder}/B.key: the key does not belong to the certificate in {folder}/A.pem",
    ),
    "a passphrase": (
        lambda a, folder: a.issue("A", passphrase="secret"),
        "key_file {folder}/A.key: the key has a passphrase; write it without one",
    ),
    "a key alone": (
        lambda a, folder: Certificate(key_file=a.issue("A").key_file),
        "key_file needs certificate_file beside it",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_files_is_told_at_the_start(
    authority: Authority, tmp_path: Path, fault: str
) -> None:
    make, told = FAULTS[fault]
    settings = Settings(
        tenants={
            "ACME": TenantSettings(
                updates=Updates(url="https://acme.example", tls=make(authority, tmp_path))
            )
        }
    )
    with pytest.raises(CertificateError) as raised:
        dict(tls_of_tenants(settings))
    assert str(raised.value) == f"[tenants.ACME.updates.tls]: {told.format(folder=tmp_path)}"


@pytest.mark.parametrize(
    "place", ["tenants.ACME.updates.tls", "suppliers.BOX.tls", "tenants.ACME.certificates.BOX"]
)
def test_a_gateway_does_not_start_with_a_wrong_file_wherever_it_is_named(
    tmp_path: Path, place: str
) -> None:
    wrong = Certificate(certificate_file=_text(tmp_path))

    def at(here: str) -> Certificate:
        return wrong if here == place else Certificate()

    updates = Updates(url="https://acme.example", tls=at("tenants.ACME.updates.tls"))
    own = {"BOX": at("tenants.ACME.certificates.BOX")}
    box = SupplierSettings(
        adapter="native", base_url="https://box.example", tls=at("suppliers.BOX.tls")
    )
    settings = Settings(
        store=Store(url=f"sqlite:///{tmp_path / 'store.db'}"),
        suppliers={"BOX": box},
        tenants={"ACME": TenantSettings(suppliers=("BOX",), updates=updates, certificates=own)},
    )
    with pytest.raises(CertificateError) as raised:
        Gateway(settings)
    assert str(raised.value).startswith(f"[{place}]: certificate_file {tmp_path}/text: ")


def test_a_certificate_and_its_key_may_be_in_one_file(authority: Authority) -> None:
    found = authority.issue("A")
    assert found.certificate_file is not None
    assert found.key_file is not None
    with found.certificate_file.open("ab") as file:
        file.write(found.key_file.read_bytes())
    assert tls_of(found.model_copy(update={"key_file": None}), "here") is not None


def test_where_nothing_is_set_nothing_is_made() -> None:
    assert tls_of(Certificate(), "here") is None


def test_one_that_ends_soon_is_warned_of_once_and_again_when_it_has_ended(
    authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    days, seconds = [0.0], [0.0]
    tls = Tls(
        authority.issue("A", days=30), "[here]", now=lambda: seconds[0],
        today=lambda: datetime.now(UTC) + timedelta(days=days[0]),
    )  # fmt: skip
    told = []
    for day in (0, 10, 11, 31, 32):
        days[0], seconds[0] = day, seconds[0] + 61
        caplog.clear()
        tls.context()
        told.append([record.getMessage() for record in caplog.records])
    assert [len(lines) for lines in told] == [0, 1, 0, 1, 0]
    assert "[here]: the certificate in" in told[1][0]
    assert " ends on 20" in told[1][0]
    assert " has ended on 20" in told[3][0]


def test_files_that_change_are_read_again_at_most_once_a_minute(
    authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    now = [0.0]
    settings = authority.issue("A")
    tls = Tls(settings, "[here]", now=lambda: now[0])
    first = tls.context()
    assert tls.context() is first
    authority.issue("A")
    now[0] = 59
    assert tls.context() is first
    now[0] = 61
    second = tls.context()
    assert second is not first
    now[0] = 200
    assert tls.context() is second


def test_new_files_that_cannot_be_used_change_nothing_until_they_can(
    authority: Authority, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    now = [0.0]
    settings = authority.issue("A")
    assert settings.key_file is not None
    shutil.copy(settings.key_file, tmp_path / "kept")
    tls = Tls(settings, "[here]", now=lambda: now[0])
    first = tls.context()
    authority.issue("A")
    new_key = settings.key_file.read_bytes()
    os.replace(tmp_path / "kept", settings.key_file)  # only half of it has been put there
    with caplog.at_level(logging.ERROR):
        for now[0] in (61, 122, 183):
            assert tls.context() is first
    assert [record.getMessage() for record in caplog.records] == [
        f"[here]: key_file {settings.key_file}: the key does not belong to the certificate in"
        f" {settings.certificate_file}; the one before stays in use"
    ]
    settings.key_file.write_bytes(new_key)
    now[0] = 244
    assert tls.context() is not first


def test_a_new_file_that_may_not_be_read_is_taken_once_it_may(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    settings = authority.issue("A")
    assert settings.key_file is not None
    tls = Tls(settings, "[here]", now=lambda: now[0])
    first = tls.context()
    authority.issue("A")
    may, key = os.access, settings.key_file  # whoever runs this may be root, who reads all
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, mode: path != key and may(path, mode))
        now[0] = 61
        assert tls.context() is first
    key.chmod(0o640)
    now[0] = 122
    assert tls.context() is not first


def test_a_file_that_goes_away_while_it_is_read_changes_nothing(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = [0.0]
    settings = authority.issue("A")
    tls = Tls(settings, "[here]", now=lambda: now[0])
    first = tls.context()
    authority.issue("A")

    def gone(**_: Any) -> ssl.SSLContext:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(ssl, "create_default_context", gone)
    now[0] = 61
    assert tls.context() is first
    assert f"[here]: trust_file {settings.trust_file}: it cannot be used" in caplog.text
