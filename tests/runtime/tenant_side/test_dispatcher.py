"""The dispatcher finds the handler of a KCI."""

from __future__ import annotations

import asyncio
import functools
import logging
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from fibrecafe_api._support.model import unknown_values
from fibrecafe_api.tenant_updates import models
from fibrecafe_gateway.tenant_side import KciDispatcher
from tests.documents import ROOT
from tests.runtime.tenant_side.kcis import EXAMPLES, kci, model

Informational = models.ProvideServiceOrderInformationalUpdate


def dispatch(dispatcher: KciDispatcher, body: dict[str, Any]) -> None:
    asyncio.run(dispatcher.dispatch(model(body)))


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_kind_reaches_its_own_handler(example: str) -> None:
    dispatcher, called = KciDispatcher(), []
    kinds = {type(model(body)) for body in EXAMPLES.values()}
    for kind in kinds:
        dispatcher.on(kind)(functools.partial(lambda k, told: called.append((k, told.id)), kind))
    dispatch(dispatcher, EXAMPLES[example])
    told = model(EXAMPLES[example])
    assert called == [(type(told), told.id)]


def test_a_handler_for_a_type_goes_before_the_general_one() -> None:
    dispatcher, called = KciDispatcher(), []
    dispatcher.on(Informational)(lambda told: called.append("any"))
    dispatcher.on(Informational, type="COMPLETED")(lambda told: called.append("completed"))
    dispatcher.on(models.ProvideServiceOrderActionRequiredUpdate, type=models.ActionType.REAPPOINT)(
        lambda told: called.append("reappoint")
    )
    for body in (
        kci(type="COMPLETED"),
        kci(type="DELAY"),
        kci(type="PAUSED"),  # newer than the document
        kci("informationRequired", type="REAPPOINT"),
    ):
        dispatch(dispatcher, body)
    assert called == ["completed", "any", "any", "reappoint"]


def test_a_second_handler_is_an_error_that_names_both() -> None:
    dispatcher = KciDispatcher()

    @dispatcher.on(Informational)
    def first(told: Informational) -> None: ...

    @dispatcher.on(Informational, type="COMPLETED")
    def narrower(told: Informational) -> None: ...

    def second(told: Any) -> None: ...

    def other(told: Any) -> None: ...

    with pytest.raises(ValueError, match=r"\.first already: .*\.second cannot be added"):
        dispatcher.on(Informational)(second)
    with pytest.raises(ValueError, match=r"of type COMPLETED .*\.narrower already: .*\.second"):
        dispatcher.on(Informational, type="COMPLETED")(second)
    dispatcher.on_unknown(other)
    with pytest.raises(ValueError, match=r"\.other already: .*\.second"):
        dispatcher.on_unknown(second)


def test_what_is_no_kci_or_no_type_of_it_cannot_be_registered() -> None:
    dispatcher = KciDispatcher()
    with pytest.raises(ValueError, match="Contact is no KCI"):
        dispatcher.on(models.Contact)
    with pytest.raises(ValueError, match=r"knows CREATED, .*COMPLETED, not 'COMPLTED'"):
        dispatcher.on(Informational, type="COMPLTED")
    with pytest.raises(ValueError, match="has no type, not 'ERROR'"):
        dispatcher.on(models.ServiceTestErrorUpdate, type="ERROR")


def test_plain_handlers_run_in_a_thread_and_async_ones_in_the_loop() -> None:
    dispatcher, threads = KciDispatcher(), {}

    def plain(told: Any) -> None:
        threads["plain"] = threading.get_ident()

    async def later(told: Any) -> None:
        await asyncio.sleep(0)
        threads[type(told).__name__] = threading.get_ident()

    class Called:
        async def __call__(self, told: Any) -> None:
            await later(told)

    dispatcher.on(Informational)(plain)
    dispatcher.on(models.ProvideServiceOrderErrorUpdate)(later)
    dispatcher.on(models.CeaseServiceOrderInformationalUpdate)(Called())
    for example in ("orderDelayed", "failedToSend", "ceaseCompleted"):
        dispatch(dispatcher, kci(example))
    here = threading.get_ident()
    assert threads["plain"] != here
    assert threads["ProvideServiceOrderErrorUpdate"] == here
    assert threads["CeaseServiceOrderInformationalUpdate"] == here


