"""A supplier that sends its KCIs by itself: to a gateway that listens and works as in earnest."""

from __future__ import annotations

import asyncio
import time

from ...lifecycle.kinds import EntityKind
from ...telemetry.redaction import redact_text
from ..capabilities import OWN_NEWS
from ..findings import Unmet
from ..life import Life
from ..live_stage import LiveStage
from ..places import of_kci
from ..registry import check
from ..trial import Trial


@check(
    "silver.own-news.order",
    "The supplier's own KCIs bring an order forward",
    rule="After an order was placed the supplier's KCIs come to the gateway, are all taken, and"
    " bring the order to its end.",
    source=of_kci(),
    cause="KCIs go to another address, come with a token that is not taken, or lack what their"
    " reason needs.",
    fix="Look at what the gateway answered to each KCI, above; see `silver.content` for what each"
    " must carry.",
    needs=["create_order", OWN_NEWS],
    of_servers=True,
)
async def _comes(trial: Trial) -> None:
    stage = LiveStage(trial)
    await stage.start()
    try:
        life = Life(trial, stage, EntityKind.PROVIDE_ORDER)
        await life.create()
        until = time.monotonic() + trial.subject.patience
        while time.monotonic() < until:
            status = (await stage.seen(life.tenant, life.id, life.kind)).status
            if status in ("COMPLETED", "PARTIAL"):
                break
            if status in ("REJECTED", "CANCELLED", "FAILED", "FAILED_TO_SEND"):
                break
            await asyncio.sleep(0.05)
        seen = await life.seen()
        came = stage.about(life.id)
        refused = [one.refusal for one in came if one.refusal]
        for line in refused:
            trial.note("gateway", f"refuses a KCI: {redact_text(line)}")
    finally:
        await stage.aclose()
    if refused:
        raise Unmet(f"{len(refused)} KCIs were not taken: {redact_text(refused[0])}")
    if seen.status not in ("COMPLETED", "PARTIAL"):
        raise Unmet(
            f"after {trial.subject.patience:g} s the order was {seen.status}, after"
            f" {len(came)} KCIs about it and {len(stage.came) - len(came)} others"
        )
