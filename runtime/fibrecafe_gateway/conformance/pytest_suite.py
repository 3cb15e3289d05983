"""The checks as pytest's tests. In a project's `tests/test_conformance.py`:

    from fibrecafe_gateway.conformance.pytest_suite import *

    @pytest.fixture(scope="session")
    def subject():
        return AcmeSubject()

Each check is a test; what does not apply is skipped with its reason. `LEVEL`, or the environment's
FIBRECAFE_CONFORMANCE_LEVEL, says how far; gold by default.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import pytest

from .findings import Status
from .levels import Level
from .registry import Check, chosen
from .report.as_text import failure
from .report.words import skipped_words
from .runner import run_one
from .subject import Subject
from .trial import Trial

__all__ = ["conformance_trial", "pytest_generate_tests", "test_conformance"]

VARIABLE = "FIBRECAFE_CONFORMANCE_LEVEL"


class Running:
    """A loop with a started subject in it, for all tests of a session."""

    def __init__(self, subject: Subject) -> None:
        self._loop = asyncio.Runner()
        self._subject = subject
        self.trial = Trial(subject)

    def run(self, work: Any) -> Any:
        """Something to await."""
        return self._loop.run(work)

    def start(self) -> None:
        """Start the subject."""
        self.run(self._subject.start())

    def close(self) -> None:
        """End all of it."""
        try:
            self.run(self.trial.aclose())
            self.run(self._subject.close())
        finally:
            self._loop.close()


@pytest.fixture(scope="session")
def conformance_trial(subject: Subject) -> Iterator[Running]:
    """The project's `subject`, started."""
    running = Running(subject)
    try:
        running.start()
        yield running
    finally:
        running.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Called by pytest."""
    if "conformance_check" in metafunc.fixturenames:
        word = getattr(metafunc.module, "LEVEL", None) or os.environ.get(VARIABLE, "gold")
        checks = chosen(word if isinstance(word, Level) else Level.of(word))
        metafunc.parametrize("conformance_check", checks, ids=[one.id for one in checks])


def test_conformance(conformance_check: Check, conformance_trial: Running) -> None:
    """One check."""
    result = conformance_trial.run(run_one(conformance_check, conformance_trial.trial))
    if result.status is Status.SKIPPED:
        pytest.skip(skipped_words(result))
    if result.status is Status.BLOCKED:
        pytest.skip(f"blocked: {result.said}")
    if result.status is Status.FAILED:
        pytest.fail("\n".join(failure(result)), pytrace=False)
