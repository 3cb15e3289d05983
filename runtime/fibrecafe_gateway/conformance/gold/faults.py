"""The supplier is slow, breaks off, talks nonsense, or has had enough: orders still come right."""

from __future__ import annotations

import asyncio

from ...lifecycle.kinds import EntityKind
from ..behaviours import PAGE, RETRY_AFTER, Behaviour
from ..capabilities import KCIS
from ..findings import Unmet
from ..life import Life
from ..places import of_operation
from ..registry import check
from ..showing import as_json
from ..trial import SHORT, Trial

ORDER = EntityKind.PROVIDE_ORDER

_OPEN = ("RECEIVED_BY_GATEWAY", "SENT_TO_SUPPLIER")

_TAKEN = ("SENT_TO_SUPPLIER", "ACKNOWLEDGED", "IN_PROGRESS")


async def placed(trial: Trial) -> Life:
    """An order that goes to the supplier next."""
    life = Life(trial, await trial.stage(), ORDER)
    await life.create()
    return life


async def _goes_on(life: Life) -> None:
    """From wherever it is to its end."""
    if (await life.seen()).status in _OPEN:
        await life.say("ACKNOWLEDGED", "ACKNOWLEDGED")
    if (await life.seen()).status == "ACKNOWLEDGED":
        await life.say("COMMITTED", "IN_PROGRESS")
    await life.say("COMPLETED", "COMPLETED")
    await life.expect("COMPLETED")


@check(
    "gold.slow",
    "A slow answer is an answer",
    rule="An answer that comes by the deadline counts, however late.",
    source=of_operation("create_order"),
    cause="The adapter has a time-out of its own that is shorter than the call's deadline.",
    fix="Use call.deadline alone.",
    needs=["create_order"],
    provokes=[Behaviour.SLOW],
    required=True,
)
async def _slow(trial: Trial) -> None:
    await trial.provoke(Behaviour.SLOW)
    await trial.granted(trial.sample("create_order"), trial.call(deadline=5.0))


def _unknown(behaviour: Behaviour, title: str, cause: str) -> None:
    @check(
        f"gold.{behaviour.name.lower()}",
        title,
        rule="When the supplier acted and its answer is lost, the order is neither lost nor placed"
        " twice: it goes on with the supplier's news.",
        source=of_operation("create_order"),
        cause=cause,
        fix="Raise TimedOut, or Faulty(may_have_acted=True); send a repeated order with the same key.",
        needs=["create_order", KCIS],
        provokes=[behaviour],
        required=True,
    )
    async def _goes(trial: Trial) -> None:
        life = await placed(trial)
        await life.send(behaviour)
        seen = await life.seen()
        if seen.status not in (*_OPEN, "ACKNOWLEDGED"):
            raise Unmet(f"the tenant sees {seen.status}, though the supplier has the order")
        if any(part in as_json(seen.updates) for part in ("It works", PAGE[:12])):
            raise Unmet("the tenant is shown what the supplier's server answered")
        await trial.provoke(None)
        await _goes_on(life)


_unknown(
    Behaviour.RESET,
    "A broken connection loses no order",
    "The error of the HTTP library is taken for a failure of the order.",
)
_unknown(
    Behaviour.GARBAGE,
    "An answer that cannot be read loses no order",
    "The error of the parser is taken for a failure of the order.",
)


def _again(behaviour: Behaviour, title: str) -> None:
    @check(
        f"gold.{behaviour.name.lower().replace('_', '-')}",
        title,
        rule="When the supplier has no time, the order is sent again, after the time that the"
        " supplier asks for, and is taken then.",
        source=of_operation("create_order", "responses", "503"),
        cause="The adapter raises Faulty or Refused, and the order fails at once.",
        fix="Raise Busy, with retry_after where the supplier says.",
        needs=["create_order"],
        provokes=[behaviour],
        required=True,
    )
    async def _taken_then(trial: Trial) -> None:
        life = await placed(trial)
        await life.send(behaviour)
        seen = await life.seen()
        if seen.status != "RECEIVED_BY_GATEWAY":
            raise Unmet(f"the tenant sees {seen.status}, and should see RECEIVED_BY_GATEWAY")
        await trial.provoke(None)
        for _ in range(6):
            await life.stage.pass_time(RETRY_AFTER + 1)
            if (await life.seen()).status in _TAKEN:
                return
        raise Unmet("the order was not taken when the supplier had time again")


_again(Behaviour.RATE_LIMIT, "An order waits for the limit to pass")
_again(Behaviour.BUSY, "An order waits for a busy supplier")


@check(
    "gold.recovers",
    "After every failure the next call works",
    rule="What went wrong in one call harms no later one.",
    source=of_operation("create_order"),
    cause="A connection, lock or token is left in a bad state.",
    fix="Release in `finally`, and drop connections that broke.",
    needs=["create_order"],
    required=True,
)
async def _recovers(trial: Trial) -> None:
    lasting = (Behaviour.HANG, Behaviour.SLOW)
    for behaviour in sorted(trial.subject.behaviours - {Behaviour.EXPIRE}):
        deadline = SHORT if behaviour in lasting else 2.0
        await trial.provoke(behaviour)
        await trial.ask(trial.sample("create_order"), trial.call(deadline=deadline))
        await trial.provoke(None)
        outcome = await trial.ask(trial.sample("create_order"))
        if outcome.failure is not None or outcome.raised is not None or outcome.hung:
            raise Unmet(f"after {behaviour} the next create_order {outcome.in_words}")


@check(
    "gold.one-alone",
    "One call that hangs does not hold others up",
    rule="Calls do not wait for each other, whatever becomes of them.",
    source=of_operation("create_order"),
    cause="One lock or one connection serves all calls.",
    fix="Let calls run side by side; lock nothing while the supplier is asked.",
    needs=["create_order"],
    provokes=[Behaviour.HANG],
)
async def _alone(trial: Trial) -> None:
    before = trial.count
    await trial.provoke(Behaviour.HANG)
    hanging = asyncio.create_task(trial.ask(trial.sample("create_order"), trial.call(deadline=5.0)))
    for _ in range(200):
        await asyncio.sleep(0.005)
        if trial.count > before:
            break
    try:
        outcomes = await asyncio.gather(
            *(trial.ask(trial.sample("create_order"), trial.call(deadline=SHORT)) for _ in "abc")
        )
        arrived = trial.count - before
    finally:
        await trial.provoke(None)
        await hanging
    if trial.count and arrived < 1 + len(outcomes):
        raise Unmet(f"{arrived} of {1 + len(outcomes)} calls at once came to the supplier")
