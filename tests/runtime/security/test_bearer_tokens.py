"""Bearer tokens at the doors of the Tenant API and the Supplier Updates API, over real HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr

from fibrecafe_api._support.problem import Problem
from fibrecafe_api._support.request import RequestHead
from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.security.authenticate import supplier_authenticate, tenant_authenticate
from fibrecafe_gateway.security.keys import Keys, signing_key
from fibrecafe_gateway.security.tokens import (
    Principal,
    TokenExpired,
    TokenIssuer,
    TokenRejected,
    TokenVerifier,
)
from fibrecafe_gateway.settings import Secret, Tokens
from tests.generated.answering import Answering
from tests.runtime.security.hostile_tokens import (
    HOSTILE,
    NOW,
    SECRET,
    SUPPLIER_SCOPE,
    TENANT_SCOPE,
    claims,
    public_pem,
    rsa_key,
    signed,
)
from tests.serving import serve

IDS = {"X-Request-ID": "r-1", "X-Conversation-ID": "c-1"}


@dataclass
class Doors:
    """Both APIs, served; tenant and supplier ACME are known, others are not."""

    tenant_url: str
    supplier_url: str
    tenant: Answering
    supplier: Answering
    http: httpx2.Client

    def ask(self, *authorization: str) -> httpx2.Response:
        """Ask the Tenant API for an order."""
        given = [*IDS.items(), *(("Authorization", value) for value in authorization)]
        headers = [(name.encode(), value.encode("latin-1")) for name, value in given]
        return self.http.get(f"{self.tenant_url}/service-orders/1", headers=headers)

    def tell(self, token: str) -> httpx2.Response:
        """Send the Supplier Updates API a KCI of no known kind."""
        headers = {**IDS, "Authorization": f"Bearer {token}"}
        return self.http.post(f"{self.supplier_url}/kcis", headers=headers, json={})


@pytest.fixture(scope="module")
def verifier_parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tokens, Keys]:
    file: Path = tmp_path_factory.mktemp("keys") / "issuer.pem"
    file.write_bytes(public_pem())
    tokens = Tokens(
        algorithms=("HS256", "RS256"),
        secret=Secret(value=SecretStr(SECRET)),
        public_key_file=file,
        audience="gateway",
    )
    return tokens, signing_key(tokens, None)


@pytest.fixture(scope="module")
def doors(verifier_parts: tuple[Tokens, Keys]) -> Iterator[Doors]:
    verifier = TokenVerifier(*verifier_parts, VirtualClock(NOW))
    tenant, supplier = Answering("tenant"), Answering("supplier_updates")
    known = {"ACME"}.__contains__
    with (
        serve(tenant.app(authenticate=tenant_authenticate(verifier, known))) as tenant_url,
        serve(supplier.app(authenticate=supplier_authenticate(verifier, known))) as supplier_url,
        httpx2.Client(trust_env=False) as http,
    ):
        yield Doors(tenant_url, supplier_url, tenant, supplier, http)


def test_a_good_token_tells_who_asks(doors: Doors) -> None:
    for form in ("Bearer {}", "bearer {}", "BEARER  {}"):
        assert doors.ask(form.format(signed())).status_code == 200
    assert doors.tenant.received[-1].context.principal == Principal(
        "tenant", "ACME", "acme-portal", frozenset({TENANT_SCOPE, "openid"})
    )


def test_tokens_of_another_issuer_are_checked_with_its_public_key(doors: Doors) -> None:
    token = jwt.encode(claims(), rsa_key(), algorithm="RS256")
    assert doors.ask(f"Bearer {token}").status_code == 200
    forged = jwt.encode(claims(), rsa.generate_private_key(65537, 2048), algorithm="RS256")
    assert doors.ask(f"Bearer {forged}").status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": [TENANT_SCOPE]},
        {"scope": None, "scp": TENANT_SCOPE},
        {"scope": "openid", "scp": [TENANT_SCOPE]},
        {"aud": "gateway"},
        {"iat": None},
        {"iat": int(NOW.timestamp()) + 5},
        {"exp": NOW.timestamp() + 0.5},
    ],
)
def test_other_forms_of_a_good_token_are_taken(doors: Doors, changes: dict[str, Any]) -> None:
    assert doors.ask(f"Bearer {signed(**changes)}").status_code == 200


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_token_is_refused_and_nothing_is_told(doors: Doors, name: str) -> None:
    before = len(doors.tenant.received)
    answer = doors.ask(f"Bearer {HOSTILE[name]()}")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    wanted = "the token has expired" if name == "expired" else "the token is not valid"
    assert answer.json()["messages"] == [wanted]
    assert len(doors.tenant.received) == before


def test_a_token_too_long_for_any_header_is_refused(
    doors: Doors, verifier_parts: tuple[Tokens, Keys]
) -> None:
    token = signed(filler="x" * 100_000)
    assert doors.ask(f"Bearer {token}").status_code in (400, 401, 431)
    door = tenant_authenticate(TokenVerifier(*verifier_parts, VirtualClock(NOW)), lambda _: True)
    scope = {"headers": [(b"authorization", f"Bearer {token}".encode())]}
    with pytest.raises(Problem) as refused:
        asyncio.run(_asked(door, RequestHead(scope, "getOrder", None, None)))
    assert refused.value.status == 401


async def _asked(door: Any, head: RequestHead) -> Any:
    return await door(head, ())


@pytest.mark.parametrize(
    "authorization",
    [(), ("",), ("Bearer",), ("Basic YTpi",), ("token",), ("Bearer x", "Bearer x")],
)
def test_a_request_without_one_bearer_token_is_refused(
    doors: Doors, authorization: tuple[str, ...]
) -> None:
    answer = doors.ask(*authorization)
    assert answer.status_code == 401
    assert "bearer" in answer.json()["messages"][0].lower()


def test_a_token_without_the_scope_is_forbidden(doors: Doors) -> None:
    for scope in (None, "", "openid", SUPPLIER_SCOPE, TENANT_SCOPE + "x"):
        answer = doors.ask(f"Bearer {signed(scope=scope)}")
        assert (answer.status_code, answer.content) == (403, b"")


def test_a_token_of_a_supplier_is_no_tenants_nor_the_reverse(doors: Doors) -> None:
    both_scopes = f"{TENANT_SCOPE} {SUPPLIER_SCOPE}"
    tenants = signed(scope=both_scopes)
    suppliers = signed(tenant=None, supplier="ACME", scope=both_scopes)
    for _ in range(2):  # the second time from the memory of those that were good
        assert doors.ask(f"Bearer {tenants}").status_code == 200
        assert doors.tell(suppliers).status_code == 204
        assert doors.ask(f"Bearer {suppliers}").status_code == 401
        assert doors.tell(tenants).status_code == 401


def test_a_token_that_was_good_ends_by_the_clock(verifier_parts: tuple[Tokens, Keys]) -> None:
    clock = VirtualClock(NOW)
    verifier = TokenVerifier(*verifier_parts, clock)
    token = signed()
    clock.advance(timedelta(seconds=3599.999))
    assert verifier.verify(token, "tenant") is verifier.verify(token, "tenant")
    clock.advance(timedelta(milliseconds=1))
    for _ in range(2):
        with pytest.raises(TokenExpired):
            verifier.verify(token, "tenant")


def test_a_tenant_that_is_removed_has_no_more_use_of_its_token(
    verifier_parts: tuple[Tokens, Keys],
) -> None:
    tenants = {"ACME"}
    door = tenant_authenticate(
        TokenVerifier(*verifier_parts, VirtualClock(NOW)), tenants.__contains__
    )
    head = RequestHead(
        {"headers": [(b"authorization", f"Bearer {signed()}".encode())]}, "getOrder", None, None
    )
    assert asyncio.run(_asked(door, head)).id == "ACME"
    tenants.clear()
    with pytest.raises(Problem) as refused:
        asyncio.run(_asked(door, head))
    assert (refused.value.status, refused.value.messages) == (401, ("the token is not valid",))


def test_memory_of_good_tokens_is_bounded(
    verifier_parts: tuple[Tokens, Keys], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fibrecafe_gateway.security.tokens._CACHED", 3)
    verifier = TokenVerifier(*verifier_parts, VirtualClock(NOW))
    for number in range(10):
        assert verifier.verify(signed(jti=str(number)), "tenant").id == "ACME"
    assert len(verifier._good) == 3


def test_a_known_token_costs_next_to_nothing(verifier_parts: tuple[Tokens, Keys]) -> None:
    verifier = TokenVerifier(*verifier_parts, VirtualClock(NOW))
    token = signed()
    verifier.verify(token, "tenant")
    rounds = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(1000):
            verifier.verify(token, "tenant")
        rounds.append((time.perf_counter() - start) / 1000)
    assert min(rounds) < 10e-6


def test_nothing_of_a_refused_token_is_logged(
    doors: Doors, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="fibrecafe_gateway")
    token = signed(iss="elsewhere")
    doors.ask(f"Bearer {token}")
    assert "its issuer is another" in caplog.text
    assert "r-1" in caplog.text
    assert not any(piece in caplog.text for piece in token.split("."))


def test_tokens_of_our_own_open_the_door_they_are_for(
    verifier_parts: tuple[Tokens, Keys],
) -> None:
    clock = VirtualClock(NOW + timedelta(milliseconds=700))
    issuer, verifier = TokenIssuer(*verifier_parts, clock), TokenVerifier(*verifier_parts, clock)
    token, lifetime = issuer.issue("supplier", "DUMMY", "dummy-1", [SUPPLIER_SCOPE])
    assert lifetime == 3600
    assert verifier.verify(token, "supplier") == Principal(
        "supplier", "DUMMY", "dummy-1", frozenset({SUPPLIER_SCOPE})
    )
    with pytest.raises(TokenRejected):
        verifier.verify(token, "tenant")
    assert issuer.issue("supplier", "DUMMY", "dummy-1", [SUPPLIER_SCOPE])[0] != token
    clock.advance(timedelta(seconds=lifetime) - timedelta(milliseconds=1))
    assert verifier.verify(token, "supplier").id == "DUMMY"


def test_settings_that_contradict_themselves_are_refused() -> None:
    clock = VirtualClock(NOW)
    keys = Keys(SECRET.encode(), rsa_key().public_key())
    with pytest.raises(ValueError, match="must differ"):
        TokenVerifier(Tokens(tenant_claim="sub", supplier_claim="sub"), keys, clock)
    with pytest.raises(ValueError, match="endpoint = false"):
        TokenIssuer(Tokens(algorithms=("RS256",)), keys, clock)
    with pytest.raises(ValueError, match="'scope' has another use"):
        TokenIssuer(Tokens(tenant_claim="scope"), keys, clock)
    with pytest.raises(ValueError, match="needs `secret`"):
        TokenVerifier(Tokens(), Keys(), clock)
