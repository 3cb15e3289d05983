"""Calls without the network: from arguments to a request, from an answer to a value.

Both clients share this; what is left to them is to send and to wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import urandom
from typing import Any, Literal
from urllib.parse import quote, urlencode

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from .codec import codec_of
from .errors import ApiError, RequestInvalid, UnreadableAnswer, error_class
from .faults import Fault

MAX_ANSWER = 32 * 1024 * 1024
"""Bytes of an answer, unless a client is told another limit."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A documented parameter, as a caller gives it."""

    name: str
    argument: str
    location: Literal["path", "query", "header"]
    type: Any
    encoding: Literal["plain", "comma", "exploded", "json"] = "plain"


@dataclass(frozen=True)
class Call:
    """A documented operation, ready to be called."""

    operation_id: str
    method: str
    path: str
    answers: Mapping[int, Any]
    """Type of each documented success; None: no body."""
    errors: Mapping[int, Any] = field(default_factory=dict[int, Any])
    """Type of each documented error that has a body; 0 for all others."""
    arguments: tuple[Argument, ...] = ()
    body: Any = None
    """Type of the body; None: there is none."""
    media_type: str = "application/json"
    exclude: Any = None
    """Read-only properties, which a request does not carry."""
    told: bool = False
    """The body is news (a KCI): what the document does not know may be passed on."""
    request_id: bool = False
    conversation_id: bool = False


@dataclass(slots=True)
class Prepared:
    """A request, complete; the path begins with a slash and holds the query."""

    call: Call
    path: str
    headers: dict[str, str]
    content: bytes | None = None
    request_id: str | None = None
    conversation_id: str | None = None

    @property
    def known(self) -> dict[str, Any]:
        """What every exception says of the call."""
        return {
            "operation_id": self.call.operation_id,
            "request_id": self.request_id,
            "conversation_id": self.conversation_id,
        }


def prepare(
    call: Call,
    given: Mapping[str, Any],
    body: Any = None,
    *,
    request_id: str | None = None,
    conversation_id: str | None = None,
) -> Prepared:
    """Checks and writes a request; ids that are not given are made. Raises RequestInvalid."""
    headers = {"accept": "application/json"}
    prepared = Prepared(call, call.path, headers)
    if call.request_id:
        prepared.request_id = headers["x-request-id"] = request_id or _fresh_id()
    if call.conversation_id:
        prepared.conversation_id = conversation_id or _fresh_id()
        headers["x-conversation-id"] = prepared.conversation_id
    query: list[tuple[str, str]] = []
    for argument in call.arguments:
        value = given[argument.argument]
        if value is not None:
            _place(prepared, query, argument, _texts(prepared, argument, value))
    if query:
        prepared.path += "?" + urlencode(query, quote_via=quote)
    if body is not None:
        prepared.content = _body(prepared, body)
        headers["content-type"] = call.media_type
    return prepared


def _fresh_id() -> str:
    """A random UUID as `str(uuid4())` makes it, at 0.4 of its cost: a call needs two."""
    digits = urandom(16).hex()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def _place(
    prepared: Prepared, query: list[tuple[str, str]], argument: Argument, texts: list[str]
) -> None:
    if argument.location == "query":
        query.extend((argument.name, text) for text in texts)
        return
    text = ",".join(texts)
    place = f"{argument.location} parameter {argument.name}"
    if argument.location == "header":
        if not text.isascii() or not text.isprintable():
            fault = Fault("", "holds characters that a header cannot", "header")
            raise RequestInvalid([fault], place, **prepared.known)
        prepared.headers[argument.name.lower()] = text
        return
    if text in ("", ".", ".."):
        fault = Fault("", f"{text!r} cannot be part of a path", "path")
        raise RequestInvalid([fault], place, **prepared.known)
    prepared.path = prepared.path.replace(f"{{{argument.name}}}", quote(text, safe=""))


def _texts(prepared: Prepared, argument: Argument, value: Any) -> list[str]:
    """The value as text, or each of its items."""
    codec = codec_of(argument.type)
    try:
        if argument.encoding == "json":
            written = codec.write(value, checked=False)
            codec.verify(written)
            return [written.decode()]
        if argument.encoding == "plain":
            text = codec.write_text(value)
            codec.accept_text(text)
            return [text]
        items = codec.write_texts(value)
        codec.accept_value(items)
    except PydanticSerializationError as error:
        fault = Fault("", str(error), "serialization")
        place = f"{argument.location} parameter {argument.name}"
        raise RequestInvalid([fault], place, **prepared.known) from error
    except ValidationError as error:
        place = f"{argument.location} parameter {argument.name}"
        raise RequestInvalid(codec.faults(error), place, **prepared.known) from error
    return [",".join(items)] if argument.encoding == "comma" else items


def _body(prepared: Prepared, body: Any) -> bytes:
    call = prepared.call
    codec = codec_of(call.body)
    try:
        written = codec.write(body, call.exclude, checked=False)
        codec.verify(written, told=call.told)
    except ValidationError as error:
        raise RequestInvalid(codec.faults(error), "body", **prepared.known) from error
    except PydanticSerializationError as error:
        fault = Fault("", str(error), "serialization")
        raise RequestInvalid([fault], "body", **prepared.known) from error
    return written


def understand(
    prepared: Prepared, status: int, headers: Mapping[str, str], body: bytes, *, whole: bool = True
) -> Any:
    """The value that an answer carries. `whole`: all of the body came within the limit.

    Raises AnswerError and UnreadableAnswer.
    """
    call = prepared.call

    def answer() -> dict[str, Any]:
        return {"status": status, "headers": headers, "body": body, **prepared.known}

    if not 200 <= status < 300:
        raise error_class(status)(error=_error(call, status, body), **answer())
    if not whole:
        raise UnreadableAnswer(f"the body has more than {len(body)} bytes", **answer())
    # A status that the document lacks may still carry what it has for success.
    kind = (
        call.answers[status] if status in call.answers else next(iter(call.answers.values()), None)
    )
    if kind is None:
        return None
    if status not in call.answers and not body:
        raise UnreadableAnswer("a status that the document lacks, without a body", **answer())
    codec = codec_of(kind)
    try:
        return codec.read(body)
    except ValidationError as error:
        faults = codec.faults(error)
        shown = "; ".join(f"{fault.pointer or 'body'}: {fault.message}" for fault in faults[:3])
        raise UnreadableAnswer(shown, **answer()) from error


def _error(call: Call, status: int, body: bytes) -> Any:
    kind = call.errors.get(status, call.errors.get(0))
    if kind is None or not body:
        return None
    try:
        return codec_of(kind).read(body)
    except ValidationError:
        return None


def base_of(url: str) -> str:
    """A base URL without the slash at its end. Raises ValueError."""
    if not url.startswith(("https://", "http://")):
        raise ValueError(f"{url!r} is not a base URL; it begins with https:// or http://")
    if "?" in url or "#" in url:
        raise ValueError(f"{url!r} is not a base URL; it has a query or a fragment")
    return url.rstrip("/")


__all__ = [
    "MAX_ANSWER",
    "ApiError",
    "Argument",
    "Call",
    "Prepared",
    "base_of",
    "prepare",
    "understand",
]
