"""What all operations of the simulator have in common: scenarios, repeats, faults of the answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import BaseModel

from fibrecafe_api.supplier.server import Problem, RequestContext

from .directions import Direction, Unplayable, direct, magic
from .entity import Entity, Request
from .journal import Rows
from .misbehaviour import Misbehaviour
from .requests import Asked, find, take_request
from .script import REFUSED, Section
from .simulator import Newcomer, Simulator, digest, reference_for
from .updates import facts_of

FAULTS = "fibrecafe.simulator.faults"
"""Where in the ASGI scope an operation says what shall go wrong with its answer."""

_REMEMBERED = 1000  # requests whose failures are counted


@dataclass(frozen=True, slots=True)
class AnswerFaults:
    """What shall go wrong with an answer."""

    slow: float
    status: int | None
    kinds: frozenset[Misbehaviour]


@dataclass(frozen=True, slots=True)
class Matter:
    """What kind of thing is taken."""

    section: Section
    shelf: str
    kind: str
    prefix: str
    """Of the supplier's references."""


class Desk:
    """Takes requests for a simulator."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._failures: OrderedDict[str, int] = OrderedDict()

    def _direct(
        self,
        ctx: RequestContext,
        section: Section,
        *,
        who: object,
        texts: Iterable[str | None] = (),
        kept: Iterable[str] = (),
        address: str | None = None,
    ) -> Direction:
        """What is to be played, and what is to go wrong. `who`: tells a repeated request.

        Raises Problem: 422 for a scenario that there is not, or the status that was asked for.
        """
        try:
            direction = direct(
                section,
                ctx.header,
                kci_delay=self._simulator.kci_delay,
                texts=texts,
                kept=kept,
                address=address,
            )
        except Unplayable as error:
            raise Problem.invalid(str(error)) from error
        asked = direction.parameters
        status = asked.status
        if status is not None and not self._fails(f"{ctx.operation_id} {who}", asked.times):
            status = None
        ctx.scope[FAULTS] = AnswerFaults(asked.slow, status, direction.answer_faults)
        if status is not None:
            raise Problem(status, "the simulator was asked for this answer")
        return direction

    def _fails(self, who: str, times: int | None) -> bool:
        if times is None:
            return True
        seen = self._failures.pop(who, 0)
        self._failures[who] = seen + 1
        if len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)
        return seen < times

    async def _take(
        self,
        ctx: RequestContext,
        body: BaseModel,
        tenant: str,
        matter: Matter,
        answer: Callable[[Entity], BaseModel],
        *,
        texts: Iterable[str | None],
        wanted: str | None = None,
        address: str | None = None,
    ) -> Entity:
        """Take an order, test or problem, or find the one that this repeats.

        `answer` makes the body of an answer at once. Raises Problem.
        """
        said = body.model_dump(mode="json", by_alias=True, exclude_none=True)
        id: int = said["id"]
        section, texts = matter.section, list(texts)
        direction = self._direct(ctx, section, who=(tenant, id), texts=texts, address=address)
        if direction.answer == REFUSED:
            raise Problem.invalid(direction.refusal)
        new = Newcomer(
            tenant=tenant,
            shelf=matter.shelf,
            kind=matter.kind,
            id=id,
            reference=reference_for(matter.prefix, tenant, id),
            body=body,
            facts=facts_of(matter.kind, said),
            wanted=wanted,
            conversation=ctx.conversation_id,
            kept=tuple(magic(texts)),
        )
        entity = self._simulator.enter(new, direction)
        if entity.status is not None:
            entity.answer = answer(entity).model_dump_json(by_alias=True, exclude_none=True)

        def unit(rows: Rows) -> Entity:
            known = rows.get(tenant, matter.shelf, id)
            if known is None:
                rows.add(entity)
                return entity
            if known.entity.digest != digest(body):
                raise Problem.invalid(
                    f"the simulator already has number {id} of {tenant} among its {matter.shelf},"
                    " with other content; if the gateway began anew, delete the simulator's journal"
                )
            return known.entity

        return await self._simulator.keep(unit)

    async def _ask(
        self,
        ctx: RequestContext,
        body: BaseModel,
        tenant: str,
        asked: Asked,
        *,
        texts: Iterable[str | None] = (),
    ) -> Request:
        """Take an amendment or cancellation, or find the one that this repeats. Raises Problem."""
        said = body.model_dump(mode="json", by_alias=True, exclude_none=True)
        number: int = said["id"]
        found = await self._simulator.keep(lambda rows: find(rows, tenant, asked))
        section = Section.AMENDMENTS if asked.is_amendment else Section.CANCELLATIONS
        direction = self._direct(
            ctx,
            section,
            who=(tenant, number),
            texts=texts,
            kept=found.entity.kept if found else (),
        )
        now = self._simulator.clock.now()
        request = Request(
            id=number,
            reference=reference_for("AM" if asked.is_amendment else "CA", tenant, number),
            kind="Amendment" if asked.is_amendment else "Cancellation",
            said=said,
            is_open=True,
        )
        return await self._simulator.keep(
            lambda rows: take_request(rows, tenant, asked, request, direction, now)
        )


def told_tenant(header: str, body: str) -> str:
    """The tenant, which a request names twice. Raises Problem."""
    if header != body:
        raise Problem.invalid(f"/tenant: is {body}, and header Tenant is {header}")
    return body
