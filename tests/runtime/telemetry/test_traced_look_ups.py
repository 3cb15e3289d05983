"""A supplier that is asked while the tenant waits has a span of its own, within that of the request."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from fibrecafe_api.tenant import models
from fibrecafe_gateway.adapters.contract import (
    Refused,
    SupplierAdapter,
    SupplierCall,
    SupplierFailure,
    TimedOut,
)
from fibrecafe_gateway.adapters.guarded import call_adapter
from fibrecafe_gateway.settings import Telemetry
from fibrecafe_gateway.telemetry.asking import around_calls, outcome_of
from fibrecafe_gateway.telemetry.tracing import Tracing
from tests.generated.answering import Answering
from tests.runtime.adapters.suppliers import a_call, hang, raw_server
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import native, running, simulated
from tests.runtime.telemetry.listener import Listener, Span
from tests.serving import serve

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"

GIVEN = f"00-{TRACE}-00f067aa0ba902b7-01"

ADDRESS = models.AddressIdentifier(id="A00000031882", type="NAD")


@dataclass
class Good:
    """A supplier that answers, and remembers the headers that came with what it was asked."""

    answering: Answering = field(default_factory=lambda: Answering("supplier"))
    heard: list[dict[str, str]] = field(default_factory=list)

    def app(self) -> Any:
        inner = self.answering.app()

        async def noting(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                self.heard.append(
                    {name.decode(): value.decode() for name, value in scope["headers"]}
                )
            await inner(scope, receive, send)

        return noting


@dataclass
class Asked:
    """What became of look-ups, and who heard of them."""

    offers: list[str]
    good: Good
    broken: Listener
    spans: list[Span] = field(default_factory=list)

    def broken_heard(self) -> list[dict[str, str]]:
        return [call.headers for call in self.broken.calls]

    def asked(self, **attributes: str) -> list[Span]:
        """Spans of suppliers that were asked."""
        wanted = {f"fibrecafe.{name}": value for name, value in attributes.items()}
        return [
            span
            for span in self.spans
            if span.name.startswith("ask ") and wanted.items() <= span.attributes.items()
        ]


def ask(folder: Path, traces: str | None) -> Asked:
    """Availability at three suppliers, an address, slots; and an order, for which nobody waits."""
    good, broken = Good(), Listener(500)
    with serve(good.app()) as fine, serve(broken) as bad, raw_server(hang) as slow:
        suppliers = {
            "GOOD": native(fine), "BROKEN": native(bad), "SLOW": native(slow, timeout=0.2),
            "DUMMY_SUPPLIER": simulated(),
        }  # fmt: skip
        with running(
            folder, suppliers, tenant={"default_supplier": "DUMMY_SUPPLIER"},
            telemetry=Telemetry(traces=traces),
        ) as gateway:  # fmt: skip
            client = gateway.client(traceparent=GIVEN)
            offers = client.availability_check(
                address=ADDRESS, suppliers=["GOOD", "BROKEN", "SLOW"]
            )
            client.address_lookup(postal_code="TW18 4LG")
            client.appointment_availability(
                supplier="DUMMY_SUPPLIER", address=ADDRESS, appointment_purpose="PROVIDE",
                service_specification=models.ServiceSpecification(id="ftthl2r"),
            )  # fmt: skip
            client.create_order(body=bodies.provide(supplier="DUMMY_SUPPLIER"))
            gateway.settle()
    return Asked([offer.supplier for offer in offers], good, broken)


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    receiver = Listener(200)
    with serve(receiver) as traces:
        made = ask(tmp_path_factory.mktemp("asked"), traces)
    made.spans = receiver.spans()  # the gateway is closed, and has sent the last of them
    return made


def test_each_supplier_has_a_span_of_its_own_within_that_of_the_request(traced: Asked) -> None:
    (begun,) = [span for span in traced.spans if span.name == "tenant handleAvailabilityCheck"]
    assert (begun.trace, begun.failed) == (TRACE, False)
    found = traced.asked(operation="availability_check")
    assert {span.name for span in found} == {"ask availability_check"}
    assert {span.kind for span in found} == {"CLIENT"}
    assert {(span.trace, span.parent) for span in found} == {(TRACE, begun.id)}
    assert {
        span.attributes["fibrecafe.supplier"]: (span.attributes["fibrecafe.outcome"], span.failed)
        for span in found
    } == {"GOOD": ("DONE", False), "BROKEN": ("FAULTY", True), "SLOW": ("TIMED_OUT", True)}


def test_whoever_is_asked_can_go_on_with_the_trace(traced: Asked) -> None:
    for supplier, headers in (("GOOD", traced.good.heard), ("BROKEN", traced.broken_heard())):
        (span,) = traced.asked(supplier=supplier)
        (heard,) = headers
        assert heard["traceparent"] == f"00-{TRACE}-{span.id}-01"
        assert heard["x-request-id"] == span.attributes["fibrecafe.request_id"]


def test_what_is_answered_in_this_process_has_a_span_too_and_what_is_delivered_one_only(
    traced: Asked,
) -> None:
    found = {
        span.attributes["fibrecafe.operation"]: span.attributes["fibrecafe.outcome"]
        for span in traced.asked(supplier="DUMMY_SUPPLIER")
    }
    assert found == {"address_lookup": "DONE", "appointment_availability": "DONE"}
    assert len([span for span in traced.spans if span.name == "deliver create_order"]) == 1


def test_a_span_holds_names_and_ids_and_nothing_of_what_was_asked(traced: Asked) -> None:
    (span,) = traced.asked(supplier="GOOD")
    assert set(span.attributes) == {
        f"fibrecafe.{name}"
        for name in (
            "supplier", "operation", "tenant", "request_id", "conversation_id", "outcome",
        )
    }  # fmt: skip
    assert ADDRESS.id not in repr(traced.spans)
    assert "TW18" not in repr(traced.spans)


def test_without_traces_whoever_is_asked_hears_nothing_of_them(tmp_path: Path) -> None:
    made = ask(tmp_path, None)
    assert made.offers == ["GOOD"]
    assert "traceparent" not in made.good.heard[0]


def test_a_call_that_nobody_waits_for_any_more_was_given_up() -> None:
    class Slow(SupplierAdapter):
        async def quote(self, call: SupplierCall, body: Any) -> Any:
            await asyncio.sleep(60)

    made = InMemorySpanExporter()
    tracing = Tracing(Telemetry(), made)

    async def play() -> None:
        with around_calls(tracing.asking):
            asked = call_adapter(Slow(), SupplierAdapter.quote, a_call(), cast(Any, None))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asked, 0.05)

    asyncio.run(play())
    tracing.close()
    (span,) = made.get_finished_spans()
    assert (span.name, span.status.is_ok) == ("ask quote", False)
    assert (span.attributes or {})["fibrecafe.outcome"] == "GIVEN_UP"


def test_a_failure_is_called_as_the_contract_calls_it() -> None:
    class Gone(Refused):
        """An adapter's own word."""

    class Odd(SupplierFailure):
        """Another's, without any."""

    assert [outcome_of(failure) for failure in (TimedOut(), Gone(), Odd())] == [
        "TIMED_OUT", "REFUSED", "SUPPLIER_FAILURE",
    ]  # fmt: skip
