"""Bearer tokens (JWT): who holds one, checked; and new ones.

What a token may be signed with, and by which key, comes from the settings alone (RFC 8725). Tokens
of tenants and of suppliers are told apart by their claim, and one with both is refused; one of an
operator has neither, and a scope that nobody else's has.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

import jwt

from ..clock import Clock
from ..settings import Tokens
from .keys import Keys, PublicKey

Party = Literal["tenant", "supplier", "admin"]
"""Whose a token is; `admin`: an operator's."""

MAX_TOKEN = 8 * 1024
"""Characters of a token."""

_MAX_ID = 255

_CACHED = 4096

_SKEW = 30.0  # seconds that an issuer's clock may be ahead (ours); the end is not stretched by it

_OPTIONS: Any = {
    # Times are compared with the injected clock, below.
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "require": ["exp", "iss"],
}

_RESERVED = frozenset({"iss", "aud", "exp", "iat", "nbf", "jti", "client_id", "scope", "scp"})


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks."""

    party: Party
    id: str
    """Of the tenant or the supplier; an operator's client."""
    client: str
    """Which of their clients; empty where the token does not say."""
    scopes: frozenset[str]


class TokenRejected(Exception):
    """A token that does not open this door.

    TokenRejected
    ├── TokenExpired   it was good
    └── ScopeMissing   it is good, for something else

    `reason` is for the log; it quotes nothing of the token.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TokenExpired(TokenRejected):
    """A token that was good."""


class ScopeMissing(TokenRejected):
    """A token that is good, for something else."""


class TokenVerifier:
    """Checks tokens; the good ones are remembered until their end."""

    def __init__(
        self, tokens: Tokens, keys: Keys, clock: Clock, *, admin_scope: str | None = None
    ) -> None:
        """`admin_scope`: of operators' tokens; None: none is taken.

        Raises ValueError for settings that contradict themselves.
        """
        self._claims = _claims(tokens)
        self._scopes = _scopes_of(tokens, admin_scope)
        self._keys = keys.by_algorithm(tokens.algorithms)
        self._issuer = tokens.issuer
        self._audience = tokens.audience
        self._options = {**_OPTIONS, "verify_aud": tokens.audience is not None}
        self._clock = clock
        self._good: dict[bytes, tuple[Principal, float]] = {}

    def verify(self, token: str, party: Party) -> Principal:
        """Who holds a token, if it opens the door of `party`. Raises TokenRejected."""
        if not token.isascii() or len(token) > MAX_TOKEN:
            raise TokenRejected("it is no token")
        now = self._clock.now().timestamp()
        digest = sha256(token.encode()).digest()
        known = self._good.get(digest)
        if known is not None:
            principal, end = known
            if now >= end:
                del self._good[digest]
                raise TokenExpired("it has expired")
            if principal.party == party:
                return principal
        claims = self._decoded(token)
        end = _check_times(claims, now)
        principal = self._principal(claims, party)
        if len(self._good) >= _CACHED:
            del self._good[next(iter(self._good))]
        self._good[digest] = principal, end
        return principal

    def _decoded(self, token: str) -> Mapping[str, Any]:
        """The claims of a token that was signed by whom it should."""
        for algorithm, key in self._keys.items():
            try:
                claims: Mapping[str, Any] = self._decode(token, algorithm, key)
                return claims
            except jwt.InvalidAlgorithmError:
                continue
            except jwt.InvalidTokenError as error:
                raise TokenRejected(_REASONS.get(type(error), "it cannot be read")) from None
            except Exception:
                # Whatever else a hostile token brings a parser to is a refusal, never a fault.
                raise TokenRejected("it cannot be read") from None
        raise TokenRejected("it is signed with an algorithm that is not taken")

    def _decode(self, token: str, algorithm: str, key: bytes | PublicKey) -> Mapping[str, Any]:
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            options=self._options,  # type: ignore[arg-type]
            audience=self._audience,
            issuer=self._issuer,
        )

    def _principal(self, claims: Mapping[str, Any], party: Party) -> Principal:
        if any(claim in claims for other, claim in self._claims.items() if other != party):
            raise TokenRejected(f"it is not (only) a token of a {party}")
        own = self._claims.get(party)
        identity = claims.get(own) if own is not None else _client(claims)
        if not isinstance(identity, str) or not 0 < len(identity) <= _MAX_ID:
            raise TokenRejected(f"it names no {party if own is not None else 'client'}")
        scopes = _scopes(claims)
        if self._scopes.get(party) not in scopes:
            raise ScopeMissing(f"it has no scope {self._scopes.get(party)}")
        return Principal(party, identity, _client(claims), scopes)


class TokenIssuer:
    """Makes tokens, signed with HS256."""

    def __init__(
        self, tokens: Tokens, keys: Keys, clock: Clock, *, admin_scope: str | None = None
    ) -> None:
        """`admin_scope`: of operators' tokens; None: none is made.

        Raises ValueError where the settings leave nothing to sign with.
        """
        if "HS256" not in tokens.algorithms or keys.secret is None:
            raise ValueError(
                "[tokens] endpoint is on and algorithms lacks HS256, the only one that the gateway"
                " signs with: set `endpoint = false`, or add HS256"
            )
        self._claims = _claims(tokens)
        for claim in self._claims.values():
            if claim in _RESERVED:
                raise ValueError(f"[tokens] claim {claim!r} has another use in tokens of our own")
        self._tokens = tokens
        self._scopes = _scopes_of(tokens, admin_scope)
        self._secret = keys.secret
        self.clock = clock

    def scope_of(self, party: Party) -> str:
        """The scope that opens the party's door. Raises KeyError for one that has none."""
        return self._scopes[party]

    def issue(self, party: Party, id: str, client: str, scopes: Iterable[str]) -> tuple[str, int]:
        """A new token, and the seconds that it lives."""
        now = self.clock.now().timestamp()
        lifetime = self._tokens.lifetime
        claims: dict[str, Any] = {
            "iss": self._tokens.issuer,
            "iat": int(now),
            "exp": math.ceil(now + lifetime),
            "jti": secrets.token_hex(12),  # two of the same second differ
            "client_id": client,
            "scope": " ".join(sorted(scopes)),
        }
        if party in self._claims:
            claims[self._claims[party]] = id
        if self._tokens.audience is not None:
            claims["aud"] = self._tokens.audience
        return jwt.encode(claims, self._secret, algorithm="HS256"), lifetime


