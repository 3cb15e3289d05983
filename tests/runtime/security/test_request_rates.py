"""A tenant's limit of requests: over it 503 with a time; others, KCIs and health are not touched."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from fibrecafe_gateway.security.rate import Bucket, limited
from tests.runtime.gateway.running import Running, running


def test_a_bucket_gives_its_burst_at_once_and_then_its_rate() -> None:
    now = [0.0]
    bucket = Bucket(2.0, 3, lambda: now[0])
    assert [bucket.take() for _ in range(4)] == [0, 0, 0, 0.5]
    now[0] += 0.5
    assert bucket.take() == 0
    assert bucket.take() == 0.5
    now[0] += 100
    assert [bucket.take() == 0 for _ in range(4)] == [True, True, True, False]


def test_where_nobody_has_a_limit_nothing_is_counted() -> None:
    async def door(*_: object) -> None: ...

    assert limited(door, {}) is door


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    limit = {"request_rate": 0.01, "request_burst": 3}
    with running(tmp_path_factory.mktemp("rates"), tenant=limit) as found:
        yield found


def test_over_the_limit_is_503_with_a_time_and_only_for_that_tenant(gateway: Running) -> None:
    def ask(tenant: str, body: str = "", token: str = "") -> httpx2.Response:
        head = {"Authorization": f"Bearer {token or gateway.token(tenant)}", "X-Request-ID": "r",
                "X-Conversation-ID": "c", "Content-Type": "application/json"}  # fmt: skip
        if body:
            return httpx2.post(f"{gateway.url}/v1/service-orders", headers=head, content=body)
        return httpx2.get(f"{gateway.url}/v1/service-orders/1", headers=head)

    wrong = [ask("TENANT1", token="x.y.z").status_code for _ in range(5)]
    assert wrong == [401] * 5, "it costs the tenant nothing"
    assert [ask("TENANT1").status_code for _ in range(3)] == [404] * 3
    refused = ask("TENANT1", body="this is not looked at")
    assert refused.status_code == 503
    assert 90 <= int(refused.headers["retry-after"]) <= 100
    assert [ask("TENANT2").status_code for _ in range(6)] == [404] * 6
    assert httpx2.get(f"{gateway.url}/readyz").status_code == 200
    kci = httpx2.post(f"{gateway.url}/v1/kcis", content="{}", headers={
        "Authorization": f"Bearer {gateway.token('DUMMY_SUPPLIER', 'supplier')}",
        "Content-Type": "application/json", "X-Request-ID": "r", "X-Conversation-ID": "c",
    })  # fmt: skip
    assert kci.status_code == 400, "suppliers are heard, whoever is over a limit"
