"""Where a message may go: to machines of the open internet by https, and nowhere inside.

An address is judged twice. Its spelling, when it is registered and again before each try: https, no user, a name and
no number in whatever notation. Then its name is resolved, every address that it resolves to must be a global one, and
the connection is made to the very address that was judged: a name that resolves otherwise a moment later leads
nowhere else.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 500
VISIBLE: Final = re.compile(r"[\x21-\x7e]+", re.ASCII)
NAME: Final = re.compile(
    r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII
)
"""Lower case; the last label begins with a letter, so that no notation of a number is a name."""
NAT64: Final = IPv6Network("64:ff9b::/96")
INSIDE: Final = ("localhost", "local", "internal", "home.arpa", "test", "invalid", "example", "onion")


class DestinationRefused(Exception):
    """No message goes there. The text is the reason's code."""


@dataclass(frozen=True, slots=True)
class Destination:
    """An address as it is spelt; ``path`` with what stands behind the question mark."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        usual = {"https": 443, "http": 80}[self.scheme]
        return self.host if self.port == usual else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Limits:
    """``loopback``: this machine may be told, also without TLS; development and tests only."""

    ports: frozenset[int] = frozenset({443})
    loopback: bool = False


Resolve = Callable[[str, int], Sequence[str]]


def spelt(url: str, limits: Limits) -> Destination:
    """Judge the spelling. Raises DestinationRefused."""
    if len(url) > LONGEST or VISIBLE.fullmatch(url) is None or "\\" in url:
        raise DestinationRefused("malformed")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise DestinationRefused("malformed") from error
    plain = limits.loopback and parts.scheme == "http" and host in {"localhost", "127.0.0.1"}
    if parts.scheme != "https" and not plain:
        raise DestinationRefused("not-https")
    if "@" in parts.netloc or "#" in url or not host:
        raise DestinationRefused("malformed")
    here = limits.loopback and host in {"localhost", "127.0.0.1"}
    if not here:
        _judge_name(host)
    port = port if port is not None else 443 if parts.scheme == "https" else 80
    if port not in limits.ports and not here:
        raise DestinationRefused("port")
    return Destination(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _judge_name(host: str) -> None:
    if NAME.fullmatch(host) is None:
        raise DestinationRefused("not-a-name")
    if "." not in host or host.endswith(tuple(f".{inside}" for inside in INSIDE)):
        raise DestinationRefused("inside")


def resolved(destination: Destination, limits: Limits, resolve: Resolve) -> str:
    """The one address to connect to. Raises DestinationRefused if it leads, or may lead, inside; OSError if nowhere."""
    addresses = [ip_address(address.partition("%")[0]) for address in resolve(destination.host, destination.port)]
    if not addresses:
        raise OSError("the name has no address")
    if not all(_allowed(address, limits) for address in addresses):
        raise DestinationRefused("inside")
    return str(addresses[0])


def _allowed(address: IPv4Address | IPv6Address, limits: Limits) -> bool:
    return is_global(address) or (limits.loopback and address.is_loopback)


def is_global(address: IPv4Address | IPv6Address) -> bool:
    """On the open internet, also when what an IPv6 address wraps is looked at."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in NAT64:
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None and not is_global(wrapped):
            return False
        if address.ipv4_mapped is not None:
            return True
        if int(address) >> 32 == 0 or address.is_site_local:
            return False  # ::/96, once for IPv4 inside IPv6, and fec0::/10
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def system_resolver(host: str, port: int) -> list[str]:
    """What the system says; every address, once each."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
