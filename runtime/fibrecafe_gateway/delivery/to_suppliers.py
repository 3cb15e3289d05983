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

from ..adapters.contract import SupplierAdapter, SupplierCall, SupplierFailure, TimedOut
from ..adapters.failures import Outcome as Meaning
from ..adapters.failures import clean, error_of, outcome_of
from ..adapters.southbound import CannotMap
from ..clock import Clock
from ..kci.answers import Answer, settle_answer
from ..routing.directory import Directory, Supplier
from ..settings import Delivery
from ..store.database import Database
from ..store.unit import Unit, to_milliseconds
from . import policy
from .asking import Asked, Question, ask, load
from .outcome import Claim, Kind, Message, Outcome

_logger = logging.getLogger(__name__)


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
        question = await self.database.read(lambda unit: load(unit, tenant, message))
        request_id = message.key if not claim.attempts else self.new_id()
        if question is None:
            return Outcome(Kind.DONE, request_id, result=Answer(moot=True))
        supplier = self._supplier(question)
        if supplier is None:
            error = {"uuid": self.new_id(), "code": "GATEWAY_FAULT",
                     "messages": ["the supplier is not configured any more"]}  # fmt: skip
            return Outcome(Kind.DONE, request_id, result=Answer(error=error))
        if claim.unknown and not supplier.settings.idempotent:
            return self._still_unknown(claim, request_id, TimedOut())
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
        if meaning is Meaning.REJECTED:
            said = tuple(clean(message) for message in failure.messages)
            return Outcome(Kind.DONE, request_id, 422, detail, result=Answer(refused=said))
        waited = self._waited(claim)
        if meaning is Meaning.TRY_AGAIN and waited < self.settings.send_window:
            after = getattr(failure, "retry_after", None)
            return Outcome(Kind.RETRY, request_id, detail=detail, after=after)
        if meaning is Meaning.UNKNOWN:
            if supplier.settings.idempotent and waited < self.settings.unknown_window:
                after = policy.LONGEST if claim.attempts > 5 else 2.0**claim.attempts
                return Outcome(Kind.UNKNOWN, request_id, detail=detail, after=after)
            return self._still_unknown(claim, request_id, failure)
        return self._given_up(failure, request_id, detail)

    def _still_unknown(
        self, claim: Claim, request_id: str, failure: SupplierFailure | CannotMap
    ) -> Outcome:
        left = self.settings.unknown_window - self._waited(claim)
        if left <= 0:
            return self._given_up(failure, request_id, "its outcome stayed unknown")
        return Outcome(Kind.UNKNOWN, request_id, detail="the outcome is not known", after=left)

    def _given_up(
        self, failure: SupplierFailure | CannotMap, request_id: str, detail: str
    ) -> Outcome:
        error = error_of(failure, new_id=self.new_id)
        _logger.error("error %s: %s (request %s)", error.uuid, detail, request_id)
        values: dict[str, Any] = error.model_dump(mode="json", by_alias=True)
        return Outcome(Kind.DONE, request_id, detail=detail, result=Answer(error=values))

    def _waited(self, claim: Claim) -> float:
        if claim.failing_since is None:
            return 0.0
        return (to_milliseconds(self.clock.now()) - claim.failing_since) / 1000

    def settle(self, unit: Unit, message: Message, outcome: Outcome) -> None:
        """Take the step that the answer brings."""
        tenant = message.lane.split("/")[1]
        settle_answer(unit, tenant, message.subject, outcome.result)


def _granted(asked: Asked) -> Answer:
    if asked is None:
        return Answer()
    if isinstance(asked, BaseModel):
        return Answer(granted=True, values=from_json(asked.model_dump_json(
            by_alias=True, exclude_none=True, warnings=False)))  # fmt: skip
    return Answer(granted=True)


def longest_lease(settings: Delivery, directory: Directory) -> float:
    """Seconds that a claim must hold so that no call outlives it."""
    slowest = max((s.settings.timeout for s in directory.suppliers.values()), default=0.0)
    return max(settings.lease, 2 * slowest, 2.5 * settings.timeout)
