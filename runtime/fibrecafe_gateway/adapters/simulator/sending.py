"""KCIs to a gateway over HTTP, by the generated client."""

from __future__ import annotations

from fibrecafe_api.supplier_updates.client import AsyncSupplierUpdatesClient, errors
from fibrecafe_api.supplier_updates.models import SupplierUpdate

from .pump import KciRefused


class GatewaySender:
    """Hands KCIs to the gateway that a client speaks to."""

    def __init__(self, client: AsyncSupplierUpdatesClient) -> None:
        self._client = client

    async def __call__(
        self, update: SupplierUpdate, *, request_id: str, conversation_id: str | None
    ) -> None:
        """Send one. Raises KciRefused on 400 and 422, and the client's ApiError."""
        try:
            await self._client.order_update(
                body=update, request_id=request_id, conversation_id=conversation_id
            )
        except (errors.MalformedRequest, errors.InvalidRequest, errors.RequestInvalid) as error:
            raise KciRefused(str(error)) from error
