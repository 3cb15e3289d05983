"""What a check has to work with: the subject, calls of its adapter, and a memory of what was said."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

import httpx2

from ..adapters.contract import SupplierAdapter, SupplierCall, SupplierFailure
from ..adapters.native import Credentials
from ..lifecycle.kinds import EntityKind
from ..security.outbound import httpx2_auth
from ..telemetry.redaction import redact_text
from .behaviours import Behaviour
from .findings import Blocked, Exchange, Unmet
from .samples import Sample, Samples
from .showing import shown
from .subject import SUPPLIER, TENANTS, Received, Subject

if TYPE_CHECKING:
    from .stage import Stage

T = TypeVar("T")

DEADLINE = 2.0
"""Seconds that a call has, where the check is not about that."""

SHORT = 0.15
"""Seconds of a call that is to come too late."""

GRACE = 0.5
"""Seconds over its deadline after which an adapter counts as hanging: it shares a machine."""

_CLOSE = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call."""

    sample: Sample
    answer: Any = None
    failure: SupplierFailure | None = None
    raised: BaseException | None = None
    """What the contract does not know."""
    hung: bool = False
    seconds: float = 0.0

    @property
    def in_words(self) -> str:
        """`answered with Quote`, `raised ValueError: ...`."""
        if self.hung:
            return f"gave no answer, and had not after {self.seconds:.1f} s"
        if self.raised is not None:
            return f"raised {type(self.raised).__name__}: {redact_text(str(self.raised))[:200]}"
        if self.failure is not None:
            return f"raised {type(self.failure).__name__}"
        if self.answer is None:
            return "answered None (202)"
        return f"answered with {type(self.answer).__name__}"


