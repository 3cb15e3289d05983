"""What holds for the adapter as a whole."""

from __future__ import annotations

import asyncio

from ...adapters.contract import SupplierAdapter, Unsupported
from ...adapters.guarded import look_up_addresses
from ..capabilities import ADDRESSES, operations_of
from ..findings import Blocked, NotHere, Unmet
from ..places import OPERATIONS, of_operation, place
from ..registry import check
from ..subject import TENANTS as TENANT_IDS
from ..trial import Trial

_CONTRACT = place("supplier", "paths")


@check(
    "bronze.contract.made",
    "The adapter can be made",
    rule="What the entry point names is called with the supplier's id, its settings and the"
    " tenants' credentials, and gives a SupplierAdapter.",
    source=_CONTRACT,
    cause="The constructor takes other parameters, or needs a setting that is not there.",
    fix="Take (supplier_id, settings, credentials, transport=None), derive the class from"
    " fibrecafe_gateway.adapters.contract.SupplierAdapter.",
    required=True,
)
async def _made(trial: Trial) -> None:
    try:
        adapter = trial.new_adapter()
    except Blocked as error:
        raise Unmet(error.said) from error
    if not isinstance(adapter, SupplierAdapter):
        raise Unmet(f"it is a {type(adapter).__name__}, and no SupplierAdapter")
    await adapter.aclose()


@check(
    "bronze.contract.declared",
    "What is declared is there, and the other way round",
    rule="An operation that the capabilities name has a method of the adapter's own, and one that"
    " they do not name has none.",
    source=_CONTRACT,
    cause="A method was added or removed, and the capabilities were not.",
    fix="Make the subject's capabilities with `declared(YourAdapter, ...)`.",
)
async def _declared(trial: Trial) -> None:
    capabilities = trial.subject.capabilities
    has = operations_of(type(trial.adapter))
    named = capabilities.has & {*OPERATIONS, ADDRESSES}
    silent = sorted(named - has)
    if silent:
        raise Unmet(f"declared, and there is no method: {', '.join(silent)}")
    more = sorted(has - named - capabilities.planned)
    if more:
        raise Unmet(f"there is a method, and it is not declared: {', '.join(more)}")


@check(
    "bronze.contract.unsupported",
    "What the adapter lacks says so",
    rule="An operation that the adapter does not have raises Unsupported.",
    source=of_operation("service_test", "responses", "501"),
    cause="The method raises NotImplementedError, or another error of Python's.",
    fix="Leave the method out, or raise contract.Unsupported.",
)
async def _unsupported(trial: Trial) -> None:
    has = trial.subject.capabilities.has
    lacking = [name for name in OPERATIONS if name not in has]
    if not lacking:
        raise NotHere("the adapter has every operation")
    for operation in lacking:
        outcome = await trial.ask(trial.sample(operation))
        if not isinstance(outcome.failure, Unsupported):
            raise Unmet(f"{operation} {outcome.in_words}, and should raise Unsupported")


@check(
    "bronze.contract.own-tasks",
    "Calls of different tenants do not mix",
    rule="An adapter serves all tenants at once; what it answers belongs to the call.",
    source=of_operation("create_order", "parameters"),
    cause="State of a call is kept in the adapter (self.tenant = ...).",
    fix="Keep what belongs to a call in local variables.",
    needs=["create_order"],
)
async def _own_tasks(trial: Trial) -> None:
    samples = [trial.sample("create_order", TENANT_IDS[n % 2]) for n in range(6)]
    calls = [trial.call(TENANT_IDS[n % 2]) for n in range(6)]
    answers = await asyncio.gather(
        *(trial.granted(sample, call) for sample, call in zip(samples, calls, strict=True))
    )
    for sample, call, answer in zip(samples, calls, answers, strict=True):
        if answer is not None and (answer.id != sample.id or answer.tenant != call.tenant):
            raise Unmet(
                f"order {sample.id} of {call.tenant} was answered as {answer.id} of {answer.tenant}"
            )


@check(
    "bronze.contract.closed",
    "The adapter can be closed",
    rule="`aclose` ends what the adapter holds, soon, and may be called twice.",
    source=_CONTRACT,
    cause="A connection or task is awaited that does not end, or is closed twice.",
    fix="Cancel tasks and close clients in `aclose`, and let a second call do nothing.",
)
async def _closed(trial: Trial) -> None:
    adapter = trial.new_adapter()
    for turn in ("first", "second"):
        try:
            async with asyncio.timeout(1.0):
                await adapter.aclose()
        except TimeoutError as error:
            raise Unmet("aclose did not end within a second") from error
        except Exception as error:
            raise Unmet(f"the {turn} aclose raised {type(error).__name__}: {error}") from error


@check(
    "bronze.contract.addresses",
    "Addresses are found, or none are",
    rule="A look-up gives a list of addresses of the Tenant API; none is no error.",
    source="fibrecafe_gateway.adapters.contract.AddressSource",
    cause="The look-up gives the supplier's own form, or None.",
    fix="Make fibrecafe_api.tenant.models.Address of what the supplier says.",
    needs=[ADDRESSES],
)
async def _addresses(trial: Trial) -> None:
    await look_up_addresses(trial.adapter, trial.call(), postal_code="TW18 4LG")
