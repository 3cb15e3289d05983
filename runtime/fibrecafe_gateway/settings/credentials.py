"""How the gateway shows who it is: tokens, passwords, certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator

from .section import Section, Url


class Secret(Section):
    """A secret: one of the two."""

    value: SecretStr | None = None
    """The secret itself; in the environment, not in a file that others read."""
    file: Path | None = None
    """A file that holds it, without the line's end."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.value is None) == (self.file is None):
            raise ValueError("give `value` or `file`")
        return self

    def read(self) -> str:
        """The secret. Raises OSError."""
        if self.value is not None:
            return self.value.get_secret_value()
        assert self.file is not None
        return self.file.read_text().rstrip("\r\n")


class OAuth(Section):
    """Client credentials at a token endpoint."""

    kind: Literal["oauth"] = "oauth"
    """OAuth 2.0 client credentials."""
    token_url: Url
    """Where tokens are fetched."""
    client_id: str
    """Of the gateway there."""
    client_secret: Secret
    """Of the gateway there."""
    scopes: tuple[str, ...] = ()
    """Asked for with a token."""
    in_body: bool = False
    """Credentials in the form, for servers that do not take HTTP Basic."""


class Basic(Section):
    """HTTP Basic."""

    kind: Literal["basic"]
    """HTTP Basic."""
    user: str
    """Of the gateway there."""
    password: Secret
    """Of the gateway there."""


class Bearer(Section):
    """A token that does not change."""

    kind: Literal["bearer"]
    """A constant token."""
    token: Secret
    """The token."""


Credentials = Annotated[OAuth | Basic | Bearer, Field(discriminator="kind")]


class Certificate(Section):
    """A client certificate that the gateway shows, and whom it trusts."""

    certificate_file: Path | None = None
    """PEM: the certificate, with those that vouch for it behind it."""
    key_file: Path | None = None
    """PEM: its key, without a passphrase; None: it is in `certificate_file`."""
    trust_file: Path | None = None
    """PEM: whom to trust at the other end instead of the machine's authorities."""
