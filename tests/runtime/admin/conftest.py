"""One office for the tests that are content with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime.admin.office import Office, office


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("admin")) as made:
        yield made
