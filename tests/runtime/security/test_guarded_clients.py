"""No requests to internal addresses, with aiohttp and with httpx2, over real HTTP."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import httpx2
import pytest
from aiohttp.abc import AbstractResolver
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from fibrecafe_gateway.security.guard import (
    AddressPolicy,
    AddressRefused,
    GuardedTransport,
    guarded_connector,
)
from tests.serving import serve

STRICT = AddressPolicy(allow_internal=False)

OPEN = AddressPolicy(allow_internal=True)

# How this machine may be written in an address.
SPELLINGS = (
    *("127.0.0.1", "127.0.0.1.", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1"),
    *("0177.0.0.1", "017700000001", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
    *("[64:ff9b::7f00:1]", "localhost", "LOCALHOST", "localhost.", "0", "0.0.0.0"),
)


class Target:
    """A server that must not be reached, or remembers how it was."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.hosts.append(dict(scope["headers"])[b"host"].decode())
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"internal"})


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Target, int]]:
    target = Target()
    with serve(target) as url:
        yield target, int(url.rpartition(":")[2])


class Resolver(AbstractResolver):
    """Answers as it is told, one answer for each question."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.closed = False

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> Any:
        return [
            {
                "hostname": host,
                "host": ip,
                "port": port,
                "family": socket.AF_INET6 if ":" in ip else socket.AF_INET,
                "proto": 0,
                "flags": socket.AI_NUMERICHOST,
            }
            for ip in self.answers.pop(0)
        ]

    async def close(self) -> None:
        self.closed = True


async def with_aiohttp(policy: AddressPolicy, url: str, **options: Any) -> str:
    connector = guarded_connector(policy, **options)
    async with (
        aiohttp.ClientSession(connector=connector) as session,
        session.post(url, data=b"x", allow_redirects=False) as answer,
    ):
        return await answer.text()


async def with_httpx2(policy: AddressPolicy, url: str) -> str:
    async with httpx2.AsyncClient(transport=GuardedTransport(policy)) as client:
        return (await client.post(url, content=b"x")).text


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_this_machine_is_reached(served: tuple[Target, int], spelling: str) -> None:
    target, port = served
    before = list(target.hosts)
    url = f"http://{spelling}:{port}/kcis"
    # Some are refused by the library, or by the DNS of the machine that the test runs on.
    with pytest.raises((AddressRefused, aiohttp.InvalidURL, aiohttp.ClientConnectorDNSError)):
        asyncio.run(with_aiohttp(STRICT, url))
    with pytest.raises((AddressRefused, httpx2.InvalidURL, httpx2.ConnectError)):
        asyncio.run(with_httpx2(STRICT, url))
    assert target.hosts == before


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_reached_where_that_is_allowed(
    served: tuple[Target, int], host: str
) -> None:
    target, port = served
    url = f"http://{host}:{port}/kcis"
    for policy in (OPEN, AddressPolicy(False, [host])):
        assert asyncio.run(with_aiohttp(policy, url)) == "internal"
        assert asyncio.run(with_httpx2(policy, url)) == "internal"
        assert target.hosts[-2:] == [f"{host}:{port}"] * 2


def test_a_refusal_is_what_callers_of_either_library_expect(served: tuple[Target, int]) -> None:
    url = f"http://localhost:{served[1]}/"
    with pytest.raises(aiohttp.ClientConnectionError, match="localhost is at") as first:
        asyncio.run(with_aiohttp(STRICT, url))
    with pytest.raises(httpx2.ConnectError, match="localhost is at") as second:
        asyncio.run(with_httpx2(STRICT, url))
    for refused in (first.value, second.value):
        assert isinstance(refused, AddressRefused)
        assert refused.host == "localhost"


def test_a_name_with_one_internal_address_is_refused_with_aiohttp() -> None:
    for answer in (["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"]):
        resolver = Resolver(answer)
        with pytest.raises(AddressRefused, match=r"evil\.example"):
            asyncio.run(with_aiohttp(STRICT, "http://evil.example/", resolver=resolver))
        assert resolver.closed


def test_the_address_that_was_checked_is_the_one_that_is_used_with_aiohttp(
    served: tuple[Target, int],
) -> None:
    # The name is resolved once: a second answer would be an IndexError.
    policy = AddressPolicy(False, ["rebinding.example"])
    url = f"http://rebinding.example:{served[1]}/"
    answer = asyncio.run(with_aiohttp(policy, url, resolver=Resolver(["127.0.0.1"])))
    assert answer == "internal"
    assert served[0].hosts[-1] == f"rebinding.example:{served[1]}"


@contextmanager
def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> Iterator[list[str]]:
    """Names of `.example` are resolved as told, one answer for each question."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def told(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        if not name.endswith(".example"):
            return real(host, port, *rest, **options)
        asked.append(name)
        answer = answers[len(asked) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port or 0)) for ip in answer]

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", told)
        yield asked


