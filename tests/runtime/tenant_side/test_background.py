"""With `background` a KCI is kept, and handled afterwards: in order, again when it fails."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_api.tenant_updates import models
from fibrecafe_gateway.tenant_side import (
    KciDispatcher,
    KciReceiver,
    KciWorker,
    SqliteInbox,
    bearer,
    conversation_id,
    receiver_app,
)
from fibrecafe_gateway.tenant_side.incoming import IncomingKci
from tests.documents import ROOT
from tests.runtime.tenant_side.kcis import kci, model, send
from tests.serving import serve

Informational = models.ProvideServiceOrderInformationalUpdate

QUICK = {"first_pause": 0.01, "longest_pause": 0.02, "attempts": 3, "poll": 0.05}


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[SqliteInbox]:
    with SqliteInbox(tmp_path / "inbox.db") as opened:
        yield opened


def eventually(holds: Callable[[], object], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.005)


def app_of(handler: Callable[[Informational], Any], inbox: SqliteInbox) -> Any:
    dispatcher = KciDispatcher()
    dispatcher.on(Informational)(handler)
    return receiver_app(
        dispatcher, authenticate=bearer("t"), store=inbox, background=True, worker=QUICK
    )


def test_the_sender_does_not_wait_for_the_handler(inbox: SqliteInbox) -> None:
    go_on, done = threading.Event(), []

    def slow(kci: Informational) -> None:
        assert go_on.wait(5)
        done.append((kci.id, conversation_id()))

    body = kci()
    with serve(app_of(slow, inbox)) as url:
        assert [send(url, body).status_code for _ in range(2)] == [204, 204]
        assert done == []
        go_on.set()
        eventually(lambda: done)
    assert done == [(body["id"], "c-1")]
    assert asyncio.run(inbox.first("PROVIDE_ORDER 123")) is None


def test_each_entity_has_its_order_while_others_go_on(inbox: SqliteInbox) -> None:
    handled: dict[int, list[int]] = {}
    failures = {(1, 2): 2, (3, 1): 1}

    async def handler(kci: Informational) -> None:
        key = (kci.entity.id, kci.sequence_number)
        await asyncio.sleep(0.001)
        if failures.get(key):
            failures[key] -= 1
            raise RuntimeError("not yet")
        handled.setdefault(kci.entity.id, []).append(kci.sequence_number)

    def order(entity: int) -> None:
        for sequence in range(1, 7):
            assert send(url, kci(entity=entity, sequence=sequence)).status_code == 204

    with serve(app_of(handler, inbox)) as url, ThreadPoolExecutor(4) as threads:
        list(threads.map(order, range(1, 5)))
        eventually(lambda: sum(map(len, handled.values())) == 24)
    assert handled == {entity: [1, 2, 3, 4, 5, 6] for entity in range(1, 5)}


def test_a_poison_kci_is_parked_and_holds_back_its_own_entity_alone(
    inbox: SqliteInbox, caplog: pytest.LogCaptureFixture
) -> None:
    handled: list[tuple[int, int]] = []
    poison, second = kci(sequence=1), kci(sequence=2)
    broken = {poison["id"], second["id"]}

    def handler(kci: Informational) -> None:
        if kci.id in broken:
            raise RuntimeError("poison")
        handled.append((kci.entity.id, kci.sequence_number))

    def parked() -> list[str]:
        return [parked.id for parked in asyncio.run(inbox.parked())]

    with serve(app_of(handler, inbox)) as url:
        for body in (poison, second, kci(sequence=3), kci(entity=9)):
            assert send(url, body).status_code == 204
        eventually(parked)
        eventually(lambda: handled)
        assert (parked(), handled) == ([poison["id"]], [(9, 1)])
        assert "`retry` it in the inbox, or `skip` it" in caplog.text
        broken.remove(poison["id"])
        assert asyncio.run(inbox.retry(poison["id"])) == "PROVIDE_ORDER 123"
        eventually(lambda: parked() == [second["id"]])  # found without `wake`
        assert handled[-1] == (123, 1)
        asyncio.run(inbox.skip(second["id"]))
        eventually(lambda: len(handled) == 3)
    assert handled == [(9, 1), (123, 1), (123, 3)]
    with pytest.raises(KeyError, match="is not parked"):
        asyncio.run(inbox.skip(poison["id"]))


def test_what_was_kept_before_a_restart_is_handled_after_it(inbox: SqliteInbox) -> None:
    bodies = [kci(entity=entity) for entity in range(1, 21)]
    for body in bodies:
        asyncio.run(inbox.accept(IncomingKci.of(model(body), None)))
    handled: list[str] = []
    with serve(app_of(lambda told: handled.append(told.id), inbox)):
        eventually(lambda: len(handled) == 20)
    assert set(handled) == {body["id"] for body in bodies}
    assert asyncio.run(inbox.waiting()) == []


def test_a_worker_starts_with_the_first_kci_where_no_lifespan_comes(inbox: SqliteInbox) -> None:
    handled: list[str] = []

    async def run() -> None:
        dispatcher = KciDispatcher()
        dispatcher.on(Informational)(lambda told: handled.append(told.id))
        worker = KciWorker(dispatcher, inbox, poll=60)
        context: Any = type("Context", (), {"conversation_id": None})
        for sequence in (1, 2):
            await KciReceiver(worker).kci(context, model(kci(sequence=sequence)))
        while len(handled) < 2:
            await asyncio.sleep(0.005)
        await worker.stop()
        await worker.stop()

    asyncio.run(asyncio.wait_for(run(), 5))
    assert len(handled) == 2


def test_a_handler_that_outlasts_the_grace_is_called_again_later(inbox: SqliteInbox) -> None:
    calls: list[str] = []

    async def endless(told: Informational) -> None:
        calls.append(told.id)
        if len(calls) == 1:
            await asyncio.sleep(60)

    async def run() -> None:
        dispatcher = KciDispatcher()
        dispatcher.on(Informational)(endless)
        await inbox.accept(IncomingKci.of(model(kci()), None))
        async with KciWorker(dispatcher, inbox, grace=0.05):
            while not calls:
                await asyncio.sleep(0.005)
        assert await inbox.waiting() == ["PROVIDE_ORDER 123"]
        async with KciWorker(dispatcher, inbox, grace=0.05):
            while await inbox.waiting():
                await asyncio.sleep(0.005)

    asyncio.run(asyncio.wait_for(run(), 5))
    assert len(calls) == 2


def test_an_inbox_that_fails_for_a_while_stops_nothing(
    inbox: SqliteInbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    handled: list[str] = []
    real, failures = inbox.first, iter([OSError("disk full"), OSError("disk full")])

    async def first(entity: str) -> Any:
        for error in failures:
            raise error
        return await real(entity)

    monkeypatch.setattr(inbox, "first", first)
    with serve(app_of(lambda told: handled.append(told.id), inbox)) as url:
        assert send(url, kci()).status_code == 204
        eventually(lambda: handled)
    assert "disk full" in caplog.text


PROGRAM = """
import os, sys, uvicorn
from fibrecafe_api.tenant_updates import models
from fibrecafe_gateway.tenant_side import KciDispatcher, SqliteInbox, bearer, receiver_app

