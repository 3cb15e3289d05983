"""Sends KCIs to tenants, by aiohttp.

What an answer means (rule: ours): 2xx delivered; 400, 409, 413, 422 refused; 401, 403 a new token once,
then the endpoint pauses; 404 and other 4xx, 3xx, TLS, DNS: the endpoint pauses; 408, 425, 429, 5xx,
time-out, a broken connection: it backs off. Redirects are never followed.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Protocol

import aiohttp
from aiohttp.payload import BytesPayload

from .. import faults
from ..clock import Clock, to_text
from ..security.tls_reasons import BROKEN, reason_of
from ..store.unit import Unit
from ..telemetry.trace_context import outgoing, taken_apart
from .outcome import Claim, Kind, Message, Outcome

_REFUSED = frozenset({400, 409, 413, 422})

_NOT_ALLOWED = frozenset({401, 403})

_LATER = frozenset({408, 425, 429})

_HINTS = {
    401: "the gateway's credentials are not taken; look at the tenant's [updates.auth]",
    403: "the gateway's credentials may not do this; look at the tenant's [updates.auth]",
    404: "nothing takes KCIs there; look at the tenant's [updates] url",
    405: "it does not take POST; look at the tenant's [updates] url",
    410: "nothing takes KCIs there any more; look at the tenant's [updates] url",
}

_NGINX = (
    "SSL certificate"  # it says so with 400: no client certificate, or one that it does not take
)
_CERTIFICATE_HINT = "it does not take our client certificate, or wants one; look at [updates.tls]"

_MAX_ANSWER = 2000  # bytes of an answer that are kept

_NONE = aiohttp.ClientTimeout(total=None)


class Authorization(Protocol):
    """Credentials towards an endpoint."""

    def known(self) -> str | None:
        """The value of the header, where none has to be fetched."""
        ...

    async def header(self) -> str | None:
        """The value of the header."""
        ...

    async def renew(self, rejected: str) -> bool:
        """Fetch another token after a 401; whether there is one."""
        ...


class NoAuthorization(Exception):
    """No token could be had; the text says why and holds no secret."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a tenant takes its KCIs."""

    url: str
    authorization: Authorization | None
    tls: Callable[[], ssl.SSLContext] | None = None
    """What is shown there and trusted, for the next connection; None: the machine's authorities."""


