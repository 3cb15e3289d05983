"""No requests to internal addresses."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from fibrecafe_gateway.security.guard import (
    AddressPolicy,
    AddressRefused,
    is_internal,
)

STRICT = AddressPolicy(allow_internal=False)

OPEN = AddressPolicy(allow_internal=True)

INTERNAL = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.0.9",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:100.64.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "100.63.255.255",
    "100.128.0.1",
    "169.253.0.1",
    "172.15.0.1",
    "172.32.0.1",
    "192.167.0.1",
    "223.255.255.254",
    "2606:4700:4700::1111",
    "2a00:1450::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("ip", INTERNAL)
def test_internal_addresses_are_refused(ip: str) -> None:
    assert is_internal(ip_address(ip))
    with pytest.raises(AddressRefused) as refused:
        STRICT.check_ip(ip, "api.acme.example")
    assert "api.acme.example" in str(refused.value)
    assert ip in str(refused.value)
    assert "[delivery] allow_internal" in str(refused.value)
    OPEN.check_ip(ip)


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_are_not_refused(ip: str) -> None:
    STRICT.check_ip(ip)


def test_single_hosts_may_be_internal() -> None:
    policy = AddressPolicy(allow_internal=False, allow_hosts=["Supplier.internal", "10.0.0.7"])
    policy.check_ip("10.1.2.3", "supplier.INTERNAL.")
    policy.check_ip("10.0.0.7")
    for ip, host in (
        ("10.1.2.3", "other.internal"),
        ("10.0.0.8", ""),
        ("10.0.0.7", "evil.example"),
    ):
        with pytest.raises(AddressRefused):
            policy.check_ip(ip, host)
