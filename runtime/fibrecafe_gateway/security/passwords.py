"""Clients' secrets, kept as scrypt hashes: `scrypt$n$r$p$salt$hash`, the last two in base64."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple, Self

_N, _R, _P = 2**14, 8, 1  # 16 MiB and some 50 ms; the secrets of machines are long and random

_MAX_MEMORY = 128 * 1024 * 1024  # a hash that asks for more is a mistake, or an attack on memory

_MAX_P = 16

_SIZE = 32


class _Hashed(NamedTuple):
    n: int
    r: int
    p: int
    salt: bytes
    digest: bytes

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError, which does not quote the text: it may be a secret in the wrong place."""
        kind, *parts = text.split("$")
        if kind != "scrypt" or len(parts) != 5:
            raise ValueError("is no hash of a secret: `scrypt$n$r$p$salt$hash` is expected")
        if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts[:3]):
            raise ValueError("is no hash of a secret: n, r and p must be numbers")
        n, r, p = (int(part) for part in parts[:3])
        if n < 2 or n & (n - 1) or r < 1 or not 1 <= p <= _MAX_P:
            raise ValueError(
                f"is no hash of a secret: n must be a power of two, r at least 1, p 1 to {_MAX_P}"
            )
        if 128 * n * r > _MAX_MEMORY:
            raise ValueError("asks for more than 128 MiB: n or r of the hash is too large")
        salt, digest = _from_text(parts[3]), _from_text(parts[4])
        if len(salt) < 8 or len(digest) != _SIZE:
            raise ValueError(
                "is no hash of a secret: the salt must have 8 bytes or more, and the hash 32"
            )
        return cls(n, r, p, salt, digest)


def hash_secret(secret: str) -> str:
    """The hash of a secret, with a salt of its own: each call gives another."""
    salt = secrets.token_bytes(16)
    digest = _scrypt(secret, salt, _N, _R, _P)
    return "$".join(("scrypt", str(_N), str(_R), str(_P), _to_text(salt), _to_text(digest)))


def verify_secret(secret: str, hashed: str) -> bool:
    """Whether a secret is the hashed one; False for a hash that cannot be read.

    Takes some 50 ms of a processor without holding the interpreter: call it in a thread.
    """
    try:
        known = _Hashed.read(hashed)
        digest = _scrypt(secret, known.salt, known.n, known.r, known.p)
    except ValueError:
        return False
    return hmac.compare_digest(digest, known.digest)


def check_hash(hashed: str) -> str:
    """The hash itself. Raises ValueError, to be used when settings are read."""
    _Hashed.read(hashed)
    return hashed


def dummy_hash() -> str:
    """A hash that no secret fits, for clients that are not known: both then take the same time."""
    salt, digest = secrets.token_bytes(16), secrets.token_bytes(_SIZE)
    return "$".join(("scrypt", str(_N), str(_R), str(_P), _to_text(salt), _to_text(digest)))


def _scrypt(secret: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(
        secret.encode(), salt=salt, n=n, r=r, p=p, maxmem=2 * _MAX_MEMORY, dklen=_SIZE
    )


def _to_text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _from_text(text: str) -> bytes:
    """Raises ValueError."""
    try:
        data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        data = b""
    if _to_text(data) != text:  # the decoder passes over what is not base64
        raise ValueError("is no hash of a secret: salt and hash must be base64")
    return data
