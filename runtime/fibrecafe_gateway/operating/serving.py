"""The HTTP server of `fibrecafe serve`, which stops together with its workers, and in time."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvicorn

if TYPE_CHECKING:
    from .supervising import Workers

STOP_WITHIN = 29.0
"""Seconds from the signal on, after which what still hangs is given up; 30 are given."""

_CONNECTIONS = 10  # seconds in which requests that are under way have to end

_ENDING = (signal.SIGTERM, signal.SIGINT)

_logger = logging.getLogger(__name__)


def serve(
    app: Any,
    listener: socket.socket,
    workers: Workers | None = None,
    *,
    within: float = STOP_WITHIN,
) -> None:
    """Serve until SIGTERM or SIGINT; a second one ends it, and its workers, at once.

    Raises SystemExit when the app does not start.
    """
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=_CONNECTIONS, limit_concurrency=None,
        h11_max_incomplete_event_size=64 * 1024, lifespan="on", log_level="warning",
    )  # fmt: skip
    server = _Server(config, workers, within)
    # Uvicorn sets its own for as long as it runs, and then these again.
    before = {number: signal.signal(number, server.handle_exit) for number in _ENDING}
    if workers is not None:
        workers.start()
    try:
        server.run([listener])
    finally:
        if workers is not None:
            workers.stop()
        server.stopped()
        for number, handler in before.items():
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """Ends as soon as it has stopped, and not by the signal: the workers come first."""

    def __init__(self, config: uvicorn.Config, workers: Workers | None, within: float) -> None:
        super().__init__(config)
        self._workers = workers
        self._within = within
        self._patience: threading.Timer | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Uvicorn's; it is called in the main thread, whatever that has locked."""
        if self._patience is not None:
            self._end(f"a second {signal.Signals(sig).name}: what is in flight is given up")
        self.should_exit = True
        late = f"what is in flight did not end in {self._within:g} s and is given up"
        self._patience = threading.Timer(self._within, self._end, [late])
        self._patience.daemon = True
        self._patience.start()
        if self._workers is not None:  # beside the server, which waits for its own requests
            threading.Thread(target=self._workers.stop, name="stop").start()

    def stopped(self) -> None:
        """All is done."""
        if self._patience is not None:
            self._patience.cancel()

    def _end(self, why: str) -> None:
        """Now, whatever hangs. What was not recorded is repeated, as after a crash."""
        _logger.error("%s", why)
        if self._workers is not None:
            self._workers.kill()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(1)
