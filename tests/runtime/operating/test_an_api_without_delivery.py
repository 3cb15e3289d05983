"""An API process that leaves the delivery to workers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner

from fibrecafe_gateway.app import App
from fibrecafe_gateway.commands.serve import command
from fibrecafe_gateway.development import build
from fibrecafe_gateway.gateway import Gateway
from fibrecafe_gateway.settings import Settings, Store, SupplierSettings, TenantSettings
from tests.runtime.databases import NewDatabases
from tests.runtime.gateway import bodies

SUPPLIER = SupplierSettings(base_url="http://127.0.0.1:1", test_headers=False)


def settings(url: str, **more: object) -> Settings:
    return Settings(
        store=Store(url=url),
        tokens={"secret": {"value": "x" * 40}},  # type: ignore[arg-type]
        suppliers={"S1": SUPPLIER.model_copy(update=more)},
        tenants={"T1": TenantSettings(suppliers=("S1",))},
    )


def test_on_sqlite_it_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "fibrecafe.toml"
    file.write_text("[store]\nurl = 'sqlite:///x.db'\n")
    done = CliRunner().invoke(command, ["--no-delivery", "--config", str(file)])
    assert done.exit_code == 1
    assert "--no-delivery leaves the delivery to `fibrecafe worker`" in done.output


def test_a_simulator_inside_the_process_is_refused(tmp_path: Path) -> None:
    given = settings(f"sqlite:///{tmp_path}/x.db", adapter="simulator", base_url=None)
    with pytest.raises(ValueError, match="give it a base_url"):
        build(given, work=False)


def test_what_it_takes_is_kept_for_a_worker(databases: NewDatabases) -> None:
    async def play() -> None:
        app = App(Gateway(settings(databases.url())), work=False, access_log=False)
        await app.gateway.start(work=False)
        try:
            assert app.issuer is not None
            token, _ = app.issuer.issue("tenant", "T1", "c", [app.issuer.scope_of("tenant")])
            transport = httpx2.ASGITransport(app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://gateway") as http:
                headers = {"X-Request-ID": "r", "X-Conversation-ID": "c",
                           "Authorization": f"Bearer {token}",
                           "Content-Type": "application/json"}  # fmt: skip
                body = bodies.provide(supplier="S1").to_json()
                placed = await http.post("/v1/service-orders", content=body, headers=headers)
                assert placed.status_code == 201
                await asyncio.sleep(0.3)
                found = await http.get("/v1/service-orders/1", headers=headers)
                assert found.json()["status"] == "RECEIVED_BY_GATEWAY"
            assert await app.gateway.engine.tick()  # a worker finds it
        finally:
            await app.gateway.engine.stop()
            await app.gateway.aclose()

    asyncio.run(play())
