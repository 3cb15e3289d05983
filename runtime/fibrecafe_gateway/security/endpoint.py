"""The gateway's own token endpoint, for development and small installations.

`POST /auth/tenant/access-token` and `/auth/supplier/access-token` (guide), and for operators
`/auth/admin/access-token` (ours): OAuth 2 client credentials, answers and errors as RFC 6749 has them.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

from fibrecafe_api._support.problem import Problem
from fibrecafe_api._support.request import (
    ClientGone,
    RawHeaders,
    Receive,
    Scope,
    Send,
    header_fields,
    read_body,
    route_path,
)

from ..settings import Client, Settings
from .attempts import FailedAttempts
from .client_form import FormRefused, TokenRequest, read_request
from .passwords import check_hash, dummy_hash, verify_secret
from .tokens import Party, TokenIssuer

MAX_BODY = 16 * 1024

PATHS: Mapping[str, Party] = {
    "/auth/tenant/access-token": "tenant",
    "/auth/supplier/access-token": "supplier",
    "/auth/admin/access-token": "admin",
}

Clients = Mapping[tuple[Party, str], tuple[str, str]]
"""By party and client id: the id of the tenant or supplier, and the hash of the secret. An operator
has no id but the client's."""

_AT_ONCE = 2  # secrets checked at the same time: each takes a processor and 16 MiB

_WAITING = 64

_NO_STORE: RawHeaders = [(b"cache-control", b"no-store"), (b"pragma", b"no-cache")]

_logger = logging.getLogger(__name__)


class _Busy(Exception):
    """Not now; in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def clients_of(settings: Settings) -> Clients:
    """Who may fetch tokens. Raises ValueError for an id given twice or a hash that is none."""
    clients: dict[tuple[Party, str], tuple[str, str]] = {}
    sections: tuple[tuple[Party, Mapping[str, Any]], ...] = (
        ("tenant", settings.tenants),
        ("supplier", settings.suppliers),
    )
    for party, owners in sections:
        for owner, section in owners.items():
            for client, given in section.clients.items():
                place = f"[{party}s.{owner}.clients.{client}]"
                if (party, client) in clients:
                    other = clients[party, client][0]
                    raise ValueError(f"{place}: {party} {other} has a client of this id too")
                clients[party, client] = owner, _hash_of(given, place)
    for client, given in settings.admin.clients.items() if settings.admin.enabled else ():
        clients["admin", client] = client, _hash_of(given, f"[admin.clients.{client}]")
    return clients


def _hash_of(client: Client, place: str) -> str:
    try:
        return check_hash(client.secret_hash)
    except ValueError as error:
        raise ValueError(
            f"{place} secret_hash {error}; `fibrecafe secret hash` makes one"
        ) from None


class TokenEndpoint:
    """Gives tokens out: an ASGI app without a framework."""

    def __init__(self, issuer: TokenIssuer, clients: Clients) -> None:
        self._issuer = issuer
        self._clients = clients
        self._has_admins = any(party == "admin" for party, _ in clients)
        self._failures = FailedAttempts(clients, issuer.clock)
        self._dummy = dummy_hash()
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface. Raises ValueError for a protocol that is not known."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1003, "reason": ""})
            return
        if scope["type"] != "http":
            raise ValueError(f"unknown ASGI scope {scope['type']!r}")
        try:
            status, headers, body = await self._answer(scope, receive)
        except ClientGone:
            return
        headers = [*headers, *_NO_STORE, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, RawHeaders, bytes]:
        try:
            party = PATHS.get(route_path(scope))
            if party is None or (party == "admin" and not self._has_admins):
                return 404, [], b""
            if scope["method"] != "POST":
                return 405, [(b"allow", b"POST")], b""
            fields = header_fields(scope)
            body = await read_body(fields, receive, MAX_BODY)
            request = read_request(scope.get("query_string") or b"", fields, body)
            return _json(200, await self._token(party, request))
        except FormRefused as refused:
            return _refusal(refused)
        except Problem as problem:  # the path, the headers or the body, of a wrong form or size
            close = [(b"connection", b"close")] if "Connection" in problem.headers else []
            status, headers, body = _refusal(
                FormRefused("invalid_request", "; ".join(problem.messages))
            )
            return status, [*headers, *close], body
        except _Busy as busy:
            return 503, [(b"retry-after", b"%d" % busy.seconds)], b""

    async def _token(self, party: Party, request: TokenRequest) -> dict[str, Any]:
        """Raises FormRefused and _Busy."""
        client, owner = await self._authenticated(party, request)
        granted = self._issuer.scope_of(party)
        if not request.scopes <= {granted}:
            raise FormRefused("invalid_scope", f"the only scope here is {granted}")
        token, lifetime = self._issuer.issue(party, owner, client, (granted,))
        _logger.info("a token for %s %s, client %s", party, owner, client)
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": lifetime,
            "scope": granted,
        }

    async def _authenticated(self, party: Party, request: TokenRequest) -> tuple[str, str]:
        """The client's id and its owner's. Raises FormRefused and _Busy."""
        if self._waiting >= _WAITING:
            raise _Busy(1)
        self._waiting += 1
        try:
            async with self._slots:
                return await self._checked(party, request)
        finally:
            self._waiting -= 1

    async def _checked(self, party: Party, request: TokenRequest) -> tuple[str, str]:
        first = request.credentials[0].client
        wait = max(self._failures.wait((party, pair.client)) for pair in request.credentials)
        if wait:  # the right secret too: else the answer would tell that it is the right one
            raise _Busy(wait)
        for pair in request.credentials:
            owner, hashed = self._clients.get((party, pair.client), ("", self._dummy))
            if await asyncio.to_thread(verify_secret, pair.secret, hashed) and owner:
                return pair.client, owner
        for client in {pair.client for pair in request.credentials}:
            self._failures.failed((party, client))
        # An id that is not known is not logged: it may be a secret in the wrong field.
        name = f"client {first}" if (party, first) in self._clients else "an unknown client"
        _logger.warning("no token for %s, as a %s: wrong id or secret", name, party)
        raise FormRefused("invalid_client", "client_id or client_secret is wrong")


def _refusal(refused: FormRefused) -> tuple[int, RawHeaders, bytes]:
    answer = {"error": refused.error, "error_description": refused.description}
    if refused.error != "invalid_client":
        return _json(400, answer)
    status, headers, body = _json(401, answer)
    return status, [*headers, (b"www-authenticate", b'Basic realm="fibrecafe"')], body


def _json(status: int, answer: Mapping[str, Any]) -> tuple[int, RawHeaders, bytes]:
    return status, [(b"content-type", b"application/json")], json.dumps(answer).encode()


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
