"""The network guard: which addresses a crawl may connect to, checked at the moment of connecting.

A name is resolved once; the addresses that were checked are the ones connected to, so that neither a redirect, nor a
second answer of the name server, nor an odd spelling (0x7f.1, 2130706433) leads inside the operator's own network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
    IReactorPluggableNameResolver,
    IResolutionReceiver,
)
from zope.interface import implementer  # type: ignore[import-untyped]  # ships no types

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_DEFAULT_PORTS = {"http": 80, "https": 443}
REFUSED_ADVICE = "allow it under [network] in morgue.toml if it is meant"
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052; the local form 64:ff9b:1::/48 (RFC 8215) is not global anyway
_SITE_LOCAL = ip_network("fec0::/10")


class Refused(IgnoreRequest):
    """A request that must not leave: another scheme, a port or an address that the archive does not allow."""


@dataclass(frozen=True, slots=True)
class NetworkPolicy:
    """What morgue.toml's [network] says. `allow`: networks beside the public ones; `ports`: () allows any."""

    allow: tuple[Network, ...] = ()
    ports: tuple[int, ...] = (80, 443)

    @classmethod
    def from_settings(cls, allow: Iterable[str], ports: Iterable[str | int]) -> NetworkPolicy:
        """From plain values, as Scrapy's settings hold them."""
        return cls(tuple(ip_network(network) for network in allow), tuple(int(port) for port in ports))

    def check_url(self, url: str) -> None:
        """Raises Refused for a scheme or port that may not be; the address is checked when it is known."""
        parts = urlsplit(url)
        if parts.scheme not in _DEFAULT_PORTS:
            raise Refused(f"{url}: only http and https are fetched")
        try:
            port = parts.port or _DEFAULT_PORTS[parts.scheme]
        except ValueError as error:
            raise Refused(f"{url}: {error}") from error
        if self.ports and port not in self.ports:
            raise Refused(f"{url}: port {port} is not in network.ports of morgue.toml")

    def check_address(self, address: Address) -> None:
        """Raises Refused for an address that is not globally routable and in no allowed network."""
        inner = embedded(address)
        for network in self.allow:
            if any(network.version == each.version and each in network for each in (address, inner)):
                return
        if not (is_public(address) and is_public(inner)):
            raise Refused(f"{address} is no public address, and network.allow of morgue.toml does not hold it")


def is_public(address: Address) -> bool:
    """Whether an address is globally routable and belongs to one host; an IPv4 address inside it is asked for apart."""
    if embedded(address) != address:
        return True  # Python versions differ in what they say of these
    if isinstance(address, IPv6Address) and (address in _SITE_LOCAL or address.teredo):
        return False
    return address.is_global and not (address.is_multicast or address.is_unspecified or address.is_reserved)


def embedded(address: Address) -> Address:
    """The IPv4 address that an IPv6 one leads to (mapped, 6to4, NAT64), else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


@implementer(IHostnameResolver)
class GuardedResolver:
    """Hands on the addresses of a name when all of them may be connected to, else none; then `refusal` says why."""

    def __init__(self, policy: NetworkPolicy, resolver: Any) -> None:
        self._policy = policy
        self._resolver = resolver
        self.refusal: Refused | None = None

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        receiver = _Receiver(self, resolutionReceiver, hostName)
        resolution: IHostResolution = self._resolver.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
        return resolution

    def admit(self, host: str, addresses: list[Any]) -> list[Any]:
        """The addresses, or none when one of them is refused."""
        try:
            for address in addresses:
                self._policy.check_address(ip_address(address.host.partition("%")[0]))
        except Refused as error:
            self.refusal = error if str(error).startswith(f"{host} ") else Refused(f"{host} leads to {error}")
            return []
        return addresses


@implementer(IResolutionReceiver)
class _Receiver:
    def __init__(self, guard: GuardedResolver, receiver: Any, host: str) -> None:
        self._guard = guard
        self._receiver = receiver
        self._host = host
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        for address in self._guard.admit(self._host, self._addresses):
            self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


@implementer(IReactorPluggableNameResolver)
class GuardedReactor:
    """The reactor as an endpoint sees it, with `resolver` in the place of its own."""

    def __init__(self, reactor: Any, resolver: GuardedResolver) -> None:
        self._reactor = reactor
        self.nameResolver = resolver

    def installNameResolver(self, resolver: Any) -> Any:  # noqa: N802
        raise NotImplementedError("the guard's resolver stays")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)