dispatcher = KciDispatcher()

@dispatcher.on(models.ProvideServiceOrderInformationalUpdate)
def note(kci):
    with open(sys.argv[2], "a") as file:
        file.write(f"{kci.entity.id} {kci.sequence_number}\\n")

app = receiver_app(dispatcher, authenticate=bearer("t"), store=SqliteInbox(sys.argv[1]),
                   background=sys.argv[3] == "background")
uvicorn.run(app, fd=int(sys.argv[4]), log_level="critical")
"""


@pytest.mark.parametrize("mode", ["background", "inline"])
def test_what_was_answered_204_outlives_a_killed_process(tmp_path: Path, mode: str) -> None:
    handled = tmp_path / "handled"
    handled.touch()
    (tmp_path / "program.py").write_text(PROGRAM)
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    taken: list[tuple[int, int]] = []
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, [ROOT / "runtime"]))}

    def lines() -> list[str]:
        return handled.read_text().splitlines()

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, tmp_path / "program.py", tmp_path / "inbox.db", handled, mode,
             str(listener.fileno())],
            pass_fds=[listener.fileno()], env=environment,
        )  # fmt: skip

    process = None
    try:
        for life in (1, 2):
            process = start()
            for sequence in range(1, 6):
                assert send(url, kci(entity=life, sequence=sequence)).status_code == 204
                taken.append((life, sequence))
            process.send_signal(signal.SIGKILL)
            process.wait()
        process = start()
        assert send(url, kci(entity=99)).status_code == 204
        eventually(lambda: {f"{e} {s}" for e, s in taken} <= set(lines()), 10)
    finally:
        if process is not None:
            process.kill()
            process.wait()
        listener.close()
    for life in (1, 2):
        firsts = list(dict.fromkeys(line for line in lines() if line.startswith(f"{life} ")))
        assert firsts == [f"{life} {sequence}" for sequence in range(1, 6)]
