"""Who may send KCIs: `authenticate` for a receiver, compared in constant time."""

from __future__ import annotations

import hmac
from base64 import b64encode

from fibrecafe_api._support.server import Authenticate, Problem, RequestHead

PRINCIPAL = "gateway"
"""What the context of a request says of its sender."""


def bearer(*tokens: str) -> Authenticate:
    """Takes any of these bearer tokens; give two while one replaces the other.

    Raises ValueError without a token, and for an empty one.
    """
    return _one_of("Bearer", [token.encode() for token in _checked(tokens)])


def basic(user: str, password: str) -> Authenticate:
    """Takes HTTP Basic with this user and password. Raises ValueError for an empty one."""
    if ":" in user:
        raise ValueError("a user's name for HTTP Basic cannot hold a colon")
    return _one_of("Basic", [b64encode(":".join(_checked((user, password))).encode())])


def _checked(secrets: tuple[str, ...]) -> tuple[str, ...]:
    if not secrets or not all(secrets):
        raise ValueError("an empty secret would let everybody in")
    return secrets


def _one_of(scheme: str, known: list[bytes]) -> Authenticate:
    async def authenticate(head: RequestHead, scopes: tuple[str, ...]) -> str:
        given_scheme, _, given = (head.header("authorization") or "").partition(" ")
        credentials = given.strip().encode("latin-1")
        # All are compared, so that time does not tell which one was near.
        fits = [hmac.compare_digest(credentials, one) for one in known]
        if given_scheme.lower() == scheme.lower() and any(fits):
            return PRINCIPAL
        headers = {} if scheme == "Bearer" else {"WWW-Authenticate": f'{scheme} realm="KCIs"'}
        raise Problem(401, f"{scheme} authentication is required", headers=headers)

    return authenticate