def _scopes_of(tokens: Tokens, admin_scope: str | None) -> Mapping[Party, str]:
    scopes: dict[Party, str] = {"tenant": tokens.tenant_scope, "supplier": tokens.supplier_scope}
    if admin_scope is None:
        return scopes
    if admin_scope in scopes.values():
        raise ValueError("[admin] scope must differ from those of tenants and of suppliers")
    return {**scopes, "admin": admin_scope}


_REASONS: Mapping[type[Exception], str] = {
    jwt.InvalidSignatureError: "its signature is wrong",
    jwt.InvalidIssuerError: "its issuer is another",
    jwt.InvalidAudienceError: "it is for another audience",
    jwt.MissingRequiredClaimError: "it lacks exp, iss or aud",
}


def _claims(tokens: Tokens) -> Mapping[Party, str]:
    if tokens.tenant_claim == tokens.supplier_claim:
        raise ValueError(
            "[tokens] tenant_claim and supplier_claim must differ: they tell the two apart"
        )
    return {"tenant": tokens.tenant_claim, "supplier": tokens.supplier_claim}


def _check_times(claims: Mapping[str, Any], now: float) -> float:
    """The token's end, in seconds since 1970. Raises TokenRejected."""
    end = _moment(claims, "exp")
    if now >= end:
        raise TokenExpired("it has expired")
    for name in ("nbf", "iat"):
        if name in claims and _moment(claims, name) > now + _SKEW:
            raise TokenRejected(f"it is not yet good ({name})")
    return end


def _moment(claims: Mapping[str, Any], name: str) -> float:
    value = claims[name]
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except OverflowError:  # an integer beyond all floats
        pass
    raise TokenRejected(f"its {name} is no time")


def _scopes(claims: Mapping[str, Any]) -> frozenset[str]:
    """Of `scope` (RFC 8693) and `scp`, as text or list. Raises TokenRejected."""
    scopes: set[str] = set()
    for name in ("scope", "scp"):
        value = claims.get(name)
        if value is None:
            continue
        values = value.split() if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(scope, str) for scope in values):
            raise TokenRejected(f"its {name} is no list of scopes")
        scopes.update(values)
    return frozenset(scopes)


def _client(claims: Mapping[str, Any]) -> str:
    for name in ("client_id", "azp", "sub"):
        value = claims.get(name)
        if isinstance(value, str) and value:
            return value[:_MAX_ID]
    return ""
