"""Tenants that take KCIs, served in processes of their own; the app is `delivery_receiver_app`.

The server is granian, which takes more than what sends can send. It is no dependency of the
project: it is installed beside it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from . import peers
from .delivery_environment import environment

_SERVER = "granian==2.8.7"


@dataclass(frozen=True, slots=True)
class Receiver:
    """The process, seen from the benchmark."""

    url: str

    def behave(self, **how: Any) -> None:
        """See `behave` of the app's tenants."""
        urlopen(Request(f"{self.url}/", json.dumps(how).encode(), method="PUT")).close()

    def ask(self, path: str = "/") -> Any:
        """What it says; see `told` of the app's tenants."""
        with urlopen(f"{self.url}{path}") as answer:
            return json.load(answer)

    def until(self, count: int, seconds: float = 120.0) -> dict[str, Any]:
        """Wait for so many. Raises AssertionError where they do not come, or out of order."""
        deadline = time.monotonic() + seconds
        while True:
            told: dict[str, Any] = self.ask()
            assert not told["disordered"], f"{told['disordered']} came out of order"
            if told["taken"] >= count:
                return told
            assert time.monotonic() < deadline, f"{told['taken']} of {count} came"
            time.sleep(0.02)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """One that listens. Raises SystemExit where it cannot be installed, or does not start."""
    try:
        python = environment("granian", [_SERVER, f"uvloop=={version('uvloop')}"])
    except RuntimeError as error:
        raise SystemExit(
            f"There is no receiver of KCIs: {error}. Its server is fetched from the package index"
            f" into {peers.FOLDER / 'granian'}: see what pip says above, and try again."
        ) from error
    with (
        _port() as port,
        subprocess.Popen(
            [python, "-m", "benchmarks.delivery_receiver_app", str(port)], cwd=peers.ROOT,
            stdin=subprocess.PIPE, stdout=sys.stderr,
            start_new_session=True,  # Ctrl-C is for the benchmark, which ends it
        ) as process,
    ):  # fmt: skip
        try:
            yield _started(process, Receiver(f"http://127.0.0.1:{port}"))
        finally:
            _end(process)


@contextmanager
def _port() -> Iterator[int]:
    """A free one that nobody else is given: granian shares it, since it binds in the same way."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def _started(process: subprocess.Popen[bytes], receiver: Receiver) -> Receiver:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(URLError):
            receiver.ask()
            return receiver
        time.sleep(0.02)
    raise SystemExit("The receiver of KCIs does not start: see what it says above.")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its worker too
