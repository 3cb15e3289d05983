"""Handles a KCI while its sender waits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fibrecafe_api._support.server import Problem

from .admission import is_new
from .dispatcher import KciDispatcher
from .inbox import Inbox
from .incoming import IncomingKci, conversation

_logger = logging.getLogger(__name__)


class InlineHandling:
    """A KCI is taken when its handler is through; when that fails, the gateway sends it again."""

    def __init__(self, dispatcher: KciDispatcher, store: Inbox) -> None:
        self._dispatcher = dispatcher
        self._store = store
        self._turns: dict[str, _Turn] = {}

    async def take(self, kci: IncomingKci) -> None:
        """Handle it, unless it was. Raises Problem, and what the handler raises."""
        # The gateway sends an entity's KCIs one by one, but may lose patience with a slow handler
        # and send one again while it runs.
        async with self._turn(kci.entity):
            if is_new(kci, await self._store.look(kci)):
                await self._handle(kci)
                await self._store.done(kci)

    async def _handle(self, kci: IncomingKci) -> None:
        try:
            with conversation(kci.conversation_id):
                await self._dispatcher.dispatch(kci.model)
        except Problem as refused:
            _logger.warning("%s is answered %d by its handler", kci, refused.status)
            raise
        except Exception as error:
            error.add_note(f"while handling {kci}; the gateway will send it again")
            raise

    @asynccontextmanager
    async def _turn(self, entity: str) -> AsyncIterator[None]:
        turn = self._turns.setdefault(entity, _Turn())
        turn.wanted += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.wanted -= 1
            if not turn.wanted:
                del self._turns[entity]


class _Turn:
    """The right to handle KCIs of an entity."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.wanted = 0
