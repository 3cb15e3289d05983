"""A trivial implementation of any generated API: it answers with the document's examples."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import Any

from fibrecafe_api._support.codec import Codec
from tests.documents import Described, described


@dataclass
class Received:
    """What an implementation was called with."""

    operation: str
    context: Any
    body: Any
    arguments: dict[str, Any]


@dataclass
class Answering:
    """An implementation, what it answers, and what it was asked."""

    api: str
    answers: dict[str, Any] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)

    def implementation(self) -> Any:
        """An instance of the generated abstract class."""
        server = importlib.import_module(f"fibrecafe_api.{self.api}.server")
        base = getattr(server, class_name(self.api) + "Api")
        methods = {o.name: self._method(o, server) for o in described(self.api)}
        return type("Answering", (base,), methods)()

    def app(self, **options: Any) -> Any:
        """The implementation as an ASGI app; everybody may ask."""
        server = importlib.import_module(f"fibrecafe_api.{self.api}.server")
        options.setdefault("authenticate", server.anonymous)
        return server.create_app(self.implementation(), **options)

    def _method(self, operation: Described, server: Any) -> Any:
        route = next(r for r in server.ROUTES if r.operation_id == operation.id)

        async def method(_: Any, ctx: Any, *body: Any, **arguments: Any) -> Any:
            self.received.append(
                Received(operation.name, ctx, body[0] if body else None, arguments)
            )
            if operation.name in self.answers:
                return self.answers[operation.name]
            return first_answer(operation, route)

        return method


def first_answer(operation: Described, route: Any) -> Any:
    """The first example of the first success, as a model; None where it has no body."""
    status, examples = next(iter(operation.successes.items()))
    if not examples:
        return None
    kind = next(answer.type for answer in route.answers if answer.status == status)
    return Codec(kind).read(_json(next(iter(examples.values()))))


def _json(value: Any) -> str:
    import json

    return json.dumps(value)


def class_name(api: str) -> str:
    """`tenant_updates` is `TenantUpdates` in names of classes."""
    return "".join(part.title() for part in api.split("_"))
