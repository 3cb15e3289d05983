"""`fibrecafe simulator`: a process of its own, whose KCIs survive kill -9."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fibrecafe_api.supplier.client import BearerToken, SupplierClient
from fibrecafe_api.supplier_updates.server import SupplierUpdatesApi, create_app
from fibrecafe_gateway.adapters.simulator.describe import tables
from fibrecafe_gateway.commands.simulator import SECRET, TOKEN, command
from tests.runtime.simulator.box import TENANT, provide
from tests.serving import serve

RUN = "from fibrecafe_gateway.commands.simulator import command; command()"


class Updates(SupplierUpdatesApi):
    """A gateway that takes KCIs from those with the token that it gave out."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.app = create_app(self, authenticate=self.authenticate)

    async def authenticate(self, request: Any, scopes: Any) -> str | None:
        return "simulator" if request.header("authorization") == "Bearer given" else None

    async def order_update(self, ctx: Any, body: Any) -> None:
        self.taken.append(body)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope.get("path") != "/auth/supplier/access-token":
            await self.app(scope, receive, send)
            return
        await receive()
        good = dict(scope["headers"]).get(b"authorization") == b"Basic c2ltOnBhc3M="  # sim:pass
        body = b'{"access_token":"given","expires_in":3600}' if good else b'{"error":"no"}'
        head: dict[str, Any] = {
            "type": "http.response.start",
            "status": 200 if good else 400,
            "headers": [],
        }
        await send(head)
        await send({"type": "http.response.body", "body": body})


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """The process, where it is and what it said."""
    path = os.pathsep.join(filter(None, sys.path))
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path, SECRET: "pass", TOKEN: "door"},
    )
    assert process.stdout is not None
    try:
        said = ""
        while "play" not in said:
            line = process.stdout.readline()
            assert line, "it ended"
            said += line
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found
        yield process, found[0], said
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_kcis_come_after_kill_9_and_a_restart_with_the_same_journal(tmp_path: Path) -> None:
    updates = Updates()
    with serve(updates) as gateway:
        arguments = (
            *("--gateway", gateway, "--client-id", "sim", "--kci-delay", "0.2"),
            *("--journal", str(tmp_path / "journal.db")),
        )
        with running(*arguments) as (process, url, said):
            assert "Supplier API 1.15" in said
            assert "as sim" in said
            assert "pass" not in said
            assert "door" not in said
            with SupplierClient(url, auth=BearerToken("door")) as client:
                client.create_order(body=provide(), tenant=TENANT)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert updates.taken == []
        with running(*arguments) as (process, _, _):
            deadline = time.monotonic() + 10
            while len(updates.taken) < 3 and time.monotonic() < deadline:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0
    assert [kci.sequence_number for kci in updates.taken] == [1, 2, 3]


def test_it_lists_all_that_can_be_played() -> None:
    result = CliRunner().invoke(command, ["--list"])
    assert result.exit_code == 0
    assert all(table in result.output for table in tables().values())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--client-id", "sim"], SECRET),
        (["--client-secret-file", "secret.txt"], "--client-id"),
        (["--client-id", "sim", "--client-secret-file", "missing.txt"], "cannot be read"),
        (["--port", "0", "--journal", "missing/journal.db"], "cannot be used as"),
        (["--port", "0", "--gateway", "gateway"], "not a base URL"),
        (["--host", "203.0.113.1"], "cannot listen"),
        (["--kci-delay", "-1"], "kci-delay"),
    ],
)
def test_wrong_use_is_told_without_a_traceback(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(SECRET, raising=False)
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code in (1, 2)
    assert said in result.output
    assert isinstance(result.exception, SystemExit)
