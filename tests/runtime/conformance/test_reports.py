"""What a person, a build server and a manager are shown."""

from __future__ import annotations

import asyncio
import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest

from fibrecafe_gateway.conformance import Level, Report, Result, Status, Why, run
from fibrecafe_gateway.conformance.broken import BROKEN
from fibrecafe_gateway.conformance.findings import Exchange, Field
from fibrecafe_gateway.conformance.report import FORMATS


def _result(id: str, status: Status, **more: Any) -> Result:
    level = Level.of(id.partition(".")[0])
    given = {"title": f"Title of {id}", "rule": "A rule.", "source": "supplier/1.15 #/paths"}
    return Result(id=id, level=level, status=status, **{**given, **more})


FAILED = _result(
    "silver.order.delay",
    Status.FAILED,
    said="the tenant sees <b>nothing</b> & 'more'",
    cause="The cause.",
    fix="The fix.",
    alone="fibrecafe adapter check . --only silver.order.delay",
    exchanges=[Exchange("sent", "create_order", {"name": "[contact]"}), Exchange("KCI", "DELAY")],
    regression=True,
)

REPORT = Report(
    subject="acme",
    wanted=Level.SILVER,
    results=[
        _result("bronze.operation.quote", Status.PASSED, seconds=0.25),
        _result("bronze.header.tenant", Status.SKIPPED, said="not declared", why=Why.UNSUPPORTED),
        FAILED,
        _result("silver.order.resumed", Status.BLOCKED, said="it begins with DELAY"),
    ],
    mapping=[
        Field("create_order", "notes", True, "remark"),
        Field("create_order", "hazards", False),
        Field("create_order", "engineerTasks[]", False, reason="no place for it"),
    ],
    seconds=1.5,
    versions=("Supplier API 1.15",),
)


def test_the_level_is_the_highest_with_nothing_in_the_way() -> None:
    assert REPORT.reached is Level.BRONZE
    assert not REPORT.is_good
    assert Report("x", Level.BRONZE, REPORT.results).is_good
    only_silver = [r for r in REPORT.results if r.level is Level.SILVER]
    assert Report("x", Level.SILVER, only_silver, partial=True).is_good is False


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_has_all_that_is_needed_to_go_on(form: str) -> None:
    text = FORMATS[form](REPORT)
    for needed in ("silver.order.delay", "The cause.", "The fix.", "A rule.", FAILED.alone,
                   "supplier/1.15 #/paths", "it begins with DELAY", "[contact]"):  # fmt: skip
        assert needed in text, needed


def test_the_text_is_grouped_and_ends_with_the_verdict() -> None:
    text = FORMATS["text"](REPORT)
    assert text.index("BRONZE  1 passed, 1 skipped") < text.index("SILVER  1 failed, 1 blocked")
    assert "create_order.hazards  DROPPED SILENTLY" in text
    assert "create_order.engineerTasks[]  not passed on: no place for it" in text
    assert "acme has reached bronze, and not yet silver; 2 checks between it and silver" in text
    assert "(it passed before)" in text


def test_the_json_is_read_by_programs() -> None:
    values = json.loads(FORMATS["json"](REPORT))
    assert (values["wanted"], values["reached"], values["good"]) == ("silver", "bronze", False)
    assert [check["status"] for check in values["checks"]] == [
        "passed", "skipped", "failed", "blocked",
    ]  # fmt: skip
    assert values["checks"][2]["regression"] is True
    assert values["mapping"][0]["seen_as"] == "remark"


def test_the_junit_is_read_by_build_servers() -> None:
    root = ElementTree.fromstring(FORMATS["junit"](REPORT))
    silver = root.findall("testsuite")[1]
    assert silver.attrib["failures"] == "1"
    assert silver.attrib["errors"] == "1"
    failure = silver.find("testcase/failure")
    assert failure is not None
    assert failure.attrib["message"] == FAILED.said
    odd = Report("x", Level.GOLD, [_result("gold.slow", Status.FAILED, said="a\x00b\x1b[c")])
    assert ElementTree.fromstring(FORMATS["junit"](odd)).find("testsuite") is not None


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.assets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "link", "img"):
            self.open.append(tag)
        self.assets += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_stands_alone_and_is_whole() -> None:
    html = FORMATS["html"](REPORT)
    page = _Page()
    page.feed(html)
    assert page.open == []
    assert page.assets == []
    assert not re.search(r"https?://|url\(|@import|<script", html)
    assert FAILED.said in "".join(page.text)  # escaped, so that it is text and no markup
    words = " ".join("".join(page.text).split())
    assert "acme has reached bronze, and not yet silver" in words
    assert "passed before" in words
    assert "dropped silently" in words


def test_nothing_personal_is_in_what_is_shown() -> None:
    careless = next(one for one in BROKEN if one.__name__ == "TidiesUp")
    report = asyncio.run(run(careless(), only=["bronze.data.numbers", "bronze.failure.refused"]))
    assert report.of(Status.FAILED)
    for form in FORMATS.values():
        text = form(report)
        for secret in ("John Smith", "john@example.org", "01632 960123", "conformance\"",
                       "200004033694"):  # fmt: skip
            assert secret not in text
