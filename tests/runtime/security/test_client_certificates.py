"""KCIs, tokens and calls of suppliers, before servers that demand client certificates."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import httpx2
import pytest

from fibrecafe_gateway.adapters.certified import CALLED_FOR, CertifiedTransport
from fibrecafe_gateway.adapters.contract import SupplierAdapter, SupplierFailure, Unreachable
from fibrecafe_gateway.adapters.discovery import build_adapter
from fibrecafe_gateway.adapters.guarded import call_adapter
from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.delivery.to_tenants import Target
from fibrecafe_gateway.security.guard import (
    AddressPolicy,
    AddressRefused,
    GuardedTransport,
    guarded_connector,
)
from fibrecafe_gateway.security.outbound import httpx2_auth
from fibrecafe_gateway.security.tls import Tls, tls_of
from fibrecafe_gateway.settings import Certificate, OAuth, Secret, SupplierSettings, Updates
from tests.runtime.adapters.suppliers import a_call, a_provide_order
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Receiver, Reply, posting
from tests.runtime.gateway import bodies
from tests.runtime.gateway.running import native, running, simulated
from tests.runtime.security.authority import Authority, Demanding, demanding

VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module", params=VERSIONS, ids=lambda version: version.name)
def server(request: pytest.FixtureRequest, authority: Authority) -> Iterator[Demanding]:
    with demanding(authority, request.param) as found:
        yield found


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("others"), "others")


def test_kcis_tokens_and_orders_come_with_the_certificate_of_their_tenant(
    authority: Authority, tmp_path: Path
) -> None:
    with demanding(authority) as server:
        auth = OAuth(
            token_url=f"{server.url}/token", client_id="g", client_secret=Secret(value="s")
        )
        updates = Updates(url=server.url, auth=auth, tls=authority.issue("to-tenant-1"))
        own = {"BOX": authority.issue("tenant-1-at-box")}
        suppliers = {
            "BOX": native(server.url, tls=authority.issue("at-box")),
            "SIMULATED": simulated(),
        }
        with running(
            tmp_path, suppliers, tenant={"updates": updates, "certificates": own}
        ) as gateway:
            gateway.client().create_order(body=bodies.provide(supplier="SIMULATED"))
            (token, *_), kcis = server.wait("/token"), server.wait("/kcis", 2)
            assert token.who == "to-tenant-1"
            assert {(k.who, k.authorization) for k in kcis} == {("to-tenant-1", "Bearer t1")}
            for number, tenant in enumerate(("TENANT1", "TENANT2", "TENANT1"), 1):
                gateway.client(tenant).create_order(body=bodies.provide(supplier="BOX"))
                server.wait("/service-orders", number)
            at_box = [order.who for order in server.wait("/service-orders", 3)]
            assert at_box == ["tenant-1-at-box", "at-box", "tenant-1-at-box"]


def _wrong(name: str, authority: Authority, others: Authority) -> Certificate:
    right = authority.issue(name)
    if name == "none":
        return Certificate(trust_file=right.trust_file)
    if name == "strange":
        return others.issue(name).model_copy(update={"trust_file": right.trust_file})
    if name == "old":
        return authority.issue(name, days=-1)
    if name == "distrust":
        return right.model_copy(update={"trust_file": others.trust})
    return right.model_copy(update={"trust_file": None})


REASONS = {
    "none": ("certificate_file`",),
    "strange": ("TLS: it does not trust who issued our client certificate",),
    "old": ("TLS: our client certificate has expired; put a new one in `certificate_file`",),
    "distrust": ("TLS: its certificate is not trusted", "name who vouches for it in `trust_file`"),
    "machine": ("TLS: its certificate is not trusted", "name who vouches for it in `trust_file`"),
}


@pytest.mark.parametrize("wrong", REASONS)
def test_an_endpoint_is_paused_for_a_reason_that_a_person_understands(
    authority: Authority, others: Authority, server: Demanding, embedded: NewDatabases, wrong: str
) -> None:
    tls = tls_of(_wrong(wrong, authority, others), "here")
    assert tls is not None
    before = len(server.requests)

    async def reason() -> str:
        async with posting(embedded.open(clock=VirtualClock()), server.url) as post:
            post.targets["A"] = Target(server.by_address, None, tls.context)
            await post.tell(1)
            await post.engine.drain()
            circuit = await post.circuit()
            assert circuit.is_open
            return circuit.reason or ""

    told = asyncio.run(reason())
    for words in REASONS[wrong]:
        assert words in told
    assert "SSL" not in told
    assert len(server.requests) == before


def test_the_probe_after_the_certificate_was_replaced_ends_the_pause(
    authority: Authority, others: Authority, embedded: NewDatabases
) -> None:
    shown, now = _wrong("strange", authority, others), [0.0]
    tls = Tls(shown, "here", now=lambda: now[0])

    async def work(server: Demanding) -> None:
        async with posting(embedded.open(clock=VirtualClock()), server.url) as post:
            post.targets["A"] = Target(server.by_address, None, tls.context)
            await post.tell(1)
            await post.engine.drain()
            right = authority.issue("right")
            for old, new in (
                (shown.certificate_file, right.certificate_file),
                (shown.key_file, right.key_file),
            ):
                assert old is not None
                assert new is not None
                old.write_bytes(new.read_bytes())
            now[0] = 60
            await post.wait(60)
            assert not (await post.circuit()).is_open

    with demanding(authority) as server:
        asyncio.run(work(server))
        assert [request.who for request in server.requests] == ["right"]


def test_what_nginx_says_of_certificates_parks_no_order(embedded: NewDatabases) -> None:
    page = b"<center>No required SSL certificate was sent</center>"

    async def work() -> None:
        async with (
            Receiver(answer=lambda kci: Reply(400, body=page)).listening() as receiver,
            posting(embedded.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1)
            await post.wait(10)
            lane = await post.lane(1)
            assert lane is not None
            assert lane["parked"] is None
            assert "wants one; look at [updates.tls]" in ((await post.circuit()).reason or "")

    asyncio.run(work())


def place(adapter: SupplierAdapter, tenant: str) -> Any:
    call = a_call(tenant=tenant)
    return call_adapter(adapter, SupplierAdapter.create_order, call, a_provide_order())


@pytest.mark.parametrize("name", ["native", "tmforum"])
def test_a_supplier_that_does_not_take_the_certificate_has_taken_no_order(
    authority: Authority, others: Authority, server: Demanding, name: str
) -> None:
    shown = {wrong: tls_of(_wrong(wrong, authority, others), "here") for wrong in REASONS}
    own = {wrong: tls for wrong, tls in shown.items() if tls is not None}
    right = tls_of(authority.issue("at-supplier"), "here")
    before = len(server.requests)

    async def work() -> dict[str, SupplierFailure]:
        settings = SupplierSettings(base_url=server.url)
        adapter = build_adapter(
            name, "S1", settings, lambda tenant: None, CertifiedTransport(right, own)
        )
        failures = {}
        try:
            for wrong in REASONS:
                with pytest.raises(SupplierFailure) as failed:
                    await place(adapter, "machine-of-nobody" if wrong == "machine" else wrong)
                failures[wrong] = failed.value
            assert await place(adapter, "any other") is None
        finally:
            await adapter.aclose()
        return failures

    own["machine-of-nobody"] = Tls(Certificate(), "here")
    failures = asyncio.run(work())
    for wrong, failure in failures.items():
        assert isinstance(failure, Unreachable), failure.detail
        assert all(words in failure.detail for words in REASONS[wrong]), failure.detail
    assert [request.who for request in server.requests[before:]] == ["at-supplier"]


@pytest.mark.parametrize("name", ["native", "tmforum"])
def test_a_tenants_token_at_a_supplier_is_fetched_with_its_own_certificate(
    authority: Authority, name: str
) -> None:
    common = tls_of(authority.issue("common"), "here")
    own = Tls(authority.issue("own-of-a"), "here")

    async def work(url: str) -> None:
        oauth = OAuth(token_url=f"{url}/token", client_id="g", client_secret=Secret(value="s"))
        auths = {tenant: httpx2_auth(oauth) for tenant in ("A", "B")}
        settings = SupplierSettings(base_url=url)
        adapter = build_adapter(
            name, "S1", settings, auths.__getitem__, CertifiedTransport(common, {"A": own})
        )
        try:
            for tenant in ("A", "B"):
                assert await place(adapter, tenant) is None
        finally:
            await adapter.aclose()

    with demanding(authority) as server:
        asyncio.run(work(server.url))
        shown = [(request.who, request.authorization) for request in server.requests]
        assert [who for who, _ in shown] == ["own-of-a", "own-of-a", "common", "common"]
        assert [authorization for _, authorization in shown[1::2]] == ["Bearer t1", "Bearer t1"]
        assert [request.path for request in server.requests[::2]] == ["/token", "/token"]


def test_a_certificate_does_not_open_the_way_to_internal_addresses(authority: Authority) -> None:
    tls = tls_of(authority.issue("allowed"), "here")
    assert tls is not None
    policy = AddressPolicy(allow_internal=False)

    async def work(url: str) -> None:
        async with aiohttp.ClientSession(connector=guarded_connector(policy)) as http:
            with pytest.raises(AddressRefused):
                await http.post(f"{url}/kcis", ssl=tls.context())
        transport = CertifiedTransport(
            tls, {}, lambda context: GuardedTransport(policy, verify=context)
        )
        async with httpx2.AsyncClient(transport=transport) as client:
            with pytest.raises(AddressRefused):
                await client.post(f"{url}/kcis")

    with demanding(authority) as server:
        asyncio.run(work(server.url))
        asyncio.run(work(server.by_address))
        assert server.connections == 0


def test_requests_under_way_are_finished_while_a_certificate_is_replaced(
    authority: Authority,
) -> None:
    now = [0.0]
    tls = Tls(authority.issue("first"), "here", now=lambda: now[0])

    async def work(url: str) -> None:
        CALLED_FOR.set("anyone")
        async with httpx2.AsyncClient(transport=CertifiedTransport(tls, {})) as client:
            for name in ("second", "third", "fourth"):
                request = client.build_request("POST", f"{url}/orders", content=b"")
                under_way = await client.send(request, stream=True)
                shown = authority.issue(name)
                for old, new in zip(_files(authority.issue("first")), _files(shown), strict=True):
                    old.write_bytes(new.read_bytes())
                now[0] += 61
                await client.post(f"{url}/orders", content=b"")
                assert await under_way.aread() == b""

    with demanding(authority) as server:
        asyncio.run(work(server.url))
        shown = [request.who for request in server.requests]
    assert shown == ["first", "second", "second", "third", "third", "fourth"]


def _files(shown: Certificate) -> tuple[Path, Path]:
    assert shown.certificate_file is not None
    assert shown.key_file is not None
    return shown.certificate_file, shown.key_file