def test_a_kci_without_a_handler_is_logged_by_what_is_new_and_not_by_its_content(
    caplog: pytest.LogCaptureFixture,
) -> None:
    body = kci(type="PAUSED")
    body["entity"]["primaryContact"]["twitter"] = "@john"
    with caplog.at_level(logging.WARNING):
        dispatch(KciDispatcher(), body)
        dispatch(KciDispatcher(), kci() | {"entityType": "REPORTABLE_INCIDENT"})
    known, unknown = (record.getMessage() for record in caplog.records)
    assert body["id"] in known
    assert "/information/type, /entity/primaryContact/twitter" in known
    assert "UnknownTenantUpdate" in unknown
    assert "john" not in caplog.text.lower()


def test_on_unknown_gets_new_kinds_and_known_ones_without_a_handler() -> None:
    dispatcher, told = KciDispatcher(), []

    @dispatcher.on_unknown
    async def other(kci: models.TenantUpdate) -> None:
        told.append((type(kci).__name__, [v.kind for v in unknown_values(kci)]))

    dispatcher.on(Informational, type="COMPLETED")(lambda kci: None)
    dispatch(dispatcher, kci(entityType="REPORTABLE_INCIDENT"))
    dispatch(dispatcher, kci("testCompleted"))
    dispatch(dispatcher, kci(type="DELAY"))
    dispatch(dispatcher, kci(type="COMPLETED"))
    assert told == [
        ("UnknownTenantUpdate", ["variant"]),
        ("ServiceTestInformationalUpdate", []),
        ("ProvideServiceOrderInformationalUpdate", []),
    ]


CASE = """
from fibrecafe_api.tenant_updates import models
from fibrecafe_gateway.tenant_side import KciDispatcher

dispatcher = KciDispatcher()

@dispatcher.on(models.ServiceTestInformationalUpdate)
async def test(kci: models.ServiceTestInformationalUpdate) -> None: ...

@dispatcher.on(models.ServiceProblemErrorUpdate)
def problem(kci: models.ServiceProblemErrorUpdate) -> None: ...

@dispatcher.on(models.CeaseServiceOrderErrorUpdate)  # wrong
def other(kci: models.ServiceProblemErrorUpdate) -> None: ...

@dispatcher.on(models.CeaseServiceOrderErrorUpdate)  # wrong
def gives(kci: models.CeaseServiceOrderErrorUpdate) -> int:
    return 1

dispatcher.on(models.ServiceTestErrorUpdate)(lambda kci: print(reveal_type(kci.entity)))
reveal_type(test)

@dispatcher.on_unknown
async def unknown(kci: models.TenantUpdate) -> None: ...
"""


def test_a_type_checker_knows_what_a_handler_gets(tmp_path: Path) -> None:
    (tmp_path / "case.py").write_text(CASE)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", "--cache-dir",
         ROOT / ".mypy_cache/user", tmp_path / "case.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.findall(r"case\.py:(\d+): (\w+): (.*)", done.stdout)
    lines = CASE.splitlines()
    wrong = {i for i, line in enumerate(lines, 1) if line.endswith("# wrong")}
    assert {int(line) for line, severity, _ in found if severity == "error"} == wrong, done.stdout
    revealed = [text for _, _, text in found if text.startswith("Revealed")]
    assert "models.ServiceTest" in revealed[0]
    assert "ServiceTestInformationalUpdate) -> typing.Coroutine[Any, Any, None]" in revealed[1]
