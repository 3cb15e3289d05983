"""Takes KCIs on the generated Tenant Updates server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from fibrecafe_api._support.request import Message, Receive, Scope, Send
from fibrecafe_api._support.server import AsgiApp, Authenticate
from fibrecafe_api.tenant_updates import models
from fibrecafe_api.tenant_updates.server import RequestContext, TenantUpdatesApi, create_app

from .dispatcher import KciDispatcher
from .inbox import Inbox, KciQueue
from .incoming import IncomingKci
from .inline import InlineHandling
from .worker import KciWorker

App = Callable[[Scope, Receive, Send], Awaitable[None]]
"""An ASGI app."""


class TakesKcis(Protocol):
    """Makes a KCI safe: `InlineHandling` handles it, `KciWorker` keeps it."""

    async def take(self, kci: IncomingKci) -> None:
        """It is safe when this returns. Raises Problem, or anything else."""
        ...


class KciReceiver(TenantUpdatesApi):
    """Answers 204 for a KCI that is safe, and for a repeated one.

    What is raised while it is taken is answered: a `Problem` as it is, anything else by 500; then
    nothing is remembered, and the gateway sends the KCI again. One whose id came before with other
    content is refused with 422.
    """

    def __init__(self, taking: TakesKcis) -> None:
        self._taking = taking

    async def kci(self, ctx: RequestContext, body: models.TenantUpdate) -> None:
        """Take a KCI. Raises Problem, or anything else."""
        await self._taking.take(IncomingKci.of(body, ctx.conversation_id))


def receiver_app(
    dispatcher: KciDispatcher,
    *,
    authenticate: Authenticate,
    store: Inbox,
    document: bool = True,
    background: bool = False,
    worker: Mapping[str, Any] | None = None,
) -> App:
    """An ASGI app that takes KCIs at `POST /kcis`.

    `authenticate`: see `bearer` and `basic`. `store`: what came before; `SqliteInbox` remembers it
    through a restart. `document`: whether /openapi.json and /reference are served, to everybody.
    `background`: answer once a KCI is kept, and call its handler afterwards; else the handler is
    called first, and should take no more than a few seconds. `worker`: options of `KciWorker`.

    Raises TypeError when `background` is asked of a store that keeps no KCIs.
    """
    if not background:
        receiver = KciReceiver(InlineHandling(dispatcher, store))
        return create_app(receiver, authenticate=authenticate, document=document)
    if not isinstance(store, KciQueue):
        raise TypeError(
            f"{type(store).__name__} keeps no KCIs: `background` needs an inbox that does, such as "
            "SqliteInbox"
        )
    hand = KciWorker(dispatcher, store, **(worker or {}))
    app = create_app(KciReceiver(hand), authenticate=authenticate, document=document)
    return _WithWorker(app, hand)


class _WithWorker:
    """Starts and stops a worker with the app that needs it."""

    def __init__(self, app: AsgiApp, worker: KciWorker) -> None:
        self._app = app
        self._worker = worker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        async def receive_and_act() -> Message:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._worker.start()
            elif message["type"] == "lifespan.shutdown":
                await self._worker.stop()
            return message

        await self._app(scope, receive_and_act, send)
