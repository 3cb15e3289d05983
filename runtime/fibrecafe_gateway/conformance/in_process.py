"""Requests to an app in this process: as quick as it can be, since there are thousands of them."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import httpx2


class InProcess(httpx2.AsyncBaseTransport):
    """Carries requests to an ASGI app; an answer left unfinished is a broken connection."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Called by httpx2. Raises httpx2.RemoteProtocolError."""
        body = [await request.aread()]
        answer = _Answer()

        async def receive() -> MutableMapping[str, Any]:
            if body:
                return {"type": "http.request", "body": body.pop(), "more_body": False}
            return {"type": "http.disconnect"}

        await self._app(_scope(request), receive, answer.take)
        if not answer.is_whole:
            raise httpx2.RemoteProtocolError("the server broke off its answer", request=request)
        return httpx2.Response(answer.status, headers=answer.headers, content=answer.body)


class _Answer:
    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""
        self.is_whole = False

    async def take(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message["headers"])
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            self.is_whole = not message.get("more_body", False)


def _scope(request: httpx2.Request) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path.partition(b"?")[0],
        "query_string": request.url.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "server": (request.url.host, request.url.port),
        "client": ("127.0.0.1", 1),
    }
