"""What a client raises.

    ApiError
    ├── RequestInvalid        what was to be sent is not as the document says; nothing was sent
    ├── TransportFailed       no answer came; `sent` says whether the request may have arrived
    │   └── TimedOut
    ├── UnreadableAnswer      an answer came that is not as the document says; `body` has it raw
    ├── TokenRefused          the token endpoint gave no token
    └── AnswerError           the answer is an error; `error` has its body as a model
        ├── Redirected        3xx, never followed
        ├── MalformedRequest  400
        ├── NotAuthorised     401
        ├── Forbidden         403
        ├── NotFound          404
        ├── InvalidRequest    422
        ├── TooManyRequests   429
        └── ServerFault       5xx
            ├── NotImplementedByServer  501
            ├── BadGateway              502
            ├── Unavailable             503
            └── GatewayTimedOut         504

A status without a class of its own raises the class above it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from .faults import Fault

_SHOWN = 3  # messages in the text of an exception; all are in its attributes


class ApiError(Exception):
    """A call that did not give what it is for."""

    def __init__(
        self,
        message: str,
        *,
        operation_id: str = "",
        request_id: str | None = None,
        conversation_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.operation_id = operation_id
        """The operation that was called, as the document names it; empty for a token request."""
        self.request_id = request_id
        """`X-Request-ID` as it was sent, or None."""
        self.conversation_id = conversation_id
        """`X-Conversation-ID` as it was sent, or None."""

    def __str__(self) -> str:
        text = super().__str__()
        known = [f"{self.operation_id}: {text}" if self.operation_id else text]
        if self.request_id is not None:
            known.append(f"(request {self.request_id})")
        return " ".join(known)


class RequestInvalid(ApiError):
    """The request is not as the document says; it was not sent."""

    def __init__(self, faults: Sequence[Fault], place: str, **call: Any) -> None:
        shown = "; ".join(
            f"{': '.join(part for part in (place, fault.pointer) if part)}: {fault.message}"
            for fault in faults[:_SHOWN]
        )
        more = len(faults) - _SHOWN
        super().__init__(f"not sent, {shown}{f'; {more} more' if more > 0 else ''}", **call)
        self.faults = tuple(faults)
        """What is wrong, each with its JSON pointer."""
        self.place = place
        """`body`, or `query parameter address` and the like."""


class TransportFailed(ApiError):
    """No answer came."""

    def __init__(self, message: str, *, sent: bool, **call: Any) -> None:
        super().__init__(message, **call)
        self.sent = sent
        """Whether the request may have reached the server, and may have been acted on."""


class TimedOut(TransportFailed):
    """No answer came in time."""


class UnreadableAnswer(ApiError):
    """An answer came that is not as the document says."""

    def __init__(
        self, message: str, *, status: int, headers: Mapping[str, str], body: bytes, **call: Any
    ) -> None:
        super().__init__(f"{status}: {message}", **call)
        self.status = status
        self.headers = headers
        self.body = body
        """As it came, cut at the limit of the client."""


class TokenRefused(ApiError):
    """The token endpoint gave no token."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


class AnswerError(ApiError):
    """The answer is an error."""

    STATUS: ClassVar[int | None] = None

    def __init__(
        self,
        *,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        error: Any,
        **call: Any,
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        """As it came."""
        self.error = error
        """The API's own error body as a model; None where there is none that can be read."""
        self.code: str | None = _text(getattr(error, "code", None))
        """The API's own code, such as `INVALID_REQUEST`."""
        messages = getattr(error, "messages", None)
        self.messages: tuple[str, ...] = (
            tuple(map(str, error.messages)) if isinstance(messages, list) else ()
        )
        """What the server says is wrong."""
        self.uuid: str | None = _text(getattr(error, "uuid", None))
        """What the server calls this error; give it to its operators."""
        shown = "; ".join(self.messages[:_SHOWN])
        more = len(self.messages) - _SHOWN
        parts = [str(status), self.code or "", shown, f"and {more} more" if more > 0 else ""]
        if not shown and 300 <= status < 400:
            parts.append(f"redirected to {headers.get('location')}; redirects are not followed")
        super().__init__(" ".join(part for part in parts if part), **call)

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks to wait; None where it does not say, or gives a date."""
        value = self.headers.get("retry-after", "")
        return float(value) if value.isascii() and value.isdigit() else None


def _text(value: Any) -> str | None:
    return None if value is None else str(getattr(value, "value", value))


class Redirected(AnswerError):
    """3xx. Redirects are never followed: they would carry credentials elsewhere."""


class MalformedRequest(AnswerError):
    """400: the server could not understand the request."""

    STATUS = 400


class NotAuthorised(AnswerError):
    """401: the server does not know who asks."""

    STATUS = 401


class Forbidden(AnswerError):
    """403: who asks is known and may not."""

    STATUS = 403


class NotFound(AnswerError):
    """404: there is nothing with that id."""

    STATUS = 404


class InvalidRequest(AnswerError):
    """422: the request was understood and is not acceptable."""

    STATUS = 422


class TooManyRequests(AnswerError):
    """429: later, see `retry_after`."""

    STATUS = 429


class ServerFault(AnswerError):
    """5xx: it is not the caller's fault. What was asked may have been done."""


class NotImplementedByServer(ServerFault):
    """501: not supported, there or by who is asked in turn."""

    STATUS = 501


class BadGateway(ServerFault):
    """502: who was asked in turn gave no usable answer."""

    STATUS = 502


class Unavailable(ServerFault):
    """503: not now, see `retry_after`."""

    STATUS = 503


class GatewayTimedOut(ServerFault):
    """504: who was asked in turn did not answer in time."""

    STATUS = 504


_BY_STATUS: dict[int, type[AnswerError]] = {
    cls.STATUS: cls
    for cls in (*AnswerError.__subclasses__(), *ServerFault.__subclasses__())
    if cls.STATUS is not None
}


def error_class(status: int) -> type[AnswerError]:
    """The class for a status."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return ServerFault
    return Redirected if 300 <= status < 400 else AnswerError
