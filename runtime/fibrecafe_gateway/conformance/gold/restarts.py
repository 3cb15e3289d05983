"""Nothing that matters is in the adapter's memory, or in the gateway's."""

from __future__ import annotations

from ...lifecycle.kinds import EntityKind
from ..behaviours import Behaviour
from ..capabilities import KCIS, TENANTS
from ..findings import Unmet
from ..life import Life
from ..places import of_operation, place
from ..registry import check
from ..stage import Stage
from ..trial import SHORT, Trial
from .faults import placed

ORDER = EntityKind.PROVIDE_ORDER


@check(
    "gold.token-expires",
    "A token that expires in the middle of an order is renewed",
    rule="When the supplier takes a token no more, a new one is fetched and the request is sent"
    " again; the tenant sees nothing of it.",
    source=place("supplier", "security"),
    cause="A token is fetched once, or renewed by the clock alone.",
    fix="Fetch a new token after a 401, once, and send the request again.",
    needs=["create_order", TENANTS],
    provokes=[Behaviour.EXPIRE],
)
async def _expires(trial: Trial) -> None:
    life = await placed(trial)
    await life.send(Behaviour.AT_ONCE if trial.can(Behaviour.AT_ONCE) else None)
    before = (await life.seen()).status
    if before not in ("SENT_TO_SUPPLIER", "ACKNOWLEDGED", "IN_PROGRESS"):
        raise Unmet(f"the tenant sees {before} when the supplier has taken the order")
    await trial.provoke(None)
    await trial.provoke(Behaviour.EXPIRE)
    second = await placed(trial)
    await second.send()
    status = (await second.seen()).status
    if status not in ("SENT_TO_SUPPLIER", "ACKNOWLEDGED", "IN_PROGRESS"):
        raise Unmet(f"after its token had expired the tenant sees {status}")


@check(
    "gold.restart.adapter",
    "A new adapter goes on with an old one's order",
    rule="An order may be amended through an adapter that did not place it.",
    source=of_operation("amend_order"),
    cause="The supplier's references are kept in the adapter's memory.",
    fix="Use the references that the request brings (supplierOrderReference), or ask the supplier.",
    needs=["create_order", "amend_order"],
    required=True,
)
async def _new_adapter(trial: Trial) -> None:
    id, reference = await trial.order()
    adapter = trial.new_adapter()
    try:
        sample = trial.sample("amend_order", order_id=id, supplier_order_reference=reference)
        await trial.granted(sample, adapter=adapter)
    finally:
        await adapter.aclose()


async def _second(stage: Stage, trial: Trial, life: Life) -> Stage:
    """The gateway again, with the store of the one before."""
    await stage.close_gateway()
    again = Stage(trial, folder=stage.folder)
    await again.start(clock=stage.clock)
    life.stage = again
    return again


@check(
    "gold.restart.gateway",
    "A restart in the middle of an order is not seen",
    rule="The gateway and its adapters end and begin again; the order goes on with the supplier's"
    " next news.",
    source=of_operation("create_order"),
    cause="What the KCIs need (numbers, references) is in memory.",
    fix="Keep it beside the supplier's events, or make it from them.",
    needs=["create_order", KCIS],
    required=True,
)
async def _restart(trial: Trial) -> None:
    stage = Stage(trial)
    await stage.start()
    try:
        life = Life(trial, stage, ORDER)
        await life.create()
        await life.send(Behaviour.LATER if trial.can(Behaviour.LATER) else None)
        if (await life.seen()).status == "SENT_TO_SUPPLIER":
            await life.say("ACKNOWLEDGED", "ACKNOWLEDGED")
        again = await _second(stage, trial, life)
        try:
            await life.say("COMMITTED", "IN_PROGRESS")
            await life.say("COMPLETED", "COMPLETED")
            await life.expect("COMPLETED")
        finally:
            await again.aclose()
    finally:
        await stage.aclose()


@check(
    "gold.restart.in-flight",
    "A restart while the supplier is asked loses no order",
    rule="The gateway ends while a call is in flight; when it begins again, the order is neither"
    " lost nor placed twice.",
    source=of_operation("create_order"),
    cause="A repeated order is another order at the supplier.",
    fix="Send the gateway's number as the supplier's key for duplicates.",
    needs=["create_order", KCIS],
    provokes=[Behaviour.HANG],
)
async def _in_flight(trial: Trial) -> None:
    stage = Stage(trial, timeout=SHORT)
    await stage.start()
    try:
        life = Life(trial, stage, ORDER)
        await life.create()
        await life.send(Behaviour.HANG)
        again = await _second(stage, trial, life)
        try:
            await trial.provoke(None)
            await life.say("ACKNOWLEDGED", "ACKNOWLEDGED")
            await life.expect("ACKNOWLEDGED")
        finally:
            await again.aclose()
    finally:
        await stage.aclose()
