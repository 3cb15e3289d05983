"""The store, observed: what it fails is counted, and units know the trace that they belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from ..store.database import Database, StoreError, Work, is_passing
from .trace_context import carried

T = TypeVar("T")


class ObservedDatabase(Database):
    """A database around another."""

    def __init__(
        self, inner: Database, failed: Callable[[str], None], *, traced: bool = False
    ) -> None:
        """`failed` is told of each unit that the store failed: `read` or `write`. `traced`: units
        that write know the trace that they belong to."""
        super().__init__(inner.clock, inner.new_id)
        self._inner = inner
        self._failed = failed
        self._traced = traced

    @property
    def dialect(self) -> str:
        """The other's."""
        return self._inner.dialect

    def when_woken(self, listener: Callable[[], None]) -> None:
        """As the other does."""
        self._inner.when_woken(listener)

    async def start(self) -> None:
        """As the other does."""
        await self._inner.start()

    async def run(self, work: Work[T], *, delivery: bool = False) -> T:
        """As the other does."""
        try:
            return await self._inner.run(carried(work) if self._traced else work, delivery=delivery)
        except Exception as error:
            self._note("write", error)
            raise

    async def read(self, work: Work[T], *, delivery: bool = False) -> T:
        """As the other does."""
        try:
            return await self._inner.read(work, delivery=delivery)
        except Exception as error:
            self._note("read", error)
            raise

    def _note(self, kind: str, error: Exception) -> None:
        if isinstance(error, DBAPIError | StoreError) or is_passing(error):
            self._failed(kind)

    async def aclose(self) -> None:
        """As the other does."""
        await self._inner.aclose()
