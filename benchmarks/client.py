"""Processor time of a call: the generated client beside the bare HTTP library and a model dump."""

from __future__ import annotations

import json
from importlib.metadata import version

import httpx2

from fibrecafe_api._support import Codec
from fibrecafe_api.tenant import models
from fibrecafe_api.tenant.client import TenantClient

from .bodies import PROVIDE
from .measure import calls, table, verdict
from .server import ANSWER

URL = "http://gateway.test"


def main() -> None:
    """Print the figures."""
    answer = json.dumps(ANSWER).encode()
    transport = httpx2.MockTransport(lambda _: httpx2.Response(201, content=answer))
    http = httpx2.Client(transport=transport)
    client = TenantClient(URL, http=http)
    order = Codec[models.CreateServiceOrder](models.CreateServiceOrder).read(json.dumps(PROVIDE))
    given: Codec[models.ServiceOrder] = Codec(models.ServiceOrder)

    def bare() -> object:
        headers = {
            "content-type": "application/json",
            "x-request-id": "r",
            "x-conversation-id": "c",
        }
        response = http.post(f"{URL}/service-orders", content=order.to_json(), headers=headers)
        return given.read(response.content)

    taken = calls(
        {
            "generated client": lambda: client.create_order(body=order),
            "httpx2, model dump and read": bare,
        }
    )
    print(f"httpx2 {version('httpx2')}; without a network\n")
    print(table(["call", "us"], [[name, f"{value * 1e6:.0f}"] for name, value in taken.items()]))
    print()
    ratio = taken["generated client"] / taken["httpx2, model dump and read"]
    print(verdict("a call to the bare library and a model dump", ratio, 1.3))


if __name__ == "__main__":
    main()
