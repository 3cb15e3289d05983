"""Adapters by name."""

from __future__ import annotations

import asyncio
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_gateway.adapters import discovery
from fibrecafe_gateway.adapters.contract import SupplierAdapter
from fibrecafe_gateway.adapters.discovery import ConfigurationError, build_adapter
from fibrecafe_gateway.adapters.native import NativeAdapter
from fibrecafe_gateway.settings import SupplierSettings

SETTINGS = SupplierSettings(base_url="http://supplier.invalid", options={"limit": 3})

MODULE = """
from fibrecafe_gateway.adapters.contract import SupplierAdapter

class AcmeAdapter(SupplierAdapter):
    def __init__(self, supplier_id, settings, credentials, transport=None):
        self.known = (supplier_id, settings.options["limit"], credentials("acme"))

class Duck:
    def __init__(self, *_):
        pass

def broken(*_):
    raise KeyError("limit")

TEXT = "no factory"
"""


@pytest.fixture(autouse=True)
def _installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    (tmp_path / "acme_adapter.py").write_text(MODULE)
    (tmp_path / "acme_unimportable.py").write_text("import module_that_nobody_has\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    points = {
        "acme": "acme_adapter:AcmeAdapter",
        "duck": "acme_adapter:Duck",
        "broken": "acme_adapter:broken",
        "text": "acme_adapter:TEXT",
        "gone": "acme_adapter:Gone",
        "unimportable": "acme_unimportable:Adapter",
    }
    found = [EntryPoint(name, value, discovery.GROUP) for name, value in points.items()]
    monkeypatch.setattr(discovery, "entry_points", lambda group: found)
    yield
    for name in ("acme_adapter", "acme_unimportable"):
        sys.modules.pop(name, None)


def build(name: str, settings: SupplierSettings = SETTINGS, **options: Any) -> SupplierAdapter:
    return build_adapter(name, "S1", settings, lambda tenant: None, **options)


def refusal(name: str, **options: Any) -> str:
    with pytest.raises(ConfigurationError) as caught:
        build(name, **options)
    return str(caught.value)


def test_native_is_built_in() -> None:
    adapter = build("native")
    assert isinstance(adapter, NativeAdapter)
    asyncio.run(adapter.aclose())


def test_an_installed_adapter_gets_its_supplier_its_options_and_the_credentials() -> None:
    assert build("acme").known == ("S1", 3, None)  # type: ignore[attr-defined]


def test_the_application_brings_its_own_which_go_over_installed_ones() -> None:
    class Simulated(SupplierAdapter):
        pass

    def make(supplier_id: str, *_: Any) -> SupplierAdapter:
        return Simulated()

    assert isinstance(build("simulator", extra={"simulator": make}), Simulated)
    assert isinstance(build("acme", extra={"acme": make}), Simulated)


def test_each_way_to_be_wrong_is_told_with_the_supplier_and_what_to_do() -> None:
    unknown = refusal("acmee")
    assert "supplier S1: there is no adapter 'acmee'; there are acme, broken" in unknown
    assert "fibrecafe.adapters" in unknown
    assert "no module named 'module_that_nobody_has'" in refusal("unimportable").lower()
    assert "cannot be imported" in refusal("gone")
    assert "gave a Duck, which is no" in refusal("duck")
    assert "adapter broken cannot be made: KeyError: 'limit'" in refusal("broken")
    assert "is no class or function" in refusal("text")
    assert "has no base_url" in refusal("native", settings=SupplierSettings())
    wrong = SupplierSettings(base_url="http://x", options={"features": {"warp": True}})
    assert "features are live_lines" in refusal("native", settings=wrong)
