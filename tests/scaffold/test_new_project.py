"""A new project: green, typed and formatted as it comes, and strict about what it declares."""

from __future__ import annotations

import asyncio
import inspect
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_codegen.scaffold.base import is_untouched
from fibrecafe_gateway.adapters.contract import (
    Faulty,
    Misunderstood,
    SupplierAdapter,
    SupplierCall,
    Unsupported,
)
from fibrecafe_gateway.adapters.discovery import build_adapter
from fibrecafe_gateway.settings import SupplierSettings
from tests.scaffold.projects import base_module, new, run, unformatted

LONGEST = "abcdefghij-abcdefghij-abcdefgh"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new(tmp_path_factory.mktemp("projects"), "acme")


@pytest.fixture(scope="module")
def base(project: Path) -> ModuleType:
    return base_module(project)


def test_its_tests_are_green_at_once(project: Path) -> None:
    started = time.monotonic()
    told = run(project, "pytest", "-q", "-p", "no:cacheprovider")
    assert time.monotonic() - started < 10
    assert " passed in " in told
    assert "skipped" not in told


@pytest.mark.parametrize("name", ["a", LONGEST])
def test_it_is_formatted_and_without_lint_whatever_its_name(name: str, tmp_path: Path) -> None:
    project = new(tmp_path, name)
    assert unformatted(project) == []
    run(project, "ruff", "check", "--no-cache", ".")


def test_the_kit_says_silver_at_once(project: Path) -> None:
    told = run(project, "fibrecafe_codegen", "adapter", "check", ".", "--level", "silver")
    assert "acme has reached silver" in told
    assert "FAILED" not in told


def test_its_base_has_the_methods_of_the_gateways_contract(base: ModuleType) -> None:
    contract = {
        name: method
        for name, method in vars(SupplierAdapter).items()
        if inspect.iscoroutinefunction(method) and name != "aclose"
    }
    assert set(base.OPERATIONS) == contract.keys()
    for name, method in contract.items():
        ours, theirs = (
            [(p.name, p.kind, p.default) for p in inspect.signature(m).parameters.values()]
            for m in (getattr(base.AdapterBase, name), method)
        )
        assert ours == theirs, name


CALL = SupplierCall(tenant="T", supplier="S", request_id="r", conversation_id="c", deadline=1.0)


async def _quote(self: Any, call: SupplierCall, body: Any) -> str:
    return "quoted"


def test_what_is_not_declared_answers_unsupported_though_it_is_written(base: ModuleType) -> None:
    kind = type("Silent", (base.AdapterBase,), {"quote": _quote})
    with pytest.raises(Unsupported):
        asyncio.run(kind().quote(CALL, None))
    declared = type(
        "Telling", (base.AdapterBase,), {"quote": _quote, "CAPABILITIES": frozenset({"quote"})}
    )
    assert asyncio.run(declared().quote(CALL, None)) == "quoted"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"CAPABILITIES": frozenset({"quote"})}, "declares quote .* and does not have it"),
        ({"CAPABILITIES": frozenset({"quotes"})}, "names 'quotes', which .* does not have"),
        (
            {"CAPABILITIES": frozenset({"quote"}), "quote": lambda self, call, body: None},
            "quote must be `async def`",
        ),
        (
            {"CAPABILITIES": frozenset({"quote"}), "PLANNED": frozenset({"quote"})},
            "quote is both in",
        ),
        ({"PLANNED": frozenset({"fax"})}, "names 'fax'"),
    ],
)
def test_a_declaration_that_is_not_true_is_refused_when_the_class_is_made(
    base: ModuleType, body: dict[str, Any], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        type("Wrong", (base.AdapterBase,), body)


@pytest.mark.parametrize("error", [KeyError("number"), TypeError("no"), ValueError("soon")])
def test_what_cannot_be_mapped_is_told_by_who_it_came_from(
    base: ModuleType, error: Exception
) -> None:
    with pytest.raises(Faulty) as answered, base.reading():
        raise error
    assert answered.value.may_have_acted
    with pytest.raises(Misunderstood) as asked, base.asking():
        raise error
    assert not asked.value.may_have_acted
    assert asked.value.messages == ()  # a tenant is told nothing of our code


def test_a_gateway_makes_the_adapter_from_its_settings(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(project / "src")
    module: Any = __import__("acme_adapter")
    settings = SupplierSettings(adapter="acme", base_url="http://127.0.0.1:9")
    extra = {"acme": module.AcmeAdapter}
    adapter = build_adapter("acme", "ACME", settings, lambda tenant: None, extra=extra)
    nad = supplier.AddressIdentifier(id="A1", type="NAD")

    async def ask() -> None:
        try:
            await adapter.availability_check(CALL, address=nad, service_types=[])
        finally:
            await adapter.aclose()

    with pytest.raises(module.adapter.mapping.Refused, match="only a UPRN"):
        asyncio.run(ask())


def test_an_edit_by_hand_breaks_the_seal_and_line_ends_do_not(project: Path) -> None:
    text = (project / "src/acme_adapter/_base.py").read_text()
    assert is_untouched(text)
    assert is_untouched(text.replace("\n", "\r\n"))
    assert not is_untouched(text.replace("Tell what", "Say what"))
    assert not is_untouched("import os\n" + text)
    assert not is_untouched("")
