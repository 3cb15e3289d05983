"""Everything that can happen to something, each by its real door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fibrecafe_api.supplier_updates.models import ReasonCode
from fibrecafe_api.tenant import models
from fibrecafe_gateway.kci.answers import Answer, settle_answer
from fibrecafe_gateway.kci.kinds import (
    AMENDMENTS,
    CANCELLATIONS,
    RESOLUTION,
)
from fibrecafe_gateway.lifecycle import EntityKind, machine_of, triggers
from fibrecafe_gateway.lifecycle.reading import trigger_of
from fibrecafe_gateway.store.entities import Entities
from fibrecafe_gateway.store.timers import set_timer
from tests.runtime.gateway import bodies
from tests.runtime.kci.bench import DATES, PROPERTIES, kci, receive
from tests.runtime.kci.scene import HAS, TENANT, Scene

Place = tuple[str, str | None]
"""State and resume state."""

ERROR = {"uuid": "u", "code": "SUPPLIER_TIMED_OUT", "messages": ["no answer"]}


@dataclass
class Try:
    """What a door did, for `Seen`."""

    triggers: list[str]
    skips: bool = False
    still: str | None = None
    kci: str | None = None
    request: int | None = None


Door = Callable[[Scene], Try]


def by_kci(
    reason: str,
    status: str | None = None,
    *,
    answers: tuple[str, ...] = (),
    uncommitted: bool = False,
    **content: Any,
) -> Door:
    """A supplier's KCI; `status` `=`: where the entity is."""

    def go(scene: Scene) -> Try:
        request = scene.request(answers) if answers else None
        if uncommitted and scene.entity.status not in machine_of(scene.kind).terminal:
            scene.look().body.pop("committedDate", None)
            Entities(scene.unit, TENANT).save(scene.entity)
        entity = scene.entity
        place = entity.resume or entity.status
        says = place if status == "=" else status
        more = dict(content)
        if answers and scene.kind is not EntityKind.SERVICE_PROBLEM:
            name = "Amendment" if answers == AMENDMENTS else "Cancellation"
            more[f"serviceOrder{name}Id"] = request.id if request else 9_000_000
        machine = machine_of(scene.kind)
        cancelling = bool(scene.open(CANCELLATIONS))
        if reason == "CANCELLED" and cancelling and not answers:
            first, *_ = scene.open(CANCELLATIONS)
            request = first
            if scene.kind is not EntityKind.SERVICE_PROBLEM:
                more["serviceOrderCancellationId"] = first.id
        if reason == "RESUBMIT":
            kinds = CANCELLATIONS if entity.status == "PENDING_CANCELLATION" else AMENDMENTS
            request = (
                next(iter(scene.open(kinds)), None) if entity.status in machine.requests else None
            )
        trigger = trigger_of(
            scene.kind, reason, says, state=entity.status, resume=entity.resume,
            cancellation_open=cancelling,
            committed="committedDate" in entity.body or scene.kind is not EntityKind.PROVIDE_ORDER,
        )  # fmt: skip
        body = kci(
            PROPERTIES[scene.kind], {"id": entity.id, "tenant": TENANT, **more}, reason, says,
            seq=entity.heard + 1, id=scene.bench.kci_id(),
        )  # fmt: skip
        answered = request.id if request is not None else None
        still = scene.still(answered) if answered else None
        receive(scene.bench.gateway, scene.unit, body)
        return Try([trigger], still=still, kci=body["id"], request=answered)

    return go


def by_answer(answer: Answer, *triggers_: str) -> Door:
    """The supplier's answer to the request that created it."""

    def go(scene: Scene) -> Try:
        settle_answer(scene.unit, TENANT, scene.id, answer)
        return Try([*triggers_], skips=True)

    return go


def by_answer_to(kinds: tuple[str, ...], answer: Answer, trigger: str) -> Door:
    """The supplier's answer to a request about it."""

    def go(scene: Scene) -> Try:
        request = scene.new_request(kinds)
        still = None if trigger.endswith("PENDING") else scene.still(request.id)
        settle_answer(scene.unit, TENANT, request.id, answer)
        return Try([trigger], skips=True, still=still, request=request.id)

    return go


def by_tenant(what: str) -> Door:
    """The tenant asks for an amendment or a cancellation: nothing changes until it is answered."""

    def go(scene: Scene) -> Try:
        if scene.kind is EntityKind.SERVICE_PROBLEM:
            body: Any = getattr(bodies, f"problem_{what}")(scene.id)
            scene.ask("amend_problem" if what == "amendment" else "cancel_problem", body)
        else:
            made = getattr(bodies, what)
            code = {} if what == "amendment" else {"reason_code": _CODES[scene.kind]}
            body = made(scene.id, **code)
            scene.ask("amend_order" if what == "amendment" else "cancel_order", body)
        return Try([])

    return go


_CODES = {
    EntityKind.PROVIDE_ORDER: "CUSTOMER_CHANGED_MIND",
    EntityKind.UNSOLICITED_CEASE_ORDER: "NO_AUTHORISATION",
}


