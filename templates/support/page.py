"""The served document and its reference page: files beside the generated module."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cached_property
from pathlib import Path

from .endpoint import Reply
from .request import RawHeaders

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


class Page:
    """A file that is served as it is, read when it is first asked for."""

    def __init__(self, file: Path, content_type: str) -> None:
        self._file = file
        self._content_type = content_type.encode("ascii")

    def reply(self) -> Reply:
        """The answer. Raises OSError when the file is not there."""
        return Reply(200, list(self._headers), self._content)

    @cached_property
    def _content(self) -> bytes:
        return self._file.read_bytes()

    @cached_property
    def _headers(self) -> RawHeaders:
        return [
            (b"content-type", self._content_type),
            (b"content-length", b"%d" % len(self._content)),
            (b"content-security-policy", _policy(self._content)),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"cache-control", b"no-cache"),
        ]


def pages_of(folder: Path) -> dict[str, Page]:
    """The pages of a generated API, by path."""
    return {
        "/openapi.json": Page(folder / "openapi.json", "application/json"),
        "/reference": Page(folder / "reference.html", "text/html; charset=utf-8"),
    }


def _policy(content: bytes) -> bytes:
    """Nothing is loaded or run; only the page's own styles apply, told by their hashes."""
    hashes = [hashlib.sha256(style).digest() for style in _STYLE.findall(content)]
    styles = [b"'sha256-%s'" % base64.b64encode(digest) for digest in hashes]
    return b"; ".join(
        (
            b"default-src 'none'",
            b"style-src " + (b" ".join(styles) or b"'none'"),
            b"base-uri 'none'",
            b"form-action 'none'",
            b"frame-ancestors 'none'",
        )
    )
