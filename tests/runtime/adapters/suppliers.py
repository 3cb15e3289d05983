"""Suppliers for tests: a well-behaved one on the generated server, and any bad one on a socket."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.server import create_app
from fibrecafe_gateway.adapters.contract import SupplierCall
from fibrecafe_gateway.adapters.native import NativeAdapter
from fibrecafe_gateway.adapters.wire import plain, told
from fibrecafe_gateway.settings import SupplierSettings
from tests.generated.answering import Answering

DIFFICULT = 'O\'Brien\u2019s caf\u00e9 \U0001f469\u200d\U0001f680 e\u0301\nsecond line\t"quoted" \\ \u6e2c\u8a66'
"""Text that breaks what is not careful."""

ADDRESS = supplier.AddressIdentifier(id="200004033694", type="UPRN")


def a_call(**changed: Any) -> SupplierCall:
    given = {
        "tenant": "acme",
        "supplier": "S1",
        "request_id": "r-1",
        "conversation_id": "c-1",
        "deadline": 5.0,
    }
    return SupplierCall(**{**given, **changed})


def a_provide_order(**changed: Any) -> supplier.CreateProvideServiceOrder:
    given = {
        "id": 123,
        "order_type": supplier.ProvideOrderType.NEW,
        "tenant": "acme",
        "address": ADDRESS,
        "service_order_item": supplier.ServiceOrderItem(
            service_specification=supplier.ServiceSpecification(id="ftthl2r"),
            service_characteristics=[
                supplier.ServiceCharacteristic(name="LINE_PROFILE", value="1G1G")
            ],
        ),
        "primary_contact": supplier.Contact(name="John Smith", phone_number="01234 567890"),
    }
    return supplier.CreateProvideServiceOrder(**{**given, **changed})


def acknowledged(body: supplier.CreateProvideServiceOrder, **changed: Any) -> Any:
    values = {**plain(body), "status": "ACKNOWLEDGED", "supplierOrderReference": "FC123"}
    return told(supplier.ProvideServiceOrder, {**values, **changed})


@dataclass
class FakeSupplier:
    """Answers with the document's examples, or as told; `refuse` is raised instead."""

    answering: Answering = field(default_factory=lambda: Answering("supplier"))
    refuse: Exception | None = None

    def app(self) -> Any:
        return create_app(self.answering.implementation(), authenticate=self._authenticate)

    async def _authenticate(self, head: Any, scopes: Any) -> Any:
        if self.refuse is not None:
            raise self.refuse
        return head.header("authorization") or "anonymous"

    @property
    def last(self) -> Any:
        return self.answering.received[-1]


def with_adapter(
    url: str,
    work: Callable[[NativeAdapter], Awaitable[Any]],
    *,
    auth: httpx2.Auth | None = None,
    transport: httpx2.AsyncBaseTransport | None = None,
    **settings: Any,
) -> Any:
    async def run() -> Any:
        configured = SupplierSettings(base_url=url, **settings)
        adapter = NativeAdapter("S1", configured, lambda tenant: auth, transport)
        try:
            return await work(adapter)
        finally:
            await adapter.aclose()

    return asyncio.run(run())


def order(url: str, *, deadline: float = 5.0, **options: Any) -> Any:
    call = a_call(deadline=deadline)
    return with_adapter(url, lambda a: a.create_order(call, a_provide_order()), **options)


@contextmanager
def raw_server(behave: Callable[[socket.socket, bytes], None]) -> Iterator[str]:
    """A server that does with each connection what `behave` does, after a request came."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    open_connections: list[socket.socket] = []

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            open_connections.append(connection)
            threading.Thread(target=attend, args=(connection,), daemon=True).start()

    def attend(connection: socket.socket) -> None:
        try:
            request = connection.recv(65536)
            if request:
                behave(connection, request)
        except OSError:
            pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in open_connections:
            connection.close()
        thread.join(5)


def hang(_: socket.socket, __: bytes) -> None:
    """Says nothing, and keeps the connection."""


def reset(connection: socket.socket, _: bytes) -> None:
    """Breaks the connection off."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def say(text: str) -> Callable[[socket.socket, bytes], None]:
    """Sends this, whatever was asked, and closes."""

    def behave(connection: socket.socket, _: bytes) -> None:
        connection.sendall(text.encode("latin-1"))
        connection.close()

    return behave


def answer(
    status: int, body: str = "", headers: str = "", kind: str = "application/json"
) -> Callable[[socket.socket, bytes], None]:
    """A whole HTTP answer."""
    length = len(body.encode())
    head = f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n{headers}"
    return say(f"{head}\r\n{body}")
