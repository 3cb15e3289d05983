"""One office on each kind of database, for the tests that are content with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime.admin.office import Office, office
from tests.runtime.databases import KINDS, NewDatabases


@pytest.fixture(scope="session", params=KINDS)
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("admin")
    server = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    databases = NewDatabases(request.param, folder, server)
    with office(folder, store=databases.url()) as made:
        yield made
    databases.drop()
