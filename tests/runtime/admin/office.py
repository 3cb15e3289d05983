"""The admin API over a store in which there is something to decide; nothing is delivered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import httpx2
from sqlalchemy import insert

from fibrecafe_gateway.app import App
from fibrecafe_gateway.delivery.lanes import NEVER
from fibrecafe_gateway.gateway import Gateway
from fibrecafe_gateway.settings import Admin, Client, Secret, Settings, Tokens
from fibrecafe_gateway.store.entities import Entity
from fibrecafe_gateway.store.messages import of_lane, tenant_lane
from fibrecafe_gateway.store.tables import ATTEMPT, LANE
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.gateway.running import hash_of, secret_of
from tests.runtime.kci import placing
from tests.runtime.kci.bench import Bench, Scripted, bench
from tests.serving import serve

OPERATOR = "ada"

_SECRET = "a test's, of at least 32 bytes, for tokens"  # on PostgreSQL it must be given

LONG_AGO = 9 * 365 * 24 * 3600


@dataclass
class Office:
    url: str
    stage: Bench
    settings: Settings
    http: httpx2.Client

    @cached_property
    def token(self) -> str:
        return self.token_of(OPERATOR, "admin")

    def token_of(self, client: str, party: str) -> str:
        answer = self.http.post(
            f"{self.url}/v1/auth/{party}/access-token",
            data={"grant_type": "client_credentials"}, auth=(client, secret_of(client)),
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def ask(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **query: Any
    ) -> httpx2.Response:
        return self.http.request(
            method, f"{self.url}/admin/v1{path}", json=body, params=query,
            headers={"Authorization": f"Bearer {token or self.token}"},
        )  # fmt: skip

    def get(self, path: str, expected: int = 200, **query: Any) -> Any:
        answer = self.ask("GET", path, **query)
        assert answer.status_code == expected, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, status: int = 200, **query: Any) -> Any:
        answer = self.ask("POST", path, body, **query)
        assert answer.status_code == status, answer.text
        return answer.json()

    def config(self, folder: Path) -> Path:
        """For commands on the same store."""
        file = folder / "fibrecafe.toml"
        file.write_text(f'[store]\nurl = "{self.settings.store.url}"\n')
        return file

    def parked(self, *reasons: str) -> Entity:
        """An order whose KCIs are parked."""
        made = placing.order(self.stage, *reasons)
        parked = LANE.update().where(LANE.c.key == tenant_lane("acme", made.id))
        self.stage.do(
            lambda unit: unit.execute(parked.values(parked="refused 3 times", due=NEVER))
        )  # fmt: skip
        return made

    def delivered(self, *reasons: str) -> Entity:
        """An order whose KCIs have been delivered."""
        made = placing.order(self.stage, *reasons)
        lane = tenant_lane("acme", made.id)

        def deliver(unit: Unit) -> None:
            for row in of_lane(unit, lane):
                tried: dict[str, Any] = {
                    "lane": lane, "seq": row["seq"], "at": unit.milliseconds, "ok": True,
                    "status": 204, "request_id": f"r{row['seq']}", "detail": None,
                }  # fmt: skip
                unit.execute(insert(ATTEMPT), tried)
            unit.execute(LANE.delete().where(LANE.c.key == lane))

        self.stage.do(deliver)
        return made

    def quarantined(self, about: Entity, reason: str = "COMPLETED") -> str:
        """A KCI that did not fit."""
        body = self.stage.kci(about, reason)
        assert self.stage.receive(body) == "QUARANTINED"
        return str(body["id"])


@contextmanager
def office(folder: Path, *, admin: bool = True, store: str | None = None) -> Iterator[Office]:
    """Open while the block runs; on `store`, or a file in the folder."""
    with bench(folder, store=store) as stage:
        clients = {OPERATOR: Client(secret_hash=hash_of(OPERATOR))}
        given = stage.gateway.settings
        acme, s1 = given.tenants["acme"], given.suppliers["S1"]
        owners = {
            name: section.model_copy(
                update={"clients": {name.lower(): Client(secret_hash=hash_of(name.lower()))}}
            )
            for name, section in (("acme", acme), ("S1", s1))
        }
        settings = given.model_copy(
            update={
                "admin": Admin(enabled=admin, clients=clients),
                "tokens": Tokens(secret=Secret(value=_SECRET)),
                "tenants": {**given.tenants, "acme": owners["acme"]},
                "suppliers": {**given.suppliers, "S1": owners["S1"]},
            }
        )
        gateway = Gateway(
            settings, factories={"scripted": cast(Any, Scripted)}, clock=stage.clock
        )  # fmt: skip
        with serve(App(gateway, access_log=False, work=False)) as url, httpx2.Client() as http:
            yield Office(url, stage, settings, http)
