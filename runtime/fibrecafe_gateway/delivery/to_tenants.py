"""Sends KCIs to tenants, by aiohttp.

What an answer means (rule: ours): 2xx delivered; 400, 422 refused; 401, 403 a new token once, then the
endpoint pauses; 404 and other 4xx, 3xx, TLS, DNS: the endpoint pauses; 408, 425, 429, 5xx, time-out:
it backs off. Redirects are never followed.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import aiohttp

from ..clock import Clock, to_text
from ..store.unit import Unit
from .outcome import Claim, Kind, Message, Outcome

_REFUSED = frozenset({400, 422})

_LATER = frozenset({408, 425, 429})

_MAX_ANSWER = 2000  # bytes of an answer that are kept


class Authorization(Protocol):
    """Credentials towards an endpoint."""

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
        """`targets` by tenant. `timeout` in seconds. `unavailable`: what a token endpoint that gives
        none raises; `forbidden`: what an address that may not be called raises."""
        self._http = http
        self._targets = targets
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._clock = clock
        self._new_id = new_id
        self._unavailable = unavailable
        self._forbidden = forbidden

    async def deliver(self, message: Message, claim: Claim) -> Outcome:
        """Post one."""
        target = self._targets(message.lane.split("/")[1])
        request_id = self._new_id()
        if target is None:
            return Outcome(Kind.PAUSE, request_id, detail="the tenant has no address for KCIs")
        try:
            return await self._post(target, message, request_id)
        except self._forbidden as error:
            return Outcome(Kind.PAUSE, request_id, detail=str(error))
        except self._unavailable as error:
            return Outcome(Kind.PAUSE, request_id, detail=str(error))
        except aiohttp.ClientConnectorDNSError as error:
            return Outcome(Kind.PAUSE, request_id, detail=f"DNS: {error.os_error}")
        except (aiohttp.ClientSSLError, ssl.SSLError) as error:
            return Outcome(Kind.PAUSE, request_id, detail=f"TLS: {error}")
        except TimeoutError:
            return Outcome(Kind.RETRY, request_id, detail=f"no answer in {self._timeout.total:g} s")
        except aiohttp.ClientError as error:
            return Outcome(Kind.RETRY, request_id, detail=f"{type(error).__name__}: {error}")

    async def _post(self, target: Target, message: Message, request_id: str) -> Outcome:
        headers = {
            "content-type": "application/json",
            "accept": "application/json",
            "x-request-id": request_id,
            "x-conversation-id": message.conversation_id,
        }
        authorization = await target.authorization.header() if target.authorization else None
        if authorization is not None:
            headers["authorization"] = authorization
        outcome = await self._send(target.url, headers, message)
        if (
            outcome.status == 401
            and target.authorization
            and authorization is not None
            and await target.authorization.renew(authorization)
        ):
            headers["authorization"] = await target.authorization.header() or authorization
            outcome = await self._send(target.url, headers, message)
        return outcome

    async def _send(self, url: str, headers: Mapping[str, str], message: Message) -> Outcome:
        body = assemble(message, to_text(self._clock.now())).encode()
        async with self._http.post(
            f"{url}/kcis", data=body, headers=headers, allow_redirects=False, timeout=self._timeout
        ) as response:
            if 200 <= response.status < 300:
                response.release()
                return Outcome(Kind.DONE, headers["x-request-id"], response.status)
            told = await response.content.read(_MAX_ANSWER)
        return _judge(response, told.decode("utf-8", "replace"), headers["x-request-id"])

    def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
        """Nothing follows from a KCI that was delivered."""


def assemble(message: Message, delivered_on: str) -> str:
    """The KCI as it goes out: frozen when it was made, but for `deliveredOn`."""
    return f'{message.head[:-1]},"deliveredOn":"{delivered_on}","entity":{message.body}}}'


def _judge(response: aiohttp.ClientResponse, told: str, request_id: str) -> Outcome:
    status = response.status
    detail = f"{status} {told}".strip()
    if status in _REFUSED:
        return Outcome(Kind.REFUSED, request_id, status, detail)
    if status in _LATER or status >= 500:
        return Outcome(Kind.RETRY, request_id, status, detail, _seconds(response))
    if 300 <= status < 400:
        detail = f"{status}: redirects are not followed; give the address that it leads to"
    return Outcome(Kind.PAUSE, request_id, status, detail)


def _seconds(response: aiohttp.ClientResponse) -> float | None:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdigit() else None
