"""Settings: documented, refused when wrong, silent about secrets."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from fibrecafe_gateway.configuration import page
from fibrecafe_gateway.settings import Secret, Settings

ROOT = Path(__file__).parents[2]


def test_the_page_says_what_the_settings_are() -> None:
    shown = (ROOT / "docs/configuration.md").read_text()
    command = "python -m fibrecafe_gateway.configuration > docs/configuration.md"
    assert shown == page(), f"run `{command}`"


def test_every_key_is_explained() -> None:
    assert [line for line in page().splitlines() if line.endswith("|  |")] == []


def test_the_example_of_the_page_is_taken(tmp_path: Path) -> None:
    example = page().split("```toml\n")[1].split("```")[0]
    file = tmp_path / "fibrecafe.toml"
    file.write_text(example)
    settings = Settings.load(file)
    assert settings.tenants["ACME"].suppliers == ("NORTHERN_FIBRE",)
    assert settings.suppliers["NORTHERN_FIBRE"].api_version == "1.13"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[server]\nprot = 1", ("server", "prot")),
        ("[server]\nport = 70000", ("server", "port")),
        ("[suppliers.A]\nbase_url = 'ftp://x'", ("suppliers", "A", "base_url")),
        ("[tokens]\nalgorithms = ['none']", ("tokens", "algorithms", 0)),
        ("[store]\npassword = {}", ("store", "password")),
    ],
)
def test_a_wrong_key_is_refused_at_its_place(
    tmp_path: Path, text: str, place: tuple[str | int, ...]
) -> None:
    file = tmp_path / "fibrecafe.toml"
    file.write_text(text)
    with pytest.raises(ValidationError) as caught:
        Settings.load(file)
    assert [error["loc"] for error in caught.value.errors()] == [place]


def test_a_tenant_of_a_supplier_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "fibrecafe.toml"
    file.write_text("[tenants.ACME]\nsuppliers = ['NOBODY']")
    with pytest.raises(ValidationError, match="tenant ACME names supplier NOBODY"):
        Settings.load(file)


def test_the_environment_goes_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "fibrecafe.toml"
    file.write_text("[server]\nport = 1\nhost = '::1'")
    monkeypatch.setenv("FIBRECAFE_SERVER__PORT", "9000")
    settings = Settings.load(file)
    assert (settings.server.port, settings.server.host) == (9000, "::1")


def test_a_secret_is_read_and_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("hunter2-hunter2\n")
    assert Secret(file=file).read() == "hunter2-hunter2"
    given = Secret.model_validate({"value": "hunter2-hunter2"})
    assert given.read() == "hunter2-hunter2"
    assert "hunter2" not in f"{given!r} {given} {given.model_dump()}"
