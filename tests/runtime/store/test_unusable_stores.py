"""A store that cannot be used is explained, and shows no password."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from fibrecafe_gateway.store.database import StoreError, open_database
from tests.runtime.databases import PostgresServer


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense://secret-word@", "cannot be read|not supported"),
        ("mysql://user:secret-word@host/name", "not supported"),
        ("sqlite://", "needs a file"),
        ("postgresql://user:secret-word@127.0.0.1:9/name", "does the server run"),
        ("postgresql://user:secret-word@127.0.0.1:9/name?sslmode=require", "does the server run"),
        ("postgresql://user:secret-word@127.0.0.1:9/name?nonsense=1", "nonsense"),
    ],
)
def test_a_store_that_cannot_be_used_is_explained_without_its_password(url: str, said: str) -> None:
    async def play() -> None:
        database = open_database(url)
        try:
            await database.start()
        finally:
            await database.aclose()

    with pytest.raises(StoreError, match=said) as caught:
        asyncio.run(play())
    assert "secret-word" not in str(caught.value)


def test_a_database_that_is_not_there_is_explained(postgresql: PostgresServer) -> None:
    async def play() -> None:
        url = postgresql.new().rsplit("fibrecafe_test", 1)
        database = open_database(f"{url[0]}no_such_database{url[1][url[1].find('?'):]}")
        try:
            await database.start()
        finally:
            await database.aclose()

    with pytest.raises(StoreError, match=r'"no_such_database.*" does not exist'):
        asyncio.run(play())


def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_text("shopping list" * 1000)

    async def play() -> None:
        database = open_database(f"sqlite:///{file}")
        try:
            await database.start()
        finally:
            await database.aclose()

    with pytest.raises(StoreError, match="not a database"):
        asyncio.run(play())
