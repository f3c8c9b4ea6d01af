# SPDX-License-Identifier: MIT
"""Lets aiortc peers meet on a machine whose only network is the loopback interface.

aioice offers every host address but 127.0.0.1. In a container without a network that leaves no candidate at all,
and a call between two processes of the same machine could never start.
"""

from aioice import ice

_host_addresses = ice.get_host_addresses


def _host_addresses_or_loopback(use_ipv4, use_ipv6):
    return _host_addresses(use_ipv4, use_ipv6) or ["127.0.0.1"]


def install():
    ice.get_host_addresses = _host_addresses_or_loopback
