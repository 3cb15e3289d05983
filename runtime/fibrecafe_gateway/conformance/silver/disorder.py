"""KCIs twice and in the wrong order; requests twice; requests that race with the supplier's news."""

from __future__ import annotations

from ...adapters.contract import Refused
from ...lifecycle.kinds import EntityKind
from ..behaviours import Behaviour
from ..capabilities import KCIS
from ..findings import Blocked, Unmet
from ..life import Life
from ..places import of_kci, of_operation, of_schema
from ..registry import check
from ..samples import Sample
from ..trial import Trial
from .lives import begun

ORDER = EntityKind.PROVIDE_ORDER


async def started(trial: Trial) -> Life:
    """An order that the supplier works on. Raises Blocked."""
    life = await begun(trial, ORDER)
    try:
        if (await life.seen()).status == "SENT_TO_SUPPLIER":
            await life.say("ACKNOWLEDGED", "ACKNOWLEDGED")
        await life.say("COMMITTED", "IN_PROGRESS")
        await life.expect("IN_PROGRESS")
    except Unmet as error:
        raise Blocked(error.said, by="silver.life.provide-order") from error
    return life


@check(
    "silver.kcis.duplicate",
    "The same KCI twice is told once",
    rule="A KCI that is sent again has the same id, and changes nothing the second time.",
    source=of_schema("SupplierKciBase", "properties", "id"),
    cause="A new id is made at every attempt.",
    fix="Make the id once, from the supplier's event, and send it again as it was.",
    needs=["create_order", KCIS],
)
async def _duplicate(trial: Trial) -> None:
    life = await started(trial)
    update = await life.say("DELAY", "HELD")
    told = len((await life.expect("HELD")).tells)
    await life.say("DELAY", update=update)
    seen = await life.expect("HELD")
    if len(seen.tells) != told:
        raise Unmet("the tenant was told twice")


@check(
    "silver.kcis.out-of-order",
    "KCIs that overtake each other are put in order",
    rule="KCIs are numbered without gaps for each entity, from 1; the gateway puts them in order.",
    source=of_schema("SupplierKciBase", "properties", "sequenceNumber"),
    cause="Numbers are counted for all entities together, begin at 0, or are given at sending.",
    fix="Count for each entity from 1, when the supplier's event happens.",
    needs=["create_order", KCIS],
)
async def _out_of_order(trial: Trial) -> None:
    life = await started(trial)
    first, second = life.number + 1, life.number + 2
    held = (await life.seen()).tells
    await life.say("RESUMED", "IN_PROGRESS", number=second)
    await life.say("DELAY", "HELD", number=first)
    life.number = second
    seen = await life.expect("IN_PROGRESS")
    came = [tell.rpartition("/ ")[2] for tell in seen.tells[len(held) :]]
    if came != ["DELAY", "RESUMED"]:
        raise Unmet(f"the tenant was told {', '.join(came) or 'nothing'}: DELAY was first")


@check(
    "silver.repeat.same",
    "The same order twice is one order",
    rule="An order that is sent again, with the same number and content, gets the same answer or a"
    " refusal; the supplier does not have it twice.",
    source=of_operation("create_order"),
    cause="Every call places a new order.",
    fix="Send the gateway's number as the supplier's key for duplicates, or look it up first.",
    needs=["create_order"],
    required=True,
)
async def _same(trial: Trial) -> None:
    if trial.can(Behaviour.AT_ONCE):
        await trial.provoke(Behaviour.AT_ONCE)
    sample = trial.sample("create_order")
    first = await trial.granted(sample)
    second = await trial.ask(sample)
    if second.failure is not None and isinstance(second.failure, Refused):
        return
    if second.failure is not None or second.raised is not None or second.hung:
        raise Unmet(f"the second time create_order {second.in_words}")
    references = [getattr(answer, "supplier_order_reference", None) for answer in
                  (first, second.answer)]  # fmt: skip
    if references[0] != references[1]:
        raise Unmet(f"the supplier has it twice: as {references[0]} and as {references[1]}")


@check(
    "silver.repeat.other",
    "A number that was used is not used for another order",
    rule="An order with a number that was used and other content is refused, or answered with what"
    " was ordered first.",
    source=of_operation("create_order", "responses", "422"),
    cause="The supplier takes both, and news of one are taken for news of the other.",
    fix="Raise Refused when the supplier's order of that number has other content.",
    needs=["create_order"],
)
async def _other(trial: Trial) -> None:
    if trial.can(Behaviour.AT_ONCE):
        await trial.provoke(Behaviour.AT_ONCE)
    sample = trial.sample("create_order")
    first = await trial.granted(sample)
    body = sample.body.model_copy(update={"notes": "Another order"})
    second = await trial.ask(Sample("create_order", body))
    if second.failure is not None:
        return
    if second.raised is not None or second.hung:
        raise Unmet(f"the second order of the same number {second.in_words}")
    if first is not None and second.answer is not None:
        here, there = first.supplier_order_reference, second.answer.supplier_order_reference
        if here != there:
            raise Unmet(f"the supplier has two orders of one number: {here} and {there}")


