"""Fibre Cafe : Supplier Updates API 1.8: the server.

Implement `SupplierUpdatesApi` and hand it to `create_app`, which gives an ASGI app that reads,
validates and answers as the document says. Raise `Problem` for an error answer.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path


from .._support.server import (
    MAX_BODY,
    Answer,
    AsgiApp,
    Authenticate,
    Body,
    ErrorStyle,
    Parameter,
    Problem,
    RequestContext,
    RequestHead,
    Route,
    anonymous,
)
from . import models

__all__ = [
    "ROUTES",
    "Problem",
    "RequestContext",
    "RequestHead",
    "anonymous",
    "create_app",
    "SupplierUpdatesApi",
    "KCIs",
]


class KCIs(ABC):
    """KCIs.

    Updates from suppliers.
    """

    @abstractmethod
    async def order_update(self, ctx: RequestContext, body: models.SupplierUpdate) -> None:
        """Send an update.

        Takes one KCI. 204 says that it is kept and will be processed; the same `id` may be sent
        again. The entity names the gateway's id or the supplier's reference, or both.

        Answers 204: Received; it will be processed. (older: stands in an earlier published
        state of the page)

        Documented errors: 400, 401, 403, 422, 500, 503.
        """


class SupplierUpdatesApi(KCIs, ABC):
    """All of the Fibre Cafe : Supplier Updates API, a section after the other."""


ROUTES: tuple[Route, ...] = (
    Route(
        operation_id="handleOrderUpdate",
        handler="order_update",
        method="POST",
        path="/kcis",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId),
        ),
        body=Body(models.SupplierUpdate, tolerant=True),
        answers=(Answer(204),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: False},
        scopes=("com.fibregateway.PRODUCTION/supplier.all.all",),
    ),
)


def create_app(
    api: SupplierUpdatesApi,
    *,
    authenticate: Authenticate,
    document: bool = True,
    max_body: int = MAX_BODY,
) -> AsgiApp:
    """An ASGI app that serves `api`.

    `authenticate` says who asks, see `Authenticate`; `anonymous` lets everybody in. `document`:
    whether /openapi.json and /reference are served, to everybody. `max_body`: bytes of a body.
    """
    return AsgiApp(
        api,
        ROUTES,
        ErrorStyle("gateway", ()),
        Path(__file__).parent,
        authenticate=authenticate,
        document=document,
        max_body=max_body,
    )
