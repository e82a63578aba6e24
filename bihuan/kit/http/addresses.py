"""Which addresses the desk may call: public ones, and those inside that the operator names. Plain Python.

Python's own `is_global` takes tunnels, old site-local and multicast addresses for public.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Each leads, or may lead, to an address that is written within it, or to none of the internet's.
_NEVER: tuple[Network, ...] = tuple(
    ip_network(one)
    for one in (
        "100.64.0.0/10", "192.88.99.0/24", "224.0.0.0/4",
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the internet's, whatever form it is written in."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return is_public(address.ipv4_mapped)
    return address.is_global and not any(_holds(network, address) for network in _NEVER)


def is_inside(address: Address, networks: Iterable[Network]) -> bool:
    """Tell whether an address lies in one of the networks that the operator names."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return is_inside(address.ipv4_mapped, networks)
    return any(_holds(network, address) for network in networks)


def address_of(text: str) -> Address:
    """Return the address that a resolver answered with; what names an interface is dropped."""
    return ip_address(text.partition("%")[0])


def _holds(network: Network, address: Address) -> bool:
    return network.version == address.version and address in network