class TenantPosts:
    """Posts KCIs."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        targets: Callable[[str], Target | None],
        *,
        timeout: float,
        clock: Clock,
        new_id: Callable[[], str],
        unavailable: tuple[type[Exception], ...] = (NoAuthorization,),
        forbidden: tuple[type[Exception], ...] = (),
    ) -> None:
        """`targets` by tenant. `timeout` in seconds, of a delivery as a whole. `unavailable`: what a token endpoint that gives
        none raises; `forbidden`: what an address that may not be called raises."""
        self._http = http
        self._targets = targets
        self._seconds = timeout
        self._timeout = aiohttp.ClientTimeout(total=timeout, ceil_threshold=float("inf"))
        self._clock = clock
        self._new_id = new_id
        self._unavailable = unavailable
        self._forbidden = forbidden

    async def deliver(self, message: Message, claim: Claim) -> Outcome:
        """Post one."""
        target = self._targets(message.lane.split("/")[1])
        if target is None:
            return Outcome(Kind.PAUSE, detail="the tenant has no address for KCIs", sent=False)
        request_id = self._new_id()
        authorization = target.authorization
        if authorization is None:
            return await self._send(target, None, message, request_id, self._timeout)
        begun = time.monotonic()
        first: Outcome | None = None
        header = authorization.known()
        if header is not None:
            first = await self._send(target, header, message, request_id, self._timeout)
            if first.status not in _NOT_ALLOWED:
                return first
        try:
            # One for all: a token, the try with it, and those after a 401 must fit into a lease.
            async with asyncio.timeout(self._seconds - (time.monotonic() - begun)):
                if first is not None and header is not None:
                    return await self._again(target, authorization, header, message, first)
                return await self._post(target, authorization, message, request_id)
        except TimeoutError:
            return self._no_answer(request_id)

    def _no_answer(self, request_id: str) -> Outcome:
        return Outcome(Kind.RETRY, request_id, detail=f"no answer in {self._seconds:g} s")

    async def _post(
        self, target: Target, authorization: Authorization, message: Message, request_id: str
    ) -> Outcome:
        try:
            header = await authorization.header()
        except self._unavailable as error:
            return Outcome(Kind.PAUSE, request_id, detail=str(error))
        outcome = await self._send(target, header, message, request_id)
        if outcome.status not in _NOT_ALLOWED or header is None:
            return outcome
        return await self._again(target, authorization, header, message, outcome)

    async def _again(
        self,
        target: Target,
        authorization: Authorization,
        rejected: str,
        message: Message,
        outcome: Outcome,
    ) -> Outcome:
        """With other credentials, where there are any."""
        try:
            if not await authorization.renew(rejected):
                return outcome
            header = await authorization.header()
        except self._unavailable as error:
            return outcome._replace(detail=f"{outcome.detail}; {error}")
        second = await self._send(target, header, message, self._new_id())
        return second._replace(earlier=(outcome,))

    async def _send(
        self,
        target: Target,
        authorization: str | None,
        message: Message,
        request_id: str,
        timeout: aiohttp.ClientTimeout = _NONE,
    ) -> Outcome:
        try:
            return await self._answer(target, authorization, message, request_id, timeout)
        except self._forbidden as error:
            return Outcome(Kind.PAUSE, request_id, detail=str(error))
        except aiohttp.InvalidURL:
            return Outcome(Kind.PAUSE, request_id, detail="the tenant's address is no URL")
        except aiohttp.ClientConnectorDNSError as error:
            return Outcome(Kind.PAUSE, request_id, detail=f"DNS: {error.os_error}")
        except (aiohttp.ClientSSLError, ssl.SSLError) as error:
            return Outcome(Kind.PAUSE, request_id, detail=f"TLS: {reason_of(error) or error}")
        except TimeoutError:
            return self._no_answer(request_id)
        except (aiohttp.ClientError, OSError) as error:
            reason = reason_of(error)
            if reason is not None:
                return Outcome(Kind.PAUSE, request_id, detail=f"TLS: {reason}")
            detail = f"{type(error).__name__}: {error}"
            if target.url.startswith("https:") and isinstance(
                error.__cause__, ConnectionResetError
            ):
                detail += BROKEN
            return Outcome(Kind.RETRY, request_id, detail=detail)

    async def _answer(
        self,
        target: Target,
        authorization: str | None,
        message: Message,
        request_id: str,
        timeout: aiohttp.ClientTimeout,
    ) -> Outcome:
        headers = {
            "content-type": "application/json",
            "accept": "application/json",
            "x-request-id": request_id,
            "x-conversation-id": message.conversation_id,
            **outgoing(),
        }
        if authorization is not None:
            headers["authorization"] = authorization
        body = assemble(message, to_text(self._clock.now())).encode()
        async with self._http.post(
            f"{target.url}/kcis",
            data=BytesPayload(body),
            headers=headers,
            allow_redirects=False,
            timeout=timeout,
            ssl=True if target.tls is None else target.tls(),
        ) as response:
            faults.point("kci.sent")
            if 200 <= response.status < 300:
                response.release()
                return Outcome(Kind.DONE, request_id, response.status)
            told = await response.content.read(_MAX_ANSWER)
        return self._judge(response, told.decode("utf-8", "replace"), request_id)

    def _judge(self, response: aiohttp.ClientResponse, told: str, request_id: str) -> Outcome:
        status = response.status
        detail = f"{status} {told}".strip()
        if status == 400 and _NGINX in told:
            detail = f"{_CERTIFICATE_HINT}: {detail}"
        elif status in _REFUSED:
            return Outcome(Kind.REFUSED, request_id, status, detail)
        elif status in _LATER or status >= 500:
            after = _seconds(response.headers, self._clock)
            return Outcome(Kind.RETRY, request_id, status, detail, after)
        elif 300 <= status < 400:
            detail = f"{status}: redirects are not followed; give the address that it leads to"
        elif status in _HINTS:
            detail = f"{_HINTS[status]}: {detail}"
        return Outcome(Kind.PAUSE, request_id, status, detail)

    def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
        """Nothing follows from a KCI that was delivered."""

    def overtaken(self, unit: Unit, message: Message) -> bool:
        """A KCI waits for nothing but its tenant."""
        return False


def assemble(message: Message, delivered_on: str) -> str:
    """The KCI as it goes out: frozen when it was made, but for `deliveredOn`."""
    head = taken_apart(message.head).head
    return f'{head[:-1]},"deliveredOn":"{delivered_on}","entity":{message.body}}}'


def _seconds(headers: Mapping[str, str], clock: Clock) -> float | None:
    """What Retry-After says: seconds, or a date."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
        return max((until - clock.now()).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return None
