"""The ground of generated clients: a blocking and an asynchronous one, from one template."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any, Self

import httpx2

from .auth import BearerToken, ClientCredentials
from .calling import MAX_ANSWER, Argument, Call, Prepared, base_of, prepare, understand
from .errors import ApiError, TimedOut, TransportFailed, UnreadableAnswer

__all__ = [
    "MAX_ANSWER",
    "TIMEOUT",
    "ApiError",
    "Argument",
    "AsyncClient",
    "BearerToken",
    "Call",
    "Client",
    "ClientCredentials",
    "prepare",
]

TIMEOUT = 30.0
"""Seconds, unless a client is told another."""

# The request had not left when these came.
_UNSENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.UnsupportedProtocol,
)


def _limits(timeout: float | httpx2.Timeout | None) -> dict[str, float | None]:
    """A time-out as a request carries it."""
    return httpx2.Timeout(timeout).as_dict()


def failure(error: httpx2.HTTPError | ssl.SSLError, prepared: Prepared) -> ApiError:
    """An exception of the HTTP library as one of ours; it lets OpenSSL's own through where TLS 1.3 is
    refused, which comes after the request."""
    told = str(error) or type(error).__name__
    if isinstance(error, httpx2.DecodingError):
        return UnreadableAnswer(told, status=0, headers={}, body=b"", **prepared.known)
    kind = TimedOut if isinstance(error, httpx2.TimeoutException) else TransportFailed
    return kind(told, sent=not isinstance(error, _UNSENT), **prepared.known)


class Client:
    """The ground of blocking clients."""

    def __init__(
        self,
        base_url: str,
        *,
        auth: httpx2.Auth | None = None,
        timeout: float | httpx2.Timeout = TIMEOUT,
        headers: Mapping[str, str] | None = None,
        max_answer: int = MAX_ANSWER,
        http: httpx2.Client | None = None,
    ) -> None:
        """A client of the server at `base_url`.

        `auth` says who asks. `timeout` is in seconds, for each of connecting, sending and each
        pause of the answer. `headers` go with every request. `max_answer` is in bytes. `http`
        sends the requests; give one for proxies, certificates or tests, and close it yourself.

        Raises ValueError for a base URL that is none.
        """
        self._base = base_of(base_url)
        self._urls: dict[str, httpx2.URL] = {}
        self._auth = auth
        self._timeout = _limits(timeout)
        self._headers = dict(headers or {})
        self._max_answer = max_answer
        self._own = http is None
        self._http = http or httpx2.Client(timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless `http` was given."""
        if self._own:
            self._http.close()

    def _call(self, prepared: Prepared, timeout: float | None) -> Any:
        request = self._http.build_request(
            prepared.call.method,
            self._url(prepared),
            headers={**self._headers, **prepared.headers} if self._headers else prepared.headers,
            content=prepared.content,
            extensions={"timeout": self._timeout if timeout is None else _limits(timeout)},
        )
        try:
            response = self._http.send(
                request, auth=self._auth, follow_redirects=False, stream=True
            )
            try:
                body, whole = self._body(response)
            finally:
                response.close()
        except (httpx2.HTTPError, ssl.SSLError) as error:
            raise failure(error, prepared) from error
        return understand(prepared, response.status_code, response.headers, body, whole=whole)

    def _url(self, prepared: Prepared) -> httpx2.URL:
        """Where a request goes; a path without parameters is put together once."""
        path = prepared.path
        if path != prepared.call.path:
            return httpx2.URL(self._base + path)
        url = self._urls.get(path)
        if url is None:
            url = self._urls[path] = httpx2.URL(self._base + path)
        return url

    def _body(self, response: httpx2.Response) -> tuple[bytes, bool]:
        """The body, cut at the limit, and whether that is all of it."""
        pieces: list[bytes] = []
        size = 0
        for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > self._max_answer:
                return b"".join(pieces)[: self._max_answer], False
        return b"".join(pieces), True


class AsyncClient:
    """The ground of asynchronous clients."""

    def __init__(
        self,
        base_url: str,
        *,
        auth: httpx2.Auth | None = None,
        timeout: float | httpx2.Timeout = TIMEOUT,
        headers: Mapping[str, str] | None = None,
        max_answer: int = MAX_ANSWER,
        http: httpx2.AsyncClient | None = None,
    ) -> None:
        """A client of the server at `base_url`.

        `auth` says who asks. `timeout` is in seconds, for each of connecting, sending and each
        pause of the answer. `headers` go with every request. `max_answer` is in bytes. `http`
        sends the requests; give one for proxies, certificates or tests, and close it yourself.

        Raises ValueError for a base URL that is none.
        """
        self._base = base_of(base_url)
        self._urls: dict[str, httpx2.URL] = {}
        self._auth = auth
        self._timeout = _limits(timeout)
        self._headers = dict(headers or {})
        self._max_answer = max_answer
        self._own = http is None
        self._http = http or httpx2.AsyncClient(timeout=timeout)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, unless `http` was given."""
        if self._own:
            await self._http.aclose()

    async def _call(self, prepared: Prepared, timeout: float | None) -> Any:
        request = self._http.build_request(
            prepared.call.method,
            self._url(prepared),
            headers={**self._headers, **prepared.headers} if self._headers else prepared.headers,
            content=prepared.content,
            extensions={"timeout": self._timeout if timeout is None else _limits(timeout)},
        )
        try:
            response = await self._http.send(
                request, auth=self._auth, follow_redirects=False, stream=True
            )
            try:
                body, whole = await self._body(response)
            finally:
                await response.aclose()
        except (httpx2.HTTPError, ssl.SSLError) as error:
            raise failure(error, prepared) from error
        return understand(prepared, response.status_code, response.headers, body, whole=whole)

    def _url(self, prepared: Prepared) -> httpx2.URL:
        """Where a request goes; a path without parameters is put together once."""
        path = prepared.path
        if path != prepared.call.path:
            return httpx2.URL(self._base + path)
        url = self._urls.get(path)
        if url is None:
            url = self._urls[path] = httpx2.URL(self._base + path)
        return url

    async def _body(self, response: httpx2.Response) -> tuple[bytes, bool]:
        """The body, cut at the limit, and whether that is all of it."""
        pieces: list[bytes] = []
        size = 0
        async for piece in response.aiter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > self._max_answer:
                return b"".join(pieces)[: self._max_answer], False
        return b"".join(pieces), True
