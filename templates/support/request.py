"""What an implementation is told of a request, and how its parts are taken from an ASGI scope."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from .problem import Problem

Scope = MutableMapping[str, Any]

Message = MutableMapping[str, Any]

Receive = Callable[[], Awaitable[Message]]

Send = Callable[[Message], Awaitable[None]]

RawHeaders = list[tuple[bytes, bytes]]

MAX_HEADER_BYTES = 32 * 1024

MAX_HEADERS = 200

MAX_QUERY_BYTES = 32 * 1024

MAX_PATH = 4096

MAX_ID = 255
"""Characters of an id, so that it can be stored and logged."""

_MAX_DISCARDED = 16 * 1024 * 1024

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class RequestHead:
    """What is known of a request before its sender is: given to `authenticate`."""

    scope: Scope
    """The ASGI scope."""
    operation_id: str
    """As the document names the operation."""
    request_id: str | None
    """`X-Request-ID`: ties this request and its answer."""
    conversation_id: str | None
    """`X-Conversation-ID`: follows the whole message journey."""

    @property
    def headers(self) -> RawHeaders:
        """All headers as they came, names in lower case."""
        headers: RawHeaders = self.scope["headers"]
        return headers

    @property
    def client(self) -> tuple[str, int] | None:
        """Host and port of the peer, where the server knows them."""
        client: tuple[str, int] | None = self.scope.get("client")
        return client

    def header(self, name: str) -> str | None:
        """The first value of a header, by its name in any case."""
        wanted = name.lower().encode("latin-1")
        for given, value in self.headers:
            if given == wanted:
                return value.decode("latin-1")
        return None


@dataclass(frozen=True, slots=True)
class RequestContext(RequestHead):
    """What an implementation is told of a request beside its parameters and body."""

    principal: Any
    """What `authenticate` returned; None for an operation that needs no authentication."""
    answer_headers: dict[str, str] = field(default_factory=dict[str, str])
    """Headers to add to the answer of a success; an error has its own, see `Problem`."""


class ClientGone(Exception):
    """The client closed the connection before its request was complete; nobody hears an answer."""


def header_fields(scope: Scope) -> dict[bytes, bytes]:
    """The headers by name; what came several times is joined by commas, as RFC 9110 has it.

    Raises Problem when there are too many.
    """
    raw: RawHeaders = scope["headers"]
    fields = dict(raw)
    if len(fields) != len(raw):
        if len(raw) > MAX_HEADERS:
            raise Problem.malformed(f"headers: more than {MAX_HEADERS}")
        fields.clear()
        for name, value in raw:
            fields[name] = fields[name] + b", " + value if name in fields else value
    if len(fields) > MAX_HEADERS or sum(map(len, fields.values())) > MAX_HEADER_BYTES:
        raise Problem.malformed(f"headers: more than {MAX_HEADERS} or {MAX_HEADER_BYTES} bytes")
    return fields


def usable_id(value: bytes | None) -> str | None:
    """An id that can be echoed, stored and logged as it is; None for any other."""
    if not value or len(value) > MAX_ID:
        return None
    text = value.decode("latin-1")
    return text if text.isprintable() else None


def route_path(scope: Scope) -> str:
    """The path below the place where the app is mounted.

    ASGI's `path` includes `root_path`; some frameworks still strip it, so both are taken.
    Raises Problem for a path that is not valid text.
    """
    raw: bytes = scope.get("raw_path") or b""
    if b"%" in raw:
        _decoded(raw, "path")
    path: str = scope["path"]
    if len(path) > MAX_PATH:
        raise Problem.malformed(f"path: more than {MAX_PATH} characters")
    root: str = scope.get("root_path") or ""
    if root and path.startswith(root) and path[len(root) : len(root) + 1] in ("", "/"):
        return path[len(root) :] or "/"
    return path


def path_segments(scope: Scope, path: str) -> list[str]:
    """The parts of a `route_path` between slashes; an escaped slash is no separator."""
    raw: bytes = scope.get("raw_path") or b""
    below = path.removeprefix("/")
    if b"%2f" in raw.lower():
        segments = [_decoded(segment, "path") for segment in raw.split(b"/")]
        # The raw path also holds where the app is mounted, perhaps without a trace in the scope.
        for start in range(len(segments)):
            if "/".join(segments[start:]) == below:
                return segments[start:]
    return below.split("/")


def query_values(scope: Scope) -> dict[str, list[str]]:
    """The values of each name in the query, in their order.

    Raises Problem for what is not valid text.
    """
    query: bytes = scope.get("query_string") or b""
    values: dict[str, list[str]] = {}
    if not query:
        return values
    if len(query) > MAX_QUERY_BYTES:
        raise Problem.malformed(f"query: more than {MAX_QUERY_BYTES} bytes")
    for part in query.split(b"&"):
        if part:
            name, _, value = part.replace(b"+", b" ").partition(b"=")
            values.setdefault(_decoded(name, "query"), []).append(_decoded(value, "query"))
    return values


def _decoded(raw: bytes, place: str) -> str:
    if b"%" in raw:
        if _BROKEN_ESCAPE.search(raw):
            raise Problem.malformed(f"{place}: a % is not followed by two hexadecimal digits")
        raw = unquote_to_bytes(raw)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Problem.malformed(f"{place}: is not valid UTF-8") from None


async def read_body(fields: Mapping[bytes, bytes], receive: Receive, limit: int) -> bytes:
    """The whole body.

    Raises Problem when it is over the limit, and ClientGone.
    """
    announced = fields.get(b"content-length", b"")
    if announced.isdigit() and int(announced[:19]) > limit:
        await _discard(receive)
        raise _too_long(limit)
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        body: bytes = message.get("body", b"")  # nearly all of them come in one piece
        if len(body) > limit:
            raise _too_long(limit)
        return body
    pieces: list[bytes] = []
    size = 0
    while True:
        if message["type"] == "http.disconnect":
            raise ClientGone
        piece: bytes = message.get("body", b"")
        size += len(piece)
        if size > limit:
            if message.get("more_body"):
                await _discard(receive)
            raise _too_long(limit)
        pieces.append(piece)
        if not message.get("more_body"):
            return b"".join(pieces)
        message = await receive()


async def _discard(receive: Receive) -> None:
    """Take the rest of a body that is refused: most clients send all of it before they read the
    answer, and would see a broken connection instead."""
    size = 0
    while size < _MAX_DISCARDED:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            return


def _too_long(limit: int) -> Problem:
    problem = Problem.malformed(f"body: more than {limit} bytes")
    problem.headers["Connection"] = "close"
    return problem
