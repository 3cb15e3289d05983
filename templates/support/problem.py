"""Error answers of the server.

Which status a wrong request gets (rule: ours, after the guide's "400: unparsable, invalid or
missing mandatory; 422: well-formed but fails validation"), by pydantic's kind of fault:

- 400, the request cannot be understood: no JSON (`json_invalid`), something mandatory is missing
  (`missing`, `union_tag_not_found`), a value of another JSON type (`..._type`), a parameter that is
  no number or boolean (`int_parsing`, `float_parsing`, `bool_parsing`);
- 422, it is understood and not acceptable: everything else, such as a pattern, a limit, an enum, an
  unknown variant, a text that is no date;
- both at once: 400, with all messages.

A status that the document lacks for an operation is answered by the nearest that it has: 404 and
other 4xx by 422, then 400; 5xx by 500. 401, 403, and 404 and 405 outside all operations are always
sent as they are. A body over the limit is 400 with `Connection: close`, since no document has 413.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal, NamedTuple, Self
from uuid import uuid4

from pydantic import ValidationError

from .codec import Codec

MAX_FAULTS = 100
"""Listing the faults of a body costs more than finding them, so a longer list is cut."""

_MAX_MESSAGE = 1000
"""A message may quote the request, which may be as long as the body limit."""

# The usual codes of a status, the preferred first; documents differ in which they know.
_CODES: Mapping[int, tuple[str, ...]] = {
    400: ("MALFORMED_REQUEST",),
    401: ("NOT_AUTHORISED",),
    403: ("NOT_AUTHORISED",),
    404: ("NOT_FOUND",),
    405: ("MALFORMED_REQUEST",),
    422: ("INVALID_REQUEST",),
    500: ("GATEWAY_FAULT", "SUPPLIER_FAULT"),
    501: ("NOT_IMPLEMENTED",),
    502: ("SUPPLIER_FAULT",),
    503: ("GATEWAY_FAULT", "SUPPLIER_FAULT"),
    504: ("SUPPLIER_TIMED_OUT", "SUPPLIER_FAULT"),
}

_MALFORMED = frozenset(
    {
        "missing",
        "json_invalid",
        "union_tag_not_found",
        "string_unicode",
        "int_parsing",
        "float_parsing",
        "bool_parsing",
    }
)


class Problem(Exception):
    """An error answer: raise it in an implementation, or in `authenticate`.

    `messages` reach the caller. `code` is the API's own code, by default the usual one of the
    status. `uuid` identifies this error, in the answer and in the log.

    Raises ValueError for a status below 400.
    """

    def __init__(
        self,
        status: int,
        *messages: str,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, *messages)
        if not 400 <= status <= 599:
            raise ValueError(f"{status} is not the status of an error")
        self.status = status
        self.messages = messages
        self.code = code
        self.headers = dict(headers or {})
        self.uuid = str(uuid4())

    @classmethod
    def malformed(cls, *messages: str) -> Self:
        """400: the request cannot be understood."""
        return cls(400, *messages)

    @classmethod
    def unauthorised(cls, *messages: str) -> Self:
        """401: who asks is not known."""
        return cls(401, *messages or ("authentication is required",))

    @classmethod
    def forbidden(cls) -> Self:
        """403: who asks is known and may not. Has no body, unless the document gives it one."""
        return cls(403)

    @classmethod
    def not_found(cls, *messages: str) -> Self:
        """404: there is nothing with that id."""
        return cls(404, *messages or ("not found",))

    @classmethod
    def invalid(cls, *messages: str) -> Self:
        """422: the request is understood and not acceptable."""
        return cls(422, *messages)

    @classmethod
    def fault(cls, *messages: str, code: str | None = None) -> Self:
        """500: it is not the caller's fault."""
        return cls(500, *messages or ("an unexpected error occurred",), code=code)

    @classmethod
    def not_implemented(cls, *messages: str, code: str | None = None) -> Self:
        """501: not supported, here or by who is asked in turn."""
        return cls(501, *messages or ("not implemented",), code=code)

    @classmethod
    def bad_gateway(cls, *messages: str, code: str | None = None) -> Self:
        """502: who was asked in turn gave no usable answer."""
        return cls(502, *messages, code=code)

    @classmethod
    def unavailable(cls, *, retry_after: int | None = None) -> Self:
        """503: not now. Has no body, unless the document gives it one."""
        return cls(503, headers={} if retry_after is None else {"Retry-After": str(retry_after)})

    @classmethod
    def timed_out(cls, *messages: str, code: str | None = None) -> Self:
        """504: who was asked in turn did not answer in time."""
        return cls(504, *messages, code=code)