@check(
    "silver.race.cancel-and-complete",
    "An order that is completed while it is cancelled is completed",
    rule="When the supplier completes an order whose cancellation it has not answered, the order is"
    " COMPLETED and the cancellation is rejected.",
    source=of_operation("cancel_order", "responses", "202"),
    cause="A cancellation that was taken (202) is taken for one that was granted.",
    fix="Return None from cancel_order until the supplier has decided.",
    needs=["create_order", "cancel_order", KCIS],
    provokes=[Behaviour.LATER],
)
async def _completed(trial: Trial) -> None:
    life = await started(trial)
    await life.cancel()
    await life.send(Behaviour.LATER)
    await life.expect("PENDING_CANCELLATION")
    await life.say("COMPLETED", "COMPLETED")
    await life.expect("COMPLETED")


@check(
    "silver.race.amend-and-cancel",
    "An amendment and a cancellation at once are both answered",
    rule="While an amendment is open the order may be cancelled; each KCI names the request that it"
    " answers.",
    source=of_operation("cancel_order"),
    cause="KCIs do not name the request, or name the last one.",
    fix="Keep which request the supplier's event answers, and name it.",
    needs=["create_order", "amend_order", "cancel_order", KCIS],
    provokes=[Behaviour.LATER],
)
async def _both(trial: Trial) -> None:
    life = await started(trial)
    await life.amend()
    await life.send(Behaviour.LATER)
    await life.cancel()
    await life.send(Behaviour.LATER)
    await life.expect("PENDING_CANCELLATION")
    await life.say("AMENDED", "PENDING_CANCELLATION")
    await life.expect("PENDING_CANCELLATION")
    await life.say("CANCELLED", "CANCELLED")
    await life.expect("CANCELLED")


@check(
    "silver.race.two-amendments",
    "Two amendments of one order are both answered",
    rule="A second amendment may be asked for before the first is answered.",
    source=of_operation("amend_order"),
    cause="The supplier's event does not say which amendment it answers.",
    fix="Give the supplier the amendment's number, and read it back from the event.",
    needs=["create_order", "amend_order", KCIS],
    provokes=[Behaviour.LATER],
)
async def _two(trial: Trial) -> None:
    life = await started(trial)
    await life.amend(notes="Ring twice")
    await life.send(Behaviour.LATER)
    first = life.amendment
    await life.amend(notes="Ring three times")
    await life.send(Behaviour.LATER)
    second, life.amendment = life.amendment, first
    await life.say("AMENDED", "PENDING_AMENDMENT")
    life.amendment = second
    await life.expect("PENDING_AMENDMENT")
    await life.say("AMENDED", "IN_PROGRESS")
    await life.expect("IN_PROGRESS")


@check(
    "silver.outcome.told-later",
    "An answer that is lost is made good by the supplier's news",
    rule="When it is not known whether the supplier took an order, it waits; the supplier's KCI says"
    " that it did.",
    source=of_kci(),
    cause="The adapter raises Unreachable or Faulty without may_have_acted, and the order fails"
    " though the supplier has it.",
    fix="Raise TimedOut, or Faulty(may_have_acted=True), when the request may have arrived.",
    needs=["create_order", KCIS],
    provokes=[Behaviour.RESET],
    required=True,
)
async def _told_later(trial: Trial) -> None:
    life = Life(trial, await trial.stage(), ORDER)
    await life.create()
    await life.send(Behaviour.RESET)
    seen = await life.seen()
    if seen.status not in ("RECEIVED_BY_GATEWAY", "SENT_TO_SUPPLIER"):
        raise Unmet(f"the tenant sees {seen.status} before anything is known")
    await life.say("ACKNOWLEDGED", "ACKNOWLEDGED")
    await life.expect("ACKNOWLEDGED")


@check(
    "silver.outcome.never-told",
    "An order that nobody knows of fails in the end",
    rule="When the outcome stays unknown for the whole window, the order is FAILED_TO_SEND.",
    source=of_operation("create_order"),
    cause="The adapter answers (201 or 202) though it knows of no answer.",
    fix="Raise TimedOut when no answer came.",
    needs=["create_order"],
    provokes=[Behaviour.RESET],
)
async def _never_told(trial: Trial) -> None:
    life = Life(trial, await trial.stage(), ORDER)
    await life.create()
    await life.send(Behaviour.RESET)
    for _ in range(40):
        if (await life.seen()).status == "FAILED_TO_SEND":
            return
        await life.stage.pass_time(60)
    await life.expect("FAILED_TO_SEND")
