"""Fibre Cafe : Tenant Updates API 1.14: the clients.

`TenantUpdatesClient` waits for each answer, `AsyncTenantUpdatesClient` is awaited; they have
the same methods. A request is checked before it leaves, an answer is read with tolerance for
what newer versions bring. Ids that are not given are made: `X-Request-ID` for each call,
`X-Conversation-ID` too; give the latter to follow one matter through several calls. Nothing is
sent twice by itself. What is raised is drawn in `errors`. `timeout` is in seconds.
"""

from __future__ import annotations


from .._support import errors
from .._support.client import (
    ApiError,
    AsyncClient,
    BearerToken,
    Call,
    Client,
    ClientCredentials,
    prepare,
)
from . import models

__all__ = [
    "ApiError",
    "AsyncTenantUpdatesClient",
    "BearerToken",
    "ClientCredentials",
    "SCOPES",
    "TOKEN_URL",
    "SERVERS",
    "TenantUpdatesClient",
    "errors",
]

SERVERS = {
    "Placeholder: every tenant has its own address.": "https://api.provided_by_tenant.net",
}
"""Base URLs that the document names."""

TOKEN_URL = "https://api.provided_by_tenant.net/oauth2/token"
"""Where `ClientCredentials` gets its tokens (relative ones: below the server)."""

SCOPES = ()

_KCI = Call(
    operation_id="handleKci",
    method="POST",
    path="/kcis",
    answers={
        204: None,
    },
    errors={
        400: models.Error,
        401: models.Error,
        422: models.Error,
        500: models.Error,
        503: models.Error,
    },
    body=models.TenantUpdate,
    told=True,
    request_id=True,
    conversation_id=True,
)


class TenantUpdatesClient(Client):
    """Calls the Fibre Cafe : Tenant Updates API and waits."""

    def kci(
        self,
        *,
        body: models.TenantUpdate,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> None:
        """Receive an update.

        Takes one KCI. Answer 204 once it is kept safely: it will be processed afterwards. The
        same `id` may come again and is then to be answered in the same way.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _KCI,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        self._call(prepared, timeout)


class AsyncTenantUpdatesClient(AsyncClient):
    """Calls the Fibre Cafe : Tenant Updates API."""

    async def kci(
        self,
        *,
        body: models.TenantUpdate,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> None:
        """Receive an update.

        Takes one KCI. Answer 204 once it is kept safely: it will be processed afterwards. The
        same `id` may come again and is then to be answered in the same way.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _KCI,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        await self._call(prepared, timeout)
