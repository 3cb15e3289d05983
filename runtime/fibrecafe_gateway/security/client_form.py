"""The form that asks for a token (RFC 6749, 4.4), read strictly."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote_plus

_MAX_FIELDS = 32

_MAX_ID = 255


class FormRefused(Exception):
    """An error of RFC 6749, 5.2; neither text quotes the request."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error, description)
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class Pair:
    """What a client says of itself."""

    client: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What is asked for, and by whom."""

    credentials: tuple[Pair, ...]
    """The ways to read what was given: any of them may be right."""
    scopes: frozenset[str]


def read_request(query: bytes, fields: Mapping[bytes, bytes], body: bytes) -> TokenRequest:
    """Raises FormRefused."""
    if query:
        # Addresses are logged everywhere, and a secret in one would be too.
        raise _invalid("parameters belong into the body, not into the address")
    media_type = fields.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if media_type != b"application/x-www-form-urlencoded":
        raise _invalid("Content-Type must be application/x-www-form-urlencoded")
    form = _form(body)
    if "grant_type" not in form:
        raise _invalid("grant_type is missing")
    if form["grant_type"] != "client_credentials":
        raise FormRefused("unsupported_grant_type", "grant_type must be client_credentials")
    credentials = _credentials(form, fields.get(b"authorization"))
    return TokenRequest(credentials, frozenset(form.get("scope", "").split()))


def _form(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError:
        raise _invalid("the body is no form in UTF-8") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise _invalid("a parameter is given twice")
    # RFC 6749, 3.2: one without a value counts as absent.
    return {name: value for name, value in form.items() if value}


def _credentials(form: Mapping[str, str], header: bytes | None) -> tuple[Pair, ...]:
    if header is not None:
        if "client_secret" in form:
            raise _invalid("credentials are given twice: in the form and in Authorization")
        pairs = _basic(header)
        if form.get("client_id", pairs[0].client) not in {pair.client for pair in pairs}:
            raise _invalid("client_id is not the one in Authorization")
    elif "client_id" in form and "client_secret" in form:
        pairs = (Pair(form["client_id"], form["client_secret"]),)
    else:
        raise FormRefused(
            "invalid_client",
            "client_id and client_secret are required, in the form or as HTTP Basic",
        )
    if any(len(pair.client) > _MAX_ID for pair in pairs):
        raise FormRefused("invalid_client", "client_id or client_secret is wrong")
    return pairs


def _basic(header: bytes) -> tuple[Pair, ...]:
    """As RFC 6749, 2.3.1, has it, percent-encoded; and as it is, which is what many clients send
    and the published guide shows."""
    scheme, _, encoded = header.partition(b" ")
    try:
        text = b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    client, colon, secret = text.partition(":")
    if scheme.lower() != b"basic" or not colon or not client:
        raise FormRefused("invalid_client", "Authorization must be HTTP Basic, in UTF-8")
    plain = Pair(client, secret)
    try:
        decoded = Pair(unquote_plus(client, errors="strict"), unquote_plus(secret, errors="strict"))
    except UnicodeDecodeError:
        return (plain,)
    return (plain,) if decoded == plain else (decoded, plain)


def _invalid(description: str) -> FormRefused:
    return FormRefused("invalid_request", description)
