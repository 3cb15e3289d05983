"""Every operation: its answer is as the document has it, and belongs to what was asked."""

from __future__ import annotations

from typing import Any

from fibrecafe_api.supplier.server import ROUTES

from ...adapters.contract import Faulty
from ...adapters.echo import check_echo
from ..behaviours import Behaviour
from ..findings import Unmet
from ..places import OPERATIONS, STATUSES, of_operation, of_success
from ..preparing import sample_for
from ..registry import check
from ..samples import Sample
from ..showing import faults_of
from ..trial import Trial

_ANSWERS: dict[str, Any] = {route.handler: route.answers[0].type for route in ROUTES}

_MAY_COME_LATER = frozenset(name for name, statuses in STATUSES.items() if 202 in statuses)

_TITLES = {
    "availability_check": "What is available is told",
    "quote": "A price is told",
    "appointment_availability": "Free slots are told",
    "reserve_appointment": "A slot is held",
    "create_order": "An order is taken",
    "amend_order": "An amendment is taken",
    "cancel_order": "A cancellation is taken",
    "create_ethernet_order": "An ethernet order is taken",
    "service_test": "A test is started",
    "create_problem": "A problem is taken",
    "amend_problem": "A problem's amendment is taken",
    "cancel_problem": "A problem's cancellation is taken",
    "service_problem_resolution": "The decision on a resolution is taken",
}

_FIX = (
    "Make the answer with the model of fibrecafe_api.supplier.models that the contract names, and"
    " give back the gateway's `id`, `tenant` and `orderType` as they came."
)


async def answered(trial: Trial, sample: Sample) -> Any:
    """The answer, seen as the document has it. Raises Unmet."""
    answer = await trial.granted(sample)
    if answer is None:
        if sample.operation not in _MAY_COME_LATER:
            raise Unmet(f"{sample.operation} answered None, and the document has no 202 for it")
        return None
    faults = faults_of(_ANSWERS[sample.operation], answer)
    if faults:
        raise Unmet(f"the answer of {sample.operation} is not as documented: " + "; ".join(faults))
    if sample.body is not None:
        try:
            check_echo(sample.body, answer)
        except Faulty as error:
            raise Unmet(f"the answer is of another request: {error.detail}") from error
    return answer


def _operation(operation: str) -> None:
    needs = [operation]
    if operation in ("amend_order", "cancel_order"):
        needs.append("create_order")
    elif operation in ("amend_problem", "cancel_problem"):
        needs.append("create_problem")

    @check(
        f"bronze.operation.{operation}",
        _TITLES[operation],
        rule=f"{operation} gives an answer as documented (status"
        f" {' or '.join(map(str, STATUSES[operation]))}), with the ids that were sent.",
        source=of_success(operation),
        cause="The supplier's answer is handed on as it is, or a mandatory field is missing.",
        fix=_FIX,
        needs=needs,
        required=operation == "create_order",
        covers=[("operation", operation)],
    )
    async def _answers(trial: Trial) -> None:
        await answered(trial, await sample_for(trial, operation))


for _name in OPERATIONS:
    _operation(_name)


_DEFERRED = {
    "create_order": ("create_order",),
    "amend_order": ("create_order", "amend_order"),
    "cancel_order": ("create_order", "cancel_order"),
    "create_ethernet_order": ("create_ethernet_order",),
    "create_problem": ("create_problem",),
    "amend_problem": ("create_problem", "amend_problem"),
    "cancel_problem": ("create_problem", "cancel_problem"),
}


def _answer_kinds(operation: str) -> None:
    @check(
        f"bronze.answer.{operation}.later",
        f"{_TITLES[operation]}, and answered later",
        rule=f"When the supplier has taken {operation} and decides later, the adapter gives None"
        " (202).",
        source=of_operation(operation, "responses", "202"),
        cause="The adapter makes up an answer, and the gateway takes the request for acknowledged.",
        fix="Return None when the supplier has not yet said what becomes of it.",
        needs=_DEFERRED[operation],
        provokes=[Behaviour.LATER],
        covers=[("status", operation, 202)],
    )
    async def _later(trial: Trial) -> None:
        sample = await sample_for(trial, operation)
        await trial.provoke(Behaviour.LATER)
        if await answered(trial, sample) is not None:
            raise Unmet(f"{operation} was answered, though the supplier said no more than 202")

    @check(
        f"bronze.answer.{operation}.at-once",
        f"{_TITLES[operation]}, and answered at once",
        rule=f"When the supplier answers {operation} at once, the adapter gives the answer (201).",
        source=of_operation(operation, "responses", "201"),
        cause="The adapter always gives None and waits for news that do not come.",
        fix="Return the answer when the supplier's own answer says that it is done.",
        needs=_DEFERRED[operation],
        provokes=[Behaviour.AT_ONCE],
        covers=[("status", operation, 201)],
    )
    async def _at_once(trial: Trial) -> None:
        sample = await sample_for(trial, operation)
        await trial.provoke(Behaviour.AT_ONCE)
        if await answered(trial, sample) is None:
            raise Unmet(f"{operation} gave None (202), though the supplier answered at once")


for _name in _DEFERRED:
    _answer_kinds(_name)


@check(
    "bronze.answer.committed",
    "An order that is committed at once has both dates",
    rule="An order answered as IN_PROGRESS carries committedDate and targetDate.",
    source=of_success("create_order"),
    cause="The dates are not mapped.",
    fix="Map the supplier's dates, or answer as ACKNOWLEDGED and tell COMMITTED by KCI.",
    needs=["create_order"],
    provokes=[Behaviour.COMMITTED_AT_ONCE],
)
async def _committed(trial: Trial) -> None:
    sample = await sample_for(trial, "create_order")
    await trial.provoke(Behaviour.COMMITTED_AT_ONCE)
    answer = await answered(trial, sample)
    if answer is None or answer.status != "IN_PROGRESS":
        raise Unmet("the supplier committed to the order at once, and the answer does not say so")
    if answer.committed_date is None or answer.target_date is None:
        raise Unmet("the answer says IN_PROGRESS and lacks committedDate or targetDate")


def _other_order(kind: str, title: str) -> None:
    @check(
        f"bronze.operation.create_order.{kind}",
        title,
        rule=f"A {kind} order is answered as one, or refused by Unsupported or Refused.",
        source=of_success("create_order"),
        cause="The adapter knows orders of one type only, and reads properties that others lack.",
        fix="Look at the class of the body: CreateProvideServiceOrder, CreateCeaseServiceOrder or"
        " CreateModifyServiceOrder.",
        needs=["create_order"],
    )
    async def _taken(trial: Trial) -> None:
        made = trial.samples.cease if kind == "cease" else trial.samples.modify
        sample = made(trial.call().tenant)
        outcome = await trial.ask(sample)
        if outcome.failure is None or type(outcome.failure).__name__ not in (
            "Refused", "Unsupported", "NotInVersion",
        ):  # fmt: skip
            await answered(trial, Sample("create_order", sample.body))


_other_order("cease", "An order to cease is taken")
_other_order("modify", "An order to modify is taken")
