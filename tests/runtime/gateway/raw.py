"""Requests as they stand on the wire, which no client of ours would send."""

from __future__ import annotations

import json
from typing import Any

import httpx2

from tests.runtime.gateway.running import Running

CODES = {400: "MALFORMED_REQUEST", 422: "INVALID_REQUEST"}
"""Of another shape than the document's, or of its shape and not acceptable."""


def send(
    gateway: Running, path: str, body: Any, method: str = "POST", **headers: str
) -> httpx2.Response:
    given = {
        "Authorization": f"Bearer {gateway.token()}",
        "X-Request-ID": "r-1",
        "X-Conversation-ID": "c-1",
        "Content-Type": "application/json",
    }
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return httpx2.request(
        method, f"{gateway.url}/v1{path}", content=content, headers={**given, **named}
    )
