"""Every line is structured, carries the ids, and holds no personal data."""

from __future__ import annotations

import asyncio
import io
import logging
import re
from typing import Any

import pytest
from pydantic import ValidationError

from fibrecafe_api.tenant import models
from fibrecafe_gateway.telemetry import (
    Redacted,
    bind_ids,
    configure_logging,
    get_logger,
    logs,
)
from tests.runtime.telemetry.capturing import logged

CONTACT = {"name": "John Smith", "email": "john@smith.com", "phoneNumber": "01234 567890"}


def test_a_line_says_when_who_what_and_about_which_request() -> None:
    with logged() as lines, bind_ids(request_id="r-1", conversation_id="c-1", tenant="T1"):
        get_logger("fibrecafe_gateway.delivery").info("sent %d", 2, order_id=7, supplier="S1")
    (line,) = lines.read_json()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {
        "level": "info",
        "logger": "fibrecafe_gateway.delivery",
        "event": "sent 2",
        "request_id": "r-1",
        "conversation_id": "c-1",
        "tenant": "T1",
        "order_id": 7,
        "supplier": "S1",
    }
    assert list(line)[:2] == ["level", "logger"]


def test_lines_of_libraries_are_of_the_same_form() -> None:
    with logged() as lines, bind_ids(request_id="r-1"):
        logging.getLogger("uvicorn.error").warning(
            "from %s", "john@smith.com", extra={"color_message": "x", "port": 8080}
        )
        logging.getLogger("fibrecafe_api._support.server").error("error 5")
        logging.getLogger("uvicorn.access").info("GET /addresses?postalCode=SW1A1AA")
        logging.getLogger("sqlalchemy.engine").info("select name from contact")
    first, second = lines.read_json()
    assert (first["event"], first["port"], first["request_id"]) == ("from [contact]", 8080, "r-1")
    assert "color_message" not in first
    assert second["logger"] == "fibrecafe_api._support.server"


def test_the_level_holds_for_both_kinds_of_loggers() -> None:
    with logged("WARNING") as lines:
        get_logger("a").info("no")
        logging.getLogger("a").info("no")
        get_logger("a").warning("yes")
        logging.getLogger("a").warning("yes")
    assert [line["event"] for line in lines.read_json()] == ["yes", "yes"]
    with pytest.raises(ValueError, match="'LOUD' is no level"):
        configure_logging("LOUD")


def test_configuring_again_replaces_and_does_not_double() -> None:
    with logged() as first:
        second = io.StringIO()
        configure_logging("INFO", stream=second)
        get_logger("a").info("once")
    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1


def test_secrets_are_never_written() -> None:
    with logged() as lines:
        get_logger("a").info(
            "token fetched with client_secret=hush",
            access_token="hush",
            Authorization="Bearer hush",
            password=b"hush",
            nested={"headers": {"Cookie": "hush", "X-Api-Key": "hush"}, "clientSecret": "hush"},
            url="https://me:hush@host/",
        )
        with bind_ids(session_token="hush"):
            logging.getLogger("a").info("bound")
    assert "hush" not in lines.getvalue()
    assert lines.read_json()[0]["nested"]["headers"]["Cookie"] == "[secret]"


def test_bodies_are_left_out_unless_they_are_redacted() -> None:
    order = {"primaryContact": CONTACT, "notes": "beware of the dog", "supplier": "S1"}
    with logged() as lines:
        get_logger("a").info(
            "taken",
            body=order,
            payload="John Smith",
            raw=b"John Smith",
            model=models.Contact.model_validate(CONTACT),
            people=[CONTACT, models.Contact.model_validate(CONTACT)],
            shown=Redacted(order, "CreateProvideServiceOrder", "tenant"),
        )
        logging.getLogger("a").info("taken too", extra={"body": order, "contact": CONTACT})
    text = lines.getvalue()
    assert not re.search("John|smith|01234|dog", text)
    line = lines.read_json()[0]
    assert line["body"] == line["payload"] == line["raw"] == line["model"] == "[not logged]"
    assert line["shown"]["supplier"] == "S1"
    assert line["shown"]["notes"] == "[free-text]"


def test_an_exception_is_one_field_without_what_it_quotes() -> None:
    with logged() as lines:
        wrong = {"name": CONTACT}  # the line that fails is in the traceback
        try:
            models.Contact.model_validate(wrong)
        except ValidationError:
            get_logger("a").exception("refused")
            logging.getLogger("a").exception("refused")
        error = RuntimeError("mail to john@smith.com failed")
        get_logger("a").error("failed", exc_info=error)
    assert "John" not in lines.getvalue()
    first, second, third = lines.read_json()
    assert first["exception"].startswith("Traceback (most recent call last):\n")
    assert "input_value=[not logged]" in second["exception"]
    assert third["exception"].endswith("RuntimeError: mail to [contact] failed")


def test_ids_belong_to_their_task() -> None:
    async def one(name: str) -> None:
        with bind_ids(request_id=name, attempt=1):
            await asyncio.sleep(0)
            get_logger("a").info(name)

    async def run() -> None:
        await asyncio.gather(*(one(f"r-{number}") for number in range(5)))
        get_logger("a").info("none")

    with logged() as lines:
        asyncio.run(run())
    *told, last = lines.read_json()
    assert {line["event"] for line in told} == {line["request_id"] for line in told}
    assert len(told) == 5
    assert "request_id" not in last


def test_a_line_that_cannot_be_written_shows_nothing_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with logged() as lines:
        logging.getLogger("a").info("%d", "John Smith")
        get_logger("a").info("next")
    assert "John" not in lines.getvalue() + "".join(capsys.readouterr())
    failed, following = lines.getvalue().splitlines()
    assert re.fullmatch(r"a log line of a \(test_logs\.py:\d+\) failed: TypeError", failed)
    assert "next" in following


@pytest.mark.parametrize("json", [True, False])
def test_nobody_writes_a_second_line_into_the_log(json: bool) -> None:
    with logged(json=json) as lines:
        logging.getLogger("a").info("one\n2026 forged", extra={"path": "/x\r\nforged\x1b[0m\ud800"})
    assert len(lines.getvalue().splitlines()) == 1
    assert lines.getvalue().isascii()


def test_text_lines_are_for_people() -> None:
    with logged(json=False) as lines, bind_ids(tenant="T1"):
        get_logger("fibrecafe_gateway").warning("paused", hint="look at it", n=2)
    time, _, rest = lines.getvalue().partition(" ")
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3}Z", time)
    assert rest == "WARNING fibrecafe_gateway: paused  tenant=T1 hint=look at it n=2\n"


def test_fields_may_be_called_as_the_library_calls_its_own() -> None:
    fields: dict[str, Any] = {"name": "x", "args": 1, "module": "m"}
    with logged() as lines:
        get_logger("a").info("structlog", **fields)
        logging.getLogger("a").info("library", extra={logs.FIELDS: fields})
    for line in lines.read_json():
        assert (line["args"], line["module"], line["name"]) == (1, "m", "x")
