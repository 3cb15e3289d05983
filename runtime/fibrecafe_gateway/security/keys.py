"""Keys that tokens are signed and checked with."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from ..settings import Tokens

KEY_FILE = "token-key"
"""Name of the key that the gateway makes, beside its store."""

_MIN_SECRET = 32  # bytes; RFC 7518, 3.2

_MIN_RSA = 2048  # bits; RFC 7518, 3.3

PublicKey = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Keys:
    """A key for HS256, and one for the others: an algorithm never meets the other's key."""

    secret: bytes | None = field(default=None, repr=False)
    public: PublicKey | None = field(default=None, repr=False)

    def by_algorithm(self, algorithms: Iterable[str]) -> dict[str, bytes | PublicKey]:
        """The key of each algorithm. Raises ValueError for one that has none that fits."""
        keys: dict[str, bytes | PublicKey] = {}
        for algorithm in algorithms:
            key = self.secret if algorithm == "HS256" else self.public
            if key is None:
                wanted = "secret" if algorithm == "HS256" else "public_key_file"
                raise ValueError(f"[tokens] algorithms has {algorithm}, which needs `{wanted}`")
            if not _fits(algorithm, key):
                raise ValueError(
                    f"[tokens] algorithms has {algorithm}, and the key in public_key_file is for"
                    f" {_algorithm_of(key)}"
                )
            keys[algorithm] = key
        return keys


def signing_key(tokens: Tokens, folder: Path | None) -> Keys:
    """The keys that the settings name.

    Where they have no secret for HS256, one is made and kept in `folder`, readable by its owner
    only; processes that start at once end up with the same. None: there is no folder that all
    processes share. Raises ValueError and OSError, which say what to do.
    """
    secret: bytes | None = None
    if "HS256" in tokens.algorithms:
        if tokens.secret is not None:
            secret = _checked(tokens.secret.read(), "[tokens] secret")
        elif folder is not None:
            secret = _kept(folder / KEY_FILE)
        else:
            raise ValueError(
                "[tokens] secret is missing: gateways that share a PostgreSQL store must be given"
                f" the same one, {_MIN_SECRET} bytes or more"
            )
    public = None if tokens.public_key_file is None else _public(tokens.public_key_file)
    keys = Keys(secret, public)
    keys.by_algorithm(tokens.algorithms)
    return keys


def _checked(text: str, place: str) -> bytes:
    secret = text.encode()
    if len(secret) < _MIN_SECRET:
        raise ValueError(f"{place} is too short: HS256 needs {_MIN_SECRET} bytes or more")
    if b"-----BEGIN" in secret:
        raise ValueError(f"{place} is a PEM key: for RS256 and its like give `public_key_file`")
    return secret


def _public(file: Path) -> PublicKey:
    try:
        key = load_pem_public_key(file.read_bytes())
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError(f"[tokens] public_key_file {file} holds no public key in PEM") from None
    if isinstance(key, RSAPublicKey) and key.key_size < _MIN_RSA:
        raise ValueError(
            f"[tokens] public_key_file {file}: an RSA key needs {_MIN_RSA} bits or more"
        )
    if isinstance(key, RSAPublicKey | Ed25519PublicKey) or (
        isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1)
    ):
        return key
    raise ValueError(f"[tokens] public_key_file {file}: must be an RSA, P-256 or Ed25519 key")


def _algorithm_of(key: bytes | PublicKey) -> str:
    if isinstance(key, bytes):
        return "HS256"
    if isinstance(key, RSAPublicKey):
        return "RS256"
    return "ES256" if isinstance(key, EllipticCurvePublicKey) else "EdDSA"


def _fits(algorithm: str, key: bytes | PublicKey) -> bool:
    return _algorithm_of(key) == algorithm


def _kept(file: Path) -> bytes:
    """The key in a file, made if there is none. Raises OSError and ValueError."""
    try:
        text = file.read_text()
    except FileNotFoundError:
        _make(file)
        text = file.read_text()
    except UnicodeDecodeError:
        text = ""
    try:
        secret = _checked(text.rstrip("\r\n"), str(file))
    except ValueError as error:
        raise ValueError(f"{error}. Remove the file, and a new key is made") from None
    if file.stat().st_mode & 0o077:
        _logger.warning("%s can be read by others: chmod 600 it", file)
    return secret


def _make(file: Path) -> None:
    """Write a new key, whole or not at all, unless another process was first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(draft, file)  # a rename would replace the key of who was first
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
