"""For build servers: JUnit's XML."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..findings import Report, Result, Status
from ..levels import Level
from .as_text import failure
from .words import skipped_words


def as_junit(report: Report) -> str:
    """A suite for each level; what is blocked counts as an error."""
    root = Element("testsuites", name=f"conformance of {report.subject}")
    for level in Level:
        results = [result for result in report.results if result.level is level]
        if results:
            _suite(root, level, results)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, level: Level, results: list[Result]) -> None:
    suite = SubElement(
        root,
        "testsuite",
        name=level.word,
        tests=str(len(results)),
        failures=str(sum(r.status is Status.FAILED for r in results)),
        errors=str(sum(r.status is Status.BLOCKED for r in results)),
        skipped=str(sum(r.status is Status.SKIPPED for r in results)),
        time=f"{sum(r.seconds for r in results):.3f}",
    )
    for result in results:
        case = SubElement(
            suite, "testcase", classname=level.word, name=result.id, time=f"{result.seconds:.3f}"
        )
        if result.status is Status.FAILED:
            found = SubElement(case, "failure", message=_clean(result.said))
            found.text = _clean("\n".join(failure(result)))
        elif result.status is Status.BLOCKED:
            SubElement(case, "error", message=_clean(result.said))
        elif result.status is Status.SKIPPED:
            SubElement(case, "skipped", message=_clean(skipped_words(result)))


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
