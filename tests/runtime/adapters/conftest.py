"""A well-behaved supplier over HTTP, for the tests of the native adapter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime.adapters.suppliers import FakeSupplier
from tests.serving import serve


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[str, FakeSupplier]]:
    fake = FakeSupplier()
    with serve(fake.app()) as url:
        yield url, fake


@pytest.fixture
def fake(running: tuple[str, FakeSupplier]) -> FakeSupplier:
    running[1].answering.answers.clear()
    running[1].answering.received.clear()
    running[1].refuse = None
    return running[1]


@pytest.fixture
def url(running: tuple[str, FakeSupplier]) -> str:
    return running[0]
