"""For those who receive KCIs: a receiver, and a dispatcher that calls a handler for each kind.

    dispatcher = KciDispatcher()

    @dispatcher.on(models.ProvideServiceOrderInformationalUpdate, type="COMPLETED")
    async def completed(kci: models.ProvideServiceOrderInformationalUpdate) -> None: ...

    app = receiver_app(dispatcher, authenticate=bearer("..."), store=SqliteInbox("kcis.db"))

Needs `fibrecafe_api` and the standard library, nothing else of the gateway. `docs/be-a-tenant.md`
is its page.
"""

from __future__ import annotations

from .admission import sequence_warning
from .credentials import basic, bearer
from .dispatcher import KciDispatcher
from .inbox import Inbox, KciQueue, MemoryInbox, Verdict
from .incoming import IncomingKci, conversation_id
from .inline import InlineHandling
from .receiver import KciReceiver, receiver_app
from .sqlite_inbox import SqliteInbox
from .worker import KciWorker

__all__ = [
    "Inbox",
    "IncomingKci",
    "InlineHandling",
    "KciDispatcher",
    "KciQueue",
    "KciReceiver",
    "KciWorker",
    "MemoryInbox",
    "SqliteInbox",
    "Verdict",
    "basic",
    "bearer",
    "conversation_id",
    "receiver_app",
    "sequence_warning",
]
