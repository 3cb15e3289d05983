"""Whoever the gateway calls, with what it is sent: a receiver of traces, a tenant, a supplier."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)

_KINDS = {2: "SERVER", 3: "CLIENT"}


@dataclass
class Call:
    """A request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def trace(self) -> str | None:
        """Of its `traceparent`."""
        given = self.headers.get("traceparent")
        return None if given is None else given.split("-")[1]


@dataclass
class Listener:
    """Takes all."""

    status: int
    calls: list[Call] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.calls.append(Call(scope["path"], headers, body))
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def spans(self) -> list[Span]:
        """Those that it was sent, as a receiver of traces."""
        found = []
        for call in self.calls:
            packed = call.headers.get("content-encoding") == "gzip"
            body = gzip.decompress(call.body) if packed else call.body
            told = ExportTraceServiceRequest.FromString(body)
            found += [
                Span.of(span)
                for resource in told.resource_spans
                for scope in resource.scope_spans
                for span in scope.spans
            ]
        return found


@dataclass(frozen=True)
class Span:
    name: str
    trace: str
    id: str
    parent: str
    links: list[str]
    failed: bool
    attributes: dict[str, Any]
    kind: str

    @classmethod
    def of(cls, span: Any) -> Span:
        attributes = {
            one.key: one.value.string_value or one.value.int_value for one in span.attributes
        }
        return cls(
            span.name, span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex(),
            [link.trace_id.hex() for link in span.links], span.status.code == 2, attributes,
            _KINDS.get(span.kind, "OTHER"),
        )  # fmt: skip
