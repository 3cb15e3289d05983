"""Lists of rows as parameters: an array for each column on PostgreSQL, one text of JSON on SQLite.

A tick takes few statements, and each is prepared once however many rows there are. On SQLite a
statement that goes through rows by itself also holds the interpreter up once, not for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Text, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY

Columns = Mapping[str, Any]
"""Names and types."""


def listed(name: str, columns: Columns, dialect: str) -> Any:
    """The rows as a table."""
    if dialect == "sqlite":
        value = func.json_each(bindparam(name, type_=Text)).table_valued("value").c.value
        items = (
            func.json_extract(value, f"$[{at}]", type_=type_).label(c)
            for at, (c, type_) in enumerate(columns.items())
        )
        return select(*items).subquery(name)
    arrays = [bindparam(f"{name}_{c}", type_=ARRAY(type_)) for c, type_ in columns.items()]
    made = func.unnest(*arrays).table_valued(*(column(c, t) for c, t in columns.items()), name=name)
    return made.render_derived()


def values(
    name: str, rows: Sequence[Mapping[str, Any]], columns: Iterable[str], dialect: str
) -> dict[str, Any]:
    """The parameters of `listed`."""
    if dialect == "sqlite":
        names = tuple(columns)
        return {name: to_json([[row[c] for c in names] for row in rows]).decode()}
    return {f"{name}_{c}": [row[c] for row in rows] for c in columns}
