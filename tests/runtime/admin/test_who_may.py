"""The admin API opens to operators' tokens alone, and to nobody unless it is configured."""

from __future__ import annotations

from pathlib import Path

import jwt
import pytest

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.security.keys import Keys
from fibrecafe_gateway.security.tokens import (
    ScopeMissing,
    TokenIssuer,
    TokenRejected,
    TokenVerifier,
)
from fibrecafe_gateway.settings import Admin, Tokens
from tests.runtime.admin.office import OPERATOR, Office, office
from tests.runtime.gateway.running import secret_of

SCOPE = Admin().scope


@pytest.mark.parametrize(("client", "party"), [("acme", "tenant"), ("s1", "supplier")])
def test_tokens_of_tenants_and_of_suppliers_do_not_open_it(
    desk: Office, client: str, party: str
) -> None:
    token = desk.token_of(client, party)
    for method, path in (("GET", "/kcis"), ("POST", "/kcis/retry"), ("GET", "/orders/acme/1")):
        refused = desk.ask(method, path, {"tenant": "acme"}, token=token)
        assert refused.status_code == 401
        assert refused.headers["content-type"] == "application/problem+json"


def test_tokens_of_operators_open_nothing_else(desk: Office) -> None:
    for method, path in (("GET", "/v1/service-orders/1"), ("POST", "/v1/kcis")):
        refused = desk.http.request(
            method, f"{desk.url}{path}", json={},
            headers={
                "Authorization": f"Bearer {desk.token}", "X-Request-ID": "r",
                "X-Conversation-ID": "c",
            },
        )  # fmt: skip
        assert refused.status_code == 401


def test_without_a_token_there_is_only_the_document(desk: Office) -> None:
    assert desk.http.get(f"{desk.url}/admin/v1/kcis").status_code == 401
    assert desk.http.get(f"{desk.url}/admin/v1/openapi.json").status_code == 200


def test_it_is_not_there_unless_it_is_configured(tmp_path: Path) -> None:
    with office(tmp_path, admin=False) as closed:
        for path in ("/admin/v1/kcis", "/admin/v1/openapi.json"):
            assert closed.http.get(f"{closed.url}{path}").status_code == 404
        answer = closed.http.post(
            f"{closed.url}/v1/auth/admin/access-token",
            data={"grant_type": "client_credentials"}, auth=(OPERATOR, secret_of(OPERATOR)),
        )  # fmt: skip
        assert answer.status_code == 404


KEYS = Keys(b"k" * 48)


def _made(**claims: object) -> str:
    whole = {"iss": "fibrecafe", "exp": 10**11, "sub": "ada", "scope": SCOPE, **claims}
    return jwt.encode(whole, KEYS.secret or b"", algorithm="HS256")


def test_a_token_of_another_issuer_opens_it_by_its_scope_and_names_its_client() -> None:
    verifier = TokenVerifier(Tokens(), KEYS, VirtualClock(), admin_scope=SCOPE)
    principal = verifier.verify(_made(), "admin")
    assert (principal.party, principal.id) == ("admin", "ada")
    for refused in (_made(tenant="acme"), _made(supplier="S1"), _made(sub="")):
        with pytest.raises(TokenRejected):
            verifier.verify(refused, "admin")
    with pytest.raises(ScopeMissing):
        verifier.verify(_made(scope=Tokens().tenant_scope), "admin")
    with pytest.raises(ScopeMissing):
        TokenVerifier(Tokens(), KEYS, VirtualClock()).verify(_made(), "admin")
    with pytest.raises(TokenRejected):
        verifier.verify(_made(), "tenant")


def test_a_scope_that_opens_another_door_too_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match=r"\[admin\] scope must differ"):
        TokenIssuer(Tokens(), KEYS, VirtualClock(), admin_scope=Tokens().tenant_scope)
