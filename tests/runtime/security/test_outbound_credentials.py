"""Credentials towards tenants and suppliers, over real HTTP."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs

import aiohttp
import httpx2
import pytest
from pydantic import TypeAdapter

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.security.guard import AddressPolicy, guarded_connector
from fibrecafe_gateway.security.outbound import (
    OutboundAuth,
    TokenUnavailable,
    httpx2_auth,
    outbound_auth,
)
from fibrecafe_gateway.settings import Credentials
from tests.serving import serve

SECRET = "s3cret: 100%"

T = TypeVar("T")

_credentials: TypeAdapter[Any] = TypeAdapter(Credentials)


@dataclass
class Issuer:
    """A token endpoint that answers as it is told, and remembers what came."""

    url: str = ""
    status: int = 200
    answer: Any = field(default_factory=lambda: {"expires_in": 3600})
    delay: float = 0.0
    requests: list[tuple[dict[str, str], dict[str, list[str]]]] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = (await receive())["body"].decode()
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.requests.append((headers, parse_qs(body)))
        await asyncio.sleep(self.delay)
        answer = self.answer
        if isinstance(answer, dict) and self.status == 200:
            answer = {"access_token": f"t{len(self.requests)}", **answer}
        raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        more = [(b"location", self.url.encode())] if 300 <= self.status < 400 else []
        await send({"type": "http.response.start", "status": self.status, "headers": more})
        await send({"type": "http.response.body", "body": raw})


@pytest.fixture(scope="module")
def issuer_served() -> Iterator[Issuer]:
    state = Issuer()
    with serve(state) as url:
        state.url = f"{url}/token"
        yield state


@pytest.fixture
def issuer(issuer_served: Issuer) -> Issuer:
    """As new."""
    vars(issuer_served).update(vars(Issuer(url=issuer_served.url)))
    return issuer_served


def oauth(issuer: Issuer, **changes: Any) -> Any:
    return _credentials.validate_python(
        {
            "kind": "oauth",
            "token_url": issuer.url,
            "client_id": "the gateway",
            "client_secret": {"value": SECRET},
            "scopes": ("a", "b"),
            **changes,
        }
    )


def run(
    credentials: Any,
    use: Callable[[OutboundAuth], Awaitable[T]],
    clock: VirtualClock | None = None,
    **options: Any,
) -> T:
    async def main() -> T:
        async with aiohttp.ClientSession() as session:
            auth = outbound_auth(credentials, lambda: session, clock or VirtualClock(), **options)
            assert SECRET not in repr(auth)
            return await use(auth)

    return asyncio.run(main())


async def header(auth: OutboundAuth) -> str | None:
    return await auth.header()


def test_a_token_is_fetched_once_and_used_until_a_minute_before_its_end(issuer: Issuer) -> None:
    clock = VirtualClock()

    async def use(auth: OutboundAuth) -> list[str | None]:
        headers = list(await asyncio.gather(*(auth.header() for _ in range(50))))
        clock.advance(timedelta(seconds=3539.999))
        headers += [await auth.header(), auth.known()]
        clock.advance(timedelta(milliseconds=1))
        return [*headers, auth.known(), await auth.header()]

    assert run(oauth(issuer), use, clock) == ["Bearer t1"] * 52 + [None, "Bearer t2"]
    headers, form = issuer.requests[0]
    assert form == {"grant_type": ["client_credentials"], "scope": ["a b"]}
    pair = b64decode(headers["authorization"].removeprefix("Basic ")).decode()
    assert pair == "the%20gateway:s3cret%3A%20100%25"


def test_a_short_token_is_used_for_half_of_its_life(issuer: Issuer) -> None:
    issuer.answer = {"expires_in": "40", "token_type": "bearer"}
    clock = VirtualClock()

    async def use(auth: OutboundAuth) -> list[str | None]:
        headers = [await auth.header()]
        clock.advance(timedelta(seconds=19))
        headers.append(await auth.header())
        clock.advance(timedelta(seconds=1))
        return [*headers, await auth.header()]

    assert run(oauth(issuer), use, clock) == ["Bearer t1", "Bearer t1", "Bearer t2"]


def test_credentials_go_into_the_form_where_the_server_wants_them_there(issuer: Issuer) -> None:
    assert run(oauth(issuer, in_body=True, scopes=()), header) == "Bearer t1"
    headers, form = issuer.requests[0]
    assert "authorization" not in headers
    assert form["client_secret"] == [SECRET]
    assert "scope" not in form


def test_many_refusals_at_once_fetch_one_token(issuer: Issuer) -> None:
    issuer.delay = 0.05

    async def use(auth: OutboundAuth) -> None:
        rejected = await auth.header()
        assert rejected is not None
        assert all(await asyncio.gather(*(auth.renew(rejected) for _ in range(100))))
        assert await auth.renew(rejected)  # late: there is a new one already
        assert await auth.header() == "Bearer t2"

    run(oauth(issuer), use)
    assert len(issuer.requests) == 2


def test_the_same_token_again_is_no_renewal(issuer: Issuer) -> None:
    issuer.answer = {"access_token": "always"}

    async def use(auth: OutboundAuth) -> bool:
        rejected = await auth.header()
        assert rejected is not None
        return await auth.renew(rejected)

    assert run(oauth(issuer), use) is False


def test_one_failed_fetch_answers_all_who_wait_and_the_next_tries_again(issuer: Issuer) -> None:
    issuer.status, issuer.delay = 500, 0.05

    async def use(auth: OutboundAuth) -> None:
        outcomes = await asyncio.gather(*(auth.header() for _ in range(20)), return_exceptions=True)
        assert all(isinstance(outcome, TokenUnavailable) for outcome in outcomes)
        assert len(issuer.requests) == 1
        issuer.status = 200
        assert await auth.header() == "Bearer t2"

    run(oauth(issuer), use)


def test_who_gives_up_waiting_does_not_take_the_token_from_the_others(issuer: Issuer) -> None:
    issuer.delay = 0.1

    async def use(auth: OutboundAuth) -> str | None:
        first = asyncio.create_task(auth.header())
        second = asyncio.create_task(auth.header())
        await asyncio.sleep(0.02)
        first.cancel()
        return await second

    assert run(oauth(issuer), use) == "Bearer t1"
    assert len(issuer.requests) == 1


@pytest.mark.parametrize(
    ("status", "answer", "message"),
    [
        (401, {"error": "invalid_client"}, "it answered 401: invalid_client"),
        (401, {"error": SECRET, "error_description": SECRET}, "it answered 401"),
        (302, {}, "it answered 302"),
        (500, b"<html>", "it answered 500"),
        (200, b"<html>", "it answered 200 without a token"),
        (200, b"[1]", "it answered 200 without a token"),
        (200, b"[" * 50_000, "it answered 200 without a token"),
        (200, b'{"access_token": "' + b"x" * 100_000 + b'"}', "it answered 200 without a token"),
        (200, {"access_token": ""}, "it answered 200 without a token"),
        (200, {"access_token": None}, "it answered 200 without a token"),
        (200, {"access_token": 7}, "it answered 200 without a token"),
        (200, {"access_token": "a\r\nX-Evil: 1"}, "it answered 200 without a token"),
        (200, {"token_type": "mac"}, "its token is no bearer token"),
    ],
)
def test_an_endpoint_that_gives_no_token_is_named_with_its_status(
    issuer: Issuer, status: int, answer: Any, message: str
) -> None:
    issuer.status, issuer.answer = status, answer
    url = issuer.url.replace("http://", "http://me:hunter2@") + "?key=hunter2"
    with pytest.raises(TokenUnavailable) as refused:
        run(oauth(issuer, token_url=url), header)
    assert str(refused.value) == f"no token from {issuer.url}: {message}"
    assert (refused.value.status, refused.value.endpoint) == (status, issuer.url)
    assert len(issuer.requests) == 1


@pytest.mark.parametrize("life", [None, "soon", -5, 0, [], "nan", 1e400])
def test_a_life_that_is_none_counts_as_five_minutes(issuer: Issuer, life: Any) -> None:
    issuer.answer = {"expires_in": life}
    clock = VirtualClock()

    async def use(auth: OutboundAuth) -> list[str | None]:
        headers = [await auth.header()]
        clock.advance(timedelta(seconds=239))
        headers.append(await auth.header())
        clock.advance(timedelta(seconds=1))
        return [*headers, await auth.header()]

    assert run(oauth(issuer), use, clock) == ["Bearer t1", "Bearer t1", "Bearer t2"]


def test_an_endpoint_that_does_not_answer_is_named(issuer: Issuer) -> None:
    issuer.delay = 0.5
    with pytest.raises(TokenUnavailable, match="no answer in time") as late:
        run(oauth(issuer), header, timeout=0.05)
    assert late.value.status is None
    gone = oauth(issuer, token_url="http://127.0.0.1:9/token")
    with pytest.raises(TokenUnavailable, match=r"127\.0\.0\.1:9/token: no answer"):
        run(gone, header)


def test_a_token_endpoint_at_an_internal_address_is_not_asked(issuer: Issuer) -> None:
    async def main() -> None:
        connector = guarded_connector(AddressPolicy(allow_internal=False))
        async with aiohttp.ClientSession(connector=connector) as session:
            auth = outbound_auth(oauth(issuer), lambda: session, VirtualClock())
            with pytest.raises(TokenUnavailable, match="allow_internal"):
                await auth.header()

    asyncio.run(main())
    assert not issuer.requests


def test_credentials_that_do_not_change_are_sent_and_not_renewed() -> None:
    async def use(auth: OutboundAuth) -> tuple[str | None, bool]:
        return await auth.header(), await auth.renew(await auth.header() or "")

    basic = {"kind": "basic", "user": "me", "password": {"value": "pässword"}}
    sent, renewed = run(_credentials.validate_python(basic), use)
    assert sent is not None
    assert b64decode(sent.removeprefix("Basic ")).decode() == "me:pässword"
    assert not renewed
    bearer = {"kind": "bearer", "token": {"value": "known"}}
    assert run(_credentials.validate_python(bearer), use) == ("Bearer known", False)
    assert run(None, header) is None


def test_a_secret_that_is_replaced_in_its_file_is_used_after_a_refusal(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("old\n")
    bearer = {"kind": "bearer", "token": {"file": file}}

    async def use(auth: OutboundAuth) -> None:
        assert await auth.header() == "Bearer old"
        file.write_text("new\n")
        assert await auth.renew("Bearer old")
        assert await auth.header() == "Bearer new"
        file.unlink()
        assert not await auth.renew("Bearer new")
        assert await auth.header() == "Bearer new"

    run(_credentials.validate_python(bearer), use)


def test_secrets_that_cannot_be_sent_or_read_are_refused_without_being_quoted(
    tmp_path: Path,
) -> None:
    evil = {"kind": "bearer", "token": {"value": "a\r\nX-Evil: 1"}}
    colon = {"kind": "basic", "user": "a:b", "password": {"value": SECRET}}
    for wrong in (evil, colon):
        with pytest.raises(ValueError, match=r"cannot hold|must be") as refused:
            httpx2_auth(_credentials.validate_python(wrong))
        assert "Evil" not in str(refused.value)
    gone = {"kind": "bearer", "token": {"file": tmp_path / "gone"}}
    with pytest.raises(FileNotFoundError):
        run(_credentials.validate_python(gone), header)


def test_adapters_send_the_same_with_httpx2(issuer: Issuer) -> None:
    def sent(credentials: Any) -> str | None:
        auth = httpx2_auth(credentials)
        assert SECRET not in repr(auth)
        with httpx2.Client(auth=auth, trust_env=False) as client:
            client.post(issuer.url.replace("/token", "/orders"))
        return issuer.requests[-1][0].get("authorization")

    assert sent(None) is None
    bearer = {"kind": "bearer", "token": {"value": "known"}}
    assert sent(_credentials.validate_python(bearer)) == "Bearer known"
    basic = {"kind": "basic", "user": "me", "password": {"value": SECRET}}
    given = sent(_credentials.validate_python(basic)) or ""
    assert b64decode(given.removeprefix("Basic ")).decode() == f"me:{SECRET}"
    assert sent(oauth(issuer)) == "Bearer t4"
