"""A unit of work: what is read and written in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, RowMapping

Row = RowMapping

Values = Mapping[str, Any]


class Unit:
    """One transaction, given to a function that does all its reading and writing in it."""

    __slots__ = ("_connection", "milliseconds", "new_id", "now", "wakes")

    def __init__(self, connection: Connection, now: datetime, new_id: Callable[[], str]) -> None:
        self._connection = connection
        self.now = now
        self.new_id = new_id
        """Makes a uuid."""
        self.milliseconds = to_milliseconds(now)
        self.wakes = False
        """Whether there is something to deliver once this is committed."""

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._connection.dialect.name

    def execute(
        self, statement: Executable, values: Values | Sequence[Values] | None = None
    ) -> CursorResult[Any]:
        """Run a statement that was built once."""
        return self._connection.execute(statement, values)

    def one(self, statement: Executable, values: Values | None = None) -> Row | None:
        """The first row, or None."""
        return self._connection.execute(statement, values).mappings().first()

    def all(self, statement: Executable, values: Values | None = None) -> Sequence[Row]:
        """All rows."""
        return self._connection.execute(statement, values).mappings().all()

    def savepoint(self) -> Any:
        """A part that may fail alone, as a context manager."""
        return self._connection.begin_nested()


def to_milliseconds(moment: datetime) -> int:
    """As the tables keep it."""
    return round(moment.timestamp() * 1000)
