"""A gateway in a process of its own, which tells what it used.

`python -m benchmarks.gateways bare|intake|whole FOLDER RECEIVER STORE` serves one and prints its port
and a token: `bare` is the generated server with the gateway's check of tokens and a fixed answer,
`intake` the gateway without its workers, `whole` the gateway with a simulator as supplier.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from pydantic import SecretStr

from fibrecafe_api.tenant import models, server
from fibrecafe_gateway.app import App
from fibrecafe_gateway.clock import SystemClock
from fibrecafe_gateway.commands.listening import listen
from fibrecafe_gateway.development import SUPPLIER, TENANT, build
from fibrecafe_gateway.gateway import Gateway
from fibrecafe_gateway.security.authenticate import tenant_authenticate
from fibrecafe_gateway.security.keys import signing_key
from fibrecafe_gateway.security.tokens import TokenIssuer, TokenVerifier
from fibrecafe_gateway.settings import (
    Delivery,
    Secret,
    Settings,
    Store,
    SupplierSettings,
    TenantSettings,
    Tokens,
    Updates,
)

from .bodies import PROVIDE

STORE = "gateway.db"

ORDER = {**PROVIDE, "supplier": SUPPLIER}
ORDER.pop("appointmentReservationId", None)


@dataclass
class Served:
    """A server that runs."""

    port: int
    token: str
    process: subprocess.Popen[str]

    def used(self) -> dict[str, float]:
        """Seconds of processor time (`cpu`), resident megabytes (`own`, `mapped`)."""
        from urllib.request import urlopen

        with urlopen(f"http://127.0.0.1:{self.port}/used") as answer:
            found: dict[str, float] = json.load(answer)
        return found


@contextmanager
def serving(kind: str, folder: Path, receiver: str = "", *, store: str = "") -> Iterator[Served]:
    """Serve a kind of gateway on loopback, in another process. Raises RuntimeError."""
    command = [sys.executable, "-m", "benchmarks.gateways", kind, str(folder), receiver, store]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"the {kind} server did not start")
            yield Served(**json.loads(line), process=process)
        finally:
            process.terminate()


def settings_in(folder: Path, receiver: str = "", store: str = "") -> Settings:
    """One tenant and one supplier, whose workers do not run."""
    return Settings(
        store=Store(url=store or f"sqlite:///{folder / STORE}"),
        # A shared store wants one that all know.
        tokens=(
            Tokens(secret=Secret(value=SecretStr("of a benchmark, " * 4))) if store else Tokens()
        ),
        delivery=Delivery(allow_internal=True),
        suppliers={
            SUPPLIER: (
                SupplierSettings(adapter="native", base_url="http://127.0.0.1:9")
                if not receiver
                else SupplierSettings(adapter="simulator")
            )
        },
        tenants={
            TENANT: TenantSettings(
                suppliers=(SUPPLIER,), updates=Updates(url=receiver) if receiver else None
            )
        },
    )


def intake(folder: Path) -> App:
    """The gateway without its workers, so that orders stay as they came."""
    gateway = Gateway(settings_in(folder))
    gateway.start = partial(gateway.start, work=False)  # type: ignore[method-assign]
    return App(gateway, mounted={"/used": _used}, access_log=False)


def _bare(folder: Path) -> Any:
    """The generated server over an implementation that keeps nothing."""
    from tests.generated.answering import Answering

    from .server import ANSWER

    answer = models.ProvideServiceOrder.from_json(json.dumps(ANSWER))

    async def create(_: Any, ctx: server.RequestContext, body: models.CreateServiceOrder) -> Any:
        return answer

    implementation = Answering("tenant").implementation()
    type(implementation).create_order = create
    settings = settings_in(folder)
    gateway = Gateway(settings)
    verifier = TokenVerifier(settings.tokens, signing_key(settings.tokens, folder), gateway.clock)
    authenticate = tenant_authenticate(verifier, gateway.directory.knows_tenant)
    app = server.create_app(implementation, authenticate=authenticate)

    async def routed(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == "/used":
            await _used(scope, receive, send)
        else:
            await app({**scope, "root_path": "/v1"}, receive, send)

    return routed


async def _used(scope: Any, receive: Any, send: Any) -> None:
    body = json.dumps({"cpu": time.process_time(), **_memory()}).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _memory() -> dict[str, float]:
    """Megabytes of the process's own, and of files that it has mapped."""
    lines = Path("/proc/self/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines if ":" in line)
    return {
        name: int(found[field].split()[0]) / 1024
        for name, field in (("own", "RssAnon"), ("mapped", "RssFile"))
    }


def _token(folder: Path, store: str) -> str:
    settings = settings_in(folder, store=store)
    clock = SystemClock()
    issuer = TokenIssuer(settings.tokens, signing_key(settings.tokens, folder), clock)
    return issuer.issue("tenant", TENANT, "benchmark", [issuer.scope_of("tenant")])[0]


def _serve(kind: str, folder: Path, receiver: str, store: str) -> None:
    if kind == "whole":
        mounted = {"/used": _used}
        app: Any = build(
            settings_in(folder, receiver, store), mounted=mounted, kci_delay=0.0, access_log=False
        )
    else:
        app = intake(folder) if kind == "intake" else _bare(folder)
    listener = listen("127.0.0.1", 0, "port")
    listener.listen(128)  # who connects now waits until it is served
    print(
        json.dumps({"port": listener.getsockname()[1], "token": _token(folder, store)}), flush=True
    )
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
