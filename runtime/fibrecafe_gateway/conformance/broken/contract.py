"""Wrong in the contract: seen by the checks of bronze."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from fibrecafe_api.supplier import models

from ...adapters.contract import Faulty, SupplierAdapter, SupplierFailure
from ...adapters.discovery import AdapterFactory
from ...adapters.wire import plain, told
from ..behaviours import PAGE, Behaviour
from ..capabilities import ADDRESSES, Capabilities
from ..places import OPERATIONS
from .breaking import Asked, Broken, Wrapped, fails

_DEFERRED = ("create_order", "amend_order", "cancel_order", "create_ethernet_order",
             "create_problem", "amend_problem", "cancel_problem")  # fmt: skip

_ANSWERS: dict[str, Any] = {
    "amend_order": models.AmendProvideServiceOrder,
    "cancel_order": models.ServiceOrderCancellation,
    "create_ethernet_order": models.ProvideEthernetOrder,
    "create_problem": models.ServiceProblem,
    "amend_problem": models.AmendServiceProblem,
    "cancel_problem": models.ServiceProblemCancellation,
}

_ORDERS: dict[str, Any] = {
    "CEASE": models.CeaseServiceOrder,
    "MODIFY": models.ModifyServiceOrder,
}


def made_up(asked: Asked) -> Any:
    """An answer that no supplier gave."""
    values = {**plain(asked.body), "status": "ACKNOWLEDGED", "supplierReference": "MADE_UP"}
    if asked.operation == "create_order":
        kind = _ORDERS.get(values["orderType"], models.ProvideServiceOrder)
        return told(kind, {**values, "supplierOrderReference": "MADE_UP"})
    return told(_ANSWERS[asked.operation], values)


class CannotBeMade(Broken):
    """Its constructor asks for a setting that nobody has."""

    fails = fails("bronze", "contract.made")

    @property
    def factory(self) -> AdapterFactory:
        """Raises KeyError."""

        def made(*_: Any, **__: Any) -> SupplierAdapter:
            raise KeyError("ACME_REGION")

        return made


class SaysLessThanItHas(Broken):
    """Declares no quotes, and has them."""

    fails = fails("bronze", "contract.declared", "contract.unsupported")

    def __init__(self) -> None:
        super().__init__()
        self.capabilities = Capabilities(self.capabilities.has - {"quote"})


class KeepsCallsInItself(Broken):
    """The last request is kept in the adapter, and all answers are about it."""

    fails = fails("bronze", "contract.own-tasks")
    _last: Any = None

    async def around(self, asked: Asked) -> Any:
        """Answers with the number of the last request."""
        if asked.operation != "create_order":
            return await super().around(asked)
        self._last = asked.body
        answer = await super().around(asked)
        await asyncio.sleep(0.005)
        if answer is None:  # waiting for news; of whom, it forgot
            return made_up(replace(asked, arguments=(self._last,))) if self._mixed(asked) else None
        return answer.model_copy(update={"id": self._last.id, "tenant": self._last.tenant})

    def _mixed(self, asked: Asked) -> bool:
        return bool(self._last.id != asked.body.id)


class LooseEnds(Broken):
    """Closes twice what can be closed once, and gives addresses in the supplier's own form."""

    fails = fails("bronze", "contract.closed", "contract.addresses")

    def __init__(self) -> None:
        super().__init__()
        self.capabilities = Capabilities(self.capabilities.has | {ADDRESSES})

    @property
    def factory(self) -> AdapterFactory:
        """With the loose ends."""
        make = self.good_factory

        class Loose(Wrapped):
            closed = False

            async def aclose(self) -> None:
                """Raises RuntimeError the second time."""
                if self.closed:
                    raise RuntimeError("the connection is closed already")
                self.closed = True
                await super().aclose()

            async def address_lookup(self, call: Any, **_: Any) -> list[Any]:
                """Not what the contract says."""
                return [{"uprn": "1"}]

        def made(*given: Any) -> SupplierAdapter:
            return Loose(make(*given), self)

        return made  # type: ignore[return-value]


class HandsOnRubbish(Broken):
    """Answers of the supplier are handed on as they come, and it changed its form."""

    fails = fails(
        "bronze",
        *(f"operation.{name}" for name in OPERATIONS),
        "operation.create_order.cease",
        "operation.create_order.modify",
        *(f"answer.{name}.at-once" for name in _DEFERRED),
        "answer.committed",
    )

    async def around(self, asked: Asked) -> Any:
        """Something in each answer is of another type than the document says."""
        answer = await super().around(asked)
        if answer is None:
            if self.behaviour is not None:
                return None
            answer = made_up(asked)
        field = list(type(answer).model_fields)[-1]
        return answer.model_copy(update={field: {"not": "as documented"}})


class MakesUpAnswers(Broken):
    """A request that the supplier only took is acknowledged all the same."""

    fails = fails("bronze", *(f"answer.{name}.later" for name in _DEFERRED))

    async def around(self, asked: Asked) -> Any:
        """No None."""
        answer = await super().around(asked)
        return made_up(asked) if answer is None and asked.operation in _DEFERRED else answer


class NeverAnswersAtOnce(Broken):
    """All is left to the supplier's news."""

    fails = fails("bronze", *(f"answer.{name}.at-once" for name in _DEFERRED), "answer.committed")

    async def around(self, asked: Asked) -> Any:
        """None, whenever that is allowed."""
        answer = await super().around(asked)
        return None if asked.operation in _DEFERRED else answer


class OneFailureForAll(Broken):
    """Whatever goes wrong is Faulty."""

    fails = fails(
        "bronze",
        *(f"failure.{name}" for name in ("refused", "misunderstood", "not-implemented", "busy",
                                         "rate-limit", "garbage", "wrong-answer", "reset")),
        "timeout.kept", "auth.refused", "auth.unreadable",
    )  # fmt: skip

    async def around(self, asked: Asked) -> Any:
        """Raises Faulty."""
        try:
            return await super().around(asked)
        except SupplierFailure as error:
            raise Faulty(*error.messages, detail=error.detail) from error


class LetsErrorsThrough(Broken):
    """What the HTTP library or a parser raises comes to the gateway."""

    fails = fails("bronze", "failure.fault", "failure.garbage", "failure.wrong-answer")

    async def around(self, asked: Asked) -> Any:
        """Raises ValueError."""
        try:
            return await super().around(asked)
        except Faulty as error:
            raise ValueError(PAGE) from error


class TakesItsTime(Broken):
    """A deadline is not looked at, and a connection is not given back."""

    fails = fails("bronze", "timeout.kept", "timeout.after")

    async def around(self, asked: Asked) -> Any:
        """As long as it takes; and the next call finds a connection that is broken."""
        if self._in_use and self.behaviour is None:
            self._in_use = False
            raise Faulty(detail="the connection is in use")
        try:
            return await super().around(asked)
        finally:
            if self.behaviour is Behaviour.HANG:
                self._in_use = True
                await asyncio.sleep(5)

    _in_use = False


CONTRACT: tuple[type[Broken], ...] = (
    CannotBeMade,
    SaysLessThanItHas,
    KeepsCallsInItself,
    LooseEnds,
    HandsOnRubbish,
    MakesUpAnswers,
    NeverAnswersAtOnce,
    OneFailureForAll,
    LetsErrorsThrough,
    TakesItsTime,
)
