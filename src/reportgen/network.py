"""The one opener of sockets: https, to hosts that the user allows by name, and to nothing else.

What a page asks for is chosen by strangers, so each step is looked at: the address, where its name
leads, every redirect, the size and the time. Without a host that is allowed nothing is resolved.
"""

from __future__ import annotations

import functools
import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn, Protocol
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from reportgen.problems import ProblemsError, problem

LARGEST = 20 * 1024 * 1024
"""Bytes of one answer."""

SECONDS = 20.0
"""How long one file may take, redirects included."""

REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_PORT = 443
_SAFE = "/%:@!$&'()*+,;=~-._"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
_IPV4 = 0xFFFFFFFF


class Grants(Protocol):
    """What the user's own configuration says of a project."""

    @property
    def allow_hosts(self) -> Sequence[str]:
        """Names of hosts, in small letters."""

    def to_allow(self, host: str, project: Path) -> str:
        """What to write where, for the host to be allowed."""


Connect = Callable[[str, float], ssl.SSLSocket]
"""Opens a connection to a host within so many seconds, its certificate checked."""


class Network:
    """Loads files from the hosts that are allowed; `network(address)` gives the bytes."""

    def __init__(
        self, project: Path, grants: Callable[[], Grants], connect: Connect | None = None
    ) -> None:
        """`grants` is asked when the first address is, since most projects have none."""
        self._project = project
        self._grants = functools.cache(grants)
        self._connect = connect or _connect

    def __call__(self, address: str) -> bytes:
        """What the address holds.

        Raises:
            ProblemsError: the address is not allowed, with what would allow it; or there was no
                answer in time, or one that is too large.
        """
        end = time.monotonic() + SECONDS
        ahead, moves = address, 0
        while True:
            parts = self._allowed(ahead, address)
            try:
                data, moved = self._answer(parts, end)
            except (OSError, http.client.HTTPException, ValueError) as error:
                _fail(address, _reason(error))
            if moved is None:
                return data
            ahead, moves = urljoin(ahead, moved), moves + 1
            if moves > REDIRECTS:
                _fail(address, f"it redirects more than {REDIRECTS} times")

    def _allowed(self, address: str, asked: str) -> SplitResult:
        """The parts of an address that may be asked for."""
        where = "" if address == asked else f", to which `{_shown(asked)}` redirects,"
        message = f"`{_shown(address)}`{where} is not read"
        try:
            parts = urlsplit(address)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            host, port, parts = "", None, SplitResult("", "", "", "", "")
        if parts.scheme != "https" or not host or "@" in parts.netloc or port not in (None, _PORT):
            hint = "put the file into the project and write its path; addresses begin with https://"
            raise ProblemsError((problem("refused-asset", message, None, hint),))
        grants = self._grants()
        if host not in grants.allow_hosts:
            allow = grants.to_allow(host, self._project)
            hint = f"put the file into the project and write its path; to allow the host, {allow}"
            raise ProblemsError((problem("refused-asset", message, None, hint),))
        return parts

    def _answer(self, parts: SplitResult, end: float) -> tuple[bytes, str | None]:
        """(what was sent, where else to look)."""
        host = str(parts.hostname).lower()
        with self._connect(host, _left(end)) as connected:
            connection = http.client.HTTPSConnection(host)
            connection.sock = connected
            path = quote(parts.path or "/", safe=_SAFE)
            query = f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else ""
            connection.request("GET", path + query, headers={"Accept-Encoding": "identity"})
            response = connection.getresponse()
            if response.status in _MOVED:
                moved = response.getheader("Location")
                if moved:
                    return b"", moved
            if response.status != http.HTTPStatus.OK:
                raise ValueError(f"the host answers {response.status}")
            return b"".join(_parts(response, connected, end)), None


def _parts(
    response: http.client.HTTPResponse, connected: ssl.SSLSocket, end: float
) -> Iterator[bytes]:
    size = 0
    while True:
        connected.settimeout(_left(end))
        part = response.read1(1 << 16)
        if not part:
            if response.length:
                raise ValueError("the answer is cut short")
            return
        size += len(part)
        if size > LARGEST:
            raise ValueError(f"it is larger than {LARGEST // 1024**2} MB")
        yield part


def _connect(host: str, seconds: float) -> ssl.SSLSocket:
    """A connection to an address of the host that lies outside of this machine and its network."""
    found = socket.getaddrinfo(host, _PORT, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    inner = [address for address in addresses if not is_public(address)]
    if inner or not addresses:
        # All of them, and the one that was looked at is the one that is connected to: a name whose
        # answers change must not lead inside.
        raise ValueError(f"{host} leads to {', '.join(inner)}, an address of an inner network")
    plain = socket.create_connection((addresses[0], _PORT), timeout=seconds)
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def is_public(address: str) -> bool:
    """True for an address (IPv4, IPv6) of the public Internet, also in the forms that wrap one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _NAT64:
            wrapped.append(ipaddress.IPv4Address(int(found) & _IPV4))
        if any(inner is not None and not is_public(str(inner)) for inner in wrapped):
            return False
        if found.ipv4_mapped:
            return True
    return found.is_global and not found.is_multicast


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"there is no answer within {SECONDS:g} s"
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    return str(error)


def _fail(address: str, why: str) -> NoReturn:
    message = f"`{_shown(address)}` cannot be loaded: {why}"
    hint = "put the file into the project and write its path"
    raise ProblemsError((problem("unknown-asset", message, None, hint),))


def _shown(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:77]}..."
