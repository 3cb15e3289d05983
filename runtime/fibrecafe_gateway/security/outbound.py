"""Credentials towards tenants and suppliers.

For aiohttp, which the delivery engine posts with, an `OutboundAuth`; for httpx2, which adapters
call with, an `httpx2.Auth`. Neither shows a secret, in no repr and no message.
"""

from __future__ import annotations

import asyncio
import json
import math
from base64 import b64encode
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
import httpx2

from fibrecafe_api._support.auth import BearerToken, ClientCredentials

from .. import faults
from ..clock import Clock
from ..settings import Basic, Bearer, Credentials, OAuth
from .guard import AddressRefused
from .tls import Tls
from .tls_reasons import reason_of

_MARGIN = 60.0  # seconds before its end that a token counts as spent

_LIFE = 300.0  # seconds, where the endpoint does not say

_MAX_ANSWER = 64 * 1024

# RFC 6749, 5.2. Any other text of an endpoint's might quote what it was sent.
_ERRORS = frozenset(
    {
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
    }
)

Session = Callable[[], aiohttp.ClientSession]
"""Gives the session to post with, one with a guarded connector: a token endpoint is an address
that a tenant gave."""


class TokenUnavailable(Exception):
    """A token endpoint gave no token."""

    def __init__(self, endpoint: str, problem: str, *, status: int | None = None) -> None:
        super().__init__(f"no token from {endpoint}: {problem}")
        self.endpoint = endpoint
        """Without credentials and query."""
        self.status = status
        """Of its answer; None: there was none."""


class OutboundAuth(Protocol):
    """What a request to another says of who the gateway is."""

    def known(self) -> str | None:
        """The same, where nothing has to be fetched for it."""
        ...

    async def header(self) -> str | None:
        """The value for `Authorization`; None: none. Raises TokenUnavailable."""
        ...

    async def renew(self, rejected: str) -> bool:
        """After a 401: whether there is now another header than the rejected one.

        Any number of calls at once fetch one token. Raises TokenUnavailable.
        """
        ...


def outbound_auth(
    credentials: Credentials | None,
    session: Session,
    clock: Clock,
    *,
    timeout: float = 10.0,
    tls: Tls | None = None,
) -> OutboundAuth:
    """`timeout`: seconds that a token endpoint has. `tls`: what is shown to it, and trusted.

    Raises OSError for a secret's file that cannot be read, ValueError for a secret that cannot be
    sent.
    """
    match credentials:
        case OAuth():
            return _FetchedToken(credentials, session, clock, timeout, tls)
        case Basic():
            return _Constant(lambda: _basic(credentials))
        case Bearer():
            return _Constant(lambda: _bearer(credentials.token.read()))
        case None:
            return _Constant(lambda: None)


def httpx2_auth(credentials: Credentials | None) -> httpx2.Auth | None:
    """The same for httpx2. Raises OSError and ValueError, as `outbound_auth`."""
    match credentials:
        case OAuth():
            return ClientCredentials(
                _without_user(credentials.token_url),
                credentials.client_id,
                credentials.client_secret.read(),
                scopes=credentials.scopes,
                in_body=credentials.in_body,
            )
        case Basic():
            _basic(credentials)
            return httpx2.BasicAuth(credentials.user, credentials.password.read())
        case Bearer():
            return BearerToken(_bearer(credentials.token.read()).removeprefix("Bearer "))
        case None:
            return None


class _Constant:
    """A header that changes only when the file of its secret does."""

    def __init__(self, make: Callable[[], str | None]) -> None:
        self._make = make
        self._header = make()

    def known(self) -> str | None:
        return self._header

    async def header(self) -> str | None:
        return self._header

    async def renew(self, rejected: str) -> bool:
        try:
            self._header = self._make()
        except (OSError, ValueError):
            return False  # the file is being replaced, or is wrong: what is known stays
        return self._header != rejected


