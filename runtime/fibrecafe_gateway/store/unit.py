"""A unit of work: what is read and written in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Executable,
    bindparam,
    func,
    literal_column,
    select,
)

Row = dict[str, Any]

Values = Mapping[str, Any]

_DATABASE_CLOCK: ColumnElement[int] = literal_column(
    "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)", BigInteger
)
_ASK_DATABASE = select(_DATABASE_CLOCK)


class Outcome(Protocol):
    """What a statement did."""

    @property
    def rowcount(self) -> int:
        """Rows that it changed."""
        ...

    def scalar_one(self) -> Any:
        """The one value that it gave."""
        ...


class Unit:
    """One transaction, given to a function that does all its reading and writing in it."""

    __slots__ = ("_connection", "_lease_now", "milliseconds", "new_id", "now", "wakes")

    def __init__(
        self,
        connection: Connection,
        now: datetime,
        new_id: Callable[[], str],
        lease_now: int | None,
    ) -> None:
        """`lease_now`: see there; None: by the database's clock."""
        self._connection = connection
        self._lease_now = lease_now
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

    @property
    def lease_now(self) -> int:
        """The time of leases and back-offs, in milliseconds since 1970.

        All workers of a store agree on it: it is the database's on PostgreSQL, one that never jumps
        on SQLite, and a test's where one is given.
        """
        if self._lease_now is None:
            self._lease_now = int(self._connection.execute(_ASK_DATABASE).scalar_one())
        return self._lease_now

    def agree_on(self, lease_now: int) -> None:
        """What the database said when it was asked with something else."""
        if self._lease_now is None:
            self._lease_now = lease_now

    @property
    def known_lease_now(self) -> int | None:
        """The same for the parameter of `lease_now(dialect, name)`: the database is not asked."""
        return self._lease_now

    def execute(
        self, statement: Executable, values: Values | Sequence[Values] | None = None
    ) -> Outcome:
        """Run a statement that was built once."""
        return self._connection.execute(statement, values)

    def one(self, statement: Executable, values: Values | None = None) -> Row | None:
        """The first row, or None."""
        row: Any = self._connection.execute(statement, values).mappings().first()
        return None if row is None else dict(row)

    def all(self, statement: Executable, values: Values | None = None) -> Sequence[Row]:
        """All rows."""
        rows: Any = self._connection.execute(statement, values).mappings()
        return [dict(row) for row in rows]

    def tuples(self, statement: Executable, values: Values | None = None) -> Sequence[Any]:
        """All rows, by the places of their columns, where there are many."""
        return self._connection.execute(statement, values).fetchall()

    def savepoint(self) -> Any:
        """A part that may fail alone, as a context manager."""
        return self._connection.begin_nested()


def lease_now(dialect: str, name: str) -> ColumnElement[int]:
    """In a statement: the parameter `name`, which is a unit's `known_lease_now`."""
    given = bindparam(name, type_=BigInteger)
    if dialect == "postgresql":
        return func.coalesce(given, _DATABASE_CLOCK)
    return given


def to_milliseconds(moment: datetime) -> int:
    """As the tables keep it."""
    return round(moment.timestamp() * 1000)
