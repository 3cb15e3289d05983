"""What goes to the supplier: whose request it is, and nothing changed on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx2

from ...adapters.contract import NotAuthorised
from .. import difficult_data
from ..capabilities import HEADERS, TENANTS
from ..findings import NotHere, Unmet
from ..places import of_operation, place
from ..registry import check
from ..samples import contact
from ..showing import as_json
from ..subject import TENANTS as TENANT_IDS
from ..subject import Received
from ..trial import Trial

_HEADER_RULES = {
    "x-request-id": ("request-id", "X-Request-ID", "request_id", "XRequestID"),
    "x-conversation-id": ("conversation-id", "X-Conversation-ID", "conversation_id",
                          "XConversationID"),
    "tenant": ("tenant", "Tenant", "tenant", "Tenant"),
}  # fmt: skip


def _recorded(trial: Trial, since: int) -> list[Received]:
    found = trial.received(since)
    if not found:
        raise NotHere("what the supplier receives is not recorded (`Subject.received`)")
    return found


def _header(name: str) -> None:
    suffix, shown, attribute, parameter = _HEADER_RULES[name]

    @check(
        f"bronze.header.{suffix}",
        f"{shown} goes to the supplier",
        rule=f"Every request carries {shown} as the gateway gave it.",
        source=place("supplier", "components", "parameters", parameter),
        cause="The header is not set, or a new value is made.",
        fix=f"Send `call.{attribute}` as header {shown}.",
        needs=["create_order", HEADERS],
    )
    async def _passed(trial: Trial) -> None:
        call, since = trial.call(), len(trial.subject.received())
        await trial.granted(trial.sample("create_order"), call)
        wanted = getattr(call, attribute)
        for received in _recorded(trial, since):
            if received.headers.get(name) != wanted:
                raise Unmet(
                    f"{received.what} came with {shown} {received.headers.get(name)!r}, and"
                    f" {wanted!r} was given"
                )


for _name in _HEADER_RULES:
    _header(_name)


@check(
    "bronze.auth.own",
    "Each tenant is known by its own credentials",
    rule="The adapter calls the supplier with the credentials of the tenant for whom it calls.",
    source=place("supplier", "security"),
    cause="Credentials, or the token got with them, are kept once for the adapter.",
    fix="Ask `credentials(call.tenant)` in each call, and keep tokens by tenant.",
    needs=["create_order", TENANTS],
)
async def _own(trial: Trial) -> None:
    seen: dict[str, str] = {}
    for tenant in (*TENANT_IDS, TENANT_IDS[0]):
        since = len(trial.subject.received())
        await trial.granted(trial.sample("create_order", tenant), trial.call(tenant))
        for received in _recorded(trial, since):
            given = received.headers.get("authorization", "")
            if not given:
                raise Unmet(f"{received.what} for {tenant} came without Authorization")
            for other, theirs in seen.items():
                if other != tenant and theirs == given:
                    raise Unmet(f"{received.what} for {tenant} came with what {other} sends")
            seen[tenant] = given


@check(
    "bronze.auth.unreadable",
    "Credentials that cannot be read are told apart",
    rule="When a tenant's credentials cannot be read (OSError), the adapter raises NotAuthorised.",
    source=of_operation("create_order", "responses", "401"),
    cause="`credentials(tenant)` is called where its OSError gets through.",
    fix="Catch OSError around it and raise NotAuthorised(detail=...).",
    needs=["create_order", TENANTS],
)
async def _unreadable(trial: Trial) -> None:
    def lost(tenant: str) -> httpx2.Auth | None:
        raise FileNotFoundError(2, "No such file", "secret.txt")

    adapter = trial.new_adapter(lost)
    try:
        outcome = await trial.ask(trial.sample("create_order"), adapter=adapter)
    finally:
        await adapter.aclose()
    if not isinstance(outcome.failure, NotAuthorised):
        raise Unmet(f"create_order {outcome.in_words}, and should raise NotAuthorised")


async def _arrives(trial: Trial, what: str, value: str, **changes: Any) -> None:
    """Place an order with `value` in it; the supplier must have got it as it is."""
    since = len(trial.subject.received())
    answer = await trial.granted(trial.sample("create_order", **changes))
    told = trial.received(since)
    if told:
        texts = {text for received in told for text in _texts([received.body, received.query])}
        if not any(value in text for text in texts):
            raise Unmet(f"{what}: {value!r} did not come to the supplier as it was sent")
    elif answer is not None and value not in _texts(answer.model_dump()):
        raise Unmet(f"{what}: {value!r} came back as something else")


def _texts(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {text for held in value.values() for text in _texts(held)}
    if isinstance(value, list | tuple):
        return {text for held in value for text in _texts(held)}
    return set()


_DATA_FIX = "Let a JSON or XML library write texts, never build them by hand, and set no encoding but UTF-8."


@check(
    "bronze.data.texts",
    "Texts of people come through unharmed",
    rule="Apostrophes, quotes, back-ticks, backslashes, ampersands, accents, emoji and newlines"
    " come to the supplier as the tenant wrote them.",
    source=place("supplier", "components", "schemas", "Contact", "properties", "name"),
    cause="A text is put into JSON, XML or a URL by hand, or is encoded twice.",
    fix=_DATA_FIX,
    needs=["create_order"],
    covers=[("difficult", "texts")],
)
async def _people(trial: Trial) -> None:
    if trial.subject.reshapes_texts:
        raise NotHere(trial.subject.reshapes_texts)
    for what, text in difficult_data.TEXTS.items():
        await _arrives(trial, what, text, primary_contact=contact(text[:80]), notes=text)


@check(
    "bronze.data.characteristics",
    "Values of characteristics come through unharmed",
    rule="Postcodes with and without a space, and ids in upper or lower case, are not changed.",
    source=place("supplier", "components", "schemas", "ServiceCharacteristic"),
    cause="A value is normalised on the way: case, spaces, zeros in front.",
    fix="Hand values on as they are; the supplier may look them up.",
    needs=["create_order"],
    covers=[("difficult", "postcodes"), ("difficult", "uuids")],
)
async def _characteristics(trial: Trial) -> None:
    for what, text in (*difficult_data.POSTCODES.items(), *difficult_data.UUIDS.items()):
        await _arrives(trial, what, text, notes=text)


@check(
    "bronze.data.ids",
    "The longest ids are taken",
    rule=f"Ids of {difficult_data.LONGEST_ID} characters are passed on whole; longer ones fail by a"
    " failure of the contract, or are passed on.",
    source=place("supplier", "components", "schemas", "RequestId", "maxLength"),
    cause="An id is cut to fit into a field of the supplier's, and cannot be found again.",
    fix="Pass ids on as they are, or keep the pair of ids; raise Misunderstood for what is too"
    " long.",
    needs=["create_order"],
    covers=[("difficult", "ids")],
)
async def _ids(trial: Trial) -> None:
    for length, id in difficult_data.IDS.items():
        call, since = replace(trial.call(), request_id=id, conversation_id=id), trial.count
        outcome = await trial.ask(trial.sample("create_order"), call)
        if outcome.hung or outcome.raised is not None:
            raise Unmet(f"with ids of {length} characters create_order {outcome.in_words}")
        if outcome.failure is not None:
            if length <= difficult_data.LONGEST_ID:
                raise Unmet(f"with ids of {length} characters create_order {outcome.in_words}")
            continue
        told = as_json([[r.headers, r.body] for r in trial.received(since)])
        if trial.has(HEADERS) and told != "[]" and id not in told:
            raise Unmet(f"an id of {length} characters was cut on the way")


@check(
    "bronze.data.numbers",
    "Large numbers come back as they went",
    rule="The gateway's numbers reach to 2^53 - 1 and come back as they were sent.",
    source=place("supplier", "components", "schemas", "CreateProvideServiceOrder", "properties",
                 "id"),
    cause="A number is kept as 32 bits or as a float.",
    fix="Keep ids as Python integers, or as text at the supplier.",
    needs=["create_order"],
    covers=[("difficult", "numbers")],
)  # fmt: skip
async def _numbers(trial: Trial) -> None:
    for what, number in difficult_data.NUMBERS.items():
        answer = await trial.granted(trial.sample("create_order", id=number))
        if answer is not None and answer.id != number:
            raise Unmet(f"{what}: {number} came back as {answer.id}")


@check(
    "bronze.data.empty",
    "Empty texts of optional fields are taken",
    rule="An optional field may be empty: in an amendment that takes its value away.",
    source=place("supplier", "components", "schemas", "AmendServiceProblem"),
    cause="Empty counts as missing, and is left out or refused.",
    fix="Ask `is None`, not `if not value`.",
    needs=["create_problem", "amend_problem"],
    covers=[("difficult", "empty")],
)
async def _empty(trial: Trial) -> None:
    id, reference = await trial.problem()
    known = {} if reference is None else {"supplier_service_problem_reference": reference}
    since = trial.count
    empty = difficult_data.EMPTY
    await trial.granted(
        trial.sample("amend_problem", service_problem_id=id, hazards=empty, notes=empty, **known)
    )
    told = trial.received(since)
    if trial.has(HEADERS) and told and '""' not in as_json([r.body for r in told]):
        raise Unmet("notes and hazards were empty, and did not come to the supplier at all")
