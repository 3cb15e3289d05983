"""Databases for the gateway's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.databases import KINDS, NewDatabases, PostgresServer, postgres_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """One server for each process that runs tests."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewDatabases]:
    """Fresh ones, of each kind in turn."""
    kind: str = request.param
    server = request.getfixturevalue("postgresql") if kind == "postgresql" else None
    made = NewDatabases(kind, tmp_path, server)
    yield made
    made.drop()


@pytest.fixture
def embedded(tmp_path: Path) -> NewDatabases:
    """SQLite only, for what no database makes a difference to."""
    return NewDatabases("sqlite", tmp_path, None)


@pytest.fixture
def clustered(postgresql: PostgresServer, tmp_path: Path) -> Iterator[NewDatabases]:
    """PostgreSQL only, for what many processes or connections make a difference to."""
    made = NewDatabases("postgresql", tmp_path, postgresql)
    yield made
    made.drop()
