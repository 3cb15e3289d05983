"""How far the request of one call got: whether the supplier may have acted decides what follows.

The HTTP library says so by the kind of its errors only, and a call that is cut off at its deadline
has no error. So each request of a call is followed by the library's trace.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import Any, TypedDict

import httpx2

from ..telemetry.trace_context import outgoing
from .contract import SupplierCall

_CURRENT: ContextVar[Sending | None] = ContextVar("sending", default=None)

_STAND_IN = "-"  # for an id that the client's ASCII headers cannot hold


class Ids(TypedDict):
    """Both ids, as the generated client takes them."""

    request_id: str
    conversation_id: str


def tells(transport: httpx2.AsyncBaseTransport | None) -> bool:
    """Whether a transport tells how far its requests are: httpx2's own does, which None stands for, and
    one that says so by `traceable`."""
    if transport is None or isinstance(transport, httpx2.AsyncHTTPTransport):
        return True
    return getattr(transport, "traceable", False) is True


class Sending:
    """One call of a supplier, which may take several requests: for a token, and again after 401."""

    def __init__(self, call: SupplierCall, *, traceable: bool) -> None:
        """`traceable`: the transport tells how far it is; else the worst is assumed."""
        self._given = {"x-request-id": call.request_id, "x-conversation-id": call.conversation_id}
        self._traceable = traceable
        self._began = False
        self._left = False
        self._token: Token[Sending | None] | None = None

    def __enter__(self) -> Sending:
        self._token = _CURRENT.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._token is not None
        _CURRENT.reset(self._token)

    @property
    def may_have_arrived(self) -> bool:
        """Whether the supplier may have seen the request, and may have acted on it."""
        return self._began and (self._left or not self._traceable)

    @property
    def ids(self) -> Ids:
        """The call's ids, so that the client can write them."""
        texts = [text if text.isascii() else _STAND_IN for text in self._given.values()]
        return {"request_id": texts[0], "conversation_id": texts[1]}

    def begin(self, request: httpx2.Request) -> None:
        """A request is about to be sent. Raises UnicodeEncodeError."""
        # The client gives both ids to what it sends to a supplier, and none to a token request.
        self._began = "x-request-id" in request.headers
        self._left = False
        if not self._began:
            return
        for name, text in self._given.items():
            if not text.isascii():  # Latin-1, as it came to us: passed on unchanged
                request.headers.encoding = "latin-1"
                request.headers[name] = text
        request.headers.update(outgoing())
        request.extensions["trace"] = self._trace

    async def _trace(self, event: str, _: dict[str, Any]) -> None:
        self._traceable = True
        if event.endswith("send_request_headers.started"):
            self._left = True


async def watched(request: httpx2.Request) -> None:
    """The hook that tells a call of its requests."""
    sending = _CURRENT.get()
    if sending is not None:
        sending.begin(request)