class _FetchedToken:
    """OAuth 2 client credentials (RFC 6749, 4.4)."""

    def __init__(
        self,
        credentials: OAuth,
        session: Session,
        clock: Clock,
        timeout: float,
        tls: Tls | None,
    ) -> None:
        credentials.client_secret.read()
        self._credentials = credentials
        self._url = _without_user(credentials.token_url)
        self._endpoint = urlsplit(self._url)._replace(query="", fragment="").geturl()
        self._session = session
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._tls = tls
        self._header: str | None = None
        self._until = -math.inf
        self._flight: asyncio.Task[None] | None = None

    def known(self) -> str | None:
        return self._header if self._clock.now().timestamp() < self._until else None

    async def header(self) -> str:
        if self.known() is None:
            await self._fetch()
        assert self._header is not None
        return self._header

    async def renew(self, rejected: str) -> bool:
        if self._header == rejected:
            await self._fetch()
        return self._header != rejected

    async def _fetch(self) -> None:
        """Fetch a token, or wait for the one that is being fetched and share its outcome."""
        if self._flight is None:
            self._flight = asyncio.create_task(self._fetched())
            self._flight.add_done_callback(self._landed)
        # One who gives up waiting does not take the token from the others.
        await asyncio.shield(self._flight)

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flight = None
        if not flight.cancelled():
            flight.exception()  # seen, even when nobody waits any more

    async def _fetched(self) -> None:
        headers, form = self._request()
        try:
            async with self._session().post(
                self._url,
                data=form,
                headers=headers,
                allow_redirects=False,
                timeout=self._timeout,
                ssl=True if self._tls is None else self._tls.context(),
            ) as answer:
                body = await _read(answer.content)
        except TimeoutError:
            raise self._unavailable("no answer in time") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # Not `from error`: its text may hold the address, and that a password.
            raise self._unavailable(f"no answer ({_cause(error)})") from None
        faults.point("token.fetched")
        self._keep(answer.status, body)

    def _request(self) -> tuple[dict[str, str], bytes]:
        known = self._credentials
        try:
            secret = known.client_secret.read()
        except OSError as error:
            raise self._unavailable(f"the secret cannot be read: {error}") from None
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        form = {"grant_type": "client_credentials"}
        if known.scopes:
            form["scope"] = " ".join(known.scopes)
        if known.in_body:
            form |= {"client_id": known.client_id, "client_secret": secret}
        else:
            pair = f"{quote(known.client_id, safe='')}:{quote(secret, safe='')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return headers, urlencode(form).encode()

    def _keep(self, status: int, body: bytes) -> None:
        try:
            answer: Any = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            answer = {}
        if status != 200:
            error = answer.get("error")
            known = f": {error}" if isinstance(error, str) and error in _ERRORS else ""
            raise self._unavailable(f"it answered {status}{known}", status)
        try:
            header = _bearer(answer["access_token"])
        except (KeyError, ValueError):
            raise self._unavailable("it answered 200 without a token", status) from None
        if str(answer.get("token_type", "bearer")).lower() != "bearer":
            raise self._unavailable("its token is no bearer token", status)
        life = _seconds(answer.get("expires_in"))
        self._header = header
        self._until = self._clock.now().timestamp() + max(life - _MARGIN, life / 2)

    def _unavailable(self, problem: str, status: int | None = None) -> TokenUnavailable:
        return TokenUnavailable(self._endpoint, problem, status=status)


async def _read(content: aiohttp.StreamReader) -> bytes:
    """The body, cut at the limit: what is longer is no token."""
    body = b""
    while len(body) < _MAX_ANSWER:
        piece = await content.read(_MAX_ANSWER - len(body))
        if not piece:
            break
        body += piece
    return body


def _cause(error: Exception) -> str:
    if isinstance(error, AddressRefused):
        return str(error)
    reason = reason_of(error)
    if reason is not None:
        return f"TLS: {reason}"
    return getattr(error, "strerror", None) or type(error).__name__


def _seconds(life: object) -> float:
    try:
        seconds = float(life)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return _LIFE
    return seconds if 0 < seconds < math.inf else _LIFE


def _basic(credentials: Basic) -> str:
    if ":" in credentials.user:
        raise ValueError("a user of HTTP Basic cannot hold a colon")
    pair = f"{credentials.user}:{credentials.password.read()}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def _bearer(token: Any) -> str:
    """Raises ValueError."""
    if not isinstance(token, str) or not token:
        raise ValueError("a bearer token must be text")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("a bearer token must be printable ASCII without spaces")
    return f"Bearer {token}"


def _without_user(url: str) -> str:
    """A user and password in an address would be shown with it; those of the settings count."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
