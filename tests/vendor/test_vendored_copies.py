"""A copy works under any name, holds what it imports and no more, and is the same every time."""

from __future__ import annotations

import ast
import asyncio
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import httpx2
import pytest
from packaging.requirements import Requirement

from fibrecafe_codegen.vendor import RECORD, copies_below, read_record
from fibrecafe_codegen.vendor.requirements import requirements_of
from tests.documents import ROOT
from tests.vendor import reading
from tests.vendor.copies import copy_of, pydantic_alone, vendor, verify, written
from tests.vendor.published import published_cases

ALL = "tenant,tenant-updates,supplier,supplier-updates"
GENERATED = ROOT / "generated/fibrecafe_api"


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to import from; what was imported is forgotten."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("acme"):
            del sys.modules[name]


def test_models_read_and_write_with_pydantic_alone(tmp_path: Path) -> None:
    copy = written(copy_of("acme_wire", ALL, "models"), tmp_path)
    cases = published_cases()
    (tmp_path / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    site = pydantic_alone(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-I", "-S", reading.__file__, site, tmp_path, copy.name,
         tmp_path / "cases.json"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found["outcomes"]) > 80
    assert found["outcomes"] == reading.outcomes("fibrecafe_api", cases)
    others = {name for name in found["modules"] if not name.startswith(("_sysconfigdata", "__"))}
    assert others - {"acme_wire", "annotated_types", "pydantic", "pydantic_core",
                     "typing_extensions", "typing_inspection"} == set()  # fmt: skip


def test_a_client_calls_a_server_under_another_name(importable: Path) -> None:
    written(copy_of("acme_wire", "tenant-updates", "client,server"), importable)
    server: Any = importlib.import_module("acme_wire.tenant_updates.server")
    client: Any = importlib.import_module("acme_wire.tenant_updates.client")
    models: Any = importlib.import_module("acme_wire.tenant_updates.models")
    name, body = next((n, b) for api, n, b in published_cases() if api == "tenant_updates")
    codec = importlib.import_module("acme_wire._support").Codec(getattr(models, name))
    told = codec.read(json.dumps(body))
    received = []

    class Receiver(server.TenantUpdatesApi):  # type: ignore[misc]
        async def kci(self, ctx: Any, body: Any) -> None:
            if received:
                raise server.Problem(503, "TENANT_FAULT", "later")
            received.append(body)

    async def run() -> None:
        app = server.create_app(Receiver(), authenticate=server.anonymous)
        http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app))
        async with http, client.AsyncTenantUpdatesClient("http://tenant.test", http=http) as caller:
            await caller.kci(body=told)
            with pytest.raises(client.ApiError) as refused:
                await caller.kci(body=told)
            assert refused.value.status == 503

    asyncio.run(run())
    assert [codec.write(kept) for kept in received] == [codec.write(told)]
    assert "fibrecafe_api" not in type(told).__module__


@pytest.mark.parametrize(
    ("apis", "only"),
    [
        (ALL, "models"),
        ("supplier-updates", "models"),
        ("supplier-updates", "client"),
        ("supplier-updates", "server"),
        ("tenant-updates", "client,server"),
    ],
)
def test_a_part_imports_nothing_that_is_missing_and_has_nothing_unused(
    apis: str, only: str
) -> None:
    files = copy_of("acme_wire", apis, only).files.files
    imported, others = set(), set()
    for path in files:
        if path.endswith(".py") and path != "verify.py":
            inside, outside = _imports(path, files[path])
            imported |= inside
            others |= outside
    assert imported <= files.keys()
    support = {path for path in files if path.startswith("_support/")}
    assert support - {"_support/__init__.py"} <= imported
    known = {"pydantic", "pydantic_core", "typing_extensions"}
    known |= {"anyio", "httpx2"} if "client" in only else set()
    assert others - sys.stdlib_module_names <= known


def _imports(path: str, content: bytes) -> tuple[set[str], set[str]]:
    """The files of the copy that a module imports, and names of other modules."""
    inside: set[str] = set()
    outside: set[str] = set()
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Import):
            outside |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            outside.add(str(node.module).partition(".")[0])
        elif isinstance(node, ast.ImportFrom):
            folder = path.split("/")[: -node.level]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            found = ["/".join([*folder, *name.split(".")]) for name in names]
            for name, alias in zip(found, node.names, strict=False):
                if name.endswith("_support"):
                    inside.add(f"{name}/{alias.name}.py")
                else:
                    inside.add(f"{name}.py")
    return inside, outside


@pytest.mark.parametrize(("apis", "only"), [(ALL, "models"), ("tenant-updates", "client,server")])
def test_what_is_copied_is_what_is_generated(apis: str, only: str) -> None:
    files = copy_of("acme_wire", apis, only).files.files
    own = {"LICENSE", "README.md", "verify.py"}
    # These say which APIs and artifacts there are.
    own |= {path for path in files if path == "__init__.py" or path.endswith("/surface.txt")}
    assert len(files.keys() - own) > 10
    assert [p for p in files.keys() - own if files[p] != (GENERATED / p).read_bytes()] == []
    assert files["LICENSE"] == (ROOT / "LICENSE").read_bytes()


def test_it_is_the_same_everywhere_and_names_no_place_of_the_machine(tmp_path: Path) -> None:
    program = "from fibrecafe_codegen.commands.vendor import command; command()"
    options = ["--api", "supplier-updates", "--only", "models", "--output", "acme_wire"]
    (tmp_path / "elsewhere").mkdir()
    subprocess.run(
        [sys.executable, "-c", program, *options], cwd=tmp_path / "elsewhere", check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Tokyo"},
        capture_output=True, timeout=120,
    )  # fmt: skip
    made = tmp_path / "elsewhere/acme_wire"
    expected = copy_of("acme_wire", "supplier-updates", "models").all_files().files
    assert {
        p.relative_to(made).as_posix(): p.read_bytes() for p in made.rglob("*") if p.is_file()
    } == expected
    told = b"".join(expected.values())
    assert str(tmp_path).encode() not in told
    assert str(ROOT).encode() not in told


def test_the_command_makes_a_copy_that_says_what_it_is(tmp_path: Path) -> None:
    done = vendor("--api", "tenant_updates", "--only", "models", "--output", tmp_path / "src",
                  "--package", "acme.wire", "--format", "json", cwd=ROOT)  # fmt: skip
    assert done.code == 0, done.err
    copy = tmp_path / "src/acme/wire"
    assert list(copies_below(tmp_path)) == [copy]
    record = read_record(copy)
    assert record.package == "acme.wire"
    assert record.versions == {"tenant-updates": "1.14"}
    assert done.json["files"] == sorted([*record.files, RECORD])
    readme = (copy / "README.md").read_text()
    assert "from acme.wire.tenant_updates import models" in readme
    assert f"pydantic {requirements_of(['models'])['pydantic']}" in readme
    assert verify(copy) == (0, [])


def test_clients_ask_for_the_httpx2_that_we_ask_for() -> None:
    ours = [Requirement(text) for text in requires("fibrecafe") or ()]
    (client,) = [
        r
        for r in ours
        if r.name == "httpx2" and r.marker and r.marker.evaluate({"extra": "client"})
    ]
    assert requirements_of(["models", "client"])["httpx2"] == str(client.specifier)
    assert "httpx2" not in requirements_of(["models", "server"])
