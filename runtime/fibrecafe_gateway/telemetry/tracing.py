"""Traces, by OpenTelemetry: from a tenant's request over what is stored to the KCI, each of an order's
spans in the trace in which it began.

Nothing of this is imported unless `[telemetry] traces` is set. Spans hold ids, names and statuses, and
nothing of what is sent or answered.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fibrecafe_api._support.request import Message as AsgiMessage
from fibrecafe_api._support.request import Receive, Scope, Send, usable_id

from ..adapters.contract import SupplierCall, SupplierFailure
from ..delivery.outcome import Claim, Handler, Kind, Message, Outcome
from ..settings import Telemetry
from ..store.unit import Unit
from .access import known_of
from .asking import around_calls, outcome_of
from .requests import QUIET, App, operation_of
from .trace_context import current, going_on, taken_apart

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, SpanKind

_SECONDS = 3.0  # for the receiver of traces to take some

_logger = logging.getLogger(__name__)

_PARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?")


class TracingMissing(ValueError):
    """What makes traces is not installed; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "[telemetry] traces needs OpenTelemetry, which is not installed: pip install"
            " 'fibrecafe[tracing]', or leave traces out"
        )


class Tracing:
    """Makes spans, and sends them in batches from a thread of its own."""

    def __init__(self, settings: Telemetry, exporter: SpanExporter | None = None) -> None:
        """`exporter`: in the place of one that sends to the settings' receiver. Raises
        TracingMissing."""
        try:
            from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
            from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
        except ImportError as error:
            raise TracingMissing from error
        names = {SERVICE_NAME: "fibrecafe-gateway", SERVICE_VERSION: version("fibrecafe")}
        self._provider = TracerProvider(
            resource=Resource.create(names),
            sampler=ParentBased(TraceIdRatioBased(settings.trace_ratio)),
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(
            BatchSpanProcessor(exporter or _exporter(settings.traces or ""))
        )
        self._tracer = self._provider.get_tracer(__name__)

    @contextmanager
    def span(
        self,
        name: str,
        kind: SpanKind,
        parent: str | None,
        attributes: Mapping[str, str | int],
        link: str | None = None,
    ) -> Iterator[Span]:
        """A span of what is done meanwhile. `parent`, `link`: values of `traceparent`."""
        from opentelemetry.context import Context
        from opentelemetry.trace import Link, NonRecordingSpan, set_span_in_context

        context, linked = _context_of(parent), _context_of(link)
        span = self._tracer.start_span(
            name,
            context=set_span_in_context(NonRecordingSpan(context), Context()) if context
            else Context(),
            kind=kind,
            attributes=attributes,
            links=[Link(linked)] if linked else None,
        )  # fmt: skip
        made = span.get_span_context()
        here = f"00-{made.trace_id:032x}-{made.span_id:016x}-{made.trace_flags & 1:02x}"
        try:
            with going_on(here):
                yield span
        finally:
            span.end()

    @contextmanager
    def asking(self, call: SupplierCall, operation: str) -> Iterator[None]:
        """A span of a supplier's answer that a request waits for."""
        from opentelemetry.trace import SpanKind

        attributes: dict[str, str | int] = {
            "fibrecafe.supplier": call.supplier, "fibrecafe.operation": operation,
            "fibrecafe.tenant": call.tenant, "fibrecafe.request_id": call.request_id,
            "fibrecafe.conversation_id": call.conversation_id,
        }  # fmt: skip
        name, outcome = f"ask {operation}", "GIVEN_UP"
        with self.span(name, SpanKind.CLIENT, current(), attributes) as span:
            try:
                yield
                outcome = "DONE"
            except SupplierFailure as failure:
                outcome = outcome_of(failure)
                raise
            finally:
                span.set_attribute("fibrecafe.outcome", outcome)
                if outcome != "DONE":
                    _failed(span)

    def close(self) -> None:
        """Send what is left. Takes some seconds at most where nobody takes it."""
        begin = time.monotonic()
        self._provider.shutdown()
        if time.monotonic() - begin > _SECONDS:
            _logger.warning("the last traces were perhaps not taken")


def _exporter(endpoint: str) -> SpanExporter:
    try:
        import requests
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError as error:
        raise TracingMissing from error
    session = requests.Session()
    session.trust_env = False  # neither proxies of the environment nor a .netrc
    url = endpoint if endpoint.endswith("/v1/traces") else f"{endpoint}/v1/traces"
    return OTLPSpanExporter(endpoint=url, timeout=_SECONDS, session=session)


def _context_of(traceparent: str | None) -> Any:
    """None for what is no `traceparent`: whoever sent it, a new trace begins."""
    found = _PARENT.fullmatch(traceparent or "")
    if found is None or traceparent is None or traceparent.startswith("ff"):
        return None
    from opentelemetry.trace import SpanContext, TraceFlags

    trace, span, flags = (int(part, 16) for part in found.groups())
    context = SpanContext(trace, span, is_remote=True, trace_flags=TraceFlags(flags & 1))
    return context if context.is_valid else None


class TracedRequests:
    """ASGI middleware: a span for each request, in the caller's trace where it names one."""

    def __init__(self, app: App, tracing: Tracing) -> None:
        self._app = app
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http" or scope["path"] in QUIET:
            await self._app(scope, receive, send)
            return
        from opentelemetry.trace import SpanKind

        headers = dict(scope["headers"])
        given = headers.get(b"traceparent", b"").decode("latin-1")
        status = 0

        async def noting(message: AsgiMessage) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        attributes = {"http.request.method": scope["method"]} | {
            name: usable
            for name, header in _IDS.items()
            if (usable := usable_id(headers.get(header)))
        }
        operation = operation_of(scope)
        with (
            self._tracing.span(scope["method"], SpanKind.SERVER, given, attributes) as span,
            around_calls(self._tracing.asking),
        ):
            try:
                await self._app(scope, receive, noting)
            except Exception:
                status = status or 500
                raise
            finally:
                span.update_name(f"{operation.api} {operation.name}")
                span.set_attribute("http.response.status_code", status)
                span.set_attributes({f"fibrecafe.{k}": v for k, v in known_of(scope).items()})
                if status >= 500 or not status:
                    _failed(span)


_IDS = {
    "fibrecafe.request_id": b"x-request-id",
    "fibrecafe.conversation_id": b"x-conversation-id",
}


class TracedDeliveries:
    """A handler that makes a span of each try of another."""

    def __init__(self, inner: Handler, tracing: Tracing) -> None:
        self._inner = inner
        self._tracing = tracing

    async def deliver(self, message: Message, claim: Claim) -> Outcome:
        """Send it."""
        from opentelemetry.trace import SpanKind

        _, parent, link = taken_apart(message.head)
        attributes: dict[str, str | int] = {
            "fibrecafe.endpoint": claim.endpoint, "fibrecafe.lane": message.lane,
            "fibrecafe.seq": message.seq, "fibrecafe.attempt": claim.attempts + 1,
            "fibrecafe.conversation_id": message.conversation_id,
        }  # fmt: skip
        name = f"deliver {message.what}"
        with self._tracing.span(name, SpanKind.CLIENT, parent, attributes, link) as span:
            outcome = await self._inner.deliver(message, claim)
            span.set_attribute("fibrecafe.outcome", outcome.kind.value)
            if outcome.request_id:
                span.set_attribute("fibrecafe.request_id", outcome.request_id)
            if outcome.status is not None:
                span.set_attribute("http.response.status_code", outcome.status)
            if outcome.kind not in (Kind.DONE, Kind.WAIT):
                _failed(span)
            return outcome

    def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
        """As the other does."""
        self._inner.settle(unit, message, outcome)

    def overtaken(self, unit: Unit, message: Message) -> bool:
        """As the other does."""
        return self._inner.overtaken(unit, message)


def _failed(span: Span) -> None:
    from opentelemetry.trace import StatusCode

    span.set_status(StatusCode.ERROR)
