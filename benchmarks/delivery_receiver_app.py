"""The app of `delivery_receiver`: tenants that answer at once, late, never, or with a 503.

It runs in an environment of its own, so it may import nothing of the gateway, and none of the
benchmark's modules that do. `python -m benchmarks.delivery_receiver_app PORT` serves it until its
input ends, as it does with who started it. `GET` and `PUT` are for the benchmark.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import re
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.rsgi import HTTPProtocol, Scope
from granian.server import Server

_SEQ = re.compile(rb'"sequenceNumber":(\d+)')  # so much cheaper than to read the whole KCI


class _Tenants:
    """What came, and how they answer."""

    def __init__(self) -> None:
        self.behave({})

    def behave(self, how: Mapping[str, Any]) -> None:
        """Forget all that came.

        `how`: seconds before an answer (`delay`), tenants that `hang`, those that are `busy`.
        """
        self.delay = float(how.get("delay", 0))
        self.hang, self.busy = (frozenset(how.get(key, ())) for key in ("hang", "busy"))
        self.times: list[float] = []
        self.names: list[str] = []
        self.last: dict[str, int] = {}
        self.refused: Counter[str] = Counter()
        self.repeated = self.disordered = 0

    def take(self, about: str, seq: int) -> None:
        """One that is answered 204."""
        last = self.last.get(about, 0)
        if seq <= last:
            self.repeated += 1
        else:
            self.disordered += seq != last + 1
            self.last[about] = seq
        self.times.append(time.monotonic())
        self.names.append(f"{about}/{seq}")

    def told(self, path: str) -> Any:
        """What the benchmark asks for."""
        if path.startswith("/at/"):
            return self.times[int(path[4:])]
        if path == "/log":
            return dict(zip(self.names, self.times, strict=True))
        return {
            "taken": len(self.times), "repeated": self.repeated, "disordered": self.disordered,
            "refused": self.refused.total(), "first": self.times[0] if self.times else 0.0,
            "last": self.times[-1] if self.times else 0.0,
        }  # fmt: skip


class _App:
    """The RSGI interface."""

    def __init__(self) -> None:
        self._tenants = _Tenants()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """In the worker, which ends with what started it, however that ended."""
        parent = multiprocessing.parent_process()
        assert parent is not None
        loop.add_reader(parent.sentinel, os._exit, 1)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """One request."""
        if scope.method == "POST":
            await self._take(scope, protocol)
            return
        if scope.method == "PUT":
            self._tenants.behave(json.loads(await protocol()))
        body = json.dumps(self._tenants.told(scope.path))
        protocol.response_str(200, [("content-type", "application/json")], body)

    async def _take(self, scope: Scope, protocol: HTTPProtocol) -> None:
        tenants, path = self._tenants, scope.path
        tenant = path[1 : path.index("/", 1)]
        body = await protocol()
        if tenant in tenants.hang or tenant in tenants.busy:
            tenants.refused[tenant] += 1
            if tenant not in tenants.busy:
                await protocol.client_disconnect()
            protocol.response_empty(503, [])
            return
        seq = _SEQ.search(body)
        assert seq, body
        tenants.take(scope.headers.get("x-conversation-id"), int(seq[1]))
        if tenants.delay:
            await asyncio.sleep(tenants.delay)
        protocol.response_empty(204, [])


app = _App()


def _end_with_the_input() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_input, daemon=True).start()
    Server(
        "benchmarks.delivery_receiver_app:app",
        port=int(sys.argv[1]),
        interface=Interfaces.RSGI,
        workers=1,
        runtime_threads=1,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        workers_kill_timeout=1,  # what hangs is not waited for
        log_level=LogLevels.error,
        log_access=False,
    ).serve()
