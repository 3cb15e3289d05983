"""The program on the page "Be a tenant" runs as the page says, against a gateway over HTTP."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from fibrecafe_api.tenant import models
from fibrecafe_api.tenant.client import errors
from fibrecafe_api.tenant.server import Problem, RequestHead
from fibrecafe_gateway.settings import Settings
from tests.documents import ROOT, described
from tests.generated.answering import Answering, Received
from tests.runtime.tenant_side.kcis import kci, send
from tests.serving import serve

PAGE = (ROOT / "docs/be-a-tenant.md").read_text()

CODE = "\n\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))


class Gateway:
    """The generated Tenant API with the document's examples for answers, and a token endpoint."""

    def __init__(self) -> None:
        self.answering = Answering("tenant")
        self.problems: list[Problem] = []
        self.tokens = 0
        self._app = self.answering.app(authenticate=self._authenticate)

    def calls(self, operation: str) -> list[Received]:
        return [call for call in self.answering.received if call.operation == operation]

    async def _authenticate(self, head: RequestHead, scopes: tuple[str, ...]) -> str | None:
        if self.problems:
            raise self.problems.pop(0)
        return "tenant-1" if head.header("authorization") == "Bearer of-the-page" else None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != "/token":
            await self._app(scope, receive, send)
            return
        form = parse_qs((await receive())["body"].decode())
        assert form["grant_type"] == ["client_credentials"]
        self.tokens += 1
        answer = {"access_token": "of-the-page", "expires_in": 3600, "token_type": "Bearer"}
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


@pytest.fixture(scope="module")
def program(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Gateway, types.ModuleType, str]]:
    """A gateway, the page's program, and where it takes KCIs."""
    gateway, module = Gateway(), types.ModuleType("provider")
    with serve(gateway) as url, pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "GATEWAY_URL": url,
            "TOKEN_URL": f"{url}/token",
            "CLIENT_ID": "me",
            "CLIENT_SECRET": "s",
            "KCI_TOKEN": "t",
            "KCI_INBOX": str(tmp_path_factory.mktemp("provider") / "kcis.db"),
        }.items():
            patch.setenv(name, value)
        patch.setitem(sys.modules, "provider", module)
        exec(compile(CODE, "provider.py", "exec"), module.__dict__)
        module.__dict__["PAUSES"] = [0, 0]
        with module.gateway, module.inbox, serve(module.app) as receiver:
            yield gateway, module, receiver


@pytest.fixture
def gateway(program: tuple[Gateway, types.ModuleType, str]) -> Gateway:
    """It has not been asked anything yet."""
    gateway = program[0]
    gateway.answering.received.clear()
    gateway.answering.answers.clear()
    gateway.problems.clear()
    return gateway


@pytest.fixture
def provider(program: tuple[Gateway, types.ModuleType, str], gateway: Gateway) -> Any:
    return program[1]


@pytest.fixture
def url(program: tuple[Gateway, types.ModuleType, str], gateway: Gateway) -> str:
    return program[2]


def test_the_order_is_placed_and_placed_once_when_the_answer_is_lost(
    gateway: Gateway, provider: Any
) -> None:
    gateway.problems = [Problem.unavailable(), Problem.fault()]
    assert provider.place(provider.order, "r-1", "c-1").id == 123
    assert gateway.tokens == 1
    (call,) = gateway.calls("create_order")
    assert (call.context.request_id, call.context.conversation_id) == ("r-1", "c-1")
    assert call.body.address.id == "A00000031882"


def test_placing_gives_up_after_its_pauses_and_at_once_when_the_order_is_wrong(
    gateway: Gateway, provider: Any
) -> None:
    gateway.problems = [Problem.unavailable() for _ in range(3)]
    with pytest.raises(errors.Unavailable):
        provider.place(provider.order, "r-1", "c-1")
    gateway.problems = [Problem.invalid("no such supplier")]
    with pytest.raises(errors.InvalidRequest, match="no such supplier"):
        provider.place(provider.order, "r-2", "c-1")
    assert gateway.calls("create_order") == []


