"""A generated API as an ASGI app: no framework, mounts into any.

    request ─▶ ids, limits ─▶ route ─▶ authenticate ─▶ read ─▶ implementation ─▶ write ─▶ answer

Whatever goes wrong on the way becomes one answer in the API's own form, see `problem`; what the
implementation did not mean to raise is logged under the uuid that the caller is given.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from .endpoint import Authenticate, Endpoint, Reply, anonymous, error_reply
from .page import Page, pages_of
from .problem import ErrorStyle, Problem
from .request import (
    ClientGone,
    RawHeaders,
    Receive,
    RequestContext,
    RequestHead,
    Scope,
    Send,
    header_fields,
    path_segments,
    route_path,
    usable_id,
)
from .routing import Answer, Body, Parameter, Route, Router

__all__ = [
    "MAX_BODY",
    "Answer",
    "AsgiApp",
    "Authenticate",
    "Body",
    "ErrorStyle",
    "Parameter",
    "Problem",
    "RequestContext",
    "RequestHead",
    "Route",
    "anonymous",
]

MAX_BODY = 1024 * 1024
"""Bytes of a body, unless `create_app` is told another limit."""

_REQUEST_ID = b"x-request-id"

_CONVERSATION_ID = b"x-conversation-id"

_IDS = (_REQUEST_ID, _CONVERSATION_ID)

_logger = logging.getLogger(__name__)


class AsgiApp:
    """Serves the operations of one API."""

    def __init__(
        self,
        api: object,
        routes: Iterable[Route],
        style: ErrorStyle,
        folder: Path,
        *,
        authenticate: Authenticate,
        document: bool = True,
        max_body: int = MAX_BODY,
    ) -> None:
        self._style = style
        self._pages: dict[str, Page] = pages_of(folder) if document else {}
        self._router: Router[Endpoint] = Router()
        self._endpoints: list[Endpoint] = []
        for route in routes:
            endpoint = Endpoint(route, api, authenticate, style, max_body)
            self._endpoints.append(endpoint)
            self._router.add(route.method, route.path, endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface. Raises ValueError for a protocol that is not known."""
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1003, "reason": ""})
        else:
            raise ValueError(f"unknown ASGI scope {scope['type']!r}")

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                for endpoint in self._endpoints:
                    endpoint.warm_up()
                await send({"type": "lifespan.startup.complete"})
            else:
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            reply = await self._reply(scope, receive)
        except ClientGone:
            return
        reply.headers.extend(_echoed(scope["headers"]))
        await send(
            {"type": "http.response.start", "status": reply.status, "headers": reply.headers}
        )
        await send({"type": "http.response.body", "body": reply.body})

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        """The answer to any request. Raises ClientGone and nothing else."""
        endpoint: Endpoint | None = None
        try:
            fields = header_fields(scope)
            found = self._find(scope)
            if isinstance(found, Page):
                return found.reply()
            endpoint, path_values = found
            head = RequestHead(
                scope,
                endpoint.route.operation_id,
                usable_id(fields.get(_REQUEST_ID)),
                usable_id(fields.get(_CONVERSATION_ID)),
            )
            _check_ids(head, fields)
            return await endpoint.answer(head, fields, path_values, receive)
        except ClientGone:
            raise
        except Problem as refused:
            problem = refused
        except Exception as error:
            problem = _unexpected(error, scope, endpoint)
        try:
            return self._error(problem, endpoint)
        except Exception as error:  # a header that an implementation gave its problem
            return self._error(_unexpected(error, scope, endpoint), endpoint)

    def _find(self, scope: Scope) -> Page | tuple[Endpoint, dict[str, str]]:
        path = route_path(scope)
        values: dict[str, str] = {}
        methods = self._router.literal(path)
        if methods is None:
            found = self._router.templated(path_segments(scope, path))
            if found is not None:
                methods, values = found
            elif path in self._pages:
                if scope["method"] == "GET":
                    return self._pages[path]
                raise _not_allowed(["GET"])
            else:
                raise Problem.not_found("there is nothing at this path")
        endpoint = methods.get(scope["method"])
        if endpoint is None:
            raise _not_allowed(methods)
        return endpoint, values

    def _error(self, problem: Problem, endpoint: Endpoint | None) -> Reply:
        if endpoint is not None:
            return endpoint.error(problem)
        return error_reply(problem, problem.status, self._style)


def _not_allowed(methods: Iterable[str]) -> Problem:
    allowed = ", ".join(sorted(methods))
    return Problem(405, f"this path knows {allowed} only", headers={"Allow": allowed})


def _check_ids(head: RequestHead, fields: dict[bytes, bytes]) -> None:
    """Refuse ids that cannot be echoed; that a mandatory one is there is checked as the document
    says. Raises Problem."""
    for name, usable in ((_REQUEST_ID, head.request_id), (_CONVERSATION_ID, head.conversation_id)):
        if usable is None and name in fields:
            raise Problem.malformed(
                f"header {name.decode()}: must be 1 to 255 characters without control characters"
            )


def _echoed(headers: RawHeaders) -> RawHeaders:
    """The ids of a request as headers of its answer; any but a usable one is left out."""
    return [(name, value) for name, value in headers if name in _IDS and usable_id(value)]


def _unexpected(error: Exception, scope: Scope, endpoint: Endpoint | None) -> Problem:
    """A 500 that tells the caller nothing but its uuid, and the log everything."""
    problem = Problem.fault()
    ids = {name: usable_id(value) for name, value in scope["headers"] if name in _IDS}
    _logger.error(
        "error %s in %s (request %s, conversation %s)",
        problem.uuid,
        endpoint.route.operation_id if endpoint else repr(scope["path"]),
        ids.get(_REQUEST_ID),
        ids.get(_CONVERSATION_ID),
        exc_info=error,
    )
    return problem
