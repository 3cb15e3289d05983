"""A generated client of one document against a generated server of another, in this process."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2

from tests.diff.random_values import Values
from tests.generator.execution import Package


@dataclass(frozen=True)
class Party:
    """A document and the package made of it."""

    data: dict[str, Any]
    package: Package

    def operations(self) -> dict[str, dict[str, Any]]:
        """Operations by id."""
        return {item["post"]["operationId"]: item["post"] for item in self.data["paths"].values()}


async def breaks(
    client: Party, server: Party, dice: random.Random, rounds: int
) -> dict[str, list[str]]:
    """What went wrong, by operation of the client: refused, unreadable or lost."""
    answering = _Answering(server, dice)
    app = server.package.server.create_app(
        answering.api(), authenticate=server.package.server.anonymous, document=False
    )
    found: dict[str, list[str]] = {}
    hooks = {"request": [answering.note]}
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, event_hooks=hooks) as http:
        module = client.package.client
        caller = next(v for n, v in vars(module).items() if n.startswith("Async") and n.endswith("Client") and n != "AsyncClient")("http://test", http=http)  # fmt: skip
        calls = {v.operation_id: v for v in vars(module).values() if isinstance(v, module.Call)}
        values = Values(client.data, dice)
        for name, operation in client.operations().items():
            for _ in range(rounds):
                problem = await _round(caller, calls[name], operation, values, answering)
                if problem:
                    found.setdefault(name, []).append(problem)
    return found


async def _round(
    caller: Any, call: Any, operation: dict[str, Any], values: Values, answering: _Answering
) -> str | None:
    media = next(iter(operation["requestBody"]["content"].values()))
    codec = answering.codec
    body = values.of(media["schema"])
    given: dict[str, Any] = {"body": codec(call.body).read(json.dumps(body))}
    for parameter in operation.get("parameters", ()):
        if parameter["required"] or values.of({"type": "boolean"}):
            value = values.of(parameter["schema"])
            argument = next(a for a in call.arguments if a.name == parameter["name"])
            given[parameter["name"]] = codec(argument.type).read(json.dumps(value))
    answering.body = answering.told = answering.arguments = None
    try:
        answer = await getattr(caller, call.operation_id)(**given)
    except Exception as error:
        if answering.fault:
            raise answering.fault from None  # the server's own document allows it
        if type(error).__name__ == "RequestInvalid":
            raise  # the client's own document allows it
        return f"{type(error).__name__}: {error}"
    if lost := _keys(json.loads(answering.sent)) - _keys(json.loads(answering.body or "null")):
        return f"lost in the request: {sorted(lost)}"
    if dropped := given.keys() - {"body"} - (answering.arguments or {}).keys():
        return f"not heeded: {sorted(dropped)}"
    if lost := _keys(answering.told) - _keys(json.loads(_written(answer))):
        return f"lost in the answer: {sorted(lost)}"
    return None


class _Answering:
    """Implements every operation of a server with random answers."""

    def __init__(self, party: Party, dice: random.Random) -> None:
        self._party = party
        self._values = Values(party.data, dice)
        self.codec = party.package.module("_support.codec").Codec
        self.sent = b""
        self.body: bytes | None = None
        self.told: Any = None
        self.fault: Exception | None = None
        self.arguments: dict[str, Any] | None = None

    async def note(self, request: httpx2.Request) -> None:
        """Remembers what a client sent."""
        self.sent = request.content

    def api(self) -> Any:
        """An implementation."""
        module = self._party.package.server
        base = next(v for n, v in vars(module).items() if n.endswith("Api") and isinstance(v, type))
        routes = {route.operation_id: route for route in module.ROUTES}
        methods = {
            route.handler: self._method(route, self._party.operations()[name])
            for name, route in routes.items()
        }
        return type("Api", (base,), methods)()

    def _method(self, route: Any, operation: dict[str, Any]) -> Any:
        success = next(a for s, a in operation["responses"].items() if s.startswith("2"))
        schema = next(iter(success["content"].values()))["schema"]

        async def answer(_: Any, ctx: Any, body: Any = None, **arguments: Any) -> Any:
            self.body, self.arguments = body.to_json(), arguments
            self.told = self._values.of(schema)
            try:
                return self.codec(route.answers[0].type).read(json.dumps(self.told))
            except ValueError as error:
                self.fault = error
                raise

        return answer


def _written(answer: Any) -> bytes | str:
    if isinstance(answer, list):
        return json.dumps([json.loads(item.to_json()) for item in answer])
    written: bytes = answer.to_json()
    return written


def _keys(value: Any) -> set[str]:
    """Pointers of all that is there; null counts as absent."""
    return set(_pointers(value, ""))


def _pointers(value: Any, pointer: str) -> Iterator[str]:
    if value is None:
        return
    yield pointer
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()  # fmt: skip
    for key, item in pairs:
        yield from _pointers(item, f"{pointer}/{key}")
