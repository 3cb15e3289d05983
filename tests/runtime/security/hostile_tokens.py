"""Tokens, good and hostile, for a gateway that takes HS256 and RS256."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fibrecafe_gateway.settings import Tokens

SECRET = "a secret that only the gateway knows"

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)

TENANT_SCOPE, SUPPLIER_SCOPE = Tokens().tenant_scope, Tokens().supplier_scope


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """Of the other issuer."""
    return rsa.generate_private_key(65537, 2048)


def public_pem() -> bytes:
    """Its public half."""
    return rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def claims(**changes: Any) -> dict[str, Any]:
    """Of a good token of tenant ACME; None takes a claim away."""
    good = {
        "iss": "fibrecafe",
        "aud": ["gateway", "other"],
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 3600,
        "client_id": "acme-portal",
        "tenant": "ACME",
        "scope": f"{TENANT_SCOPE} openid",
    }
    return {k: v for k, v in {**good, **changes}.items() if v is not None}


def signed(**changes: Any) -> str:
    """A token with these claims, signed as it should be."""
    return jwt.encode(claims(**changes), SECRET, algorithm="HS256")


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def by_hand(header: Any, payload: Any, key: bytes = SECRET.encode()) -> str:
    """Signed with HMAC whatever the header says, as an attacker does it."""
    text = f"{part(header)}.{part(payload)}"
    return f"{text}.{part(hmac.digest(key, text.encode(), hashlib.sha256))}"


def tampered() -> str:
    header, _, signature = signed().split(".")
    return f"{header}.{part(claims(tenant='RIVAL'))}.{signature}"


HOSTILE: dict[str, Callable[[], str]] = {
    "garbage": lambda: "garbage",
    "two parts": lambda: "a.b",
    "dots": lambda: "...",
    "not ascii": lambda: "\xe9\xff.\xe9.\xe9",
    "no json": lambda: by_hand(b"\xff{", b"\xff{"),
    "payload is a list": lambda: by_hand({"alg": "HS256"}, [1]),
    "deep header": lambda: f"{part(b'[' * 4000)}.e30.e30",
    "deep payload": lambda: by_hand({"alg": "HS256"}, b"[" * 4000),
    "alg none": lambda: f"{part({'alg': 'none'})}.{part(claims())}.",
    "alg None, signed": lambda: by_hand({"alg": "None"}, claims()),
    "alg missing": lambda: by_hand({}, claims()),
    "alg is a list": lambda: by_hand({"alg": ["HS256"]}, claims()),
    "alg not configured": lambda: jwt.encode(claims(), SECRET * 2, algorithm="HS512"),
    "RS256 to HS256 with the public key": lambda: by_hand({"alg": "HS256"}, claims(), public_pem()),
    "RS256 signed with the secret": lambda: by_hand({"alg": "RS256"}, claims()),
    "unknown crit": lambda: by_hand({"alg": "HS256", "crit": ["x"], "x": 1}, claims()),
    "detached payload": lambda: by_hand({"alg": "HS256", "b64": False}, claims()),
    "another key": lambda: by_hand({"alg": "HS256"}, claims(), b"x" * 32),
    "tampered payload": tampered,
    "no signature": lambda: signed().rpartition(".")[0] + ".",
    "expired": lambda: signed(exp=int(NOW.timestamp())),
    "exp missing": lambda: signed(exp=None),
    "exp is text": lambda: signed(exp="9999999999"),
    "exp is true": lambda: by_hand({"alg": "HS256"}, claims(exp=True)),
    "exp is NaN": lambda: by_hand({"alg": "HS256"}, claims(exp=float("nan"))),
    "exp is infinite": lambda: by_hand({"alg": "HS256"}, claims(exp=float("inf"))),
    "exp beyond all floats": lambda: by_hand({"alg": "HS256"}, claims(exp=10**400)),
    "nbf in the future": lambda: signed(nbf=int(NOW.timestamp()) + 60),
    "nbf is no time": lambda: by_hand({"alg": "HS256"}, claims(nbf="now")),
    "iat in the future": lambda: signed(iat=int(NOW.timestamp()) + 60),
    "iss missing": lambda: signed(iss=None),
    "iss another": lambda: signed(iss="elsewhere"),
    "iss is a list": lambda: by_hand({"alg": "HS256"}, claims(iss=["fibrecafe"])),
    "aud missing": lambda: signed(aud=None),
    "aud another": lambda: signed(aud="other"),
    "aud is a number": lambda: by_hand({"alg": "HS256"}, claims(aud=7)),
    "a supplier's token": lambda: signed(tenant=None, supplier="ACME"),
    "both claims": lambda: signed(supplier="ACME"),
    "both claims, one null": lambda: by_hand({"alg": "HS256"}, claims() | {"supplier": None}),
    "no tenant": lambda: signed(tenant=None),
    "tenant is empty": lambda: signed(tenant=""),
    "tenant is a number": lambda: signed(tenant=7),
    "tenant is a list": lambda: signed(tenant=["ACME"]),
    "tenant is very long": lambda: signed(tenant="A" * 300),
    "an unknown tenant": lambda: signed(tenant="GONE"),
    "scope is a number": lambda: signed(scope=7),
    "scope holds a number": lambda: signed(scope=[TENANT_SCOPE, 7]),
    "20 KB": lambda: signed(filler="x" * 20_000),
}
