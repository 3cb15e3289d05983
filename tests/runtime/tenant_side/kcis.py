"""KCIs as the gateway would send them, and a way to send them."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import Any
from uuid import uuid4

import httpx2

from fibrecafe_api._support import Codec
from fibrecafe_api.tenant_updates import models
from tests.documents import described

EXAMPLES: dict[str, Any] = next(iter(described("tenant_updates"))).bodies

CODEC: Codec[Any] = Codec(models.TenantUpdate)


def kci(
    example: str = "orderDelayed", *, entity: int = 123, sequence: int = 1, **changes: Any
) -> dict[str, Any]:
    """An example of the document with a new id; `type` is that of its information or action."""
    body: dict[str, Any] = copy.deepcopy(EXAMPLES[example])
    body |= {"id": str(uuid4()), "sequenceNumber": sequence}
    body["entity"]["id"] = entity
    if "type" in changes:
        body["information" if "information" in body else "action"]["type"] = changes.pop("type")
    return body | changes


def model(body: dict[str, Any]) -> Any:
    """What a handler gets."""
    return CODEC.read(json.dumps(body))


def send(to: Any, body: Any, *, token: str = "t", **headers: str) -> httpx2.Response:
    """Deliver, as the gateway does, to a URL or to an app in this process."""
    ids = {"X-Request-ID": str(uuid4()), "X-Conversation-ID": "c-1"}
    sent = {**ids, "Authorization": f"Bearer {token}", **headers}
    if isinstance(to, str):
        return httpx2.post(f"{to}/kcis", json=body, headers=sent)

    async def in_process() -> httpx2.Response:
        transport = httpx2.ASGITransport(to)
        async with httpx2.AsyncClient(transport=transport, base_url="http://here") as http:
            return await http.post("/kcis", json=body, headers=sent)

    return asyncio.run(in_process())
