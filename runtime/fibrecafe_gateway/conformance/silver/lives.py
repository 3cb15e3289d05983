"""Whole lives: of every kind of order, by every way to begin; and decisions on resolutions."""

from __future__ import annotations

from typing import Any

from ...lifecycle.kinds import EntityKind
from ..behaviours import Behaviour
from ..capabilities import KCIS
from ..findings import Blocked, NotHere, Unmet
from ..life import OPERATIONS, Life
from ..places import of_kci, of_operation, of_success
from ..registry import check
from ..showing import as_json
from ..subject import TENANTS
from ..trial import Trial

_WHOLE = (
    ("ACKNOWLEDGED", "ACKNOWLEDGED"),
    ("COMMITTED", "IN_PROGRESS"),
    ("COMPLETED", "COMPLETED"),
)


async def begun(trial: Trial, kind: EntityKind, tenant: str = TENANTS[0]) -> Life:
    """Something that the supplier has, and has not acknowledged."""
    life = Life(trial, await trial.stage(), kind, tenant)
    await life.create()
    await life.send(Behaviour.LATER if trial.can(Behaviour.LATER) else None)
    await trial.provoke(None)
    return life


def _whole(kind: EntityKind) -> None:
    name = kind.words

    @check(
        f"silver.life.{kind.value.lower().replace('_', '-')}",
        f"A whole life: {name}",
        rule=f"A {name} is acknowledged, committed and completed, and its tenant reads that with"
        " the order.",
        source=of_operation(OPERATIONS[kind]),
        cause="The adapter knows provide orders only.",
        fix="Tell the KCIs of each kind under its own property (ceaseServiceOrder, ...).",
        needs=[OPERATIONS[kind], KCIS],
        required=kind is EntityKind.PROVIDE_ORDER,
        covers=[("kind", kind)],
    )
    async def _lives(trial: Trial) -> None:
        life = await begun(trial, kind)
        acknowledged = (await life.seen()).status != "SENT_TO_SUPPLIER"
        for reason, status in _WHOLE[1:] if acknowledged else _WHOLE:
            await life.say(reason, status)
            await life.expect(status)
        client = life.stage.tenant()
        get = (
            client.get_ethernet_order
            if kind is EntityKind.PROVIDE_ETHERNET_ORDER
            else client.get_order
        )
        shown: Any = await get(id=str(life.id))
        if str(getattr(shown.status, "value", shown.status)) != "COMPLETED":
            raise Unmet(f"the tenant reads {shown.status}, and should read COMPLETED")


for _kind in (
    EntityKind.PROVIDE_ORDER,
    EntityKind.CEASE_ORDER,
    EntityKind.MODIFY_ORDER,
    EntityKind.PROVIDE_ETHERNET_ORDER,
):
    _whole(_kind)


@check(
    "silver.life.refused",
    "An order that is refused at once is rejected",
    rule="A refusal (422) of an order makes it REJECTED, with the supplier's reason.",
    source=of_operation("create_order", "responses", "422"),
    cause="The adapter fails instead of raising Refused, and the order is FAILED_TO_SEND.",
    fix="Raise Refused(text) with the supplier's reason.",
    needs=["create_order"],
    provokes=[Behaviour.REFUSE],
    covers=[("answer", 422)],
)
async def _refused(trial: Trial) -> None:
    life = Life(trial, await trial.stage(), EntityKind.PROVIDE_ORDER)
    await life.create()
    await life.send(Behaviour.REFUSE)
    seen = await life.expect("REJECTED")
    if not seen.updates[-1].get("information", {}).get("text"):
        raise Unmet("the tenant is not told why")


@check(
    "silver.life.failed",
    "An order that cannot be handed over is FAILED_TO_SEND",
    rule="When the supplier breaks (500), the order is FAILED_TO_SEND and the tenant has an error.",
    source=of_operation("create_order", "responses", "500"),
    cause="The adapter answers as if the order was taken, or says Refused.",
    fix="Raise Faulty.",
    needs=["create_order"],
    provokes=[Behaviour.FAIL],
    covers=[("answer", 500)],
)
async def _failed(trial: Trial) -> None:
    life = Life(trial, await trial.stage(), EntityKind.PROVIDE_ORDER)
    await life.create()
    await life.send(Behaviour.FAIL)
    seen = await life.expect("FAILED_TO_SEND")
    if seen.tells[-1] != "ERROR":
        raise Unmet(f"the tenant is told {seen.tells[-1]}, and should be told of an error")


def _decision(accepted: bool) -> None:
    word, state = ("accepted", "COMPLETED") if accepted else ("rejected", "IN_PROGRESS")

    @check(
        f"silver.resolution.{word}",
        f"A resolution that is {word} reaches the supplier",
        rule=f"When the tenant has {word} a resolution, the problem is {state} and the supplier is"
        " told, by its own reference of the resolution.",
        source=of_success("service_problem_resolution"),
        cause="The gateway's number is sent instead of the supplier's reference.",
        fix="Use `reference`, which is the one of the supplier's KCI.",
        needs=["create_problem", "service_problem_resolution", KCIS],
    )
    async def _decided(trial: Trial) -> None:
        life = await begun(trial, EntityKind.SERVICE_PROBLEM)
        try:
            if (await life.seen()).status == "SENT_TO_SUPPLIER":
                await life.say("ACKNOWLEDGED", "ACKNOWLEDGED")
            await life.say("COMMITTED", "IN_PROGRESS")
            await life.say("RESOLVED", "RESOLVED")
            await life.expect("RESOLVED")
        except Unmet as error:
            raise Blocked(error.said, by="silver.service-problem.resolved") from error
        since = trial.count
        await life.decide(accepted)
        await life.send()
        await life.expect(state)
        told = trial.received(since)
        if not told:
            if trial.count:
                raise Unmet("nothing of the decision came to the supplier")
            raise NotHere("what the supplier receives is not recorded (`Subject.received`)")
        if trial.subject.data.resolution not in as_json([[r.what, r.body] for r in told]):
            raise Unmet("the decision came to the supplier without its reference of the resolution")


_decision(True)
_decision(False)


@check(
    "silver.kcis.tenants",
    "News of one tenant's order are no news of another's",
    rule="A KCI names the tenant or the supplier's reference, and changes that order alone.",
    source=of_kci(),
    cause="The order's number is given without the tenant, and numbers are each tenant's own.",
    fix="Give `tenant` with `id` in every KCI, or the supplier's reference.",
    needs=["create_order", KCIS],
)
async def _tenants(trial: Trial) -> None:
    first = await begun(trial, EntityKind.PROVIDE_ORDER, TENANTS[0])
    second = await begun(trial, EntityKind.PROVIDE_ORDER, TENANTS[1])
    before = (await second.seen()).status
    try:
        if (await first.seen()).status == "SENT_TO_SUPPLIER":
            await first.say("ACKNOWLEDGED", "ACKNOWLEDGED")
        await first.say("COMMITTED", "IN_PROGRESS")
        came = (await first.seen()).status
    except Unmet as error:
        raise Blocked(error.said, by="silver.life.provide-order") from error
    after = (await second.seen()).status
    if after != before:
        raise Unmet(f"news of {first.tenant}'s order made {second.tenant}'s {after}")
    if came != "IN_PROGRESS":
        raise Blocked(f"the order is {came}", by="silver.life.provide-order")
