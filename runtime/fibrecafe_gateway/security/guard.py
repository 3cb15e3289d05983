"""No requests to internal addresses (SSRF): one policy for aiohttp and for httpx2.

A host's name is resolved, each address that it has is checked, and the connection goes to the
address that was checked: an answer of the DNS that changes meanwhile changes nothing. A proxy is
asked by name and resolves itself, so that a client with a proxy is not guarded: give none.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import aiohttp
import httpx2
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

_NAT64 = IPv6Network("64:ff9b::/96")

# Beyond what `ipaddress` of Python 3.11 knows as not global.
_INTERNAL = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "64:ff9b:1::/48",  # NAT64 of a network's own
        "2001::/23",  # Teredo and other protocol assignments
        "2002::/16",  # 6to4: an IPv4 address within
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local
    )
)

_KEPT = 10.0  # seconds that a host's checked addresses are used, as in aiohttp

_MAX_KEPT = 256


class AddressRefused(Exception):
    """A request would go to an internal address; nothing was sent."""

    def __init__(self, host: str, ip: str) -> None:
        where = f"{ip} is" if host in ("", ip) else f"{host} is at {ip},"
        super().__init__(
            f"{where} an internal address; `[delivery] allow_internal = true` allows those"
        )
        self.host = host or ip
        self.ip = ip


class _RefusedInAiohttp(AddressRefused, aiohttp.ClientConnectionError):
    """Also what callers of aiohttp expect."""


class _RefusedInHttpx2(AddressRefused, httpx2.ConnectError):
    """Also what callers of httpx2 expect."""


@dataclass(frozen=True)
class AddressPolicy:
    """Where requests may go."""

    allow_internal: bool
    allow_hosts: Iterable[str] = ()
    """Hosts, by name or address, that may be internal."""

    def __post_init__(self) -> None:
        hosts = frozenset(_plain(host) for host in self.allow_hosts)
        object.__setattr__(self, "allow_hosts", hosts)

    def check_ip(self, ip: str, host: str = "") -> None:
        """Check an address that `host` was resolved to. Raises AddressRefused."""
        if self.allow_internal or _plain(host or ip) in self.allow_hosts:
            return
        if is_internal(ip_address(ip)):
            raise AddressRefused(host, ip)

    def check_literal(self, host: str) -> bool:
        """Check a host that is an address; False for a name. Raises AddressRefused."""
        plain = _literal(host)
        if plain is None:
            return False
        self.check_ip(plain)
        return True


def is_internal(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address is not one of the public internet's."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_internal(ip.ipv4_mapped)
        if ip in _NAT64:
            return is_internal(IPv4Address(int(ip) & 0xFFFFFFFF))
    return (
        not ip.is_global
        or ip.is_multicast
        or ip.is_reserved
        or ip.is_unspecified
        or any(ip in network for network in _INTERNAL)
    )


class GuardedResolver(AbstractResolver):
    """Resolves names for aiohttp, to addresses that were checked."""

    def __init__(self, policy: AddressPolicy, inner: AbstractResolver | None = None) -> None:
        self._policy = policy
        self._inner = inner or DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Called by aiohttp. Raises AddressRefused if any of a name's addresses is internal."""
        found = await self._inner.resolve(host, port, family)
        for result in found:
            try:
                self._policy.check_ip(result["host"], host)
            except AddressRefused as refused:
                raise _RefusedInAiohttp(refused.host, refused.ip) from None
        return found

    async def close(self) -> None:
        """Called by aiohttp."""
        await self._inner.close()


class _GuardedConnector(aiohttp.TCPConnector):
    def __init__(self, policy: AddressPolicy, resolver: GuardedResolver, **options: Any) -> None:
        super().__init__(resolver=resolver, **options)
        self._policy = policy
        self._guarded_resolver = resolver

    async def connect(self, req: Any, traces: Any, timeout: Any) -> Any:
        # aiohttp asks no resolver for a host that is an address.
        try:
            self._policy.check_literal(req.url.raw_host or "")
        except AddressRefused as refused:
            raise _RefusedInAiohttp(refused.host, refused.ip) from None
        return await super().connect(req, traces, timeout)

    async def close(self, *, abort_ssl: bool = False) -> None:
        await super().close(abort_ssl=abort_ssl)
        await self._guarded_resolver.close()


