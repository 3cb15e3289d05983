"""Fibre Cafe : Tenant Updates API 1.14: the server.

Implement `TenantUpdatesApi` and hand it to `create_app`, which gives an ASGI app that reads,
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
    "TenantUpdatesApi",
    "KCIs",
]


class KCIs(ABC):
    """KCIs.

    Updates for the tenant.
    """

    @abstractmethod
    async def kci(self, ctx: RequestContext, body: models.TenantUpdate) -> None:
        """Receive an update.

        Takes one KCI. Answer 204 once it is kept safely: it will be processed afterwards. The
        same `id` may come again and is then to be answered in the same way.

        Answers 204: Received; it will be processed. (inferred: the text is published without
        its number)

        Documented errors: 400, 401, 403, 422, 500, 503.
        """


class TenantUpdatesApi(KCIs, ABC):
    """All of the Fibre Cafe : Tenant Updates API, a section after the other."""


ROUTES: tuple[Route, ...] = (
    Route(
        operation_id="handleKci",
        handler="kci",
        method="POST",
        path="/kcis",
        parameters=(
            Parameter("X-Request-ID", None, "header", models.RequestId, required=True),
            Parameter("X-Conversation-ID", None, "header", models.ConversationId, required=True),
        ),
        body=Body(models.TenantUpdate, tolerant=True),
        answers=(Answer(204),),
        failures={400: True, 401: True, 403: False, 422: True, 500: True, 503: True},
    ),
)


def create_app(
    api: TenantUpdatesApi,
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
