"""Where the desk calls, and where it never does, in whatever form the address is written."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from bihuan.kit.http.addresses import address_of, is_inside, is_public

INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "169.254.0.23", "100.64.0.1", "100.100.100.200", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1", "::ffff:100.100.100.200",
]  # fmt: skip


@pytest.mark.requirement("SEC-016")
@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_leads_inside_is_not_public(address: str) -> None:
    assert not is_public(address_of(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "::ffff:223.5.5.5"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address_of(address))


def test_what_the_operator_names_is_inside_and_nothing_beside_it() -> None:
    named = [ip_network("10.20.0.0/16"), ip_network("fd00::/8")]

    assert is_inside(address_of("10.20.3.4"), named)
    assert is_inside(address_of("::ffff:10.20.3.4"), named)
    assert is_inside(address_of("fd00::1"), named)
    assert not is_inside(address_of("10.21.0.1"), named)