def by_decision(status: str) -> Door:
    """The tenant answers a resolution."""

    def go(scene: Scene) -> Try:
        entities = Entities(scene.unit, TENANT)
        waiting = [r for r in entities.children(scene.id, ("PENDING",)) if r.kind == RESOLUTION]
        if not waiting:
            values = {"serviceProblemId": scene.id, "status": "PENDING",
                      "resolvedDate": DATES["targetDate"],
                      "resolutionDetails": {"resolutionCode": "NETWORK_ISSUE"}}  # fmt: skip
            waiting = [
                entities.add(RESOLUTION, "S1", values, conversation_id="c", parent=scene.id,
                             timestamps=False)
            ]  # fmt: skip
        scene.ask(
            "service_problem_resolution",
            models.UpdateServiceProblemResolution(
                status=models.ServiceProblemResolutionStatus(status), tenant_notes="seen"
            ),
            id=str(waiting[-1].id),
        )
        return Try([f"RESOLUTION_{status}"], request=waiting[-1].id)

    return go


def by_time(timer: str, trigger: str) -> Door:
    """A timer."""

    def go(scene: Scene) -> Try:
        set_timer(scene.unit, TENANT, scene.id, timer, timedelta())
        scene.bench.gateway.timing.fire(scene.unit)
        return Try([trigger], skips=True)

    return go


def doors_of(kind: EntityKind) -> dict[str, Door]:
    """Everything that can happen to a kind."""
    asked = HAS[kind]
    doors = {f"KCI {reason}": by_kci(reason) for reason in ReasonCode}
    doors["KCI TELEPORTED"] = by_kci("TELEPORTED")
    for reason, status in (
        ("COMPLETED", "PARTIAL"),
        ("COMPLETED", "FAILED"),
        ("UPDATE", "IN_PROGRESS"),
        ("UPDATE", "COMPLETED"),
        ("UPDATE", "NETWORK_INCIDENT"),
        ("REAPPOINTED", "IN_PROGRESS"),
        ("DELAY", "="),
    ):
        doors[f"KCI {reason} {status}"] = by_kci(reason, status)
    for reason in ("AMENDED", "AMENDMENT_REJECTED"):
        doors[f"KCI {reason}"] = by_kci(reason, answers=AMENDMENTS)
    doors["KCI CANCELLATION_REJECTED"] = by_kci("CANCELLATION_REJECTED", answers=CANCELLATIONS)
    doors["KCI CANCELLED asked"] = by_kci("CANCELLED", answers=CANCELLATIONS)
    doors["KCI COMMITTED first"] = by_kci("COMMITTED", uncommitted=True)
    if kind is not EntityKind.UNSOLICITED_CEASE_ORDER:
        reference = {"supplierReference": "A1"} if not asked else {"supplierOrderReference": "A1"}
        started = triggers.STARTED if kind is EntityKind.SERVICE_TEST else triggers.ACKNOWLEDGED
        doors |= {
            "answer 202": by_answer(Answer(), triggers.SENT),
            "answer 201": by_answer(Answer(True, reference), triggers.SENT, started),
            "answer 422": by_answer(Answer(refused=("no",)), triggers.ORDER_REJECTED),
            "answer none": by_answer(Answer(error=ERROR), triggers.SEND_FAILED),
        }
    if asked:
        doors["answer 201 IN_PROGRESS"] = by_answer(
            Answer(True, {"status": "IN_PROGRESS", **DATES}), triggers.SENT, triggers.COMMITTED
        )
    for kinds, pending, granted, refused, failed in (
        (AMENDMENTS, "AMENDMENT_PENDING", "AMENDED", "AMENDMENT_REJECTED", "AMENDMENT_SEND_FAILED"),
        (
            CANCELLATIONS, "CANCELLATION_PENDING", "CANCELLED", "CANCELLATION_REJECTED",
            "CANCELLATION_SEND_FAILED",
        ),
    ):  # fmt: skip
        if not set(kinds) & set(asked):
            continue
        doors |= {
            f"answer 202 {pending}": by_answer_to(kinds, Answer(), pending),
            f"answer 201 {granted}": by_answer_to(kinds, Answer(True), granted),
            f"answer 422 {refused}": by_answer_to(kinds, Answer(refused=("no",)), refused),
            f"answer none {failed}": by_answer_to(kinds, Answer(error=ERROR), failed),
        }
    if asked:
        doors |= {f"tenant {what}": by_tenant(what) for what in ("amendment", "cancellation")}
    if kind is EntityKind.SERVICE_PROBLEM:
        doors |= {
            "tenant ACCEPTED": by_decision("ACCEPTED"),
            "tenant REJECTED": by_decision("REJECTED"),
            "time WARN": by_time("WARN", triggers.CLOSURE_WARNED),
            "time CLOSE": by_time("CLOSE", triggers.CLOSED_BY_TIME),
        }
    return doors
