"""A supplier whose API is TM Forum's: TMF641, TMF645 and TMF646 in version 4, and its events.

An ASGI app. The kit's `FaultySupplier` before it makes it refuse, fail, hang and break off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx2

from fibrecafe_gateway.conformance import Behaviour, Manners
from fibrecafe_gateway.conformance.faulty_supplier import read_body

KNOWN_UPRN = "200004033694"
PLACE = {"streetNr": "20", "streetName": "Kingston Road", "city": "Staines", "postcode": "TW184LG"}
DUE = "2030-02-04T12:00:00.000Z"
LISTENER_TOKEN = "token-of-the-supplier"  # a test's

Answer = tuple[int, Any]


class Errors(Manners):
    """How the supplier says that something went wrong."""

    def error(self, status: int, code: str, message: str) -> Any:
        """TM Forum's Error."""
        return {"code": code, "reason": code, "message": message, "status": str(status)}


@dataclass
class Refusal(Exception):
    """A status with words."""

    status: int
    message: str


class FakeSupplier:
    """`behaviour` says whether it decides at once or later; `listener` is where its events go."""

    def __init__(self) -> None:
        self.behaviour: Behaviour | None = None
        self.listener = ""
        self.orders: dict[str, dict[str, Any]] = {}
        self.cancellations: dict[str, dict[str, Any]] = {}
        self.appointments: dict[str, dict[str, Any]] = {}
        self.qualifications: list[dict[str, Any]] = []
        self.answers: list[int] = []
        """Of the listener."""
        self._events = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Called by the server."""
        if scope["type"] != "http":
            return
        body = await read_body(receive)
        headers = dict(scope["headers"])
        try:
            if not headers.get(b"authorization", b"").startswith(b"Bearer of-"):
                raise Refusal(401, "who are you?")
            query = dict(parse_qsl(scope["query_string"].decode()))
            path = unquote(scope["path"])
            given = query if scope["method"] == "GET" else json.loads(body)
            status, content = self._route(f"{scope['method']} {path}", given)
        except Refusal as refusal:
            status = refusal.status
            content = Errors().error(status, "60", refusal.message)
        raw = b"" if content is None else json.dumps(content).encode()
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [
                    (b"content-type", b"application/json;charset=utf-8"),
                    (b"content-length", b"%d" % len(raw)),
                ],
            }
        )
        await send({"type": "http.response.body", "body": raw})

    def _route(self, request: str, given: dict[str, Any]) -> Answer:
        routes: dict[str, Callable[..., Answer]] = {
            r"POST /serviceQualificationManagement/v4/checkServiceQualification": self._qualify,
            r"POST /appointmentManagement/v4/searchTimeSlot": self._slots,
            r"POST /appointmentManagement/v4/appointment": self._appoint,
            r"POST /serviceOrdering/v4/serviceOrder": self._order,
            r"GET /serviceOrdering/v4/serviceOrder": self._find,
            r"GET /serviceOrdering/v4/serviceOrder/(.+)": self._get,
            r"PATCH /serviceOrdering/v4/serviceOrder/(.+)": self._patch,
            r"POST /serviceOrdering/v4/cancelServiceOrder": self._cancel,
        }
        for pattern, handle in routes.items():
            found = re.fullmatch(pattern, request)
            if found:
                return handle(given, *found.groups())
        raise Refusal(404, "there is no such thing")

    def _qualify(self, given: dict[str, Any]) -> Answer:
        self.qualifications.append(given)
        items = [self._qualified(item) for item in given["serviceQualificationItem"]]
        return 201, {**given, "id": "Q1", "state": "done", "serviceQualificationItem": items}

    def _qualified(self, item: dict[str, Any]) -> dict[str, Any]:
        service = deepcopy(item["service"])
        if service["place"][0]["id"] != KNOWN_UPRN or service["serviceType"] != "BROADBAND":
            why = {"code": "NOT_BUILT", "label": "There is no fibre here yet"}
            return {
                **item,
                "qualificationResult": "unqualified",
                "eligibilityUnavailabilityReason": [why],
            }
        service["place"][0] |= PLACE
        service |= {
            "serviceSpecification": {"id": "ftthl2r", "name": "Full fibre"},
            "serviceCharacteristic": [
                {"name": "LINE_PROFILE", "valueType": "array", "value": ["100M20M", "1G1G"]}
            ],
        }
        return {
            **item,
            "service": service,
            "qualificationResult": "qualified",
            "expectedServiceAvailabilityDate": "2030-01-01T00:00:00Z",
        }

    def _slots(self, given: dict[str, Any]) -> Answer:
        wanted = given.get("requestedTimeSlot") or [{"validFor": {"startDateTime": "2030-01-07"}}]
        day = wanted[0]["validFor"]["startDateTime"][:10]
        held = {a["validFor"]["startDateTime"] for a in self.appointments.values()}
        found = [
            {"id": f"{day}-{hour}", "validFor": {"startDateTime": start, "endDateTime": end}}
            for hour in range(8, 18)
            for start, end in [(f"{day}T{hour:02}:00:00.000Z", f"{day}T{hour + 1:02}:00:00.000Z")]
            if start not in held
        ]
        return 201, {**given, "id": "S1", "status": "done", "availableTimeSlot": found}

    def _appoint(self, given: dict[str, Any]) -> Answer:
        start = given["validFor"]["startDateTime"]
        for held in self.appointments.values():
            if held["validFor"]["startDateTime"] == start:
                if held["externalId"] != given["externalId"]:
                    raise Refusal(409, "that slot has gone")
                return 201, held
        made = {**given, "id": f"A{len(self.appointments) + 1}", "status": "confirmed"}
        self.appointments[made["id"]] = made
        return 201, made

    def _order(self, given: dict[str, Any]) -> Answer:
        id = reference_for(given["externalId"])
        if id in self.orders:
            raise Refusal(409, f"there is an order {given['externalId']} already")
        made = {**given, "id": id, "state": "acknowledged"}
        if self.behaviour is Behaviour.COMMITTED_AT_ONCE:
            made |= {"state": "inProgress", "expectedCompletionDate": DUE}
        self.orders[id] = made
        return (202, None) if self._is_slow else (201, made)

    def _find(self, query: dict[str, str]) -> Answer:
        wanted = query.get("externalId")
        found = [o for o in self.orders.values() if wanted in (None, o["externalId"])]
        return 200, [{"id": order["id"], "externalId": order["externalId"]} for order in found]

    def _get(self, query: dict[str, str], id: str) -> Answer:
        return 200, self._known(id)

    def _patch(self, given: dict[str, Any], id: str) -> Answer:
        order = self._known(id)
        changed = {k: v for k, v in given.items() if k not in ("serviceOrderItem", "relatedParty")}
        order.update(changed)
        return (202, None) if self._is_slow else (200, order)

    def _cancel(self, given: dict[str, Any]) -> Answer:
        id = given["serviceOrder"]["id"]
        self._known(id)
        at_once = self.behaviour in (Behaviour.AT_ONCE, Behaviour.COMMITTED_AT_ONCE)
        state = "done" if at_once else "acknowledged"
        made = {**given, "id": "C-" + given["externalId"].rpartition("/")[2], "state": state}
        self.cancellations[id] = made
        return 201, made

    def _known(self, id: str) -> dict[str, Any]:
        if id not in self.orders:
            raise Refusal(404, f"there is no order {id}")
        return self.orders[id]

    @property
    def _is_slow(self) -> bool:
        return self.behaviour in (Behaviour.LATER, Behaviour.HANG)

    def tell(self, id: str, event_type: str = "ServiceOrderStateChangeEvent", **more: Any) -> int:
        """Change an order and tell the listener; what it answered."""
        order = self.orders[id]
        order.update(more)
        return self.post(event_type, {"serviceOrder": order})

    def end_cancellation(self, id: str, state: str = "done", **more: Any) -> int:
        """Decide on the cancellation of an order, and tell of it."""
        task = self.cancellations[id]
        task.update(state=state, **more)
        return self.post("CancelServiceOrderStateChangeEvent", {"cancelServiceOrder": task})

    def post(self, event_type: str, what: dict[str, Any], event_id: str | None = None) -> int:
        """Send an event; its number makes its id."""
        self._events += 1
        event = {
            "eventId": event_id or f"event {self._events}",
            "eventTime": "2026-01-01T09:00:00.000Z",
            "eventType": event_type,
            "event": what,
        }
        response = httpx2.post(
            f"{self.listener}/listener/{event_type[0].lower()}{event_type[1:]}",
            json=event,
            headers={"Authorization": f"Bearer {LISTENER_TOKEN}"},
        )
        self.answers.append(response.status_code)
        return response.status_code


def reference_for(external_id: str) -> str:
    """The supplier's id of an order."""
    return f"SO-{external_id.replace('/', '-')}"
