"""A socket that is bound before anything else starts, so that its port is known and a taken one is
a clear error.
"""

from __future__ import annotations

import socket

import click


def listen(host: str, port: int, setting: str) -> socket.socket:
    """A listening socket; port 0 takes any. Raises click.ClickException."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)  # who connects before the server runs waits, and is not refused
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        raise click.ClickException(
            f"cannot listen at {host}:{port}: {reason}; choose another {setting}"
        ) from error
    return listener


def url_of(listener: socket.socket) -> str:
    """How it is reached."""
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