def test_a_name_with_one_internal_address_is_refused_with_httpx2(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with (
        names(monkeypatch, ["8.8.8.8", "10.0.0.1"]),
        pytest.raises(AddressRefused, match=r"evil\.example is at 10\.0\.0\.1"),
    ):
        asyncio.run(with_httpx2(STRICT, "http://evil.example/"))


def test_the_address_that_was_checked_is_the_one_that_is_used_with_httpx2(
    served: tuple[Target, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, port = served
    policy = AddressPolicy(False, ["rebinding.example"])

    async def twice() -> None:
        async with httpx2.AsyncClient(transport=GuardedTransport(policy)) as client:
            for _ in range(2):
                answer = await client.get(f"http://rebinding.example:{port}/")
                assert answer.text == "internal"
                assert str(answer.request.url).startswith("http://rebinding.example")

    with names(monkeypatch, ["127.0.0.1"]) as asked:
        asyncio.run(twice())
    assert asked == ["rebinding.example"]
    assert target.hosts[-2:] == [f"rebinding.example:{port}"] * 2


def test_the_next_address_is_tried_when_the_first_is_not_there(
    served: tuple[Target, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"http://two.example:{served[1]}/"
    with names(monkeypatch, ["127.0.0.9", "127.0.0.1"]):
        assert asyncio.run(with_httpx2(OPEN, url)) == "internal"


def test_a_name_without_an_address_is_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    with pytest.raises(httpx2.ConnectError, match=r"gone\.example has no address"):
        asyncio.run(with_httpx2(STRICT, "http://gone.example/"))


def certificate_of(name: str) -> tuple[bytes, bytes]:
    """A certificate for a name and its private key, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM), private


@contextmanager
def tls_server(context: ssl.SSLContext) -> Iterator[int]:
    """A server on loopback that answers any request and closes the connection; gives its port."""
    loop = asyncio.new_event_loop()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")

    server = loop.run_until_complete(asyncio.start_server(answer, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


@pytest.mark.parametrize("first", ["good.example", "other.example"])
def test_a_certificate_is_checked_for_the_name_and_not_for_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """Also when the other host has a connection open to the same address."""
    certificate, private = certificate_of("good.example")
    (tmp_path / "server.pem").write_bytes(certificate + private)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(tmp_path / "server.pem")
    trusting = ssl.create_default_context(cadata=certificate.decode())

    async def both(port: int) -> dict[str, str]:
        outcomes = {}
        transport = GuardedTransport(OPEN, verify=trusting)
        async with httpx2.AsyncClient(transport=transport) as client:
            for host in sorted(["good.example", "other.example"], key=first.__ne__):
                try:
                    outcomes[host] = (await client.get(f"https://{host}:{port}/")).text
                except httpx2.ConnectError as error:
                    outcomes[host] = str(error)
        return outcomes

    with tls_server(served) as port, names(monkeypatch, ["127.0.0.1"], ["127.0.0.1"]):
        outcomes = asyncio.run(both(port))
    assert outcomes["good.example"] == "secret"
    assert "certificate" in outcomes["other.example"]
