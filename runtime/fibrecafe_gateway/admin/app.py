"""The admin API as an ASGI app."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fibrecafe_api._support.problem import Problem
from fibrecafe_api._support.request import RawHeaders, Receive, Scope, Send, route_path
from fibrecafe_api._support.server import AsgiApp, Authenticate, ErrorStyle

from .api import AdminApi
from .document import document
from .routes import ROUTES


class AdminApp:
    """Serves the operations, and `/openapi.json` below the same path."""

    def __init__(self, api: AdminApi, *, authenticate: Authenticate, max_body: int) -> None:
        self._operations: Any = AsgiApp(
            api, ROUTES, ErrorStyle("problem"), Path(), authenticate=authenticate, document=False,
            max_body=max_body,
        )  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] == "http" and scope["method"] == "GET" and _is_document(scope):
            await _serve_document(send)
        else:
            await self._operations(scope, receive, send)


def _is_document(scope: Scope) -> bool:
    try:
        return route_path(scope) == "/openapi.json"
    except Problem:
        return False


async def _serve_document(send: Send) -> None:
    body = document()
    headers: RawHeaders = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-cache"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
