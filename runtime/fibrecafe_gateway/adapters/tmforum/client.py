"""The supplier's API over HTTP, and what its errors mean."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from typing import Any, TypeAlias

import httpx2
from pydantic_core import from_json

from fibrecafe_api.supplier.client import errors

from ...security.tls_reasons import reason_of
from ..contract import (
    Busy,
    Faulty,
    Misunderstood,
    NotAuthorised,
    Refused,
    SupplierCall,
    SupplierFailure,
    TimedOut,
    Unreachable,
    Unsupported,
)
from ..native import Credentials
from ..sending import Sending, tells, watched

Json: TypeAlias = Mapping[str, Any]

QUALIFICATION = "/serviceQualificationManagement/v4"
APPOINTMENTS = "/appointmentManagement/v4"
ORDERS = "/serviceOrdering/v4"

MAX_ANSWER = 8 * 1024 * 1024
"""Bytes of an answer."""

# Not acted on: the server did not take the request in (as for the native adapter).
_NOT_NOW = frozenset({408, 425, 429, 503})

# Someone between the gateway and the supplier got no answer from it.
_OUTCOME_UNKNOWN = frozenset({502, 504})


class Conflict(Refused):
    """409: what is asked does not go with what the supplier has."""


class TmForumClient:
    """A call of the supplier. `ask` raises SupplierFailure and nothing else."""

    def __init__(
        self,
        supplier_id: str,
        base_url: str,
        credentials: Credentials,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        """`transport` carries the requests: the gateway's own, where it has one."""
        self._supplier = supplier_id
        self._base_url = base_url
        self._credentials = credentials
        self._traceable = tells(transport)
        # The environment's proxies and .netrc have no say in where a tenant's orders go.
        self._http = httpx2.AsyncClient(
            transport=transport, trust_env=False, event_hooks={"request": [watched]}
        )

    async def aclose(self) -> None:
        """Close connections."""
        await self._http.aclose()

    async def ask(
        self,
        call: SupplierCall,
        method: str,
        path: str,
        body: Json | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        """The JSON of the answer; None: the supplier has taken the request (202)."""
        with Sending(call, traceable=self._traceable) as sending:
            try:
                async with asyncio.timeout(call.deadline):
                    response = await self._http.send(
                        self._request(call, sending, method, path, body, query),
                        auth=self._auth(call.tenant),
                        follow_redirects=False,
                        stream=True,
                    )
                    try:
                        content = await _content(response)
                    finally:
                        await response.aclose()
            except TimeoutError as error:
                what = f"no answer within {call.deadline:g} s"
                if sending.may_have_arrived:
                    raise TimedOut(detail=what) from error
                raise Unreachable(detail=f"{what}; the request had not left") from error
            except errors.TokenRefused as error:
                raise _without_token(error) from error
            except UnicodeEncodeError as error:
                raise Misunderstood(detail=f"an id or a header cannot be sent: {error}") from error
            except (httpx2.HTTPError, httpx2.InvalidURL, ssl.SSLError) as error:
                raise _of_transport(error, sending) from error
        return _understood(response, content)

    async def look_up(self, call: SupplierCall, external_id: str) -> str | None:
        """The supplier's id of an order by the one that it was given; None: it has none.

        A look-up changes nothing, so what fails here may be tried again.
        """
        query = {"externalId": external_id, "fields": "id,externalId"}
        try:
            answer = await self.ask(call, "GET", f"{ORDERS}/serviceOrder", query=query)
        except (TimedOut, Faulty) as error:
            raise Unreachable(*error.messages, detail=f"look-up: {error.detail}") from error
        # Suppliers that do not know the filter answer with all orders.
        for order in answer if isinstance(answer, list) else ():
            if isinstance(order, dict) and order.get("externalId") == external_id:
                id = order.get("id")
                return None if id is None else str(id)
        return None

    def _request(
        self,
        call: SupplierCall,
        sending: Sending,
        method: str,
        path: str,
        body: Json | None,
        query: Mapping[str, str] | None,
    ) -> httpx2.Request:
        ids = sending.ids
        headers = {
            "Accept": "application/json",
            "X-Request-ID": ids["request_id"],
            "X-Conversation-ID": ids["conversation_id"],
            "Tenant": call.tenant,
        }
        return self._http.build_request(
            method,
            self._base_url + path,
            json=body,
            params=query,
            headers=headers,
            timeout=max(call.deadline, 0.001),
        )

    def _auth(self, tenant: str) -> httpx2.Auth | None:
        try:
            return self._credentials(tenant)
        except OSError as error:
            raise NotAuthorised(
                detail=f"credentials of tenant {tenant} at supplier {self._supplier}"
                f" cannot be read: {error}"
            ) from error


async def _content(response: httpx2.Response) -> bytes:
    content = bytearray()
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > MAX_ANSWER:
            raise Faulty(detail=f"an answer of over {MAX_ANSWER} bytes", may_have_acted=True)
    return bytes(content)


def _without_token(error: errors.TokenRefused) -> SupplierFailure:
    # A token endpoint that is down says nothing of the credentials.
    is_down = error.status >= 500 or error.status in _NOT_NOW
    return Busy(detail=str(error)) if is_down else NotAuthorised(detail=str(error))


def _of_transport(error: Exception, sending: Sending) -> SupplierFailure:
    reason = reason_of(error)
    if reason is not None:
        return Unreachable(detail=f"TLS: {reason}")
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, (httpx2.LocalProtocolError, httpx2.InvalidURL)):
        return Misunderstood(detail=detail)  # the request could not even be written
    if isinstance(error, httpx2.DecodingError):
        return Faulty(detail=detail, may_have_acted=True)
    return TimedOut(detail=detail) if sending.may_have_arrived else Unreachable(detail=detail)


def _understood(response: httpx2.Response, content: bytes) -> Any:
    """The JSON of a success; raises what anything else means."""
    status = response.status_code
    if status == 202:
        return None
    try:
        answer = from_json(content)  # unlike json, it takes no half of a character
    except ValueError as error:
        if 200 <= status < 300:
            raise Faulty(detail="the answer is no JSON", may_have_acted=True) from error
        answer = None
    if 200 <= status < 300:
        return answer
    said = _messages(answer)
    detail = f"{response.request.method} {response.request.url.path} answered {status}"
    raise _failure(status, said, detail, _retry_after(response))


def _failure(
    status: int, said: list[str], detail: str, retry_after: float | None
) -> SupplierFailure:
    if status == 422:
        return Refused(*said, detail=detail)
    if status == 409:
        return Conflict(*said, detail=detail)
    if status in (401, 403):
        return NotAuthorised(*said, detail=detail)
    if status in _NOT_NOW:
        return Busy(*said, detail=detail, retry_after=retry_after)
    if status in (405, 501):
        return Unsupported(*said, detail=detail)
    if 400 <= status < 500:
        return Misunderstood(*said, detail=detail)
    return Faulty(*said, detail=detail, may_have_acted=status in _OUTCOME_UNKNOWN)


def _messages(answer: Any) -> list[str]:
    """The supplier's own words: TM Forum's Error has a reason and, for people, a message."""
    if not isinstance(answer, dict):
        return []
    words = (answer.get("message"), answer.get("reason"))
    return [text for text in words if isinstance(text, str) and text][:1]


def _retry_after(response: httpx2.Response) -> float | None:
    value = response.headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else None
