"""`fibrecafe explain route`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fibrecafe_gateway.commands.explain import command

CONFIG = """
[suppliers.FIBRE_ONE]
base_url = "https://one.invalid"
address_types = ["UPRN"]

[suppliers.OLDNET]
base_url = "https://old.invalid"
api_version = "1.8"

[tenants.acme]
suppliers = ["FIBRE_ONE", "OLDNET"]

[tenants.acme.credentials.FIBRE_ONE]
kind = "bearer"
token = {value = "top-secret"}
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "gateway.toml"
    file.write_text(CONFIG)
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def route(config: Path, *arguments: str, tenant: str = "acme") -> Result:
    return run("route", "--config", str(config), "--tenant", tenant, *arguments)


def test_each_supplier_has_a_line_and_somebody_asked_is_0(config: Path) -> None:
    address = '{"id": "1", "type": "NAD", "additionalIdentifiers": [{"id": "9", "type": "UPRN"}]}'
    result = route(config, "--operation", "availability_check", "--address", address)
    assert result.output.splitlines() == [
        "FIBRE_ONE  asked: configured for tenant acme; understands UPRN 9",
        "OLDNET     asked: configured for tenant acme; understands NAD 1",
    ]
    assert result.exit_code == 0


def test_nobody_asked_is_1(config: Path) -> None:
    result = route(config, "--operation", "service_test", "--supplier", "OLDNET")
    assert "not asked: Supplier API 1.8 has no service tests; 1.10 has" in result.output
    assert "nobody is asked for service_test by tenant acme" in result.output
    assert result.exit_code == 1


def test_json_is_for_programs(config: Path) -> None:
    result = route(
        config,
        "--operation",
        "availability_check",
        "--service-type",
        "ETHERNET",
        "--format",
        "json",
    )
    told = json.loads(result.output)
    assert [(s["supplier"], s["asked"]) for s in told["suppliers"]] == [
        ("FIBRE_ONE", True),
        ("OLDNET", False),
    ]
    assert result.exit_code == 0


def test_the_usual_file_is_found(config: Path) -> None:
    config.rename("fibrecafe.toml")
    result = run("route", "--tenant", "acme", "--operation", "availability_check")
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--operation", "teleport"), "availability_check"),
        (("--operation", "quote", "--address", "{"), "--address: /: Invalid JSON"),
        (("--operation", "quote", "--address", '{"id": "1", "type": "N4D"}'), "/type"),
        (
            ("--operation", "create_order", "--supplier", "A", "--supplier", "B"),
            "goes to one supplier",
        ),
        ((), "--operation"),
    ],
)
def test_wrong_use_is_2_and_says_what_is_wrong(
    arguments: tuple[str, ...], told: str, config: Path
) -> None:
    result = route(config, *arguments)
    assert result.exit_code == 2
    assert told in result.output


def test_an_unknown_tenant_is_wrong_use(config: Path) -> None:
    result = route(config, "--operation", "quote", tenant="nobody")
    assert result.exit_code == 2
    assert "there is no tenant 'nobody'; there are: acme" in result.output


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("suppliers = {", "gateway.toml"),
        ('[tenants.acme]\nsuppliers = ["GHOST"]\n', "names supplier GHOST"),
        ('[suppliers.A]\ncolour = "red"\n', "suppliers.A.colour"),
        ("[suppliers.A]\noptions = {features = {warp = true}}\n", "supplier A: options.features"),
        (
            '[suppliers.A]\n[tenants.t.credentials.A]\nkind = "bearer"\n'
            'token = {value = "top-secret", file = "x"}\n',
            "give `value` or `file`",
        ),
    ],
)
def test_a_wrong_configuration_is_told_without_its_secrets(
    content: str, told: str, config: Path
) -> None:
    config.write_text(content)
    result = route(config, "--operation", "quote")
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())
    assert "top-secret" not in result.output


def test_a_file_that_is_not_there_is_told(config: Path) -> None:
    result = route(config.with_name("missing.toml"), "--operation", "quote")
    assert result.exit_code == 2
    assert "missing.toml: No such file" in result.output


def test_help_has_an_example() -> None:
    result = run("route", "--help")
    assert "fibrecafe explain route --tenant acme" in result.output
    assert result.exit_code == 0
