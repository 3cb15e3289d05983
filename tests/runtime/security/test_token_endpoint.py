"""The gateway's own token endpoint, over real HTTP."""

from __future__ import annotations

import asyncio
import statistics
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from pydantic import SecretStr

from fibrecafe_api.tenant.client import AsyncTenantClient, ClientCredentials
from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.security import attempts
from fibrecafe_gateway.security.authenticate import tenant_authenticate
from fibrecafe_gateway.security.endpoint import Clients, TokenEndpoint, clients_of
from fibrecafe_gateway.security.keys import Keys
from fibrecafe_gateway.security.passwords import hash_secret
from fibrecafe_gateway.security.tokens import TokenIssuer, TokenVerifier
from fibrecafe_gateway.settings import Settings, Tokens
from tests.generated.answering import Answering
from tests.serving import serve

TENANT, SUPPLIER = "/auth/tenant/access-token", "/auth/supplier/access-token"

SECRET, ODD_SECRET = "s3cret-of-acme", "100% +ümläut:&"

TOKENS = Tokens()

KEYS = Keys(b"k" * 48)

FORM = {"grant_type": "client_credentials", "client_id": "acme", "client_secret": SECRET}

BARE = {"grant_type": "client_credentials"}


@pytest.fixture(scope="module")
def clients() -> Clients:
    return {
        ("tenant", "acme"): ("ACME", hash_secret(SECRET)),
        ("tenant", "odd id%"): ("ODD", hash_secret(ODD_SECRET)),
        ("supplier", "dummy"): ("DUMMY", hash_secret("s3cret-of-dummy")),
    }


@dataclass
class Served:
    url: str
    clock: VirtualClock
    verifier: TokenVerifier
    http: httpx2.Client

    def post(self, path: str = TENANT, **options: Any) -> httpx2.Response:
        return self.http.post(f"{self.url}{path}", **options)


@pytest.fixture(scope="module")
def endpoint_served(clients: Clients) -> Iterator[Served]:
    clock = VirtualClock()
    endpoint = TokenEndpoint(TokenIssuer(TOKENS, KEYS, clock), clients)
    with serve(endpoint) as url, httpx2.Client(trust_env=False) as http:
        yield Served(url, clock, TokenVerifier(TOKENS, KEYS, clock), http)


@pytest.fixture
def served(endpoint_served: Served) -> Served:
    """With no failure in the last minute."""
    endpoint_served.clock.advance(timedelta(seconds=61))
    return endpoint_served