class Trial:
    """One run of the checks against a subject; each check gets what the one before left."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.exchanges: list[Exchange] = []
        self.memory: dict[str, Any] = {}
        """What checks learn for later ones, such as which transitions do not work."""
        self._auth: dict[str, httpx2.Auth | None] = {}
        self._calls = count(1)
        self._adapter: SupplierAdapter | None = None
        self._stage: Stage | None = None

    @cached_property
    def samples(self) -> Samples:
        """Requests, made of what the supplier knows once it is started."""
        return Samples(self.subject.data, self.subject.first_number)

    @property
    def adapter(self) -> SupplierAdapter:
        """The adapter, made when it is first needed. Raises Blocked."""
        if self._adapter is None:
            self._adapter = self.new_adapter()
        return self._adapter

    def new_adapter(self, credentials: Credentials | None = None) -> SupplierAdapter:
        """Another one; whoever asks closes it. Raises Blocked."""
        try:
            return self.subject.factory(
                SUPPLIER, self.subject.settings(), credentials or self.auth_of
            )
        except Exception as error:
            raise Blocked(
                f"the adapter cannot be made: {type(error).__name__}: {error}",
                by="bronze.contract.made",
            ) from error

    async def stage(self) -> Stage:
        """A gateway with the adapter in it, started when it is first needed."""
        if self._stage is None:
            from .stage import Stage

            self._stage = Stage(self)
            await self._stage.start()
        return self._stage

    def auth_of(self, tenant: str) -> httpx2.Auth | None:
        """A tenant's credentials, as the gateway gives them to an adapter."""
        if tenant not in self._auth:
            self._auth[tenant] = httpx2_auth(self.subject.credentials(tenant))
        return self._auth[tenant]

    def call(self, tenant: str = TENANTS[0], deadline: float = DEADLINE) -> SupplierCall:
        """On whose behalf; with ids of its own."""
        number = next(self._calls)
        return SupplierCall(
            tenant=tenant,
            supplier=SUPPLIER,
            request_id=f"conformance-request-{number}",
            conversation_id=f"conformance-conversation-{number}",
            deadline=deadline,
        )

    def sample(self, operation: str, tenant: str = TENANTS[0], **changes: Any) -> Sample:
        """A request."""
        return self.samples.of(operation, tenant, **changes)

    async def provoke(self, behaviour: Behaviour | None) -> None:
        """Make the supplier behave."""
        await self.subject.provoke(behaviour)
        if behaviour is not None:
            self.note("supplier", f"is made to answer: {behaviour}")

    def can(self, *behaviours: Behaviour) -> bool:
        """Whether the supplier can be made to."""
        return self.subject.behaviours.issuperset(behaviours)

    def has(self, operation: str) -> bool:
        """Whether the adapter has an operation."""
        return operation in self.subject.capabilities.has

    async def ask(
        self,
        sample: Sample,
        call: SupplierCall | None = None,
        *,
        adapter: SupplierAdapter | None = None,
    ) -> Outcome:
        """Call the adapter, whatever it does."""
        call = call or self.call()
        self.note("sent", f"{sample.operation} for {call.tenant}", _shown(sample))
        started = time.monotonic()
        method = getattr(adapter or self.adapter, sample.operation)
        task = asyncio.ensure_future(_called(method, call, sample))
        try:
            await asyncio.wait({task}, timeout=call.deadline + GRACE)
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task}, timeout=GRACE)
        seconds = time.monotonic() - started
        outcome = _outcome(sample, task, seconds)
        self.note("received", outcome.in_words, _shown_outcome(outcome))
        return outcome

    async def granted(
        self,
        sample: Sample,
        call: SupplierCall | None = None,
        *,
        adapter: SupplierAdapter | None = None,
    ) -> Any:
        """The answer of a call that must succeed. Raises Unmet."""
        outcome = await self.ask(sample, call, adapter=adapter)
        if outcome.failure is not None:
            said = "; ".join([*outcome.failure.messages, outcome.failure.detail][:3])
            raise Unmet(f"{sample.operation} {outcome.in_words}: {redact_text(said)[:300]}")
        if outcome.hung or outcome.raised is not None:
            raise Unmet(f"{sample.operation} {outcome.in_words}")
        return outcome.answer

    async def order(self, tenant: str = TENANTS[0]) -> tuple[int, str | None]:
        """Place an order; the gateway's number and the supplier's reference. Raises Blocked."""
        return await self._placed("create_order", "supplier_order_reference", tenant)

    async def problem(self, tenant: str = TENANTS[0]) -> tuple[int, str | None]:
        """Report a problem; the same. Raises Blocked."""
        return await self._placed("create_problem", "supplier_reference", tenant)

    async def _placed(self, operation: str, reference: str, tenant: str) -> tuple[int, str | None]:
        if self.can(Behaviour.AT_ONCE):
            await self.subject.provoke(Behaviour.AT_ONCE)
        sample = self.sample(operation, tenant)
        try:
            answer = await self.granted(sample, self.call(tenant))
        except Unmet as error:
            raise Blocked(error.said, by=f"bronze.operation.{operation}") from error
        finally:
            await self.subject.provoke(None)
        assert sample.id is not None
        kind = (
            EntityKind.SERVICE_PROBLEM
            if operation == "create_problem"
            else EntityKind.PROVIDE_ORDER
        )
        known = self.subject.reference_of(kind, tenant, sample.id)
        return sample.id, getattr(answer, reference, None) or known

    @property
    def count(self) -> int:
        """How many requests came to the supplier so far."""
        return len(self.subject.received())

    def received(self, since: int = 0) -> list[Received]:
        """What came to the supplier, after the first so many."""
        return list(self.subject.received()[since:])

    def note(self, who: str, what: str, body: Any = None) -> None:
        """Keep something that was said, for the report; `body` is redacted already."""
        self.exchanges.append(Exchange(who, what, body))

    async def aclose(self) -> None:
        """Close what was opened."""
        if self._stage is not None:
            await self._stage.aclose()
        if self._adapter is not None:
            with suppress(Exception):
                async with asyncio.timeout(_CLOSE):
                    await self._adapter.aclose()


async def _called(method: Callable[..., Awaitable[Any]], call: SupplierCall, sample: Sample) -> Any:
    return await method(call, *sample.arguments, **(sample.named or {}))


def _outcome(sample: Sample, task: asyncio.Future[Any], seconds: float) -> Outcome:
    if not task.done():
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return Outcome(sample, hung=True, seconds=seconds)
    if task.cancelled():
        return Outcome(sample, hung=True, seconds=seconds)
    error = task.exception()
    if isinstance(error, SupplierFailure):
        return Outcome(sample, failure=error, seconds=seconds)
    if error is not None:
        return Outcome(sample, raised=error, seconds=seconds)
    return Outcome(sample, answer=task.result(), seconds=seconds)


def _shown(sample: Sample) -> Any:
    if sample.body is not None:
        return shown(sample.body)
    named: Mapping[str, Any] = sample.named or {}
    return {name: shown(value) for name, value in named.items() if value is not None}


def _shown_outcome(outcome: Outcome) -> Any:
    if outcome.failure is not None:
        failure = outcome.failure
        found: dict[str, Any] = {"messages": [redact_text(str(m)) for m in failure.messages]}
        if failure.detail:
            found["detail"] = redact_text(failure.detail)[:500]
        return found
    return None if outcome.answer is None else shown(outcome.answer)
