"""Wrong in what goes to the supplier: seen by the checks of bronze."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx2

from ...adapters.contract import SupplierAdapter
from ...adapters.discovery import AdapterFactory
from ...adapters.native import Credentials as Auth
from ...settings import SupplierSettings
from ..behaviours import PAGE
from ..subject import TENANTS, Received
from .breaking import Asked, Broken, fails
from .contract import made_up


class SaysNotForWhom(Broken):
    """Ids are made anew, and all tenants are one."""

    fails = fails(
        "bronze", "header.request-id", "header.conversation-id", "header.tenant", "auth.own"
    )

    async def around(self, asked: Asked) -> Any:
        """With other ids; long ones it lets through."""
        call = asked.call
        if len(call.request_id) < 200:
            call = replace(call, request_id="adapter-1", conversation_id="adapter-2")
        return await super().around(asked.but(call=call))

    def received(self) -> Sequence[Received]:
        """No tenant comes to the supplier."""
        return [
            replace(one, headers={k: v for k, v in one.headers.items() if k != "tenant"})
            for one in super().received()
        ]

    @property
    def factory(self) -> AdapterFactory:
        """With one tenant's credentials for all."""
        make = super().factory

        def made(
            supplier_id: str,
            settings: SupplierSettings,
            credentials: Auth,
            transport: httpx2.AsyncBaseTransport | None = None,
        ) -> SupplierAdapter:
            return make(supplier_id, settings, lambda _: credentials(TENANTS[0]))

        return made


_POSTCODE = re.compile(r"(?i)^([a-z]{1,2}\d\w?) (\d[a-z]{2})$")


class TidiesUp(Broken):
    """Texts become ASCII, postcodes lose their space, ids are cut, numbers too, empty is nothing."""

    fails = fails(
        "bronze", "data.texts", "data.characteristics", "data.ids", "data.numbers", "data.empty"
    )

    async def around(self, asked: Asked) -> Any:
        """Changes what goes and what comes."""
        call = replace(
            asked.call,
            request_id=asked.call.request_id[:250],
            conversation_id=asked.call.conversation_id[:250],
        )
        answer = await super().around(asked.but(self._tidied(asked.body), call))
        id = getattr(answer, "id", None)
        if asked.operation == "create_order" and isinstance(id, int):
            return answer.model_copy(update={"id": id % 2**31 or 1})
        if asked.operation == "create_order" and asked.body.id >= 2**31:
            return made_up(asked).model_copy(update={"id": asked.body.id % 2**31 or 1})
        return answer

    def _tidied(self, body: Any) -> Any:
        notes = getattr(body, "notes", None)
        if notes is None:
            return body
        folded = unicodedata.normalize("NFKD", notes).encode("ascii", "ignore").decode()
        text = _POSTCODE.sub(r"\1\2", folded.strip())
        changes: dict[str, Any] = {"notes": text or None}
        if getattr(body, "hazards", None) == "":
            changes["hazards"] = None
        contact = getattr(body, "primary_contact", None)
        if contact is not None:
            name = unicodedata.normalize("NFKD", contact.name).encode("ascii", "ignore").decode()
            changes["primary_contact"] = contact.model_copy(update={"name": name or "-"})
        return body.model_copy(update=changes)


class ServesInItsOwnForm(Broken):
    """The supplier's server answers errors as its framework does."""

    fails = fails("bronze", "server.unauthenticated", "server.malformed", "server.invalid")

    def transport(self) -> httpx2.AsyncBaseTransport | None:
        """Gives HTML for every error."""
        return httpx2.MockTransport(
            lambda request: httpx2.Response(
                200 if request.url.path == "/token" else 500,
                json={"access_token": "x"} if request.url.path == "/token" else {"detail": PAGE},
            )
        )


REQUESTS: tuple[type[Broken], ...] = (SaysNotForWhom, TidiesUp, ServesInItsOwnForm)
