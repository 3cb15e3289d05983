"""`fibrecafe serve`: what is wrong is said in one line and ends it; without configuration it starts."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.generator.command import Ended, fibrecafe
from tests.runtime.telemetry.capturing import logged

GOOD = """
[store]
url = "sqlite:///gateway.db"

[suppliers.FIBRE_ONE]
base_url = "https://one.invalid"

[tenants.acme]
suppliers = ["FIBRE_ONE"]
"""

WRONG: dict[str, tuple[str, str]] = {
    "not TOML": ("[server\n", "is not TOML"),
    "an unknown key": (GOOD + "colour = 'red'\n", "tenants.acme.colour: Extra inputs"),
    "an unknown section": ("[servers]\nport = 1\n", "servers: Extra inputs"),
    "a port that is none": ("[server]\nport = 70000\n", "server.port"),
    "a port that is a text": ("[server]\nport = 'http'\n", "server.port"),
    "an unknown supplier": (
        GOOD.replace('["FIBRE_ONE"]', '["FIBRE_TWO"]'),
        "tenant acme names supplier FIBRE_TWO, which is not configured",
    ),
    "a URL without a scheme": (
        GOOD.replace("https://one.invalid", "one.invalid"),
        "must begin with https:// or http://",
    ),
    "a URL of another scheme": (
        GOOD.replace("https://one.invalid", "ftp://one.invalid"),
        "must begin with https:// or http://",
    ),
    "no URL of a supplier": (
        GOOD.replace('base_url = "https://one.invalid"', ""),
        "supplier FIBRE_ONE has no base_url",
    ),
    "an adapter that there is not": (
        GOOD.replace("base_url", 'adapter = "acme"\nbase_url'),
        "there is no adapter 'acme'; there are native, simulator",
    ),
    "an option that makes no sense": (
        GOOD + "[suppliers.FIBRE_ONE.options.features]\nmagic = true\n",
        "supplier FIBRE_ONE: options.features: magic",
    ),
    "a store of an unknown kind": (GOOD.replace("sqlite:///", "mysql://"), "mysql"),
    "a store that is a folder": (GOOD.replace("gateway.db", "folder"), "folder"),
    "a store below a file": (GOOD.replace("gateway.db", "file/gateway.db"), "file"),
    "a secret in a file that there is not": (
        GOOD + '[tokens]\nsecret = {file = "no-such-secret"}\n',
        "no-such-secret",
    ),
    "a client's secret in the place of its hash": (
        GOOD + '[tenants.acme.clients.acme]\nsecret_hash = "hush-hush"\n',
        "is no hash of a secret",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    return tmp_path


def serve(folder: Path, *arguments: str | Path, config: str | None = None) -> Ended:
    """The command, for what ends by itself."""
    if config is not None:
        (folder / "gateway.toml").write_text(config)
        arguments = (*arguments, "--config", "gateway.toml")
    if "--port" not in arguments:
        arguments = (*arguments, "--port", "0")
    with logged("CRITICAL"):
        return fibrecafe("serve", *arguments, cwd=folder)


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_configuration_ends_it_with_what_is_wrong(folder: Path, what: str) -> None:
    config, said = WRONG[what]
    ended = serve(folder, config=config)
    assert ended.code == 1
    assert said in ended.err
    assert [line for line in ended.err.splitlines() if line.startswith("Error: ")]
    assert "Traceback" not in ended.err + ended.out
    assert "hush-hush" not in ended.err + ended.out


def test_a_configuration_that_is_not_there(folder: Path) -> None:
    ended = serve(folder, "--config", "missing.toml")
    assert (ended.code, ended.err) == (1, "Error: missing.toml: No such file or directory\n")


def test_a_wrong_environment_is_said_as_such(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIBRECAFE_SERVER__PORT", "http")
    ended = serve(folder)
    assert ended.code == 1
    assert "environment: server.port" in ended.err


def test_a_port_that_is_taken(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = serve(folder, "--port", str(port))
    assert ended.code == 1
    assert f"cannot listen at 127.0.0.1:{port}: Address already in use" in ended.err
    assert "choose another --port" in ended.err


def test_a_store_of_the_development_set_up_that_cannot_be_written(folder: Path) -> None:
    ended = serve(folder, "--store", "file/gateway.db")
    assert ended.code == 1
    assert "file" in ended.err
    assert "Traceback" not in ended.err


@contextlib.contextmanager
def process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {n: v for n, v in os.environ.items() if not n.startswith("FIBRECAFE_")}
    with subprocess.Popen(
        [sys.executable, "-m", "fibrecafe_codegen", "serve", "--port", "0"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**environment, "PYTHONUNBUFFERED": "1"},
    ) as running:
        watchdog = threading.Timer(30, running.kill)
        watchdog.start()
        try:
            yield running
        finally:
            watchdog.cancel()
            running.kill()


def read_until(running: subprocess.Popen[str], text: str) -> str:
    """What it printed until a line with some text came."""
    assert running.stdout is not None
    said = ""
    for line in running.stdout:
        said += line
        if text in line:
            return said
    raise AssertionError(f"it ended without {text!r}: {said}")


def test_without_configuration_it_says_all_that_is_needed_to_place_an_order(
    folder: Path,
) -> None:
    with process(folder) as running:
        said = read_until(running, "Ctrl-C ends it")
        found = re.search(r"Tenant API\s+(\S+)\s", said)
        secret = re.search(r"client (\S+), secret (\S+)", said)
        token_url = re.search(r"token\s+(\S+)", said)
        assert found
        assert secret
        assert token_url
        for name in ("reference", "DUMMY_SUPPLIER", "store", "curl"):
            assert name in said
        deadline = time.monotonic() + 20
        while True:
            with contextlib.suppress(httpx2.TransportError):
                if httpx2.get(found[1].replace("/v1", "/readyz")).status_code == 200:
                    break
            assert time.monotonic() < deadline
            time.sleep(0.05)
        token = httpx2.post(
            token_url[1], data={"grant_type": "client_credentials"}, auth=(secret[1], secret[2])
        ).json()["access_token"]
        body = re.search(r"-d '(\{.*\})'", said)
        assert body
        order = httpx2.post(
            f"{found[1]}/service-orders",
            json=json.loads(body[1]),
            headers={
                "Authorization": f"Bearer {token}",
                "X-Request-ID": "1",
                "X-Conversation-ID": "1",
                "X-Kci-Delay": "0",
            },
        )
        assert order.status_code == 201
        shown = read_until(running, "COMPLETED")
        assert "KCI  1  provide order 1  SENT_TO_SUPPLIER" in shown
        assert httpx2.get(f"{found[1]}/reference").status_code == 200
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) in (0, -signal.SIGTERM)
    private = folder / "development-credentials.json"
    assert private.stat().st_mode & 0o077 == 0
