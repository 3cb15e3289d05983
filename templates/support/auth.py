"""Ways for a client to say who it is; any `httpx2.Auth` will do."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64encode
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import anyio
import httpx2

from .errors import TokenRefused

_MARGIN = 60.0  # seconds before its end that a token counts as spent

_LIFE = 300.0  # seconds, where the endpoint does not say


class BearerToken(httpx2.Auth):
    """A token that is known."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(
        self, request: httpx2.Request
    ) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Called by httpx2."""
        request.headers["authorization"] = self._header
        yield request


class ClientCredentials(httpx2.Auth):
    """OAuth 2 client credentials (RFC 6749, 4.4).

    One token serves all requests until a minute before its end; concurrent requests wait for the
    same one. After a 401 a new one is fetched once, and the request sent again: the server did not
    act on it. One object may serve many clients.
    """

    requires_response_body = True

    def __init__(
        self,
        token_url: str,
        client_id: str,
        client_secret: str,
        *,
        scopes: Sequence[str] = (),
        in_body: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`in_body`: credentials in the form, for servers that do not take HTTP Basic."""
        form = {"grant_type": "client_credentials"}
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "accept": "application/json",
        }
        if scopes:
            form["scope"] = " ".join(scopes)
        if in_body:
            form |= {"client_id": client_id, "client_secret": client_secret}
        else:
            pair = f"{quote(client_id, safe='')}:{quote(client_secret, safe='')}"
            headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        self._url = token_url
        self._headers = headers
        self._form = urlencode(form).encode()
        self._clock = clock
        self._token = ""
        self._until = float("-inf")
        self._lock = threading.Lock()
        self._async_lock: anyio.Lock | None = None

    def __repr__(self) -> str:
        return f"ClientCredentials({self._url!r})"

    def sync_auth_flow(
        self, request: httpx2.Request
    ) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Called by httpx2."""
        with self._lock:
            if self._spent():
                response = yield self._token_request()
                response.read()
                self._keep(response)
        token = self._set(request)
        response = yield request
        if response.status_code != 401:
            return
        with self._lock:
            if self._token == token:  # nobody fetched another meanwhile
                response = yield self._token_request()
                response.read()
                self._keep(response)
        self._set(request)
        yield request

    async def async_auth_flow(
        self, request: httpx2.Request
    ) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """Called by httpx2."""
        if self._async_lock is None:
            self._async_lock = anyio.Lock()
        async with self._async_lock:
            if self._spent():
                response = yield self._token_request()
                await response.aread()
                self._keep(response)
        token = self._set(request)
        response = yield request
        if response.status_code != 401:
            return
        async with self._async_lock:
            if self._token == token:
                response = yield self._token_request()
                await response.aread()
                self._keep(response)
        self._set(request)
        yield request

    def _spent(self) -> bool:
        return self._clock() >= self._until

    def _set(self, request: httpx2.Request) -> str:
        token = self._token
        request.headers["authorization"] = f"Bearer {token}"
        return token

    def _token_request(self) -> httpx2.Request:
        return httpx2.Request("POST", self._url, headers=self._headers, content=self._form)

    def _keep(self, response: httpx2.Response) -> None:
        """Raises TokenRefused, which never holds the credentials."""
        try:
            answer = json.loads(response.content)
            token, life = answer["access_token"], answer.get("expires_in", _LIFE)
            if response.status_code == 200 and isinstance(token, str) and token.isascii():
                life = float(life)
                self._token = token
                self._until = self._clock() + max(life - _MARGIN, life / 2)
                return
            reason = "no access_token in the answer"
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            reason = "the answer is no token"
        raise TokenRefused(
            f"{self._url} answered {response.status_code}: {_reason(response) or reason}",
            status=response.status_code,
        )


def _reason(response: httpx2.Response) -> str:
    """What RFC 6749, 5.2, has for the reason."""
    try:
        answer: Any = json.loads(response.content)
        more: Any = answer.get("error_description")
        reason = str(answer["error"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ""
    return f"{reason}: {more}" if more else reason
