"""The receiver answers 204 for what is safe, handles each KCI once, and forgets nothing it took."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_api.tenant_updates import models
from fibrecafe_api.tenant_updates.server import Problem
from fibrecafe_gateway.tenant_side import (
    Inbox,
    KciDispatcher,
    MemoryInbox,
    SqliteInbox,
    basic,
    bearer,
    conversation_id,
    receiver_app,
)
from tests.runtime.tenant_side.kcis import kci, send
from tests.serving import serve

Informational = models.ProvideServiceOrderInformationalUpdate


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inbox]:
    if request.param == "memory":
        yield MemoryInbox()
    else:
        with SqliteInbox(tmp_path / "inbox.db") as inbox:
            yield inbox


def receiver(dispatcher: KciDispatcher, store: Inbox, **options: Any) -> Any:
    return receiver_app(dispatcher, authenticate=bearer("t"), store=store, **options)


class Handled:
    """A dispatcher that notes what it handled."""

    def __init__(self) -> None:
        self.kcis: list[tuple[int, int]] = []
        self.failing: dict[str, list[Exception]] = {}
        self.dispatcher = KciDispatcher()
        self.dispatcher.on(Informational)(self.handle)

    def handle(self, kci: Informational) -> None:
        failures = self.failing.get(kci.id)
        if failures:
            raise failures.pop(0)
        self.kcis.append((kci.entity.id, kci.sequence_number))


def test_a_kci_is_handled_once_however_often_it_comes(store: Inbox) -> None:
    handled = Handled()
    body = kci()
    with serve(receiver(handled.dispatcher, store)) as url:
        first = send(url, body)
        again = send(url, body | {"deliveredOn": "2026-01-05T10:00:00.000Z"})
    assert (first.status_code, first.content) == (204, b"")
    assert again.status_code == 204
    assert handled.kcis == [(123, 1)]


def test_another_kci_under_the_same_id_is_refused_and_logged(
    store: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    handled = Handled()
    body = kci()
    app = receiver(handled.dispatcher, store)
    send(app, body)
    answer = send(app, body | {"information": {"type": "COMPLETED"}})
    assert answer.status_code == 422
    assert answer.json()["code"] == "INVALID_REQUEST"
    assert answer.json()["messages"] == ["/id: another KCI came before under this id"]
    assert handled.kcis == [(123, 1)]
    assert body["id"] in caplog.text


def test_what_a_handler_raises_makes_the_gateway_send_again(
    store: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    handled = Handled()
    body = kci()
    handled.failing[body["id"]] = [
        RuntimeError("database gone"),
        Problem.unavailable(retry_after=7),
    ]
    app = receiver(handled.dispatcher, store)
    answers = [send(app, body) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [500, 503, 204, 204]
    assert answers[1].headers["retry-after"] == "7"
    assert "database gone" not in answers[0].text
    assert answers[0].json()["uuid"] in caplog.text
    assert f"while handling KCI {body['id']} (PROVIDE_ORDER 123, sequence number 1)" in caplog.text
    assert handled.kcis == [(123, 1)]


def test_nothing_is_refused_because_it_is_new(store: Inbox) -> None:
    told: list[Any] = []
    dispatcher = KciDispatcher()
    dispatcher.on_unknown(lambda kci: told.append(kci))
    new = kci(entityType="REPORTABLE_INCIDENT", updateType="RUMOUR")
    del new["entity"]
    app = receiver(dispatcher, store)
    assert [send(app, new).status_code for _ in range(2)] == [204, 204]
    nameless = send(app, {"entityType": "REPORTABLE_INCIDENT"})
    assert [kci.entity_type for kci in told] == ["REPORTABLE_INCIDENT"]
    assert nameless.status_code == 400
    assert nameless.json()["messages"] == ["/id: is required, to know repeated KCIs"]


def test_handlers_know_the_conversation(store: Inbox) -> None:
    heard: list[str | None] = []
    dispatcher = KciDispatcher()
    dispatcher.on(Informational)(lambda kci: heard.append(conversation_id()))
    app = receiver(dispatcher, store)
    send(app, kci(), **{"X-Conversation-ID": "order-7"})
    assert heard == ["order-7"]
    assert conversation_id() is None


def test_a_missing_number_is_logged_and_the_kci_taken(
    store: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    handled = Handled()
    app = receiver(handled.dispatcher, store)
    with caplog.at_level(logging.WARNING):
        for sequence in (1, 2, 5, 4):
            assert send(app, kci(sequence=sequence)).status_code == 204
        assert send(app, kci(entity=124)).status_code == 204
    gap, late = (record.getMessage() for record in caplog.records)
    assert "sequence number 5): numbers 3 to 4 are missing" in gap
    assert "sequence number 4) comes after number 5" in late
    assert [sequence for _, sequence in handled.kcis] == [1, 2, 5, 4, 1]


def test_a_kci_that_is_sent_again_while_it_is_handled_waits(store: Inbox) -> None:
    dispatcher, begun, go_on, called = KciDispatcher(), threading.Event(), threading.Event(), []

    @dispatcher.on(Informational)
    def slow(kci: Informational) -> None:
        called.append(kci.id)
        begun.set()
        assert go_on.wait(5)

    body = kci()
    with serve(receiver(dispatcher, store)) as url, ThreadPoolExecutor(2) as threads:
        first = threads.submit(send, url, body)
        assert begun.wait(5)
        second = threads.submit(send, url, body)
        time.sleep(0.05)
        assert not second.done()
        go_on.set()
        assert [first.result().status_code, second.result().status_code] == [204, 204]
    assert called == [body["id"]]


def test_who_has_no_token_is_not_heard() -> None:
    handled = Handled()
    app = receiver_app(
        handled.dispatcher, authenticate=bearer("new", "old"), store=MemoryInbox(), document=False
    )
    with serve(app) as url:
        statuses = {
            given: send(url, kci(), Authorization=given).status_code
            for given in ("Bearer new", "bearer old", "Bearer ne", "Basic new", "Bearer")
        }
    assert statuses == {
        "Bearer new": 204, "bearer old": 204, "Bearer ne": 401, "Basic new": 401, "Bearer": 401,
    }  # fmt: skip
    for secrets in ((), ("",), ("t", "")):
        with pytest.raises(ValueError, match="let everybody in"):
            bearer(*secrets)


def test_basic_takes_the_user_and_the_password_and_asks_for_them() -> None:
    handled = Handled()
    app = receiver_app(
        handled.dispatcher, authenticate=basic("gateway", "s:écret"), store=MemoryInbox()
    )
    good = b64encode("gateway:s:écret".encode()).decode()
    assert send(app, kci(), Authorization=f"Basic {good}").status_code == 204
    refused = send(app, kci(), Authorization="Basic Z2F0ZXdheTo=")
    assert refused.status_code == 401
    assert 'Basic realm="KCIs"' in refused.headers["www-authenticate"]
    with pytest.raises(ValueError, match="colon"):
        basic("a:b", "c")


def test_the_package_needs_the_generated_layer_and_the_standard_library_only() -> None:
    script = (
        "import sys, fibrecafe_gateway.tenant_side\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}"
        " - set(sys.stdlib_module_names)))\n"
        "print(*[n for n in sys.modules if n.startswith('fibrecafe_gateway.')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    packages, rooms = (line.split() for line in done.stdout.splitlines())
    ours = {name for name in packages if not name.startswith(("_", "pydantic"))}
    assert ours - {"annotated_types", "typing_extensions", "typing_inspection"} == {
        "fibrecafe_api", "fibrecafe_gateway",
    }  # fmt: skip
    assert all(room.startswith("fibrecafe_gateway.tenant_side") for room in rooms)


def test_memory_forgets_the_oldest_beyond_its_limit() -> None:
    handled = Handled()
    first, second, third = kci(entity=1), kci(entity=2), kci(entity=3)
    app = receiver(handled.dispatcher, MemoryInbox(limit=2))
    for body in (first, second, third, third, second, first):
        assert send(app, body).status_code == 204
    assert [entity for entity, _ in handled.kcis] == [1, 2, 3, 1]


def test_the_background_needs_an_inbox_that_keeps_kcis() -> None:
    with pytest.raises(TypeError, match=r"MemoryInbox keeps no KCIs: .*SqliteInbox"):
        receiver(KciDispatcher(), MemoryInbox(), background=True)


def test_a_restarted_receiver_remembers(tmp_path: Path) -> None:
    handled = Handled()
    body = kci()
    for _ in range(2):
        with (
            SqliteInbox(tmp_path / "i.db") as inbox,
            serve(receiver(handled.dispatcher, inbox)) as u,
        ):
            assert send(u, body).status_code == 204
    assert handled.kcis == [(123, 1)]
    with SqliteInbox(tmp_path / "i.db", clock=lambda: 5.0) as inbox:
        assert asyncio.run(inbox.forget(before=time.time() + 1)) == 1
