"""One bench for the tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime.kci.bench import Bench, bench


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench(tmp_path_factory.mktemp("stage")) as made:
        yield made