def basic(client: str, secret: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{client}:{secret}'.encode()).decode()}"}


def encoded(client: str, secret: str) -> dict[str, str]:
    pair = urlencode({client: secret}).split("=")
    return basic(*pair)


def test_a_client_gets_a_token_that_opens_its_door(served: Served) -> None:
    ways: list[dict[str, Any]] = [
        {"data": FORM},
        {"data": BARE, "headers": basic("acme", SECRET)},
        {"data": BARE | {"client_id": "acme"}, "headers": basic("acme", SECRET)},
        {"data": FORM | {"scope": TOKENS.tenant_scope, "unknown": "is ignored"}},
        {"data": FORM | {"scope": ""}},
    ]
    for options in ways:
        answer = served.post(**options)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        body = answer.json()
        token = body.pop("access_token")
        assert body == {
            "token_type": "Bearer",
            "expires_in": 3600,
            "scope": TOKENS.tenant_scope,
        }
        principal = served.verifier.verify(token, "tenant")
        assert (principal.id, principal.client) == ("ACME", "acme")


def test_tenants_and_suppliers_have_clients_of_their_own(served: Served) -> None:
    form = BARE | {"client_id": "dummy", "client_secret": "s3cret-of-dummy"}
    token = served.post(SUPPLIER, data=form).json()["access_token"]
    assert served.verifier.verify(token, "supplier").id == "DUMMY"
    assert served.post(TENANT, data=form).status_code == 401
    assert served.post(SUPPLIER, data=FORM).status_code == 401


def test_credentials_of_any_characters_are_taken(served: Served) -> None:
    form = BARE | {"client_id": "odd id%", "client_secret": ODD_SECRET}
    ways: list[dict[str, Any]] = [
        {"data": form},
        {"data": BARE, "headers": encoded("odd id%", ODD_SECRET)},  # RFC 6749, 2.3.1
        {"data": BARE, "headers": basic("odd id%", ODD_SECRET)},  # as many clients send it
    ]
    for options in ways:
        token = served.post(**options).json()["access_token"]
        assert served.verifier.verify(token, "tenant").id == "ODD"


@pytest.mark.parametrize(
    ("options", "status", "error"),
    [
        ({"data": {**FORM, "grant_type": "password"}}, 400, "unsupported_grant_type"),
        ({"data": {**FORM, "grant_type": ""}}, 400, "invalid_request"),
        ({"data": {"client_id": "acme", "client_secret": SECRET}}, 400, "invalid_request"),
        ({"data": FORM | {"scope": "admin"}}, 400, "invalid_scope"),
        ({"data": FORM | {"scope": TOKENS.supplier_scope}}, 400, "invalid_scope"),
        ({"data": BARE}, 401, "invalid_client"),
        ({"data": BARE | {"client_id": "acme"}}, 401, "invalid_client"),
        ({"data": FORM | {"client_secret": ""}}, 401, "invalid_client"),
        ({"data": FORM | {"client_secret": SECRET + "x"}}, 401, "invalid_client"),
        ({"data": FORM | {"client_id": "nobody"}}, 401, "invalid_client"),
        ({"data": FORM | {"client_id": "n" * 5000}}, 401, "invalid_client"),
        ({"data": BARE, "headers": basic("acme", "wrong")}, 401, "invalid_client"),
        ({"data": BARE, "headers": {"Authorization": "Basic !!"}}, 401, "invalid_client"),
        ({"data": BARE, "headers": {"Authorization": "Basic /w=="}}, 401, "invalid_client"),
        ({"data": BARE, "headers": {"Authorization": "Basic YWNtZQ=="}}, 401, "invalid_client"),
        ({"data": BARE, "headers": {"Authorization": "Bearer x"}}, 401, "invalid_client"),
        ({"data": FORM, "headers": basic("acme", SECRET)}, 400, "invalid_request"),
        (
            {"data": BARE | {"client_id": "other"}, "headers": basic("acme", SECRET)},
            400,
            "invalid_request",
        ),
        ({"json": FORM}, 400, "invalid_request"),
        ({}, 400, "invalid_request"),
        ({"data": FORM, "params": {"x": "1"}}, 400, "invalid_request"),
        ({"params": FORM}, 400, "invalid_request"),
        ({"data": FORM | {"filler": "x" * 20_000}}, 400, "invalid_request"),
    ],
)
def test_a_wrong_request_gets_the_error_of_the_rfc(
    served: Served, options: dict[str, Any], status: int, error: str
) -> None:
    answer = served.post(**options)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers.get("www-authenticate", "").startswith("Basic ") == (status == 401)
    assert SECRET not in answer.text
    assert "access_token" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        urlencode(FORM) + "&client_id=acme",
        urlencode(FORM) + "&x=1&x=2",
        urlencode(FORM) + "&x=%ff",
        urlencode(FORM) + "&x=\xff",
        "&".join(f"x{n}=1" for n in range(2000)),
        "\0",
    ],
)
def test_a_form_that_is_none_or_says_things_twice_is_refused(served: Served, body: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = served.post(content=body.encode("latin-1"), headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_other_methods_and_paths_are_refused(served: Served) -> None:
    for method in ("GET", "PUT", "DELETE", "HEAD", "OPTIONS"):
        answer = served.http.request(method, served.url + TENANT)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert served.post("/auth/tenant", data=FORM).status_code == 404


def test_ten_failures_in_a_minute_close_the_door_for_this_client_only(served: Served) -> None:
    wrong = FORM | {"client_secret": "guess"}
    for _ in range(10):
        assert served.post(data=wrong).status_code == 401
        served.clock.advance(timedelta(seconds=3))
    for form in (wrong, FORM):  # the right one too: else the answer would tell it
        answer = served.post(data=form)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert served.post(data=BARE, headers=basic("acme", SECRET)).status_code == 503
    other = BARE | {"client_id": "odd id%", "client_secret": ODD_SECRET}
    assert served.post(data=other).status_code == 200
    served.clock.advance(timedelta(seconds=30))
    assert served.post(data=FORM).status_code == 200


def test_a_client_that_is_not_known_is_answered_as_one_that_is(served: Served) -> None:
    answers: dict[str, list[tuple[int, bytes]]] = {}
    for client in ("acme", "nobody"):
        wrong = FORM | {"client_id": client, "client_secret": "guess"}
        times, answers[client] = [], []
        for _ in range(11):
            start = time.perf_counter()
            answer = served.post(data=wrong)
            times.append(time.perf_counter() - start)
            answers[client].append((answer.status_code, answer.content))
        assert statistics.median(times[:10]) > 0.015  # a hash was made
    assert answers["acme"] == answers["nobody"]
    assert [status for status, _ in answers["acme"]] == [401] * 10 + [503]


def test_strangers_cannot_push_a_clients_failures_out_of_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(attempts, "_STRANGERS", 5)
    failures = attempts.FailedAttempts([("tenant", "acme")], VirtualClock())
    for number in range(10):
        failures.failed(("tenant", "acme"))
        failures.failed(("tenant", f"stranger {number}"))
    assert failures.wait(("tenant", "acme")) == 60
    assert len(failures._strangers) == 5


def test_many_guesses_at_once_are_no_way_around_the_limit(clients: Clients) -> None:
    endpoint = TokenEndpoint(TokenIssuer(TOKENS, KEYS, VirtualClock()), clients)

    async def guess(http: httpx2.AsyncClient) -> int:
        answer = await http.post(TENANT, data=FORM | {"client_secret": "guess"})
        return answer.status_code

    async def run() -> list[int]:
        transport = httpx2.ASGITransport(endpoint)
        async with httpx2.AsyncClient(transport=transport, base_url="http://x") as http:
            return await asyncio.gather(*(guess(http) for _ in range(80)))

    statuses = asyncio.run(run())
    assert statuses.count(401) <= 11
    assert statuses.count(503) == 80 - statuses.count(401)


def test_nothing_secret_is_logged_or_shown(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="fibrecafe_gateway")
    token = served.post(data=FORM).json()["access_token"]
    served.post(data=FORM | {"client_secret": "a-guess"})
    served.post(data=FORM | {"client_id": "pasted-secret"})
    served.post(data=BARE, headers=basic("acme", "a-guess"))
    assert "a token for tenant ACME, client acme" in caplog.text
    assert "no token for client acme" in caplog.text
    assert "no token for an unknown client" in caplog.text
    for secret in (SECRET, "a-guess", "pasted-secret", token):
        assert secret not in caplog.text


def test_the_generated_client_fetches_its_token_here_and_is_let_in(served: Served) -> None:
    api = Answering("tenant")
    app = api.app(authenticate=tenant_authenticate(served.verifier, {"ACME"}.__contains__))

    async def order(url: str) -> Any:
        auth = ClientCredentials(f"{served.url}{TENANT}", "acme", SECRET)
        async with AsyncTenantClient(url, auth=auth) as client:
            return await client.get_order(id="1")

    with serve(app) as url:
        asyncio.run(order(url))
    assert api.received[0].context.principal.id == "ACME"


def test_clients_are_read_from_the_settings() -> None:
    hashed = hash_secret("x")
    settings = Settings.model_validate(
        {
            "tenants": {"ACME": {"clients": {"a": {"secret_hash": hashed}}}},
            "suppliers": {"DUMMY": {"clients": {"a": {"secret_hash": hashed}}}},
        }
    )
    assert clients_of(settings) == {
        ("tenant", "a"): ("ACME", hashed),
        ("supplier", "a"): ("DUMMY", hashed),
    }


def test_clients_that_cannot_be_right_are_refused_with_their_place() -> None:
    hashed = hash_secret("x")
    plain = {"tenants": {"ACME": {"clients": {"a": {"secret_hash": "hunter2"}}}}}
    with pytest.raises(ValueError, match=r"\[tenants.ACME.clients.a\] secret_hash") as refused:
        clients_of(Settings.model_validate(plain))
    assert "hunter2" not in str(refused.value)
    client = {"clients": {"a": {"secret_hash": hashed}}}
    twice = {"tenants": {"ACME": client, "RIVAL": client}}
    with pytest.raises(ValueError, match=r"\[tenants.RIVAL.clients.a\]: tenant ACME has"):
        clients_of(Settings.model_validate(twice))


def test_a_secret_in_the_settings_is_not_shown() -> None:
    tokens = Tokens.model_validate({"secret": {"value": SecretStr(SECRET)}})
    assert SECRET not in repr(tokens)
