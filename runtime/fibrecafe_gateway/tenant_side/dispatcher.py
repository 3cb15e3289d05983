"""Calls the handler of a KCI: one for each kind, or for a type of information or action in it."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Iterator
from enum import Enum
from typing import Annotated, Any, Generic, Protocol, TypeVar, get_args, get_origin

from pydantic import BaseModel

from fibrecafe_api._support import WireModel, unknown_values
from fibrecafe_api.tenant_updates import models

_logger = logging.getLogger(__name__)

Kci = TypeVar("Kci", bound=WireModel)

Returned = TypeVar("Returned", bound="Awaitable[None] | None")

Handler = Callable[[Any], Awaitable[None] | None]


class Registration(Protocol, Generic[Kci]):
    """The decorator that `KciDispatcher.on` gives: takes a handler of that kind."""

    def __call__(self, handler: Callable[[Kci], Returned], /) -> Callable[[Kci], Returned]:
        """Register; gives the handler back as it is."""
        ...


class KciDispatcher:
    """Knows the handler of each kind of KCI.

    A handler is a function of the KCI; an `async` one runs in the event loop, any other in a
    thread. What it raises means that the KCI is not handled, see the receiver.
    """

    def __init__(self) -> None:
        self._handlers: dict[tuple[type, str | None], Handler] = {}
        self._unknown: Handler | None = None

    def on(self, kind: type[Kci], *, type: str | None = None) -> Registration[Kci]:
        """Register a handler of a kind of KCI: one of the classes of `models.TenantUpdate`.

        `type` narrows it to KCIs whose information or action is of that type; such a handler goes
        before the kind's general one.

        Raises ValueError for a class that is no kind, a type that the kind does not have, and
        when there is a handler already.
        """
        if kind not in _KINDS:
            raise ValueError(f"{kind.__name__} is no KCI; they are the classes of TenantUpdate")
        if type is not None:
            _check_type(kind, type)
            type = str(getattr(type, "value", type))

        def register(handler: Callable[[Kci], Returned], /) -> Callable[[Kci], Returned]:
            taken = self._handlers.get((kind, type))
            if taken is not None:
                of = kind.__name__ if type is None else f"{kind.__name__} of type {type}"
                raise ValueError(
                    f"{of} is handled by {_name(taken)} already: {_name(handler)} cannot be added"
                )
            self._handlers[kind, type] = handler
            return handler

        return register

    def on_unknown(
        self, handler: Callable[[models.TenantUpdate], Returned], /
    ) -> Callable[[models.TenantUpdate], Returned]:
        """Register what is called for KCIs without a handler, also of kinds that are new.

        Without it they are logged and count as handled: nothing is refused because it is new.
        Raises ValueError when there is one already.
        """
        if self._unknown is not None:
            raise ValueError(
                f"KCIs without a handler go to {_name(self._unknown)} already: "
                f"{_name(handler)} cannot be added"
            )
        self._unknown = handler
        return handler

    def handler_of(self, kci: models.TenantUpdate) -> Handler | None:
        """Who handles a KCI, the most precise first; None: nobody."""
        kind = type(kci)
        precise = self._handlers.get((kind, _type_of(kci)))
        return precise or self._handlers.get((kind, None)) or self._unknown

    async def dispatch(self, kci: models.TenantUpdate) -> None:
        """Call the handler. Raises what it raises."""
        handler = self.handler_of(kci)
        if handler is None:
            _log_unhandled(kci)
        elif inspect.iscoroutinefunction(handler):
            await handler(kci)
        else:
            result = await asyncio.to_thread(handler, kci)
            if inspect.isawaitable(result):  # an object with an async __call__, a partial
                await result


def _log_unhandled(kci: models.TenantUpdate) -> None:
    """Where the new things are, not what they are: that may be personal."""
    kind = type(kci).__name__
    kci_type = _type_of(kci)
    pointers = [value.pointer or "/" for value in unknown_values(kci)]
    _logger.warning(
        "no handler for KCI %s: %s%s; unknown to this version: %s",
        getattr(kci, "id", None),
        kind,
        f" of type {kci_type}" if kci_type else "",
        ", ".join(pointers) or "nothing",
    )


def _type_of(kci: BaseModel) -> str | None:
    for name in ("information", "action"):
        part = getattr(kci, name, None)
        if isinstance(part, BaseModel):
            told = getattr(part, "type", None)
            return None if told is None else str(getattr(told, "value", told))
    return None


def _check_type(kind: type[WireModel], name: str) -> None:
    known = _types_of(kind)
    if name not in known:
        has = f"knows {', '.join(known)}" if known else "has no type"
        raise ValueError(
            f"{kind.__name__} {has}, not {name!r}; values newer than this version reach the "
            "handler of the kind"
        )


def _types_of(kind: type[WireModel]) -> list[str]:
    for name in ("information", "action"):
        field = kind.model_fields.get(name)
        if field is not None:
            part: Any = field.annotation
            for choice in _leaves(part.model_fields["type"].annotation):
                if issubclass(choice, Enum):
                    return [member.value for member in choice]
    return []


def _leaves(annotation: Any) -> Iterator[type]:
    """The classes of a union, through aliases."""
    if hasattr(annotation, "__value__"):
        yield from _leaves(annotation.__value__)
    elif get_origin(annotation) is Annotated:
        yield from _leaves(get_args(annotation)[0])
    elif get_args(annotation):
        for argument in get_args(annotation):
            yield from _leaves(argument)
    elif isinstance(annotation, type):
        yield annotation


def _name(handler: Callable[..., object]) -> str:
    function: Any = handler
    return f"{function.__module__}.{getattr(function, '__qualname__', repr(function))}"


_KINDS = frozenset(_leaves(models.TenantUpdate))
