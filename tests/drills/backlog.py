"""Orders that are told of in a burst: what a gateway finds after an outage of the tenant."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from fibrecafe_gateway.store.database import open_database
from fibrecafe_gateway.store.messages import enqueue, tenant_endpoint, tenant_lane
from fibrecafe_gateway.store.unit import Unit

DEEP = 12
"""KCIs of each."""

_FIRST = 1_000_000_000  # numbers that a gateway does not come to


@dataclass
class Backlog:
    """What was put into a store."""

    store: str
    tenant: str = "ACME"
    lengths: dict[int, int] = field(default_factory=dict)
    """KCIs of each order."""

    async def add(self, orders: int) -> None:
        """So many more; in SQLite while no gateway runs."""
        first = _FIRST + len(self.lengths)
        database = open_database(self.store)
        await database.start()

        def work(unit: Unit) -> None:
            for id in range(first, first + orders):
                self._tell(unit, id)

        try:
            await database.run(work)
        finally:
            await database.aclose()
        self.lengths.update((id, DEEP) for id in range(first, first + orders))

    def _tell(self, unit: Unit, id: int) -> None:
        for seq in range(1, DEEP + 1):
            head = {"id": f"kci-{id}-{seq}", "sequenceNumber": seq}
            body = {"id": id, "status": "COMPLETED" if seq == DEEP else "IN_PROGRESS"}
            enqueue(
                unit, lane=tenant_lane(self.tenant, id), endpoint=tenant_endpoint(self.tenant),
                seq=seq, what="KCI", key=f"kci-{id}-{seq}", subject=id,
                conversation_id=f"talk-{id}", head=json.dumps(head), body=json.dumps(body),
            )  # fmt: skip
