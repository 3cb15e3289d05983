"""What Prometheus reads of a gateway that runs, and the alerts on it."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx2
import pytest
import yaml
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from fibrecafe_api.tenant.client import errors
from fibrecafe_gateway.commands import serve as serving
from fibrecafe_gateway.commands import worker
from fibrecafe_gateway.development import build
from fibrecafe_gateway.gateway import Gateway
from fibrecafe_gateway.operating.supervising import Workers
from fibrecafe_gateway.settings import (
    Settings,
    Store,
    SupplierSettings,
    Telemetry,
    TenantSettings,
    Updates,
)
from fibrecafe_gateway.telemetry.backlog import Backlog
from fibrecafe_gateway.telemetry.beside import scraped_at
from fibrecafe_gateway.telemetry.metrics import Metrics
from fibrecafe_gateway.telemetry.scraping import MetricsApp
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import Running, running
from tests.runtime.telemetry.scraped import Scrape, scrape
from tests.serving import serve

DOCS = Path(__file__).parents[3] / "docs"

ALERTS: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((DOCS / "alerts.yaml").read_text())["groups"]
    for rule in group["rules"]
]

_NAME = re.compile(r"\bfibrecafe_[a-z_]+")

ON = Telemetry(metrics=True)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A gateway with an order that went well, and a tenant that cannot be reached."""
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        updates = Updates(url=f"http://127.0.0.1:{nobody.getsockname()[1]}")
        folder = tmp_path_factory.mktemp("measured")
        with running(folder, tenant={"updates": updates}, telemetry=ON) as gateway:
            good = gateway.client("TENANT2").create_order(body=bodies.provide())
            gateway.inbox("TENANT2").wait(good.id, "COMPLETED")
            for _ in range(3):
                gateway.client().create_order(body=bodies.provide())
            for order in ("1000", "no-number"):
                with pytest.raises(errors.AnswerError):
                    gateway.client().get_order(id=order)
            httpx2.get(f"{gateway.url}/v1/service-orders/1")
            yield gateway


def settled(gateway: Running, fits: Any) -> Scrape:
    """A scrape that says what is waited for."""
    found = [scrape(gateway.url)]

    def look() -> bool:
        found.append(scrape(gateway.url))
        return bool(fits(found[-1]))

    gateway.until(look)
    return found[-1]


def test_an_endpoint_that_is_down_is_seen_by_the_age_of_what_it_has_not_got(
    measured: Running,
) -> None:
    def down(found: Scrape) -> bool:
        return bool(found.value("endpoint_paused", endpoint="tenant/TENANT1"))

    def age(found: Scrape, tenant: str = "TENANT1") -> float:
        return found.value("oldest_undelivered_kci_age_seconds", tenant=tenant) or 0.0

    first = settled(measured, down)
    assert age(first) > 0
    assert (first.value("lanes_waiting", endpoint="tenant/TENANT1") or 0) >= 1
    assert (first.value("deliveries_total", endpoint="tenant/TENANT1", outcome="retry") or 0) >= 3
    later = settled(measured, lambda found: age(found) > age(first))
    assert 0.5 < age(later) - age(first) < 30
    assert age(later, "TENANT2") == 0.0
    assert later.value("endpoint_paused", endpoint="tenant/TENANT2") == 0.0


def test_requests_are_counted_by_the_operation_and_what_came_of_it(measured: Running) -> None:
    found = scrape(measured.url)

    def count(operation: str, status: int, api: str = "tenant") -> float | None:
        return found.value("requests_total", api=api, operation=operation, status=str(status))

    assert count("handleCreateOrder", 201) == 4
    assert count("handleGetOrder", 404) == 2
    assert count("handleGetOrder", 401) == 1
    assert (count("handleOrderUpdate", 204, "supplier_updates") or 0) >= 3
    assert count("accessToken", 200, "token") == 2
    measures = found.value(
        "request_duration_seconds_count", api="tenant", operation="handleCreateOrder"
    )
    assert measures == 4


def test_deliveries_are_counted_and_measured_by_endpoint(measured: Running) -> None:
    found = scrape(measured.url)
    done = found.value("deliveries_total", endpoint="tenant/TENANT2", outcome="done") or 0
    assert done >= 3
    measured_ones = found.value("delivery_duration_seconds_count", endpoint="tenant/TENANT2")
    assert measured_ones == done


def test_the_process_says_how_it_does(measured: Running) -> None:
    found = scrape(measured.url)
    assert (found.value("ready"), found.value("store_up")) == (1.0, 1.0)
    for task in ("delivery", "time"):
        assert found.value("worker_alive", task=task) == 1.0


def test_no_label_is_an_id(measured: Running) -> None:
    labels = scrape(measured.url).labels
    assert labels.keys() == {
        "api", "endpoint", "kind", "le", "operation", "outcome", "status", "supplier", "task",
        "tenant",
    }  # fmt: skip
    for name, values in labels.items():
        if name not in ("le", "status"):
            assert not [value for value in values if re.search(r"\d{3}|/.*/", value)], name


