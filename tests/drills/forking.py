"""Starts gateways again and again, without the second that Python takes to load one.

`python -m tests.drills.forking` reads a line of JSON for each and prints its process id: `command`
(serve, simulator or worker), `arguments`, `log`; `messages` of a lane in one claim, `faults` (see arming).
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from fibrecafe_gateway.adapters.simulator import playing
from fibrecafe_gateway.commands import serve, simulator, worker
from fibrecafe_gateway.delivery.engine import Engine

from .arming import arm

_LOADED = (
    "adapters.tmforum", "development", "operating.beside", "operating.working",
    "store.postgresql", "store.sqlite", "telemetry.logs",
)  # fmt: skip

ROOT = Path(__file__).parents[2]


@dataclass
class Process:
    """One that was started."""

    pid: int
    log: Path
    _fd: int | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        with suppress(ProcessLookupError):  # it has ended at once
            self._fd = os.pidfd_open(self.pid)

    @property
    def ended(self) -> bool:
        """Whether it is gone."""
        return self._gone(0)

    def _gone(self, seconds: float) -> bool:
        return self._fd is None or bool(select.select([self._fd], [], [], seconds)[0])

    def send(self, number: signal.Signals) -> None:
        """A signal; nothing when it is gone."""
        if self._fd is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._fd, number)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self.send(signal.SIGKILL)
        self.wait(10)

    def wait(self, seconds: float) -> None:
        """Until it is gone. Raises AssertionError with the end of its log."""
        assert self._gone(seconds), f"process {self.pid} does not end:\n{self.said()[-3000:]}"

    def close(self) -> None:
        """It is not looked at any more."""
        self.kill()
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def said(self) -> str:
        """Its output and log."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


class Forks:
    """The loaded process that others are forked from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._started: list[Process] = []
        environment = {k: v for k, v in os.environ.items() if not k.startswith("FIBRECAFE_")}
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "tests.drills.forking"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment,
        )  # fmt: skip

    def start(self, command: str, *arguments: Any, **more: Any) -> Process:
        """Run a command in a new process; see the module."""
        self._count += 1
        log = self._folder / f"{self._count}-{command}.log"
        order = {
            "command": command,
            "arguments": list(map(str, arguments)),
            "log": str(log),
            **more,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the forking process has ended; its error is above"
        process = Process(int(line), log)
        self._started.append(process)
        return process

    def forget(self, process: Process) -> None:
        """It has ended; its log is not needed."""
        process.close()
        self._started.remove(process)
        process.log.unlink(missing_ok=True)

    def said(self) -> str:
        """What those that run have logged."""
        return "\n".join(f"-- {one.log.name}\n{one.said()[-2000:]}" for one in self._started)

    def close(self) -> None:
        """End it, and all that were started."""
        for process in self._started:
            process.close()
        self._process.communicate(timeout=10)


@contextmanager
def forks(folder: Path) -> Iterator[Forks]:
    """For as long as the block runs."""
    made = Forks(folder)
    try:
        yield made
    finally:
        made.close()


def _live(order: dict[str, Any], commands: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if "faults" in order:
        arm(order["faults"])
    if "messages" in order:
        defaults = Engine.__init__.__kwdefaults__
        assert defaults is not None
        defaults["messages"] = order["messages"]
    commands[order["command"]](order["arguments"])


def _main() -> None:
    # All that a process needs, so that it has nothing to load when it is forked.
    for name in ("asyncpg", "uvicorn", *(f"fibrecafe_gateway.{name}" for name in _LOADED)):
        import_module(name)
    playing.MAX_PAUSE = 0.2  # a drill does not wait for a supplier's patience
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them here
    commands = {
        "serve": serve.command, "simulator": simulator.command, "worker": worker.command,
    }  # fmt: skip
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _live(json.loads(line), commands)
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    _main()
