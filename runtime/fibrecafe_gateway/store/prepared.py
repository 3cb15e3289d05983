"""Units of work on SQLite: statements that were built once go straight to the driver.

SQLAlchemy makes a statement's text and says how its values are turned, once for each length of the
lists in it; what it does for each call costs more than SQLite itself takes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Executable, Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

from .unit import Outcome, Row, Unit, Values

_DIALECT = sqlite.dialect()

_Turn = Callable[[Any], Any]


class SqliteUnit(Unit):
    """A unit of an embedded store."""

    __slots__ = ("_driver",)

    def __init__(
        self,
        connection: Connection,
        now: datetime,
        new_id: Callable[[], str],
        lease_now: int | None,
    ) -> None:
        super().__init__(connection, now, new_id, lease_now)
        self._driver: Any = connection.connection.driver_connection

    def execute(
        self, statement: Executable, values: Values | Sequence[Values] | None = None
    ) -> Outcome:
        """Run a statement that was built once."""
        first = values[0] if isinstance(values, Sequence) else values or {}
        prepared = _prepared(statement, tuple(first))
        if prepared is None:
            return super().execute(statement, values)
        return prepared.fitting(first).run(self._driver, values)

    def one(self, statement: Executable, values: Values | None = None) -> Row | None:
        """The first row, or None."""
        return next(iter(self.all(statement, values)), None)

    def all(self, statement: Executable, values: Values | None = None) -> Sequence[Row]:
        """All rows."""
        given = values or {}
        prepared = _prepared(statement, tuple(given))
        if prepared is None:
            return super().all(statement, values)
        return prepared.fitting(given).run(self._driver, given).rows()

    def savepoint(self) -> _Part:
        """A part that may fail alone."""
        return _Part(self._connection)


class _Part:
    """As SQLAlchemy's nested transaction."""

    __slots__ = ("_connection", "_open")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open = False

    def __enter__(self) -> _Part:
        control(self._connection, "SAVEPOINT part")
        self._open = True
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            with suppress(DBAPIError):  # SQLite gave up all (a full disk): what failed tells why
                self.rollback()
        elif self._open:
            control(self._connection, "RELEASE part")

    def rollback(self) -> None:
        """Take back what was done in it, and end it."""
        if self._open:
            self._open = False
            control(self._connection, "ROLLBACK TO part")
            control(self._connection, "RELEASE part")


def control(connection: Connection, text: str) -> None:
    """Begin or end something: `BEGIN`, `SAVEPOINT unit`. Raises DBAPIError."""
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute(text)
    except sqlite3.Error as error:
        raise _failed(text, error) from error


class _Done:
    """What a statement did."""

    __slots__ = ("_rows", "_text", "rowcount")

    def __init__(self, text: _Text, cursor: sqlite3.Cursor) -> None:
        self._text = text
        self._rows: list[Any] = cursor.fetchall() if text.columns else []
        self.rowcount: int = cursor.rowcount

    def rows(self) -> list[Row]:
        """The rows that it gave."""
        return [self._text.row(row) for row in self._rows]

    def scalar_one(self) -> Any:
        """The value that it gave."""
        ((value,),) = self._rows
        return value


class _Text:
    """A statement as the driver takes it, for lists of one length."""

    def __init__(self, compiled: SQLCompiler, columns: _Columns, values: Values) -> None:
        made = compiled.construct_expanded_state(dict(values), escape_names=False)
        self.text = made.statement
        self.columns = columns.names
        self._read = columns.turned
        self._names = tuple(made.positiontup or ())
        self._lists = dict(made.parameter_expansion)
        # What the statement itself says, such as LIMIT 2; all else comes with the call.
        self._fixed = {n: bind.value for n, bind in compiled.binds.items() if not bind.required}
        of = {part: name for name, parts in self._lists.items() for part in parts}
        turns = [_to_driver(compiled.binds[of.get(name, name)].type) for name in self._names]
        self._turned = [(at, turn) for at, turn in enumerate(turns) if turn is not None]

    def run(self, driver: sqlite3.Connection, values: Values | Sequence[Values] | None) -> _Done:
        """Run it once, or for each of several. Raises DBAPIError."""
        try:
            if isinstance(values, Sequence):
                return _Done(self, driver.executemany(self.text, map(self._parameters, values)))
            return _Done(self, driver.execute(self.text, self._parameters(values or {})))
        except sqlite3.Error as error:
            raise _failed(self.text, error) from error

    def row(self, row: Sequence[Any]) -> Row:
        """A row by the names of its columns."""
        made = dict(zip(self.columns, row, strict=True))
        for name, turn in self._read:
            made[name] = turn(made[name])
        return made

    def _parameters(self, values: Values) -> list[Any]:
        known = {**self._fixed, **values} if self._fixed else values
        if self._lists:
            known = dict(known)
            for name, parts in self._lists.items():
                known.update(zip(parts, known[name], strict=True))
        made = [known[name] for name in self._names]
        for at, turn in self._turned:
            made[at] = turn(made[at])
        return made


class _Columns:
    """Those of a statement's rows, and how their values are turned."""

    def __init__(self, described: Iterable[Mapping[str, Any]]) -> None:
        columns = [(column["name"], _from_driver(column["type"])) for column in described]
        self.names = tuple(name for name, _ in columns)
        self.turned = [(name, turn) for name, turn in columns if turn is not None]


class _Prepared:
    """A statement, with its text for each length of the lists in it."""

    def __init__(self, compiled: SQLCompiler, columns: _Columns) -> None:
        self._compiled = compiled
        self._columns = columns
        self._lists = [name for name, bind in compiled.binds.items() if bind.expanding]
        self._texts: dict[tuple[int, ...], _Text] = {}

    def fitting(self, values: Values) -> _Text:
        """The text for values."""
        lengths = tuple([len(values[name]) for name in self._lists])
        text = self._texts.get(lengths)
        if text is None:
            text = self._texts[lengths] = _Text(self._compiled, self._columns, values)
        return text


@lru_cache(maxsize=512)
def _prepared(statement: Executable, names: tuple[str, ...]) -> _Prepared | None:
    """None for a text of somebody's own, which does not say what its rows are."""
    if isinstance(statement, Select):
        described: Iterable[Any] = statement.column_descriptions
    elif isinstance(statement, UpdateBase):
        described = statement.returning_column_descriptions
    else:
        return None
    built: Any = statement
    return _Prepared(built.compile(dialect=_DIALECT, column_keys=list(names)), _Columns(described))


def _to_driver(type_: Any) -> _Turn | None:
    turn: _Turn | None = type_.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return turn


def _from_driver(type_: Any) -> _Turn | None:
    turn: _Turn | None = type_.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
    return turn


def _failed(text: str, error: sqlite3.Error) -> BaseException:
    """As SQLAlchemy tells it, without the parameters, which hold personal data."""
    return DBAPIError.instance(text, None, error, sqlite3.Error, dialect=_DIALECT)