def guarded_connector(
    policy: AddressPolicy, *, resolver: AbstractResolver | None = None, **options: Any
) -> aiohttp.TCPConnector:
    """A connector for an aiohttp session; `options` are those of `aiohttp.TCPConnector`.

    Requests then raise AddressRefused, which is also an `aiohttp.ClientConnectionError`.
    """
    return _GuardedConnector(policy, GuardedResolver(policy, resolver), **options)


class GuardedTransport(httpx2.AsyncBaseTransport):
    """A transport for `httpx2.AsyncClient`.

    Requests then raise AddressRefused, which is also an `httpx2.ConnectError`.
    """

    def __init__(self, policy: AddressPolicy, **options: Any) -> None:
        """`options` are those of `httpx2.AsyncHTTPTransport`."""
        self._policy = policy
        verify, cert = options.pop("verify", True), options.pop("cert", None)
        # Made once: reading the certificates of the authorities takes long.
        options["verify"] = httpx2.create_ssl_context(verify=verify, cert=cert)
        self._options = options
        self._inner: dict[str, httpx2.AsyncHTTPTransport] = {}
        self._addresses: dict[tuple[str, int | None], tuple[float, list[str]]] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Called by httpx2."""
        host = request.url.raw_host.decode("ascii")
        inner = self._of(host)
        try:
            if self._policy.check_literal(host):
                return await inner.handle_async_request(request)
            addresses = await self._resolved(request, host)
        except AddressRefused as refused:
            raise _RefusedInHttpx2(refused.host, refused.ip) from None
        for address in addresses[:-1]:
            try:
                return await inner.handle_async_request(_pinned(request, host, address))
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue  # nothing was sent
        return await inner.handle_async_request(_pinned(request, host, addresses[-1]))

    async def aclose(self) -> None:
        """Close connections."""
        for inner in self._inner.values():
            await inner.aclose()

    def _of(self, host: str) -> httpx2.AsyncHTTPTransport:
        """A host's own connections: a certificate was checked for its name, and two hosts may
        have one address."""
        if host not in self._inner:
            self._inner[host] = httpx2.AsyncHTTPTransport(**self._options)
        return self._inner[host]

    async def _resolved(self, request: httpx2.Request, host: str) -> list[str]:
        """A name's addresses, checked. Raises AddressRefused and httpx2.ConnectError."""
        loop = asyncio.get_running_loop()
        key = host, request.url.port
        until, known = self._addresses.get(key, (0.0, []))
        if loop.time() < until:
            return known
        limit = request.extensions.get("timeout", {}).get("connect")
        try:
            async with asyncio.timeout(limit):
                found = await loop.getaddrinfo(host, key[1], type=socket.SOCK_STREAM)
        except TimeoutError as error:
            raise httpx2.ConnectTimeout(f"{host} was not resolved in time") from error
        except (OSError, UnicodeError) as error:
            raise httpx2.ConnectError(f"{host} has no address: {error}") from error
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
        for address in addresses:
            self._policy.check_ip(address, host)
        if len(self._addresses) >= _MAX_KEPT:
            self._addresses.clear()
        self._addresses[key] = loop.time() + _KEPT, addresses
        return addresses


def _pinned(request: httpx2.Request, host: str, address: str) -> httpx2.Request:
    """The same request to an address; `Host` and the name in TLS stay."""
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host.rstrip(".")},
    )


@lru_cache(maxsize=1024)
def _literal(host: str) -> str | None:
    """A host that is an address; asked for each request."""
    plain = _plain(host)
    try:
        ip_address(plain)
    except ValueError:
        return None
    return plain


def _plain(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()
