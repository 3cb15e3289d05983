"""A supplier's own Supplier API server: checked from outside, its KCIs taken at the kit's gateway."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from fibrecafe_api._support.auth import ClientCredentials
from fibrecafe_api.supplier_updates.client import AsyncSupplierUpdatesClient
from fibrecafe_gateway.adapters.simulator import GatewaySender, Simulator, create_app
from fibrecafe_gateway.conformance import Level, Report, Status, run
from fibrecafe_gateway.conformance.configured_subject import ConfiguredSubject, read
from fibrecafe_gateway.conformance.live_stage import ended, served
from fibrecafe_gateway.conformance.loading import NotFound, load
from fibrecafe_gateway.conformance.native_subject import TokenDesk

FILE = """\
[tenants.FIRST]
kind = "oauth"
token_url = "{url}/token"
client_id = "FIRST"
client_secret = {{value = "conformance"}}

[tenants.SECOND]
kind = "oauth"
token_url = "{url}/token"
client_id = "SECOND"
client_secret = {{value = "conformance"}}

[provoke.refuse]
X-Scenario = "ORDER_REJECTED?answer=422"

[gateway]
port = {port}
client_id = "simulator"
client_secret = "of the simulator"
patience = 10
"""


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@asynccontextmanager
async def _supplier(port: int) -> AsyncIterator[str]:
    """The simulator as a company would run it, sending its KCIs to a gateway at a port."""
    gateway = f"http://127.0.0.1:{port}/v1"
    async with httpx2.AsyncClient(trust_env=False) as http:
        auth = ClientCredentials(
            f"{gateway}/auth/supplier/access-token", "simulator", "of the simulator"
        )
        sender = GatewaySender(AsyncSupplierUpdatesClient(gateway, http=http, auth=auth))
        simulator = Simulator(sender, seed=7, kci_delay=0.05)
        desk = TokenDesk(None)
        desk.serves(create_app(simulator, authenticate=desk.authenticate))
        server, url = await served(desk)
        try:
            async with simulator.running():
                yield url
        finally:
            await ended(server)
            await simulator.aclose()


def _checked(folder: Path, level: Level, **options: Any) -> Report:
    async def work() -> Report:
        port = _free_port()
        async with _supplier(port) as url:
            file = folder / "conformance.toml"
            file.write_text(FILE.format(url=url, port=port))
            subject = ConfiguredSubject(url, read(file), server=url)
            return await run(subject, level, **options)

    return asyncio.run(work())


def test_the_simulator_is_silver_by_its_address(tmp_path: Path) -> None:
    report = _checked(tmp_path, Level.SILVER)
    # It answers refusals by a scenario of orders only, so that other operations are not refused.
    wrong = {r.id: r.said for r in report.results if r.stands_in_the_way}
    assert set(wrong) <= {"bronze.failure.refused", "bronze.operation.service_problem_resolution"}
    passed = {r.id for r in report.of(Status.PASSED)}
    assert {
        "bronze.server.unauthenticated",
        "bronze.auth.refused",
        "bronze.auth.own",
        "bronze.header.tenant",
        "silver.own-news.order",
        "silver.repeat.same",
    } <= passed
    assert len(report.mapping) > 100


def test_kcis_that_are_not_taken_are_shown(tmp_path: Path) -> None:
    async def work() -> Report:
        port = _free_port()
        async with _supplier(port) as url:
            file = tmp_path / "conformance.toml"
            wrong = FILE.format(url=url, port=port).replace("of the simulator", "another")
            file.write_text(wrong.replace("patience = 10", "patience = 0.5"))
            subject = ConfiguredSubject(url, read(file), server=url)
            return await run(subject, only=["silver.own-news"])

    (result,) = asyncio.run(work()).results
    assert result.status is Status.FAILED
    assert "after 0.5 s the order was" in result.said


def test_a_server_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    subject = load(f"http://127.0.0.1:{_free_port()}").subject
    report = asyncio.run(run(subject, Level.BRONZE, only=["bronze.operation.create_order"]))
    (result,) = [r for r in report.results if r.id == "bronze.operation.create_order"]
    assert result.status is Status.FAILED
    assert "Unreachable" in result.said


def test_a_file_that_cannot_be_used_says_where(tmp_path: Path) -> None:
    file = tmp_path / "conformance.toml"
    for text, said in (
        ("[supplier]\nbase = 1", "supplier.base"),
        ("[provoke.dance]\nX = '1'", "provoke"),
        ("[[", "is not TOML"),
    ):
        file.write_text(text)
        with pytest.raises(NotFound, match=re.escape(said)):
            load("http://127.0.0.1:1", file)
