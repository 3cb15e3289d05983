"""One operation, ready to answer: all that can be built before a request comes is built."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError

from .codec import Codec
from .parameters import ParameterReader, Sources
from .problem import Complaint, ErrorStyle, Problem, complaints_of, documented_status, refusal
from .request import (
    RawHeaders,
    Receive,
    RequestContext,
    RequestHead,
    Scope,
    query_values,
    read_body,
)
from .routing import Answer, Body, Route

_logger = logging.getLogger(__name__)

Authenticate = Callable[[RequestHead, tuple[str, ...]], Awaitable[Any]]
"""Says who asks, by the request's headers and the scopes that the operation needs.

None or `Problem.unauthorised()` refuses with 401, `Problem.forbidden()` with 403; anything else is
the context's `principal`.
"""


async def anonymous(request: RequestHead, scopes: tuple[str, ...]) -> str:
    """An `authenticate` that lets everybody in, for tests and examples."""
    return "anonymous"


@dataclass(slots=True)
class Reply:
    """An answer, complete before the first byte of it is sent."""

    status: int
    headers: RawHeaders
    body: bytes


class UnfitAnswer(Exception):
    """An implementation returned what the document does not have for its operation."""


class _Implementation(Protocol):
    async def __call__(self, context: RequestContext, /, *body: Any, **arguments: Any) -> Any: ...


class Endpoint:
    """Answers the requests of one operation."""

    def __init__(
        self, route: Route, api: object, authenticate: Authenticate, style: ErrorStyle, limit: int
    ) -> None:
        self.route = route
        self._call: _Implementation = getattr(api, route.handler)
        self._authenticate = authenticate if route.secured else None
        self._style = style
        self._limit = limit
        self._parameters = [ParameterReader(parameter) for parameter in route.parameters]
        self._body = BodyReader(route.body) if route.body else None
        self._answers = [
            AnswerWriter(answer) for answer in route.answers if answer.type is not None
        ]
        self._bodiless = [answer.status for answer in route.answers if answer.type is None]

    def warm_up(self) -> None:
        """Build now what is else built by the first request."""
        for reader in self._parameters:
            with suppress(ValidationError):
                reader.codec.accept(b"")
        if self._body:
            self._body.warm_up()

    async def answer(
        self,
        head: RequestHead,
        fields: Mapping[bytes, bytes],
        path_values: Mapping[str, str],
        receive: Receive,
    ) -> Reply:
        """Authenticate, read, call the implementation and write what it returns.

        Raises Problem for any request that is refused, ClientGone, and whatever the
        implementation raises.
        """
        principal = None
        if self._authenticate is not None:
            principal = await self._authenticate(head, self.route.scopes)
            if principal is None:
                raise Problem.unauthorised()
        complaints: list[Complaint] = []
        arguments = self._arguments(head.scope, fields, path_values, complaints)
        body: tuple[Any, ...] = ()
        if self._body is not None:
            data = await read_body(fields, receive, self._limit)
            body = (self._body.read(data, fields.get(b"content-type"), complaints),)
        if complaints:
            raise refusal(complaints)
        context = RequestContext(
            head.scope, head.operation_id, head.request_id, head.conversation_id, principal
        )
        reply = self._reply(await self._call(context, *body, **arguments))
        if context.answer_headers:
            reply.headers.extend(raw_headers(context.answer_headers))
        return reply

    def error(self, problem: Problem) -> Reply:
        """The answer of a request that was refused or failed, as the operation documents it."""
        documented = self.route.failures
        status = documented_status(problem.status, documented)
        if status != problem.status:
            _logger.warning(
                "%s documents no %d: answering %d (error %s)",
                self.route.operation_id,
                problem.status,
                status,
                problem.uuid,
            )
        # What the document does not say: 403 and 503 have no body, as in all of ours.
        has_body = documented.get(status, documented.get(0, status not in (403, 503)))
        return error_reply(problem, status, self._style if has_body else None)

    def _arguments(
        self,
        scope: Scope,
        fields: Mapping[bytes, bytes],
        path_values: Mapping[str, str],
        complaints: list[Complaint],
    ) -> dict[str, Any]:
        sources = Sources(path_values, query_values(scope), fields)
        arguments: dict[str, Any] = {}
        for reader in self._parameters:
            value = reader.read(sources, complaints)
            if reader.argument is not None:
                arguments[reader.argument] = value
        return arguments

    def _reply(self, value: Any) -> Reply:
        if value is None and self._bodiless:
            status = self._bodiless[0]
            # RFC 9110 forbids a length for 204.
            headers = [] if status == 204 else [(b"content-length", b"0")]
            return Reply(status, headers, b"")
        for answer in self._answers:
            if answer.fits(value):
                return answer.reply(value)
        raise UnfitAnswer(f"{self.route.handler} returned {type(value).__name__}")


class BodyReader:
    """Reads the documented body of an operation."""

    def __init__(self, body: Body) -> None:
        self._codec: Codec[Any] = Codec(body.type)
        self._read = self._codec.read if body.tolerant else self._codec.accept
        self._required = body.required
        self._media_types = {"application/json", body.media_type.partition(";")[0].lower()}
        self._usual = frozenset(
            f"{media_type}{charset}".encode()
            for media_type in self._media_types
            for charset in ("", "; charset=utf-8", ";charset=utf-8", "; charset=UTF-8")
        )

    def warm_up(self) -> None:
        """Build the validator."""
        with suppress(ValidationError):
            self._read(b"")

    def read(self, data: bytes, content_type: bytes | None, complaints: list[Complaint]) -> Any:
        """The value, None when there is no body; what is wrong goes to `complaints`."""
        if not data:
            if self._required:
                complaints.append(Complaint("body: is required", True))
            return None
        if content_type not in self._usual and not self._is_json(content_type):
            accepted = " or ".join(sorted(self._media_types))
            complaints.append(Complaint(f"header Content-Type: must be {accepted}, in UTF-8", True))
            return None
        try:
            return self._read(data)
        except ValidationError as error:
            complaints.extend(complaints_of(error, self._codec))
            return None

    def _is_json(self, content_type: bytes | None) -> bool:
        media_type, *parameters = (content_type or b"").decode("latin-1").lower().split(";")
        if media_type.strip() not in self._media_types:
            return False
        charsets = [p.strip() for p in parameters if p.strip().startswith("charset=")]
        return all(charset in ("charset=utf-8", 'charset="utf-8"') for charset in charsets)


class AnswerWriter:
    """Writes one documented success that has a body."""

    def __init__(self, answer: Answer) -> None:
        self._status = answer.status
        self._codec: Codec[Any] = Codec(answer.type)
        self._validator = TypeAdapter(answer.type).validator
        self._content_type = (b"content-type", answer.media_type.encode("latin-1"))

    def fits(self, value: Any) -> bool:
        """Whether a value is of the documented type; models were validated when they were made."""
        return self._validator.isinstance_python(value, strict=True)

    def reply(self, value: Any) -> Reply:
        """The answer."""
        body = self._codec.write(value)
        length = (b"content-length", b"%d" % len(body))
        return Reply(self._status, [self._content_type, length], body)


def error_reply(problem: Problem, status: int, style: ErrorStyle | None) -> Reply:
    """The answer for a problem; without a style it has no body."""
    headers = raw_headers(problem.headers)
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    body = b""
    if style is not None:
        content_type, body = style.body(problem, status)
        headers.append((b"content-type", content_type))
    headers.append((b"content-length", b"%d" % len(body)))
    return Reply(status, headers, body)


def raw_headers(headers: Mapping[str, str]) -> RawHeaders:
    """Headers as ASGI has them. Raises ValueError for one that would break the answer apart."""
    for name, value in headers.items():
        if not name.isascii() or not (name + value).isprintable():
            raise ValueError(f"header {name!r} holds a control character")
    return [
        (name.lower().encode("ascii"), value.encode("latin-1")) for name, value in headers.items()
    ]
