"""Where we may send to: what anybody could mean, the city's intranet, or this machine. Pure."""

import enum
import ipaddress
import re
from urllib.parse import urlsplit

_INTRANETS = tuple(
    ipaddress.ip_network(it)
    for it in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
"""The private networks of RFC 1918 and RFC 4193."""
_METADATA = tuple(
    ipaddress.ip_network(it) for it in ("168.63.129.16/32", "fd00:ec2::/32", "fd20:ce::/32")
)
"""Where clouds tell a machine its own secrets, as far as they are not link-local (Azure, AWS,
Google): they look public, or like an intranet."""


class Reach(enum.Enum):
    """How far stores may be, and how near."""

    PUBLIC = "public"
    """Addresses that anybody on the internet could mean."""
    INTRANET = "intranet"
    """Those of private networks as well, and still neither this machine nor a cloud's own."""
    ANYWHERE = "anywhere"
    """In a demo: this machine as well, and http to what is private."""


class EndpointFault(enum.StrEnum):
    """Why an address of a record store will not do."""

    UNREADABLE = "unreadable"
    NOT_HTTPS = "not_https"
    HAS_SECRET = "has_secret"  # noqa: S105  the name of a fault
    HAS_MORE = "has_more"
    NOT_PUBLIC = "not_public"
    RESERVED = "reserved"
    """Nobody's store, wherever one may send: this machine, link-local, a cloud's metadata."""


_TOO_NEAR = {
    Reach.INTRANET: EndpointFault.NOT_PUBLIC,
    Reach.ANYWHERE: EndpointFault.RESERVED,
}


def endpoint_key(typed: str) -> str:
    """Return an address as it is kept: trimmed, with a slash at the end."""
    return typed.strip().rstrip("/") + "/"


def endpoint_fault(endpoint: str, reach: Reach) -> EndpointFault | None:
    """Say what is wrong with the address of a store, as far as the address alone tells.

    What its name leads to is looked at by ``wire``, each time anew.

    Args:
        endpoint: As ``endpoint_key`` gives it.
        reach: Where stores may be.
    """
    try:
        parts = urlsplit(endpoint)
        host, is_whole = parts.hostname or "", parts.port != 0
    except ValueError:
        return EndpointFault.UNREADABLE
    if not is_whole or not host or not re.fullmatch(r"[!-~]+", endpoint) or "\\" in endpoint:
        return EndpointFault.UNREADABLE
    needed = _reach_of_name(host)
    may_be_plain = reach is Reach.ANYWHERE and needed is not Reach.PUBLIC
    if parts.scheme != "https" and not (parts.scheme == "http" and may_be_plain):
        return EndpointFault.NOT_HTTPS
    if "@" in parts.netloc:
        return EndpointFault.HAS_SECRET
    if parts.query or parts.fragment:
        return EndpointFault.HAS_MORE
    is_within_reach = reach is Reach.ANYWHERE or needed in {Reach.PUBLIC, reach}
    return None if is_within_reach else _TOO_NEAR[needed]


def is_within(address: str, reach: Reach) -> bool:
    """Say whether an IP address is one that may be sent to."""
    return reach is Reach.ANYWHERE or _reach_of(address) in {Reach.PUBLIC, reach}


def _reach_of_name(host: str) -> Reach:
    """Return the least reach that a host is within, as far as its name tells."""
    if host == "localhost" or host.endswith(".localhost"):
        return Reach.ANYWHERE
    if host.endswith((".local", ".internal")):
        return Reach.INTRANET
    try:
        return _reach_of(host)
    except ValueError:
        return Reach.PUBLIC  # a name: it is looked up when it is used


def _reach_of(address: str) -> Reach:
    """Return the least reach that an IP address is within."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    if any(found in network for network in _METADATA):
        return Reach.ANYWHERE
    if any(found in network for network in _INTRANETS):
        return Reach.INTRANET
    return Reach.PUBLIC if found.is_global and not found.is_multicast else Reach.ANYWHERE
