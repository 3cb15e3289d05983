"""Wrong in the order's life: seen by the checks of silver."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from fibrecafe_api.supplier import models
from fibrecafe_api.supplier_updates.models import SupplierUpdate

from ...adapters.contract import Faulty, Refused, SupplierFailure, TimedOut
from ...adapters.wire import plain, told
from ..behaviours import Behaviour
from ..capabilities import OWN_NEWS, Capabilities
from ..levels import Level
from ..news import NAMES
from ..subject import Door, Listening
from .breaking import Asked, Broken, fails


def about(update: SupplierUpdate) -> tuple[str, dict[str, Any]]:
    """The property of a KCI that holds what it is about, and that."""
    values = plain(update)
    name = next(name for name in NAMES.values() if name in values)
    return name, values[name]


def changed(update: SupplierUpdate, entity: dict[str, Any] | None = None, **more: Any) -> Any:
    """Another KCI: None takes a property away."""
    values = plain(update)
    name, held = about(update)
    held = {**held, **(entity or {})}
    whole = {**values, **more, name: {k: v for k, v in held.items() if v is not None}}
    return told(type(update), {k: v for k, v in whole.items() if v is not None})


class InLife(Broken):
    """Seen by silver."""

    level = Level.SILVER


class CountsAttempts(InLife):
    """Every attempt is a KCI of its own, numbered as it goes out."""

    fails = fails("silver", "kcis.duplicate", "kcis.out-of-order")

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[tuple[Any, Any], int] = {}

    async def say(self, update: SupplierUpdate, door: Door) -> None:
        """With a new id and the next number."""
        _, held = about(update)
        key = held.get("tenant"), held.get("id") or held.get("supplierOrderReference")
        self._numbers[key] = self._numbers.get(key, 0) + 1
        await super().say(changed(update, id=str(uuid4()), sequenceNumber=self._numbers[key]), door)


class TellsOfTheLastOrder(InLife):
    """News are taken to be about the order that was placed last."""

    fails = fails("silver", "kcis.tenants")

    _last_order: tuple[int, str] | None = None

    async def around(self, asked: Asked) -> Any:
        """Remembers it."""
        if asked.operation == "create_order":
            self._last_order = asked.body.id, asked.call.tenant
        return await super().around(asked)

    async def say(self, update: SupplierUpdate, door: Door) -> None:
        """Of the other tenant's, if that was the last."""
        _, held = about(update)
        if self._last_order is None or held.get("tenant") == self._last_order[1]:
            await super().say(update, door)
            return
        id, tenant = self._last_order
        other = {"id": id, "tenant": tenant, "supplierOrderReference": None}
        await super().say(changed(update, other, sequenceNumber=1), door)


class PlacesAgain(InLife):
    """What is sent again is another order."""

    fails = fails("silver", "repeat.same", "repeat.other")

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[tuple[str, int]] = set()

    async def around(self, asked: Asked) -> Any:
        """With another number at the supplier."""
        if asked.operation != "create_order":
            return await super().around(asked)
        key = asked.call.tenant, asked.body.id
        if key not in self._seen:
            self._seen.add(key)
            return await super().around(asked)
        again = asked.body.model_copy(update={"id": asked.body.id + 7_000_000})
        answer = await super().around(asked.but(again))
        return answer and answer.model_copy(update={"id": asked.body.id})


class KnowsProvideOrdersOnly(InLife):
    """Other orders' news are told in words that nobody knows."""

    fails = fails("silver", "life.cease-order", "life.modify-order", "life.provide-ethernet-order")

    async def say(self, update: SupplierUpdate, door: Door) -> None:
        """Not of other orders."""
        name, _ = about(update)
        if name not in ("ceaseServiceOrder", "modifyServiceOrder", "provideEthernetOrder"):
            await super().say(update, door)


