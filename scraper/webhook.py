"""JSON to a webhook, through the network guard. Its URL is a secret: what is said of it names the host alone."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

import certifi

from pipelines.archive import Network
from pipelines.errors import MorgueError
from scraper.guard import NetworkPolicy, Refused

ADVICE = "check alarm.webhook in morgue.toml"
TIMEOUT = 10.0  # seconds for each step: connecting, sending, the answer's head


def post(url: str, message: Any, network: Network) -> None:
    """POSTs a value as JSON; redirects are not followed. Raises MorgueError unless the answer is a success."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        connection = _connect(parts, NetworkPolicy(network.allow, network.ports))
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, json.dumps(message, ensure_ascii=False).encode(), {"Content-Type": "application/json"})
            status = connection.getresponse().status
        finally:
            connection.close()
    except Refused:
        # Not the refusal's own words, as they may hold the URL.
        raise MorgueError(f"the webhook at {host} is refused by the network guard", "see [network] in morgue.toml") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise MorgueError(
            f"the webhook at {host} cannot be reached ({type(error).__name__})", "check alarm.webhook in morgue.toml"
        ) from None
    if not 200 <= status < 300:
        raise MorgueError(f"the webhook at {host} answered {status}", ADVICE)


def _connect(parts: SplitResult, policy: NetworkPolicy) -> http.client.HTTPConnection:
    """A connection to the very address that was checked, as a name may lead elsewhere when it is asked again."""
    policy.check_url(parts.geturl())
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    for address in addresses:
        policy.check_address(ip_address(address.partition("%")[0]))
    plain = socket.create_connection((addresses[0], port), TIMEOUT)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    context = ssl.create_default_context(cafile=certifi.where())
    connection.sock = context.wrap_socket(plain, server_hostname=host) if parts.scheme == "https" else plain
    return connection
