"""The kit's gateway on a port, with a real clock, for suppliers that send their KCIs to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
import uvicorn

from fibrecafe_api.supplier_updates.client import AsyncSupplierUpdatesClient

from ..app import App
from ..clock import SystemClock
from ..gateway import Gateway
from ..security.passwords import hash_secret
from ..settings import Client
from .faulty_supplier import read_body
from .in_process import InProcess
from .stage import ADAPTER, OwnToken, Stage
from .subject import SUPPLIER

if TYPE_CHECKING:
    from .trial import Trial


class Server(uvicorn.Server):
    """In the loop that is there; signals stay whose they are."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Called by uvicorn."""
        yield


async def served(app: Any, host: str = "127.0.0.1", port: int = 0) -> tuple[Server, str]:
    """Serve an app; gives its address too. Raises OSError. End it with `ended`."""
    config = uvicorn.Config(
        app, host=host, port=port, log_level="critical", access_log=False,
        timeout_graceful_shutdown=1, lifespan="off",
        interface="asgi3",
    )  # fmt: skip
    server = Server(config)
    server.task = asyncio.create_task(_serve(server, host, port))  # type: ignore[attr-defined]
    while not server.started:
        if server.task.done():  # type: ignore[attr-defined]
            server.task.result()  # type: ignore[attr-defined]
            raise OSError(f"cannot listen at {host}:{port}")
        await asyncio.sleep(0.002)
    bound = server.servers[0].sockets[0].getsockname()[1]
    return server, f"http://{host}:{bound}"


async def _serve(server: Server, host: str, port: int) -> None:
    try:
        await server.serve()
    except SystemExit as error:  # uvicorn's word for a port that is taken
        raise OSError(f"cannot listen at {host}:{port}; is the port taken?") from error


async def ended(server: Server) -> None:
    """End what `served` began."""
    server.should_exit = True
    with suppress(asyncio.CancelledError):
        await server.task  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Came:
    """A KCI, and what the gateway said to it."""

    body: bytes
    status: int
    said: str

    @property
    def refusal(self) -> str:
        """Why it was not taken; empty: it was."""
        return "" if self.status < 400 else f"{self.status} {self.said}"


class LiveStage(Stage):
    """A stage that listens, and lets time pass."""

    def __init__(self, trial: Trial) -> None:
        super().__init__(trial, timeout=10.0)
        self.came: list[Came] = []

    async def start(self, **_: Any) -> None:
        """Build it, listen, and tell the subject where."""
        door = self._trial.subject.listening
        settings = self._settings()
        supplier = settings.suppliers[SUPPLIER].model_copy(
            update={
                "clients": {door.client_id: Client(secret_hash=hash_secret(door.client_secret))}
            }
        )
        settings = settings.model_copy(update={"suppliers": {SUPPLIER: supplier}})
        self.gateway = Gateway(
            settings, factories={ADAPTER: self._trial.subject.factory}, clock=SystemClock()
        )
        self.app = App(self.gateway, access_log=False)
        await self.gateway.start()
        self._open = True
        await self.gateway.database.run(self._begin_numbers)
        self._http = httpx2.AsyncClient(transport=InProcess(self.app))
        self._updates = AsyncSupplierUpdatesClient(
            "http://gateway/v1", http=self._http, auth=OwnToken(self.app, "supplier", SUPPLIER)
        )
        self._server, url = await served(self._watched, door.host, door.port)
        await self._trial.subject.told_gateway(url)

    async def _watched(self, scope: Any, receive: Any, send: Any) -> None:
        """The app, and a look at what becomes of KCIs."""
        if scope["type"] != "http" or not scope["path"].endswith("/kcis"):
            await self.app(scope, receive, send)
            return
        asked = await read_body(receive)
        status, said = 0, b""

        async def again() -> Any:
            return {"type": "http.request", "body": asked, "more_body": False}

        async def keep(message: Any) -> None:
            nonlocal status, said
            status = message.get("status", status)
            said += message.get("body", b"")
            await send(message)

        await self.app(scope, again, keep)
        self.came.append(Came(asked, status, said.decode("utf-8", "replace")[:300]))

    def about(self, id: int) -> list[Came]:
        """The KCIs that name an order; a supplier may still tell of others."""
        return [one for one in self.came if str(id).encode() in one.body]

    async def aclose(self) -> None:
        """End it."""
        server = getattr(self, "_server", None)
        if server is not None:
            await ended(server)
        await super().aclose()
