"""One order, one trace: from the tenant's request through the store to its KCIs, over real HTTP."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from fibrecafe_gateway.gateway import Gateway
from fibrecafe_gateway.settings import Client, Settings, Store, Telemetry, Updates
from fibrecafe_gateway.telemetry import trace_context
from fibrecafe_gateway.telemetry.trace_context import taken_apart
from fibrecafe_gateway.telemetry.tracing import Tracing, TracingMissing
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import Running, hash_of, native, running
from tests.runtime.kci.bench import kci
from tests.runtime.telemetry.listener import Listener, Span
from tests.serving import serve

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"

GIVEN = f"00-{TRACE}-00f067aa0ba902b7-01"


@dataclass
class Journey:
    """What was said of an order, and by whom it was heard."""

    tenant: Listener
    supplier: Listener
    shown: Any
    heads: list[str]
    spans: list[Span] = field(default_factory=list)

    def named(self, name: str) -> list[Span]:
        return [span for span in self.spans if span.name == name]


def travel(folder: Path, traces: str | None) -> Journey:
    """An order, and two KCIs of its supplier: one goes on with the trace, the other does not."""
    tenant, supplier = Listener(204), Listener(202)
    clients = {"fibre": Client(secret_hash=hash_of("FIBRE"))}
    with (
        serve(tenant) as inbox,
        serve(supplier) as calls,
        running(
            folder, {"FIBRE": native(calls, clients=clients)},
            tenant={"updates": Updates(url=inbox)}, telemetry=Telemetry(traces=traces),
        ) as gateway,
    ):  # fmt: skip
        body = bodies.provide(supplier="FIBRE").to_json()
        order = post(gateway, "/v1/service-orders", gateway.token(), body, GIVEN).json()["id"]
        heard(gateway, tenant, 1)
        (asked,) = supplier.calls
        for seq, reason in enumerate(("ACKNOWLEDGED", "COMMITTED"), 1):
            id = str(UUID(int=seq, version=4))
            news = kci("provideServiceOrder", {"id": order, "tenant": "TENANT1"}, reason, seq=seq,
                       id=id)  # fmt: skip
            given = asked.headers.get("traceparent") if seq == 1 else None
            token = gateway.token("FIBRE", "supplier")
            post(gateway, "/v1/kcis", token, json.dumps(news).encode(), given)
            heard(gateway, tenant, 1 + seq)
        gateway.settle()
        shown = gateway.client().get_order(id=str(order))
        with closing(sqlite3.connect(gateway.store)) as connection:
            heads = [row[0] for row in connection.execute("SELECT head FROM message")]
    return Journey(tenant, supplier, shown, heads)


def heard(gateway: Running, tenant: Listener, count: int) -> None:
    """Wait for so many KCIs."""
    gateway.until(lambda: len(tenant.calls) == count)


def post(gateway: Running, path: str, token: str, body: bytes, traceparent: str | None) -> Any:
    headers = {
        "Authorization": f"Bearer {token}", "X-Request-ID": "r", "X-Conversation-ID": "c",
        "Content-Type": "application/json",
    } | ({"traceparent": traceparent} if traceparent else {})  # fmt: skip
    answer = httpx2.post(f"{gateway.url}{path}", content=body, headers=headers)
    assert answer.status_code in (201, 204), answer.text
    return answer


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    receiver = Listener(200)
    with serve(receiver) as traces:
        made = travel(tmp_path_factory.mktemp("traced"), traces)
    made.spans = receiver.spans()  # the gateway is closed, and has sent the last of them
    return made


def test_the_spans_of_an_order_share_the_trace_that_its_tenant_named(journey: Journey) -> None:
    (begun,) = journey.named("tenant handleCreateOrder")
    assert (begun.trace, begun.parent) == (TRACE, "00f067aa0ba902b7")
    (asked,) = journey.named("deliver create_order")
    assert (asked.trace, asked.parent) == (TRACE, begun.id)
    told = journey.named("deliver KCI")
    assert [span.trace for span in told] == [TRACE] * 3
    assert [span.attributes["fibrecafe.seq"] for span in told] == [1, 2, 3]
    assert {span.attributes["fibrecafe.outcome"] for span in told} == {"DONE"}


def test_whoever_is_called_can_go_on_with_the_trace(journey: Journey) -> None:
    (asked,) = journey.supplier.calls
    (span,) = journey.named("deliver create_order")
    assert asked.headers["traceparent"] == f"00-{TRACE}-{span.id}-01"
    sent = [call.headers["traceparent"].split("-")[2] for call in journey.tenant.calls]
    assert sent == [span.id for span in journey.named("deliver KCI")]
    assert {call.trace for call in journey.tenant.calls} == {TRACE}


def test_a_suppliers_kci_is_in_the_trace_or_linked_to_it(journey: Journey) -> None:
    going_on, alone = journey.named("supplier_updates handleOrderUpdate")
    _, first, second = journey.named("deliver KCI")
    assert (going_on.trace, first.parent, first.links) == (TRACE, going_on.id, [])
    assert alone.trace != TRACE
    assert second.links == [alone.trace]


def test_what_goes_out_and_what_is_shown_says_nothing_of_traces(journey: Journey) -> None:
    for call in journey.tenant.calls:
        assert b"trace" not in call.body
        assert list(call.json)[:2] == ["id", "supplier"]
    assert b"trace" not in journey.shown.to_json()
    assert len(journey.shown.updates) == 3


def test_spans_hold_names_and_ids_and_nothing_personal(journey: Journey) -> None:
    (begun,) = journey.named("tenant handleCreateOrder")
    assert begun.attributes == {
        "http.request.method": "POST", "http.response.status_code": 201,
        "fibrecafe.tenant": "TENANT1", "fibrecafe.request_id": "r",
        "fibrecafe.conversation_id": "c",
    }  # fmt: skip
    assert "Featherstone" not in repr(journey.spans)


def test_without_traces_nothing_is_kept_or_sent_of_them(tmp_path: Path) -> None:
    made = travel(tmp_path, None)
    assert len(made.heads) == 4
    assert not [head for head in made.heads if "trace" in head]
    for call in (*made.tenant.calls, *made.supplier.calls):
        assert "traceparent" not in call.headers


@pytest.mark.parametrize(
    "given",
    [
        "", "x", "00", GIVEN.upper(), GIVEN.replace("4bf9", "zzzz"), GIVEN.replace("00-", "ff-", 1),
        f"00-{'0' * 32}-00f067aa0ba902b7-01", f"00-{TRACE}-{'0' * 16}-01", GIVEN + "0",
        "00-" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_traceparent_begins_a_new_trace(given: str) -> None:
    made = InMemorySpanExporter()
    tracing = Tracing(Telemetry(), made)
    with tracing.span("GET", SpanKind.SERVER, given, {}):
        assert taken_apart(f"{trace_context.of_request()}").parent
    tracing.close()
    (span,) = made.get_finished_spans()
    assert span.parent is None


def test_a_part_of_the_traces_is_kept_where_the_caller_does_not_say() -> None:
    made = InMemorySpanExporter()
    tracing = Tracing(Telemetry(trace_ratio=0.0), made)
    for parent in (None, GIVEN, GIVEN[:-1] + "0"):
        with tracing.span("GET", SpanKind.SERVER, parent, {}):
            here = trace_context.current()
            # Whoever is called is told of one that is not kept, too.
            assert here is not None
            assert here.endswith("-01" if parent == GIVEN else "-00")
    tracing.close()
    assert [f"{span.context.trace_id:x}" for span in made.get_finished_spans()] == [TRACE]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("", ("", None, None)),
        ('{"id":"1"}', ('{"id":"1"}', None, None)),
        (f'{{"traceparent":"{GIVEN}"}}', ("", GIVEN, None)),
        (f'{{"traceparent":"{GIVEN}","id":"1"}}', ('{"id":"1"}', GIVEN, None)),
        (
            f'{{"traceparent":"{GIVEN}","tracelink":"{GIVEN}","id":"1"}}',
            ('{"id":"1"}', GIVEN, GIVEN),
        ),
    ],
)
def test_a_head_is_taken_apart(head: str, found: Any) -> None:
    assert tuple(taken_apart(head)) == found


def test_what_is_not_installed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    settings = Settings(
        store=Store(url=f"sqlite:///{tmp_path / 'store.db'}"),
        telemetry=Telemetry(traces="http://127.0.0.1:9"),
    )
    with pytest.raises(TracingMissing, match=r"pip install 'fibrecafe\[tracing\]'"):
        Gateway(settings)
