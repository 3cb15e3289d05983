"""Requests a second for a validated POST among all routes of the Tenant API, in process: the
generated server beside a FastAPI stub with the same model."""

from __future__ import annotations

import asyncio
import json
import time
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Header

from fibrecafe_api.tenant import models, server
from tests.documents import described
from tests.generated.answering import Answering

from .bodies import PROVIDE
from .measure import table, verdict

BODY = json.dumps(PROVIDE).encode()
ANSWER = next(o for o in described("tenant") if o.name == "create_order").successes[201]["provide"]


def generated_server() -> Any:
    """The generated server over an implementation that does what the stub does: a test's double
    would cost as much as the server."""
    answer = models.ProvideServiceOrder.from_json(json.dumps(ANSWER))

    async def create(_: Any, ctx: server.RequestContext, body: models.CreateServiceOrder) -> Any:
        return answer

    implementation = Answering("tenant").implementation()
    type(implementation).create_order = create
    return server.create_app(implementation, authenticate=server.anonymous)


def fastapi_stub() -> FastAPI:
    """All paths of the document, the order's body validated, its answer written by FastAPI."""
    app = FastAPI()
    answer = models.ProvideServiceOrder.from_json(json.dumps(ANSWER))

    async def create(
        body: models.CreateServiceOrder,
        x_request_id: str = Header(),
        x_conversation_id: str = Header(),
    ) -> Any:
        return answer

    async def other() -> None:
        return None

    for operation in described("tenant"):
        target = create if operation.name == "create_order" else other
        app.add_api_route(operation.path, target, methods=[operation.method], status_code=201)
    return app


async def post(app: Any, count: int) -> float:
    """Seconds a request. Raises AssertionError when it is not answered 201."""
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": "/service-orders",
        "raw_path": b"/service-orders", "query_string": b"", "root_path": "", "scheme": "http",
        "server": ("test", 80), "client": ("test", 1),
        "headers": [(b"content-type", b"application/json"), (b"x-request-id", b"r"), (b"x-conversation-id", b"c"),
                    (b"content-length", str(len(BODY)).encode())],
    }  # fmt: skip
    statuses = set()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": BODY, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.add(message["status"])

    started = time.process_time()
    for _ in range(count):
        await app(dict(scope), receive, send)
    taken = (time.process_time() - started) / count
    assert statuses == {201}, statuses
    return taken


def main() -> None:
    """Print the figures."""
    apps = {"generated server": generated_server(), "FastAPI stub": fastapi_stub()}
    taken: dict[str, list[float]] = {name: [] for name in apps}
    for _ in range(7):
        for name, app in apps.items():
            taken[name].append(asyncio.run(post(app, 1500)))
    medians = {name: sorted(values)[3] for name, values in taken.items()}
    print(f"FastAPI {version('fastapi')}, pydantic {version('pydantic')}; in process, one core\n")
    rows = [[n, f"{s * 1e6:.0f}", f"{1 / s:.0f}"] for n, s in medians.items()]
    print(table(["server", "us a request", "requests a second"], rows))
    print()
    print(
        verdict(
            "time of the generated server to FastAPI's",
            medians["generated server"] / medians["FastAPI stub"],
            0.5,
        )
    )


if __name__ == "__main__":
    main()
