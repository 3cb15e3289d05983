"""Workers as processes of their own, started, replaced and stopped by `fibrecafe serve --workers`."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

_logger = logging.getLogger(__name__)

_GIVEN = 30.0
"""Seconds in which workers have to stop; they give up themselves a little earlier."""

_LONGEST = 30.0  # seconds before a worker that died is replaced, at most

_STEADY = 60.0  # seconds after which a worker's death is the first in a row again

_RUN = "from fibrecafe_gateway.commands.worker import command; command()"


class Workers:
    """Processes that deliver. When this process dies they stop: their standard input ends."""

    def __init__(
        self,
        count: int,
        config: Path | None,
        log_format: str,
        *,
        metrics_port: int = 0,
        command: Sequence[str] = (),
    ) -> None:
        """`metrics_port`: of the first, the next has the next; 0: none. `command`: instead of a
        worker's, for tests."""
        arguments = ["--log-format", log_format, "--until-input-ends"]
        if config is not None:
            arguments += ["--config", str(config)]
        self._command = [sys.executable, *(command or ("-c", _RUN)), *arguments]
        self._metrics_port = metrics_port
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._processes: list[subprocess.Popen[bytes] | None] = [None] * count
        self._threads = [
            threading.Thread(target=self._keep, args=(number,), name=f"worker-{number + 1}")
            for number in range(count)
        ]

    @property
    def processes(self) -> list[int]:
        """Ids of those that run."""
        with self._lock:
            return [p.pid for p in self._processes if p is not None and p.poll() is None]

    def start(self) -> None:
        """Start all of them."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Have them finish what is in flight; those that do not in time are killed.

        Another thread may do so too: both return when it is done.
        """
        with self._lock:
            self._stopping.set()
            running = [process for process in self._processes if process is not None]
        for process in running:
            _end_input(process)
        deadline = time.monotonic() + _GIVEN
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _logger.error("worker process %d did not stop in time and is killed", process.pid)
                process.kill()
                process.wait()
        for thread in self._threads:
            thread.join()

    def kill(self) -> None:
        """End them now. It takes no lock: a signal may have come while one is held."""
        self._stopping.set()
        for process in self._processes:
            if process is not None:
                process.kill()

    def _command_of(self, number: int) -> list[str]:
        if not self._metrics_port:
            return self._command
        return [*self._command, "--metrics-port", str(self._metrics_port + number)]

    def _keep(self, number: int) -> None:
        """Run one, and another in its place when it ends or cannot be started."""
        deaths = 0
        while True:
            begun = time.monotonic()
            try:
                process = self._start(number)
            except OSError as error:  # no memory, no more processes or files: that may pass
                what = f"worker {number + 1} cannot be started ({error}); it is tried again in"
            else:
                if process is None:
                    return
                code = process.wait()
                _end_input(process)
                what = (
                    f"worker {number + 1} (process {process.pid}) ended with {code}, and what it had"
                    " is taken up when its leases end; another starts in"
                )
            if self._stopping.is_set():
                return
            deaths = 1 if time.monotonic() - begun > _STEADY else deaths + 1
            wait = min(0.5 * 2**deaths, _LONGEST)
            _logger.error("%s %g s", what, wait)
            self._stopping.wait(wait)

    def _start(self, number: int) -> subprocess.Popen[bytes] | None:
        """None: they are to stop. Raises OSError."""
        with self._lock:
            if self._stopping.is_set():
                return None
            process = subprocess.Popen(self._command_of(number), stdin=subprocess.PIPE)
            self._processes[number] = process
            return process


def _end_input(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
