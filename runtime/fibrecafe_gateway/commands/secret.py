"""`fibrecafe secret`: secrets of clients, as the settings keep them."""

from __future__ import annotations

import sys
from getpass import getpass

import click


@click.group(short_help="Hash and make secrets for the settings.")
def command() -> None:
    """Secrets of those who fetch tokens from the gateway.

    \b
    Example:
        fibrecafe secret new
    """


@command.command("hash", short_help="Hash a secret that is typed or piped in.")
def hash_() -> None:
    """Print the hash of a secret, for `secret_hash` in the settings.

    \b
    Examples:
        fibrecafe secret hash
        printf %s "$SECRET" | fibrecafe secret hash
    """
    from ..security.passwords import hash_secret

    stdin = sys.stdin
    secret = getpass("secret: ") if stdin.isatty() else stdin.read().rstrip("\r\n")
    if len(secret) < 16:
        raise click.ClickException("a secret has at least 16 characters; `fibrecafe secret new`")
    click.echo(hash_secret(secret))


@command.command(short_help="Make a secret, and its hash.")
def new() -> None:
    """Print a new secret, which is kept nowhere, and its hash."""
    import secrets

    from ..security.passwords import hash_secret

    secret = secrets.token_urlsafe(32)
    click.echo(f"secret       {secret}\nsecret_hash  {hash_secret(secret)}")
