"""A user's code against the generated layer. A type checker must report the lines that are marked
as wrong, and no other."""

from __future__ import annotations

from datetime import date

from fibrecafe_api._support import Codec, unknown_values
from fibrecafe_api.tenant import models
from fibrecafe_api.tenant.client import AsyncTenantClient, TenantClient, errors
from fibrecafe_api.tenant.server import Problem, RequestContext, create_app
from fibrecafe_api.tenant_updates import models as updates
from fibrecafe_api.tenant_updates.server import TenantUpdatesApi, anonymous
from fibrecafe_api.tenant_updates.server import create_app as create_receiver

contact = models.Contact(name="John Smith", phone_number="01234 567890")
models.Contact(name=3, phone_number="01234 567890")  # wrong
models.Contact(name="John Smith", phoneNumber="01234 567890")  # wrong
contact.phone_nmber  # wrong
contact.name = 3  # wrong

order = models.CreateCeaseServiceOrder.from_json(b"{}")
when: date | None = order.requested_completion_date
sooner: date = order.requested_completion_date  # wrong


def status_of(told: models.AnyOrderStatus) -> str:
    """An enum that is open is compared with members, and may be any text."""
    if told == models.OrderStatus.COMPLETED:
        return "done"
    if told == models.OrderStatus.COMPLTED:  # wrong
        return "never"
    return told


def call(client: TenantClient) -> None:
    """Calls of the blocking client."""
    answer = client.create_order(body=order, conversation_id="c-1")
    known: list[str] = [str(value.pointer) for value in unknown_values(answer)]
    known.append(answer.to_json())  # wrong
    client.create_order(order)  # wrong
    client.create_order(body=contact)  # wrong
    client.get_order(id=345)  # wrong
    client.get_ordr(id="345")  # wrong
    try:
        client.get_order(id="345")
    except errors.NotFound as error:
        number: int = error.uuid  # wrong
        print(number, error.messages[0].upper())


async def call_later(client: AsyncTenantClient) -> str:
    """Calls of the asynchronous client."""
    addresses = await client.address_lookup(postal_code="SW1A 1AA")
    client.address_lookup().sort()  # wrong
    return addresses[0].identifier  # wrong


class Receiver(TenantUpdatesApi):
    """What the document asks for is all there."""

    async def kci(self, ctx: RequestContext, body: updates.TenantUpdate) -> None:
        if isinstance(body, updates.UnknownTenantUpdate):
            raise Problem.invalid("not known here")
        print(body.sequence_number, ctx.principal)


class Wrong(TenantUpdatesApi):
    """The method gives back what it should not."""

    async def kci(self, ctx: RequestContext, body: updates.TenantUpdate) -> int:  # wrong
        return 1


class Missing(TenantUpdatesApi):
    """The method is not there."""


app = create_receiver(Receiver(), authenticate=anonymous)
create_receiver(Missing(), authenticate=anonymous)  # wrong
create_app(Receiver(), authenticate=anonymous)  # wrong
codec: Codec[models.Contact] = Codec(models.Contact)
read: models.Contact = codec.read("{}")
