"""The importable suite, as a project has it."""

from __future__ import annotations

import pytest

from fibrecafe_gateway.conformance import Subject
from fibrecafe_gateway.conformance.native_subject import NativeSubject
from fibrecafe_gateway.conformance.pytest_suite import *  # noqa: F403

LEVEL = "bronze"


@pytest.fixture(scope="session")
def subject() -> Subject:
    return NativeSubject(http=False)
