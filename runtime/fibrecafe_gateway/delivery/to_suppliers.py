"""Asks suppliers what tenants want of them: the intents of the store, through adapters.

The request is made from what is stored when it is sent, since a supplier's reference may have come
meanwhile. An outcome that is not known belongs to the intent: a supplier that takes the same request
twice is asked again, another is waited for, and after a time the tenant is told (rule: ours).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import from_json

from .. import faults
from ..adapters.contract import (
    Misunderstood,
    NotAuthorised,
    SupplierAdapter,
    SupplierCall,
    SupplierFailure,
    TimedOut,
    Unsupported,
)
from ..adapters.failures import Outcome as Meaning
from ..adapters.failures import clean, error_of, outcome_of
from ..adapters.southbound import CannotMap
from ..clock import Clock
from ..kci.answers import Answer, settle_answer
from ..lifecycle.kinds import EntityKind
from ..routing.directory import Directory, Supplier
from ..settings import Delivery
from ..store.database import Database, is_passing
from ..store.entities import Entities
from ..store.unit import Unit
from .asking import Asked, Question, ask, load
from .claiming import shortest_lease
from .outcome import Claim, Health, Kind, Message, Outcome

_logger = logging.getLogger(__name__)

_STRANGER = 60.0  # seconds until what a tenant asked that is not configured is looked at again

_OVERTIME = 1.0  # seconds that a call may end after its deadline

_OUR_FAULT = (Misunderstood, NotAuthorised, Unsupported)
"""Failures that say nothing of how the supplier does."""


@dataclass(frozen=True, slots=True)
class SupplierCalls:
    """Sends intents."""

    database: Database
    directory: Directory
    adapters: Mapping[str, SupplierAdapter]
    settings: Delivery
    clock: Clock
    new_id: Callable[[], str]

    async def deliver(self, message: Message, claim: Claim) -> Outcome:
        """Ask once."""
        tenant = message.lane.split("/")[1]
        request_id = self.new_id() if claim.attempts or claim.unknown else message.key
        try:
            return await self._deliver(tenant, message, claim, request_id)
        except Exception as error:
            if is_passing(error):
                raise  # the store's, before anything was asked
            _logger.exception("request %s, lane %s: the gateway failed", request_id, claim.key)
            detail = f"{type(error).__name__} in the gateway"
            if claim.failing_for < self.settings.send_window:
                return Outcome(Kind.RETRY, request_id, detail=detail, judged=Health.UNTOUCHED)
            return self._not_sent(request_id, "an unexpected error occurred", detail)

    async def _deliver(
        self, tenant: str, message: Message, claim: Claim, request_id: str
    ) -> Outcome:
        if not self.directory.knows_tenant(tenant):
            return Outcome(Kind.WAIT, detail=f"tenant {tenant} is not configured", after=_STRANGER)
        question = await self.database.read(lambda unit: load(unit, tenant, message))
        if question is None:
            return Outcome(Kind.DONE, request_id, sent=False, result=Answer(moot=True))
        supplier = self._supplier(question)
        if supplier is None:
            return self._not_sent(request_id, "the supplier is not configured any more")
        if claim.unknown and not supplier.settings.idempotent:
            return self._wait_for_news(claim, request_id)
        call = SupplierCall(
            tenant=tenant,
            supplier=supplier.id,
            request_id=request_id,
            conversation_id=message.conversation_id,
            deadline=supplier.settings.timeout,
            test_headers=from_json(question.test_headers) if question.test_headers else {},
        )
        try:
            asked = await ask(self.adapters[supplier.id], call, message.what, question,
                              supplier=supplier, today=self.clock.now().date())  # fmt: skip
        except (SupplierFailure, CannotMap) as failure:
            return self._failed(failure, claim, request_id, supplier)
        faults.point("supplier.answered")
        return Outcome(Kind.DONE, request_id, result=_granted(asked))

    def _supplier(self, question: Question) -> Supplier | None:
        if question.entity.supplier not in self.adapters:
            return None
        return self.directory.suppliers.get(question.entity.supplier)

    def _failed(
        self,
        failure: SupplierFailure | CannotMap,
        claim: Claim,
        request_id: str,
        supplier: Supplier,
    ) -> Outcome:
        detail = getattr(failure, "detail", "") or type(failure).__name__
        _logger.warning("%s: %s (request %s, lane %s)", supplier.id, detail, request_id, claim.key)
        meaning = outcome_of(failure)
        if meaning is Meaning.UNKNOWN:
            faults.point("supplier.timed_out")
        if isinstance(failure, CannotMap) or meaning is Meaning.REJECTED:
            said = tuple(clean(message) for message in failure.messages)
            asked = not isinstance(failure, CannotMap)
            return Outcome(Kind.DONE, request_id, 422, detail, sent=asked,
                           result=Answer(refused=said))  # fmt: skip
        if meaning is Meaning.UNKNOWN or claim.unknown:  # an earlier try may have arrived
            return self._unknown(failure, claim, request_id, detail, supplier)
        if meaning is Meaning.TRY_AGAIN and claim.failing_for < self.settings.send_window:
            after = getattr(failure, "retry_after", None)
            return Outcome(Kind.RETRY, request_id, detail=detail, after=after)
        return self._given_up(failure, request_id, detail)

    def _unknown(
        self,
        failure: SupplierFailure,
        claim: Claim,
        request_id: str,
        detail: str,
        supplier: Supplier,
    ) -> Outcome:
        left = self.settings.unknown_window - claim.failing_for
        if left <= 0:
            return self._given_up(failure, request_id, detail)
        after = None if supplier.settings.idempotent else left
        return Outcome(Kind.UNKNOWN, request_id, detail=detail, after=after)

    def _wait_for_news(self, claim: Claim, request_id: str) -> Outcome:
        left = self.settings.unknown_window - claim.failing_for
        if left > 0:
            return Outcome(Kind.WAIT, detail="whether it arrived is not known", after=left)
        return self._given_up(TimedOut(), request_id, "its outcome stayed unknown", sent=False)

    def _given_up(
        self, failure: SupplierFailure, request_id: str, detail: str, *, sent: bool = True
    ) -> Outcome:
        error = error_of(failure, new_id=self.new_id)
        _logger.error("error %s: %s (request %s)", error.uuid, detail, request_id)
        values: dict[str, Any] = error.model_dump(mode="json", by_alias=True)
        # The lane goes on; that says nothing good of the supplier.
        health = Health.UNTOUCHED if isinstance(failure, _OUR_FAULT) else Health.BAD
        return Outcome(Kind.DONE, request_id, detail=detail, sent=sent, judged=health,
                       result=Answer(error=values))  # fmt: skip

    def _not_sent(self, request_id: str, said: str, detail: str = "") -> Outcome:
        error = {"uuid": self.new_id(), "code": "GATEWAY_FAULT", "messages": [said]}
        _logger.error("error %s: %s (request %s)", error["uuid"], detail or said, request_id)
        return Outcome(Kind.DONE, request_id, detail=detail or said, sent=False,
                       result=Answer(error=error))  # fmt: skip

    def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
        """Take the step that the answer brings."""
        tenant = message.lane.split("/")[1]
        settle_answer(unit, tenant, message.subject, outcome.result)

    def overtaken(self, unit: Unit, message: Message) -> bool:
        """Whether the supplier's KCI has told what the answer would have."""
        _, tenant, about = message.lane.split("/")
        # No KCI about it is taken in until the lane's state is kept.
        Entities(unit, tenant).lock(int(about), tuple(EntityKind))
        return load(unit, tenant, message) is None


def _granted(asked: Asked) -> Answer:
    if asked is None:
        return Answer()
    if isinstance(asked, BaseModel):
        return Answer(granted=True, values=from_json(asked.model_dump_json(
            by_alias=True, exclude_none=True, warnings=False)))  # fmt: skip
    return Answer(granted=True)


def longest_lease(settings: Delivery, directory: Directory) -> float:
    """Seconds that the claim of a request to a supplier must hold, so that no call outlives it."""
    slowest = max((s.settings.timeout for s in directory.suppliers.values()), default=0.0)
    return max(settings.lease, shortest_lease(slowest + _OVERTIME))