def test_progress_completion_failure_and_news_are_told(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for body in (
        kci("orderDelayed", sequence=1),
        kci("orderSent", sequence=2, type="COMPLETED"),
        kci("failedToSend", sequence=3),
        kci("testCompleted", entityType="REPORTABLE_INCIDENT"),
    ):
        assert send(url, body).status_code == 204
    delay, completed, failed, news = capsys.readouterr().out.splitlines()
    assert delay == "order 123: DELAY, now HELD"
    assert completed == "order 123: the line works, begin to bill"
    assert failed.startswith("order 123: FAILED_TO_SEND, ")
    assert news == "not handled: UnknownTenantUpdate ['']"


def test_information_is_given_by_an_amendment_once(gateway: Gateway, url: str) -> None:
    body = kci("informationRequired")
    assert [send(url, body).status_code for _ in range(2)] == [204, 204]
    (call,) = gateway.calls("amend_order")
    assert call.body.order_id == 123
    assert call.body.notes == "The key safe is by the door"
    assert call.context.request_id == body["id"]
    assert call.context.conversation_id == "c-1"


def test_a_lost_appointment_is_replaced(gateway: Gateway, url: str) -> None:
    body = kci("informationRequired", type="REAPPOINT")
    assert send(url, body).status_code == 204
    (held,) = gateway.calls("reserve_appointment")
    (asked,) = gateway.calls("appointment_availability")
    (amended,) = gateway.calls("amend_order")
    assert asked.arguments["address"].id == body["entity"]["address"]["id"]
    offered = models.AppointmentAvailability.from_json(_example("appointment_availability"))
    assert offered.available_timeslots is not None
    first = offered.available_timeslots[0]
    assert held.body.timeslot.timeslot_start_date_time == first.timeslot_start_date_time
    answer = models.Appointment.from_json(_example("reserve_appointment"))
    assert amended.body.appointment_reservation_id == answer.id
    assert amended.body.notes is None


def test_a_kci_comes_again_while_there_is_no_slot(gateway: Gateway, url: str) -> None:
    nothing = models.AppointmentAvailability(available_timeslots=[])
    gateway.answering.answers["appointment_availability"] = nothing
    body = kci("informationRequired", type="REAPPOINT")
    assert send(url, body).status_code == 500
    del gateway.answering.answers["appointment_availability"]
    assert send(url, body).status_code == 204
    assert len(gateway.calls("amend_order")) == 1


def test_a_resolution_is_accepted_by_its_own_number(gateway: Gateway, url: str) -> None:
    body = kci("problemResolved")
    assert send(url, body).status_code == 204
    (call,) = gateway.calls("service_problem_resolution")
    assert call.arguments["id"] == str(body["entity"]["serviceProblemResolution"]["id"])
    assert call.body.status == "ACCEPTED"


def test_only_the_gateway_is_heard(url: str) -> None:
    assert send(url, kci(), token="another").status_code == 401


def test_a_rehearsal_names_its_scenario(gateway: Gateway, provider: Any) -> None:
    with provider.rehearse("ORDER_REAPPOINT") as client:
        client.create_order(body=provider.order)
    (call,) = gateway.calls("create_order")
    assert call.context.header("X-Scenario") == "ORDER_REAPPOINT"
    assert call.context.header("X-Kci-Delay") == "1"


def test_a_type_checker_has_nothing_to_say_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "provider.py").write_text(CODE)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", "--cache-dir",
         ROOT / ".mypy_cache/user", tmp_path / "provider.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_settings_on_the_page_are_settings() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    settings = Settings(**tomllib.loads(text))
    updates = settings.tenants["YOU"].updates
    assert updates is not None
    assert updates.url == "http://127.0.0.1:8090"


def test_every_exception_on_the_page_is_there() -> None:
    table = PAGE[PAGE.index("| exception") : PAGE.index("Give `uuid`")]
    named = re.findall(r"^\| (.*?) \|", table, re.MULTILINE)[2:]
    for name in re.findall(r"`(\w+)`", " ".join(named)):
        assert issubclass(getattr(errors, name), errors.ApiError)


def _example(operation: str) -> bytes:
    found = next(o for o in described("tenant") if o.name == operation)
    examples = next(iter(found.successes.values()))
    return json.dumps(next(iter(examples.values()))).encode()