class TakesRefusalsForFaults(InLife):
    """The supplier's no is taken for a breakdown, and its breakdown for a yes."""

    fails = fails(
        "silver",
        "order.order-rejected",
        "order.amendment-rejected",
        "order.cancellation-rejected",
        "unsolicited-cease.cancellation-rejected",
        "service-test.order-rejected",
        "service-problem.order-rejected",
        "service-problem.amendment-rejected",
        "service-problem.cancellation-rejected",
        "life.refused",
        "life.failed",
    )

    async def around(self, asked: Asked) -> Any:
        """Raises Faulty for a refusal."""
        try:
            return await super().around(asked)
        except Refused as error:
            raise Faulty(detail=error.detail) from error
        except Faulty:
            if self.behaviour is Behaviour.FAIL:
                return None
            raise


class UsesTheGatewaysNumbers(InLife):
    """A resolution is answered by the gateway's number of it."""

    fails = fails("silver", "resolution.accepted", "resolution.rejected")

    async def around(self, asked: Asked) -> Any:
        """With another reference."""
        if asked.operation != "service_problem_resolution":
            return await super().around(asked)
        method = asked.good.service_problem_resolution
        return await method(asked.call, asked.body, reference="SP000000_1_R9")


class GrantsWhatWasOnlyTaken(InLife):
    """A cancellation that was taken (202) counts as granted."""

    fails = fails("silver", "race.cancel-and-complete", "race.amend-and-cancel")

    async def around(self, asked: Asked) -> Any:
        """Makes up an answer."""
        answer = await super().around(asked)
        if answer is None and asked.operation == "cancel_order":
            return told(models.ServiceOrderCancellation, plain(asked.body))
        return answer


class NamesTheLastRequest(InLife):
    """KCIs name the last amendment, whichever they answer."""

    fails = fails("silver", "race.two-amendments")

    _last_request: int | None = None

    async def around(self, asked: Asked) -> Any:
        """Remembers it."""
        if asked.operation == "amend_order":
            self._last_request = asked.body.id
        return await super().around(asked)

    async def say(self, update: SupplierUpdate, door: Door) -> None:
        """Of the last one."""
        _, held = about(update)
        if held.get("serviceOrderAmendmentId") and held.get("id", 0) < (self._last_request or 0):
            update = changed(update, {"serviceOrderAmendmentId": self._last_request})
        await super().say(update, door)


class TakesSilenceForNo(InLife):
    """No answer is taken for a refusal."""

    fails = fails("silver", "outcome.told-later", "outcome.never-told")

    async def around(self, asked: Asked) -> Any:
        """Raises Refused."""
        try:
            return await super().around(asked)
        except (TimedOut, Faulty) as error:
            if not error.may_have_acted:
                raise
            raise Refused("no answer") from error


class TakesSilenceForYes(InLife):
    """No answer is taken for a 202."""

    fails = fails("silver", "outcome.never-told")

    async def around(self, asked: Asked) -> Any:
        """Gives None."""
        try:
            return await super().around(asked)
        except SupplierFailure as error:
            if error.may_have_acted and asked.operation == "create_order":
                return None
            raise


class ForgetsFields(InLife):
    """Hazards are not passed on."""

    fails = fails("silver", "mapping.declared")

    async def around(self, asked: Asked) -> Any:
        """Without them."""
        if getattr(asked.body, "hazards", None) is None:
            return await super().around(asked)
        return await super().around(asked.but(asked.body.model_copy(update={"hazards": None})))


class SendsNoNews(InLife):
    """The supplier was never told where KCIs go."""

    fails = fails("silver", "own-news.order")

    listening = Listening()
    patience = 0.2

    def __init__(self) -> None:
        super().__init__()
        self.capabilities = Capabilities(self.capabilities.has | {OWN_NEWS})


LIFE: tuple[type[Broken], ...] = (
    CountsAttempts,
    TellsOfTheLastOrder,
    PlacesAgain,
    KnowsProvideOrdersOnly,
    TakesRefusalsForFaults,
    UsesTheGatewaysNumbers,
    GrantsWhatWasOnlyTaken,
    NamesTheLastRequest,
    TakesSilenceForNo,
    TakesSilenceForYes,
    ForgetsFields,
    SendsNoNews,
)