def test_every_metric_of_the_alerts_is_scraped_and_every_other_is_told_of(
    measured: Running,
) -> None:
    names = scrape(measured.url).names
    asked = {name for rule in ALERTS for name in _NAME.findall(rule["expr"])}
    assert len(asked) > 8
    assert asked <= names
    page = (DOCS / "metrics.md").read_text()
    bare = {re.sub(r"_(bucket|count|sum)$", "", name) for name in names}
    assert bare == set(_NAME.findall(page))


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_so_and_where_it_is_told_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("info", "warning", "critical")
    assert rule["annotations"]["summary"]
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^#+ (.*)$", (DOCS.parent / page).read_text(), re.M)
    anchors = {re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in headings}
    assert anchor in anchors


def test_there_are_no_metrics_unless_the_settings_say_so(tmp_path: Path) -> None:
    settings = _settings(tmp_path).model_copy(update={"telemetry": Telemetry()})
    with serve(build(settings)) as url:
        assert httpx2.get(f"{url}/metrics").status_code == 404


def test_only_reading_is_possible_and_openmetrics_is_spoken_too(measured: Running) -> None:
    assert httpx2.post(f"{measured.url}/metrics").status_code == 405
    accept = {"Accept": "application/openmetrics-text; version=1.0.0"}
    answer = httpx2.get(f"{measured.url}/metrics", headers=accept)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def _settings(tmp_path: Path) -> Settings:
    return Settings(
        store=Store(url=f"sqlite:///{tmp_path / 'store.db'}"),
        suppliers={"S1": SupplierSettings(base_url="https://one.invalid")},
        tenants={"A": TenantSettings(suppliers=("S1",))},
        telemetry=ON,
    )


def test_a_store_that_fails_is_counted_and_leaves_no_old_values(tmp_path: Path) -> None:
    def fail(unit: Any) -> None:
        raise OperationalError("SELECT", None, OSError("disk"))

    async def play() -> Scrape:
        gateway = Gateway(_settings(tmp_path))
        await gateway.start(work=False)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            async with scraped_at(listener, gateway):
                ready = await asyncio.to_thread(httpx2.get, f"{url}/readyz")
                assert ready.status_code == 200
                for do in (gateway.database.run, gateway.database.read):
                    with pytest.raises(OperationalError):
                        await do(fail)
                await gateway.aclose()
                return await asyncio.to_thread(scrape, url)

    found = asyncio.run(play())
    assert (found.value("store_up"), found.value("ready")) == (0.0, 0.0)
    for kind in ("read", "write"):
        # The units above, and what the scrape itself wanted of a store that is closed.
        assert found.value("store_errors_total", kind=kind) == 2.0
    assert "oldest_undelivered" not in found.text


class Counting:
    """A store of which is counted how often it is looked at."""

    looks = 0

    async def read(self, work: Any) -> Backlog:
        self.looks += 1
        await asyncio.sleep(0)
        return Backlog()


def test_who_asks_often_and_at_once_has_the_store_looked_at_once_a_second() -> None:
    async def ready() -> None:
        return

    async def play() -> list[int]:
        now, store, looks = [0.0], Counting(), []
        metrics = Metrics(SimpleNamespace(tenants=["A"], suppliers=[]))
        app = MetricsApp(metrics, cast(Any, store), check=ready, tasks=dict, clock=lambda: now[0])
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url="http://test"
        ) as http:
            for at in (0.0, 0.9, 1.1):
                now[0] = at
                await asyncio.gather(*(http.get("/metrics") for _ in range(5)))
                looks.append(store.looks)
        return looks

    assert asyncio.run(play()) == [1, 1, 2]


def test_a_worker_listens_for_prometheus_where_it_is_told(tmp_path: Path) -> None:
    settings = _settings(tmp_path).model_copy(update={"telemetry": Telemetry()})
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def play() -> Scrape:
        gateway = worker._gateway(worker._measured(settings))
        await gateway.start()
        async with worker._scraped(gateway, port):
            found = await asyncio.to_thread(scrape, f"http://127.0.0.1:{port}")
        await gateway.aclose()
        return found

    assert asyncio.run(play()).value("worker_alive", task="delivery") == 1.0


def test_the_workers_of_serve_have_a_port_each() -> None:
    workers = Workers(2, None, "text", metrics_port=9101)
    assert [workers._command_of(number)[-2:] for number in (0, 1)] == [
        ["--metrics-port", "9101"], ["--metrics-port", "9102"],
    ]  # fmt: skip
    alone = CliRunner().invoke(serving.command, ["--metrics-port", "9101"])
    assert alone.exit_code == 2
    assert "--workers" in alone.output
