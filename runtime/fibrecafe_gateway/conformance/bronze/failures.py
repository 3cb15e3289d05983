"""Every failure of a supplier becomes the failure of the contract that says what follows from it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from ...adapters.contract import (
    Busy,
    Faulty,
    Misunderstood,
    NotAuthorised,
    Refused,
    SupplierFailure,
    TimedOut,
    Unsupported,
)
from ..behaviours import PAGE, RETRY_AFTER, Behaviour
from ..findings import NotHere, Unmet
from ..places import OPERATIONS, of_operation
from ..preparing import sample_for
from ..registry import check
from ..samples import CREATIONS, LOOK_UPS, Sample
from ..trial import GRACE, SHORT, Outcome, Trial

_FREE = (*LOOK_UPS, "reserve_appointment", *CREATIONS)
"""Operations that need nothing to be there."""


async def all_samples(trial: Trial, operations: Iterable[str] = OPERATIONS) -> list[Sample]:
    """A request of every operation that the adapter has."""
    found: list[Sample] = []
    for name in operations:
        if trial.has(name):
            with suppress(NotHere):
                found.append(await sample_for(trial, name))
    return found


async def all_fail(
    trial: Trial, behaviour: Behaviour, *kinds: type[SupplierFailure]
) -> list[Outcome]:
    """Ask for everything while the supplier behaves so; each must fail in one of these ways."""
    samples = await all_samples(trial)
    await trial.provoke(behaviour)
    outcomes = [await trial.ask(sample) for sample in samples]
    wanted = " or ".join(kind.__name__ for kind in kinds)
    for outcome in outcomes:
        if not isinstance(outcome.failure, kinds):
            raise Unmet(f"{outcome.sample.operation} {outcome.in_words}, and should raise {wanted}")
    return outcomes


@check(
    "bronze.failure.refused",
    "A refusal is a refusal",
    rule="When the supplier refuses what is asked (422), the adapter raises Refused with the"
    " supplier's reason, so that the tenant is told and the order is REJECTED.",
    source=of_operation("create_order", "responses", "422"),
    cause="The status is not looked at, or the supplier's text is not read.",
    fix="Raise Refused(text, ...) with what the supplier says.",
    needs=["create_order"],
    provokes=[Behaviour.REFUSE],
    required=True,
    covers=[("failure", Behaviour.REFUSE)],
)
async def _refused(trial: Trial) -> None:
    for outcome in await all_fail(trial, Behaviour.REFUSE, Refused):
        if outcome.failure is not None and not any(outcome.failure.messages):
            raise Unmet(f"{outcome.sample.operation} raised Refused without the supplier's reason")


@check(
    "bronze.failure.misunderstood",
    "A malformed request is the gateway's fault",
    rule="When the supplier says that the request is malformed (400), the adapter raises"
    " Misunderstood.",
    source=of_operation("create_order", "responses", "400"),
    cause="Every 4xx is taken for a refusal, and the tenant is told to correct what is not wrong.",
    fix="Raise Misunderstood for 400 and 404.",
    needs=["create_order"],
    provokes=[Behaviour.MISUNDERSTAND],
    covers=[("failure", Behaviour.MISUNDERSTAND)],
)
async def _misunderstood(trial: Trial) -> None:
    await all_fail(trial, Behaviour.MISUNDERSTAND, Misunderstood)


@check(
    "bronze.failure.not-implemented",
    "What the supplier lacks is unsupported",
    rule="When the supplier does not have an operation (501), the adapter raises Unsupported.",
    source=of_operation("service_test", "responses", "501"),
    cause="Every 5xx is taken for a fault.",
    fix="Raise Unsupported for 501.",
    needs=["create_order"],
    provokes=[Behaviour.NOT_IMPLEMENTED],
    covers=[("failure", Behaviour.NOT_IMPLEMENTED)],
)
async def _not_implemented(trial: Trial) -> None:
    await all_fail(trial, Behaviour.NOT_IMPLEMENTED, Unsupported)


@check(
    "bronze.failure.busy",
    "A busy supplier is asked again",
    rule="When the supplier has no time (503), the adapter raises Busy: it was not acted on, and"
    " the gateway asks again.",
    source=of_operation("create_order", "responses", "503"),
    cause="Every 5xx is taken for a fault, and orders fail that could be sent a minute later.",
    fix="Raise Busy for 503.",
    needs=["create_order"],
    provokes=[Behaviour.BUSY],
    covers=[("failure", Behaviour.BUSY)],
)
async def _busy(trial: Trial) -> None:
    await all_fail(trial, Behaviour.BUSY, Busy)


@check(
    "bronze.failure.fault",
    "A broken supplier is faulty",
    rule="When the supplier breaks (500), the adapter raises Faulty.",
    source=of_operation("create_order", "responses", "500"),
    cause="The error of an HTTP library gets through, or the answer is read though it is an error.",
    fix="Look at the status before the body, and raise Faulty for 5xx.",
    needs=["create_order"],
    provokes=[Behaviour.FAIL],
    covers=[("failure", Behaviour.FAIL)],
)
async def _fault(trial: Trial) -> None:
    await all_fail(trial, Behaviour.FAIL, Faulty)


@check(
    "bronze.failure.rate-limit",
    "A limit is kept",
    rule="When the supplier has had too many requests (429), the adapter raises Busy, with the"
    " seconds of Retry-After.",
    source=of_operation("create_order", "responses", "503"),
    cause="429 is taken for a refusal, or Retry-After is not read.",
    fix="Raise Busy(retry_after=seconds) for 429.",
    needs=["create_order"],
    provokes=[Behaviour.RATE_LIMIT],
    covers=[("failure", Behaviour.RATE_LIMIT)],
)
async def _rate_limit(trial: Trial) -> None:
    for outcome in await all_fail(trial, Behaviour.RATE_LIMIT, Busy):
        failure = outcome.failure
        if isinstance(failure, Busy) and failure.retry_after != RETRY_AFTER:
            raise Unmet(
                f"{outcome.sample.operation}: the supplier asked for {RETRY_AFTER:g} s, and Busy"
                f" says {failure.retry_after}"
            )


@check(
    "bronze.failure.garbage",
    "An answer that cannot be read may have been acted on",
    rule="When the answer cannot be read, the adapter raises Faulty with may_have_acted, so that"
    " the gateway waits for the supplier's news; and nothing of the answer is in its messages.",
    source=of_operation("create_order", "responses", "201"),
    cause="The error of the parser gets through, or what was received is put into the messages.",
    fix="Raise Faulty(detail=..., may_have_acted=True): `detail` is for the log only.",
    needs=["create_order"],
    provokes=[Behaviour.GARBAGE],
    covers=[("failure", Behaviour.GARBAGE)],
)
async def _garbage(trial: Trial) -> None:
    for outcome in await _unreadable(trial, Behaviour.GARBAGE):
        failure = outcome.failure
        if failure is not None and any(_leaks(text) for text in failure.messages):
            raise Unmet(f"{outcome.sample.operation}: what was received is in the messages")


@check(
    "bronze.failure.wrong-answer",
    "An answer of another form may have been acted on",
    rule="When the answer is JSON and not as documented, the adapter raises Faulty with"
    " may_have_acted.",
    source=of_operation("create_order", "responses", "201"),
    cause="Properties are read without a look at whether they are there, and a KeyError or"
    " TypeError gets through.",
    fix="Validate what comes, and raise Faulty(detail=..., may_have_acted=True).",
    needs=["create_order"],
    provokes=[Behaviour.WRONG],
    covers=[("failure", Behaviour.WRONG)],
)
async def _wrong_answer(trial: Trial) -> None:
    await _unreadable(trial, Behaviour.WRONG)


async def _unreadable(trial: Trial, behaviour: Behaviour) -> list[Outcome]:
    outcomes = await all_fail(trial, behaviour, Faulty, TimedOut)
    for outcome in outcomes:
        acts = outcome.sample.operation not in LOOK_UPS
        if acts and outcome.failure is not None and not outcome.failure.may_have_acted:
            raise Unmet(f"{outcome.sample.operation} raised Faulty without may_have_acted")
    return outcomes


def _leaks(text: str) -> bool:
    return "<" in text or "works" in text or text in PAGE


@check(
    "bronze.failure.reset",
    "A connection that breaks may have carried the request",
    rule="When the connection breaks before the answer is whole, the adapter raises TimedOut, or"
    " Faulty with may_have_acted.",
    source=of_operation("create_order", "responses", "201"),
    cause="The error of the HTTP library gets through, or it is taken for Unreachable and the"
    " order is placed twice.",
    fix="Raise Unreachable only when nothing was sent; else TimedOut.",
    needs=["create_order"],
    provokes=[Behaviour.RESET],
    covers=[("failure", Behaviour.RESET)],
)
async def _reset(trial: Trial) -> None:
    for outcome in await all_fail(trial, Behaviour.RESET, TimedOut, Faulty):
        if outcome.failure is not None and not outcome.failure.may_have_acted:
            raise Unmet(f"{outcome.sample.operation} {outcome.in_words} without may_have_acted")


@check(
    "bronze.timeout.kept",
    "A deadline is kept",
    rule=f"A call ends by its deadline (here {SHORT:g} s, and {GRACE:g} s of grace), by TimedOut"
    " when the request may have arrived.",
    source=of_operation("create_order"),
    cause="The HTTP client has a time-out of its own, or none; or it retries.",
    fix="Use `async with asyncio.timeout(call.deadline)` and raise TimedOut.",
    needs=["create_order"],
    provokes=[Behaviour.HANG],
    required=True,
    covers=[("failure", Behaviour.HANG)],
)
async def _deadline(trial: Trial) -> None:
    samples = await all_samples(trial, _FREE)
    await trial.provoke(Behaviour.HANG)
    outcomes = await asyncio.gather(
        *(trial.ask(sample, trial.call(deadline=SHORT)) for sample in samples)
    )
    for outcome in outcomes:
        if outcome.hung:
            raise Unmet(f"{outcome.sample.operation} {outcome.in_words}; it had {SHORT:g} s")
        if not isinstance(outcome.failure, TimedOut):
            raise Unmet(f"{outcome.sample.operation} {outcome.in_words}, and should raise TimedOut")


@check(
    "bronze.timeout.after",
    "A time-out harms the next call not",
    rule="After a call that came too late the next one is answered.",
    source=of_operation("create_order"),
    cause="A connection or a lock is kept by the call that was cut off.",
    fix="Release in `finally` or by `async with`, and let the client drop the connection.",
    needs=["create_order"],
    provokes=[Behaviour.HANG],
)
async def _after(trial: Trial) -> None:
    await trial.provoke(Behaviour.HANG)
    await trial.ask(trial.sample("create_order"), trial.call(deadline=SHORT))
    await trial.provoke(None)
    await trial.granted(trial.sample("create_order"))


@check(
    "bronze.auth.refused",
    "Credentials that are not taken are told apart",
    rule="When the supplier does not take the credentials (401), the adapter raises NotAuthorised.",
    source=of_operation("create_order", "responses", "401"),
    cause="401 is taken for a refusal or a fault, or a new token is fetched for ever.",
    fix="Fetch a new token once, then raise NotAuthorised.",
    needs=["create_order"],
    provokes=[Behaviour.UNAUTHORISED],
    required=True,
    covers=[("failure", Behaviour.UNAUTHORISED)],
)
async def _unauthorised(trial: Trial) -> None:
    await all_fail(trial, Behaviour.UNAUTHORISED, NotAuthorised)
