"""Every operation of every API: the generated client against the generated server over HTTP."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from fibrecafe_api._support.codec import Codec
from fibrecafe_api._support.errors import RequestInvalid
from fibrecafe_api._support.model import WireModel
from tests.documents import PATHS, Described, every_operation
from tests.generated.answering import Answering, class_name
from tests.serving import serve

OPERATIONS = list(every_operation())


class Calls:
    """Calls either client in the same way."""

    def __init__(self, api: str, url: str, kind: str) -> None:
        module = importlib.import_module(f"fibrecafe_api.{api}.client")
        self._class = getattr(
            module, ("Async" if kind == "async" else "") + class_name(api) + "Client"
        )
        self._url = url
        self.module = module

    def call(self, name: str, /, **arguments: Any) -> Any:
        if not inspect.iscoroutinefunction(getattr(self._class, name)):
            with self._class(self._url) as client:
                return getattr(client, name)(**arguments)

        async def run() -> Any:
            async with self._class(self._url) as client:
                return await getattr(client, name)(**arguments)

        return asyncio.run(run())


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, tuple[str, Answering]]]:
    with ExitStack() as stack:
        running = {}
        for api in PATHS:
            answering = Answering(api)
            running[api] = (stack.enter_context(serve(answering.app())), answering)
        yield running


def arguments_of(operation: Described, call: Any) -> dict[str, Any]:
    """Every parameter, with a sample value as the typed method takes it."""
    by_name = {argument.name: argument for argument in call.arguments}
    given = {}
    for parameter in operation.parameters:
        if parameter["name"] in by_name:
            argument = by_name[parameter["name"]]
            value = json.dumps(operation.sample(parameter))
            given[argument.argument] = Codec(argument.type).read(value)
    return given


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: f"{o.api}.{o.name}")
def test_every_operation_with_every_example(
    operation: Described, kind: str, servers: dict[str, tuple[str, Answering]]
) -> None:
    url, answering = servers[operation.api]
    calls = Calls(operation.api, url, kind)
    described = getattr(calls.module, f"_{operation.name.upper()}")
    arguments = arguments_of(operation, described)
    status, examples = next(iter(operation.successes.items()))
    for body in operation.bodies.values() or [None]:
        given = dict(arguments)
        if body is not None:
            given["body"] = Codec(described.body).read(json.dumps(body))
        answering.received.clear()
        answer = calls.call(operation.name, **given, request_id="r-1", conversation_id="c-1")

        (received,) = answering.received
        assert received.operation == operation.name
        assert (received.context.request_id, received.context.conversation_id) == ("r-1", "c-1")
        assert received.arguments == arguments
        assert received.body == given.get("body")
        if examples:
            expected = json.dumps(next(iter(examples.values())))
            assert answer == Codec(described.answers[status]).read(expected)
        else:
            assert answer is None


def test_ids_are_made_when_they_are_not_given(servers: dict[str, tuple[str, Answering]]) -> None:
    url, answering = servers["tenant"]
    answering.received.clear()
    calls = Calls("tenant", url, "sync")
    calls.call("get_order", id="345")
    calls.call("get_order", id="345")
    first, second = (received.context for received in answering.received)
    assert first.request_id != second.request_id
    assert first.conversation_id
    assert first.conversation_id != second.conversation_id


def test_read_only_properties_are_not_sent(servers: dict[str, tuple[str, Answering]]) -> None:
    url, answering = servers["tenant"]
    models = importlib.import_module("fibrecafe_api.tenant.models")
    operation = next(o for o in OPERATIONS if o.name == "create_order" and o.api == "tenant")
    order = Codec(models.CreateServiceOrder).read(json.dumps(operation.bodies["provide"]))
    read_only = [name for name in type(order).READ_ONLY if name in type(order).model_fields]
    answering.received.clear()
    for name in read_only:
        setattr(order, name, 1)
    Calls("tenant", url, "sync").call("create_order", body=order)
    received = answering.received[0].body
    assert isinstance(received, WireModel)
    assert all(getattr(received, name) is None for name in read_only)


def test_a_request_that_is_not_as_the_document_says_is_not_sent(
    servers: dict[str, tuple[str, Answering]],
) -> None:
    url, answering = servers["tenant"]
    models = importlib.import_module("fibrecafe_api.tenant.models")
    operation = next(o for o in OPERATIONS if o.name == "create_order" and o.api == "tenant")
    order = Codec(models.CreateServiceOrder).read(json.dumps(operation.bodies["provide"]))
    order.hazards = "x" * 1001
    answering.received.clear()
    with pytest.raises(RequestInvalid) as caught:
        Calls("tenant", url, "sync").call("create_order", body=order, request_id="r-2")
    assert [fault.pointer for fault in caught.value.faults] == ["/hazards"]
    assert caught.value.request_id == "r-2"
    assert "/hazards" in str(caught.value)
    assert answering.received == []


def test_a_value_of_another_type_is_not_sent(servers: dict[str, tuple[str, Answering]]) -> None:
    url, _ = servers["tenant"]
    models = importlib.import_module("fibrecafe_api.tenant.models")
    operation = next(o for o in OPERATIONS if o.name == "create_order" and o.api == "tenant")
    order = Codec(models.CreateServiceOrder).read(json.dumps(operation.bodies["provide"]))
    order.hazards = object()
    with pytest.raises(RequestInvalid, match="not sent"):
        Calls("tenant", url, "sync").call("create_order", body=order)


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_cannot_be_left_by_a_parameter(
    value: str, servers: dict[str, tuple[str, Answering]]
) -> None:
    with pytest.raises(RequestInvalid):
        Calls("tenant", servers["tenant"][0], "sync").call("get_order", id=value)