class Complaint(NamedTuple):
    """One thing that is wrong with a request."""

    message: str
    malformed: bool
    """Whether it cannot be understood; else it is understood and not acceptable."""


def complaints_of(error: ValidationError, codec: Codec[Any], place: str = "") -> list[Complaint]:
    """What `error` says is wrong; `place` is where in the request, empty for the body."""
    count = error.error_count()
    if count > MAX_FAULTS:
        return [Complaint(f"{place or 'body'}: wrong in {count} places, too many to list", True)]
    complaints: list[Complaint] = []
    for fault in codec.faults(error):
        where = ": ".join(part for part in (place, fault.pointer) if part) or "body"
        complaints.append(Complaint(f"{where}: {fault.message}", _is_malformed(fault.type)))
    return complaints


def refusal(complaints: Iterable[Complaint]) -> Problem:
    """The error answer that names all complaints."""
    complaints = list(complaints)
    messages = [complaint.message for complaint in complaints]
    if any(complaint.malformed for complaint in complaints):
        return Problem.malformed(*messages)
    return Problem.invalid(*messages)


def _is_malformed(fault_type: str) -> bool:
    return fault_type in _MALFORMED or fault_type.endswith("_type")


@dataclass(frozen=True, slots=True)
class ErrorStyle:
    """The form of an API's error bodies."""

    shape: Literal["gateway", "problem"]
    """`gateway`: uuid, code and messages. `problem`: RFC 9457."""
    codes: tuple[str, ...] = ()
    """What the document knows as `code`; empty: anything."""

    def body(self, problem: Problem, status: int) -> tuple[bytes, bytes]:
        """The content type and the body of an answer with `status`."""
        messages = [_shortened(message) for message in problem.messages[:MAX_FAULTS]]
        # A status that was replaced takes its code with it.
        code = problem.code if status == problem.status else None
        if self.shape == "gateway":
            gateway = {
                "uuid": problem.uuid,
                "code": self._code(status, code),
                "messages": messages,
            }
            return b"application/json", json.dumps(gateway).encode()
        details: dict[str, Any] = {
            "type": "about:blank",
            "title": _phrase(status),
            "status": status,
            "detail": "; ".join(messages),
            "instance": f"urn:uuid:{problem.uuid}",
        }
        if code is not None:
            details["code"] = code
        return b"application/problem+json", json.dumps(details).encode()

    def _code(self, status: int, wanted: str | None) -> str:
        usual = _CODES.get(status, _CODES[500] if status >= 500 else _CODES[422])
        for code in (wanted, *usual):
            if code is not None and (not self.codes or code in self.codes):
                return code
        return self.codes[0]


def documented_status(status: int, documented: Mapping[int, bool]) -> int:
    """The status itself, or the nearest that an operation documents; 0 documents all."""
    if status in documented or 0 in documented or status in (401, 403):
        return status
    if status >= 500:
        return 500
    return next((nearest for nearest in (422, 400) if nearest in documented), status)


def _shortened(message: str) -> str:
    return message if len(message) <= _MAX_MESSAGE else message[:_MAX_MESSAGE] + "..."


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
