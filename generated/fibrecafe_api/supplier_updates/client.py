"""Fibre Cafe : Supplier Updates API 1.8: the clients.

`SupplierUpdatesClient` waits for each answer, `AsyncSupplierUpdatesClient` is awaited; they
have the same methods. A request is checked before it leaves, an answer is read with tolerance
for what newer versions bring. Ids that are not given are made: `X-Request-ID` for each call,
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
    "AsyncSupplierUpdatesClient",
    "BearerToken",
    "ClientCredentials",
    "SCOPES",
    "TOKEN_URL",
    "SERVERS",
    "SupplierUpdatesClient",
    "errors",
]

SERVERS = {
    "Production": "https://prod.fibregateway.com/v1",
}
"""Base URLs that the document names."""

TOKEN_URL = "https://prod.fibregateway.com/v1/auth/supplier/access-token"
"""Where `ClientCredentials` gets its tokens (relative ones: below the server)."""

SCOPES = ("com.fibregateway.PRODUCTION/supplier.all.all",)

_ORDER_UPDATE = Call(
    operation_id="handleOrderUpdate",
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
    },
    body=models.SupplierUpdate,
    told=True,
    request_id=True,
    conversation_id=True,
)


class SupplierUpdatesClient(Client):
    """Calls the Fibre Cafe : Supplier Updates API and waits."""

    def order_update(
        self,
        *,
        body: models.SupplierUpdate,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> None:
        """Send an update.

        Takes one KCI. 204 says that it is kept and will be processed; the same `id` may be sent
        again. The entity names the gateway's id or the supplier's reference, or both.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _ORDER_UPDATE,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        self._call(prepared, timeout)


class AsyncSupplierUpdatesClient(AsyncClient):
    """Calls the Fibre Cafe : Supplier Updates API."""

    async def order_update(
        self,
        *,
        body: models.SupplierUpdate,
        request_id: str | None = None,
        conversation_id: str | None = None,
        timeout: float | None = None,
    ) -> None:
        """Send an update.

        Takes one KCI. 204 says that it is kept and will be processed; the same `id` may be sent
        again. The entity names the gateway's id or the supplier's reference, or both.

        Raises ApiError; documented: 400, 401, 403, 422, 500, 503.
        """
        prepared = prepare(
            _ORDER_UPDATE,
            {},
            body,
            request_id=request_id,
            conversation_id=conversation_id,
        )
        await self._call(prepared, timeout)
