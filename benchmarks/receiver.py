"""A tenant that takes KCIs and counts the orders that are COMPLETED, in a process of its own.

`python -m benchmarks.receiver` prints its port; `GET /` says how many were completed, and how many
KCIs came.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

import uvicorn

from fibrecafe_gateway.commands.listening import listen


class Counting:
    """An ASGI app. It does not read KCIs as a tenant would: what is measured is the gateway."""

    def __init__(self) -> None:
        self.completed = 0
        self.kcis = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            return
        if scope["method"] == "GET":
            body = json.dumps({"completed": self.completed, "kcis": self.kcis}).encode()
            headers = [(b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return
        pieces = []
        more = True
        while more:
            message = await receive()
            pieces.append(message.get("body", b""))
            more = message.get("more_body", False)
        self.kcis += 1
        entity = json.loads(b"".join(pieces))["entity"]
        self.completed += entity["status"] == "COMPLETED"
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@contextmanager
def receiving() -> Iterator[str]:
    """The URL of a tenant that runs."""
    command = [sys.executable, "-m", "benchmarks.receiver"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def received(url: str) -> dict[str, int]:
    """What came so far: `completed` and `kcis`."""
    with urlopen(url) as answer:
        found: dict[str, int] = json.load(answer)
    return found


if __name__ == "__main__":
    listener = listen("127.0.0.1", 0, "port")
    listener.listen(128)
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(Counting(), log_level="warning", access_log=False, lifespan="off")
    uvicorn.Server(config).run([listener])
