"""A server that demands a client certificate refuses a client in its own terms, in TLS 1.2 and 1.3."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import httpx2
import pytest

from fibrecafe_api.tenant.client import AsyncTenantClient, TenantClient, errors
from tests.runtime.gateway import bodies
from tests.runtime.security.authority import Authority, demanding


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_client_without_a_certificate_is_told_so(version: ssl.TLSVersion, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    trusting = ssl.create_default_context(cafile=authority.trust)

    async def place(url: str) -> None:
        async with httpx2.AsyncClient(verify=trusting) as http:
            await AsyncTenantClient(url, http=http).create_order(body=bodies.provide())

    with demanding(authority, version) as server:
        with httpx2.Client(verify=trusting) as http, pytest.raises(errors.TransportFailed) as told:
            TenantClient(server.url, http=http).create_order(body=bodies.provide())
        assert "certificate" in str(told.value).lower() or "alert" in str(told.value).lower()
        with pytest.raises(errors.TransportFailed):
            asyncio.run(place(server.url))
        assert server.requests == []
