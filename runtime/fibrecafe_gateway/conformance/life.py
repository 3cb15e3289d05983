"""One order, test or problem on the stage: what the tenant asks, what the supplier says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from fibrecafe_api.supplier_updates.client import ApiError
from fibrecafe_api.tenant import models
from fibrecafe_api.tenant.client import ApiError as TenantApiError

from ..adapters.wire import plain, told
from ..lifecycle.kinds import EntityKind
from .behaviours import Behaviour
from .findings import Blocked, NotHere, Unmet
from .news import news
from .showing import shown
from .stage import Seen, Stage
from .subject import SUPPLIER, TENANTS, CannotSay

if TYPE_CHECKING:
    from .trial import Trial

OPERATIONS: Mapping[EntityKind, str] = {
    EntityKind.PROVIDE_ORDER: "create_order",
    EntityKind.CEASE_ORDER: "create_order",
    EntityKind.MODIFY_ORDER: "create_order",
    EntityKind.PROVIDE_ETHERNET_ORDER: "create_ethernet_order",
    EntityKind.SERVICE_TEST: "service_test",
    EntityKind.SERVICE_PROBLEM: "create_problem",
}
"""How a tenant begins each; an unsolicited cease it does not begin."""


class Life:
    """The life of one entity."""

    def __init__(self, trial: Trial, stage: Stage, kind: EntityKind, tenant: str = TENANTS[0]):
        self.trial = trial
        self.stage = stage
        self.kind = kind
        self.tenant = tenant
        self.id = 0
        self.reference: str | None = None
        self.amendment: int | None = None
        self.cancellation: int | None = None
        self.number = 0

    @property
    def of_problem(self) -> bool:
        """Whether it is a problem, which has requests of its own."""
        return self.kind is EntityKind.SERVICE_PROBLEM

    async def create(self, **changes: Any) -> None:
        """The tenant asks for it; nothing goes to the supplier yet. Raises Blocked."""
        body = tenant_request(self.trial, self.kind, **changes)
        client = self.stage.tenant(self.tenant)
        operation = getattr(client, OPERATIONS[self.kind])
        self.id = (await self._asked(operation, body)).id
        self.reference = self.trial.subject.reference_of(self.kind, self.tenant, self.id)

    async def amend(self, **changes: Any) -> None:
        """The tenant asks for a change. Raises Blocked."""
        client = self.stage.tenant(self.tenant)
        given = changes or {"notes": "Ring twice"}
        if self.of_problem:
            of_problem = models.CreateServiceProblemAmendment(service_problem_id=self.id, **given)
            self.amendment = (await self._asked(client.amend_problem, of_problem)).id
            return
        body = models.CreateProvideServiceOrderAmendment(order_id=self.id, **given)
        self.amendment = (await self._asked(client.amend_order, body)).id

    async def cancel(self) -> None:
        """The tenant wants it no more. Raises Blocked."""
        client = self.stage.tenant(self.tenant)
        if self.of_problem:
            of_problem = models.CreateServiceProblemCancellation(
                service_problem_id=self.id, reason_code="NO_LONGER_REQUIRED"
            )
            self.cancellation = (await self._asked(client.cancel_problem, of_problem)).id
            return
        is_cease = self.kind is EntityKind.UNSOLICITED_CEASE_ORDER
        reason = "CUSTOMER_NOT_AWARE" if is_cease else "CUSTOMER_CHANGED_MIND"
        body = models.CreateServiceOrderCancellation(order_id=self.id, reason_code=reason)
        self.cancellation = (await self._asked(client.cancel_order, body)).id

    async def decide(self, accepted: bool) -> None:
        """The tenant answers the resolution of its problem. Raises Blocked."""
        seen = await self.seen()
        shown = [
            u["serviceProblemResolution"] for u in seen.updates if "serviceProblemResolution" in u
        ]
        if not shown:
            raise Unmet("the tenant was told of no resolution")
        decision = "ACCEPTED" if accepted else "REJECTED"
        body = models.UpdateServiceProblemResolution(
            status=models.ServiceProblemResolutionStatus(decision),
            tenant_notes=None if accepted else "It is as slow as before",
        )
        client = self.stage.tenant(self.tenant)
        try:
            await client.service_problem_resolution(body=body, id=str(shown[-1]["id"]))
        except TenantApiError as error:
            raise Blocked(f"the gateway did not take the decision: {error}") from error

    async def _asked(self, operation: Any, body: Any) -> Any:
        self.trial.note("tenant", f"asks: {operation.__name__}", shown(body))
        try:
            return await operation(body=body)
        except TenantApiError as error:
            raise Blocked(f"the gateway did not take it: {error}") from error

    async def send(self, behaviour: Behaviour | None = None) -> None:
        """What the tenant asked goes to the supplier, which answers so."""
        if behaviour is not None:
            await self.trial.provoke(behaviour)
        await self.stage.deliver()

    async def say(
        self,
        reason: str,
        status: str | None = None,
        *,
        number: int | None = None,
        update: Any = None,
        **more: Any,
    ) -> Any:
        """The supplier tells; gives the KCI. Raises Unmet when the gateway does not take it."""
        if update is None:
            if number is None:
                self.number += 1
            update = news(
                self.kind, number=number or self.number, reason=reason, status=status,
                tenant=self.tenant, now=self.stage.clock.now(), id=self.id or None,
                reference=self.reference, amendment=self.amendment,
                cancellation=self.cancellation, service_id=self.trial.subject.data.service_id,
                resolution=self.trial.subject.data.resolution, **more,
            )  # fmt: skip
        self.trial.note("supplier", f"is to tell: {reason}", shown(update))
        try:
            await self.trial.subject.say(update, self.stage.door)
        except CannotSay as error:
            raise NotHere(f"the supplier does not say {reason}: {error}") from error
        except ApiError as error:
            raise Unmet(f"the gateway did not take {reason}: {error}") from error
        return update

    async def begin_cease(self, status: str | None) -> None:
        """The supplier ends a service unasked."""
        service_id = self.trial.subject.data.service_id
        made = await self.trial.subject.cease(self.tenant, service_id)
        self.reference = made or f"UC{self.trial.samples.number()}"
        await self.say("CREATED", status)
        self.id = await self.stage.found(self.reference, self.kind) or 0
        if not self.id:
            raise Unmet(f"the gateway knows nothing of a cease {self.reference}")

    async def seen(self) -> Seen:
        """What the tenant sees now."""
        seen = await self.stage.seen(self.tenant, self.id, self.kind)
        self.trial.note("tenant sees", f"{seen.status}; {len(seen.tells)} KCIs", list(seen.tells))
        return seen

    async def expect(self, status: str) -> Seen:
        """The tenant must see a status. Raises Unmet."""
        seen = await self.seen()
        if seen.status != status:
            raise Unmet(f"the tenant sees {seen.status}, and should see {status}")
        return seen


def tenant_request(trial: Trial, kind: EntityKind, **changes: Any) -> Any:
    """What a tenant asks of the gateway to begin something."""
    data = trial.subject.data
    address = told(models.AddressIdentifier, plain(data.address))
    product = models.ServiceSpecification(id=data.product)
    contact = models.Contact(
        name="John Smith", email="john@example.org", phone_number="01632 960123"
    )
    option = {"name": "LINE_PROFILE", "value": data.profile}
    given: dict[str, Any] = {"supplier": SUPPLIER}
    if kind is EntityKind.PROVIDE_ORDER:
        item = models.ServiceOrderItem(
            service_specification=product,
            service_characteristics=[models.ServiceCharacteristic(**option)],
        )
        given |= {"order_type": models.ProvideOrderType.NEW, "address": address,
                  "service_order_item": item, "primary_contact": contact}  # fmt: skip
        return models.CreateProvideServiceOrder(**{**given, **changes})
    if kind is EntityKind.CEASE_ORDER:
        given |= {"order_type": models.CeaseOrderType.CEASE, "service_id": data.service_id,
                  "requested_completion_date": date(2030, 2, 4)}  # fmt: skip
        return models.CreateCeaseServiceOrder(**{**given, **changes})
    if kind is EntityKind.MODIFY_ORDER:
        given |= {"order_type": models.ModifyOrderType.MODIFY, "service_id": data.service_id,
                  "service_characteristics": [models.ModifyServiceCharacteristic(**option)]}  # fmt: skip
        return models.CreateModifyServiceOrder(**{**given, **changes})
    if kind is EntityKind.PROVIDE_ETHERNET_ORDER:
        sample = trial.sample("create_ethernet_order").body
        values = {k: v for k, v in plain(sample).items() if k not in ("id", "tenant")}
        return told(models.CreateProvideEthernetOrder, {**values, "supplier": SUPPLIER, **changes})
    worked = models.Characteristic(name="SERVICE_HAS_WORKED", value="true")
    given |= {"service_id": data.service_id, "service_specification": product,
              "characteristics": [worked]}  # fmt: skip
    if kind is EntityKind.SERVICE_TEST:
        return models.CreateServiceTest(**{**given, "problem_type": "STABILITY", **changes})
    given |= {"problem_type": "OUTAGE", "problem_text": "The service is down.",
              "service_test_id": 1, "primary_contact": contact}  # fmt: skip
    return models.CreateServiceProblem(**{**given, **changes})
