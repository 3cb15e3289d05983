"""The operations of the admin API, by the functions that the commands use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import timedelta
from typing import TypeVar

from fibrecafe_api._support.problem import Problem
from fibrecafe_api._support.request import RequestContext

from ..api.services import Services
from ..kci.applying import Application
from ..operating import endpoints, lanes, quarantine, resending
from ..operating.beside import timed
from ..operating.decisions import Decision, NothingThere, Undecidable
from ..operating.explaining import explain
from ..operating.listing import Status, page_of_kcis, show_kcis
from ..operating.paging import BadCursor, cursor_of, place_of
from ..security.tokens import Principal
from ..settings import Settings
from ..store.unit import Unit
from . import models
from .answers import done_kcis, endpoint_as, rows_as

T = TypeVar("T")

_ENDPOINTS = "endpoints"


class AdminApi:
    """What operators do. Each decision is kept with the token's client, and the reason."""

    def __init__(self, services: Services, settings: Settings) -> None:
        self._services = services
        self._application = Application(timedelta(seconds=settings.problems.warn_after))
        self._known = endpoints.configured(settings)

    async def list_kcis(
        self,
        ctx: RequestContext,
        *,
        tenant: str | None,
        status: Status | None,
        older_than: float | None,
        limit: int,
        cursor: str | None,
    ) -> models.Kcis:
        """KCIs to tenants, oldest first: without a status those that are undelivered.

        DELIVERED and SKIPPED come newest first.
        """
        page = await self._read(
            lambda unit: page_of_kcis(
                unit, tenant=tenant, status=status, created_before=_before(unit, older_than),
                limit=limit, cursor=cursor,
            )
        )  # fmt: skip
        shown = [models.Kci(**timed(asdict(one), "created", "delivered")) for one in page.items]
        return models.Kcis(kcis=shown, next=page.next)

    async def show_kcis(
        self, ctx: RequestContext, *, tenant: str, id: int, seq: int | None, personal_data: bool
    ) -> models.ShownKcis:
        """The KCIs about an order, test or problem, each with its attempts and what was decided.

        Contacts, places and free texts are masked, unless `personalData` is true.
        """
        found = await self._read(
            lambda unit: show_kcis(unit, tenant, id, seq, personal_data=personal_data)
        )
        return models.ShownKcis(
            kcis=[
                models.ShownKci(
                    **timed(asdict(one.kci), "created", "delivered"),
                    content=one.content,
                    tries=rows_as(models.Attempt, one.tries),
                    decisions=rows_as(models.Decision, one.decided),
                )
                for one in found
            ]
        )

    async def retry_kcis(
        self, ctx: RequestContext, body: models.Retry, *, dry_run: bool
    ) -> models.Done:
        """Send the heads of parked lanes again, and what follows them."""
        return await self._on_parked("retry", lanes.retry, ctx, body, dry_run)

    async def skip_kcis(
        self, ctx: RequestContext, body: models.Skip, *, dry_run: bool
    ) -> models.Done:
        """Give up the heads of parked lanes: the tenant never gets them."""
        return await self._on_parked("skip", lanes.skip, ctx, body, dry_run)

    async def _on_parked(
        self,
        action: str,
        do: Callable[[Unit, list[lanes.Parked], Decision], list[lanes.Parked]],
        ctx: RequestContext,
        body: models.Retry | models.Skip,
        dry_run: bool,
    ) -> models.Done:
        decision = _decision(ctx, body.reason)

        def work(unit: Unit) -> list[lanes.Parked]:
            found = lanes.find_parked(
                unit, body.tenant, body.id, created_before=_before(unit, body.older_than)
            )
            if body.id is not None and not found:
                raise lanes.no_parked(unit, body.tenant, body.id)
            if dry_run:
                return found
            if body.id is None or body.expect is not None:
                _agree(len(found), body.expect)
            return do(unit, found, decision)

        done = await (self._read(work) if dry_run else self._run(work))
        return done_kcis(action, [timed(asdict(one), "created") for one in done], dry_run)

    async def resend_kcis(
        self, ctx: RequestContext, body: models.Resend, *, dry_run: bool
    ) -> models.Done:
        """Send KCIs again that were delivered or skipped: the same id, number and content."""
        if (body.id is None) == (body.within is None):
            raise Problem.invalid("body: give id, or within for all that the tenant was delivered")
        if body.seq is not None and body.id is None:
            raise Problem.invalid("/seq: needs an id")
        decision = _decision(ctx, body.reason)

        def work(unit: Unit) -> list[resending.Past]:
            if body.id is not None:
                found = resending.past(unit, body.tenant, body.id, body.seq)
            else:
                since = _before(unit, body.within)
                found = resending.delivered_since(unit, body.tenant, since or 0)
            if dry_run:
                return found
            if body.seq is None or body.expect is not None:
                _agree(len(found), body.expect)
            return resending.resend(unit, found, decision)

        done = await (self._read(work) if dry_run else self._run(work))
        return done_kcis("resend", [asdict(one) for one in done], dry_run)

    async def list_endpoints(
        self, ctx: RequestContext, *, limit: int, cursor: str | None
    ) -> models.Endpoints:
        """Endpoints that are configured, or that the store knows, by name."""
        after = "" if cursor is None else _place(cursor)
        found = await self._read(lambda unit: endpoints.list_endpoints(unit, self._known))
        rest = [one for one in found if one.name > after]
        more = cursor_of(_ENDPOINTS, rest[limit - 1].name) if len(rest) > limit else None
        return models.Endpoints(endpoints=[endpoint_as(one) for one in rest[:limit]], next=more)

    async def pause_endpoint(
        self, ctx: RequestContext, body: models.Because, *, party: str, name: str
    ) -> models.Endpoint:
        """Hold an endpoint: nothing goes out, no probe either, until it is resumed."""
        decision = _decision(ctx, body.reason)
        return endpoint_as(
            await self._run(
                lambda unit: endpoints.pause(unit, f"{party}/{name}", self._known, decision)
            )
        )

    async def resume_endpoint(
        self, ctx: RequestContext, body: models.PerhapsBecause | None, *, party: str, name: str
    ) -> models.Endpoint:
        """End what a pause began."""
        decision = _decision(ctx, body.reason if body else None)
        return endpoint_as(
            await self._run(
                lambda unit: endpoints.resume(unit, f"{party}/{name}", self._known, decision)
            )
        )

    async def probe_endpoint(
        self, ctx: RequestContext, body: models.PerhapsBecause | None, *, party: str, name: str
    ) -> models.Probed:
        """Try an endpoint that failed now, and not at its next probe."""
        decision = _decision(ctx, body.reason if body else None)
        full = f"{party}/{name}"
        lane = await self._run(lambda unit: endpoints.probe(unit, full, self._known, decision))
        return models.Probed(name=full, lane=lane)

    async def list_quarantined(
        self, ctx: RequestContext, *, supplier: str | None, limit: int, cursor: str | None
    ) -> models.Quarantine:
        """KCIs of suppliers that did not fit and wait for a decision, oldest first."""
        page = await self._read(
            lambda unit: quarantine.page_of_quarantined(
                unit, supplier=supplier, limit=limit, cursor=cursor
            )
        )
        shown = [models.QuarantinedKci(**asdict(one)) for one in page.items]
        return models.Quarantine(kcis=shown, next=page.next)

    async def replay_quarantined(
        self, ctx: RequestContext, body: models.PerhapsBecause | None, *, supplier: str, kci: str
    ) -> models.Decided:
        """Try a KCI again as things stand: `result` says whether it was applied."""
        decision = _decision(ctx, body.reason if body else None)
        done = await self._run(
            lambda unit: quarantine.replay(
                unit, self._application, kci, decision, supplier=supplier
            )
        )  # fmt: skip
        return models.Decided(**asdict(done))

    async def accept_quarantined(
        self, ctx: RequestContext, body: models.Acceptance, *, supplier: str, kci: str
    ) -> models.Decided:
        """Apply a KCI though the state did not allow it, and tell the tenant."""
        decision = _decision(ctx, body.reason)
        done = await self._run(
            lambda unit: quarantine.accept(
                unit, self._application, kci, decision, supplier=supplier, request=body.request
            )
        )
        return models.Decided(**asdict(done))

    async def ignore_quarantined(
        self, ctx: RequestContext, body: models.Because, *, supplier: str, kci: str
    ) -> models.Decided:
        """Close a KCI: nothing follows from it."""
        decision = _decision(ctx, body.reason)
        done = await self._run(
            lambda unit: quarantine.ignore(unit, kci, decision, supplier=supplier)
        )
        return models.Decided(**asdict(done))

    async def explain_order(
        self, ctx: RequestContext, *, tenant: str, id: int, steps: int
    ) -> models.Explained:
        """State, why, what may come next, and what blocks, of an order, test or problem."""
        found = await self._read(lambda unit: explain(unit, tenant, id, steps=steps))
        return models.Explained(
            **asdict(found)
            | {
                "history": rows_as(models.Step, found.history),
                "next": [models.Next(**asdict(one)) for one in found.next],
                "timers": rows_as(models.Timer, found.timers),
                "decisions": rows_as(models.Decision, found.decisions),
            }
        )

    async def _run(self, work: Callable[[Unit], T]) -> T:
        return await _decided(self._services.run(work))

    async def _read(self, work: Callable[[Unit], T]) -> T:
        return await _decided(self._services.read(work))


async def _decided(doing: Awaitable[T]) -> T:
    try:
        return await doing
    except NothingThere as error:
        raise Problem.not_found(str(error)) from error
    except Undecidable as error:
        raise Problem(409, str(error)) from error
    except BadCursor as error:
        raise Problem.invalid(f"query parameter cursor: {error}") from error


def _decision(ctx: RequestContext, reason: str | None) -> Decision:
    principal: Principal = ctx.principal
    return Decision(principal.id, reason)


def _agree(count: int, expected: int | None) -> None:
    if expected is None:
        raise Problem.invalid(
            f"/expect: this is about {count} at once; look at them with dryRun=true, then say {count}"
        )
    if expected != count:
        raise Problem(
            409, f"nothing was done: there are {count} and not {expected}; look with dryRun=true"
        )


def _before(unit: Unit, seconds: float | None) -> int | None:
    return None if seconds is None else unit.milliseconds - round(seconds * 1000)


def _place(cursor: str) -> str:
    try:
        (name,) = place_of(_ENDPOINTS, cursor, str)
    except BadCursor as error:
        raise Problem.invalid(f"query parameter cursor: {error}") from error
    return str(name)
